"""Which numbers of a scenario are uncertain, and over which ranges they are drawn.

Drawn are all numbers graded C, and what is estimated from the laboratory (grade B), jointly. Left out are the numbers
of `LEFT_OUT`, those of systems that are off, and what mechanisms are made of: those are choices.
"""

from collections.abc import Iterator
from typing import Any

from dizao.agents.parameters import LABORATORY_ONLY, Parameter, parameters_of
from dizao.model.parameters import Category
from dizao.model.settings import Settings
from dizao.model.systems.registry import SECTIONS, system_of_section
from dizao.scenarios.analysis.uncertainty.found import ESTIMATED, Uncertain
from dizao.scenarios.loading.estimates import posterior

GRADE = "C"

LOG_FROM = 10.0
"""A range above 0 whose upper end is so many times its lower one is drawn evenly in proportions."""

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


def uncertain(settings: Settings) -> tuple[Uncertain, ...]:
    """Return the numbers of a scenario that are drawn, in the order of `dizao show --parameters`.

    Parameters
    ----------
    settings
        The scenario's.

    Returns
    -------
    The numbers of sections, then factors on those of all categories, then what is estimated from the laboratory.
    """
    return (*_of_sections(settings), *_of_categories(), *_of_the_estimate(settings))


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


def _of_sections(settings: Settings) -> Iterator[Uncertain]:
    for section, kind in SECTIONS.items():
        for name, parameter in parameters_of(kind).items():
            key = f"{section}.{name}"
            if (parameter.grade == GRADE or key in ALWAYS) and not is_left_out(key, settings):
                yield _number(key, getattr(getattr(settings, section), name), parameter)


def _number(key: str, default: Any, parameter: Parameter) -> Uncertain:
    """Return a number with its range; a scenario's own value beyond it widens it."""
    low, high = min(parameter.low, default), max(parameter.high, default)
    if key in BUDGETS:
        low, high = default / BUDGETS[key], default * BUDGETS[key]
    log = low > 0.0 and high >= LOG_FROM * low
    return Uncertain(key, parameter.unit, low, high, default, parameter.grade, parameter.source, log,
                     isinstance(default, int), key in ALWAYS)  # fmt: skip


def _of_categories() -> Iterator[Uncertain]:
    """Yield the factors on the numbers of all categories; proportions are what a factor is drawn in."""
    known = parameters_of(Category)
    for name, factor in FACTORS.items():
        key = f"categories.{name}"
        about = (known[name].grade, known[name].source)
        yield Uncertain(key, "times", 1.0 / factor, factor, 1.0, *about, True, False, key in ALWAYS)


def _of_the_estimate(settings: Settings) -> Iterator[Uncertain]:
    known = parameters_of(SECTIONS["people"])
    for name in MEMBERS_OF_THE_ESTIMATE:
        parameter, key = known[name], f"people.{name}"
        default = getattr(settings.people, name)
        low, high = min(parameter.low, default), max(parameter.high, default)
        yield Uncertain(key, parameter.unit, low, high, default, ESTIMATED, parameter.source, False)


def errors_of_the_estimate() -> tuple[list[float], list[list[float]]]:
    """Return the standard errors of what is estimated, and their correlations, in the order of its members.

    Returns
    -------
    Errors, each in its number's unit, and the rows of the matrix of correlations.
    """
    table = posterior()
    names = table["correlations"]["names"]
    at = [names.index(name) for name in MEMBERS_OF_THE_ESTIMATE]
    rows = table["correlations"]["rows"]
    errors = [float(table["estimates"][name]["error"]) for name in MEMBERS_OF_THE_ESTIMATE]
    return errors, [[float(rows[i][j]) for j in at] for i in at]
