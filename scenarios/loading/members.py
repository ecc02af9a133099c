"""Parameter sets that the field has not ruled out, as draws of a ranking take them (ODD 9, 9.1)."""

import hashlib
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from dizao.scenarios.loading.errors import ScenarioError

Floats = npt.NDArray[np.float64]

OPTION = "--members"

FILE = "members.parquet"
"""Its name in a folder of `dizao plausible`."""

POSITION = "position."
"""In front of a key: its place in the range of the number, from 0 to 1."""

WEIGHT = "weight"


class Members(NamedTuple):
    """Parameter sets with their weights.

    Attributes
    ----------
    source
        The file or folder that they are from.
    sha256
        Of the file.
    keys
        Of the numbers that they have.
    positions : ndarray of shape (members, numbers)
        Places in the ranges, each in [0, 1].
    weights : ndarray of shape (members,)
        Above 0.
    """

    source: str
    sha256: str
    keys: tuple[str, ...]
    positions: Floats
    weights: Floats


def read_members(path: Path) -> Members:
    """Read the members that a history match has kept.

    Parameters
    ----------
    path
        A table, or the folder of `dizao plausible` with one.

    Returns
    -------
    Its members.

    Raises
    ------
    ScenarioError
        If there is no such table, or it is none of members.
    """
    import pyarrow as pa

    file = path / FILE if path.is_dir() else path
    try:
        data = file.read_bytes()
        table = pd.read_parquet(file)
    except (OSError, pa.ArrowException) as error:
        why = error.strerror if isinstance(error, OSError) and error.strerror else "not a parquet file"
        raise ScenarioError(OPTION, "", f"must be a folder of dizao plausible or its {FILE}: {file}: {why}") from None
    keys = [name.removeprefix(POSITION) for name in map(str, table) if name.startswith(POSITION)]
    if not keys or WEIGHT not in table:
        raise ScenarioError(OPTION, "", f"must have the columns {WEIGHT} and {POSITION}KEY, {file} has not")
    kept = table[table[WEIGHT] > 0.0]
    positions = kept[[POSITION + key for key in keys]].to_numpy(dtype=np.float64)
    if not len(kept) or not np.all((positions >= 0.0) & (positions <= 1.0)):
        raise ScenarioError(OPTION, "", f"must have rows of positions from 0 to 1, {file} has not")
    weights = kept[WEIGHT].to_numpy(dtype=np.float64)
    return Members(str(path), hashlib.sha256(data).hexdigest(), tuple(keys), positions, weights)
