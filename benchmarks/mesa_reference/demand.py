"""What public share of a project's cost people expect, and how their demand answers to it (ODD 7.21)."""

from typing import TYPE_CHECKING

from dizao.model.parameters import FEN_PER_YUAN

from . import payment

if TYPE_CHECKING:
    from dizao.model.mechanisms.parts import Mechanism

    from .model import ReferenceModel
    from .people import Unit
    from .things import Need, Project


def announced(unit: "Unit", rules: "Mechanism", yuan_per_year: float) -> float:
    """The mean share that rules announce for projects of median cost, each counted as often as it arises."""
    total, rates = 0.0, 0.0
    for name, kind in unit.group.categories.items():
        if kind.kind == "project" and yuan_per_year > 0.0:
            cost = max(1, int(kind.cost_yuan * FEN_PER_YUAN))
            small = cost <= max(1, int(rules.allocation.largest_cost_yuan * FEN_PER_YUAN))
            paid = payment.paid_for(rules, unit, name)
            offer = payment.offer(paid, cost, paid.minimum_resident_share) if small else 0
            total, rates = total + kind.rate * offer / cost, rates + kind.rate
    return total / rates if rates > 0.0 else 0.0


def begin(model: "ReferenceModel") -> None:
    """Everybody expects what the former rules announce."""
    for unit in model.units:
        yuan = model.settings.budget.warm_up_yuan_per_year * model.parts[unit.budget]
        unit.expected_subsidy = announced(unit, model.settings.former, yuan)


def learn(model: "ReferenceModel") -> None:
    """New rules are announced; then people see what projects of their own unit got, and of others nearby."""
    demand, week = model.settings.demand, model.week
    granted = [(p.unit, min(1.0, p.offer_fen / max(1, p.cost_fen))) for p in model.decided]
    paid = [(p.unit, min(1.0, p.public_fen / max(1, p.cost_fen))) for p in model.projects if p.weeks["use"] == week]
    for unit in model.units:
        if week == unit.start_week:
            yuan = model.settings.budget.yuan_per_year * model.parts[unit.budget]
            _step(unit, [announced(unit, model.mechanism, yuan)], demand.announced)
        near = [(u, share) for u, share in granted + paid if u.community == unit.community]
        _step(unit, [share for u, share in near if u is unit], demand.learning)
        _step(unit, [share for u, share in near if u is not unit], demand.learning * demand.neighbours)
    model.decided = []


def _step(unit: "Unit", shares: list[float], step: float) -> None:
    if shares:
        unit.expected_subsidy += step * (sum(shares) / len(shares) - unit.expected_subsidy)


def pull(model: "ReferenceModel", need: "Need") -> float:
    """Log-odds that expected money adds to voicing a need for a project."""
    return model.settings.demand.voice * need.unit.expected_subsidy if need.project is not None else 0.0


def plan_scope(model: "ReferenceModel", p: "Project") -> float:
    """Plan a project larger than it was meant, unless its cost is certain; return the ratio of its worth."""
    scope = 1.0 if p.need.cost_is_pinned else 1.0 + model.settings.demand.scope * p.unit.expected_subsidy
    p.cost_fen = int(p.cost_fen * scope)
    return float(scope**model.settings.demand.scope_value)
