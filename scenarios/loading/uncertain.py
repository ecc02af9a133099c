"""What a scenario says of its uncertain numbers: which are known, and ranges in place of the usual ones (ODD 9)."""

import math
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple, get_args, get_origin, get_type_hints

from dizao.agents.parameters import LABORATORY_ONLY, Parameter, parameter_of
from dizao.model.parameters import CATEGORIES, Category
from dizao.model.parameters.place_groups import COUNTS, OWN, GroupNumbers
from dizao.model.systems.registry import SECTIONS, system_of_section
from dizao.scenarios.loading.dotted import UNCERTAIN
from dizao.scenarios.loading.errors import Key, shown, suggestion
from dizao.scenarios.loading.layers import Layer, depth, has, merge, merged_table
from dizao.scenarios.loading.places import Derived
from dizao.scenarios.loading.schema import Problem, limits_of

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

LOG_FROM = 10.0
"""A range above 0 whose upper end is so many times its lower one is drawn evenly in proportions."""

DIGITS = 6
"""Significant digits of the middle of a range."""

OF_A_GROUP = ("need_ratio", "cost_ratio", "value_ratio")
"""Numbers that only a group of places has and that may be drawn; its other ones are counts and choices."""

RULES = ("mechanism", "former", "policies", "presets")

ALLOWED = "must be a range such as [0.1, 0.5], true (the usual range) or false (not drawn)"


class Number(NamedTuple):
    """A number that may have a range: what is known of it, its limits, and whether it is a whole one."""

    parameter: Parameter | None
    limits: tuple[float, float]
    whole: bool = False


class Knowledge(NamedTuple):
    """What a scenario says of the numbers that ``--draws`` draws.

    Attributes
    ----------
    ranges
        Lower and upper end by dotted key, in the number's unit.
    named
        Dotted keys of numbers that are drawn from their usual range although they are set.
    known
        Dotted keys of numbers that are held.
    usual
        Whether numbers that nothing is said of are drawn as usual; else they are held.
    """

    ranges: Mapping[str, tuple[float, float]] = {}
    named: tuple[str, ...] = ()
    known: tuple[str, ...] = ()
    usual: bool = True

    def draws(self, key: str, usually: bool) -> bool:
        """Return whether a number is drawn.

        Parameters
        ----------
        key
            Its dotted key.
        usually
            Whether it is where nothing is said of it.

        Returns
        -------
        Whether it is drawn in this scenario.
        """
        if key in self.ranges or key in self.named:
            return True
        return usually and self.usual and key not in self.known

    def table(self) -> dict[str, Any]:
        """Return it as the table ``uncertain`` of a file in which all numbers stand.

        Returns
        -------
        Entries by dotted key, ``all`` first.
        """
        ranges = {key: list(ends) for key, ends in self.ranges.items()}
        return {ALL: self.usual, **ranges, **dict.fromkeys(self.named, True), **dict.fromkeys(self.known, False)}


NOTHING_SAID = Knowledge()
"""What a file of the package says: all is drawn that usually is."""


class Said(NamedTuple):
    """What layers say: the knowledge, the middles of ranges as one more layer, and what is wrong."""

    knowledge: Knowledge
    middles: tuple[Layer, ...] = ()
    problems: tuple[Problem, ...] = ()


def uncertain_from(layers: Sequence[Layer]) -> Said:
    """Return what layers say of uncertain numbers.

    Parameters
    ----------
    layers
        Layers in the order in which they are merged.

    Returns
    -------
    The knowledge; nothing of it where something is wrong.
    """
    merged = _merged(layers)
    table = merged.get(UNCERTAIN, {})
    if not isinstance(table, dict):
        return Said(NOTHING_SAID, (), (Problem((UNCERTAIN,), f"must be a table, got {shown(table)}"),))
    entries = {key: value for key, value in _leaves(table) if not _is_outdated(key, layers)}
    problems = [problem for key, value in entries.items() for problem in _problems(key, value, merged, layers)]
    if problems:
        return Said(NOTHING_SAID, (), tuple(problems))
    everything = entries.pop((ALL,), None)
    since = -1 if everything is None else depth(layers, (UNCERTAIN, ALL))
    own = {key for key in _own_numbers(layers) if everything is None or _own_depth(key, layers) > since}
    ranges = {key: (float(value[0]), float(value[1])) for key, value in entries.items() if isinstance(value, list)}
    known = [key for key, value in entries.items() if value is False]
    known += sorted(own - entries.keys())
    knowledge = Knowledge(
        {".".join(key): ends for key, ends in ranges.items()},
        tuple(".".join(key) for key, value in entries.items() if value is True),
        tuple(".".join(key) for key in known),
        everything is not False,
    )
    return Said(knowledge, tuple(_middles(ranges, merged, layers)))


def middle(low: float, high: float) -> float:
    """Return the value with half of the draws on either side.

    Parameters
    ----------
    low, high
        Ends of a range.

    Returns
    -------
    The middle, of proportions where the range is drawn in them, with `DIGITS` significant digits.
    """
    value = math.sqrt(low * high) if low > 0.0 and high >= LOG_FROM * low else (low + high) / 2.0
    return float(f"{value:.{DIGITS}g}")


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


