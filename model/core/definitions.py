"""What an outcome and a column of results are, for those who declare one."""

from typing import Literal, NamedTuple


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
