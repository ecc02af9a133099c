"""What givers get besides the thing.

Insured contributions and bonuses where it fails, points where it starts (ODD 7.10).
"""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from dizao.agents.compiled import kernel
from dizao.model.finance.funding_plan import labour_value
from dizao.model.finance.payments import pay_public, to_households
from dizao.model.mechanisms.parts import Protection
from dizao.model.world.make import Records
from dizao.model.world.projects import Block

if TYPE_CHECKING:
    from dizao.model.state import State


def _draw_on_payer(state: "State", p: int, payer: str, wanted: int, why: str) -> int:
    """Let whoever protects givers pay into the escrow, as far as there is money; return what came, fen."""
    projects, ledger = state.world.projects, state.ledger
    row = int(projects.unit[p])
    if payer == "county":
        fen = min(wanted, state.free_for(p))
        pay_public(state, p, fen, why)
        return fen
    fen = min(wanted, int(ledger.balance(payer, row)[0]))
    ledger.post(state.week, ledger.account(payer, row), ledger.account("escrow", p), fen, why)
    if payer == "organizations":
        projects.organizations_fen[p] += fen
    return fen


def refund(state: "State", p: int, protection: Protection) -> None:
    """Make good the insured part of contributions lost with an abandoned project.

    Parameters
    ----------
    state
        The state of the run.
    p
        Row of the project.
    protection
        Who makes good which part.
    """
    projects = state.world.projects
    wanted = int(protection.refund_share * projects.residents_fen[p])
    fen = _draw_on_payer(state, p, protection.payer, wanted, "refund")
    escrow = state.ledger.account("escrow", p)
    projects.residents_fen[p] -= to_households(state, p, escrow, fen, "refund", advances=False)


@kernel
def _credit(block: Block, amount: int, weights: NDArray[np.int64], tables: Records) -> None:
    """Add an amount to the savings of households in proportion to a column of the stakes, exact to the fen."""
    total, before, given = 0, 0, 0
    for k in range(block.end - block.start):
        total += weights[block.first + k]
    for k in range(block.end - block.start):
        before += weights[block.first + k]
        part = (amount * before // total - given) if total > 0 else 0
        given += part
        tables.households.savings_fen[block.start + k] += part


def pay_bonus(state: "State", p: int, protection: Protection, given: int) -> None:
    """Pay a refund bonus to those who pledged to what is not completed, in proportion to their pledges.

    Parameters
    ----------
    state
        The state of the run; changed in place.
    p
        Row of the project.
    protection
        The rules' bonus share and who pays it.
    given
        What the bonus is a share of, fen: pledges where nothing was spent, contributions where a site was abandoned.
    """
    projects, ledger = state.world.projects, state.ledger
    if given <= 0 or projects.pledged_fen[p] == 0:
        return
    fen = _draw_on_payer(state, p, protection.payer, int(protection.bonus_share * given), "refund bonus")
    _credit(state.block_of(p), fen, state.world.stakes.pledged_fen, state.records)
    households = ledger.account("households", projects.unit[p])
    ledger.post(state.week, ledger.account("escrow", p), households, fen, "refund bonus")
    projects.bonus_fen[p] += fen


def pay_points(state: "State", p: int) -> None:
    """Pay for the goods that givers get for their points, as far as the county has money: less is a promise broken.

    Parameters
    ----------
    state
        The state of the run.
    p
        Row of the project.
    """
    projects, incentive = state.world.projects, state.terms_of(p).incentive
    if incentive.kind != "points":
        return
    given = int(projects.residents_fen[p]) + labour_value(state, int(projects.pledged_minutes[p]))
    wanted = int(incentive.points_share * given)
    fen = min(wanted, state.free_for(p))
    pay_public(state, p, fen, "points")
    ledger = state.ledger
    ledger.post(state.week, ledger.account("escrow", p), ledger.account("goods"), fen, "points")
    projects.points_fen[p] += fen
    if fen < wanted:
        state.events.append((p, -1, -1))
