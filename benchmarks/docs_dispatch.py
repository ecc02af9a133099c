"""What docs/scenarios/dispatch.md says in numbers: from which loss at a hand-over on dispatch is better than none."""

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from docs_sources import Effects
from docs_systems import NET, POINTS, SOON, THOUSAND, Change, changed, mean
from docs_text import Said, shown

PAGE = "system_dispatch"
LOSSES = {0.0: "dispatch_loss_0", 0.1: "dispatch_loss_10", 0.2: PAGE, 0.35: "dispatch_loss_35", 0.5: "dispatch_loss_50"}
"""The commands in which a hand-over loses so many needs."""

HANDS = {1: "dispatch_hands_1", 3: PAGE, 6: "dispatch_hands_6"}
OFFICES = {2_400: PAGE, 300: "dispatch_busy_300", 150: "dispatch_busy_150"}

RUNS = tuple(dict.fromkeys((*LOSSES.values(), *HANDS.values(), *OFFICES.values())))
"""All of them, by name."""

WHOLE, OFFICIAL = "whole", "official_hours"


def crossing(points: Sequence[tuple[float, float]]) -> float | None:
    """Return where a curve first rises above 0, between its points on straight lines; None if it never does.

    A curve that is above 0 from its first point on does so there.
    """
    if points[0][1] > 0.0:
        return points[0][0]
    for (x, y), (next_x, next_y) in pairwise(points):
        if y <= 0.0 < next_y:
            return x + (next_x - x) * -y / (next_y - y)
    return None


def break_even(sources: dict[float, str], variant: str, outcome: str) -> tuple[float | None, ...]:
    """Return from which setting on a variant is better than the former practice, and both ends of its interval.

    The ends are where the upper and the lower ends of the differences' intervals rise above 0.
    """
    found = {setting: Effects(source).change(variant, outcome) for setting, source in sources.items()}
    return tuple(crossing([(setting, one[k]) for setting, one in found.items()]) for k in (0, 2, 1))


def said_loss(value: float | None) -> str:
    """Return a loss at which a difference turns, as a table says it."""
    if value is None:
        return "never up to 50%"
    return "any" if value == 0.0 else f"{shown(100.0 * value)}%"


def _cell(one: Change) -> str:
    text = f"{shown(one.value, one.places, sign=True)} ({shown(one.low, one.places, sign=True)} to {shown(one.high, one.places, sign=True)})"
    return f"**{text}**" if one.low * one.high > 0.0 else text


def _rows(sources: dict[int, str] | dict[float, str], title: Callable[[float], str]) -> Iterator[str]:
    for setting, source in sources.items():
        soon, net = changed(source, WHOLE, SOON, POINTS, 1), changed(source, WHOLE, NET, THOUSAND, 1)
        hours = changed(source, WHOLE, OFFICIAL)
        former = shown(mean(source, "former", SOON, POINTS), 1)
        yield f"| {title(setting)} | {former} | {_cell(soon)} | {_cell(net)} | {_cell(hours)} |"


def sweep() -> str:
    """Return the table of what all four repairs change where more or less is lost, handed over, or can be done."""
    head = (
        "| | settled within half a year, former practice (%) | all four (points) | net benefit (thousand yuan) | officials' hours |",
        "| --- | --- | --- | --- | --- |",
    )
    rows = (
        *_rows(LOSSES, lambda loss: f"loss at a hand-over {shown(100.0 * loss)}%"),
        *_rows(HANDS, lambda hands: f"at most {shown(hands)} hand-overs"),
        *_rows(OFFICES, lambda minutes: f"office with {shown(minutes)} minutes a week"),
    )
    return "\n".join((*head, *rows))


def turning() -> str:
    """Return the table of losses from which on each variant is better than the former practice."""
    titles = {"recorded": "recorded only", "routed": "routed only", "dated": "dated only", WHOLE: "all four"}
    head = (
        "| from which loss at a hand-over on | more settled within half a year | higher net benefit |",
        "| --- | --- | --- |",
    )
    rows = [
        f"| {title} | {' | '.join(_turn(break_even(LOSSES, variant, outcome)) for outcome in (SOON, NET))} |"
        for variant, title in titles.items()
    ]
    return "\n".join((*head, *rows))


def _turn(ends: tuple[float | None, ...]) -> str:
    middle, low, high = (said_loss(one) for one in ends)
    return middle if low == high == middle else f"{middle} ({low} to {high})"


def says() -> Iterator[Said]:
    """Dispatch: sooner settled, for hours of officials."""
    soon = changed(PAGE, WHOLE, SOON, POINTS, 1)
    yield Said(f"{soon.signed} points ({soon.signed_interval})")
