"""Groups of places as a file says them: what it leaves out is derived, what contradicts itself refused (ODD 5.1)."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from dizao.model.parameters.place_groups import COUNTS, FORMER_PART, KINDS, OWN, GroupNumbers, PlaceGroup, PlaceKind
from dizao.scenarios.loading.errors import suggestion
from dizao.scenarios.loading.layers import Layer, depth, has
from dizao.scenarios.loading.schema import Problem

TOLERANCE = 1e-9
"""By which shares may miss the 1 that they add up to."""

TAKEN = ("all", "common")
"""What stands for the whole county and for the common part of its budget where groups have their names."""

ORDER = ("residents", "households", "units", "communities", "streets", "party_members", "stations")
"""In which counts are derived: each from those before it."""

MAY_BE_NONE = ("party_members", "stations")

LARGER = {"households": "residents", "units": "households", "communities": "units", "streets": "communities",
          "party_members": "residents", "stations": "units"}  # fmt: skip
"""Count that a derived one never exceeds."""

ENOUGH = ("residents", "residents_share", "households", "units", "communities", "streets")
"""Of which a group says one or more."""


class Derived(NamedTuple):
    """A number that a file does not say: its dotted key, the value, the rule in words and numbers, and its grade."""

    key: str
    value: float
    rule: str
    grade: str


class Found(NamedTuple):
    """What the groups of places of a file come to; ``totals`` are counts of the county."""

    groups: tuple[PlaceGroup, ...]
    totals: dict[str, int]
    derived: tuple[Derived, ...]
    problems: tuple[Problem, ...]


NOTHING = Found((), {}, (), ())


class _Deriving:
    """Counts of all groups, derived one kind of count after the other."""

    def __init__(self, file: Any, layers: Sequence[Layer]) -> None:
        self.tables: Mapping[str, Any] = file.places
        first = next(number for number, layer in enumerate(layers) if has(layer.table, ("places",)))
        self.county = {
            name: int(getattr(file.place, name)) for name in COUNTS if depth(layers, ("place", name)) >= first
        }
        self.counts: dict[str, dict[str, int]] = {name: {} for name in self.tables}
        self.derived: list[Derived] = []
        self.problems: list[Problem] = []

    def run(self) -> None:
        """Derive all counts; where nothing can be derived there are problems instead."""
        self.problems += self._too_little()
        self.problems += self._residents_shares()
        if not self.problems:
            for count in ORDER:
                self._derive(count)

    def _too_little(self) -> Iterator[Problem]:
        for name, table in self.tables.items():
            if not any(getattr(table, key) for key in ENOUGH):
                yield Problem(("places", name), f"must say one or more of {', '.join(ENOUGH)}")

    def _residents_shares(self) -> Iterator[Problem]:
        shares = {name: table.residents_share for name, table in self.tables.items() if table.residents_share}
        for name in shares:
            if self.tables[name].residents is not None:
                found = f"{self.tables[name].residents} residents and a share of {shares[name]:g}"
                yield Problem(("places", name, "residents_share"), f"must stand without residents, got {found}")
            elif "residents" not in self.county:
                yield Problem(("places", name, "residents_share"), "goes with place.residents, the county's, not said")
        if len(shares) == len(self.tables) and abs(sum(shares.values()) - 1.0) > TOLERANCE:
            yield Problem(("places",), f"residents_share must add up to 1, got {_sum(shares)}")

    def _derive(self, count: str) -> None:
        said = {name: getattr(table, count) for name, table in self.tables.items() if getattr(table, count) is not None}
        usual = {name: self._usual(name, count) for name in self.tables if name not in said}
        least = 0 if count in MAY_BE_NONE else 1
        for name, value in said.items():
            self.counts[name][count] = value
        if count not in self.county:
            for name, (value, rule, grade) in usual.items():
                self._note(name, count, max(least, self._within(name, count, round(value))), (rule, grade))
            return
        total, left = self.county[count], self.county[count] - sum(said.values())
        if (left < least * len(usual)) if usual else left != 0:
            self.problems.append(_no_sum(count, said, total, len(usual) * least))
        parts = _divided(left, least, [value for value, _, _ in usual.values()])
        for (name, (value, rule, grade)), part in zip(usual.items(), parts, strict=True):
            shared = f"the county's {_plain(total)}" + (f", of which {_plain(left)} are left," if said else "")
            whole = f"{shared} in proportion to {rule} = {_plain(value)}"
            self._note(name, count, part, (whole, grade))

    def _note(self, name: str, count: str, value: int, why: tuple[str, str]) -> None:
        self.counts[name][count] = value
        self.derived.append(Derived(f"places.{name}.{count}", value, *why))

    def _within(self, name: str, count: str, value: int) -> int:
        return min(value, self.counts[name][LARGER[count]]) if count in LARGER else value

    def _usual(self, name: str, count: str) -> tuple[float, str, str]:
        """Return what a count would be by the kind's proportions, the rule, and its grade."""
        table, have = self.tables[name], self.counts[name]
        kind, of = KINDS[table.kind], f"({table.kind})"
        if count == "residents" and table.residents_share:
            total = self.county["residents"]
            return table.residents_share * total, f"{table.residents_share:g} of {_plain(total)} residents", "I"
        if count == "residents" or (count == "households" and not (table.residents or table.residents_share)):
            households, rule = self._households(name, kind)
            if count == "households":
                return households, rule, "C"
            return (
                households * kind.residents_per_household,
                f"{rule} x {_plain(kind.residents_per_household)} residents {of}",
                "C",
            )
        if count == "units" and table.communities is not None:
            number = table.communities * kind.units_per_community
            return number, f"{table.communities} communities x {_plain(kind.units_per_community)} units {of}", "C"
        base, ratio, words = {
            "households": ("residents", 1.0 / kind.residents_per_household, "residents a household"),
            "units": ("households", 1.0 / kind.households_per_unit, "households a unit"),
            "communities": ("units", 1.0 / kind.units_per_community, "units a community"),
            "streets": ("communities", 1.0 / kind.communities_per_street, "communities a street"),
            "party_members": ("residents", kind.members_per_resident, "members a resident"),
            "stations": ("units", kind.stations_per_unit, "stations a unit"),
        }[count]
        sign, shown = ("x", ratio) if count in MAY_BE_NONE else ("/", 1.0 / ratio)
        return have[base] * ratio, f"{_plain(have[base])} {base} {sign} {_plain(shown)} {words} {of}", "C"

    def _households(self, name: str, kind: PlaceKind) -> tuple[float, str]:
        """Return the households that follow from what is said of a group's places, and the rule."""
        table = self.tables[name]
        if table.households is not None:
            return table.households, f"{_plain(table.households)} households"
        each = f"{_plain(kind.households_per_unit)} households a unit ({table.kind})"
        if table.units is not None:
            return table.units * kind.households_per_unit, f"{_plain(table.units)} units x {each}"
        communities = table.communities or table.streets * kind.communities_per_street
        units = communities * kind.units_per_community
        return units * kind.households_per_unit, f"{_plain(units)} units x {each}"


