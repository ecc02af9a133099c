"""What an outcome, a column of results and a condition of a setting are, for those who declare one."""

from collections.abc import Callable
from typing import Any, Literal, NamedTuple


class Outcome(NamedTuple):
    """One number that a run ends with.

    ``better`` says which direction is good ("" where neither is), ``headline`` whether it stands in the first table.
    """

    unit: str
    title: str
    title_zh: str
    better: Literal["higher", "lower", ""]
    headline: bool
    definition: str


class Column(NamedTuple):
    """What one column of a table holds; ``unit`` is "id", "name" or "yes/no" where it is not a quantity."""

    unit: str
    meaning: str


class Condition(NamedTuple):
    """When a setting acts: in words that go on after "acts only", and asked of the settings or rules of a run.

    What it says must be sure: where it does not hold, the setting changes no result whatever its value.
    """

    words: str
    holds: Callable[[Any], bool]
