"""Stage 4, apply: the budget year opens; applications are decided (ODD 7.4, 7.10)."""

from typing import TYPE_CHECKING

from dizao.model.parameters import FEN_PER_YUAN, WEEKS_PER_YEAR

from . import allocation, financing, levels, offers, partners, payment, proposals, roll_out

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
    waiting = [p for p in model.in_stage("apply") if partners.may_apply(p)]
    for p in sorted(waiting, key=lambda p: (p.weeks["apply"], p.id)):
        offer = _offer(model, p)
        if offer == 0:
            _decide(model, p, 0)
        elif not p.examined and not offers.payable(model, p, offer):
            _answer(model, p, 0)
        elif _examine(model, p) and model.rules_in(p.unit).allocation.rule == "first_come":
            _answer(model, p, _if_free(model, p, offer))
    for part in model.parts:
        for regime, rules in enumerate(model.rules):
            rule = rules.allocation
            if rule.rule != "first_come" and into_year % rule.round_weeks == 0:
                _hold_round(model, part, regime, len(range(into_year, WEEKS_PER_YEAR, rule.round_weeks)))


# the budget year ------------------------------------------------------------------------------------------------


def _open_year(model: "ReferenceModel") -> None:
    """What was not set aside lapses (always between the regimes) or is kept; the year's money is appropriated."""
    if model.mechanism.allocation.unspent == "lapse" or model.week == 0:
        for part in model.parts:
            model.move(part, "treasury", model.free_in(part), "lapsed")
    budget, weeks = model.settings.budget, max(0, min(WEEKS_PER_YEAR, offers.regime_weeks(model)[1] - model.week))
    yuan = budget.warm_up_yuan_per_year if model.week < 0 else budget.yuan_per_year
    whole = round(yuan * model.household_share * weeks / WEEKS_PER_YEAR)
    shares, given = 0.0, 0
    for k, (part, share) in enumerate(model.parts.items()):
        shares += share
        so_far = whole * FEN_PER_YUAN if k == len(model.parts) - 1 else int(whole * FEN_PER_YUAN * shares)
        model.move("treasury", part, so_far - given, "appropriation")
        given = so_far
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
    least = model.rules_in(p.unit).allocation.minimum_consent * max(1, voted)
    if p.need.ineligible or sum(s.vote == 1 for s in p.stakes) < least:
        return 0
    return roll_out.offered(model, p)


def _examine(model: "ReferenceModel", p: "Project") -> bool:
    """Whoever decides looks at an application once, when it has minutes."""
    if not p.examined:
        office = levels.who_decides(model, p.unit)
        p.examined = model.takes(office, int(model.settings.offices.decide_minutes), "deciding")
    return p.examined


def _if_free(model: "ReferenceModel", p: "Project", offer: int) -> int:
    """The offer if the free budget has it; where nothing is set aside with the application it need not."""
    at_once = model.rules_in(p.unit).allocation.reserve == "application"
    return offer if not at_once or offer <= model.free_for(p) else 0


def _hold_round(model: "ReferenceModel", part: str, regime: int, rounds_left: int) -> None:
    """Decide all examined applications together that a part of the budget pays for under the same rules."""
    waiting = sorted(model.in_stage("apply"), key=lambda p: (p.weeks["apply"], p.id))
    examined = [p for p in waiting if p.examined and p.unit.budget == part and model.regime_in(p.unit) == regime]
    asked_for = [_offer(model, p) for p in examined]
    money = model.free_in(part) // rounds_left
    for p, fen in zip(examined, allocation.grants(model, model.rules[regime], examined, asked_for, money), strict=True):
        _answer(model, p, fen)


def _answer(model: "ReferenceModel", p: "Project", offer: int) -> None:
    """Decide, unless there is no money now and the proposal waits for the next budget."""
    if offer > 0 or not offers.waits(model, p):
        _decide(model, p, offer)


def _decide(model: "ReferenceModel", p: "Project", offer: int) -> None:
    """Offer so much, set it aside if that is the rule; whoever counted on more is asked again before the campaign."""
    if p.examined:
        p.terms, rules = model.regime_in(p.unit), model.rules_in(p.unit)
        if rules.allocation.reserve == "application":
            model.reserved_fen[p.unit.budget] += offer
        p.offer_fen = offer
        p.promise_fen = int(offer * payment.promised_share(rules.payment))
        p.grant_fen = offer - p.promise_fen
    p.week_decided = model.week
    model.decided.append(p)
    if offer >= p.told_fen or p.kind.consent == "none":
        financing.start_campaign(model, p)
    else:
        proposals.write_down(model, p, offer)
        p.asked_again = True
        p.stage = "vote"
