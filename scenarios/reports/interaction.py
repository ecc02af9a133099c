"""The interaction of a 2 x 2 of variants, in words: whether its halves need each other."""

from dizao.model.outputs.outcomes import OUTCOMES
from dizao.scenarios.analysis.interaction import Interaction
from dizao.scenarios.reports.numbers import MINUS, MISSING, scale_of_interval
from dizao.scenarios.reports.texts import Voice
from dizao.scenarios.reports.voices import voice_of
from dizao.scenarios.studies.systems import Study

INTERACTION = "interaction.csv"

DIGITS = 2
"""Decimals of log-odds."""

SIGNS = {1: "complements", -1: "substitutes", 0: "open"}
"""What the sign of a significant interaction means."""


def interactions_told(study: Study) -> list[str]:
    """Say of each outcome whether the halves of a 2 x 2 need each other.

    Parameters
    ----------
    study
        What variants of a 2 x 2 change.

    Returns
    -------
    A sentence an outcome and scale: what each half adds alone, the interaction with its interval, what it means, and
    in how many worlds it has which sign; none where the variants are no 2 x 2.
    """
    voice = voice_of(study)
    return [_told(one, study, voice) for one in study.interactions]


def _told(found: Interaction, study: Study, voice: Voice) -> str:
    one, other = (voice.called(name) for name in study.system.crossed)
    about = {"outcome": voice.inside(voice.title(found.outcome)), "one": one, "other": other}
    about |= {"worlds": f"{found.n}", "above": f"{found.above}", "below": f"{found.below}"}
    about |= _numbers(found, voice)
    told = [voice.say(f"interaction.{found.scale}", **about), voice.say(f"interaction.{SIGNS[found.sign]}")]
    if found.undefined:
        told.append(voice.say("interaction.undefined", count=f"{found.undefined}"))
    return voice.say("list.sentences").join(told)


def _numbers(found: Interaction, voice: Voice) -> dict[str, str]:
    values = {"adds_one": found.one, "adds_other": found.other, "value": found.interaction}
    values |= {"low": found.ci_low, "high": found.ci_high}
    if found.scale == "log_odds":
        return {name: _written(value) for name, value in values.items()}
    scale = scale_of_interval(
        OUTCOMES[found.outcome].unit, found.ci_low, found.interaction, found.ci_high, voice.language
    )
    said = {name: scale.number(value, sign=True) for name, value in values.items()}
    said["value"] = scale.with_unit(said["value"], difference=True)
    return said


def _written(value: float) -> str:
    return MISSING if value != value else f"{value:+.{DIGITS}f}".replace("-", MINUS)
