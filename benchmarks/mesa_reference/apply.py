"""Stage 4, apply: the budget year opens; applications are decided (ODD 7.4, 7.10)."""

from typing import TYPE_CHECKING

from dizao.agents.organization import COUNTY_OFFICE
from dizao.model.parameters import FEN_PER_YUAN, WEEKS_PER_YEAR

from . import allocation, financing, offers, partners, payment, proposals

if TYPE_CHECKING:
    from .model import ReferenceModel
    from .people import Unit
    from .things import Project


def run(model: "ReferenceModel") -> None:
    """Open the year if one begins, then examine applications in order of their week and id, and decide them.

    An offer of nothing, or one that the budget can not pay, is no offer: nothing is applied for.
    """
    into_year = (model.week - offers.regime_weeks(model)[0]) % WEEKS_PER_YEAR
    if into_year == 0:
        _open_year(model)
    rule, waiting = model.mechanism.allocation, [p for p in model.in_stage("apply") if partners.may_apply(p)]
    for p in sorted(waiting, key=lambda p: (p.weeks["apply"], p.id)):
        offer = _offer(model, p)
        if offer == 0:
            _decide(model, p, 0)
        elif not p.examined and not offers.payable(model, offer):
            _answer(model, p, 0)
        elif _examine(model, p) and rule.rule == "first_come":
            _answer(model, p, _if_free(model, offer))
    if rule.rule != "first_come" and into_year % rule.round_weeks == 0:
        _hold_round(model, len(range(into_year, WEEKS_PER_YEAR, rule.round_weeks)))


# the budget year ------------------------------------------------------------------------------------------------


def _open_year(model: "ReferenceModel") -> None:
    """What was not set aside lapses (always between the regimes) or is kept; the year's money is appropriated."""
    if model.mechanism.allocation.unspent == "lapse" or model.week == 0:
        model.move("county", "treasury", model.free_budget_fen, "lapsed")
    budget, weeks = model.settings.budget, max(0, min(WEEKS_PER_YEAR, offers.regime_weeks(model)[1] - model.week))
    yuan = budget.warm_up_yuan_per_year if model.week < 0 else budget.yuan_per_year
    whole = round(yuan * model.household_share * weeks / WEEKS_PER_YEAR)
    model.move("treasury", "county", whole * FEN_PER_YUAN, "appropriation")
    for unit in model.units:
        _fill_firms(model, unit)


def _fill_firms(model: "ReferenceModel", unit: "Unit") -> None:
    """A unit's firms have their year's funds again, whatever they gave."""
    yuan = model.settings.works.sponsor_yuan_per_year
    for pin in model.settings.pinned_organizations:
        if pin.unit in (0, unit.id):
            yuan = pin.yuan_per_year
    lacking = int(yuan) * FEN_PER_YUAN - model.accounts.fen[f"organizations:{unit.id}"]
    model.move("firms_income", f"organizations:{unit.id}", max(0, lacking), "funds")


# applications ---------------------------------------------------------------------------------------------------


def _offer(model: "ReferenceModel", p: "Project") -> int:
    """What a project would be offered if there were money enough."""
    voted = sum(s.vote >= 0 for s in p.stakes)
    least = model.mechanism.allocation.minimum_consent * max(1, voted)
    if p.need.ineligible or sum(s.vote == 1 for s in p.stakes) < least:
        return 0
    return payment.claimed_offer(model, model.mechanism, p)


def _examine(model: "ReferenceModel", p: "Project") -> bool:
    """The county's office looks at an application once, when it has minutes."""
    if not p.examined:
        office = model.office(COUNTY_OFFICE, p.unit)
        p.examined = model.takes(office, int(model.settings.offices.decide_minutes), "deciding")
    return p.examined


def _if_free(model: "ReferenceModel", offer: int) -> int:
    """The offer if the free budget has it; where nothing is set aside with the application it need not."""
    at_once = model.mechanism.allocation.reserve == "application"
    return offer if not at_once or offer <= model.free_budget_fen else 0


def _hold_round(model: "ReferenceModel", rounds_left: int) -> None:
    """Decide all examined applications together."""
    waiting = sorted(model.in_stage("apply"), key=lambda p: (p.weeks["apply"], p.id))
    examined = [p for p in waiting if p.examined]
    asked_for = [_offer(model, p) for p in examined]
    money = model.free_budget_fen // rounds_left
    for p, fen in zip(examined, allocation.grants(model, examined, asked_for, money), strict=True):
        _answer(model, p, fen)


def _answer(model: "ReferenceModel", p: "Project", offer: int) -> None:
    """Decide, unless there is no money now and the proposal waits for the next budget."""
    if offer > 0 or not offers.waits(model, p):
        _decide(model, p, offer)


def _decide(model: "ReferenceModel", p: "Project", offer: int) -> None:
    """Offer so much, set it aside if that is the rule; whoever counted on more is asked again before the campaign."""
    if p.examined:
        p.terms = model.regime
        if model.mechanism.allocation.reserve == "application":
            model.reserved_fen += offer
        p.offer_fen = offer
        p.promise_fen = int(offer * payment.promised_share(model.mechanism.payment))
        p.grant_fen = offer - p.promise_fen
    p.week_decided = model.week
    model.decided.append(p)
    if offer >= p.told_fen or p.kind.consent == "none":
        financing.start_campaign(model, p)
    else:
        proposals.write_down(model, p, offer)
        p.asked_again = True
        p.stage = "vote"
