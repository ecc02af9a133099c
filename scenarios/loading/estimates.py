"""Estimates that come with the package: what calibration has found, as the files in ``evidence/`` hold it."""

import tomllib
from importlib.resources import files
from typing import Any

POSTERIOR = "dispositions.toml"


def kept(file: str) -> dict[str, Any]:
    """Return an estimate that comes with the package.

    Parameters
    ----------
    file
        Name of a TOML file in ``scenarios/evidence/``.

    Returns
    -------
    Its tables.
    """
    return tomllib.loads(files("dizao.scenarios").joinpath("evidence", file).read_text(encoding="utf-8"))


def posterior() -> dict[str, Any]:
    """Return the estimates of what people are like, with errors and correlations (ODD 8.4).

    Returns
    -------
    Tables of ``dispositions.toml``, among them ``estimates``: value, error and 95% interval by name of the number.
    """
    return kept(POSTERIOR)
