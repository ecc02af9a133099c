"""Which numbers of a scenario are uncertain, and over which ranges they are drawn.

Drawn are all numbers graded C, and what is estimated from the laboratory (grade B), jointly. Left out are the numbers
of `LEFT_OUT`, those of systems that are off, and what mechanisms are made of: those are choices. A scenario may say
that a number is known, or give it a range of its own (`dizao.scenarios.loading.uncertain`).
"""

from collections.abc import Iterator, Sequence
from typing import Any

from dizao.agents.parameters import LABORATORY_ONLY, Parameter, parameters_of
from dizao.model.parameters import COUNTS, Category
from dizao.model.parameters.place_groups import OWN as OWN_SETTINGS
from dizao.model.parameters.place_groups import GroupNumbers
from dizao.model.settings import Settings
from dizao.model.systems.registry import SECTIONS, system_of_section
from dizao.scenarios.analysis.uncertainty.found import ESTIMATED, Uncertain
from dizao.scenarios.loading.drawable import FACTORS, OF_A_GROUP
from dizao.scenarios.loading.estimates import posterior
from dizao.scenarios.loading.uncertain import LOG_FROM, NOTHING_SAID, Knowledge

GRADE = "C"

ALWAYS = (
    "people.prior_intercept",
    "works.lender_share",
    "people.trust_start",
    "people.keep_ownership",
    "people.supervise_ownership",
    "works.wait_probability",
    "categories.value_yuan",
    "categories.value_spread",
    "budget.yuan_per_year",
)
"""Uncertain parameters that results depend on: varied whatever the grade, and always reported on."""

PERIODS = "the experiment's own periods"
COUNT = "a count of the place, which checks hold in order"
CONVENTION = "a convention: no fact could tell it"
GAMES = "acts only in the games of the laboratory"
CHOSEN = "a scenario says whether it has poor units; 0: none"
OWN = "every group of places has its own"
OF_GROUPS = "a number that a group of places, or its kind, has of its own"
TOWN = "towns have no clans"
STATED = "a stated weight of an outcome beside the ranked one"

LEFT_OUT: dict[str, str] = {
    **dict.fromkeys((f"calendar.{name}" for name in ("backlog_weeks", "warm_up_weeks", "follow_up_weeks")), PERIODS),
    "place.communities": COUNT,
    "place.unit_income_spread": CHOSEN,
    "people.prior_required_reference": CONVENTION,
    "welfare.inequality_aversion": STATED,
    **dict.fromkeys((f"people.{name}" for name in LABORATORY_ONLY), GAMES),
}
"""Numbers that are not drawn though one of their grade would be, and why."""

BUDGETS = {"budget.yuan_per_year": 4.0, "budget.warm_up_yuan_per_year": 4.0}
"""Budgets have no plausible range of their own, since places differ in size: they are drawn from a part of the
scenario's to as many times it."""

GIVEN = "a range that the scenario gives ([uncertain])"

OWN_OF_GROUPS = {
    section: tuple(name for name in names if name not in COUNTS) for section, names in OWN_SETTINGS.items()
}
"""Numbers of sections of which a group of places may have its own, counts left out."""

WHOLE_OF_GROUPS = {
    name
    for section, names in OWN_OF_GROUPS.items()
    for name in names
    if isinstance(SECTIONS[section]._field_defaults[name], int)  # type: ignore[attr-defined]
}

LARGEST = {name: parameters_of(Category)[name].limits[1] for name in FACTORS}
"""Largest value that such a number may have; no factor brings it further."""

MEMBERS_OF_THE_ESTIMATE = (
    "giving_intercept",
    "belief_slope",
    "return_weight",
    "hump_slope",
    "hump_share",
    "reciprocity_sd",
    "reciprocity_erosion",
    "prior_required_slope",
    "prior_sd",
    "belief_learning",
)
"""What is estimated in dispositions.toml and acts in the district; the mean of rho is held, since its scale is open."""


def uncertain(settings: Settings, knowledge: Knowledge = NOTHING_SAID) -> tuple[Uncertain, ...]:
    """Return the numbers of a scenario that are drawn, in the order of `dizao show --parameters`.

    Parameters
    ----------
    settings
        The scenario's.
    knowledge
        What it says of uncertain numbers.

    Returns
    -------
    The numbers of sections, then factors on those of all categories, then what is estimated from the laboratory, then
    numbers of single categories and of groups of places that have ranges of their own.
    """
    return (
        *_of_sections(settings, knowledge),
        *_of_categories(settings, knowledge),
        *_of_the_estimate(settings, knowledge),
        *_of_parts(settings, knowledge),
    )