def _divided(total: int, least: int, weights: Sequence[float]) -> list[int]:
    """Divide a count by weights with largest remainders, after each has had the least; ties go to the first."""
    rest, sums = max(0, total - least * len(weights)), sum(weights)
    exact = [rest * weight / sums if sums > 0.0 else rest / len(weights) for weight in weights]
    parts = [int(one) for one in exact]
    order = sorted(range(len(parts)), key=lambda k: parts[k] - exact[k])
    for k in order[: rest - sum(parts)]:
        parts[k] += 1
    return [least + part for part in parts]


def _plain(value: float) -> str:
    """Return a number as people read it: whole ones with blanks, others with three digits."""
    return f"{round(value):,}".replace(",", " ") if value >= 100.0 or value == round(value) else f"{value:.3g}"


def _sum(parts: Mapping[str, float]) -> str:
    return f"{' + '.join(f'{name} {value:g}' for name, value in parts.items())} = {sum(parts.values()):g}"


def _no_sum(count: str, said: Mapping[str, int], total: int, least: int) -> Problem:
    """Return that a county's count is not the sum of its groups'; those that do not say theirs need so many."""
    words = [_sum(said)] if said else []
    if least:
        words.append(f"{least} for {'the others' if said else 'the groups'}")
    at_least = "at least " if least else ""
    allowed = f"must be {at_least}{sum(said.values()) + least} (places: {', and '.join(words)})"
    return Problem(("place", count), f"{allowed}, got {total}")


