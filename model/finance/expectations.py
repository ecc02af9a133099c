"""What public share of a project's cost each unit expects: announced at first, then seen around it (ODD 7.21)."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from dizao.agents.subsidy import learnt_subsidy, planned_scope, subsidy_pull
from dizao.model.mechanisms.parts import Mechanism
from dizao.model.mechanisms.payment import claimed_offer
from dizao.model.mechanisms.terms import ANYWHERE, Locality, Terms
from dizao.model.parameters import FEN_PER_YUAN
from dizao.model.settings import Settings
from dizao.model.world.projects import IN_USE, PROJECT

if TYPE_CHECKING:
    from dizao.model.state import State


def announced_share(
    settings: Settings, mechanism: Mechanism, yuan_per_year: float, where: Locality = ANYWHERE
) -> float:
    """Return the public share of cost that rules announce: the mean over projects of median costs, as they arise.

    Parameters
    ----------
    settings
        The scenario's numbers.
    mechanism
        The rules; of a match its ceiling counts.
    yuan_per_year
        Their budget a year; where that is 0 nothing is announced.
    where
        The unit in which they are announced.

    Returns
    -------
    Share, in [0, 1].
    """
    kinds = {name: c for name, c in settings.categories.items() if c.kind == "project" and c.rate > 0.0}
    if yuan_per_year <= 0.0 or not kinds:
        return 0.0
    costs = {name: max(1, int(c.cost_yuan * FEN_PER_YUAN)) for name, c in kinds.items()}
    shares = [
        c.rate * claimed_offer(mechanism, costs[name], category=name, where=where) / costs[name]
        for name, c in kinds.items()
    ]
    return float(sum(shares) / sum(c.rate for c in kinds.values()))


def begin(state: "State") -> None:
    """Let every unit expect what the former rules announce.

    Parameters
    ----------
    state
        The state of a run that has not begun; the units' ``expected_subsidy`` is set.
    """
    settings, units = state.settings, state.world.units
    every = np.arange(len(units.id))
    units.expected_subsidy[:] = _announced(state, every, settings.former, settings.budget.warm_up_yuan_per_year)


def _announced(state: "State", rows: NDArray[np.int64], mechanism: Mechanism, yuan_per_year: float) -> list[float]:
    """Return the share that rules announce in some units; a group's needs are its own, as is its budget."""
    found: dict[tuple[str, Terms], float] = {}
    shares = []
    for u in rows.tolist():
        group, where = state.groups[state.world.units.group[u]], state.localities[u]
        terms = group.name, tuple(mechanism.terms_in(where).items())
        if terms not in found:
            settings = state.settings._replace(categories=group.categories)
            part = float(state.pot_shares[state.pots[u]])
            found[terms] = announced_share(settings, mechanism, yuan_per_year * part, where)
        shares.append(found[terms])
    return shares


def learn(state: "State") -> None:
    """Move what each unit expects: by what new rules announce, its own projects got, and those of the community.

    Parameters
    ----------
    state
        The state of the run; the units' ``expected_subsidy`` is changed, and this week's decisions are forgotten.
    """
    units, demand = state.world.units, state.settings.demand
    expected = units.expected_subsidy
    reached = np.flatnonzero(state.start_weeks == state.week)
    if len(reached):
        announced = _announced(state, reached, state.mechanism, state.budget_yuan_per_year)
        told = zip(expected[reached].tolist(), announced, strict=True)
        expected[reached] = [learnt_subsidy(x, new, demand.announced) for x, new in told]
    seen = _seen(state)
    for u in np.flatnonzero(np.isin(units.community, [units.community[v] for v, _ in seen])):
        around = [(v, share) for v, share in seen if units.community[v] == units.community[u]]
        own = [share for v, share in around if v == u]
        others = [share for v, share in around if v != u]
        for shares, step in ((own, demand.learning), (others, demand.learning * demand.neighbours)):
            if shares:
                expected[u] = learnt_subsidy(float(expected[u]), sum(shares) / len(shares), step)
    state.decisions = []


def _seen(state: "State") -> list[tuple[int, float]]:
    """Return the units of projects that were decided or settled this week, with the public share of their cost."""
    projects = state.world.projects
    settled = np.flatnonzero(projects.week_of[:, IN_USE] == state.week)
    news = [(p, int(projects.offer_fen[p])) for p in state.decisions]
    news += [(int(p), int(projects.public_fen[p])) for p in settled]
    return [(int(projects.unit[p]), min(1.0, fen / max(1, int(projects.cost_fen[p])))) for p, fen in news]


def voicing_pull(state: "State", needs: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return what expected subsidies add to the log-odds that needs are voiced: of matters nothing.

    Parameters
    ----------
    state
        The state of the run.
    needs
        Rows of needs, shape (n,).

    Returns
    -------
    Log-odds, shape (n,).
    """
    table = state.world.needs
    return _pulls(state, state.settings.demand.voice)[table.unit[needs]] * (table.kind[needs] == PROJECT)


def giving_pull(state: "State", projects: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return what expected subsidies add to the log-odds that households give money or labour for projects.

    Parameters
    ----------
    state
        The state of the run.
    projects
        Rows of projects, shape (n,).

    Returns
    -------
    Log-odds, shape (n,).
    """
    return _pulls(state, state.settings.demand.effort)[state.world.projects.unit[projects]]


def _pulls(state: "State", weight: float) -> NDArray[np.float64]:
    expected = state.world.units.expected_subsidy
    return np.array([subsidy_pull(x, weight) for x in expected.tolist()])


def scope_of(state: "State", p: int) -> float:
    """Return how many times as large as it was meant a project is planned; what is pinned keeps its cost.

    Parameters
    ----------
    state
        The state of the run.
    p
        Row of the project.

    Returns
    -------
    Ratio, at least 1.
    """
    world = state.world
    if world.needs.pinned_cost_fen[world.projects.need[p]] > 0:
        return 1.0
    return float(
        planned_scope(float(world.units.expected_subsidy[world.projects.unit[p]]), state.settings.demand.scope)
    )
