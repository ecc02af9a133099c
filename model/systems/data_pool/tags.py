"""Tags of the data pool: whom members visit, with errors of both kinds (ODD 7.27)."""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dizao.agents.compiled import rule, threaded_kernel
from dizao.model.core.draws import draw
from dizao.model.systems.data_pool import SYSTEM, TAG, DataPool
from dizao.model.world.make import Records
from dizao.model.world.projects import CAMPAIGNING

if TYPE_CHECKING:
    from dizao.model.state import State

CONCERNED, ABLE = 0, 1
"""What a tag says, in the key of a draw."""


class Wanted(NamedTuple):
    """Whom tags are to find this week.

    ``campaign`` is by unit the row of the campaign that its members see to, -1 for none; ``looks`` whether they look
    for whom an unvoiced need concerns; ``needs`` are rows of these needs, those of a unit from ``first`` on (shape
    (units + 1,)). ``able`` is by household.
    """

    campaign: NDArray[np.int64]
    looks: NDArray[np.bool_]
    needs: NDArray[np.int64]
    first: NDArray[np.int64]
    able: NDArray[np.bool_]


@rule
def wrong_tag(base: float, precision: float, recall: float) -> float:
    """Chance that a household has a tag that is not meant for it (ODD 7.27).

    Parameters
    ----------
    base
        Share of the households for which it is meant.
    precision
        Share of those with the tag for which it is meant; where it is below the base rate, that holds.
    recall
        Share of those for which it is meant that have it.

    Returns
    -------
    Probability, at most `recall`: as much where tags are no better than blind.
    """
    if base <= 0.0 or base >= 1.0:
        return 0.0
    right = max(precision, base)
    return recall * (base * (1.0 - right) / (right * (1.0 - base)))


@rule
def _tag_concerned(seed: int, n: int, u: int, pool: DataPool, tables: Records, tagged: NDArray[np.bool_]) -> None:
    """Tag households of a unit as concerned by one need, most of them rightly."""
    units, needs, households = tables.units, tables.needs, tables.households
    start, end = needs.first_household[n], needs.end_household[n]
    base = (end - start) / (units.first_household[u + 1] - units.first_household[u])
    wrong = wrong_tag(base, pool.precision, pool.recall)
    for h in range(units.first_household[u], units.first_household[u + 1]):
        chance = pool.recall if start <= h < end else wrong
        if draw(seed, TAG, needs.id[n], households.id[h], CONCERNED) < chance:
            tagged[h] = True


@rule
def _tag_able(
    seed: int, n: int, pool: DataPool, able: NDArray[np.bool_], tables: Records, tagged: NDArray[np.bool_]
) -> None:
    """Tag households concerned by a campaign as able to help with it, most of them rightly."""
    needs, households = tables.needs, tables.households
    start, end = needs.first_household[n], needs.end_household[n]
    number = 0
    for h in range(start, end):
        number += 1 if able[h] else 0
    wrong = wrong_tag(number / max(1, end - start), pool.precision, pool.recall)
    for h in range(start, end):
        chance = pool.recall if able[h] else wrong
        if draw(seed, TAG, needs.id[n], households.id[h], ABLE) < chance:
            tagged[h] = True


@threaded_kernel
def _tag_all(
    begin: int, end: int, seed: int, wanted: Wanted, pool: DataPool, tables: Records, tagged: NDArray[np.bool_]
) -> None:
    """Tag the households of some units; where nobody whom members could visit has a tag, everybody counts as tagged."""
    units, needs = tables.units, tables.needs
    for u in range(begin, end):
        first, last = units.first_household[u], units.first_household[u + 1]
        p = wanted.campaign[u]
        if p >= 0:
            n = tables.projects.need[p]
            first, last = needs.first_household[n], needs.end_household[n]
            _tag_able(seed, n, pool, wanted.able, tables, tagged)
        elif wanted.looks[u]:
            for k in range(wanted.first[u], wanted.first[u + 1]):
                _tag_concerned(seed, wanted.needs[k], u, pool, tables, tagged)
        if not tagged[first:last].any():
            tagged[first:last] = True


def choose_tagged(state: "State", about: NDArray[np.int64], rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the households with a tag, where tags are of use; elsewhere all of them.

    Parameters
    ----------
    state
        The state of the run.
    about
        Row of the first open vote or campaign of each unit, -1 where nothing is open, shape (units,).
    rows
        Rows of the households among which members choose, ascending.

    Returns
    -------
    Those of them that members may visit, ascending; of each unit, vote or campaign at least one if there was one.
    """
    pool = state.settings.data_pool
    if pool.recall <= 0.0:
        return rows
    world, able = state.world, state.systems[SYSTEM.name].able
    in_campaign = np.isin(about, state.in_stage(CAMPAIGNING))
    needs = np.sort(state.unvoiced[world.needs.met[state.unvoiced] == 0])
    first = np.searchsorted(world.needs.unit[needs], np.arange(len(about) + 1))
    wanted = Wanted(np.where(in_campaign, about, -1), about < 0, needs, first, able)
    tagged = np.zeros(len(able), dtype=np.bool_)
    _tag_all(len(about), state.seed, wanted, pool, state.records, tagged)
    return rows[tagged[rows]]
