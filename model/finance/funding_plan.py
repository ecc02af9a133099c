"""How a project is to be paid: what residents must raise, from whom, and what a smaller plan would need (ODD 7.5)."""

from typing import TYPE_CHECKING

import numpy as np

from dizao.agents.compiled import kernel
from dizao.model.core import draws
from dizao.model.core.draws import draw
from dizao.model.documented_cases import progress
from dizao.model.documented_cases.donors import give_at_start
from dizao.model.finance.contracts import payable
from dizao.model.finance.matching import match_of_pledges
from dizao.model.finance.payments import release
from dizao.model.finance.public_arrears import weeks_to_reward
from dizao.model.mechanisms.payment import is_matching, offer_fen, parts_of_promise, planned_match
from dizao.model.parameters import FEN_PER_YUAN, MINUTES_PER_HOUR, WEEKS_PER_YEAR
from dizao.model.world.projects import BENEFIT_SHARES, BUILDING, CAMPAIGNING, Stakes

if TYPE_CHECKING:
    from dizao.model.state import State


@kernel
def write_asks(first: int, number: int, asked_fen: int, by_benefit: bool, stakes: Stakes) -> int:
    """Divide what is asked over the households: equally, or by benefit; rounding may raise the sum (ODD 7.4).

    Parameters
    ----------
    first
        First row of the project's stakes.
    number
        Households concerned.
    asked_fen
        What is asked of all, fen.
    by_benefit
        Whether by benefit, not equally.
    stakes
        Stakes, as records; ``asked_fen`` is written.

    Returns
    -------
    The sum asked, fen.
    """
    total_value = 0
    for k in range(first, first + number):
        total_value += max(0, stakes.value_fen[k])
    asked = 0
    for k in range(first, first + number):
        if by_benefit and total_value > 0:
            stakes.asked_fen[k] = int(asked_fen * (max(0, stakes.value_fen[k]) / total_value))
        else:
            stakes.asked_fen[k] = (asked_fen + number - 1) // number
        asked += stakes.asked_fen[k]
    return asked


def share_out(state: "State", p: int, asked_fen: int) -> int:
    """Divide what is asked over the households by the project's rule, or as it is pinned; return the sum, fen.

    Parameters
    ----------
    state
        The state of the run.
    p
        Row of the project.
    asked_fen
        What is asked of all, fen.

    Returns
    -------
    The sum asked, fen.
    """
    start, end, first = state.block_of(p)
    pinned = progress.asks_of(state, p)
    if pinned is not None:
        state.world.stakes.asked_fen[first : first + end - start] = pinned
        return int(pinned.sum())
    by_benefit = bool(state.world.projects.shares[p] == BENEFIT_SHARES)
    return int(write_asks(first, end - start, asked_fen, by_benefit, state.records.stakes))


def planned_payers(state: "State", p: int) -> float:
    """Return which share of those concerned is expected to pay when the share asked of each is set.

    Parameters
    ----------
    state
        The state of the run.
    p
        Row of the project.

    Returns
    -------
    Share, in (0, 1].
    """
    owed = state.world.kinds.levy[state.world.projects.category[p]]
    return state.settings.levy.planned_payers if owed else state.settings.works.planned_participation


def start_campaign(state: "State", p: int) -> None:
    """Work out what residents must raise and ask them for it; where that is nothing, building can begin.

    Parameters
    ----------
    state
        The state of the run.
    p
        Row of the project.
    """
    projects, works = state.world.projects, state.settings.works
    _find_collective(state, p)
    _find_lender(state, p)
    _find_sponsor(state, p)
    give_at_start(state, p)
    labour_fen = state.world.kinds.labour_share[projects.category[p]] * projects.cost_fen[p]
    ask(state, p)
    labour_fen = min(labour_fen, projects.gap_fen[p] - projects.advance_fen[p])
    projects.labour_wanted_minutes[p] = int(labour_fen / (works.labour_wage * FEN_PER_YUAN) * MINUTES_PER_HOUR)
    projects.campaign_week[p] = state.week
    projects.campaigns[p] = 1
    if projects.gap_fen[p] == 0:
        fund(state, p, BUILDING)
    else:
        state.enter(np.array([p]), CAMPAIGNING)


