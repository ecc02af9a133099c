"""What docs/scenarios/dispatch.md says in numbers: from which loss at a hand-over on dispatch is better than none."""

from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise

from docs_sources import Effects
from docs_systems import NET, POINTS, SOON, THOUSAND, Change, changed, mean
from docs_text import Said, shown

PAGE = "system_dispatch"
LOSSES = {0.0: "dispatch_loss_0", 0.2: PAGE, 0.5: "dispatch_loss_50"}
"""The commands in which a hand-over loses so many needs."""

TOLD = {0.5: PAGE, 1.0: "dispatch_all_told"}
HANDS = {1: "dispatch_hands_1", 3: PAGE, 6: "dispatch_hands_6"}
OFFICES = {2_400: PAGE, 50: "dispatch_busy_50", 30: "dispatch_busy_30"}
RUNS = tuple(dict.fromkeys((*LOSSES.values(), *TOLD.values(), *HANDS.values(), *OFFICES.values())))
"""All of them, by name."""

WHOLE, OFFICIAL, NPV = "whole", "official_hours", "net_present_value_yuan"


def crossing(points: Mapping[float, float]) -> float | None:
    """Return where a curve first rises above 0, on straight lines between its points.

    Where it is above 0 from its first point on, it does so there; None if it is nowhere.
    """
    for (x, y), (next_x, next_y) in pairwise(points.items()):
        if y > 0.0:
            return x
        if next_y > 0.0:
            return x + (next_x - x) * -y / (next_y - y)
    return None


def break_even(outcome: str) -> tuple[float | None, float | None, float | None]:
    """Return from which loss on all four repairs are better than the former practice, and its interval.

    The ends are where the upper and the lower ends of the differences' intervals rise above 0.
    """
    found = {loss: changed(source, WHOLE, outcome) for loss, source in LOSSES.items()}
    middle, low, high = (
        crossing({loss: float(getattr(one, end)) for loss, one in found.items()}) for end in ("value", "high", "low")
    )
    return middle, low, high


def _loss(value: float | None) -> str:
    return f"above {shown(POINTS * max(LOSSES))}%" if value is None else f"{shown(POINTS * value)}%"


def turning() -> str:
    """Return the table of losses from which on all four are better than the former practice."""
    head = (
        "| all four are better from which loss at a hand-over on | estimate | 95% interval |",
        "| --- | --- | --- |",
    )
    titles = {SOON: "settled within half a year", NET: "net benefit", NPV: "net present value, whole lives"}
    rows = []
    for outcome, title in titles.items():
        middle, low, high = (_loss(one) for one in break_even(outcome))
        rows.append(f"| {title} | {middle} | {low} to {high} |")
    return "\n".join((*head, *rows))


def sweep() -> str:
    """Return the table of what all four repairs change where more or less is lost, handed over, or can be done."""
    head = (
        "| | former practice (%) | all four (points) | net benefit (thousand yuan) | officials' hours |",
        "| --- | --- | --- | --- | --- |",
    )
    rows = (
        *_rows(LOSSES, lambda loss: f"a hand-over loses {shown(POINTS * loss)}%"),
        *_rows(TOLD, lambda told: f"{shown(POINTS * told)}% told to whoever is met"),
        *_rows(HANDS, lambda hands: f"hand-overs at most: {shown(hands)}"),
        *_rows(OFFICES, lambda minutes: f"office of {shown(minutes)} minutes a week"),
    )
    return "\n".join((*head, *rows))


def _rows(sources: Mapping[float, str] | Mapping[int, str], title: Callable[[float], str]) -> Iterator[str]:
    for setting, source in sources.items():
        former = shown(mean(source, Effects(source).baseline, SOON, POINTS), 1)
        cells = (
            changed(source, WHOLE, SOON, POINTS, 1),
            changed(source, WHOLE, NET, THOUSAND, 1),
            changed(source, WHOLE, OFFICIAL),
        )
        yield f"| {title(setting)} | {former} | {' | '.join(_cell(one) for one in cells)} |"


def _cell(one: Change) -> str:
    value, low, high = (shown(number, one.places, sign=True) for number in (one.value, one.low, one.high))
    text = f"{value} ({low} to {high})"
    return f"**{text}**" if one.low * one.high > 0.0 else text


def says() -> Iterator[Said]:
    """Dispatch: sooner settled, for hardly any hours, and worth hardly any money."""
    soon, hours, npv = (
        changed(PAGE, WHOLE, SOON, POINTS, 1), changed(PAGE, WHOLE, OFFICIAL), changed(PAGE, WHOLE, NPV, THOUSAND, 1)
    )  # fmt: skip
    before, after = (shown(mean(PAGE, name, SOON, POINTS)) for name in ("former", WHOLE))
    yield Said(
        f"with all four ⟨{after}⟩% of needs are settled within half a year, in the former practice ⟨{before}⟩% ({soon.signed} points, "
        f"{soon.signed_interval}).",
        soon.low > 0.0,
    )
    alone = [changed(PAGE, name, SOON, POINTS, 1) for name in ("recorded", "routed", "dated")]
    yield Said(
        f"recording brings {alone[0].signed} points, routing {alone[1].signed}, dates {alone[2].signed}:",
        all(one.low > 0.0 and one.value < soon.value < sum(each.value for each in alone) for one in alone),
    )
    yield Said(f"({hours.signed} hours, {hours.signed_interval}).", hours.low < 0.0 < hours.high)
    net = changed(PAGE, WHOLE, NET, THOUSAND, 1)
    yield Said(
        f"{net.signed} thousand yuan of net benefit ({net.signed_interval}), {npv.signed} over whole lives ({npv.signed_interval}).",
        net.low < 0.0 < net.high and npv.low < 0.0 < npv.high,
    )
    nothing, half = (changed(LOSSES[loss], WHOLE, SOON, POINTS, 1) for loss in (0.0, 0.5))
    yield Said(
        f"Where nothing is lost they still bring {nothing.signed} points ({nothing.signed_interval}), by time alone; where half is, {half.signed}",
        half.low > nothing.value > nothing.low > 0.0,
    )
    scarce = changed(OFFICES[30], WHOLE, SOON, POINTS, 1)
    yield Said(
        f"nothing is left of it: {scarce.signed} points ({scarce.signed_interval}).", scarce.low < 0.0 < scarce.high
    )
