"""Estimates that come with the package: what calibration has found, as the files in ``evidence/`` hold it."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

POSTERIOR = "dispositions.toml"
GIVING = "giving.toml"
RULE = "giving_rule"
"""The setting that says by which rule people weigh a contribution."""


@cache
def kept(file: str) -> dict[str, Any]:
    """Return an estimate that comes with the package.

    Parameters
    ----------
    file
        Name of a TOML file in ``scenarios/evidence/``.

    Returns
    -------
    Its tables. They are read once and must not be changed.
    """
    return tomllib.loads(files("dizao.scenarios").joinpath("evidence", file).read_text(encoding="utf-8"))


def posterior() -> dict[str, Any]:
    """Return the estimates of what people are like, with errors and correlations (ODD 8.4).

    Returns
    -------
    Tables of ``dispositions.toml``, among them ``estimates``: value, error and 95% interval by name of the number.
    """
    return kept(POSTERIOR)


def rules_of_giving() -> dict[str, Any]:
    """Return the estimates of the rules of giving (ODD 8.7).

    Returns
    -------
    Tables of ``giving.toml``, among them ``rules``: by name of the rule its numbers, scores and terms.
    """
    return kept(GIVING)


def with_own_numbers(given: Any) -> Any:
    """Return a table of people with the numbers that belong to its rule of giving, where it does not say others.

    Today's rule has the defaults.

    Parameters
    ----------
    given
        The table ``people`` of a file, as it was written.

    Returns
    -------
    The table, completed; as it is where no other rule of the package is named.
    """
    name = given.get(RULE) if isinstance(given, dict) else None
    found = rules_of_giving()["rules"].get(name) if isinstance(name, str) else None
    return given if found is None else {**found.get("people", {}), **given}
