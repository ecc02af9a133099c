"""What README.md and README.zh.md say in numbers, made from the results of their commands."""

from collections.abc import Iterator
from typing import NamedTuple

import docs_sources as kept
from docs_text import Said, shown

MILLION, THOUSAND = 1e-6, 1e-3
BASELINE, OTHERS = "upfront", ("reward", "none")
ROWS = (
    ("projects completed", "completed", 1.0, 1, 1),
    ("households served", "households_served_share", 100.0, 0, 0),
    ("net present value, million yuan", "net_present_value_yuan", MILLION, 2, 2),
    ("of projects", "projects_npv_yuan", MILLION, 2, 2),
    ("of hearing, which all share", "hearing_npv_yuan", MILLION, 2, 2),
    ("benefit over whole lives, million yuan", "whole_life_benefit_yuan", MILLION, 2, 2),
    ("public money, million yuan", "public_yuan", MILLION, 2, 2),
    ("residents' money, million yuan", "residents_yuan", MILLION, 2, 2),
    ("a household that is asked gives, yuan", "contribution_per_asked_yuan", 1.0, 0, 0),
    ("households never asked", "never_asked_share", 100.0, 0, 0),
)
"""Rows of the table: title, outcome, by what it is multiplied, decimals of means and of the ends of intervals."""


class Table(NamedTuple):
    """The words of a table of the first page: heads of its columns, titles of its rows, and what stands in its cells."""

    heads: str
    titles: tuple[str, ...]
    ends: str
    points: str


ENGLISH = Table(
    "| | `upfront` 大包大揽 | `reward` 以奖代补 | `none` |", tuple(row[0] for row in ROWS), "{low} to {high}", " points"
)
CHINESE = Table(
    "| | `upfront` 财政全额事前拨付 | `reward` 以奖代补 | `none` 无补助 |",
    (
        "建成项目（个）", "受益户占比", "净现值（百万元）", "其中项目部分", "其中听取诉求部分（各补助方式共有）", "全寿命效益（百万元）",
        "公共资金（百万元）", "居民出资（百万元）", "被动员户户均出资（元）", "从未被动员户占比",
    ),
    "{low} 至 {high}",
    " 个百分点",
)  # fmt: skip

SHARES = ("households_served_share", "never_asked_share")
NET = "net_present_value_yuan"


def nanhu_table() -> str:
    """Return the table of the first command."""
    return _table("compare_nanhu", ENGLISH)


def nanhu_table_zh() -> str:
    """Return the table of the first command in Chinese."""
    return _table("compare_nanhu", CHINESE)


def village_table() -> str:
    """Return the same of the village."""
    return _table("compare_village", ENGLISH)


def village_table_zh() -> str:
    """Return the same of the village in Chinese."""
    return _table("compare_village", CHINESE)


def _table(name: str, words: Table) -> str:
    found = kept.Effects(name)
    lines = [words.heads, "|---|---|---|---|"]
    for title, (_, outcome, factor, places, end_places) in zip(words.titles, ROWS, strict=True):
        unit = "%" if outcome in SHARES else ""
        cells = [f"{shown(factor * found.mean(BASELINE, outcome), places)}{unit}"]
        for name in OTHERS:
            _, low, high = (factor * value for value in found.change(name, outcome))
            # Near zero a whole number would say too little.
            low_text, high_text = (
                shown(x, max(end_places, 1) if abs(x) < 1.0 else end_places, x > 0.0 or bool(end_places))
                for x in (low, high)
            )
            ends = words.ends.format(low=low_text, high=high_text)
            mean = shown(factor * found.mean(name, outcome), places)
            cells.append(f"{mean}{unit} ({ends}{words.points if unit else ''})")
        lines.append(f"| {title} | {' | '.join(cells)} |")
    return "\n".join(lines)


