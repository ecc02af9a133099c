"""Stage 9, observe: the week's totals (ODD 4, observation)."""

from typing import TYPE_CHECKING

import numpy as np

from dizao.agents.resident import CHILD
from dizao.model.parameters import WEEKS_PER_MONTH
from dizao.model.projects import BUILDING, CAMPAIGNING, EVALUATING, IN_USE

if TYPE_CHECKING:
    from dizao.model.engine import Engine

COUNTED = (
    "arose", "voiced", "settled", "meetings", "attendances", "objections", "proposals", "consents", "applications",
    "offers", "funded", "unfunded", "completed", "abandoned", "accepted", "refused", "supervisors", "keepers",
    "sites_waiting", "labour_minutes", "public_fen", "residents_fen", "lost_fen", "benefit_fen",
)  # fmt: skip
MEANS = ("trust", "efficacy", "fatigue", "belief", "reciprocity")


def run(engine: "Engine") -> None:
    """Note the week's counts, what is open, and (every fourth week, else as before) the means of people's state."""
    weekly, projects = engine.weekly, engine.world.projects
    row: dict[str, float] = {"week": engine.week}
    row |= {name: engine.counted(name) for name in COUNTED}
    row["campaigns_open"] = int((projects.stage == CAMPAIGNING).sum())
    row["sites_open"] = int((projects.stage == BUILDING).sum())
    row["in_use"] = int(np.isin(projects.stage, (EVALUATING, IN_USE)).sum())
    row["budget_free_fen"] = engine.free_budget_fen
    row |= _means(engine) if engine.week % WEEKS_PER_MONTH == 0 or not weekly else _last_means(weekly)
    for name, value in row.items():
        weekly.setdefault(name, []).append(value)


def _means(engine: "Engine") -> dict[str, float]:
    """Means of adults' trust, efficacy and fatigue, and of deciding adults' belief and reciprocity."""
    residents = engine.world.residents
    adults = residents.age != CHILD
    deciding = engine.world.households.first_resident[:-1]
    rows = {name: adults if name in MEANS[:3] else deciding for name in MEANS}
    return {name: float(getattr(residents, name)[rows[name]].mean(dtype=np.float64)) for name in MEANS}


def _last_means(weekly: dict[str, list[float]]) -> dict[str, float]:
    return {name: weekly[name][-1] for name in MEANS}
