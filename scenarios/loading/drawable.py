"""Which numbers of a scenario may have a range of their own, and within which limits (ODD 9)."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple, get_args, get_origin, get_type_hints

from dizao.agents.parameters import LABORATORY_ONLY, Parameter, parameter_of
from dizao.model.parameters import Category
from dizao.model.parameters.place_groups import COUNTS, OWN, GroupNumbers
from dizao.model.systems.registry import SECTIONS, system_of_section
from dizao.scenarios.loading.errors import Key, suggestion
from dizao.scenarios.loading.schema import limits_of

ALL = "all"
"""Key that stands for all numbers that no other key names."""

FACTORS = {
    "rate": 2.0,
    "cost_yuan": 1.5,
    "cost_spread": 1.5,
    "labour_share": 2.0,
    "value_yuan": 2.0,
    "value_spread": 1.5,
    "loser_share": 2.0,
    "life_years": 1.5,
    "decay": 1.5,
    "build_weeks": 1.5,
}
"""Numbers of categories are drawn as one factor on those of all categories, from 1 over this to this."""

LARGEST_FACTOR = 1000.0
"""A factor may be so large, or as small as one over it."""

OF_A_GROUP = ("need_ratio", "cost_ratio", "value_ratio")
"""Numbers that only a group of places has and that may be drawn; its other ones are counts and choices."""

RULES = ("mechanism", "former", "policies", "presets")


class Number(NamedTuple):
    """A number that may have a range: what is known of it, its limits, and whether it is a whole one."""

    parameter: Parameter | None
    limits: tuple[float, float]
    whole: bool = False


def number_at(key: Key, merged: Mapping[str, Any]) -> Number | str:
    """Return what is known of a number that may have a range, or why there is none.

    Parameters
    ----------
    key
        Its key, one word for each level of tables.
    merged
        Tables of a scenario, in which categories and groups of places have their names.

    Returns
    -------
    The number, or a line that says what is wrong with the key.
    """
    head, *rest = key
    if head in RULES:
        return "is a choice, which is not drawn: compare policies instead"
    if head in SECTIONS and len(rest) == 1:
        return _of_section(head, rest[0])
    if head == "categories" and len(rest) == 1 and rest[0] in FACTORS:
        return Number(None, (1.0 / LARGEST_FACTOR, LARGEST_FACTOR))
    if head == "categories" and len(rest) == 2:
        return _inside(rest, merged.get(head), {name: x for name, x in _numbers(Category).items() if name in FACTORS})
    if head == "places" and len(rest) == 2:
        own = {name: x for section, names in OWN.items() for name, x in _numbers(SECTIONS[section]).items()
               if name in names and name not in COUNTS}  # fmt: skip
        own |= {name: x for name, x in _numbers(GroupNumbers).items() if name in OF_A_GROUP}
        return _inside(rest, merged.get(head), own)
    known = [*SECTIONS, "categories", "places", ALL]
    return f"must be the key of a number, such as works.lender_share{suggestion(head, known)}"


def _of_section(section: str, name: str) -> Number | str:
    known, system = _numbers(SECTIONS[section]), system_of_section(section)
    if name not in known:
        found = suggestion(name, known)
        return "is a word, which is not drawn" if name in SECTIONS[section]._fields else f"unknown key{found}"  # type: ignore[attr-defined]
    if section == "calendar":
        return "is a period of the experiment, which is not drawn"
    if section == "place" and name in COUNTS:
        return "is a count, which is not drawn: other counts follow from it"
    if system is not None and name in system.switches:
        return "says what there is of a system, which is a choice and not drawn"
    if section == "people" and name in LABORATORY_ONLY:
        return "acts only in the games of the laboratory"
    if section == "cases":
        return "acts only in documented projects (dizao case)"
    return known[name]


@cache
def _numbers(section: type[Any]) -> dict[str, Number]:
    """Return the single numbers of a section by name."""
    hints, found = get_type_hints(section, include_extras=True), dict[str, Number]()
    for name, hint in hints.items():
        parameter = parameter_of(hint)
        kind: Any = get_args(hint)[0] if parameter is not None else None
        if parameter is not None and get_origin(kind) is None:
            found[name] = Number(parameter, limits_of(kind, parameter), kind is int)
    return found


def _inside(rest: Sequence[str], table: Any, known: Mapping[str, Number]) -> Number | str:
    """Return a number of a category or of a group of places."""
    group, name = rest
    if not isinstance(table, dict) or not isinstance(table.get(group), dict):
        names = [one for one, own in table.items() if isinstance(own, dict)] if isinstance(table, dict) else []
        return f"must name one of {', '.join(names)}" if names else "must name a group of places, and there is none"
    return known.get(name) or f"must be one of {', '.join(known)}"
