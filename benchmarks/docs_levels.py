"""What the page of four levels says in numbers, made from what ``dizao systems`` found."""

from collections.abc import Iterator, Mapping
from itertools import pairwise

from docs_systems import POINTS, SOON, THOUSAND, Change, changed, mean
from docs_text import Said, shown

PAGE, WHOLE, WEEKS, UNSPENT = "system_four_levels", "whole", "weeks_to_settle", "unspent_yuan"
PRESENT, LIVES = "net_present_value_yuan", "whole_life_benefit_yuan"
KNOWS = {0.0: "knows_0", 0.5: "knows_05", 1.0: "knows_10", 2.0: "knows_20", 4.0: "knows_40"}
ERRS = {0.0: "errs_0", 0.15: "errs_15", 0.3: "errs_30", 0.45: "errs_45", 0.6: "errs_60"}
SWEEPS = {
    "levels_nearness": "as in the scenario",
    "levels_weekly": "units meet each week (`works.meeting_every_weeks=1`)",
    "levels_busy": "offices are full (`offices.community_minutes=75`, `offices.street_minutes=75`)",
}
RUNS = (*SWEEPS, "levels_errors", "levels_kept")
"""What is run for the page besides its own table."""


def crossing(points: Mapping[float, float]) -> float | None:
    """Return from which point on a straight line through points has another sign than at the first; None if nowhere."""
    for (x, y), (next_x, next_y) in pairwise(points.items()):
        if y * next_y <= 0.0:
            return x + (next_x - x) * y / (y - next_y)
    return None


def _ends(source: str, variants: Mapping[float, str]) -> tuple[dict[float, float], ...]:
    """Return the differences in weeks by the number that is swept: means, lower and upper ends of intervals."""
    found = {x: changed(source, variant, WEEKS) for x, variant in variants.items()}
    value, low, high = ({x: float(getattr(one, end)) for x, one in found.items()} for end in ("value", "low", "high"))
    return value, low, high


def _enough(points: Mapping[float, float]) -> str:
    """Return from which knowledge on weeks are fewer: from none on, from some, or nowhere in the sweep."""
    if points[0.0] < 0.0:
        return "0"
    found = crossing(points)
    return f"more than {shown(max(points))}" if found is None else shown(found, 1)


def turning() -> str:
    """Return the table of how much who is nearer must know, so that powers moved down settle matters sooner."""
    head = (
        "| | weeks, nothing moved | powers moved, nothing more known | each step adds 1 | adds 4 | fewer weeks from (interval) |",
        "| --- | --- | --- | --- | --- | --- |",
    )
    rows = []
    for source, title in SWEEPS.items():
        value, low, high = (_enough(one) for one in _ends(source, KNOWS))
        cells = (_cell(changed(source, KNOWS[x], WEEKS, 1.0, 2)) for x in (0.0, 1.0, 4.0))
        rows.append(
            f"| {title} | {shown(mean(source, 'off', WEEKS), 1)} | {' | '.join(cells)} | {value} ({low} to {high}) |"
        )
    return "\n".join((*head, *rows))


def _cell(one: Change) -> str:
    value, low, high = (shown(number, one.places, sign=True) for number in (one.value, one.low, one.high))
    text = f"{value} ({low} to {high})"
    return f"**{text}**" if one.low * one.high > 0.0 else text


def says() -> Iterator[Said]:
    """Four levels: powers move work to residents, small accounts lie idle."""
    yield from _powers()
    yield from _money()
    yield from _errors()


def _powers() -> Iterator[Said]:
    weeks, hours = changed(PAGE, "powers", WEEKS, 1.0, 2), changed(PAGE, "powers", "official_hours")
    met, net = changed(PAGE, "powers", "meeting_hours"), changed(PAGE, "powers", PRESENT, THOUSAND)
    yield Said(
        f"**Powers alone settle nothing sooner**: {weeks.signed} weeks ({weeks.signed_interval}).",
        weeks.low < 0.0 < weeks.high,
    )
    yield Said(
        f"officials spend {hours.size} hours less, residents {met.size} hours more in meetings, and net present value falls by {net.size} thousand yuan "
        f"({net.interval}).",
        hours.high < 0.0 < met.low and net.high < 0.0,
    )
    both, alone, whole = (changed(PAGE, name, WEEKS, 1.0, 2) for name in ("both", "unlinked", WHOLE))
    yield Said(
        f"**Where nothing goes up it takes longer**: {alone.signed} weeks ({alone.signed_interval}), and {both.signed} ({both.signed_interval}) with the "
        "same powers and money where it does.",
        alone.low > 0.0 and both.value < alone.value,
    )
    yield Said(f"**All of it has the wrong sign**: {whole.signed} weeks ({whole.signed_interval}).", whole.value > 0.0)
    weekly = changed("levels_weekly", "knows_0", WEEKS, 1.0, 2)
    yield Said(f"weekly meetings bring {weekly.signed} weeks ({weekly.signed_interval})", weekly.high < 0.0)
    busy, soon = (
        changed("levels_busy", "knows_0", "matters_settled", 1.0, 1),
        changed("levels_busy", "knows_0", SOON, POINTS, 1),
    )
    yield Said(
        f"{busy.signed} matters are settled ({busy.signed_interval}) and {soon.signed} points more of the needs within half a year "
        f"({soon.signed_interval}),",
        busy.low > 0.0 and soon.low > 0.0,
    )


def _money() -> Iterator[Said]:
    idle = [changed(PAGE, name, UNSPENT, THOUSAND, 1) for name in ("street", "community", "unit")]
    yield Said(
        f"**The lower the money lies, the more of it lies idle**: {idle[0].signed} thousand yuan at the streets ({idle[0].signed_interval}), "
        f"{idle[1].signed} at the communities ({idle[1].signed_interval}), {idle[2].signed} at the units ({idle[2].signed_interval}), on "
        f"⟨{shown(mean(PAGE, 'off', UNSPENT, THOUSAND))}⟩ thousand where the county has it.",
        0.0 < idle[0].value < idle[1].value < idle[2].value and idle[1].low > 0.0,
    )
    spent, worth, present = (changed(PAGE, "community", name, THOUSAND) for name in ("public_yuan", LIVES, PRESENT))
    yield Said(
        f"With the money at the communities {spent.size} thousand yuan less reaches projects ({spent.interval}), and what these bring over their "
        f"lives falls by {worth.size} thousand ({worth.interval}).",
        spent.high < 0.0 and worth.high < 0.0,
    )
    yield Said(
        f"Net present value changes by {present.signed} thousand ({present.signed_interval}), not significantly,",
        present.low < 0.0 < present.high,
    )
    kept = [changed("levels_kept", name, UNSPENT, THOUSAND, 1) for name in ("community", "unit")]
    yield Said(
        f"Where what is left is kept for the next year, {kept[0].signed} lies idle at the communities ({kept[0].signed_interval}) and "
        f"{kept[1].signed} at the units ({kept[1].signed_interval})."
    )


def _errors() -> Iterator[Said]:
    found = [crossing(one) for one in _ends("levels_errors", ERRS)]
    value, low, high = (max(ERRS) if one is None else one for one in found)
    yield Said(
        f"**the gain is gone where ⟨{shown(value, 2)}⟩ of the decisions of each step down are captured** (⟨{shown(high, 2)}⟩ to "
        f"⟨{shown(low, 2)}⟩)",
        None not in found,
    )