def ask(state: "State", p: int) -> None:
    """Work out the gap that residents must close, and divide it over them.

    gap = cost + fee - offer - sponsor's contribution + advance, where the advance is what of a promised reward neither
    collective, lender nor the builder (on credit, and until acceptance) carries: givers put it in too, and the reward
    repays them. Of a promise that is paid in parts only one part at a time must be carried. A match is no offer, but
    comes with the contributions.

    Parameters
    ----------
    state
        The state of the run.
    p
        Row of the project.
    """
    projects, works, payment = state.world.projects, state.settings.works, state.terms_of(p).payment
    cost, offer = int(projects.cost_fen[p]), int(projects.offer_fen[p])
    lent = int(projects.collective_limit_fen[p] + projects.loan_limit_fen[p])
    carried = lent + int(works.contractor_credit_share * cost) + _owed_of_plan(state, p, cost)
    late = int(projects.promise_fen[p]) - progress.on_the_way_fen(state, p)
    pinned = progress.asks_are_pinned(state, p)
    projects.advance_fen[p] = 0 if pinned else max(0, late // parts_of_promise(payment) - carried)
    secured = 0 if is_matching(payment) else offer
    own = max(0, cost + int(projects.fee_fen[p]) - secured - int(projects.sponsor_fen[p]))
    start, end, _ = state.block_of(p)
    planned = planned_payers(state, p)
    payers = planned * (end - start)
    projects.match_fen[p] = planned_match(payment, own, payers, offer)
    projects.gap_fen[p] = own - projects.match_fen[p] + projects.advance_fen[p]
    asked = int(projects.gap_fen[p] / planned)
    projects.asked_fen[p] = share_out(state, p, asked)


def _owed_of_plan(state: "State", p: int, cost: int) -> int:
    """Return what builders would be owed until acceptance of what residents' labour cannot replace, fen."""
    hired = cost - int(state.world.kinds.labour_share[state.world.projects.category[p]] * cost)
    return hired - payable(state, hired)


def labour_value(state: "State", minutes: int) -> int:
    """Return the fen of cost that some minutes of residents' labour replace.

    Parameters
    ----------
    state
        The state of the run.
    minutes
        Minutes of labour.

    Returns
    -------
    Fen.
    """
    return int(minutes * state.settings.works.labour_wage * FEN_PER_YUAN / MINUTES_PER_HOUR)


def _find_collective(state: "State", p: int) -> None:
    """See whether the village's collective or the township advances money against the promised reward."""
    projects, works = state.world.projects, state.settings.works
    need = state.world.needs.id[projects.need[p]]
    if draw(state.seed, draws.COLLECTIVE, need, 0, 0) < works.collective_advance_share:
        limit = int(works.collective_limit_yuan * FEN_PER_YUAN)
        projects.collective_limit_fen[p] = min(limit, int(projects.promise_fen[p]))


def _find_lender(state: "State", p: int) -> None:
    """See whether somebody is willing to lend what the collective does not; the price is raised with the cost.

    It is a rate a year for the weeks until the reward is to come, those by which people discount it too.
    """
    projects, works = state.world.projects, state.settings.works
    need = state.world.needs.id[projects.need[p]]
    promise = int(projects.promise_fen[p] - projects.collective_limit_fen[p])
    willing = draw(state.seed, draws.LENDER, need, 0, 0) < works.lender_share
    if promise > 0 and willing and progress.lender_waits(state, p):
        limit = int(min(works.lender_limit_yuan * FEN_PER_YUAN, promise))
        projects.loan_limit_fen[p] = limit
        projects.fee_fen[p] = int(limit * works.lender_rate * weeks_to_reward(state, p) / WEEKS_PER_YEAR)


def _find_sponsor(state: "State", p: int) -> None:
    """Ask the unit's local firms for a contribution; it is set aside and goes back if the project is not built."""
    projects, works, ledger = state.world.projects, state.settings.works, state.ledger
    need, unit = state.world.needs.id[projects.need[p]], projects.unit[p]
    open_fen = max(0, int(projects.cost_fen[p] - projects.offer_fen[p]))
    if draw(state.seed, draws.SPONSOR, need, 0, 0) < works.sponsor_probability:
        amount = min(int(works.sponsor_share * open_fen), int(ledger.balance("organizations", unit)[0]))
        ledger.post(
            state.week,
            ledger.account("organizations", unit),
            ledger.account("escrow", p),
            amount,
            "sponsor's contribution",
        )
        projects.sponsor_fen[p] = projects.organizations_fen[p] = amount


def redesign(state: "State", p: int, kept: float) -> None:
    """Cut a plan to a part: cost, offer, fee and every household's value shrink alike; pledges made stand.

    Parameters
    ----------
    state
        The state of the run.
    p
        Row of the project.
    kept
        Part of the plan that stays, in (0, 1].
    """
    projects, stakes = state.world.projects, state.world.stakes
    start, end, first = state.block_of(p)
    for column in (projects.cost_fen, projects.fee_fen, projects.collective_limit_fen, projects.loan_limit_fen):
        column[p] = int(column[p] * kept)
    payment = state.terms_of(p).payment_for(state.category_of(p), state.locality_of(p))
    offer = int(projects.offer_fen[p])
    ceiling = offer_fen(payment, int(projects.cost_fen[p])) if is_matching(payment) else int(offer * kept)
    cut_offer(state, p, min(offer, ceiling))
    block = slice(first, first + end - start)
    stakes.value_fen[block] = (stakes.value_fen[block] * kept).astype(np.int64)
    ask(state, p)


def cut_offer(state: "State", p: int, fen: int) -> None:
    """Cut an offer of which nothing is paid yet; what was set aside for the rest is free again.

    Parameters
    ----------
    state
        The state of the run.
    p
        Row of the project.
    fen
        What the offer is cut to, fen.
    """
    projects = state.world.projects
    release(state, p, int(projects.offer_fen[p]) - fen)
    before = max(1, int(projects.offer_fen[p]))
    projects.promise_fen[p] = int(projects.promise_fen[p]) * fen // before
    projects.grant_fen[p] = fen - projects.promise_fen[p]
    projects.offer_fen[p] = fen


def fund(state: "State", p: int, stage: int) -> None:
    """A project's plan is covered: pledges are called, each for the same part, so that just what is needed comes in.

    Under a match that part is smaller by what the called contributions bring in.

    Parameters
    ----------
    state
        The state of the run.
    p
        Row of the project.
    stage
        Stage that the project enters.
    """
    projects = state.world.projects
    own = int(projects.gap_fen[p] + projects.match_fen[p])
    labour_fen = min(labour_value(state, int(projects.pledged_minutes[p])), own)
    matched = match_of_pledges(state, p)
    called = (own - labour_fen) * matched // max(1, int(projects.pledged_fen[p]) + matched)
    projects.match_fen[p] = min(int(projects.offer_fen[p]), called)
    projects.gap_fen[p] = own - labour_fen - projects.match_fen[p]
    projects.bill_fen[p] = projects.cost_fen[p] - labour_fen
    state.enter(np.array([p]), stage)
    state.count("funded", 1)
