"""What a scenario says of its uncertain numbers: which are known, and ranges in place of the usual ones (ODD 9)."""

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from dizao.model.parameters import CATEGORIES
from dizao.model.systems.registry import SECTIONS
from dizao.scenarios.loading.dotted import UNCERTAIN
from dizao.scenarios.loading.drawable import ALL, Number, number_at
from dizao.scenarios.loading.errors import Key, shown
from dizao.scenarios.loading.layers import Layer, depth, has, merge, merged_table
from dizao.scenarios.loading.places import Derived
from dizao.scenarios.loading.schema import Problem

LOG_FROM = 10.0
"""A range above 0 whose upper end is so many times its lower one is drawn evenly in proportions."""

DIGITS = 6
"""Significant digits of the middle of a range."""

ALLOWED = "must be a range such as [0.1, 0.5], true (the usual range) or false (not drawn)"


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
    return min(max(float(f"{value:.{DIGITS}g}"), low), high)


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
