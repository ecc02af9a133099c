"""Who carries the cash until a reward comes: collectives, lenders, the builder, and those who gave (ODD 7.6)."""

from typing import TYPE_CHECKING, NamedTuple

from dizao.agents.compiled import kernel
from dizao.agents.giving import giving_log_odds
from dizao.agents.household import expected_promise, free_money
from dizao.agents.parameters import People
from dizao.agents.prospects import Prospect
from dizao.agents.resident import logit
from dizao.model.core import draws
from dizao.model.core.draws import When, draw
from dizao.model.documented_cases.progress import on_the_way_fen
from dizao.model.finance.contracts import still_payable
from dizao.model.finance.payments import book_household_money, open_purse
from dizao.model.finance.public_arrears import weeks_to_reward
from dizao.model.mechanisms.payment import discount, parts_of_promise
from dizao.model.parameters import Works
from dizao.model.world.make import Records
from dizao.model.world.projects import Block

if TYPE_CHECKING:
    from dizao.model.state import State


def cash_covered(state: "State", p: int) -> int:
    """Return the fen that are there or sure to come for the rest of a project's bill.

    Escrow, a grant still to be paid, and what collective, loan and builder's credit carry of a promise; of one that is
    paid in parts as the works go on, only the last must be carried. The fee of a loan is not for works.

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
    cash = int(state.ledger.balance("escrow", p)[0]) - int(projects.fee_fen[p])
    promise = int(projects.promise_fen[p])
    last = (promise - on_the_way_fen(state, p)) // parts_of_promise(state.terms_of(p).payment)
    carried = min(last, room_to_carry(state, p))
    return cash + int(projects.grant_fen[p]) + (promise - last) + carried


def cash_lacking(state: "State", p: int) -> int:
    """Return what is neither there nor sure to come of what works will have to be paid while they go on, fen.

    Parameters
    ----------
    state
        The state of the run.
    p
        Row of the project.

    Returns
    -------
    Fen; 0 or less where all of it is covered.
    """
    return still_payable(state, p) - cash_covered(state, p)


def open_promise(state: "State", p: int) -> int:
    """Return the part of a promise still unpaid against which nobody has lent, worked or advanced anything, fen.

    Parameters
    ----------
    state
        The state of the run.
    p
        Row of the project.

    Returns
    -------
    Fen, at least 0.
    """
    projects = state.world.projects
    used = projects.collective_fen[p] + projects.loan_fen[p] + projects.credit_fen[p] + projects.advances_fen[p]
    return max(0, int(projects.promise_fen[p] - used))


def room_to_carry(state: "State", p: int) -> int:
    """Return what the collective, the lender and the builder would still carry together, fen.

    Parameters
    ----------
    state
        The state of the run.
    p
        Row of the project.

    Returns
    -------
    Fen, at least 0.
    """
    return collective_room(state, p) + loan_room(state, p) + credit_room(state, p)


def collective_room(state: "State", p: int) -> int:
    """Return what a willing collective would still advance, fen; it comes first, since it takes no fee.

    Parameters
    ----------
    state
        The state of the run.
    p
        Row of the project.

    Returns
    -------
    Fen, at least 0.
    """
    projects = state.world.projects
    limit = int(projects.collective_limit_fen[p] - projects.collective_fen[p])
    return max(0, min(limit, open_promise(state, p)))


def loan_room(state: "State", p: int) -> int:
    """Return what a willing lender would still give, fen; the collective comes first.

    Parameters
    ----------
    state
        The state of the run.
    p
        Row of the project.

    Returns
    -------
    Fen, at least 0.
    """
    projects = state.world.projects
    left = open_promise(state, p) - collective_room(state, p)
    return max(0, min(int(projects.loan_limit_fen[p] - projects.loan_fen[p]), left))


def credit_room(state: "State", p: int) -> int:
    """Return what the builder would still carry until acceptance, fen; collective and loan come first.

    Parameters
    ----------
    state
        The state of the run.
    p
        Row of the project.

    Returns
    -------
    Fen, at least 0.
    """
    projects = state.world.projects
    limit = int(state.settings.works.contractor_credit_share * projects.bill_fen[p])
    left = open_promise(state, p) - collective_room(state, p) - loan_room(state, p)
    return max(0, min(limit - int(projects.credit_fen[p]), left))


class Advances(NamedTuple):
    """What givers are asked to advance for a need (its id), fen, and what a fen of the promise is worth now.

    ``most_weeks``: weeks of spare money at which savings stop.
    """

    need: int
    missing_fen: int
    discounting: float
    most_weeks: float


@kernel
def _collect_advances(
    when: When, asked: Advances, block: Block, tables: Records, works: Works, p: People
) -> tuple[int, int]:
    """Ask givers to advance what a reward will repay; return spare money in and advances, fen."""
    households, residents, stakes = tables.households, tables.residents, tables.stakes
    income, advanced = 0, 0
    for k in range(block.end - block.start):
        h, row = block.start + k, block.first + k
        paid = stakes.paid_fen[row] + stakes.advanced_fen[row]
        if paid == 0 or advanced >= asked.missing_fen:
            continue
        r = households.first_resident[h]
        trust = float(residents.trust[r])
        kept = expected_promise(trust, works) * asked.discounting
        field = p.trust_weight * (trust - 0.5)
        sure = Prospect(float(residents.belief[r]), kept, kept, 0.0, 1.0)
        eta = giving_log_odds(float(residents.reciprocity[r]), residents.hump[r], sure, field, p)
        if eta + logit(draw(when.seed, draws.ADVANCE, asked.need, households.id[h], 0)) <= 0.0:
            continue
        income += open_purse(h, when.week, households, asked.most_weeks)
        free = free_money(households.savings_fen[h], households.committed_fen[h], households.spare_fen[h], p)
        amount = min(int(works.advance_share * paid), free, asked.missing_fen - advanced)
        households.savings_fen[h] -= amount
        stakes.advanced_fen[row] += amount
        advanced += amount
    return income, advanced


def ask_advances(state: "State", p: int, missing: int) -> int:
    """Ask the givers of a project to advance cash against the reward; return what came, fen.

    The same rule as for a contribution, with the promise as the return: only what somebody will repay is advanced.

    Parameters
    ----------
    state
        The state of the run.
    p
        Row of the project.
    missing
        Fen that are missing for the works.

    Returns
    -------
    Fen that came.
    """
    projects, works, world = state.world.projects, state.settings.works, state.world
    wanted = min(missing, open_promise(state, p))
    if wanted <= 0:
        return 0
    need, most_weeks = int(world.needs.id[projects.need[p]]), state.place_of_project(p).savings_weeks
    asked = Advances(need, wanted, discount(works.discount_rate, weeks_to_reward(state, p)), most_weeks)
    when, block = When(state.seed, state.week), state.block_of(p)
    income, advanced = _collect_advances(when, asked, block, state.records, works, state.people)
    book_household_money(state, p, income, advanced, "advances")
    projects.advances_fen[p] += advanced
    return advanced
