"""What docs/odd.md, 9.1, says of the run that the shipped members are of, made from what ``dizao plausible`` wrote."""

from collections.abc import Iterator

import docs_sources as kept
from docs_text import Said, percent, shown

RUN, MADE_UP = "plausible", "plausible_made_up"

CUT = 3.0
LITTLE_BETTER = 0.3
"""A last wave of which less is kept is little better than the prior."""

ATTENDED = ("turnout", "never_took_part", "attendance_large_group", "attendance_small_group")
POORLY_FORETOLD = ("applications", "money_in_place", "cost_of_work", "nobody_pays")


def table() -> str:
    """Return the summary that the command writes: the table of facts, and its sentences."""
    return kept.text(f"{RUN}.md")


def thousands(value: float) -> str:
    """Return a number to the nearest thousand."""
    return shown(round(value, -3))


def run() -> Iterator[Said]:
    """What the run found, in words."""
    facts, waves = kept.table(f"{RUN}.facts").set_index("name"), kept.table(f"{RUN}.waves")
    each = waves.drop_duplicates("wave").set_index("wave")
    first, last = each.iloc[0], each.iloc[-1]
    later = float(last["kept"] / last["sets"])
    yield Said(
        f"*⟨{percent(first['kept'] / first['sets'])}⟩% of the prior is kept* (⟨{first['kept']:.0f}⟩ of ⟨{first['sets']:.0f}⟩), and "
        f"⟨{percent(later)}⟩% of the last wave, before which emulators had left ⟨{percent(last['share'])}⟩% of the prior: the search is little better "
        "than drawing from the prior,",
        later < LITTLE_BETTER,
    )
    emulators = waves.dropna(subset=["explained"]).drop_duplicates("fact", keep="last").set_index("fact")
    inside, explained = emulators["inside"], emulators["explained"]
    well, badly = explained[list(ATTENDED)], explained[list(POORLY_FORETOLD)]
    yield Said(
        f"They are honest (⟨{percent(inside.min())}⟩ to ⟨{percent(inside.max())}⟩% of what is left out lies within three standard deviations), know "
        f"attendance well (⟨{percent(well.min())}⟩ to ⟨{percent(well.max())}⟩% of the variance foretold), and applications, public money, cost and groups in "
        f"which nobody pays badly (⟨{percent(badly.min())}⟩ to ⟨{percent(badly.max())}⟩%).",
        well.min() > badly.max(),
    )
    undefined = facts["undefined"]
    yield Said(
        f"*In ⟨{percent(undefined['cost_of_work'])}⟩% of the prior no village work is finished at all*, in ⟨{percent(undefined['applications'])}⟩% nobody applies in the "
        "compound:"
    )
    cost, people = facts.loc["cost_of_work"], facts.loc["turnout"]
    yield Said(
        f"of the prior 90% lie between ⟨{thousands(cost['prior_5'])}⟩ and ⟨{thousands(cost['prior_95'])}⟩ yuan, all below the observed mean of 284,000, "
        f"since dear works are not finished; among members the median is ⟨{thousands(cost['kept_50'])}⟩.",
        cost["prior_95"] < cost["observed"],
    )
    yield Said(
        f"⟨{shown(people['prior_5'])}⟩ to ⟨{shown(people['prior_95'])}⟩ people, where 17 were reported; members have a median of ⟨{shown(people['kept_50'])}⟩.",
        people["kept_50"] > people["observed"],
    )
    fee = facts.loc["fee_collected"]
    yield Said(
        f"*The one test*, the fee collected in compounds, is met: ⟨{percent(fee['observed'], 1)}⟩% observed, members' median ⟨{percent(fee['kept_50'], 1)}⟩%, 90% of them "
        f"⟨{percent(fee['kept_5'])}⟩ to ⟨{percent(fee['kept_95'])}⟩%; so is it in the prior (⟨{percent(fee['prior_5'])}⟩ to ⟨{percent(fee['prior_95'])}⟩%), so that it tests little.",
        fee["kept_5"] < fee["observed"] < fee["kept_95"],
    )


def made_up() -> Iterator[Said]:
    """How many made-up truths are kept."""
    worlds = kept.table(MADE_UP)
    emulated, simulated = (int((worlds[name] <= CUT).sum()) for name in ("emulated", "simulated"))
    yield Said(
        f"of ⟨{len(worlds)}⟩ made-up worlds ⟨{emulated}⟩ are kept by emulators of the first wave, and ⟨{simulated}⟩ by simulation with other seeds (second-largest "
        f"implausibility at most ⟨{shown(worlds['simulated'].max(), 1)}⟩); emulators leave ⟨{percent(worlds['share'].min())}⟩ to "
        f"⟨{percent(worlds['share'].max())}⟩% of the prior.",
        min(emulated, simulated) > 0.9 * len(worlds),
    )
