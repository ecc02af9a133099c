"""What happened on the way to a run's outcomes, in few numbers: how far needs got, who paid, how long, who took part.

A comparison keeps them with each run, so that a report shows means over worlds and not one run that happens to be good.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from dizao.model.outputs.activity import KINDS, binned
from dizao.model.outputs.budget_years import RUNS_OUT, budget_by_place
from dizao.model.outputs.flows import carried, paid, project_flows
from dizao.model.outputs.places import ALL
from dizao.model.outputs.run_tables import RunTables, happened
from dizao.model.outputs.steps import matter_steps, project_steps
from dizao.model.parameters import FEN_PER_YUAN

if TYPE_CHECKING:
    from dizao.model.engine import Engine


class Process(NamedTuple):
    """The way of one run; what it counts belongs to the needs of the programme window, but for taking part.

    Attributes
    ----------
    projects, matters
        Needs by the step that they got to (`dizao.model.outputs.steps`).
    paid
        Who paid in the end, yuan (`dizao.model.outputs.flows`).
    repaid, unpaid
        What somebody laid out until a reward came: repaid by it, or not; yuan.
    weeks
        From a need to its completed project, one number a project, in order.
    edges
        Weeks at which the bins of `activity` begin, and the end of the last.
    activity
        Taking part, kind by kind: the weekly mean in each bin.
    budget
        The county's budget, one number a budget year (`dizao.model.outputs.budget_years`): amounts in yuan, and the
        month in which it ran out; by ``PLACE.ITEM`` that of its groups of places.
    places
        How groups of places fare (`dizao.model.outputs.places`), by ``GROUP.COLUMN``; empty where there are none.
    """

    projects: dict[str, int]
    matters: dict[str, int]
    paid: dict[str, float]
    repaid: dict[str, float]
    unpaid: dict[str, float]
    weeks: tuple[int, ...]
    edges: tuple[int, ...]
    activity: dict[str, tuple[float, ...]]
    budget: dict[str, tuple[float, ...]]
    places: Mapping[str, float] = {}


NO_PROCESS = Process({}, {}, {}, {}, {}, (), (0,), {}, {})
"""That of a run of which nothing but the end is known."""


def process(engine: "Engine", outcomes: dict[str, float]) -> Process:
    """Return the way of a run that has ended with some outcomes.

    Parameters
    ----------
    engine
        The engine after its last week.
    outcomes
        What the run ended with, by name.

    Returns
    -------
    Its way in few numbers.
    """
    weeks = engine.settings.calendar.programme_weeks
    run = RunTables(engine.tables(), outcomes, weeks)
    flows, weekly = project_flows(run), run.tables["weekly"]
    laid_out = carried(run, flows)
    bins = {name: binned(weekly["week"], weekly[kind.column]) for name, kind in KINDS.items()}
    edges = next(edges for edges, _ in bins.values())
    return Process(
        project_steps(run),
        matter_steps(run),
        paid(run, flows),
        {name: float(sums.repaid) for name, sums in laid_out.items()},
        {name: float(sums.open) for name, sums in laid_out.items()},
        _weeks_to_completion(run),
        tuple(edges.tolist()),
        {name: tuple((means / KINDS[name].divisor).tolist()) for name, (_, means) in bins.items()},
        _budget(engine),
        _places(run) if engine.settings.places else {},
    )


def _budget(engine: "Engine") -> dict[str, tuple[float, ...]]:
    return {
        name if place == ALL else f"{place}.{name}": tuple((years / (1 if name == RUNS_OUT else FEN_PER_YUAN)).tolist())
        for place, columns in budget_by_place(engine).items()
        for name, years in columns.items()
    }


def _places(run: RunTables) -> dict[str, float]:
    """Return the table of places as numbers by row and column, without what is undefined."""
    table = run.tables["places"]
    return {
        f"{place}.{name}": float(value)
        for name, values in table.items()
        if name != "place"
        for place, value in zip(table["place"].tolist(), values.tolist(), strict=True)
        if value is not None
    }


def _weeks_to_completion(run: RunTables) -> tuple[int, ...]:
    """Return the weeks from the need to the completed works of each project of the window, in order."""
    projects, needs = run.tables["projects"], run.tables["needs"]
    rows = run.cohort() & happened(projects["week_evaluate"])
    arose = dict(zip(needs["id"].tolist(), needs["week_arose"].tolist(), strict=True))
    done = zip(projects["id"][rows].tolist(), projects["week_evaluate"][rows].tolist(), strict=True)
    return tuple(sorted(int(week) - int(arose[number]) for number, week in done))


def process_from(table: Mapping[str, Any]) -> Process:
    """Return what `Process._asdict` made a table of that has been through JSON.

    Parameters
    ----------
    table
        The fields of a `Process` by name, with lists where it has tuples.

    Returns
    -------
    The same as before it was written.
    """
    activity, budget = ({name: tuple(one) for name, one in table[key].items()} for key in ("activity", "budget"))
    pairs = {"weeks": tuple(table["weeks"]), "edges": tuple(table["edges"]), "activity": activity, "budget": budget}
    return Process(**{**table, **pairs})
