"""Outcomes of a run that stand for what was observed: each an amount, and what it is of, from the run's own tables."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dizao.agents.resident import ATTENDED, CHILD, GAVE_LABOUR, SUPERVISED
from dizao.model.engine import Engine
from dizao.model.outputs.run_tables import RunTables, Table, happened
from dizao.model.parameters import FEN_PER_YUAN, WEEKS_PER_YEAR
from dizao.model.settings import Settings
from dizao.model.world.projects import CAMPAIGNING, COLLECTING, UNFUNDED
from dizao.scenarios.loading.checks import world_errors_explained

FIRST_AUDITED, LAST_AUDITED = 22, 126
"""Weeks before an audit in which money was approved of which it asks whether it has come: 5 to 29 months (F057)."""

THOUSAND = 1000.0

Ratio = tuple[float, float]
"""An amount, and what it is of; ratios of several runs are added up before they are divided."""


class Collected(NamedTuple):
    """The last levy of a unit: households that paid, and those that were asked."""

    payers: int
    asked: int


class Lived(NamedTuple):
    """A run that has ended, as far as outcomes look at it.

    Attributes
    ----------
    run
        Its tables weekly, needs and projects.
    last_week
        Last week of the run.
    mechanism
        Name of the rules of the programme.
    units, households, adults
        Who lives there.
    took_part
        Adults who came to a meeting, worked on a project or watched one.
    levies
        By unit.
    """

    run: RunTables
    last_week: int
    mechanism: str
    units: int
    households: int
    adults: int
    took_part: int
    levies: Mapping[int, Collected]

    @property
    def projects(self) -> Table:
        """The table of projects."""
        return self.run.tables["projects"]


def lived(settings: Settings, seed: int) -> Lived:
    """Live through a world and keep what outcomes are made of.

    Parameters
    ----------
    settings
        Of the world.
    seed
        Of the world.

    Returns
    -------
    What the run ended with.
    """
    with world_errors_explained(settings):
        engine = Engine(settings, seed)
    levies = _Levies(engine)
    engine.run(levies.look if any(one.ask == "levy" for one in settings.categories.values()) else lambda week: None)
    world = engine.world
    adults = world.residents.age != CHILD
    took = world.residents.took_part & (ATTENDED | GAVE_LABOUR | SUPERVISED) > 0
    tables = {name: engine.table(name) for name in ("weekly", "needs", "projects")}
    return Lived(
        RunTables(tables, {}, settings.calendar.programme_weeks),
        engine.week - 1,
        settings.mechanism_name,
        len(world.units.id),
        len(world.households.first_resident) - 1,
        int(adults.sum()),
        int((adults & took).sum()),
        levies.found,
    )


class _Levies:
    """Looks at every levy in the week in which it closes; afterwards what a household paid is gone."""

    def __init__(self, engine: Engine) -> None:
        self.engine, self.found = engine, dict[int, Collected]()
        self.campaigning = np.array([], dtype=np.int64)

    def look(self, week: int) -> None:
        """Keep the levies that have closed this week."""
        projects = self.engine.world.projects
        closed = self.campaigning[np.isin(projects.stage[self.campaigning], (COLLECTING, UNFUNDED))]
        for project in closed.tolist():
            start, end, first = self.engine.block_of(project)
            stakes = slice(first, first + end - start)
            asked = self.engine.world.stakes.asked_fen[stakes] > 0
            paid = asked & (self.engine.world.stakes.pledged_fen[stakes] > 0)
            self.found[int(projects.unit[project])] = Collected(int(paid.sum()), int(asked.sum()))
        self.campaigning = np.flatnonzero(projects.stage == CAMPAIGNING)


def _from_week_0(one: Lived, column: str) -> NDArray[Any]:
    weekly = one.run.tables["weekly"]
    return np.asarray(weekly[column][weekly["week"] >= 0])


def _applications(one: Lived) -> Ratio:
    count = _from_week_0(one, "applications")[: one.run.programme_weeks].sum()
    return THOUSAND * float(count), float(one.households)


def _people_at_a_meeting(one: Lived) -> Ratio:
    return float(_from_week_0(one, "attendances").sum()), float(_from_week_0(one, "meetings").sum())


def _attendance_per_household(one: Lived) -> Ratio:
    people, meetings = _people_at_a_meeting(one)
    return people, meetings * one.households / one.units


def _works_of_wishes(one: Lived) -> Ratio:
    voiced = one.run.cohort() & happened(one.projects["week_voiced"])
    return float((voiced & happened(one.projects["week_evaluate"])).sum()), float(voiced.sum())


def _never_took_part(one: Lived) -> Ratio:
    return float(one.adults - one.took_part), float(one.adults)


def _money_in_place(one: Lived) -> Ratio:
    audit, projects = one.run.programme_weeks, one.projects
    decided, paid = projects["week_campaign"], projects["week_paid"]
    first, last = max(0, audit - LAST_AUDITED), audit - FIRST_AUDITED
    weeks = np.ma.getdata(decided)
    recent = happened(decided) & (weeks >= first) & (weeks <= last)
    approved = recent & (projects["offer_fen"] > 0) & (projects["mechanism"] == one.mechanism)
    return float((approved & happened(paid) & (np.ma.getdata(paid) <= audit)).sum()), float(approved.sum())


def _cost_of_work(one: Lived) -> Ratio:
    done = _done(one)
    return float(one.projects["cost_fen"][done].sum()) / FEN_PER_YUAN, float(done.sum())


def _done(one: Lived) -> NDArray[np.bool_]:
    """Return which works were finished from the programme's first week on."""
    finished = one.projects["week_evaluate"]
    return happened(finished) & (np.ma.getdata(finished) >= 0)


