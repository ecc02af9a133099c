"""Stage 4, apply: consented proposals meet eligibility and the budget (ODD 7.4)."""

from typing import TYPE_CHECKING

import numpy as np

from dizao.agents.organization import COUNTY_OFFICE
from dizao.model.financing import start_campaign
from dizao.model.mechanisms.allocation import appropriation_fen
from dizao.model.mechanisms.payment import anticipated_offer
from dizao.model.parameters import FEN_PER_YUAN, WEEKS_PER_YEAR
from dizao.model.projects import APPLYING

if TYPE_CHECKING:
    from dizao.model.engine import Engine


def run(engine: "Engine") -> None:
    """Open the budget year if one begins, then decide applications in order of their week and id.

    Refusal changes only the money: the proposal goes on with its own means. An offer of nothing is no offer, so
    nothing is applied for.
    """
    if _year_begins(engine):
        _open_year(engine)
    projects = engine.world.projects
    rows = engine.in_stage(APPLYING)
    ids = engine.world.needs.id[projects.need[rows]]
    for p in rows[np.lexsort((ids, projects.week_of[rows, APPLYING]))]:
        _decide(engine, int(p))


def _year_begins(engine: "Engine") -> bool:
    first = -engine.settings.calendar.warm_up_weeks if engine.week < 0 else 0
    return (engine.week - first) % WEEKS_PER_YEAR == 0


def _open_year(engine: "Engine") -> None:
    """Let what was not set aside lapse (or keep it), appropriate the new year's money, fill local firms' funds."""
    ledger, budget = engine.ledger, engine.settings.budget
    county, treasury = ledger.account("county"), ledger.account("treasury")
    if engine.mechanism.allocation.unspent == "lapse" or engine.week == 0:
        ledger.post(engine.week, county, treasury, engine.free_budget_fen, "lapsed")
    if engine.week < 0:
        amount = appropriation_fen(budget.warm_up_yuan_per_year, engine.household_share, engine.week, 0)
    else:
        weeks = engine.settings.calendar.programme_weeks
        amount = appropriation_fen(budget.yuan_per_year, engine.household_share, engine.week, weeks)
    ledger.post(engine.week, treasury, county, amount, "appropriation")
    _fill_firms_funds(engine)


def _fill_firms_funds(engine: "Engine") -> None:
    """Fill up what local firms have for gifts in a year; what they did not give is theirs again."""
    ledger, rows = engine.ledger, np.arange(len(engine.world.units.id))
    full = np.full(len(rows), int(engine.settings.works.sponsor_yuan_per_year) * FEN_PER_YUAN)
    for pin in engine.settings.pinned_organizations:
        full[(engine.world.units.id == pin.unit) | (pin.unit == 0)] = int(pin.yuan_per_year) * FEN_PER_YUAN
    lacking = np.maximum(0, full - ledger.balance("organizations", rows))
    ledger.post(engine.week, ledger.account("firms_income"), ledger.account("organizations", rows), lacking, "funds")


def _decide(engine: "Engine", p: int) -> None:
    """Decide one application, if the county's office has the minutes this week."""
    projects, mechanism = engine.world.projects, engine.mechanism
    offer = anticipated_offer(mechanism, int(projects.cost_fen[p]))
    if offer > 0:
        office = engine.office(COUNTY_OFFICE, projects.unit[p])
        if not engine.take_minutes(office, int(engine.settings.offices.decide_minutes), "deciding"):
            return
        engine.count("applications", 1)
        projects.terms[p] = engine.regime
        if mechanism.allocation.reserve == "application":
            offer = offer if offer <= engine.free_budget_fen else 0
            engine.reserved_fen += offer
        projects.offer_fen[p] = offer
        engine.count("offers", int(offer > 0))
    projects.week_decided[p] = engine.week
    start_campaign(engine, p)