def own_of_categories(knowledge: Knowledge) -> set[tuple[str, str]]:
    """Return the numbers of categories on which no factor acts: they are known, or have ranges of their own.

    Parameters
    ----------
    knowledge
        What a scenario says of uncertain numbers.

    Returns
    -------
    Names of categories, each with that of the number.
    """
    said = [key.split(".") for key in (*knowledge.known, *knowledge.ranges)]
    return {(key[1], key[2]) for key in said if key[0] == "categories" and len(key) == 3}


def known_numbers(settings: Settings, knowledge: Knowledge) -> dict[str, float]:
    """Return the numbers that are held because they are known, though they, or a factor on them, would be drawn.

    Parameters
    ----------
    settings
        The scenario's.
    knowledge
        What it says of uncertain numbers.

    Returns
    -------
    Values by dotted key, those that are named as known first; of a factor 1.
    """
    usual = {one.key: one.default for one in uncertain(settings)}
    drawn = {one.key for one in uncertain(settings, knowledge)}
    single = {f"categories.{name}.{field}" for name, field in own_of_categories(knowledge)}
    said = [key for key in knowledge.known if key in usual or key in single]
    known = {key: usual[key] if key in usual else number_of(settings, key) for key in said}
    others = {} if knowledge.usual else {key: value for key, value in usual.items() if key not in drawn}
    return known | others


COUNTED, MEASURED = "counted or observed (grade I)", "measured (grade B), not in the joint estimate"
"""Why a number that acts is not drawn, by its grade."""


def held_for_other_reasons(settings: Settings, knowledge: Knowledge) -> dict[str, list[str]]:
    """Return the numbers that are not drawn though the scenario does not say that they are known.

    Parameters
    ----------
    settings
        The scenario's.
    knowledge
        What it says of uncertain numbers.

    Returns
    -------
    Dotted keys by the reason, a few words in English.
    """
    drawn = {one.key for one in uncertain(settings, knowledge)} | known_numbers(settings, knowledge).keys()
    found: dict[str, list[str]] = {}
    for section, kind in SECTIONS.items():
        for name, parameter in parameters_of(kind).items():
            if (key := f"{section}.{name}") not in drawn:
                graded = {"I": COUNTED, ESTIMATED: MEASURED}.get(parameter.grade, "")
                found.setdefault(is_left_out(key, settings) or graded, []).append(key)
    for group in settings.places:
        own = [name for section, names in OWN_OF_GROUPS.items() for name in names if name in group.own.get(section, {})]
        keys = [f"places.{group.name}.{name}" for name in (*own, *OF_A_GROUP)]
        found.setdefault(OF_GROUPS, []).extend(key for key in keys if key not in drawn)
    return {why: keys for why, keys in found.items() if keys}


def number_of(settings: Settings, key: str) -> float:
    """Return the value of a number.

    Parameters
    ----------
    settings
        Those of a scenario.
    key
        Its dotted key; of a section, of one category, or of a group of places.

    Returns
    -------
    The value, in the number's unit.
    """
    head, *rest = key.split(".")
    if head == "categories":
        return float(getattr(settings.categories[rest[0]], rest[1]))
    if head != "places":
        return float(getattr(getattr(settings, head), rest[0]))
    group = next(one for one in settings.places if one.name == rest[0])
    section = section_of(rest[1])
    if not section:
        return float(getattr(group.numbers, rest[1]))
    return float(group.own.get(section, {}).get(rest[1], getattr(getattr(settings, section), rest[1])))


def section_of(name: str) -> str:
    """Return the section of which a group of places has a number of its own; empty where only groups have it.

    Parameters
    ----------
    name
        Bare name of the number.

    Returns
    -------
    Name of the section.
    """
    return next((section for section, names in OWN_OF_GROUPS.items() if name in names), "")


def is_left_out(key: str, settings: Settings) -> str:
    """Return why a number graded C is not drawn in a scenario; empty if it is.

    Parameters
    ----------
    key
        As in a scenario file.
    settings
        The scenario's.

    Returns
    -------
    The reason, a few words in English, or an empty text.
    """
    section, _, name = key.partition(".")
    if settings.network.kin_ties == 0.0 and key in ("network.kin_ties", "network.clans"):
        return TOWN
    if settings.places and all(name in group.own.get(section, {}) for group in settings.places):
        return OWN
    if section == "cases" and settings.documented is None:
        return "acts only in documented projects"
    system = system_of_section(section)
    if system is not None:
        if name in system.switches:
            return "a choice: what there is of a system"
        return "" if system.is_in(settings) and system.is_switched_on(settings) else "its system is off"
    return LEFT_OUT.get(key, "")


