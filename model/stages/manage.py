"""Stage 7, manage (共管): condition decays; those who feel it is theirs keep it up (ODD 7.8)."""

from typing import TYPE_CHECKING

import numpy as np

from dizao.agents.compiled import rule, threaded_kernel
from dizao.agents.resident import KEPT_UP, keep_log_odds, logistic
from dizao.model import draws
from dizao.model.draws import draw
from dizao.model.parameters import FEN_PER_YUAN, MINUTES_PER_HOUR, WEEKS_PER_YEAR
from dizao.model.projects import ENDED, EVALUATING, IN_USE

if TYPE_CHECKING:
    from dizao.model.engine import Engine

WEEKS_PER_MONTH = 4


@rule
def _neighbours_who_kept(h, start, end, first, month, tables):
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


@rule
def _keepers(seed, week, p, call, tables, people):
    """Let the households that gain from a project decide whether to lend a hand this month; return how many do."""
    needs, households, residents, stakes = tables.needs, tables.households, tables.residents, tables.stakes
    n, first = tables.projects.need[p], tables.projects.first_stake[p]
    start, end = needs.first_household[n], needs.end_household[n]
    mean = max(1.0, tables.projects.benefit_fen_year[p] / max(1, end - start))
    keepers = 0
    for k in range(end - start):
        h, row = start + k, first + k
        if stakes.value_fen[row] <= 0:
            continue
        r = households.first_resident[h]
        owns = 1.0 if stakes.paid_fen[row] > 0 or stakes.labour_minutes[row] > 0 else 0.0
        share = _neighbours_who_kept(h, start, end, first, week - call, tables)
        odds = keep_log_odds(owns, share, stakes.value_fen[row] / mean, float(residents.fatigue[r]), people)
        if draw(seed, draws.KEEP, needs.id[n], households.id[h], week) < logistic(odds):
            keepers += 1
            stakes.kept_week[row] = week
            residents.took_part[r] |= KEPT_UP
    return keepers


@rule
def _keep_unit(seed, week, rows, call, tables, people):
    for p in rows:
        tables.projects.keepers[p] = _keepers(seed, week, p, call, tables, people)


@threaded_kernel
def _keep_all(begin, end, seed, week, rows, starts, call, tables, people):
    for g in range(begin, end):
        _keep_unit(seed, week, rows[starts[g] : starts[g + 1]], call, tables, people)


def run(engine: "Engine") -> None:
    """Once a month: lend a hand, spend the upkeep fund, and let time do its work."""
    if engine.week % WEEKS_PER_MONTH:
        return
    projects = engine.world.projects
    rows = engine.in_stage(EVALUATING, IN_USE)
    if not len(rows):
        return
    _, starts = np.unique(projects.unit[rows], return_index=True)
    _keep_all(
        len(starts),
        engine.seed,
        engine.week,
        rows,
        np.append(starts, len(rows)),
        WEEKS_PER_MONTH,
        engine.records,
        engine.people,
    )
    engine.count("keepers", int(projects.keepers[rows].sum()))
    for p in rows:
        _decay(engine, int(p))


def _decay(engine: "Engine", p: int) -> None:
    """Let a month pass over one project: decay, less what hands and money restore; worn out below a condition."""
    projects, works = engine.world.projects, engine.settings.works
    full = works.upkeep_share * projects.cost_fen[p] * WEEKS_PER_MONTH / WEEKS_PER_YEAR
    hands = _work_of_hands(engine, p, full)
    restored = min(1.0, (hands + _spend_upkeep(engine, p, full - hands)) / max(1.0, full))
    decay = 1.0 - (1.0 - engine.world.kinds.decay[projects.category[p]]) ** (WEEKS_PER_MONTH / WEEKS_PER_YEAR)
    projects.condition[p] *= 1.0 - decay * (1.0 - restored)
    if projects.condition[p] < works.alive_condition and projects.stage[p] == IN_USE:
        engine.enter(np.array([p]), ENDED)
        engine.forget(int(projects.need[p]))


def _work_of_hands(engine: "Engine", p: int, full: float) -> float:
    """Book the hours of those who lend a hand, no more than are needed; return what they are worth, fen."""
    projects, works = engine.world.projects, engine.settings.works
    an_hour = works.labour_wage * FEN_PER_YUAN
    offered = int(projects.keepers[p] * works.keep_minutes)
    minutes = min(offered, int(np.ceil(full / an_hour * MINUTES_PER_HOUR)))
    projects.keep_minutes[p] += minutes
    engine.spend_time("time_residents", projects.unit[p : p + 1], np.array([minutes]), "upkeep")
    return min(full, minutes / MINUTES_PER_HOUR * an_hour)


def _spend_upkeep(engine: "Engine", p: int, lacking: float) -> int:
    """Spend what the unit's upkeep fund has on what hands do not do; return the fen spent."""
    ledger, unit = engine.ledger, engine.world.projects.unit[p]
    fen = min(int(lacking), int(ledger.balance("upkeep_fund", unit)[0]))
    ledger.post(engine.week, ledger.account("upkeep_fund", unit), ledger.account("upkeep_works"), fen, "upkeep")
    return fen
