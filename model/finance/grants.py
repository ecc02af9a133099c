"""Up-front grants: paid when their delay is over, on the site or after the works (ODD 7.6, 7.7)."""

from typing import TYPE_CHECKING

from dizao.model.documented_cases.funding_sources import confirm, note_grant
from dizao.model.finance.payments import pay_public, release
from dizao.model.finance.public_arrears import has_come, weeks_late
from dizao.model.parameters import WEEKS_PER_YEAR
from dizao.model.world.projects import EVALUATING

if TYPE_CHECKING:
    from dizao.model.state import State


def pay_grant(state: "State", p: int) -> None:
    """Pay an up-front grant when its delay is over; without a reserve, only while the budget lasts.

    Parameters
    ----------
    state
        The state of the run.
    p
        Row of the project.
    """
    confirm(state, p)
    projects, terms = state.world.projects, state.terms_of(p)
    owed = int(projects.grant_fen[p])
    if owed <= 0 or not has_come(state, p, int(projects.week_decided[p])):
        return
    if terms.allocation.reserve == "acceptance" and state.free_for(p) < owed:
        state.note_shortage(p)
        return
    release(state, p, owed)
    projects.grant_fen[p] = 0
    pay_public(state, p, owed, "grant")
    note_grant(state, p)


def grant_is_settled(state: "State", p: int) -> bool:
    """Pay a grant that has not come when the works are finished, or give it up after a year of waiting.

    Parameters
    ----------
    state
        The state of the run.
    p
        Row of a finished project.

    Returns
    -------
    Whether no grant is to come any more.
    """
    projects = state.world.projects
    if projects.grant_fen[p] == 0:
        return True
    pay_grant(state, p)
    owed, delay = int(projects.grant_fen[p]), state.terms_of(p).payment.delay_weeks + weeks_late(state, p)
    if owed == 0 and projects.promise_fen[p] == 0:
        state.events.append((p, -1, 1))
    elif owed > 0 and state.week - projects.week_of[p, EVALUATING] > delay + WEEKS_PER_YEAR:
        release(state, p, owed)
        projects.grant_fen[p] = 0
        state.events.append((p, -1, -1))
    return bool(projects.grant_fen[p] == 0)
