"""Stage 4, apply: consented proposals meet eligibility and the budget (ODD 7.4, 7.10)."""

from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from dizao.model.core import draws
from dizao.model.core.draws import draw
from dizao.model.documented_cases.funding_sources import promise_of
from dizao.model.finance.applications import ballots_of, votes_of, waits_for_money
from dizao.model.finance.offers import ask_again_or_start, full_offer, payable
from dizao.model.mechanisms.allocation import ALLOCATION_RULES, Round
from dizao.model.mechanisms.budget_year import appropriation_fen, divided, is_round, rounds_left
from dizao.model.mechanisms.participatory import Vote
from dizao.model.mechanisms.parts import Allocation, Mechanism
from dizao.model.mechanisms.payment import promised_share
from dizao.model.parameters import FEN_PER_YUAN, WEEKS_PER_YEAR
from dizao.model.points import passed
from dizao.model.world.projects import APPLYING

if TYPE_CHECKING:
    from dizao.model.state import State


def run(state: "State") -> None:
    """Open the budget year if one begins, then examine applications in order of their week and id, and decide them.

    An offer of nothing is no offer, so nothing is applied for; nor is what the budget can not pay, which everybody has
    been told. Who is offered less than was told is asked again. Without rounds each is decided once it is examined.

    Parameters
    ----------
    state
        The state of the run; changed in place.
    """
    if _weeks_into_year(state) == 0:
        _open_year(state)
    projects = state.world.projects
    rows = passed(state.points.applying, state, value=state.in_stage(APPLYING))
    ids = state.world.needs.id[projects.need[rows]]
    rows = rows[np.lexsort((ids, projects.week_of[rows, APPLYING]))]
    for p in rows:
        offer = _offer(state, int(p))
        if offer == 0:
            _decide(state, int(p), 0)
        elif not projects.examined[p] and not payable(state, int(p), offer):
            state.note_shortage(int(p))
            _answer(state, int(p), 0)
        elif _examine(state, int(p)) and not _has_rounds(state.rules_of(int(p))):
            _answer(state, int(p), _if_free(state, int(p), offer))
    _hold_rounds(state, rows[(projects.stage[rows] == APPLYING) & (projects.examined[rows] == 1)])


# the budget year ------------------------------------------------------------------------------------------------


def _weeks_into_year(state: "State") -> int:
    return (state.week - state.regime_weeks[0]) % WEEKS_PER_YEAR


def _open_year(state: "State") -> None:
    """Let what was not set aside lapse (or keep it), appropriate the new year's money, fill local firms' funds."""
    ledger = state.ledger
    pots = np.arange(len(state.pot_shares))
    county, treasury = ledger.account("county", pots), ledger.account("treasury")
    if state.mechanism.allocation.unspent == "lapse" or state.week == 0:
        ledger.post(state.week, county, treasury, state.free_pots_fen, "lapsed")
    amount = appropriation_fen(state.budget_yuan_per_year, state.household_share, state.week, state.regime_weeks[1])
    ledger.post(state.week, treasury, county, divided(amount, state.pot_shares), "appropriation")
    _fill_firms_funds(state)


def _fill_firms_funds(state: "State") -> None:
    """Fill up what local firms have for contributions in a year; what they did not give is theirs again."""
    ledger, rows = state.ledger, np.arange(len(state.world.units.id))
    full = np.full(len(rows), int(state.settings.works.sponsor_yuan_per_year) * FEN_PER_YUAN)
    for pin in state.settings.pinned_organizations:
        full[(state.world.units.id == pin.unit) | (pin.unit == 0)] = int(pin.yuan_per_year) * FEN_PER_YUAN
    lacking = np.maximum(0, full - ledger.balance("organizations", rows))
    ledger.post(state.week, ledger.account("firms_income"), ledger.account("organizations", rows), lacking, "funds")


# applications ---------------------------------------------------------------------------------------------------


