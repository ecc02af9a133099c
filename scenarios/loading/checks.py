"""What no single value can break: numbers of a scenario that contradict each other, or ask for too much memory."""

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

from dizao.model.mechanisms.parts import Mechanism
from dizao.model.parameters import HOUSEHOLDS_PER_RATE, WEEKS_PER_YEAR, Place
from dizao.model.settings import Settings
from dizao.model.world.pins import PinnedProject, week_problem
from dizao.scenarios.loading.errors import Key, ScenarioError, shown, suggestion
from dizao.scenarios.loading.layers import Layer, depth, error_at
from dizao.scenarios.loading.schema import Problem
from dizao.scenarios.loading.ties import LONGEST_ID

LONGEST_RUN_WEEKS = 5200
"""A century; the model's habits would not last so long."""

BYTES_PER_RESIDENT = 250
"""State, household and ties of one resident; rounded up from what the district needs."""

BYTES_PER_NEED = 2_000
"""A need, the project it may become, and its lines in the tables and in the ledger."""

GIB = 2**30


LARGEST_HOUSEHOLD = 10
"""Residents to a household, in the mean of a place; what a household pledges is kept for 16 people."""


class _Order(NamedTuple):
    """Two numbers of the section ``place`` of which the first cannot be the larger."""

    smaller: str
    larger: str


ORDERS = (
    _Order("households", "residents"),
    _Order("units", "households"),
    _Order("communities", "units"),
    _Order("streets", "communities"),
    _Order("stations", "units"),
)


def contradictions(settings: Settings, layers: Sequence[Layer]) -> list[Problem]:
    """Return what contradicts itself in a scenario whose values are each allowed.

    Of two numbers that do not fit, the one named is the one set last.

    Parameters
    ----------
    settings
        The scenario's numbers.
    layers
        Layers that they were merged from, the lowest first.

    Returns
    -------
    Problems, each at a key of a scenario file; none if all is well.
    """
    return [
        *_orders(settings, layers),
        *_people(settings),
        *_weeks(settings),
        *_costs(settings),
        *_levies(settings),
        *_pins(settings),
    ]


def _places(settings: Settings) -> Iterator[tuple[Key, Place]]:
    """Yield the key and the numbers of each group of places, or of the one place."""
    if not settings.places:
        yield ("place",), settings.place
    for group in settings.places:
        own: dict[str, Any] = dict(group.own["place"])
        yield ("places", group.name), settings.place._replace(**own)


def _orders(settings: Settings, layers: Sequence[Layer]) -> Iterator[Problem]:
    for key, place in _places(settings):
        for smaller, larger in ORDERS:
            few, many = getattr(place, smaller), getattr(place, larger)
            if few <= many:
                continue
            dotted = ".".join(key)
            if depth(layers, (*key, larger)) > depth(layers, (*key, smaller)):
                yield Problem((*key, larger), f"must be at least {few} ({dotted}.{smaller}), got {many}")
            else:
                yield Problem((*key, smaller), f"must be at most {many} ({dotted}.{larger}), got {few}")


def _people(settings: Settings) -> Iterator[Problem]:
    for key, place in _places(settings):
        adults = int(place.residents * (1.0 - place.children_share))
        if place.party_members > adults:
            problem = f"must be at most {adults} (residents who are not children), got {place.party_members}"
            yield Problem((*key, "party_members"), problem)
        most = LARGEST_HOUSEHOLD * place.households
        if place.residents > most:
            why = f"{LARGEST_HOUSEHOLD} x {place.households} households"
            yield Problem((*key, "residents"), f"must be at most {most} ({why}), got {place.residents}")


def _weeks(settings: Settings) -> Iterator[Problem]:
    longest = max(settings.calendar._fields, key=lambda name: getattr(settings.calendar, name))
    if sum(settings.calendar) > LONGEST_RUN_WEEKS:
        allowed = f"must keep the whole run within {LONGEST_RUN_WEEKS} weeks"
        yield Problem(("calendar", longest), f"{allowed}, got {shown(getattr(settings.calendar, longest))}")


def _levies(settings: Settings) -> Iterator[Problem]:
    """A levy is owed because it was lawfully decided, so that it needs a rule of consent."""
    for name, category in settings.categories.items():
        if category.ask == "levy" and category.consent == "none":
            yield Problem(("categories", name, "consent"), 'must be a rule of consent where ask = "levy", got none')


