"""What the page of the data pool says in numbers: tags of every precision and recall, and what upkeep they pay."""

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise

from docs_systems import POINTS, SOON, THOUSAND, Change, changed, mean
from docs_text import MINUS, Said, shown

from dizao.scenarios import load

PAGE, SWEEP, LEAN = "system_data_pool", "data_pool_sweep", "data_pool_lean"
BLIND = "tags_blind"
HEARING, PROJECTS = "hearing_npv_yuan", "projects_npv_yuan"
PER_HOURS, GIVEN = "settled_per_thousand_visit_hours", "contributions_per_visit_hour"
PRECISIONS, RECALLS = (50, 70, 90), (50, 70, 90)
"""In percent."""


def without_upkeep(source: str, variant: str, outcome: str, factor: float = 1.0, places: int = 1) -> Change:
    """Return what tags change beside what their upkeep costs: that of tags no better than blind, which do nothing else."""
    cost = changed(PAGE, BLIND, outcome, factor).value
    found = changed(source, variant, outcome, factor)
    return Change(*(value - cost for value in found[:3]), places)


def paid_upkeep(source: str, variant: str) -> Change:
    """Return the upkeep that what tags bring hearing pays for, minutes a week of each community's office."""
    upkeep, cost = load("data_pool").settings().data_pool.upkeep_minutes, changed(PAGE, BLIND, HEARING).value
    return Change(*(upkeep * (1.0 - value / cost) for value in changed(source, variant, HEARING)[:3]), 0)


def table() -> str:
    """Return what tags change against blind visits, by precision and recall."""
    head = (
        "precision", "recall", "needs settled per 1,000 hours of visits", "contributions per hour of visits, yuan",
        "settled within half a year, points", "net present value of hearing without upkeep, thousand yuan",
        "of projects, thousand yuan", "upkeep that hearing pays, minutes a week",
    )  # fmt: skip
    lines = [head, ("---",) * len(head)]
    for recall in RECALLS:
        for precision in PRECISIONS:
            name = f"p{precision}_r{recall}"
            found = (
                changed(SWEEP, name, PER_HOURS, 1.0, 2), changed(SWEEP, name, GIVEN, 1.0, 1),
                changed(SWEEP, name, SOON, POINTS, 1), without_upkeep(SWEEP, name, HEARING, THOUSAND),
                changed(SWEEP, name, PROJECTS, THOUSAND), paid_upkeep(SWEEP, name),
            )  # fmt: skip
            lines.append((f".{precision // 10}", f".{recall // 10}", *(_cell(one) for one in found)))
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _cell(one: Change) -> str:
    """Write a difference with its interval, bold where that leaves out 0."""
    low, high = (shown(value, one.places, sign=True) for value in (one.low, one.high))
    text = f"{shown(one.value, one.places, sign=True)} ({low} to {high})".replace("-", MINUS)
    return f"**{text}**" if one.low * one.high > 0.0 else text