def first_command() -> Iterator[Said]:
    """What the first two commands show."""
    found, village = kept.Effects("compare_nanhu"), kept.Effects("compare_village")
    nets = [{name: one.mean(name, NET) for name in (BASELINE, *OTHERS)} for one in (found, village)]
    yield Said(
        "**At their usual rates the reward leaves the largest net present value in both places, at the assumed parameters.**",
        all(max(net, key=net.__getitem__) == "reward" for net in nets),
    )
    lead, low, high = (MILLION * value for value in found.change("reward", NET))
    none = MILLION * found.change("none", NET)[0]
    yield Said(
        f"In `nanhu` it is ⟨{shown(lead, 2)}⟩ million yuan higher than up front (⟨{shown(low, 2)}⟩ to ⟨{shown(high, 2)}⟩), and without public "
        f"money ⟨{shown(none, 2)}⟩ million higher: paying everything up front comes last.",
        low > 0.0 and found.change("none", NET)[1] > 0.0,
    )
    built = [found.mean(name, "completed") for name in ("reward", BASELINE)]
    yield Said(
        f"⟨{shown(built[0])}⟩ against ⟨{shown(built[1])}⟩ in `nanhu`, with about the same public money:",
        found.change("reward", "completed")[1] > 0.0 and not found.is_significant("reward", "public_yuan"),
    )
    never = [100.0 * found.mean(name, "never_asked_share") for name in (BASELINE, "reward")]
    gives = [found.mean(name, "contribution_per_asked_yuan") for name in ("reward", BASELINE)]
    yield Said(
        f"In `nanhu` ⟨{shown(never[0])}⟩% never are under `upfront`, and ⟨{shown(never[1])}⟩% under the reward. Of those asked, a household "
        f"gives less there: ⟨{shown(gives[0])}⟩ yuan against ⟨{shown(gives[1])}⟩ (in `village` the difference is not significant).",
        never[0] > never[1]
        and gives[0] < gives[1]
        and not village.is_significant("reward", "contribution_per_asked_yuan"),
    )
    yield Said(
        f"“南湖”建成项目约 ⟨{shown(built[0])}⟩ 个，财政全额事前拨付约 ⟨{shown(built[1])}⟩ 个，公共资金支出大致相同；",
        found.change("reward", "completed")[1] > 0.0,
    )


def first_command_zh() -> Iterator[Said]:
    """What the first two commands show, in Chinese."""
    found, village = kept.Effects("compare_nanhu"), kept.Effects("compare_village")
    yield Said(
        "**按通常比例和假设参数，以奖代补的净现值在两处均为最高。**",
        all(one.mean("reward", NET) > one.mean(name, NET) for one in (found, village) for name in (BASELINE, "none")),
    )
    built = [found.mean(name, "completed") for name in ("reward", BASELINE)]
    yield Said(
        f"在 `nanhu` 建成 ⟨{shown(built[0])}⟩ 个，财政全额事前拨付为 ⟨{shown(built[1])}⟩ 个，公共资金支出大致相同。",
        found.change("reward", "completed")[1] > 0.0 and not found.is_significant("reward", "public_yuan"),
    )
    never = [100.0 * found.mean(name, "never_asked_share") for name in (BASELINE, "reward")]
    yield Said(
        f"在 `nanhu`，财政全额事前拨付有 ⟨{shown(never[0])}⟩% 的住户从未被动员出资，以奖代补为 ⟨{shown(never[1])}⟩%。",
        never[0] > never[1],
    )


def same_rate_zh() -> Iterator[Said]:
    """What is left at the same rate, in Chinese."""
    found = kept.Effects("same_rate")
    net, low, high = (THOUSAND * value for value in found.change("reward", NET))
    yield Said(
        f"此时净现值之差为 ⟨{shown(net)}⟩ 千元（⟨{shown(low)}⟩ 至 ⟨{shown(high)}⟩），",
        abs(net) < 0.1 * THOUSAND * found.mean(BASELINE, NET),
    )


def same_rate() -> Iterator[Said]:
    """What is left at the same rate."""
    found = kept.Effects("same_rate")
    completed = [found.mean(name, "completed") for name in ("reward", BASELINE)]
    net, low, high = (THOUSAND * value for value in found.change("reward", NET))
    yield Said(
        f"Then the reward completes ⟨{shown(completed[0])}⟩ projects and paying up front ⟨{shown(completed[1])}⟩, and the difference in net "
        f"present value is ⟨{shown(net)}⟩ thousand yuan (⟨{shown(low)}⟩ to ⟨{shown(high)}⟩).",
        abs(net) < 0.1 * THOUSAND * found.mean(BASELINE, NET),
    )
    yield Said(f"两者净现值之差为 ⟨{shown(net)}⟩ 千元，")


def flips() -> str:
    """Return what of each scenario the page of artefacts says: at which ends the sign flips, or is not significant."""
    lines = kept.text("artefacts.md").splitlines()
    return "\n".join(f"- {line}" for line in lines if ": as it stands the difference is" in line)
