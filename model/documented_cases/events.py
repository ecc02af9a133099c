"""What came to pass in the course of a documented project, week by week (ODD 7.18)."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from dizao.agents.household import NOBODY
from dizao.agents.organization import COMMUNITY_OFFICE, settlement
from dizao.model.core import draws
from dizao.model.core.draws import draw, draw_each_about
from dizao.model.documented_cases.donors import give_first
from dizao.model.documented_cases.record import Event, FollowedCase
from dizao.model.finance.funding_plan import ask, share_out
from dizao.model.systems.partners import MEDIATE
from dizao.model.systems.partners import week as partners
from dizao.model.systems.partners.joints import ALONE, joints_in
from dizao.model.world.projects import (
    APPLYING,
    BENEFIT_SHARES,
    CAMPAIGNING,
    NEVER,
    NO_CONSENT,
    RECORDED,
    UNFUNDED,
    VOTING,
)

if TYPE_CHECKING:
    from dizao.model.state import State

BEFORE_CAMPAIGN = (RECORDED, VOTING, APPLYING)
FAILED = (NO_CONSENT, UNFUNDED)


def run(state: "State") -> None:
    """Let what is due come to pass; what needs a proposal waits until there is one.

    Parameters
    ----------
    state
        The state of the run.
    """
    for p, case in state.followed_cases.items():
        for number, one in enumerate(case.known.events):
            ready = one.kind in WITHOUT_PROPOSAL or state.world.projects.first_stake[p] >= 0
            if one.week <= state.week and number not in case.done and ready and HAPPENS[one.kind](state, p, case, one):
                case.done.add(number)


def still_to_come(state: "State", p: int) -> bool:
    """Return whether something is to come that takes up again what has failed.

    Parameters
    ----------
    state
        The state of the run.
    p
        Row of a documented project.

    Returns
    -------
    Whether there is such an event.
    """
    case = state.followed_cases[p]
    kinds = {one.kind for i, one in enumerate(case.known.events) if i not in case.done}
    return bool(kinds & REOPENING)


def _reopen(state: "State", p: int) -> None:
    """Take up again at the next meeting what has failed at the vote, or in its campaign: the plan is another now."""
    projects = state.world.projects
    if projects.stage[p] in FAILED:
        if projects.stage[p] == UNFUNDED:
            _forget_campaign(state, p)
        projects.attempts[p] -= 1
        state.enter(np.array([p]), RECORDED)


def _forget_campaign(state: "State", p: int) -> None:
    """Let a campaign begin afresh: all its money has gone back, and what neighbours did in it counts no more."""
    projects, stakes, case = state.world.projects, state.world.stakes, state.followed_cases[p]
    start, end, first = state.block_of(p)
    block = slice(first, first + end - start)
    for none in (stakes.pledged_fen, stakes.labour_minutes, stakes.labourers, stakes.ties_asked, stakes.ties_pledged):
        none[block] = 0
    stakes.told[block] = 0
    stakes.leaders[block] = 0.0
    stakes.asked_week[block] = stakes.pledged_week[block] = NEVER
    for nothing in (projects.pledged_fen, projects.pledged_minutes, projects.sponsor_fen, projects.waited):
        nothing[p] = 0
    projects.pledges_freed[p] = 0
    case.given, case.due = [], None


# what can happen: each returns whether it has ------------------------------------------------------------------


def explain(state: "State", p: int, case: FollowedCase, one: Event) -> bool:
    """Let somebody go round and explain: those who are reached were talked with, and their distrust is answered.

    Parameters
    ----------
    state
        The state of the run. Minutes are booked.
    p
        Row of the project.
    case
        What is known of the project, and how far it has come.
    one
        What came to pass, and when.

    Returns
    -------
    True: it happens at once.
    """
    start, end, first = state.block_of(p)
    households = state.world.households
    need = state.world.needs.id[state.world.projects.need[p]]
    random_draws = draw_each_about(state.seed, draws.EXPLAINED, need, households.id[start:end].copy(), one.week)
    reached = np.flatnonzero(random_draws < state.settings.cases.explained_reach)
    households.contact_week[start + reached] = state.week
    # Somebody else each time, who need be no resident: below the number that stands for nobody.
    households.contact_by[start + reached] = NOBODY - 1 - one.week
    state.world.stakes.explained[first + reached] = 1
    account = {"member": "time_members", "organization": "time_residents", "office": "time_offices"}[one.by]
    unit = int(state.world.projects.unit[p])
    row = state.office(COMMUNITY_OFFICE, unit) if one.by == "office" else unit
    minutes = int(len(reached) * state.settings.offices.visit_minutes)
    state.spend_time(account, np.array([row]), np.array([minutes]), "explaining")
    return True


def voice_reason(state: "State", p: int, case: FollowedCase, one: Event) -> bool:
    """Have said what nobody has said: that others use it for nothing, and from now on every objection.

    Parameters
    ----------
    state
        The state of the run.
    p
        Row of the project.
    case
        What is known of the project, and how far it has come.
    one
        What came to pass, and when.

    Returns
    -------
    True: it happens at once.
    """
    case.voiced = True
    if p in joints_in(state):
        partners.voice_reason(state, p)
    _reopen(state, p)
    return True


def mediate(state: "State", p: int, case: FollowedCase, one: Event) -> bool:
    """Try once to meet the reason; with a partner it must have been said.

    Parameters
    ----------
    state
        The state of the run.
    p
        Row of the project.
    case
        What is known of the project, and how far it has come.
    one
        What came to pass, and when.

    Returns
    -------
    True: one try, whether it succeeds or not.
    """
    joint, works = joints_in(state).get(p), state.settings.works
    need = state.world.needs.id[state.world.projects.need[p]]
    chance = settlement(works.settle_usual_turnout, 0.0, works)
    if draw(state.seed, MEDIATE, need, one.week, 0) >= chance or (joint is not None and not joint.voiced):
        return True
    if joint is not None:
        return bring_in_partner(state, p, case, one)
    start, end, first = state.block_of(p)
    state.world.stakes.explained[first : first + end - start] = 1
    return redesign_shares(state, p, case, one)


def bring_in_partner(state: "State", p: int, case: FollowedCase, one: Event) -> bool:
    """Put the partner's part before its own meeting, unless the campaign has begun without it.

    Parameters
    ----------
    state
        The state of the run.
    p
        Row of the project.
    case
        What is known of the project, and how far it has come.
    one
        What came to pass, and when.

    Returns
    -------
    True: it happens at once, or it is too late.
    """
    joint = joints_in(state).get(p)
    if joint is not None and joint.state == ALONE:
        _reopen(state, p)
        if state.world.projects.stage[p] in BEFORE_CAMPAIGN:
            partners.bring_in_partner(state, joint)
    return True


def redesign_shares(state: "State", p: int, case: FollowedCase, one: Event) -> bool:
    """Let shares follow benefit from now on, and pay those who lose, where the plan can still be changed.

    Parameters
    ----------
    state
        The state of the run.
    p
        Row of the project.
    case
        What is known of the project, and how far it has come.
    one
        What came to pass, and when.

    Returns
    -------
    True: it happens at once.
    """
    projects = state.world.projects
    if projects.stage[p] in (*BEFORE_CAMPAIGN, *FAILED):
        _compensate(state, p, one.fen)
    case.asks_fen = None
    projects.shares[p] = BENEFIT_SHARES
    start, end, first = state.block_of(p)
    if projects.stage[p] == VOTING:
        share_out(state, p, int(state.world.stakes.asked_fen[first : first + end - start].sum()))
    elif projects.stage[p] == CAMPAIGNING:
        ask(state, p)
    _reopen(state, p)
    return True


def _compensate(state: "State", p: int, fen: int) -> None:
    """Pay everybody who loses so much, no more than the loss; the cost rises by it."""
    start, end, first = state.block_of(p)
    value = state.world.stakes.value_fen[first : first + end - start]
    years = float(state.world.kinds.present_years[state.world.projects.category[p]])
    loss = np.ceil(np.maximum(0, -value) * years).astype(np.int64)
    paid = np.minimum(fen, loss)
    # Who is paid all of the loss loses nothing, not even what rounding would leave.
    value[:] = np.where(paid == loss, np.maximum(0, value), value + (paid / years).astype(np.int64))
    state.world.projects.cost_fen[p] += int(paid.sum())


def lead_contribution(state: "State", p: int, case: FollowedCase, one: Event) -> bool:
    """Let somebody give first in the campaign; before it has begun this waits, afterwards it is too late.

    Parameters
    ----------
    state
        The state of the run.
    p
        Row of the project.
    case
        What is known of the project, and how far it has come.
    one
        What came to pass, and when.

    Returns
    -------
    Whether somebody has given, or it is too late; if not, it is tried again next week.
    """
    stage = state.world.projects.stage[p]
    if stage == CAMPAIGNING:
        give_first(state, p, case, one)
        ask(state, p)
    return bool(stage not in (*BEFORE_CAMPAIGN, *FAILED))


HAPPENS: dict[str, Callable[["State", int, FollowedCase, Event], bool]] = {
    "explain": explain,
    "voice_reason": voice_reason,
    "mediate": mediate,
    "lead_contribution": lead_contribution,
    "bring_in_partner": bring_in_partner,
    "redesign_shares": redesign_shares,
}
WITHOUT_PROPOSAL = {"voice_reason", "bring_in_partner"}
REOPENING = {"voice_reason", "mediate", "bring_in_partner", "redesign_shares"}