def tier_problems(key: Key, mechanism: Mechanism) -> Iterator[Problem]:
    """Yield what is wrong with the tiers of a reward: as many parts as lower bounds, and the bounds ascending.

    Parameters
    ----------
    key
        Key of the mechanism's table in a scenario file.
    mechanism
        The rules.

    Yields
    ------
    Problems at the list that is wrong.
    """
    scores, shares = mechanism.payment.tier_scores, mechanism.payment.tier_shares
    if list(scores) != sorted(set(scores)):
        yield Problem((*key, "payment", "tier_scores"), f"must be ascending, got {shown(list(scores))}")
    if len(scores) != len(shares):
        allowed = f"must have as many numbers as tier_scores ({len(scores)})"
        yield Problem((*key, "payment", "tier_shares"), f"{allowed}, got {len(shares)}")


def _pins(settings: Settings) -> Iterator[Problem]:
    known, units = list(settings.categories), settings.place.units
    strangers = [pin.category for pin in settings.pinned_projects if pin.category not in known]
    if strangers:
        hint = suggestion(strangers[0], known) or ";"
        problem = Problem(("projects", "category"), f"unknown category{hint} known: {', '.join(known)}")
        yield from [problem] * len(strangers)
    yield from _pinned_places(settings)
    yield from _repeated(settings)
    yield from _partners(settings)
    named = [("projects", pin.unit) for pin in settings.pinned_projects]
    named += [("organizations", pin.unit) for pin in settings.pinned_organizations]
    for table, unit in named:
        if unit > units:
            yield Problem((table, "unit"), f"must be 0 (every unit) or the id of one of {units} units, got {unit}")
    for unit, _ in settings.ties:
        if not 1 <= unit <= units:
            yield Problem(("ties", str(unit)), f"must be the id of one of {units} units, got {unit}")


def _pinned_places(settings: Settings) -> Iterator[Problem]:
    """A pin arises in the run, and names a building only of what is for one."""
    calendar = settings.calendar
    first = -calendar.warm_up_weeks - calendar.backlog_weeks
    for pin in settings.pinned_projects:
        if problem := week_problem(pin, first, calendar.programme_weeks):
            yield Problem(("projects", "week"), problem)
        category = settings.categories.get(pin.category)
        if pin.building and category is not None and category.scope != "building":
            allowed = f"must be 0: {pin.category} is for a {category.scope}"
            yield Problem(("projects", "building"), f"{allowed}, got {pin.building}")


def _repeated(settings: Settings) -> Iterator[Problem]:
    """Two pins of the same need would be one thing with two numbers; so would two funds of the same firms."""
    units = range(1, settings.place.units + 1)
    needs = Counter(
        (pin.category, pin.week, unit)
        for pin in settings.pinned_projects
        for unit in ((pin.unit,) if pin.unit else units)
    )
    for (category, week, unit), number in needs.items():
        if number > 1:
            found = f"{number} of {category} in week {week} in unit {unit}"
            yield Problem(("projects",), f"must be pinned once for a category, week and unit, got {found}")
            break
    for place, times in Counter(pin.unit for pin in settings.pinned_organizations).items():
        if times > 1:
            yield Problem(("organizations",), f"must be pinned once for a unit, got {times} for unit {place}")


def ties_problems(units: Sequence[str]) -> Iterator[Problem]:
    """Yield what is wrong with the keys of the table ``ties``: they are ids of units, each once.

    Parameters
    ----------
    units
        The keys, as they stand in the file.

    Yields
    ------
    Problems at the key, or at the table where a unit is named twice (as 1 and 01).
    """
    ids = {unit: None for unit in units if unit.isdecimal() and len(unit) <= LONGEST_ID}
    for unit in units:
        if unit not in ids:
            yield Problem(("ties", unit), f"must be the id of a unit, got {shown(unit)}")
    for number, times in Counter(map(int, ids)).items():
        if times > 1:
            yield Problem(("ties",), f"must name a unit once, got {times} for unit {number}")


@contextmanager
def world_errors_explained(settings: Settings) -> Iterator[None]:
    """Say as a user's error that a tie leads to nobody, or a pin to no building: what a unit has is known once made.

    Parameters
    ----------
    settings
        Numbers of the world that is made within the context; errors begin with their name.

    Yields
    ------
    Nothing; the world is made meanwhile.

    Raises
    ------
    ScenarioError
        Instead of a `TiesError` or a `PinError`.
    """
    from dizao.model.world.pins import PinError
    from dizao.model.world.ties import TiesError

    try:
        yield
    except TiesError as error:
        raise ScenarioError(settings.name, f"ties.{error.unit}", error.problem) from None
    except PinError as error:
        raise ScenarioError(settings.name, f"projects.{error.key}", error.problem) from None


