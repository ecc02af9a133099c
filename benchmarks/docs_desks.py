"""What the pages on burden reduction and cadre visits say in numbers: their sweeps over how scarce minutes are."""

from collections.abc import Iterator
from functools import cache

import numpy as np
from docs_systems import POINTS, THOUSAND, Change, changed, mean
from docs_text import Said, shown

from dizao.model.parameters import MINUTES_PER_HOUR
from dizao.scenarios import load

JUDGED, SOON, FREED = "settled_per_official_hour", "settled_in_half_year_share", "freed_hours"
BURDEN = tuple(f"burden_{minutes}" for minutes in (2_400, 400, 200, 100, 50))
VISITS = tuple(f"visits_{minutes}" for minutes in (2_400, 200, 100))
ASKED = tuple(f"visits_asked_{weight}" for weight in (0, 4))

PASSED = {"quarter": 0.25, "half": 0.5, "whole": 1.0}
"""Variants of the burden's sweep, and which share of the freed minutes reaches residents."""

CEREMONIAL = {"whole": 0.0, "quarter": 0.25, "half": 0.5, "three_quarters": 0.75, "all": 1.0}
"""Variants of the visits' sweep, and which share of the visits is ceremonial."""


def _minutes(source: str) -> int:
    """Return what a community's office is paid for in a sweep, minutes a week."""
    return int(source.rpartition("_")[2])


@cache
def _paid_hours(scenario: str, minutes: int) -> float:
    """Return the hours that all offices of a scenario are paid for in the programme window."""
    settings = load(scenario).settings()
    place, offices = settings.place, settings.offices
    a_week = place.communities * minutes + place.streets * offices.street_minutes
    a_week += place.units * offices.county_minutes_per_unit
    return a_week * settings.calendar.programme_weeks / MINUTES_PER_HOUR


def _cell(change: Change) -> str:
    """Return a difference with its interval for a table, bold where it leaves out 0."""
    low, high = (shown(value, change.places, sign=True) for value in (change.low, change.high))
    text = f"{shown(change.value, change.places, sign=True)} ({low} to {high})"
    return f"**{text}**" if change.low * change.high > 0.0 else text


def _table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _needs_per_hour(source: str) -> Change:
    """Return how many needs more are settled for a thousand hours freed, where all of them reach residents."""
    found, freed = changed(source, "whole", JUDGED), mean(source, "whole", FREED)
    ratio = _paid_hours("burden_reduction", _minutes(source)) / freed
    return Change(found.value * ratio, found.low * ratio, found.high * ratio, 1)


def scarcity() -> str:
    """Return what cuts bring by how scarce minutes are and how much passes through."""
    head = ["paid minutes a week", "hours freed", "none reach residents"]
    head += [f"{shown(100 * share)}%" for share in PASSED.values()]
    head += ["needs per thousand hours freed", "settled within half a year, none (%)", "all (points)"]
    rows = []
    for source in BURDEN:
        row = [shown(_minutes(source)), shown(mean(source, "whole", FREED)), shown(mean(source, "off", JUDGED), 1)]
        row += [_cell(changed(source, name, JUDGED, 1.0, 2)) for name in PASSED]
        row += [_cell(_needs_per_hour(source)), shown(mean(source, "off", SOON, POINTS), 1)]
        rows.append([*row, _cell(changed(source, "whole", SOON, POINTS, 1))])
    return _table(head, rows)


def ceremony() -> str:
    """Return what visits bring by how scarce minutes are and how many visits are ceremonial."""
    head = ["outcome", "paid minutes a week", "no visits"]
    head += [f"{shown(100 * share)}% ceremonial" for share in CEREMONIAL.values()]
    head += ["worth no more than the desk from"]
    rows = []
    for outcome, title, factor, places in (
        (JUDGED, "**needs settled per thousand hours**", 1.0, 2),
        (SOON, "settled within half a year (%)", POINTS, 1),
    ):
        for source in VISITS:
            row = [title, shown(_minutes(source)), shown(mean(source, "off", outcome, factor), 1)]
            row += [_cell(changed(source, name, outcome, factor, places)) for name in CEREMONIAL]
            rows.append([*row, break_even(source, outcome)])
    return _table(head, rows)


def break_even(source: str, outcome: str) -> str:
    """Return the ceremonial share from which visits are worth no more than the desk, with its interval, in words.

    Each end is where an end of the intervals of the differences crosses 0 between two shares that were run.
    """
    found = [changed(source, name, outcome) for name in CEREMONIAL]
    shares = list(CEREMONIAL.values())
    ends = [_crossing(shares, [getattr(one, end) for one in found]) for end in ("value", "low", "high")]
    value, low, high = (shown(100 * end) for end in ends)
    return f"{value}% ({low} to {high})"


def _crossing(shares: list[float], values: list[float]) -> float:
    """Return the least share at which a value is not above 0, between those that were run; 1 where all are above."""
    for k in range(len(values)):
        if values[k] <= 0.0:
            if k == 0:
                return 0.0
            return float(np.interp(0.0, [values[k], values[k - 1]], [shares[k], shares[k - 1]]))
    return 1.0


def _used_share(source: str, scenario: str, minutes: int) -> float:
    """Return which share of their minutes for residents offices use over programme and follow-up period, %."""
    settings = load(scenario).settings()
    weeks = settings.calendar.programme_weeks
    free = _paid_hours(scenario, minutes) * (1.0 - settings.offices.formalities_share)
    return mean(source, "off", "official_hours", POINTS) / (free * (weeks + settings.calendar.follow_up_weeks) / weeks)


