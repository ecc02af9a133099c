"""Parameter sets that the field has not ruled out, as draws of a ranking take them (ODD 9, 9.1)."""

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from dizao.scenarios.loading.errors import ScenarioError, shown
from dizao.scenarios.loading.language import Language

Floats = npt.NDArray[np.float64]

OPTION, LEFT_ASIDE = "--members", "--without"

FILE = "members.parquet"
"""Its name in a folder of `dizao plausible`, and in `evidence/`."""

SHIPPED = f"dizao/scenarios/evidence/{FILE}"
"""What the members that come with the package are said to be from."""

POSITION = "position."
"""In front of a key: its place in the range of the number, from 0 to 1."""

DENSITY, WITHOUT = "density", "without"
"""With which a set could have been drawn where it lies; facts of which each alone keeps it out, none of a member."""

MADE_FROM = b"made_from"
"""Key of the metadata that say, as JSON, what a table of members was made from."""


class KnownFact(NamedTuple):
    """A fact that has ruled out parameter sets.

    Attributes
    ----------
    name, title, title_zh
        What it is called.
    moved_by
        Keys of the numbers that move its outcome.
    """

    name: str
    title: str
    title_zh: str
    moved_by: tuple[str, ...]

    def title_in(self, language: Language) -> str:
        """Return its title in a language.

        Parameters
        ----------
        language
            "en" or "zh".

        Returns
        -------
        One line of text.
        """
        return self.title_zh if language == "zh" else self.title


class Members(NamedTuple):
    """Parameter sets with their weights.

    Attributes
    ----------
    source
        The file or folder that they are from; `SHIPPED`: they come with the package.
    sha256
        Of the file.
    keys
        Of the numbers that they have.
    positions : ndarray of shape (members, numbers)
        Places in the ranges, each in [0, 1].
    weights : ndarray of shape (members,)
        Above 0; their sum is 1.
    facts
        Those that have ruled out other sets.
    without
        Name of the fact that is left aside, so that the sets that only it rules out are among these; empty: none is.
    """

    source: str
    sha256: str
    keys: tuple[str, ...]
    positions: Floats
    weights: Floats
    facts: tuple[KnownFact, ...] = ()
    without: str = ""

    @property
    def left_aside(self) -> KnownFact | None:
        """The fact that is left aside."""
        return next((fact for fact in self.facts if fact.name == self.without), None)


@cache
def shipped_members(without: str = "") -> Members:
    """Return the members that come with the package.

    Parameters
    ----------
    without
        Name of a fact that is left aside; empty: none is.

    Returns
    -------
    The members, and the sets that only this fact rules out.

    Raises
    ------
    ScenarioError
        If there is no such fact.
    """
    with as_file(files("dizao.scenarios").joinpath("evidence", FILE)) as file:
        return read_members(file, without)._replace(source=SHIPPED)


def read_members(path: Path, without: str = "") -> Members:
    """Read the members that a history match has kept.

    Parameters
    ----------
    path
        A table, or the folder of `dizao plausible` with one.
    without
        Name of a fact that is left aside; empty: none is.

    Returns
    -------
    Its members, and the sets that only this fact rules out.

    Raises
    ------
    ScenarioError
        If there is no such table or fact, or the table is none of members.
    """
    file = path / FILE if path.is_dir() else path
    data, table, made_from = _read(file)
    keys = [name.removeprefix(POSITION) for name in map(str, table) if name.startswith(POSITION)]
    if not keys or not {DENSITY, WITHOUT} <= set(table):
        raise ScenarioError(OPTION, "", f"must have the columns {DENSITY}, {WITHOUT} and {POSITION}KEY, {file} has not")
    facts = tuple(KnownFact(**{**one, "moved_by": tuple(one["moved_by"])}) for one in made_from.get("facts", ()))
    if without and without not in (names := [fact.name for fact in facts]):
        raise ScenarioError(LEFT_ASIDE, "", f"must be one of {', '.join(names) or 'none'}, got {shown(without)}")
    kept = table[[not names or without in names.split() for names in table[WITHOUT]]]
    positions = kept[[POSITION + key for key in keys]].to_numpy(dtype=np.float64)
    densities = kept[DENSITY].to_numpy(dtype=np.float64)
    inside = np.all((positions >= 0.0) & (positions <= 1.0)) and np.all((densities > 0.0) & np.isfinite(densities))
    if not len(kept) or not inside:
        allowed = f"must have rows of positions from 0 to 1 and of densities above 0, {file} has not"
        raise ScenarioError(OPTION, "", allowed)
    sha256, weights = hashlib.sha256(data).hexdigest(), 1.0 / densities
    return Members(str(path), sha256, tuple(keys), positions, weights / weights.sum(), facts, without)


def _read(file: Path) -> tuple[bytes, pd.DataFrame, Mapping[str, Any]]:
    """Return a file, the table in it, and what it says it was made from: nothing if it says nothing."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        data, table = file.read_bytes(), pq.read_table(file)
    except (OSError, pa.ArrowException) as error:
        why = error.strerror if isinstance(error, OSError) and error.strerror else "not a parquet file"
        raise ScenarioError(OPTION, "", f"must be a folder of dizao plausible or its {FILE}: {file}: {why}") from None
    return data, table.to_pandas(), json.loads((table.schema.metadata or {}).get(MADE_FROM, b"{}"))
