"""When public money comes that was promised: in time, late, or in arrears (ODD 7.7)."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from dizao.model.core import draws
from dizao.model.core.draws import draw
from dizao.model.mechanisms.payment import parts_of_promise, tier_share
from dizao.model.parameters import WEEKS_PER_YEAR
from dizao.model.world.projects import BUILDING, EVALUATING, NEVER

if TYPE_CHECKING:
    from dizao.model.state import State


def weeks_to_reward(state: "State", p: int) -> int:
    """Return how long a promise is told to take from the start of the works: these and the delay of the payment.

    Parameters
    ----------
    state
        The state of the run.
    p
        Row of the project.

    Returns
    -------
    Weeks.
    """
    build_weeks = int(state.world.kinds.build_weeks[state.world.projects.category[p]])
    return state.terms_of(p).payment.delay_weeks + build_weeks


def _falls_into_arrears(state: "State", p: int) -> bool:
    need = state.world.needs.id[state.world.projects.need[p]]
    return bool(draw(state.seed, draws.ARREARS, need, 0, 0) < state.settings.works.award_arrears_share)


def weeks_late(state: "State", p: int) -> int:
    """Return by how much every payment of public money for a project comes later than people were told (latent).

    Parameters
    ----------
    state
        The state of the run.
    p
        Row of the project.

    Returns
    -------
    Weeks.
    """
    return state.settings.works.award_late_weeks + (WEEKS_PER_YEAR if _falls_into_arrears(state, p) else 0)


def has_come(state: "State", p: int, since: int) -> bool:
    """Return whether public money is there to be paid; what does not come in its year is a promise broken, once.

    Parameters
    ----------
    state
        The state of the run; that money is in arrears is noted when it is first missed.
    p
        Row of the project.
    since
        Week from which the delay of the payment counts.

    Returns
    -------
    Whether it is.
    """
    projects, told = state.world.projects, since + state.terms_of(p).payment.delay_weeks
    if state.week < told:
        return False
    if not projects.in_arrears[p] and _falls_into_arrears(state, p):
        projects.in_arrears[p] = 1
        state.events.append((p, -1, -1))
    return state.week >= told + weeks_late(state, p)


def overdue_fen(state: "State") -> NDArray[np.int64]:
    """Return the public money that was due and has not come: grants on site, parts of promises, rewards.

    Parameters
    ----------
    state
        The state of the run.

    Returns
    -------
    Fen by project, shape (projects,).
    """
    projects = state.world.projects
    due = np.zeros(len(projects.need), dtype=np.int64)
    for p in state.in_stage(BUILDING, EVALUATING):
        terms = state.terms_of(int(p))
        delay, promise = terms.payment.delay_weeks, int(projects.promise_fen[p])
        if projects.grant_fen[p] > 0 and state.week >= projects.week_decided[p] + delay:
            due[p] += projects.grant_fen[p]
        if projects.milestone_week[p] > NEVER and state.week >= projects.milestone_week[p] + delay:
            due[p] += promise // (parts_of_promise(terms.payment) - int(projects.milestones[p]))
        if projects.week_accepted[p] > NEVER and state.week >= projects.week_accepted[p] + delay:
            due[p] += int(tier_share(terms.payment, float(projects.score[p])) * promise)
    return due


def is_overdue(state: "State", p: int) -> bool:
    """Return whether a site waits for public money that was due and has not come yet.

    Parameters
    ----------
    state
        The state of the run.
    p
        Row of the project.

    Returns
    -------
    Whether it does: for an up-front grant, or for a part of a promise whose part of the works is done.
    """
    projects, delay = state.world.projects, state.terms_of(p).payment.delay_weeks
    since = [int(projects.week_decided[p])] if projects.grant_fen[p] > 0 else []
    since += [int(projects.milestone_week[p])] if projects.milestone_week[p] > NEVER else []
    return any(week + delay <= state.week < week + delay + weeks_late(state, p) for week in since)
