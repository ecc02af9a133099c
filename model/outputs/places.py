"""How groups of places fare in a run: a row for each, and one for all of them (docs/outputs.md)."""

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dizao.model.outputs.results import cohort_of, household_benefits
from dizao.model.parameters import WEEKS_PER_YEAR
from dizao.model.world.place import slice_of_each
from dizao.model.world.projects import EVALUATING, IN_USE, NEVER

if TYPE_CHECKING:
    from dizao.model.state import State

ALL = "all"
"""Name of the row for all groups together."""

FIFTH = 0.2

type Columns = dict[str, NDArray[Any]]


class _Fared(NamedTuple):
    """How each household fares, shape (households,): its unit (row), people, income a year, benefit, fen, if served."""

    unit: NDArray[np.int64]
    people: NDArray[np.int32]
    income: NDArray[np.float64]
    benefit: NDArray[np.float64]
    served: NDArray[np.bool_]


def places_table(state: "State") -> Columns:
    """Return how groups of places fare; without groups there is one row, for all.

    Parameters
    ----------
    state
        The state of the run.

    Returns
    -------
    Columns by name, a row for each group and the last for all; poorest fifths are those of the row's own units and
    households, by income a head.
    """
    world, named = state.world, [group.name for group in state.groups if group.name]
    benefit, served = household_benefits(state, state.world.projects.benefit_fen)
    of_unit = slice_of_each(world.units.first_household)
    # Spare money is a part of income.
    share = np.maximum(state.of_units("spare_money_share", of_unit), 1e-12)
    income = world.households.spare_fen * WEEKS_PER_YEAR / share
    fared = _Fared(of_unit, np.diff(world.households.first_resident), income, benefit, served)
    masks = [world.units.group == g for g in range(len(named))]
    rows = [_row(state, units, fared) for units in [*masks, np.ones(len(world.units.id), dtype=np.bool_)]]
    columns: Columns = {"place": np.array([*named, ALL], dtype=object)}
    numbers = {name: np.array([row[name] for row in rows]) for name in rows[0]}
    # What is undefined is masked, such as a share of an income of nothing.
    return columns | {k: np.ma.masked_invalid(v) if v.dtype.kind == "f" else v for k, v in numbers.items()}


def _row(state: "State", units: NDArray[np.bool_], fared: _Fared) -> dict[str, float]:
    """Return the row of some units."""
    projects, own = state.world.projects, units[fared.unit]
    cohort = cohort_of(state)
    cohort = cohort[units[projects.unit[cohort]]]
    incomes, people = (np.bincount(fared.unit, weights=column) for column in (fared.income, fared.people))
    poor_units = _poorest(incomes / np.maximum(1.0, people), units)[fared.unit]
    poor_households = _poorest(fared.income / fared.people, own)
    given = int((projects.residents_fen + projects.advances_fen)[cohort].sum())
    years, income = state.settings.calendar.programme_weeks / WEEKS_PER_YEAR, float(fared.income[own].sum())
    return {
        "units": int(units.sum()),
        "households": int(own.sum()),
        "income_fen_a_head": _ratio(income, float(fared.people[own].sum())),
        "projects": len(cohort),
        "completed": int((projects.week_of[cohort, EVALUATING] > NEVER).sum()),
        "in_use": int(np.isin(projects.stage[cohort], (EVALUATING, IN_USE)).sum()),
        "households_served": int(fared.served[own].sum()),
        "benefit_fen": int(np.round(projects.benefit_fen[cohort]).sum()),
        "public_fen": int(projects.public_fen[cohort].sum()),
        "residents_fen": given,
        "contributions_of_income": _ratio(given, income * years),
        "served_share": _mean(fared.served, own),
        "served_share_poorest_units": _mean(fared.served, poor_units),
        "served_share_poorest_households": _mean(fared.served, poor_households),
        "benefit_fen_a_household": _mean(fared.benefit, own),
        "benefit_fen_a_household_poorest_units": _mean(fared.benefit, poor_units),
        "benefit_fen_a_household_poorest_households": _mean(fared.benefit, poor_households),
    }


def _poorest(values: NDArray[np.float64], among: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return where the fifth with the lowest values lies, at least one; equal ones in the order of their ids."""
    rows, found = np.flatnonzero(among), np.zeros(len(values), dtype=np.bool_)
    found[rows[np.argsort(values[rows], kind="stable")[: max(1, round(FIFTH * len(rows)))]]] = True
    return found


def _mean(values: NDArray[Any], rows: NDArray[np.bool_]) -> float:
    return float(values[rows].mean()) if rows.any() else float("nan")


def _ratio(part: float, whole: float) -> float:
    return part / whole if whole else float("nan")
