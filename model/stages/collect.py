"""Part of stage 5, build: pledges are paid by liquidity, and cash is found before works start (ODD 7.6)."""

from typing import TYPE_CHECKING

import numpy as np

from dizao.agents.compiled import kernel
from dizao.agents.resident import GAVE_MONEY
from dizao.model.core import draws
from dizao.model.core.draws import draw
from dizao.model.documented_cases.funding_sources import confirm
from dizao.model.finance.bridge_finance import ask_advances, cash_lacking
from dizao.model.finance.funding_plan import cut_offer
from dizao.model.finance.guarantees import pay_bonus, pay_points
from dizao.model.finance.matching import match_of_contributions
from dizao.model.finance.payments import book_household_money, give_up, open_purse, void_pledges
from dizao.model.mechanisms.payment import is_matching
from dizao.model.parameters import WEEKS_PER_MONTH
from dizao.model.points import any_says
from dizao.model.world.make import Records
from dizao.model.world.projects import BUILDING, COLLECTING, Block, Stakes

if TYPE_CHECKING:
    from dizao.model.state import State


def run(state: "State") -> None:
    """Collect what is due on every funded project, then start those whose cash is covered.

    Parameters
    ----------
    state
        The state of the run; changed in place.
    """
    for p in state.in_stage(COLLECTING):
        _collect(state, int(p))
        _start_if_covered(state, int(p))


# purses ---------------------------------------------------------------------------------------------------------


@kernel
def _collect_contributions(
    week: int, block: Block, called: int, pledged: int, most_weeks: float, bit: int, tables: Records
) -> tuple[int, int]:
    """Collect the called part of every pledge, which is there: households keep back what they have pledged.

    Return spare money in, and contributions.
    """
    households, residents, stakes = tables.households, tables.residents, tables.stakes
    income, contributions, before, dues = 0, 0, 0, 0
    for k in range(block.end - block.start):
        h, row = block.start + k, block.first + k
        if stakes.pledged_fen[row] == 0:
            continue
        # Cumulative rounding: the dues of all add up to exactly what is called.
        before += stakes.pledged_fen[row]
        due = called * before // pledged - dues
        dues += due
        if due <= 0:
            continue
        income += open_purse(h, week, households, most_weeks)
        households.savings_fen[h] -= due
        stakes.paid_fen[row] += due
        contributions += due
        residents.took_part[households.first_resident[h]] |= bit
    return income, contributions


def _collect(state: "State", p: int) -> None:
    """Collect the contributions of one project once, in its first week here, and free what pledges kept back."""
    projects = state.world.projects
    if projects.pledges_freed[p]:
        return
    pledged, most_weeks = int(projects.pledged_fen[p]), state.place_of_project(p).savings_weeks
    called = min(int(projects.gap_fen[p]), pledged)
    block = state.block_of(p)
    income, contributions = _collect_contributions(
        state.week, block, called, max(1, pledged), most_weeks, GAVE_MONEY, state.records
    )
    book_household_money(state, p, income, contributions, "contributions")
    projects.residents_fen[p] += contributions
    void_pledges(state, p)
    _settle_match(state, p)
    _plan_with_what_came(state, p)
    _set_advances_apart(state, p)


def _settle_match(state: "State", p: int) -> None:
    """Set the match to what the contributions that came bring in: no more than is lacking, and than was offered."""
    projects = state.world.projects
    if not is_matching(state.terms_of(p).payment):
        return
    lacking = int(projects.bill_fen[p] - projects.sponsor_fen[p] - projects.residents_fen[p])
    matched = min(int(projects.offer_fen[p]), match_of_contributions(state, p), max(0, lacking))
    projects.gap_fen[p] += projects.match_fen[p] - matched
    projects.match_fen[p] = matched
    cut_offer(state, p, matched)


def _plan_with_what_came(state: "State", p: int) -> None:
    """Leave out of the works the little by which rounding makes a match smaller than was planned."""
    projects = state.world.projects
    missing = max(0, int(projects.gap_fen[p] - projects.residents_fen[p]))
    projects.bill_fen[p] -= min(missing, int(projects.bill_fen[p]))


@kernel
def _split_payments(first: int, number: int, share: float, stakes: Stakes) -> int:
    """Set apart the part of each payment that is an advance; return the sum."""
    total = 0
    for k in range(first, first + number):
        advanced = int(stakes.paid_fen[k] * share)
        stakes.advanced_fen[k] += advanced
        stakes.paid_fen[k] -= advanced
        total += advanced
    return total


def _set_advances_apart(state: "State", p: int) -> None:
    """Of what givers paid, the part that the reward is to repay is an advance and no contribution."""
    projects = state.world.projects
    if projects.advance_fen[p] > 0:
        start, end, first = state.block_of(p)
        share = projects.advance_fen[p] / max(1, int(projects.gap_fen[p]))
        advanced = int(_split_payments(first, end - start, float(min(1.0, share)), state.records.stakes))
        projects.residents_fen[p] -= advanced
        projects.advances_fen[p] += advanced


# cash before the start ------------------------------------------------------------------------------------------


def _start_if_covered(state: "State", p: int) -> None:
    """Start works whose bill is covered, or (some) in the hope that it will be; else wait, and give up in the end."""
    projects, works = state.world.projects, state.settings.works
    if not projects.pledges_freed[p]:
        return
    confirm(state, p)
    missing = cash_lacking(state, p)
    need = state.world.needs.id[projects.need[p]]
    hopes = draw(state.seed, draws.START, need, 0, 0) < works.start_uncovered
    if missing > 0 and not hopes:
        if projects.waited[p] % WEEKS_PER_MONTH == 0:
            missing -= ask_advances(state, p, missing)
        if missing > 0:
            projects.waited[p] += 1
            if projects.waited[p] > works.patience_weeks:
                given = int(projects.residents_fen[p] + projects.advances_fen[p])
                give_up(state, p)
                pay_bonus(state, p, state.terms_of(p).protection, given)
            return
    if any_says(state.points.start_waits, state, p):
        return
    projects.waited[p] = 0
    pay_points(state, p)
    state.enter(np.array([p]), BUILDING)
