"""What README.md says in numbers, made from the results of its commands."""

from collections.abc import Iterator

import docs_sources as kept
from docs_text import Said, ends, percent, shown

from dizao.scenarios.analysis.uncertainty.ranks import wilson

MILLION, THOUSAND = 1e-6, 1e-3
BASELINE, OTHERS = "upfront", ("reward", "none")
ROWS = (
    ("projects completed", "completed", 1.0, 1, 0),
    ("households served", "households_served_share", 100.0, 0, 0),
    ("benefit delivered, million yuan", "benefit_yuan", MILLION, 2, 2),
    ("public money, million yuan", "public_yuan", MILLION, 2, 2),
    ("residents' money, million yuan", "residents_yuan", MILLION, 2, 2),
    ("net benefit by the end, million yuan", "net_benefit_yuan", MILLION, 2, 2),
    ("with what things are still worth then", "net_benefit_with_residual_yuan", MILLION, 2, 2),
)
"""Rows of the table: title, outcome, by what it is multiplied, decimals of means and of the ends of intervals."""

SERVED = "households_served_share"
NET, RESIDUAL = "net_benefit_yuan", "net_benefit_with_residual_yuan"


def nanhu_table() -> str:
    """Return the table of the first command."""
    found = kept.Effects("compare_nanhu")
    lines = ["| | `upfront` 大包大揽 | `reward` 以奖代补 | `none` |", "|---|---|---|---|"]
    for title, outcome, factor, places, end_places in ROWS:
        unit = "%" if outcome == SERVED else ""
        cells = [f"{shown(factor * found.mean(BASELINE, outcome), places)}{unit}"]
        for name in OTHERS:
            _, low, high = (factor * value for value in found.change(name, outcome))
            # Near zero a whole number would say too little.
            low_text, high_text = (
                shown(x, max(end_places, 1) if abs(x) < 1.0 else end_places, x > 0.0 or bool(end_places))
                for x in (low, high)
            )
            points = " points" if unit else ""
            mean = shown(factor * found.mean(name, outcome), places)
            cells.append(f"{mean}{unit} ({low_text} to {high_text}{points})")
        lines.append(f"| {title} | {' | '.join(cells)} |")
    return "\n".join(lines)


def first_command() -> Iterator[Said]:
    """What the first command shows."""
    found = kept.Effects("compare_nanhu")
    fewer = -found.change("reward", "completed")[0]
    builds_less = found.is_significant("reward", "completed") and fewer > 0
    benefit = found.change("reward", "benefit_yuan")
    yield Said(
        f"**In the model the reward brings fewer projects and more benefit.** It completes ⟨{shown(fewer)}⟩ projects fewer than "
        "paying up front; the difference in households served is not significant over ten worlds.",
        builds_less and benefit[1] > 0.0 and not found.is_significant("reward", SERVED),
    )
    scores = [found.mean(name, "score") for name in ("reward", BASELINE)]
    yield Said(
        f"What is built is better (residents score it ⟨{shown(scores[0])}⟩ points, against ⟨{shown(scores[1])}⟩)",
        found.change("reward", "score")[1] > 0.0,
    )
    yield Said("and it costs the public less.", found.change("reward", "public_yuan")[2] < 0.0)
    yield Said("Residents give about as much under `upfront`", not found.is_significant("reward", "residents_yuan"))
    givers = [THOUSAND * found.mean(name, "gave_money") for name in ("reward", BASELINE)]
    yield Said(
        f"More than twice as many households give (⟨{shown(givers[0], 1)}⟩ thousand, against ⟨{shown(givers[1], 1)}⟩) under the reward",
        givers[0] > 2.0 * givers[1],
    )
    net = {name: found.mean(name, NET) for name in (BASELINE, *OTHERS)}
    yield Said(
        "**Net benefit is below zero under all three, and best with no public money at all.**",
        max(net.values()) < 0.0 and max(net, key=lambda name: net[name]) == "none",
    )
    left = {name: found.mean(name, RESIDUAL) for name in (BASELINE, *OTHERS)}
    yield Said(
        "With what things are still worth at the end, all three are above zero; the reward comes first and paying up front last.",
        min(left.values()) > 0.0 and sorted(left, key=lambda name: left[name]) == ["upfront", "none", "reward"],
    )
    yield Said(
        f"以奖代补建成的项目较少 （约 ⟨{shown(found.mean('reward', 'completed'))}⟩ 个，大包大揽约 "
        f"⟨{shown(found.mean(BASELINE, 'completed'))}⟩ 个），但质量较好、效益较高、财政支出较少。",
        builds_less and benefit[1] > 0.0,
    )