def page() -> Iterator[Said]:
    """The data pool: sooner settled, not more; what it saves nobody needs, and what it takes is not paid for."""
    settled, given = changed(PAGE, "whole", PER_HOURS, 1.0, 2), changed(PAGE, "whole", GIVEN, 1.0, 1)
    means = [shown(mean(PAGE, "none", name), 1) for name in (PER_HOURS, GIVEN)]
    yield Said(
        f"**By what it is judged by, there is no effect**: with forms and tags right for 9 of 10 it is {settled.signed} needs per 1,000 hours "
        f"({settled.signed_interval}) on ⟨{means[0]}⟩, and {given.signed} yuan of contributions per hour ({given.signed_interval}) on ⟨{means[1]}⟩.",
        settled.low < 0.0 < settled.high and given.low < 0.0 < given.high,
    )
    soon, weeks = changed(PAGE, "whole", SOON, POINTS, 1), changed(PAGE, "whole", "weeks_to_settle", 1.0, 1)
    yield Said(
        f"{soon.size} points more of the needs are settled within half a year ({soon.interval}), and the mean need is settled {weeks.size} weeks "
        f"sooner ({weeks.interval}).",
        soon.low > 0.0 > weeks.high,
    )
    upkeep = changed(PAGE, "forms", "official_hours")
    same = [changed(PAGE, "forms", name).value for name in (PER_HOURS, GIVEN, SOON, PROJECTS, "settled_share")]
    yield Said(f"**Forms alone change nothing but {upkeep.size} hours of upkeep.**", not any(same))
    lost, right = changed(PAGE, "tags", PROJECTS, THOUSAND), changed(PAGE, "whole", PROJECTS, THOUSAND)
    yield Said(
        f"projects lose {lost.size} thousand yuan of net present value with tags right for 7 of 10 ({lost.interval}); with 9 of 10 "
        f"it is {right.signed} ({right.signed_interval}), not significant.",
        lost.high < 0.0 < right.high,
    )
    paid = [paid_upkeep(SWEEP, f"p{p}_r{r}") for p in PRECISIONS for r in RECALLS]
    low, high = (shown(choose(one.value for one in paid)) for choose in (min, max))
    most = max(one.high for one in paid)
    points = [changed(SWEEP, f"p{p}_r{r}", SOON, POINTS) for p in PRECISIONS for r in RECALLS]
    least, largest = (shown(choose(one.value for one in points)) for choose in (min, max))
    yield Said(
        f"the half-year share rises by ⟨{least}⟩ to ⟨{largest}⟩ points everywhere.",
        min(one.low for one in points) > 0.0,
    )
    asked = load("data_pool").settings().data_pool.upkeep_minutes
    yield Said(
        f"hearing would pay for ⟨{low}⟩ to ⟨{high}⟩ minutes of upkeep a week, and no interval reaches above ⟨{shown(most)}⟩: there is no break-even "
        "precision from .5 to .9 for the 60 minutes that are assumed.",
        most < asked,
    )


def crossing(points: Sequence[tuple[float, float]]) -> float:
    """Return where a line through points falls below 0; nan where it does not."""
    for (left, above), (right, below) in pairwise(points):
        if above >= 0.0 > below:
            return left + (right - left) * above / (above - below)
    return float("nan")


def lean() -> Iterator[Said]:
    """The pool where offices have 200 minutes a week: what minutes saved and minutes taken change there."""
    off = shown(mean(LEAN, "none", SOON, POINTS))
    most, half = (changed(LEAN, name, SOON, POINTS, 1) for name in ("forms_all", "forms"))
    yield Said(
        f"With 200 minutes, of which formalities leave 130, ⟨{off}⟩% are settled within half a year. If no forms were left and all passed through "
        f"(70 minutes more) it were {most.signed} points ({most.signed_interval}); a third of the forms, half passed on (10 minutes), {half.signed} "
        f"({half.signed_interval}).",
    )
    free, fifteen, thirty = (changed(LEAN, name, SOON, POINTS, 1) for name in ("tags", "tags_15", "tags_30"))
    yield Said(
        f"Tags right for 9 of 10 bring {free.signed} points without upkeep ({free.signed_interval}), {fifteen.signed} with 15 minutes a week "
        f"({fifteen.signed_interval}) and {thirty.signed} with 30 ({thirty.signed_interval})."
    )
    even = [
        crossing([(minutes, one[end]) for minutes, one in ((0.0, free), (15.0, fifteen), (30.0, thirty))])
        for end in (0, 1, 2)
    ]
    yield Said(
        f"**the upkeep at which tags are worth nothing there is about ⟨{shown(even[0])}⟩ of these 130 minutes a week** (⟨{shown(even[1])}⟩ to more than 30),",
        math.isnan(even[2]),
    )
    judged = [changed(LEAN, name, PER_HOURS, 1.0, 2) for name in ("forms_all", "tags", "tags_30")]
    yield Said(
        f"Needs settled per 1,000 hours: {judged[0].signed} ({judged[0].signed_interval}), {judged[1].signed} ({judged[1].signed_interval}) and "
        f"{judged[2].signed} ({judged[2].signed_interval}) with no forms left, with tags, and with tags and 30 minutes of upkeep."
    )
