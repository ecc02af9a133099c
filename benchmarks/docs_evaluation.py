"""What docs/scenarios/roll_out.md says in numbers of evaluators, made from what ``dizao evaluate`` found."""

from collections.abc import Iterator

import docs_sources as kept
import pandas as pd
from docs_text import Said, shown

SETTLED, ATTENDED = ("evaluation", 3), ("evaluation_attended", 1)
"""Kept tables, and the digits after the point of their outcomes."""


def row(source: tuple[str, int], selection: str, estimator: str, spill_over: float = 0.0) -> pd.Series:
    """Return what an estimator did where pilots were chosen in one way."""
    table = kept.table(source[0])
    found = table[
        (table["selection"] == selection) & (table["spill_over"] == spill_over) & (table["estimator"] == estimator)
    ]
    return found.iloc[0]


def bias(source: tuple[str, int], one: pd.Series) -> str:
    """Write a bias with its interval."""
    middle, low, high = (
        f"⟨{shown(float(one[name]), source[1], sign=True)}⟩" for name in ("bias", "bias_low", "bias_high")
    )
    return f"{middle} ({low} to {high})"


def evaluation() -> Iterator[Said]:
    """Yield the sentences; each with what must hold for it."""
    random, willing, poor = (
        {
            name: row(ATTENDED, chosen, name)
            for name in ("before_after", "with_without", "two_way_all", "two_way", "gardner", "mixed")
        }
        for chosen in ("random", "willing", "poor")
    )
    truth = f"⟨{shown(float(random['gardner']['truth']), 1)}⟩"
    yield Said(
        f"the programme really brings {truth} people more a month and 100 households while some wait. With pilots at random, "
        f"with and without is off by {bias(ATTENDED, random['with_without'])} and Gardner's two stages by {bias(ATTENDED, random['gardner'])}.",
    )
    yield Said(
        f"all months together, two-way effects are off by {bias(ATTENDED, random['two_way_all'])} and the mixed model by {bias(ATTENDED, random['mixed'])}",
        min(random["two_way_all"]["bias_low"], random["mixed"]["bias_low"]) > 0.0,
    )
    held = [f"⟨{shown(100.0 * float(random[name]['coverage']))}⟩%" for name in ("two_way_all", "mixed")]
    yield Said(f"their intervals hold the truth in {held[0]} and {held[1]} of worlds instead of 95%.")
    yield Said(
        f"Gardner's two stages are off by {bias(ATTENDED, willing['gardner'])}, two-way effects while some wait by {bias(ATTENDED, willing['two_way'])}: of",
        max(willing["gardner"]["bias_high"], willing["two_way"]["bias_high"]) < 0.0,
    )
    yield Said(
        f"is found in ⟨{shown(100.0 * float(willing['gardner']['found']))}⟩% of worlds.",
        willing["gardner"]["found"] < random["gardner"]["found"],
    )
    yield Said(f"With and without, which asks of no time before, is off by {bias(ATTENDED, willing['with_without'])}.")
    yield Said(f"Gardner's two stages are off by {bias(ATTENDED, poor['gardner'])} where poor ones come first,")
    told = row(ATTENDED, "random", "gardner", 1.0)
    yield Said(f"(Gardner at random {bias(ATTENDED, told)} with it).")
    settled = {name: row(SETTLED, "random", name) for name in ("gardner", "before_after")}
    yield Said(
        f"the effect is ⟨{shown(float(settled['gardner']['truth']), 3)}⟩ and an estimate's interval reaches ⟨{shown(float(settled['gardner']['half_width']), 3)}⟩ to "
        f"each side: Gardner's two stages find it in ⟨{shown(100.0 * float(settled['gardner']['found']))}⟩% of worlds.",
        settled["gardner"]["found"] < 0.5,
    )
    yield Said(
        f"Before and after finds it in ⟨{shown(100.0 * float(settled['before_after']['found']))}⟩%, since it is off by {bias(SETTLED, settled['before_after'])}:",
        settled["before_after"]["bias_low"] > 0.0,
    )
