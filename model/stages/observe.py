"""Stage 9, observe: the week's totals (ODD 4, observation)."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from dizao.agents.compiled import threaded_kernel
from dizao.agents.resident import CHILD
from dizao.model.parameters import WEEKS_PER_MONTH
from dizao.model.world.make import Records
from dizao.model.world.place import starts
from dizao.model.world.projects import BUILDING, CAMPAIGNING, EVALUATING, IN_USE

if TYPE_CHECKING:
    from dizao.model.state import State

COUNTED = (
    "arose", "voiced", "settled", "meetings", "attendances", "objections", "proposals", "consents", "applications",
    "offers", "asked_again", "offers_void", "funded", "unfunded", "completed", "abandoned", "accepted", "refused",
    "supervisors", "keepers", "sites_waiting", "labour_minutes", "public_fen", "residents_fen", "lost_fen",
    "benefit_fen",
)  # fmt: skip
MEANS = ("trust", "efficacy", "fatigue", "belief", "reciprocity")


def run(state: "State") -> None:
    """Note the week's counts, what is open, and (every fourth week, else as before) the means of people's state.

    Parameters
    ----------
    state
        The state of the run; changed in place.
    """
    weekly, projects = state.weekly, state.world.projects
    row: dict[str, float] = {"week": state.week}
    row |= {name: state.counted(name) for name in (*COUNTED, *state.extra_counts)}
    row["campaigns_open"] = int((projects.stage == CAMPAIGNING).sum())
    row["sites_open"] = int((projects.stage == BUILDING).sum())
    row["in_use"] = len(state.in_stage(EVALUATING, IN_USE))
    row["budget_free_fen"] = state.free_budget_fen
    row["expected_subsidy"] = float(state.world.units.expected_subsidy.mean())
    row |= _means(state) if state.week % WEEKS_PER_MONTH == 0 or not weekly else _last_means(weekly)
    for name, value in row.items():
        weekly.setdefault(name, []).append(value)


@threaded_kernel
def _copy_state(
    begin: int,
    end: int,
    first_adult: NDArray[np.int32],
    tables: Records,
    of_adults: NDArray[np.float32],
    of_deciding: NDArray[np.float32],
) -> None:
    """Copy the state of a unit's adults, and of those who decide for their households, into columns of their own.

    A mean of a column that lies in one piece is taken much faster than one picked out of the records.
    """
    units, households, residents = tables.units, tables.households, tables.residents
    for u in range(begin, end):
        a = first_adult[u]
        for r in range(units.first_resident[u], units.first_resident[u + 1]):
            if residents.age[r] != CHILD:
                of_adults[0, a], of_adults[1, a] = residents.trust[r], residents.efficacy[r]
                of_adults[2, a] = residents.fatigue[r]
                a += 1
        for h in range(units.first_household[u], units.first_household[u + 1]):
            r = households.first_resident[h]
            of_deciding[0, h], of_deciding[1, h] = residents.belief[r], residents.reciprocity[r]


def _means(state: "State") -> dict[str, float]:
    """Means of adults' trust, efficacy and fatigue, and of deciding adults' belief and reciprocity."""
    first_adult = starts(state.world.units.adults)
    of_adults = np.empty((3, first_adult[-1]), dtype=np.float32)
    of_deciding = np.empty((2, len(state.world.households.id)), dtype=np.float32)
    _copy_state(len(first_adult) - 1, first_adult, state.records, of_adults, of_deciding)
    return {
        name: float(column.mean(dtype=np.float64))
        for name, column in zip(MEANS, [*of_adults, *of_deciding], strict=True)
    }


def _last_means(weekly: dict[str, list[float]]) -> dict[str, float]:
    return {name: weekly[name][-1] for name in MEANS}
