"""One account of welfare over whole lives, in two parts: projects, and hearing (ODD 7.19)."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from dizao.agents.compiled import kernel
from dizao.model.outputs.whole_lives import WholeLives
from dizao.model.parameters import FEN_PER_YUAN, MINUTES_PER_HOUR, WEEKS_PER_YEAR
from dizao.model.systems.registry import TASKS
from dizao.model.world.make import Records
from dizao.model.world.population import INCOME_GROUPS
from dizao.model.world.projects import EVALUATING, MATTER, NEVER

if TYPE_CHECKING:
    from dizao.model.state import State

HOURS: dict[str, str] = {
    "meetings": "meeting_hours",
    "visits": "member_hours",
    **dict.fromkeys(("recording", "settling", "deciding", "inspecting"), "official_hours"),
    **TASKS,
}
"""The outcome in which hours of neighbours, members and offices count, by the words in the ledger."""

OF_PROJECTS = ("deciding", "inspecting")
"""Of these, the hours that are spent on single projects."""

WHOLE_LIFE = (
    "net_present_value_yuan", "projects_npv_yuan", "hearing_npv_yuan", "weighted_npv_yuan", "whole_life_benefit_yuan",
    "public_present_yuan", "life_years", "gini_units", "gini_income", "gini_age",
)  # fmt: skip
"""Outcomes that are only known when things are followed to their ends of life."""


def welfare(state: "State", cohort: NDArray[np.int64], lives: WholeLives) -> dict[str, float]:
    """Return the outcomes of the account of welfare.

    Parameters
    ----------
    state
        The state of the run.
    cohort
        Rows of the projects whose needs arose in the programme window.
    lives
        What projects have brought and taken up over their whole lives.

    Returns
    -------
    By name; yuan in week 0, and the years for which finished projects are in use.
    """
    weights, works = state.settings.welfare, state.settings.works
    paid = {party: float(fen[cohort].sum()) / FEN_PER_YUAN for party, fen in lives.paid_fen.items()}
    benefit = float(lives.benefit_fen[cohort].sum()) / FEN_PER_YUAN
    spent = paid.pop("public") * weights.cost_of_public_funds + sum(paid.values())
    spent += float(lives.residents_minutes[cohort].sum()) / MINUTES_PER_HOUR * works.resident_wage
    office_hours = float(lives.offices_minutes[cohort].sum()) / MINUTES_PER_HOUR
    spent += office_hours * works.official_wage * weights.cost_of_public_funds
    projects, hearing = benefit - spent, _hearing(state)
    net = household_nets(state, cohort, lives) / FEN_PER_YUAN
    return {
        "net_present_value_yuan": projects + hearing,
        "projects_npv_yuan": projects,
        "hearing_npv_yuan": hearing,
        "weighted_npv_yuan": projects + hearing + float(((income_weights(state) - 1.0) * net).sum()),
        "whole_life_benefit_yuan": benefit,
        "public_present_yuan": float(lives.paid_fen["public"][cohort].sum()) / FEN_PER_YUAN,
        "life_years": _years_in_use(state, cohort, lives),
    }


def _hearing(state: "State") -> float:
    """Return what settled matters are worth less the hours of meetings, visits and offices, yuan, from week 0 on.

    Both go by the calendar, since the hours of a meeting belong to no single need.
    """
    needs, works = state.world.needs, state.settings.works
    settled = (needs.kind == MATTER) & (needs.week_settled >= 0)
    value = float(needs.benefit_fen[settled].sum()) / FEN_PER_YUAN
    official = works.official_wage * state.settings.welfare.cost_of_public_funds
    for week, why, minutes in state.ledger.minutes_by_week():
        if week >= 0 and why in HOURS and why not in OF_PROJECTS:
            wage = official if HOURS[why] == "official_hours" else works.resident_wage
            value -= minutes / MINUTES_PER_HOUR * wage * state.present(week)
    return value


def _years_in_use(state: "State", cohort: NDArray[np.int64], lives: WholeLives) -> float:
    finished = state.world.projects.week_of[cohort, EVALUATING]
    over = (finished > NEVER) & (lives.week_ended[cohort] > NEVER)
    weeks = (lives.week_ended[cohort] - finished)[over]
    return float(weeks.mean()) / WEEKS_PER_YEAR if len(weeks) else float("nan")


# households -----------------------------------------------------------------------------------------------------


@kernel
def _add_nets(
    rows: NDArray[np.int64],
    benefit: NDArray[np.float64],
    paid: NDArray[np.float64],
    hours_fen: NDArray[np.float64],
    tables: Records,
    net: NDArray[np.float64],
) -> None:
    """Add to each household what some projects bring it less its money and its part of the hours, fen."""
    needs, projects, stakes = tables.needs, tables.projects, tables.stakes
    for p in rows:
        n, first = projects.need[p], projects.first_stake[p]
        start, number = needs.first_household[n], needs.end_household[n] - needs.first_household[n]
        given, pledged = 0.0, 0.0
        for k in range(first, first + number):
            given += stakes.paid_fen[k] + stakes.advanced_fen[k]
            pledged += stakes.pledged_fen[k]
        flow = benefit[p] / projects.benefit_fen_year[p] if projects.benefit_fen_year[p] != 0 else 0.0
        for k in range(number):
            row = first + k
            own = 1.0 / number
            if given > 0.0:
                own = (stakes.paid_fen[row] + stakes.advanced_fen[row]) / given
            elif pledged > 0.0:
                own = stakes.pledged_fen[row] / pledged
            net[start + k] += stakes.value_fen[row] * flow - paid[p] * own - hours_fen[p] / number


def household_nets(state: "State", cohort: NDArray[np.int64], lives: WholeLives) -> NDArray[np.float64]:
    """Return what each household has of the window's projects over their whole lives, less what it gives, fen.

    What residents put into a project less what came back goes by what each has in it (by pledges where that is
    nothing: refund bonuses); hours of labour, supervision and upkeep are divided over all who are concerned.

    Parameters
    ----------
    state
        The state of the run.
    cohort
        Rows of the projects whose needs arose in the programme window.
    lives
        What projects have brought and taken up over their whole lives.

    Returns
    -------
    Fen in week 0, shape (households,).
    """
    net = np.zeros(len(state.world.households.id))
    fen_a_minute = state.settings.works.resident_wage * FEN_PER_YUAN / MINUTES_PER_HOUR
    rows = cohort[state.world.projects.first_stake[cohort] >= 0]
    hours = lives.residents_minutes * fen_a_minute
    _add_nets(rows, lives.benefit_fen, lives.paid_fen["residents"], hours, state.records, net)
    return net


def income_weights(state: "State") -> NDArray[np.float64]:
    """Return what a yuan counts to each household: (mean income / that of its income fifth) to the stated aversion.

    Parameters
    ----------
    state
        The state of the run.

    Returns
    -------
    Weights, shape (households,); 1 for all without aversion.
    """
    households = state.world.households
    group, money = households.income_group, households.spare_fen.astype(np.float64)
    sums = np.bincount(group, weights=money, minlength=INCOME_GROUPS)
    sizes = np.bincount(group, minlength=INCOME_GROUPS)
    means = np.where(sizes > 0, sums / np.maximum(1, sizes), money.mean())
    return np.asarray((money.mean() / np.maximum(1.0, means)) ** state.settings.welfare.inequality_aversion)[group]


# who is asked ---------------------------------------------------------------------------------------------------


@kernel
def _asked_and_paid(
    rows: NDArray[np.int64], tables: Records, asked: NDArray[np.bool_], paid: NDArray[np.int64]
) -> None:
    """Note who was asked in any campaign, and add what each household has paid in contributions, fen."""
    needs, projects, stakes = tables.needs, tables.projects, tables.stakes
    for p in rows:
        n, first = projects.need[p], projects.first_stake[p]
        for k in range(needs.end_household[n] - needs.first_household[n]):
            h = needs.first_household[n] + k
            asked[h] = asked[h] or stakes.asked_week[first + k] > NEVER
            paid[h] += stakes.paid_fen[first + k]


def contributions(state: "State", cohort: NDArray[np.int64]) -> dict[str, float]:
    """Return what a household gives: of those asked, of all; and how many are never asked.

    Parameters
    ----------
    state
        The state of the run.
    cohort
        Rows of the projects whose needs arose in the programme window.

    Returns
    -------
    By name of the outcome; nan where nobody was asked.
    """
    number = len(state.world.households.id)
    asked, paid = np.zeros(number, dtype=np.bool_), np.zeros(number, dtype=np.int64)
    rows = cohort[state.world.projects.first_stake[cohort] >= 0]
    _asked_and_paid(rows, state.records, asked, paid)
    total, all_asked = float(paid.sum()) / FEN_PER_YUAN, int(asked.sum())
    return {
        "contribution_per_asked_yuan": total / all_asked if all_asked else float("nan"),
        "contribution_per_household_yuan": total / max(1, number),
        "never_asked_share": 1.0 - all_asked / max(1, number),
    }