def burden() -> Iterator[Said]:
    """Burden reduction: what it frees, and from which scarcity on it matters."""
    page = "system_burden_reduction"
    found = [changed(page, name, JUDGED) for name in ("meetings", "groups", "signs", "whole")]
    freed = mean(page, "whole", FREED)
    used = _used_share(page, "burden_reduction", 2_400)
    yield Said(
        f"**The effect that is hoped for is not there.** The cuts give residents ⟨{shown(freed)}⟩ hours over the 122 weeks of the "
        f"programme, and not one need more or less is settled: offices use ⟨{shown(used)}⟩% of the minutes that they have for residents.",
        all(one.value == one.low == one.high == 0.0 for one in found),
    )
    scarce, plenty = (changed(f"burden_{minutes}", "whole", JUDGED, 1.0, 2) for minutes in (100, 200))
    half = changed("burden_100", "half", JUDGED, 1.0, 2)
    yield Said(
        f"Where a community's office is paid for 100 minutes a week, {scarce.size} needs more are settled for a thousand paid hours ({scarce.interval}) if all that is freed "
        f"reaches residents; at 200 it is {plenty.signed}.",
        scarce.low > 0.0 and plenty.low <= 0.0 <= plenty.high,
    )
    yield Said(
        f"Half of the freed minutes already bring {half.size} ({half.interval}) there:",
        half.low > 0.0 and half.value > 0.6 * scarce.value,
    )
    clear = {
        minutes: [name for name in PASSED if changed(f"burden_{minutes}", name, JUDGED).low > 0.0]
        for minutes in (100, 50)
    }
    yield Said(
        "At 100 minutes the difference leaves out 0 from a quarter on, at 50 only where all of it reaches residents.",
        clear == {100: list(PASSED), 50: ["whole"]},
    )


def visits() -> Iterator[Said]:
    """Cadre visits: what targeting, listening and minutes do."""
    page = "system_cadre_visits"
    whole = changed(page, "whole", JUDGED, 1.0, 3)
    hours, settled = changed(page, "whole", "cadre_hours"), mean(page, "off", "settled_share", POINTS)
    yield Said(
        f"**By the outcome it is judged by, the effect is not significant** ({whole.signed}, {whole.signed_interval}), for {hours.size} hours of officials:",
        whole.low < 0.0 < whole.high,
    )
    yield Said(f"⟨{shown(settled, 1)}⟩% of all needs are settled in the end anyway.", settled > 90.0)
    blind, aimed, half = (changed(page, name, SOON, POINTS, 1) for name in ("broadcast", "targeted", "whole"))
    yield Said(
        f"**What visits change is how soon**, and only aimed ones: {aimed.size} points more of the needs are settled within half a year ({aimed.interval}), "
        f"{half.size} with half of the visits ceremonial ({half.interval}), and {blind.size} ({blind.interval}) if they are blind.",
        aimed.low > 0.0 and half.low > 0.0 and aimed.low > blind.high,
    )
    heard = [mean(page, name, "recorded_at_visits") for name in ("broadcast", "targeted")]
    yield Said(
        f"Blind visits record ⟨{shown(heard[0], 1)}⟩ needs over programme and follow-up, aimed ones ⟨{shown(heard[1], 1)}⟩:",
        2.0 * heard[0] < heard[1],
    )
    net = changed(page, "whole", "net_present_value_yuan", THOUSAND)
    yield Said(f"**net present value falls by {net.size} thousand yuan** ({net.interval}).", net.high < 0.0)
    scarce, ceremony_only = (changed("visits_100", name, JUDGED, 1.0, 2) for name in ("whole", "all"))
    yield Said(
        f"**Where desks are scarce the sign is wrong**: at 100 paid minutes a week {scarce.size} needs fewer are settled for a thousand paid hours ({scarce.interval}) though nobody is shown round, "
        f"and {ceremony_only.size} fewer ({ceremony_only.interval}) if all are.",
        scarce.high < 0.0 and ceremony_only.high < scarce.value,
    )
    judged, soon = changed("visits_200", "whole", JUDGED, 1.0, 2), changed("visits_200", "whole", SOON, POINTS, 1)
    yield Said(
        f"At 200 the difference is not significant ({judged.signed}, {judged.signed_interval}), since all is settled in the end; but {soon.size} points fewer of the needs are settled within half a year "
        f"({soon.interval}).",
        judged.low < 0.0 < judged.high and soon.high < 0.0,
    )
    asked = [changed(f"visits_asked_{weight}", "targeted", SOON, POINTS, 1) for weight in (0, 4)]
    yield Said(
        f"(`--set cadre_visits.asked=0`, ten worlds) aimed visits bring {asked[0].signed} points within half a year ({asked[0].signed_interval}), "
        f"with twice as much of it (4) {asked[1].signed} ({asked[1].signed_interval}).",
        asked[0].value < asked[1].value,
    )
    ample = [changed("visits_2400", name, SOON, POINTS, 1) for name in ("three_quarters", "all")]
    yield Said(
        f"three quarters of them ceremonial still bring {ample[0].signed} points within half a year ({ample[0].signed_interval}), all of them {ample[1].signed}:",
        ample[0].low > 0.0 >= ample[1].low,
    )
