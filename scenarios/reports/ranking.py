"""What equal spending changes, in words: rates found, mechanisms that cannot spend so much, places that change."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

import pandas as pd

from dizao.scenarios.analysis.rank_changes import Flip, ranking
from dizao.scenarios.reports.numbers import amount, scale_of_interval
from dizao.scenarios.reports.texts import Voice
from dizao.scenarios.reports.voices import voice_of

if TYPE_CHECKING:
    from dizao.scenarios.studies.comparison import Comparison
    from dizao.scenarios.studies.spending import Spending

MOST_FLIPS = 6
"""Pairs that change places and are named on screen; flips.csv has all."""


def about_spending(comparison: "Comparison") -> str:
    """Say at which rates spending is equal, who cannot spend so much, and how the ranking changes; else nothing.

    Parameters
    ----------
    comparison
        What was found.

    Returns
    -------
    Lines; an empty text under equal budgets.
    """
    if comparison.budget is None:
        return ""
    voice = voice_of(comparison)
    lines = [_rates(comparison, voice), *_beyond_reach(comparison.spending, voice)]
    for equal, of in (("budget", comparison.budget), ("spend", comparison)):
        lines.append(voice.say(f"ranking.{equal}", ranking=_ranked(of.runs, voice)))
    return "\n".join([*lines, *_flips(comparison, voice)])


def _rates(comparison: "Comparison", voice: Voice) -> str:
    named = [
        voice.say(
            "spending.one",
            mechanism=voice.called(one.mechanism),
            knob=one.knob,
            own=f"{one.own_value:.3g}",
            value=f"{one.value:.3g}",
            yuan=amount(one.yuan, "yuan", voice.language),
        )
        for one in comparison.spending
        if one.reached
    ]
    listed = voice.say("list.semicolon").join(named) if named else voice.say("spending.nobody")
    target = amount(comparison.spending[0].target_yuan, "yuan", voice.language)
    return voice.say("spending", baseline=voice.called(comparison.baseline), target=target, listed=listed)


def _beyond_reach(spending: "Iterable[Spending]", voice: Voice) -> list[str]:
    """Say of each mechanism that does not spend what is wanted how near it comes."""
    said = []
    for one in spending:
        if not one.reached:
            key = "spending.unreached" if one.largest_yuan < one.target_yuan else "spending.jump"
            about = {"mechanism": voice.called(one.mechanism), "value": f"{one.value:.3g}", "knob": one.knob}
            shown = one.largest_yuan if one.largest_yuan < one.target_yuan else one.yuan
            share = f"{100.0 * shown / one.target_yuan:.0f}"
            said.append(voice.say(key, **about, yuan=amount(shown, "yuan", voice.language), share=share))
    return said


def _ranked(runs: pd.DataFrame, voice: Voice) -> str:
    means = ranking(runs)
    return " > ".join(f"{voice.called(str(name))} ({amount(mean, 'yuan', voice.language)})"
                      for name, mean in means.items())  # fmt: skip


def _flips(comparison: "Comparison", voice: Voice) -> list[str]:
    """Say which pairs change places, those beyond their intervals first."""
    found = sorted(comparison.flips, key=lambda flip: not flip.beyond)
    if not found:
        return [voice.say("flips.none")]
    clear = sum(flip.beyond for flip in found)
    lines = [voice.say("flips", count=len(found), beyond=clear)]
    lines += [_flip(flip, voice) for flip in found[:MOST_FLIPS]]
    return lines + ([voice.say("flips.more", count=len(found) - MOST_FLIPS)] if len(found) > MOST_FLIPS else [])


def _flip(flip: Flip, voice: Voice) -> str:
    budget = _difference((flip.budget, flip.budget_low, flip.budget_high), voice)
    spend = _difference((flip.spend, flip.spend_low, flip.spend_high), voice)
    how = voice.say("flips.beyond" if flip.beyond else "flips.within")
    about = {"first": voice.called(flip.first), "second": voice.called(flip.second), "how": how}
    return voice.say("flips.one", **about, budget=budget, spend=spend)


def _difference(values: tuple[float, float, float], voice: Voice) -> str:
    middle, low, high = values
    scale = scale_of_interval("yuan", low, middle, high, voice.language)
    return scale.with_unit(f"{scale.number(middle, sign=True)} [{scale.number(low)}, {scale.number(high)}]")
