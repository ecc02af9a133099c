"""What public money people are told of before they vote (ODD 7.4)."""

from typing import TYPE_CHECKING

from dizao.model.core import draws
from dizao.model.parameters import WEEKS_PER_YEAR

from . import roll_out

if TYPE_CHECKING:
    from .model import ReferenceModel
    from .things import Project


def regime_weeks(model: "ReferenceModel") -> tuple[int, int]:
    """The first week of the rules in force, from which years count, and the week after their last."""
    calendar = model.settings.calendar
    return (-calendar.warm_up_weeks, 0) if model.week < 0 else (0, calendar.programme_weeks)


def told(model: "ReferenceModel", p: "Project") -> int:
    """The offer of the rules where the budget could pay it now, or the proposal would wait until it can; else 0."""
    offer = 0 if p.need.ineligible else roll_out.offered(model, p)
    return offer if payable(model, p, offer) or waits(model, p) else 0


def payable(model: "ReferenceModel", p: "Project", offer: int) -> bool:
    """Whether the budget could pay an offer now."""
    rules = model.rules_in(p.unit).allocation
    if rules.reserve != "application":
        return _budget(model, p) > 0
    if rules.rule == "everyone":
        return model.free_for(p) > 0
    return offer <= model.free_for(p)


def _budget(model: "ReferenceModel", p: "Project") -> float:
    """The part of a year's budget that pays for a project."""
    budget = model.settings.budget
    yuan = budget.warm_up_yuan_per_year if model.week < 0 else budget.yuan_per_year
    return yuan * model.parts[p.unit.budget]


def waits(model: "ReferenceModel", p: "Project") -> bool:
    """Whether a proposal waits while a budget year of these rules, with money, is still to come (latent)."""
    first, end = regime_weeks(model)
    more = (model.week - first) // WEEKS_PER_YEAR < (end - 1 - first) // WEEKS_PER_YEAR
    chance = model.settings.works.wait_probability + model.settings.demand.wait * p.unit.expected_subsidy
    return more and _budget(model, p) > 0 and model.random_draw(draws.WAIT, p.id) < chance