def _problems(key: Key, value: Any, merged: Mapping[str, Any], layers: Sequence[Layer]) -> Iterator[Problem]:
    """Yield what is wrong with an entry."""
    where = (UNCERTAIN, *key)
    if key == (ALL,):
        if not isinstance(value, bool):
            yield Problem(where, f"must be true or false, got {shown(value)}")
        return
    number = number_at(key, merged)
    if isinstance(number, str):
        yield Problem(where, number)
    elif isinstance(value, bool):
        return
    elif not _is_range(value):
        yield Problem(where, f"{ALLOWED}, got {shown(value)}")
    elif problem := _wrong_ends(value, number):
        yield Problem(where, f"{problem}, got {shown(value)}")
    else:
        yield from _contradiction(key, value, layers)


def _is_range(value: Any) -> bool:
    plain = isinstance(value, list) and all(isinstance(x, int | float) and not isinstance(x, bool) for x in value)
    return plain and len(value) == 2 and all(math.isfinite(x) for x in value)


def _wrong_ends(value: Sequence[float], number: Number) -> str:
    """Return what is wrong with the ends of a range; empty if nothing is."""
    (low, high), (least, most) = value, number.limits
    if low >= high:
        return "must have its lower end first, below the upper one"
    if low < least or high > most:
        return f"must lie between {least:g} and {most:g}"
    if number.whole and not all(float(x).is_integer() for x in value):
        return "must have whole numbers as ends"
    if number.parameter is None and not low < 1.0 < high:
        return "must hold 1: it is a factor on that number of all categories"
    return ""


def _contradiction(key: Key, value: Sequence[float], layers: Sequence[Layer]) -> Iterator[Problem]:
    """Yield that a number and a range of the same layer do not go together."""
    place = depth(layers, (UNCERTAIN, *key))
    if has(layers[place].table, key):
        found = _at(layers[place].table, key)
        if isinstance(found, int | float) and not value[0] <= found <= value[1]:
            dotted = ".".join((UNCERTAIN, *key))
            yield Problem(key, f"must be between {value[0]:g} and {value[1]:g} ({dotted}), got {shown(found)}")


def _is_outdated(key: Key, layers: Sequence[Layer]) -> bool:
    """Return whether a later layer has a value, which is then known."""
    return _own_depth(key, layers) > depth(layers, (UNCERTAIN, *key))


def _own_depth(key: Key, layers: Sequence[Layer]) -> int:
    """Return the index of the topmost layer of the user's own that has a value at a key, or -1."""
    return max((i for i, layer in enumerate(layers) if layer.own and has(layer.table, key)), default=-1)


def _own_numbers(layers: Sequence[Layer]) -> set[Key]:
    """Return the keys of numbers that stand in a layer of the user's own and that could have a range."""
    merged = _merged(layers)
    return {
        key
        for layer in layers
        if layer.own
        for key, value in _leaves(layer.table)
        if isinstance(value, int | float) and not isinstance(value, bool)
        if key[0] in (*SECTIONS, "categories", "places") and isinstance(number_at(key, merged), Number)
    }


def _middles(
    ranges: Mapping[Key, tuple[float, float]], merged: Mapping[str, Any], layers: Sequence[Layer]
) -> Iterator[Layer]:
    """Yield layers with the middles of ranges in which no file of the user's own has a value."""
    for key, (low, high) in ranges.items():
        number, own = number_at(key, merged), _own_depth(key, layers)
        assert isinstance(number, Number)
        if number.parameter is None or (own >= 0 and low <= _at(layers[own].table, key) <= high):
            continue
        value: Any = round(middle(low, high)) if number.whole else middle(low, high)
        for word in reversed(key):
            value = {word: value}
        source = layers[depth(layers, (UNCERTAIN, *key))]
        yield Layer(source.label, value, {key: source.place((UNCERTAIN, *key))}, own=False)


def derived_middles(said: Said) -> tuple[Derived, ...]:
    """Return the middles of ranges as numbers that a file does not say.

    Parameters
    ----------
    said
        What its layers say.

    Returns
    -------
    Each with its rule, and grade C: nobody has said the number itself.
    """
    found = []
    for layer in said.middles:
        for key, value in _leaves(layer.table):
            low, high = said.knowledge.ranges[".".join(key)]
            found.append(Derived(".".join(key), value, f"the middle of {low:g} to {high:g}", "C"))
    return tuple(found)


def _merged(layers: Sequence[Layer]) -> dict[str, Any]:
    """Return layers as one table, the categories of the catalogue among its own."""
    return merge({"categories": {name: {} for name in CATEGORIES}}, merged_table(layers))


def _leaves(table: Mapping[str, Any], above: Key = ()) -> Iterator[tuple[Key, Any]]:
    for name, value in table.items():
        if isinstance(value, Mapping):
            yield from _leaves(value, (*above, name))
        else:
            yield (*above, name), value


def _at(table: Any, key: Key) -> Any:
    for word in key:
        table = table[word]
    return table