def _offer(state: "State", p: int) -> int:
    """Return what a project would be offered if there were money enough, fen."""
    least = state.rules_of(p).allocation.minimum_consent
    if least > 0.0:
        yes, votes = votes_of(state, p)
        if yes < least * max(1, votes):
            return 0
    return full_offer(state, p)


def _examine(state: "State", p: int) -> bool:
    """Let whoever decides look at an application, if it has the minutes this week; say whether it has by now."""
    projects = state.world.projects
    if not projects.examined[p]:
        office = state.deciding_office(p)
        if state.take_minutes(office, int(state.settings.offices.decide_minutes), "deciding", p):
            projects.examined[p] = 1
            state.count("applications", 1)
    return bool(projects.examined[p])


def _if_free(state: "State", p: int, offer: int) -> int:
    """Return an offer if the budget still has it; where nothing is set aside, it need not have it yet."""
    at_once = state.rules_of(p).allocation.reserve == "application"
    if not at_once or offer <= state.free_for(p):
        return offer
    state.note_shortage(p)
    return 0


def _has_rounds(rules: Mechanism) -> bool:
    return ALLOCATION_RULES[rules.allocation.rule].grant is not None


def _hold_rounds(state: "State", rows: NDArray[np.int64]) -> None:
    """Hold the week's rounds: one for each part of the budget, and in it for each of the rules that hold there."""
    pots, regimes = state.pots[state.world.projects.unit[rows]], state.regimes_of(rows)
    for pot, regime in sorted(set(zip(pots.tolist(), regimes.tolist(), strict=True))):
        allocation = state.terms[regime].allocation
        if _has_rounds(state.terms[regime]) and is_round(allocation, _weeks_into_year(state)):
            _hold_round(state, rows[(pots == pot) & (regimes == regime)], pot, allocation)


def _hold_round(state: "State", rows: NDArray[np.int64], pot: int, allocation: Allocation) -> None:
    """Decide all applications of a round together."""
    needs = state.world.needs
    ids = needs.id[state.world.projects.need[rows]]
    grant = ALLOCATION_RULES[allocation.rule].grant
    assert grant is not None
    round_ = Round(
        money_fen=int(state.free_pots_fen[pot]) // rounds_left(allocation, _weeks_into_year(state)),
        need=ids.tolist(),
        offer_fen=[_offer(state, int(p)) for p in rows],
        yes=[votes_of(state, int(p))[0] for p in rows],
        random_draw=[draw(state.seed, draws.LOTTERY, n, state.week, 0) for n in ids],
        ballots=cache(lambda: ballots_of(state, rows)),
    )
    granted = grant(round_)
    if ALLOCATION_RULES[allocation.rule].residents_vote:
        ballots = round_.ballots()
        state.votes.append(Vote(state.week, round_.money_fen, round_.need, round_.offer_fen, ballots, granted))
    for p, fen, offer in zip(rows, granted, round_.offer_fen, strict=True):
        if fen < offer:
            state.note_shortage(int(p))
        _answer(state, int(p), fen)


def _answer(state: "State", p: int, offer: int) -> None:
    """Decide an application, unless there is no money for it now and it waits for the next budget."""
    if offer > 0 or not waits_for_money(state, p):
        _decide(state, p, offer)


def _decide(state: "State", p: int, offer: int) -> None:
    """Offer a project so much, set it aside if that is the rule; its campaign starts if people counted on no more."""
    projects, mechanism = state.world.projects, state.rules_of(p)
    if projects.examined[p]:
        projects.terms[p] = state.regime_of(p)
        if mechanism.allocation.reserve == "application":
            state.reserved_fen[state.pot_of(p)] += offer
        projects.offer_fen[p] = offer
        projects.promise_fen[p] = promise_of(state, p, int(offer * promised_share(mechanism.payment)))
        projects.grant_fen[p] = offer - projects.promise_fen[p]
        state.count("offers", int(offer > 0))
    projects.week_decided[p] = state.week
    state.decisions.append(p)
    ask_again_or_start(state, p)
