"""Stage 7, manage (共管): condition decays; those who feel it is theirs keep it up (ODD 7.8)."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from dizao.agents.compiled import kernel, rule, threaded_kernel
from dizao.agents.parameters import People
from dizao.agents.resident import KEPT_UP, keep_log_odds, logistic
from dizao.model.core import draws
from dizao.model.core.draws import When, draw
from dizao.model.parameters import FEN_PER_YUAN, MINUTES_PER_HOUR, WEEKS_PER_MONTH, WEEKS_PER_YEAR
from dizao.model.world.make import Records
from dizao.model.world.projects import ENDED, EVALUATING, IN_USE

if TYPE_CHECKING:
    from dizao.model.state import State


@rule
def _neighbours_who_kept(h: int, start: int, end: int, first: int, month: int, tables: Records) -> float:
    """Share of a household's ties among those concerned that kept it up the month before."""
    households, residents, stakes, ties = tables.households, tables.residents, tables.stakes, tables.ties
    number, kept = 0, 0
    r = households.first_resident[h]
    for t in range(ties.first[r], ties.first[r + 1]):
        other = residents.household[ties.neighbours[t]]
        if start <= other < end and other != h:
            number += 1
            if stakes.kept_week[first + other - start] == month:
                kept += 1
    return kept / number if number > 0 else 0.0


@kernel
def _keepers(seed: int, week: int, p: int, call: int, tables: Records, people: People) -> int:
    """Let the households that gain from a project decide whether to lend a hand this month; return how many do."""
    needs, households, residents, stakes = tables.needs, tables.households, tables.residents, tables.stakes
    n, first = tables.projects.need[p], tables.projects.first_stake[p]
    start, end = needs.first_household[n], needs.end_household[n]
    theirs = tables.projects.benefit_fen_year[p] - tables.projects.free_value_fen[p]
    mean = max(1.0, theirs / max(1, end - start))
    keeping, keepers = np.empty(end - start, dtype=np.int64), 0
    for k in range(end - start):
        h, row = start + k, first + k
        if stakes.value_fen[row] <= 0:
            continue
        r = households.first_resident[h]
        owns = 1.0 if stakes.paid_fen[row] > 0 or stakes.labour_minutes[row] > 0 else 0.0
        random_draw = draw(seed, draws.KEEP, needs.id[n], households.id[h], week)
        ratio, fatigue = stakes.value_fen[row] / mean, float(residents.fatigue[r])
        # Most would not lend a hand whatever their neighbours do: these need not be looked at.
        alone = keep_log_odds(owns, 0.0, ratio, fatigue, people)
        if random_draw >= logistic(alone + max(0.0, people.keep_neighbours)):
            continue
        share = _neighbours_who_kept(h, start, end, first, week - call, tables)
        keeping[keepers] = k
        keepers += random_draw < logistic(keep_log_odds(owns, share, ratio, fatigue, people))
    # Noted when all have decided: who keeps it up again has kept it up the month before, and must be seen to have.
    for i in range(keepers):
        stakes.kept_week[first + keeping[i]] = week
        residents.took_part[households.first_resident[start + keeping[i]]] |= KEPT_UP
    return keepers


@threaded_kernel
def _keep_all(
    begin: int,
    end: int,
    when: When,
    rows: NDArray[np.int64],
    starts: NDArray[np.int64],
    call: int,
    tables: Records,
    people: People,
) -> None:
    for g in range(begin, end):
        for p in rows[starts[g] : starts[g + 1]]:
            tables.projects.keepers[p] = _keepers(when.seed, when.week, p, call, tables, people)


def run(state: "State") -> None:
    """Once a month: lend a hand, spend the upkeep fund, and let time do its work.

    Parameters
    ----------
    state
        The state of the run; changed in place.
    """
    if state.week % WEEKS_PER_MONTH:
        return
    projects = state.world.projects
    rows = state.in_stage(EVALUATING, IN_USE)
    if not len(rows):
        return
    _, starts = np.unique(projects.unit[rows], return_index=True)
    _keep_all(
        len(starts),
        When(state.seed, state.week),
        rows,
        np.append(starts, len(rows)),
        WEEKS_PER_MONTH,
        state.records,
        state.people,
    )
    state.count("keepers", int(projects.keepers[rows].sum()))
    full = state.settings.works.upkeep_share * projects.cost_fen[rows] * WEEKS_PER_MONTH / WEEKS_PER_YEAR
    done = _work_of_hands(state, rows, full)
    done += _spend_upkeep(state, rows, full - done)
    _decay(state, rows, np.minimum(1.0, done / np.maximum(1.0, full)))


def _work_of_hands(state: "State", rows: NDArray[np.int64], full: NDArray[np.float64]) -> NDArray[np.float64]:
    """Book the hours of those who lend a hand, no more than are needed; return what they are worth, fen."""
    projects, works = state.world.projects, state.settings.works
    an_hour = works.labour_wage * FEN_PER_YUAN
    offered = (projects.keepers[rows] * works.keep_minutes).astype(np.int64)
    minutes = np.minimum(offered, np.ceil(full / an_hour * MINUTES_PER_HOUR).astype(np.int64))
    projects.keep_minutes[rows] += minutes
    state.spend_on(rows, minutes, "upkeep")
    return np.minimum(full, minutes / MINUTES_PER_HOUR * an_hour)


def _spend_upkeep(state: "State", rows: NDArray[np.int64], lacking: NDArray[np.float64]) -> NDArray[np.int64]:
    """Spend what the units' upkeep funds have on what hands do not do, in id order; return the fen spent."""
    ledger, units = state.ledger, state.world.projects.unit[rows]
    spent = np.zeros(len(rows), dtype=np.int64)
    for k in np.flatnonzero(ledger.balance("upkeep_fund", units) > 0):
        fund = ledger.account("upkeep_fund", units[k])
        spent[k] = min(int(lacking[k]), int(ledger.fen[fund][0]))
        ledger.post(state.week, fund, ledger.account("upkeep_works"), spent[k], "upkeep")
    return spent


def _decay(state: "State", rows: NDArray[np.int64], restored: NDArray[np.float64]) -> None:
    """Let a month pass: decay, less what hands and money restore; worn out below a condition, or of old age."""
    projects, kinds, works = state.world.projects, state.world.kinds, state.settings.works
    yearly = kinds.decay[projects.category[rows]]
    monthly = 1.0 - (1.0 - yearly) ** (WEEKS_PER_MONTH / WEEKS_PER_YEAR)
    projects.condition[rows] *= 1.0 - monthly * (1.0 - restored)
    oldest = works.longest_life * kinds.life_years[projects.category[rows]] * WEEKS_PER_YEAR
    over = state.week - projects.week_of[rows, EVALUATING] >= oldest
    over |= projects.condition[rows] < works.functioning_condition
    # As long as money is retained somebody will repair it.
    worn = rows[over & (projects.stage[rows] == IN_USE) & (projects.retention_fen[rows] == 0)]
    state.enter(worn, ENDED)
    for p in worn:
        state.forget(int(projects.need[p]))
