"""The answer to a file's own question: which of its policies, by how much, for whom, at which yearly cost."""

from typing import TYPE_CHECKING

import pandas as pd

from dizao.scenarios.analysis.effects import effects
from dizao.scenarios.analysis.headline import HEADLINE
from dizao.scenarios.analysis.money import of_year
from dizao.scenarios.reports.budget import years_of
from dizao.scenarios.reports.numbers import amount, scale_of_interval
from dizao.scenarios.reports.sentences import Facts, changes_of
from dizao.scenarios.reports.voices import voice_of

if TYPE_CHECKING:
    from dizao.scenarios.studies.comparison import Comparison

GAINED = (HEADLINE, "functioning_after_12_months", "households_served_share")
GROUPS = ("1", "5")
"""Fifths of incomes of which it is said how they fare."""


def of_policies(comparison: "Comparison", facts: Facts) -> str:
    """Return which of a file's policies is best, by how much, for whom, and what each year costs.

    Parameters
    ----------
    comparison
        What was found, with policies among what was compared.
    facts
        What sentences are made from.

    Returns
    -------
    Sentences.
    """
    voice = voice_of(comparison)
    best = next(name for name in comparison.by_net_present_value if name in comparison.policies)
    said = [_best(comparison, best, facts)]
    if best != comparison.baseline:
        changes = changes_of(comparison.effects, best, GAINED, facts)
        today = "today" if comparison.baseline == comparison.scenario.former_name else "against"
        about = {"mechanism": voice.called(best), "baseline": facts.called(comparison.baseline)}
        said.append(voice.say(f"page.policies.{today}", **about, changes=changes))
        said += _whom(comparison, best)
    said += [_cost(comparison, year) for year in years_of(comparison.money_by_year)]
    return voice.say("list.sentences").join(said)


def _best(comparison: "Comparison", best: str, facts: Facts) -> str:
    voice, others = voice_of(comparison), [name for name in comparison.policies if name != best]
    if not others:
        return voice.say("page.policies.only", best=facts.called(best))
    runs = comparison.runs
    of_policies = runs[runs["mechanism"].isin(comparison.policies) & (runs["outcome"] == HEADLINE)]
    table = effects(of_policies, best, comparison.design.share)
    against = {str(row["mechanism"]): row for _, row in table.iterrows()}
    clear = [name for name in others if float(against[name]["ci_high"]) < 0.0]
    open_ = [name for name in others if name not in clear]
    gaps = [_gap(comparison, against[name], name) for name in clear]
    if open_:
        gaps.append(voice.say("page.policies.open", others=voice.listed([voice.called(name) for name in open_])))
    said = voice.say("list.semicolon").join(gaps)
    return voice.say("page.policies.best", count=len(comparison.policies), best=facts.called(best), gaps=said)


def _gap(comparison: "Comparison", row: "pd.Series", other: str) -> str:
    """Return by how much the best policy leads another one, which has significantly less."""
    voice = voice_of(comparison)
    low, gap, high = -float(row["ci_high"]), -float(row["difference"]), -float(row["ci_low"])
    scale = scale_of_interval("yuan", low, gap, high, voice.language)
    numbers = {"size": scale.with_unit(scale.number(gap)), "low": scale.number(low), "high": scale.number(high)}
    return voice.say("page.policies.gap", other=voice.called(other), **numbers)


def _whom(comparison: "Comparison", best: str) -> list[str]:
    """Return how the poorest and the richest fifth fare under the best policy, compared with the baseline."""
    voice, winners = voice_of(comparison), comparison.winners
    rows = winners[(winners["mechanism"] == best) & (winners["kind"] == "income")]
    by_group = {str(row["group"]): row for _, row in rows.iterrows()}
    said = []
    for group in GROUPS:
        if group not in by_group:
            continue
        row, named = by_group[group], voice.say(f"group.income.{group}")
        low, gain, high = float(row["ci_low"]), float(row["difference"]), float(row["ci_high"])
        if not (low > 0.0 or high < 0.0):
            said.append(voice.say("page.policies.group_open", group=named))
            continue
        scale = scale_of_interval("yuan", low, gain, high, voice.language)
        size = scale.with_unit(scale.number(gain, sign=True))
        ends = {"low": scale.number(low, sign=True), "high": scale.number(high, sign=True)}
        said.append(voice.say("page.policies.group", group=named, size=size, **ends))
    if not said:
        return []
    return [
        voice.say("page.policies.whom", mechanism=voice.called(best), groups=voice.say("list.semicolon").join(said))
    ]


def _cost(comparison: "Comparison", year: int) -> str:
    voice, costs = voice_of(comparison), []
    for name in comparison.policies:
        row = of_year(comparison.money_by_year, name, year)
        if row is None:
            continue
        low, cost, high = (float(row[key]) for key in ("ci_low", "mean", "ci_high"))
        size = amount(cost, "yuan", voice.language)
        if not low < high:
            costs.append(voice.say("page.policies.cost_alone", mechanism=voice.called(name), size=size))
            continue
        scale = scale_of_interval("yuan", low, cost, high, voice.language)
        numbers = {"size": scale.with_unit(scale.number(cost)), "low": scale.number(low)}
        costs.append(
            voice.say("page.policies.cost_of", mechanism=voice.called(name), **numbers, high=scale.number(high))
        )
    return voice.say("page.policies.cost", year=year, costs=voice.say("list.semicolon").join(costs))
