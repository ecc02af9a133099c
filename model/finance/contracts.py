"""Works contracts: what is paid as works go on, what is owed until acceptance, and what is retained (ODD 7.20).

The same under all mechanisms: these change who pays when, and whether the county inspects besides.
"""

from typing import TYPE_CHECKING

import numpy as np

from dizao.agents.organization import acceptance
from dizao.model.core import draws
from dizao.model.core.draws import draw
from dizao.model.finance.payments import lose
from dizao.model.world.projects import IN_USE, LEFT, NEVER, NO_DEFECTS, REPAIRED

if TYPE_CHECKING:
    from dizao.model.state import State

AT_TAKEOVER, AT_THE_END = 0, 1
"""When those who ordered the works look at them; each has a random draw of its own."""


def payable(state: "State", done_fen: int) -> int:
    """Return what of works done is paid while they go on, fen.

    Parameters
    ----------
    state
        The state of the run.
    done_fen
        Works done, fen.

    Returns
    -------
    Fen; the rest is owed to the builder.
    """
    contract = state.settings.contract
    return int(min(contract.progress_share, 1.0 - contract.retention_share) * done_fen)


def still_payable(state: "State", p: int) -> int:
    """Return what of a project's bill is still to be paid while works go on, fen.

    Parameters
    ----------
    state
        The state of the run.
    p
        Row of the project.

    Returns
    -------
    Fen.
    """
    projects = state.world.projects
    return payable(state, int(projects.bill_fen[p])) - payable(state, int(projects.done_fen[p]))


def retained(state: "State", p: int) -> int:
    """Return what of a bill may be retained to the end of defects liability, fen.

    Parameters
    ----------
    state
        The state of the run.
    p
        Row of the project.

    Returns
    -------
    Fen, no more than the builder is owed.
    """
    projects = state.world.projects
    return min(int(projects.owed_fen[p]), int(state.settings.contract.retention_share * projects.bill_fen[p]))


# completion acceptance ------------------------------------------------------------------------------------------


def take_over(state: "State", p: int) -> bool:
    """Look at finished works; a builder who is refused repairs them once, or leaves the defects.

    Parameters
    ----------
    state
        The state of the run.
    p
        Row of a finished project.

    Returns
    -------
    Whether the works are taken over by now.
    """
    projects = state.world.projects
    if projects.week_taken_over[p] > NEVER:
        return True
    if state.week < projects.ready_week[p]:
        return False
    if projects.defects[p] == NO_DEFECTS and not _pleases(state, p, AT_TAKEOVER):
        need = state.world.needs.id[projects.need[p]]
        if draw(state.seed, draws.REPAIR_DUTY, need, 0, 0) < state.settings.contract.repair_duty:
            projects.defects[p] = REPAIRED
            repair(state, p)
            return False
        projects.defects[p] = LEFT
    projects.week_taken_over[p] = state.week
    return True


def _pleases(state: "State", p: int, when: int) -> bool:
    """Return whether those who ordered the works, or their engineer, find nothing wrong with them."""
    projects, works = state.world.projects, state.settings.works
    error = works.acceptance_error if projects.engineer[p] else state.settings.contract.acceptance_error
    need = state.world.needs.id[projects.need[p]]
    chance = acceptance(float(projects.quality[p]), error, works)
    return bool(draw(state.seed, draws.HANDOVER, need, when, 0) < chance)


def repair(state: "State", p: int) -> None:
    """Let the builder make good part of what is lacking.

    Parameters
    ----------
    state
        The state of the run.
    p
        Row of the project; it is looked at again when the weeks of a repair are over.
    """
    projects, works = state.world.projects, state.settings.works
    projects.ready_week[p] = state.week + works.repair_weeks
    _improve(state, p, works.repair_gain * (1.0 - projects.quality[p]))


