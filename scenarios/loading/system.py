"""A system of the field as a question: variants of one scenario, and the one outcome that they are judged by."""

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple, get_args

from dizao.scenarios.loading.errors import Key, shown

type HopedChange = Literal["surroundings", "spirit", "development", "conduct", "governance"]
"""What the field hopes to change: surroundings, people's spirit, development, officials' conduct, the pattern of
governance (Hubei Daily, 16 December 2024)."""

type Switch = Literal["on", "off"]

ON_OFF: tuple[Switch, ...] = get_args(Switch.__value__)

SWITCHED = "systems"
"""Table of a scenario file in which systems are switched by name."""

HALVES = 2
"""Variants between the first and the last of a 2 x 2."""

HOPED_CHANGES: tuple[HopedChange, ...] = get_args(HopedChange.__value__)


class Variant(NamedTuple):
    """One way to have a system or a part of it.

    Attributes
    ----------
    name, title, title_zh
        In files, and in what people read.
    changes
        What differs from the scenario as it stands in the file, by dotted key.
    """

    name: str
    title: str
    title_zh: str
    changes: dict[str, Any]


class System(NamedTuple):
    """What a scenario says about the system that it is made for.

    Attributes
    ----------
    number
        Row of the field's table of systems (docs/architecture.md); 0: a question about several of them.
    judged_by, expected
        The one outcome that the system is judged by, and the sign that the field hopes for; both are written down
        before anything is run.
    also
        Outcomes of the system's own that stand in the table besides the headline ones.
    changes
        Which of the changes that the field hopes for the judged outcome speaks of; none where it speaks of none.
    crossed
        Names of two variants that have one half each of what the last has, so that the four are a 2 x 2; or none.
    variants
        The first is without the system, the last has all of it.
    """

    number: int
    judged_by: str
    expected: str
    also: tuple[str, ...]
    changes: tuple[HopedChange, ...]
    crossed: tuple[str, ...]
    variants: tuple[Variant, ...]

    @property
    def off(self) -> Variant:
        """The world without the system."""
        return self.variants[0]

    @property
    def on(self) -> Variant:
        """The whole system."""
        return self.variants[-1]

    def table(self) -> dict[str, Any]:
        """Return it as a scenario file has it.

        Returns
        -------
        Key ``variants`` is a list of tables with what each sets; the other keys are the fields.
        """
        variants = [{**one._asdict(), "set": one.changes} for one in self.variants]
        for one in variants:
            del one["changes"]
        lists = {name: list(getattr(self, name)) for name in ("also", "changes", "crossed")}
        return {**self._asdict(), **lists, "variants": variants}


def system_from(table: Any) -> System:
    """Return the system of a table of a scenario file that was checked.

    Parameters
    ----------
    table
        Table ``[system]`` as pydantic validated it (`dizao.scenarios.loading.schema.SYSTEM_TABLE`).

    Returns
    -------
    The system; what a variant sets is flat, by dotted key.
    """
    variants = (Variant(one.name, one.title, one.title_zh, flat(one.set)) for one in table.variants)
    lists = (tuple(table.also), tuple(table.changes), tuple(table.crossed))
    return System(table.number, table.judged_by, table.expected, *lists, tuple(variants))


def flat(table: Mapping[str, Any], above: Key = ()) -> dict[str, Any]:
    """Return nested tables as dotted keys: TOML reads ``{ works.agenda_items = 2 }`` as tables in each other.

    Parameters
    ----------
    table
        Tables within tables.
    above
        Key of the table itself.

    Returns
    -------
    Values that are no tables, by dotted key.
    """
    found: dict[str, Any] = {}
    for key, value in table.items():
        found |= flat(value, (*above, key)) if isinstance(value, Mapping) else {".".join((*above, key)): value}
    return found


def problems_of(system: System | None) -> list[tuple[Key, str]]:
    """Return what is wrong with a system as a whole.

    Parameters
    ----------
    system
        The system of a scenario; None where it is made for none.

    Returns
    -------
    Keys, each with what is wrong there: variants that bear one name, and halves that do not make a 2 x 2 with the first
    and the last variant.
    """
    if system is None:
        return []
    names = [one.name for one in system.variants]
    twice = sorted({name for name in names if names.count(name) > 1})
    found: list[tuple[Key, str]] = [(("system", "variants"), f"must have a name each, got {x} twice") for x in twice]
    between = names[1:-1]
    if system.crossed and (len(between) != HALVES or sorted(system.crossed) != sorted(between)):
        allowed = f"must be the two variants between the first and the last ({', '.join(between) or 'there are none'})"
        found.append((("system", "crossed"), f"{allowed}, got {shown(list(system.crossed))}"))
    return found