def places_from(file: Any, layers: Sequence[Layer]) -> Found:
    """Return the groups of places of a file, every number with its value.

    Parameters
    ----------
    file
        The validated file.
    layers
        Layers that it was merged from, the lowest first; the county's counts are said in those that say the groups, or
        later.

    Returns
    -------
    Groups with the county's counts, what was derived, and what is wrong with them; nothing where there are no groups.
    """
    if not file.places:
        return NOTHING
    deriving = _Deriving(file, layers)
    deriving.run()
    problems = [*_names(file), *_shares(file), *deriving.problems]
    if problems:
        return Found((), {}, (), tuple(problems))
    groups = tuple(_group(name, table, deriving.counts[name]) for name, table in file.places.items())
    totals = {count: sum(counts[count] for counts in deriving.counts.values()) for count in COUNTS}
    sums = [
        Derived(f"place.{count}", totals[count], f"sum of places: {_sum(_column(deriving.counts, count))}", "I")
        for count in COUNTS
        if count not in deriving.county
    ]
    return Found(groups, totals, (*deriving.derived, *sums), ())


def _column(counts: Mapping[str, Mapping[str, int]], count: str) -> dict[str, float]:
    return {name: own[count] for name, own in counts.items()}


def _group(name: str, table: Any, counts: Mapping[str, int]) -> PlaceGroup:
    kind, own = KINDS[table.kind], dict[str, dict[str, float]]()
    for section, keys in OWN.items():
        said = {key: getattr(table, key) for key in keys if getattr(table, key) is not None}
        own[section] = {**kind.own.get(section, {}), **said}
    own["place"] |= counts
    # Its share of the residents is now a number of residents.
    numbers = GroupNumbers(*(getattr(table, key) for key in GroupNumbers._fields))._replace(residents_share=0.0)
    about = (name, table.title, table.title_zh, table.kind)
    return PlaceGroup(*about, own, tuple(table.categories), numbers, table.budget_share)


def _names(file: Any) -> Iterator[Problem]:
    for name, table in file.places.items():
        if not (name.isascii() and name.isidentifier() and name.islower()):
            yield Problem(("places", name), "must be called by small letters, digits and _")
        if name in TAKEN:
            yield Problem(
                ("places", name), f"must be another name than {', '.join(TAKEN)}, which tables of results use"
            )
        strangers = [one for one in table.categories if one not in file.categories]
        for number, stranger in enumerate(strangers):
            hint = (suggestion(stranger, file.categories) if number == 0 else "") or ";"
            known = ", ".join(file.categories)
            yield Problem(("places", name, "categories"), f"unknown category {stranger}{hint} known: {known}")
        if table.start_week >= file.calendar.programme_weeks:
            weeks = file.calendar.programme_weeks
            allowed = f"must be below {weeks} (calendar.programme_weeks)"
            yield Problem(("places", name, "start_week"), f"{allowed}, got {table.start_week}")


def _shares(file: Any) -> Iterator[Problem]:
    """Parts of the budget add up to 1 at most, and to 1 where nobody is left to share the rest."""
    shares = {name: table.budget_share for name, table in file.places.items() if table.budget_share is not None}
    total, key = sum(shares.values()), ("places",)
    if total > 1.0 + TOLERANCE:
        yield Problem(key, f"budget_share must add up to 1 at most, got {_sum(shares)}")
    elif len(shares) == len(file.places) and total < 1.0 - TOLERANCE:
        yield Problem(key, f"budget_share must add up to 1 where every group has one, got {_sum(shares)}")


def former_budget(file: Any, layers: Sequence[Layer]) -> Derived | None:
    """Return the former budget of a county of groups that says only the programme's; None where it says both.

    Parameters
    ----------
    file
        The validated file.
    layers
        Layers that it was merged from, the lowest first.

    Returns
    -------
    Half of the programme's.
    """
    programme, former = ("budget", "yuan_per_year"), ("budget", "warm_up_yuan_per_year")
    if not file.places or depth(layers, programme) <= depth(layers, former):
        return None
    yuan = file.budget.yuan_per_year
    rule = f"{FORMER_PART:g} x {_plain(yuan)} yuan of the programme"
    return Derived(".".join(former), FORMER_PART * yuan, rule, "C")


def table_of_groups(groups: Sequence[PlaceGroup]) -> dict[str, dict[str, Any]]:
    """Return groups as the tables of a file that says every number of theirs.

    Parameters
    ----------
    groups
        Groups of places.

    Returns
    -------
    Tables by name.
    """
    found: dict[str, dict[str, Any]] = {}
    for group in groups:
        about: dict[str, Any] = {"title": group.title, "title_zh": group.title_zh, "kind": group.kind}
        own = {name: value for numbers in group.own.values() for name, value in numbers.items()}
        extra: dict[str, Any] = {"categories": list(group.categories)} if group.categories else {}
        if group.budget_share is not None:
            extra["budget_share"] = group.budget_share
        found[group.name] = about | own | extra | group.numbers._asdict()
    return found