def _improve(state: "State", p: int, gain: float) -> None:
    projects = state.world.projects
    projects.quality[p] += gain
    projects.condition[p] = min(1.0, projects.condition[p] + gain)


# what the builder is owed ---------------------------------------------------------------------------------------


def settle(state: "State", p: int, kept_fen: int) -> None:
    """Pay a builder what is due after the takeover, all but the retention, as far as the escrow reaches.

    Parameters
    ----------
    state
        The state of the run.
    p
        Row of the project.
    kept_fen
        What in the escrow is for others, such as a lender's fee, fen.
    """
    due = int(state.world.projects.owed_fen[p]) - retained(state, p)
    _pay(state, p, min(due, _beyond(state, p, kept_fen)), "final payment")


def settle_abandoned(state: "State", p: int) -> None:
    """Pay a builder first, of what an abandoned site has left, what is owed for works done.

    Parameters
    ----------
    state
        The state of the run.
    p
        Row of the project.
    """
    _pay(state, p, min(int(state.world.projects.owed_fen[p]), _beyond(state, p, 0)), "final payment")


def uncovered(state: "State", p: int, kept_fen: int) -> int:
    """Return what a builder is owed beyond what the escrow holds, fen.

    Parameters
    ----------
    state
        The state of the run.
    p
        Row of the project.
    kept_fen
        What in the escrow is for others, fen.

    Returns
    -------
    Fen.
    """
    return max(0, int(state.world.projects.owed_fen[p]) - _beyond(state, p, kept_fen))


def retain(state: "State", p: int) -> int:
    """Keep the retention of a project that is closed, as far as it is there; what else is owed the builder loses.

    Parameters
    ----------
    state
        The state of the run.
    p
        Row of the project; nothing more comes into its escrow.

    Returns
    -------
    What stays in the escrow, fen.
    """
    projects = state.world.projects
    kept = min(retained(state, p), _beyond(state, p, 0))
    projects.retention_fen[p] = kept
    lose(state, p, "contractor", int(projects.owed_fen[p]) - kept)
    return kept


def _beyond(state: "State", p: int, kept_fen: int) -> int:
    """Return what an escrow holds beyond what is for others, fen."""
    return max(0, int(state.ledger.balance("escrow", p)[0]) - kept_fen)


def _pay(state: "State", p: int, fen: int, why: str) -> None:
    """Pay a builder out of the escrow what is owed by contract."""
    ledger = state.ledger
    ledger.post(state.week, ledger.account("escrow", p), ledger.account("contractor_claims", p), fen, why)
    state.world.projects.owed_fen[p] -= fen


# defects liability ----------------------------------------------------------------------------------------------


def end_liabilities(state: "State") -> None:
    """Pay the retentions whose time is over, or use them where something is wrong.

    Parameters
    ----------
    state
        The state of the run.
    """
    projects, weeks = state.world.projects, state.settings.contract.retention_weeks
    due = projects.week_taken_over + np.where(projects.defects == LEFT, 0, weeks)
    held = (projects.stage == IN_USE) & (projects.retention_fen > 0)
    for p in np.flatnonzero(held & (due <= state.week)):
        _end_liability(state, int(p))


def _end_liability(state: "State", p: int) -> None:
    """Have repaired by others, for what is retained, what is wrong; the rest is the builder's."""
    projects, ledger = state.world.projects, state.ledger
    held, spent = int(projects.retention_fen[p]), 0
    if projects.defects[p] == LEFT or not _pleases(state, p, AT_THE_END):
        lacking = state.settings.works.repair_gain * (1.0 - projects.quality[p])
        spent = min(held, int(lacking * projects.bill_fen[p]))
    ledger.post(state.week, ledger.account("escrow", p), ledger.account("upkeep_works"), spent, "repair")
    lose(state, p, "contractor", spent)
    _pay(state, p, held - spent, "retention")
    projects.retention_fen[p] = 0
    _improve(state, p, spent / max(1, int(projects.bill_fen[p])))
