"""What public money people are told of before they vote, and what follows when there is less of it (ODD 7.4)."""

from typing import TYPE_CHECKING

from dizao.model.documented_cases.funding_sources import offer_of
from dizao.model.documented_cases.progress import asks_are_pinned
from dizao.model.finance.applications import gaming_of, waits_for_money
from dizao.model.finance.funding_plan import cut_offer, planned_payers, share_out, start_campaign
from dizao.model.mechanisms.allocation import ALLOCATION_RULES
from dizao.model.mechanisms.payment import anticipated_offer, claimed_offer
from dizao.model.points import passed
from dizao.model.world.projects import APPLYING, CONSENT_RULES, NEVER, VOTING

if TYPE_CHECKING:
    from dizao.model.state import State


def full_offer(state: "State", p: int) -> int:
    """Return what the rules give for a project if there is money enough; under a match the ceiling.

    Parameters
    ----------
    state
        The state of the run.
    p
        Row of the project.

    Returns
    -------
    Fen; 0 for what can not apply.
    """
    projects = state.world.projects
    if state.world.needs.ineligible[projects.need[p]]:
        return 0
    kind_of = state.category_of(p), state.locality_of(p)
    claimed = claimed_offer(state.rules_of(p), int(projects.cost_fen[p]), gaming_of(state, p), *kind_of)
    return offer_of(state, p, passed(state.points.offering, state, p, value=claimed))


def payable(state: "State", p: int, offer: int) -> bool:
    """Return whether the budget could pay an offer now, which is what residents are told before they vote (ODD 7.4).

    Where nothing is set aside the money need not be there yet, but some must be appropriated at all.

    Parameters
    ----------
    state
        The state of the run.
    p
        Row of the project.
    offer
        Fen.

    Returns
    -------
    Whether it could; where offers are cut in proportion, whether there is anything left.
    """
    allocation = state.rules_of(p).allocation
    if allocation.reserve != "application":
        return state.budget_for(p) > 0
    if ALLOCATION_RULES[allocation.rule].in_part:
        return state.free_for(p) > 0
    return offer <= state.free_for(p)


def tell(state: "State", p: int) -> int:
    """Write a proposal with the public money that people are told of, and return what it asks of all, fen.

    Parameters
    ----------
    state
        The state of the run. What is asked of each is written, and earlier votes are void.
    p
        Row of the project; its stakes are there.

    Returns
    -------
    The sum asked, fen.
    """
    offer = full_offer(state, p)
    there = payable(state, p, offer)
    if not there:
        state.note_shortage(p)
    told = offer if there or waits_for_money(state, p) else 0
    return _put_down(state, p, told)


def ask_again_or_start(state: "State", p: int) -> None:
    """Start the campaign of a project that is decided, unless people counted on more: then they vote once more.

    Parameters
    ----------
    state
        The state of the run.
    p
        Row of the project, whose offer is written.
    """
    projects = state.world.projects
    offer = int(projects.offer_fen[p])
    needs_consent = CONSENT_RULES[state.world.kinds.consent[projects.category[p]]] != "none"
    if offer >= projects.told_fen[p] or not needs_consent or asks_are_pinned(state, p):
        start_campaign(state, p)
        return
    _put_down(state, p, offer)
    projects.asked_again[p] = 1
    # The weeks of its first vote and of its application stay: this vote begins in the week of the decision.
    projects.stage[p] = VOTING
    state.count("asked_again", 1)


def withdraw(state: "State", p: int) -> None:
    """Make a decision void, since residents do not consent to it: what was set aside is free again.

    Parameters
    ----------
    state
        The state of the run.
    p
        Row of the project.
    """
    projects = state.world.projects
    cut_offer(state, p, 0)
    state.count("offers_void", 1)
    projects.asked_again[p] = projects.examined[p] = 0
    projects.terms[p] = -1
    projects.week_of[p, APPLYING] = NEVER


def _put_down(state: "State", p: int, told: int) -> int:
    """Ask for what a told offer leaves, of nobody in particular yet; return the sum asked, fen."""
    projects, payment = state.world.projects, state.rules_of(p).payment
    start, end, first = state.block_of(p)
    stakes = state.world.stakes
    stakes.vote[first : first + end - start] = -1
    stakes.voted_week[first : first + end - start] = NEVER
    planned = planned_payers(state, p)
    cost, payers = int(projects.cost_fen[p]), planned * (end - start)
    projects.told_fen[p] = told
    asked = int(max(0, cost - anticipated_offer(payment, cost, payers, told)) / planned)
    share_out(state, p, asked)
    return asked
