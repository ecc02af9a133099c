"""Modelling choices with two ends, and what each end changes in a scenario (scenarios/evidence/artefacts.toml).

An end may set values, multiply what the scenario has, give a key the value of another one, or only read another
outcome of the same runs.
"""

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Literal, NamedTuple, get_args

from dizao.scenarios.loading.errors import Key
from dizao.scenarios.loading.layers import Layer
from dizao.scenarios.loading.scenario import Scenario
from dizao.scenarios.loading.set_values import values_layer
from dizao.scenarios.loading.system import flat

TABLE = "artefacts.toml"
"""The table of choices, in the folder of evidence."""

type EndName = Literal["low", "high"]

ENDS: tuple[EndName, ...] = get_args(EndName.__value__)

EVERY_PROJECT = "*"
"""Stands in a key for every category of kind project."""


class End(NamedTuple):
    """One end of a choice.

    Attributes
    ----------
    choice, name
        The choice, and which of its ends.
    set, times, same
        By key: a value, a factor on what the scenario has, or the key whose value is taken.
    outcome
        What is read instead of the headline outcome; empty: that one.
    """

    choice: str
    name: EndName
    set: Mapping[str, Any]
    times: Mapping[str, float]
    same: Mapping[str, str]
    outcome: str

    @property
    def is_usual(self) -> bool:
        """Whether nothing is changed and nothing else is read: the scenario as it stands."""
        return not (self.set or self.times or self.same or self.outcome)


class Choice(NamedTuple):
    """A modelling choice that could decide an order, with its two ends."""

    name: str
    low: End
    high: End


@cache
def choices() -> tuple[Choice, ...]:
    """Return all choices of the table, in its order.

    Returns
    -------
    tuple of Choice
        An end that the table leaves out is the scenario as it stands.
    """
    text = files("dizao.scenarios.evidence").joinpath(TABLE).read_text(encoding="utf-8")
    return tuple(Choice(one["name"], *(_end(one, name) for name in ENDS)) for one in tomllib.loads(text)["choices"])


def _end(choice: Mapping[str, Any], name: EndName) -> End:
    table = choice.get(name, {})
    put, times, same = (flat(table.get(kind, {})) for kind in ("set", "times", "same"))
    return End(choice["name"], name, put, times, same, table.get("outcome", ""))


def changes(end: End, scenario: Scenario) -> dict[str, Any]:
    """Return what an end changes in a scenario.

    Parameters
    ----------
    end
        One end of a choice.
    scenario
        As it stands.

    Returns
    -------
    dict
        Values by dotted key, as for ``--set``.
    """
    times = {
        key: factor * float(value_of(scenario, key))
        for pattern, factor in end.times.items()
        for key in _keys(pattern, scenario)
    }
    return {**end.set, **times, **{key: value_of(scenario, other) for key, other in end.same.items()}}


def layer(end: End, scenario: Scenario) -> Layer:
    """Return the layer of an end, to be laid above those of a scenario.

    Parameters
    ----------
    end
        One end of a choice.
    scenario
        As it stands.

    Returns
    -------
    Layer
        Its label says in messages which end it is.

    Raises
    ------
    ScenarioError
        If a key is none of a scenario.
    """
    return values_layer(f"{TABLE}, {end.choice}, {end.name}", changes(end, scenario).items())


def value_of(scenario: Scenario, key: str) -> Any:
    """Return the value that a scenario has at a dotted key.

    Parameters
    ----------
    scenario
        As it stands.
    key
        Of a section, of a category, or of a named preset.

    Returns
    -------
    Any
        The value.

    Raises
    ------
    AttributeError, KeyError
        If there is no such key: the table is ours, and a test tries all of it.
    """
    head, *rest = words = key.split(".")
    if head == "categories":
        return getattr(scenario.base.categories[rest[0]], rest[1])
    if head in scenario.presets:
        return _inside(scenario.presets[head].mechanism, tuple(rest))
    return _inside(scenario.base, tuple(words))


def _inside(record: Any, words: Key) -> Any:
    for word in words:
        record = getattr(record, word)
    return record


def _keys(pattern: str, scenario: Scenario) -> Iterator[str]:
    """Yield the keys that a pattern stands for."""
    if EVERY_PROJECT not in pattern.split("."):
        yield pattern
        return
    for name, category in scenario.base.categories.items():
        if category.kind == "project":
            yield pattern.replace(EVERY_PROJECT, name)
