"""Levies that are owed, and pledges that hold only if enough others pledge (ODD 7.22)."""

from typing import TYPE_CHECKING

import numpy as np

from dizao.agents.compiled import kernel, rule
from dizao.agents.household import accrued, free_money
from dizao.agents.levy import unit_duty
from dizao.agents.parameters import People
from dizao.model.core import draws
from dizao.model.core.draws import draw, standard_logistic
from dizao.model.parameters import Levy
from dizao.model.world.make import Records
from dizao.model.world.projects import NEVER

if TYPE_CHECKING:
    from dizao.model.state import State


@rule
def mutual_share(households: int, levied: int, levy: Levy) -> float:
    """Share of those asked that must pledge for a pledge to hold (ODD 7.22).

    Parameters
    ----------
    households
        Households concerned.
    levied
        1 where the share is owed anyway, else 0.
    levy
        Rules of levies and mutual pledges.

    Returns
    -------
    Share, in [0, 1]; 0 where a pledge holds whoever else pledges.
    """
    return levy.mutual_share if levied == 0 and households <= levy.mutual_most_households else 0.0


@rule
def duty_in(seed: int, unit_id: int, levy: Levy) -> float:
    """How much a lawful decision binds in a unit (ODD 7.22).

    Parameters
    ----------
    seed
        Of the run.
    unit_id
        Id of the unit.
    levy
        Rules of levies.

    Returns
    -------
    Log-odds.
    """
    return unit_duty(standard_logistic(draw(seed, draws.LEVY_DUTY, unit_id, 0, 0)), levy)


@rule
def is_collected(seed: int, unit_id: int, levy: Levy) -> bool:
    """Whether somebody collects in a unit what is owed (ODD 7.22).

    Parameters
    ----------
    seed
        Of the run.
    unit_id
        Id of the unit.
    levy
        Rules of levies.

    Returns
    -------
    Whether somebody does.
    """
    return draw(seed, draws.LEVY_IDLE, unit_id, 0, 0) >= levy.idle_share


@kernel
def _count_pledges(p: int, tables: Records) -> tuple[int, int]:
    """Return how many households something is asked of, and how many of these have pledged money."""
    needs, projects, stakes = tables.needs, tables.projects, tables.stakes
    first, number = projects.first_stake[p], needs.end_household[projects.need[p]]
    asked, pledged = 0, 0
    for k in range(first, first + number - needs.first_household[projects.need[p]]):
        asked += stakes.asked_fen[k] > 0
        pledged += stakes.asked_fen[k] > 0 and stakes.pledged_fen[k] > 0
    return asked, pledged


def enough_pledge(state: "State", p: int) -> bool:
    """Return whether so many have pledged that mutual pledges hold.

    Parameters
    ----------
    state
        The state of the run.
    p
        Row of a project in its campaign.

    Returns
    -------
    Whether they do; always where pledges are not mutual.
    """
    start, end, _ = state.block_of(p)
    levied = int(state.world.kinds.levy[state.world.projects.category[p]])
    share = mutual_share(end - start, levied, state.settings.levy)
    if share <= 0.0:
        return True
    asked, pledged = _count_pledges(p, state.records)
    return bool(pledged >= share * asked)


@kernel
def _sue(seed: int, week: int, p: int, most_weeks: float, share: float, tables: Records, people: People) -> int:
    """Let a share of those who owe, have not paid and can pay be made to; return the number of claims."""
    needs, projects, stakes, households = tables.needs, tables.projects, tables.stakes, tables.households
    n, claims = projects.need[p], 0
    start, first = needs.first_household[n], projects.first_stake[p]
    for k in range(needs.end_household[n] - start):
        h, row = start + k, first + k
        owed = stakes.asked_fen[row]
        if owed == 0 or stakes.pledged_fen[row] > 0:
            continue
        have, spare_fen = households.savings_fen[h], households.spare_fen[h]
        have += accrued(have, spare_fen, week - households.savings_week[h], most_weeks)
        if free_money(have, households.committed_fen[h], spare_fen, people) < owed:
            continue
        if draw(seed, draws.LEVY_COURT, needs.id[n], households.id[h], 0) < share:
            stakes.pledged_fen[row], stakes.pledged_week[row] = owed, week
            if stakes.asked_week[row] == NEVER:
                stakes.asked_week[row] = week
            households.committed_fen[h] += owed
            projects.pledged_fen[p] += owed
            claims += 1
    return claims


def take_to_court(state: "State", p: int) -> None:
    """At the end of a levy, make a share of those who can pay and have not do so, at residents' time (ODD 7.22).

    Parameters
    ----------
    state
        The state of the run. Pledges are written, and minutes are booked.
    p
        Row of a project whose campaign closes; nothing happens where nothing is owed, or nobody collects.
    """
    levy, projects = state.settings.levy, state.world.projects
    if levy.court_share <= 0.0 or not state.world.kinds.levy[projects.category[p]]:
        return
    if not is_collected(state.seed, int(state.world.units.id[projects.unit[p]]), levy):
        return
    most_weeks = state.place_of_project(p).savings_weeks
    claims = int(_sue(state.seed, state.week, p, most_weeks, levy.court_share, state.records, state.people))
    state.spend_on(np.array([p]), np.array([int(claims * levy.court_minutes)]), "claims")