def same_rate() -> Iterator[Said]:
    """What is left at the same rate."""
    found, former = kept.Effects("same_rate"), kept.Effects("same_rate_former")
    completed = [found.mean(name, "completed") for name in (BASELINE, "reward")]
    yield Said(
        f"Then the two complete nearly the same number of projects (⟨{shown(completed[0])}⟩ and ⟨{shown(completed[1])}⟩) and serve "
        "about the same households.",
        abs(completed[0] / completed[1] - 1.0) < 0.05 and abs(found.change("reward", SERVED)[0]) < 0.03,
    )
    benefit, public = (
        found.mean("reward", name) / found.mean(BASELINE, name) - 1.0 for name in ("benefit_yuan", "public_yuan")
    )
    net, low, high = (THOUSAND * value for value in found.change("reward", NET))
    yield Said(
        f"with the reward the benefit is ⟨{percent(benefit)}⟩% higher, public money ⟨{percent(-public)}⟩% lower, and net benefit "
        f"⟨{shown(net)}⟩ thousand yuan higher ({ends(low, high)}).",
        benefit > 0.0 > public and low > 0.0,
    )
    other = THOUSAND * former.change("reward", NET)[0]
    yield Said("and the result is much the same.)", abs(other - net) < 0.5 * abs(net))


def equal_spend() -> Iterator[Said]:
    """What is left where both spend the same."""
    found, spent = kept.Effects("equal_spend"), kept.table("equal_spend_spending").set_index("mechanism")
    rate, own = (percent(float(spent.loc["reward", name])) for name in ("value", "own_value"))
    yield Said(
        "finds the rate at which the reward spends what paying up front does: "
        f"⟨{rate}⟩% of the cost instead of ⟨{own}⟩%.",
        bool(spent.loc["reward", "reached"]),
    )
    net, low, high = (MILLION * value for value in found.change("reward", NET))
    alike = not any(found.is_significant("reward", name) for name in ("completed", SERVED))
    yield Said(
        "The differences in the number of projects and in households served are then not significant, and its net benefit is "
        f"⟨{shown(net, 2)}⟩ million yuan higher ({ends(low, high, 2)}).",
        alike and low > 0.0,
    )
    flips = kept.table("equal_spend_flips")
    yield Said("The ranking stays as it is.", not flips["beyond"].any())


def draws() -> Iterator[Said]:
    """What is left over the uncertain parameters."""
    beats = kept.table("draws_beats").set_index(["mechanism", "other"])
    best = kept.table("draws_best").set_index("mechanism")
    pair = beats.loc[("reward", BASELINE)]
    number = int(pair["draws"])
    wins, losses = (
        round(float(beats.loc[two, "share"]) * number) for two in (("reward", BASELINE), (BASELINE, "reward"))
    )
    ties, (low, high) = number - wins - losses, wilson(wins, wins + losses)
    yield Said(
        f"samples all ⟨{len(kept.table('draws_uncertain'))}⟩ parameters that are assumed or estimated from their ranges."
    )
    yield Said(
        "Then *the difference in net benefit between the reward and paying up front is not significant*: the reward is ahead in "
        f"⟨{wins}⟩ draws, paying up front in ⟨{losses}⟩, and ⟨{ties}⟩ are ties (of the others, "
        f"⟨{percent(wins / (wins + losses))}⟩%; 95% interval ⟨{percent(low)}⟩% to ⟨{percent(high)}⟩%; grade C).",
        low < 0.5 < high,
    )
    none, reward = best.loc["none"], best.loc["reward"]
    yield Said(
        f"No public money at all is best in ⟨{percent(none['best_share'])}⟩% (⟨{percent(none['low'])}⟩ to ⟨{percent(none['high'])}⟩%), the "
        f"reward with its usual terms in ⟨{percent(reward['best_share'])}⟩%.",
        best["best_share"].idxmax() == "none",
    )
    yield Said(
        f"以奖代补与大包大揽的净效益差异不显著（前者领先 ⟨{wins}⟩ 次，后者 ⟨{losses}⟩ 次，⟨{ties}⟩ 次持平）",
        low < 0.5 < high,
    )


def no_lender() -> Iterator[Said]:
    """What is left with no lender at all."""
    with_lender, without = (kept.Effects(name).mean("reward", "completed") for name in ("compare_nanhu", "no_lender"))
    yield Said(
        f"the reward completes nearly as many projects (⟨{shown(without)}⟩, against ⟨{shown(with_lender)}⟩)",
        without > 0.9 * with_lender,
    )