def _in_use_after(years: float) -> Callable[[Lived], Ratio]:
    age = round(years * WEEKS_PER_YEAR)

    def of(one: Lived) -> Ratio:
        finished, ended = np.ma.getdata(one.projects["week_evaluate"]), one.projects["week_ended"]
        old = _done(one) & (finished + age <= one.last_week)
        return float((old & ~(happened(ended) & (np.ma.getdata(ended) - finished <= age))).sum()), float(old.sum())

    return of


def _payers_where_any(one: Lived) -> Ratio:
    paid = [levy for levy in one.levies.values() if levy.payers]
    return float(sum(levy.payers for levy in paid)), float(sum(levy.asked for levy in paid))


def _payers_of_all(one: Lived) -> Ratio:
    return float(sum(x.payers for x in one.levies.values())), float(sum(x.asked for x in one.levies.values()))


def _nobody_pays(one: Lived) -> Ratio:
    return float(sum(levy.payers == 0 for levy in one.levies.values())), float(len(one.levies))


SUMMARIES: dict[str, Callable[[Lived], Ratio]] = {
    "applications_per_1000": _applications,
    "people_at_a_meeting": _people_at_a_meeting,
    "attendance_per_household": _attendance_per_household,
    "works_of_wishes": _works_of_wishes,
    "never_took_part": _never_took_part,
    "money_in_place": _money_in_place,
    "cost_of_work": _cost_of_work,
    "in_use_after_2_5_years": _in_use_after(2.5),
    "in_use_after_6_5_years": _in_use_after(6.5),
    "payers_where_any": _payers_where_any,
    "payers_of_all": _payers_of_all,
    "nobody_pays": _nobody_pays,
}
"""Outcomes by name.

applications_per_1000: applications for public money in the weeks of the programme, for 1,000 households.
people_at_a_meeting, attendance_per_household: from week 0 on; the second over households of a unit.
works_of_wishes: needs for a project of the programme that were voiced; how many were built by the end.
never_took_part: adults who came to no meeting, worked on no project and watched none from week 0 on.
money_in_place: offers of the programme decided `FIRST_AUDITED` weeks or more before its end; rewards paid by then.
cost_of_work: yuan, of works finished from week 0 on.
in_use_after_*: works finished from week 0 on that are old enough by the end; those not worn out at that age.
payers_*, nobody_pays: of the last levy of each unit; of those where anybody paid; units where nobody did.
"""
