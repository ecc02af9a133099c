"""What was observed, on which outcome of which world it bears, and what for (scenarios/evidence/facts.toml)."""

import hashlib
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from dizao.scenarios.loading.scenario import Scenario
from dizao.scenarios.loading.scenario_file import load

TABLE = "facts.toml"
"""The table of facts, in the folder of evidence."""

Floats = npt.NDArray[np.float64]

Use = Literal["condition", "test", "out"]
Scale = Literal["identity", "log", "logit"]

HALF, ONE = 0.5, 1.0
"""Added to a count and to the number that it is of, before log-odds are taken (Haldane 1956)."""


class World(NamedTuple):
    """A scenario of the library in small, in which a fact could have been observed.

    Attributes
    ----------
    name, title, title_zh
        What it is called.
    scenario
        Name in the library.
    scale
        Share of its units that is simulated; None: all.
    set
        Values by key that differ from the scenario's.
    """

    name: str
    title: str
    title_zh: str
    scenario: str
    scale: float | None = None
    set: Mapping[str, Any] = {}

    def loaded(self) -> Scenario:
        """Return the scenario with what differs.

        Returns
        -------
        As `dizao.scenarios.load` returns it.
        """
        return load(self.scenario, [f"{key}={value}" for key, value in self.set.items()], self.scale)


class Fact(NamedTuple):
    """A number that was observed.

    Attributes
    ----------
    name, title, title_zh
        What it is called; one that is out has no Chinese title.
    use
        Whether it conditions, is a test, or stays out.
    why
        Why, and what the discrepancy is for.
    statistics
        Rows of field_statistics.csv.
    source
        Where it comes from, in a few words.
    unit
        Of its value.
    world, outcome
        Name of the world, and of the outcome there.
    scale
        On which error and discrepancy are standard deviations.
    value
        What was observed, in its unit.
    error, discrepancy
        Of the observation, and of definition and transfer; on the scale.
    """

    name: str
    title: str
    use: Use
    why: str
    statistics: tuple[str, ...] = ()
    title_zh: str = ""
    source: str = ""
    unit: str = ""
    world: str = ""
    outcome: str = ""
    scale: Scale = "identity"
    value: float = float("nan")
    error: float = 0.0
    discrepancy: float = 0.0

    @property
    def observed(self) -> float:
        """The value on the fact's scale."""
        return float(on_scale(self.scale, np.array([self.value]))[0])

    @property
    def variance(self) -> float:
        """Variance of the observation and of the discrepancy together, on the scale."""
        return self.error**2 + self.discrepancy**2

    def title_in(self, language: str) -> str:
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


@cache
def _table() -> Mapping[str, Any]:
    return tomllib.loads(files("dizao.scenarios.evidence").joinpath(TABLE).read_text(encoding="utf-8"))


def sha256_of_table() -> str:
    """Return the check sum of the table of facts.

    Returns
    -------
    SHA-256 in hexadecimal digits, of the file with line ends as on Unix.
    """
    text = files("dizao.scenarios.evidence").joinpath(TABLE).read_text(encoding="utf-8")
    return hashlib.sha256(text.encode()).hexdigest()


@cache
def facts() -> tuple[Fact, ...]:
    """Return all facts of the table, in its order.

    Returns
    -------
    tuple of Fact
        Those that stay out among them.
    """
    return tuple(Fact(**{**one, "statistics": tuple(one["statistics"])}) for one in _table()["facts"])


def simulated_facts() -> tuple[Fact, ...]:
    """Return the facts that have an outcome: first those that condition, then the tests.

    Returns
    -------
    tuple of Fact
        In the order of the table within each.
    """
    return tuple(fact for use in ("condition", "test") for fact in facts() if fact.use == use)


@cache
def worlds() -> tuple[World, ...]:
    """Return the worlds that facts bear on, in the order of the table.

    Returns
    -------
    tuple of World
        Each a scenario of the library in small.
    """
    return tuple(World(name, **one) for name, one in _table()["worlds"].items())


def on_scale(scale: Scale, values: Floats) -> Floats:
    """Return values on a scale.

    Parameters
    ----------
    scale
        identity, log (natural logarithm) or logit (log-odds).
    values
        In their unit; above 0 for log, between 0 and 1 for logit; of any shape.

    Returns
    -------
    Of the same shape.
    """
    if scale == "log":
        return np.asarray(np.log(values))
    return np.asarray(np.log(values / (1.0 - values))) if scale == "logit" else values


def off_scale(scale: Scale, values: Floats) -> Floats:
    """Return values in their unit, from a scale.

    Parameters
    ----------
    scale
        As for `on_scale`.
    values
        What `on_scale` returns.

    Returns
    -------
    Of the same shape.
    """
    if scale == "log":
        return np.asarray(np.exp(values))
    return np.asarray(1.0 / (1.0 + np.exp(-values))) if scale == "logit" else values


def ratio_on_scale(scale: Scale, amounts: Floats, of: Floats) -> Floats:
    """Return ratios on a scale; nan where they are undefined.

    Parameters
    ----------
    scale
        As for `on_scale`.
    amounts, of
        What is counted, and what it is of; of one shape.

    Returns
    -------
    Of the same shape. For log-odds a half is added to the count and one to what it is of, so that none and all of
    something are numbers; for the logarithm nothing is undefined.
    """
    defined = (of > 0.0) & ((amounts > 0.0) | (scale != "log"))
    safe = np.where(defined, of, ONE)
    if scale == "logit":
        values = on_scale(scale, (np.where(defined, amounts, 0.0) + HALF) / (safe + ONE))
    else:
        values = on_scale(scale, np.where(defined, amounts, ONE) / safe)
    return np.asarray(np.where(defined, values, np.nan))
