"""Stage 7, manage 共管: condition decays; those who feel it is theirs keep it up (ODD 7.8)."""

import math
from typing import TYPE_CHECKING

from dizao.model.core import draws
from dizao.model.parameters import FEN_PER_YUAN, MINUTES_PER_HOUR, WEEKS_PER_MONTH, WEEKS_PER_YEAR

from . import needs
from .rules import keeps_up

if TYPE_CHECKING:
    from .model import ReferenceModel
    from .things import Project, Stake


def run(model: "ReferenceModel") -> None:
    """Once a month: lend a hand, spend the upkeep fund, and let time do its work."""
    if model.week % WEEKS_PER_MONTH:
        return
    in_use = model.in_stage("evaluate", "use")
    for p in in_use:
        p.keepers = _keepers(model, p)
    for p in in_use:
        full = model.settings.works.upkeep_share * p.cost_fen * WEEKS_PER_MONTH / WEEKS_PER_YEAR
        done = _work_of_hands(model, p, full)
        done += _spend_fund(model, p, full - done)
        _decay(model, p, min(1.0, done / max(1.0, full)))
    worn = [p for p in in_use if p.stage == "use" and p.retention_fen == 0 and _is_over(model, p)]
    for p in worn:
        p.enter("ended", model.week)
    for p in worn:
        needs.goes_out_of_use(model, p)


def _keepers(model: "ReferenceModel", p: "Project") -> int:
    """Let the households that gain decide at once, then note who does."""
    keeping = [s for s in p.stakes if s.value_fen > 0 and _keeps(model, p, s)]
    for s in keeping:
        s.kept_week = model.week
    return len(keeping)


def _keeps(model: "ReferenceModel", p: "Project", s: "Stake") -> bool:
    people, before = model.settings.people, model.week - WEEKS_PER_MONTH
    kept = [t.kept_week == before for _, t in p.ties_in(s)]
    neighbours = sum(kept) / len(kept) if kept else 0.0
    mean = max(1.0, (p.benefit_fen_year - p.free_value_fen) / max(1, len(p.stakes)))
    chance = keeps_up(s.gave, neighbours, s.value_fen / mean, s.household.deciding.fatigue, people)
    return model.random_draw(draws.KEEP, p.id, s.household.id, model.week) < chance


def _work_of_hands(model: "ReferenceModel", p: "Project", full: float) -> float:
    """Book the hours of those who lend a hand, no more than are needed; return what they are worth, fen."""
    an_hour = model.settings.works.labour_wage * FEN_PER_YUAN
    needed = math.ceil(full / an_hour * MINUTES_PER_HOUR)
    minutes = min(int(p.keepers * model.settings.works.keep_minutes), needed)
    p.keep_minutes += minutes
    model.spend_time(f"time_residents:{p.unit.id}", minutes, "upkeep")
    return min(full, minutes / MINUTES_PER_HOUR * an_hour)


def _spend_fund(model: "ReferenceModel", p: "Project", lacking: float) -> int:
    """Spend what the unit's upkeep fund has on what hands do not do."""
    fund = f"upkeep_fund:{p.unit.id}"
    spent = min(int(lacking), model.accounts.fen[fund])
    model.move(fund, "upkeep_works", spent, "upkeep")
    return spent


def _decay(model: "ReferenceModel", p: "Project", restored: float) -> None:
    """A month's part of the year's decay, less what was restored."""
    monthly = 1.0 - (1.0 - p.kind.decay) ** (WEEKS_PER_MONTH / WEEKS_PER_YEAR)
    p.condition *= 1.0 - monthly * (1.0 - restored)


def _is_over(model: "ReferenceModel", p: "Project") -> bool:
    """Whether a thing is worn out, or as old as it can get."""
    works = model.settings.works
    old = model.week - p.weeks["evaluate"] >= works.longest_life * p.kind.life_years * WEEKS_PER_YEAR
    return old or p.condition < works.functioning_condition
