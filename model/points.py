"""The named points of the week at which systems of the field act (ODD 3, the named points of the week).

A stage passes its points and does not know who acts there. Functions of one point act in the order of the registry
(`dizao.model.systems.registry`); all of them get the state first.
"""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

type Acts = tuple[Callable[..., Any], ...]
"""What acts at a point, in order."""


class Points(NamedTuple):
    """What acts at each point.

    Attributes
    ----------
    money_lies
        ``(state, now) -> now``: where the county's money lies and who decides about it (`dizao.model.state.MoneyLies`),
        before the first week.
    programme_begins
        ``(state)``: before the first week of the programme; who took part in the warm-up is still known.
    needs_arise
        ``(state, rows) -> rows``: the needs that arise this week, rows of needs.
    hearing_begins
        ``(state)``: offices have their minutes of the week, nobody has visited or voiced anything yet.
    power_lies
        ``(state, rows, levels) -> levels``: the lowest levels with the power to settle some needs (rows).
    visits_begin
        ``(state)``: before members visit.
    visit_share
        ``(state, share) -> share``: the part of their free minutes that members use for visits, by unit.
    visit_choice
        ``(state, about, rows) -> rows``: the households among which members choose, ascending, by unit at least one of
        those that they would visit blindly; ``about`` is the unit's first open vote or campaign (-1: none).
    visits_end
        ``(state, first, last, busy)``: members have visited households ``first`` to ``last`` (rows, by unit).
    voiced
        ``(state, tellers, rows) -> rows``: the needs (rows) that the community's office hears of this week, of those
        that somebody speaks of; ``tellers``: the household that does so, by need.
    planning_begins
        ``(state)``: before this week's meetings.
    off_agenda
        ``(state) -> rows``: needs that meetings of units do not take up.
    meetings_due
        ``(state, units, due) -> due``: whether the platform of each of some units (rows) meets this week.
    meetings_called
        ``(state, units)``: which units meet is settled, nobody has come yet.
    invitations
        ``(state, units, people) -> people``: people invited to the meetings of some units.
    call
        ``(state, units, called) -> called``: how these meetings are called (`dizao.model.governance.meetings.Called`).
    meetings_convened
        ``(state, units)``: people have come.
    speaks_for
        ``(state, number) -> number``: people for whom each of those present speaks.
    settling
        ``(state, units, chances)``: the chances that a meeting settles a matter, changed in place.
    trying
        ``(state, rows, chances) -> chances``: the chances that tries settle matters (rows of needs), wherever they lie.
    going_up
        ``(state, rows) -> rows``: the matters, tried too often where they lie, that go up a level now.
    put_off
        ``(state, p) -> bool``: whether a meeting ends without putting a proposal to the vote.
    voting
        ``(state, people) -> people``: what people are like when they vote.
    applying
        ``(state, rows) -> rows``: consented proposals that are taken up this week, rows of projects.
    offering
        ``(state, p, offer) -> offer``: what a project is offered if there is money enough, fen.
    smallest_plan
        ``(state, p, share) -> share``: the smallest part to which a plan may be cut when its campaign falls short.
    start_waits
        ``(state, p) -> bool``: whether a covered project cannot start yet.
    site_lost
        ``(state, p) -> bool``: whether a site must be abandoned.
    site_waits
        ``(state, p) -> bool``: whether a site stands still this week.
    watchers
        ``(state, p) -> int``: people who watch a site this month besides residents concerned.
    inspecting
        ``(state, p, chance) -> chance``: the chance that whoever inspects a finished project accepts it.
    lessons
        ``(state)``: people have learnt from what became of this week's works and promises.
    outside_value
        ``(state, p) -> int``: what a finished project is worth a year to people outside its unit, fen.
    not_counted
        ``(state) -> rows``: projects that are parts of others, which counts leave out.
    """

    money_lies: Acts = ()
    programme_begins: Acts = ()
    needs_arise: Acts = ()
    hearing_begins: Acts = ()
    power_lies: Acts = ()
    visits_begin: Acts = ()
    visit_share: Acts = ()
    visit_choice: Acts = ()
    visits_end: Acts = ()
    voiced: Acts = ()
    planning_begins: Acts = ()
    off_agenda: Acts = ()
    meetings_due: Acts = ()
    meetings_called: Acts = ()
    invitations: Acts = ()
    call: Acts = ()
    meetings_convened: Acts = ()
    speaks_for: Acts = ()
    settling: Acts = ()
    trying: Acts = ()
    going_up: Acts = ()
    put_off: Acts = ()
    voting: Acts = ()
    applying: Acts = ()
    offering: Acts = ()
    smallest_plan: Acts = ()
    start_waits: Acts = ()
    site_lost: Acts = ()
    site_waits: Acts = ()
    watchers: Acts = ()
    inspecting: Acts = ()
    lessons: Acts = ()
    outside_value: Acts = ()
    not_counted: Acts = ()


def act(point: Acts, *about: Any) -> None:
    """Let everything at a point act.

    Parameters
    ----------
    point
        What acts there, in order.
    *about
        What each of them gets: the state, and what the point is about.
    """
    for function in point:
        function(*about)


def passed[Value](point: Acts, state: Any, *about: Any, value: Value) -> Value:
    """Pass a value through everything at a point and return what comes out.

    Parameters
    ----------
    point
        What acts there, in order.
    state
        The state of the run.
    *about
        What the point is about, between the state and the value.
    value
        What the first one gets; each other gets what the one before returned.

    Returns
    -------
    What the last one returned; the value itself where nothing acts there.
    """
    for function in point:
        value = function(state, *about, value)
    return value


def any_says(point: Acts, *about: Any) -> bool:
    """Return whether anything at a point says yes; after a yes nothing else is asked.

    Parameters
    ----------
    point
        What acts there, in order.
    *about
        What each of them gets: the state, and what the point is about.

    Returns
    -------
    Whether one said yes; no where nothing acts there.
    """
    return any(function(*about) for function in point)


def total(point: Acts, *about: Any) -> int:
    """Return the sum of what everything at a point says.

    Parameters
    ----------
    point
        What acts there, in order.
    *about
        What each of them gets: the state, and what the point is about.

    Returns
    -------
    The sum, in the unit of the point; 0 where nothing acts there.
    """
    return sum(int(function(*about)) for function in point)


def listed(point: Acts, *about: Any) -> list[int]:
    """Return all rows that anything at a point names, one after the other.

    Parameters
    ----------
    point
        What acts there, in order.
    *about
        What each of them gets: the state, and what the point is about.

    Returns
    -------
    Rows, in the order in which they were named; a row named twice stands there twice.
    """
    found: list[int] = []
    for function in point:
        rows: Iterable[int] = function(*about)
        found.extend(rows)
    return found
