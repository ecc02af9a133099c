"""What docs/odd.md, 7.11, says of the campaign in numbers, made from what benchmarks/behaviour.py prints."""

from collections.abc import Iterator

import docs_sources as kept
import pandas as pd
from docs_text import Said, share, shown, spelled

LOW, HIGH = 0.2, 0.6
FALLEN = 0.14


def _lines() -> dict[str, "pd.Series[float]"]:
    """Return the shares of each line by x."""
    rows = kept.table("behaviour")
    return {str(name): part.set_index("x")["share"] for name, part in rows.groupby("line", sort=False)}


def behaviour() -> Iterator[Said]:
    """What each panel shows."""
    lines = _lines()
    looked = [lines[f"a  Attention and length, {weeks} weeks"] for weeks in (4, 8, 16)]
    usual, few = ([float(line[times]) for line in looked] for times in (2.8, 0.7))
    yield Said(
        f"Half the attention in a campaign twice as long gives the same: ⟨{share(usual[0])}⟩, ⟨{share(usual[1])}⟩ and "
        f"⟨{share(usual[2])}⟩ at 4, 8 and 16 weeks,",
        max(usual) - min(usual) < 0.05,
    )
    yield Said(f"the lines part (⟨{share(min(few))}⟩ to ⟨{share(max(few))}⟩):", max(few) - min(few) > 0.05)
    belief = lines["b  First belief, all"]
    yield Said(
        f"The share rises smoothly from ⟨{share(belief.iloc[0])}⟩ to ⟨{share(belief.iloc[-1])}⟩.", _rises(belief)
    )
    value = lines["c  Value over outlay, all"]
    yield Said(f"Smooth from ⟨{share(value[0.5])}⟩ to ⟨{share(value.iloc[-1])}⟩.", _rises(value))
    dearer, same = (
        lines[f"d  Secured money, {name}"]
        for name in ("same share asked, a dearer thing", "less asked, the same thing")
    )
    yield Said(
        f"With the same share asked for a dearer thing, the share rises from ⟨{share(dearer.iloc[0])}⟩ to ⟨{share(dearer.iloc[-1])}⟩:",
        dearer.iloc[-1] > dearer.iloc[0] + 0.05,
    )
    yield Said(f"the higher return comes on top (⟨{share(same.iloc[-1])}⟩).", same.iloc[-1] > dearer.iloc[-1])
    yield from _leaders(lines)
    yield from _places(lines)


def _rises(line: "pd.Series[float]") -> bool:
    """Return whether a line goes up, but for random variation."""
    return bool((line.diff().dropna() > -0.02).all())


def _leaders(lines: dict[str, "pd.Series[float]"]) -> Iterator[Said]:
    visit, first = (lines[f"e  Leaders, {name}"] for name in ("give first and visit", "only give first"))
    yield Said(
        f"The share rises with party members (⟨{share(visit.iloc[0])}⟩ to ⟨{share(visit.iloc[-1])}⟩ at 30 of them per 100 households)",
        visit.iloc[-1] > visit.iloc[0] + 0.03,
    )
    yield Said(
        f"Giving first alone does almost nothing (⟨{share(first.iloc[0])}⟩ to ⟨{share(first.iloc[-1])}⟩):",
        abs(first.iloc[-1] - first.iloc[0]) < 0.03,
    )


def _places(lines: dict[str, "pd.Series[float]"]) -> Iterator[Said]:
    """Where places that learn end."""
    ends = lines["h  Where places that learn end, value 2"]
    fallen = int((ends < FALLEN).sum())
    yield Said(f"⟨{fallen}⟩ end below .14 after 20 projects,", fallen > 0.8 * len(ends))
    learning, still = (
        lines[f"{name}, spread over places"] for name in ("f  Places that learn", "g  Places that do not learn")
    )
    yield Said(
        f"Their spread is ⟨{shown(learning[10] / still[10], 1)}⟩ times what random draws alone make of it without learning, after ten "
        "projects."
    )
    parted = lines["h  Where places that learn end, value 3"]
    low, high = int((parted < LOW).sum()), int((parted > HIGH).sum())
    yield Said(
        f"(at 3, ⟨{spelled(low)}⟩ of ⟨{len(parted)}⟩ end below .2 and ⟨{spelled(high)}⟩ above .6).", low > 0 < high
    )