MAY_BE_NAMED = ("", CONVENTION, CHOSEN, STATED)
"""Why a number is left out that is drawn nevertheless where a scenario names it: it acts."""


def _of_sections(settings: Settings, knowledge: Knowledge) -> Iterator[Uncertain]:
    for section, kind in SECTIONS.items():
        for name, parameter in parameters_of(kind).items():
            key, jointly = f"{section}.{name}", section == "people" and name in MEMBERS_OF_THE_ESTIMATE
            why = is_left_out(key, settings)
            usually = (parameter.grade == GRADE or key in ALWAYS) and not why
            acts = why in MAY_BE_NAMED and (not jointly or key in knowledge.ranges)
            if acts and knowledge.draws(key, usually):
                yield _number(key, getattr(getattr(settings, section), name), parameter, knowledge)


def _number(key: str, default: Any, parameter: Parameter, knowledge: Knowledge) -> Uncertain:
    """Return a number with its range; a scenario's own value beyond the usual one widens it."""
    low, high = min(parameter.low, default), max(parameter.high, default)
    if key in BUDGETS:
        low, high = default / BUDGETS[key], default * BUDGETS[key]
    grade, source = parameter.grade, parameter.source
    if key in knowledge.ranges:
        (low, high), source = knowledge.ranges[key], GIVEN
        grade = GRADE if grade == ESTIMATED else grade
    log = low > 0.0 and high >= LOG_FROM * low
    return Uncertain(key, parameter.unit, low, high, default, grade, source, log,
                     isinstance(default, int), key in ALWAYS)  # fmt: skip


def _of_categories(settings: Settings, knowledge: Knowledge) -> Iterator[Uncertain]:
    """Yield the factors on the numbers of all categories; proportions are what a factor is drawn in."""
    known, own = parameters_of(Category), own_of_categories(knowledge)
    for name, factor in FACTORS.items():
        key = f"categories.{name}"
        if knowledge.draws(key, True) and any((one, name) not in own for one in settings.categories):
            low, high = knowledge.ranges.get(key, (1.0 / factor, factor))
            source = GIVEN if key in knowledge.ranges else known[name].source
            yield Uncertain(key, "times", low, high, 1.0, known[name].grade, source, True, False, key in ALWAYS)


def _of_the_estimate(settings: Settings, knowledge: Knowledge) -> Iterator[Uncertain]:
    known = parameters_of(SECTIONS["people"])
    for name in MEMBERS_OF_THE_ESTIMATE:
        parameter, key = known[name], f"people.{name}"
        if key in knowledge.ranges or not knowledge.draws(key, True):
            continue
        default = getattr(settings.people, name)
        low, high = min(parameter.low, default), max(parameter.high, default)
        yield Uncertain(key, parameter.unit, low, high, default, ESTIMATED, parameter.source, False)


def _of_parts(settings: Settings, knowledge: Knowledge) -> Iterator[Uncertain]:
    """Yield the numbers of single categories, and of groups of places, that have ranges of their own."""
    about = {name: parameter for kind in (*(SECTIONS[name] for name in OWN_OF_GROUPS), GroupNumbers)
             for name, parameter in parameters_of(kind).items()}  # fmt: skip
    for key in (*knowledge.ranges, *knowledge.named):
        head, *rest = key.split(".")
        if head == "categories" and len(rest) == 2 and key in knowledge.ranges:
            parameter = parameters_of(Category)[rest[1]]
            yield _number(key, getattr(settings.categories[rest[0]], rest[1]), parameter, knowledge)
        elif head == "places":
            value = number_of(settings, key)
            whole = rest[1] in WHOLE_OF_GROUPS
            yield _number(key, int(value) if whole else value, about[rest[1]], knowledge)


def errors_of_the_estimate(
    members: Sequence[str] = MEMBERS_OF_THE_ESTIMATE,
) -> tuple[list[float], list[list[float]]]:
    """Return the standard errors of what is estimated, and their correlations.

    Parameters
    ----------
    members
        Names of numbers; those of the others are left out.

    Returns
    -------
    Errors, each in its number's unit, and the rows of the matrix of correlations, in the order of the members.
    """
    table = posterior()
    names = table["correlations"]["names"]
    at = [names.index(name) for name in members]
    rows = table["correlations"]["rows"]
    errors = [float(table["estimates"][name]["error"]) for name in members]
    return errors, [[float(rows[i][j]) for j in at] for i in at]