def _partners(settings: Settings) -> Iterator[Problem]:
    """A partner is another unit that is there, and uses a part of what one unit has pinned; nothing else lies there."""
    taken = [(pin.category, pin.week, pin.unit) for pin in settings.pinned_projects]
    for pin in settings.pinned_projects:
        if not pin.partner:
            yield from _without_partner(pin)
            continue
        if pin.partner > settings.place.units or pin.partner == pin.unit or not pin.unit:
            allowed = f"must be 0 (none) or the id of another of {settings.place.units} units, with a unit of its own"
            yield Problem(("projects", "partner"), f"{allowed}, got {pin.partner}")
        elif pin.category in settings.categories and settings.categories[pin.category].kind == "matter":
            yield Problem(("projects", "partner"), f"must be 0 (none): {pin.category} is a matter, got {pin.partner}")
        elif pin.partner_use <= 0.0:
            yield Problem(
                ("projects", "partner_use"), f"must be above 0 where there is a partner, got {pin.partner_use:g}"
            )
        elif (pin.category, pin.week, pin.partner) in taken or (pin.category, pin.week, 0) in taken:
            problem = f"must be a unit without a pinned project of the same category and week, got {pin.partner}"
            yield Problem(("projects", "partner"), problem)
        taken.append((pin.category, pin.week, pin.partner))


def _without_partner(pin: PinnedProject) -> Iterator[Problem]:
    """What is said of a partner that there is not would be passed over."""
    plain = PinnedProject._field_defaults
    for key in ("partner_use", "partner_reason"):
        if getattr(pin, key) != plain[key]:
            yield Problem(("projects", key), f"goes with a partner, got {getattr(pin, key)} without one")


def _costs(settings: Settings) -> Iterator[Problem]:
    for name, category in settings.categories.items():
        if category.kind == "project" and category.cost_yuan <= 0.0:
            yield Problem(("categories", name, "cost_yuan"), "must be above 0 for a project, got 0")


def raise_first(problems: Sequence[Problem], layers: Sequence[Layer]) -> None:
    """Raise the first problem as an error that also says how many there are besides it.

    Parameters
    ----------
    problems
        What is wrong with the merged tables; may be none.
    layers
        Layers that they were merged from, the lowest first: the message names the one in which the key was set.

    Raises
    ------
    ScenarioError
        If there is any.
    """
    if problems:
        key: Key = problems[0].key
        more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
        raise error_at(layers, key, problems[0].text + more)


def memory_needed(settings: Settings) -> int:
    """Return a rough upper estimate, in bytes, of the memory that one run takes.

    Parameters
    ----------
    settings
        What is to be run.

    Returns
    -------
    Bytes.
    """
    weeks = settings.calendar.backlog_weeks + settings.calendar.warm_up_weeks + settings.calendar.programme_weeks
    rate = sum(category.rate for category in settings.categories.values())
    needs = rate * settings.place.households / HOUSEHOLDS_PER_RATE * weeks / WEEKS_PER_YEAR
    return int(settings.scale * (settings.place.residents * BYTES_PER_RESIDENT + needs * BYTES_PER_NEED))


def memory_available() -> int | None:
    """Return the bytes of memory that are free now, or None where the system does not say.

    Returns
    -------
    Bytes, or None.
    """
    try:
        return os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, OSError, ValueError):
        return None


def check_memory(settings: Settings, copies: int = 1) -> None:
    """Refuse a run that would not fit into memory, before it starts.

    Parameters
    ----------
    settings
        What is to be run.
    copies
        Worlds that are held at the same time.

    Raises
    ------
    ScenarioError
        If more memory would be needed than is free.
    """
    needed, free = memory_needed(settings) * copies, memory_available()
    if free is None or needed <= free:
        return
    fits = settings.scale * free / needed / 2.0
    problem = f"must fit into memory: {needed / GIB:.1f} GiB needed, {free / GIB:.1f} GiB free; try --scale {fits:.2g}"
    raise ScenarioError(settings.name, "place.residents", f"{problem}, got {settings.place.residents} residents")
