"""Which of several rules gives up least against whichever is best, in a sentence."""

from typing import TYPE_CHECKING

from dizao.scenarios.reports.numbers import scale_for
from dizao.scenarios.reports.texts import Voice

if TYPE_CHECKING:
    from dizao.scenarios.analysis.uncertainty.found import Uncertainty

PAIR = 2
"""Mechanisms of which the headline says all."""

HALF = 0.5


def least_regret(found: "Uncertainty", voice: Voice) -> list[str]:
    """Say which rule has the least mean regret, and how often it and the one that is best most often are best.

    Parameters
    ----------
    found
        The ranking over uncertain parameters.
    voice
        How the report speaks.

    Returns
    -------
    One text; none where only two mechanisms are compared, of which the headline says all, or where none differs.
    """
    best = found.best.set_index("mechanism")
    if len(best) <= PAIR or not int(best["draws"].iloc[0]):
        return []
    least, most = str(best["mean_regret"].idxmin()), str(best["best_share"].idxmax())
    row, other = (best.loc[[name]].iloc[0] for name in (least, most))
    regret = float(best["mean_regret"].min()) / found.scenario.base.place.households
    scale = scale_for("yuan", [regret], voice.language)
    shares = {
        name: f"{100.0 * row[key]:.0f}" for name, key in (("share", "best_share"), ("low", "low"), ("high", "high"))
    }
    about = {"count": len(best), "rule": voice.called(least), "regret": scale.with_unit(scale.number(regret)), **shares}
    text = voice.say("draws.least_regret", **about)
    if most != least:
        most_share = f"{100.0 * other['best_share']:.0f}"
        text += voice.say("list.sentences") + voice.say("draws.best_most", rule=voice.called(most), share=most_share)
    if float(best["best_share"].max()) < HALF:
        text += voice.say("list.sentences") + voice.say("draws.none_best")
    return [text]
