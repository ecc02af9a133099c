"""What ``dizao calibrate giving`` prints: scores of the rules of giving, their numbers, and what each term gains."""

import tomllib

from rich.table import Table

from dizao.scenarios.calibration.giving import STUDIES, everybody
from dizao.scenarios.reports.plain_table import plain_table
from dizao.scenarios.reports.texts import IN_ENGLISH, Voice

SCORES = ("parameters", "log_likelihood", "aic", "held_out", "study_spread")


def heading(voice: Voice = IN_ENGLISH) -> str:
    """Return the line above the tables.

    Parameters
    ----------
    voice
        The language.

    Returns
    -------
    The line, with the number of subjects that the estimates rest on.
    """
    return voice.say("giving.head", subjects=sum(len(one) for one in everybody()))


def tables(text: str, voice: Voice = IN_ENGLISH) -> list[Table]:
    """Return the tables of the file: scores of the rules, then numbers and terms.

    Parameters
    ----------
    text
        The file, as TOML.
    voice
        The language.

    Returns
    -------
    Three tables.
    """
    rules = tomllib.loads(text)["rules"]
    scores = plain_table([voice.say(f"giving.{name}") for name in ("rule", *SCORES, *STUDIES)])
    numbers = plain_table([voice.say(f"giving.{name}") for name in ("rule", "number", "value", "error")])
    terms = plain_table([voice.say(f"giving.{name}") for name in ("rule", "term", "gain")])
    for name, one in rules.items():
        title = voice.say(f"giving.rule.{name}")
        sums = (f"{one['held_out_by_study'][study]:.1f}" for study in STUDIES)
        told = (str(one["parameters"]), *(f"{one[key]:.1f}" for key in SCORES[1:-1]), f"{one['study_spread']:.2f}")
        scores.add_row(title, *told, *sums)
        for key, found in one["estimates"].items():
            numbers.add_row(title, key, f"{found['value']:.3g}", f"{found['error']:.2g}")
        for term, gain in one["gains"].items():
            terms.add_row(title, voice.say(f"giving.term.{term}"), f"{gain:.1f}")
    return [scores, numbers, terms]


def notes(text: str, voice: Voice = IN_ENGLISH) -> list[str]:
    """Return how to read the tables.

    Parameters
    ----------
    text
        The file, as TOML.
    voice
        The language.

    Returns
    -------
    Lines.
    """
    return [voice.say("giving.note", folds=tomllib.loads(text)["folds"])]
