"""What ``dizao case`` prints: a table and two sentences to read, or the numbers as JSON."""

import json

from rich.table import Table
from rich.text import Text

from dizao.model.documented_cases import ending
from dizao.scenarios.loading.case_file import Case
from dizao.scenarios.reports.numbers import MISSING
from dizao.scenarios.reports.plain_table import plain_table
from dizao.scenarios.reports.texts import IN_ENGLISH, Voice
from dizao.scenarios.studies.cases import PROBABILITIES, Answer, Number

SHARES = (*PROBABILITIES, "objecting_share")
SMALL = 100.0
"""Numbers below it keep a digit after the point."""


def as_json(answer: Answer) -> str:
    """Return the numbers as JSON, and nothing else.

    Parameters
    ----------
    answer
        What the model answers to a case.

    Returns
    -------
    The text, one line.
    """
    return json.dumps(answer.table(), ensure_ascii=False, allow_nan=False)


def heading(case: Case, replicates: int, seed: int, voice: Voice = IN_ENGLISH) -> Text:
    """Return what was followed, and where it comes from.

    Parameters
    ----------
    case
        A loaded case.
    replicates
        How many were followed.
    seed
        Of the first.
    voice
        The language.

    Returns
    -------
    Title, size and source, a line each.
    """
    households = case.place["households"]
    size = " - ".join(f"{one:,}" for one in (households if isinstance(households, list) else [households]))
    head = voice.say("case.head", name=case.name, households=size, replicates=replicates, seed=seed)
    origin = voice.say("case.source", source=" ".join(case.source.split()))
    return Text.assemble((case.title, "bold"), f"\n{head}\n", (origin, "dim"))


def tables(answer: Answer, voice: Voice = IN_ENGLISH) -> list[Table]:
    """Return two tables: what becomes of it, and whose money it is.

    Parameters
    ----------
    answer
        What the model answers to a case.
    voice
        The language.

    Returns
    -------
    Two tables, each with mean and range.
    """
    outcomes = _table(voice, "case.outcome")
    for name, one in answer.numbers.items():
        _row(outcomes, voice.say(f"case.{name}"), one, name in SHARES)
    for floor, one in enumerate(answer.by_floor, start=1):
        _row(outcomes, voice.say("case.floor", floor=floor), one, True)
    money = _table(voice, "case.money")
    for name, one in answer.money.items():
        _row(money, voice.say(f"case.{name}") if name in ending.PARTIES else name, one, False)
    return [outcomes, money]


def _table(voice: Voice, first: str) -> Table:
    return plain_table([voice.say(first), voice.say("case.mean"), voice.say("case.range")], left=(0, 2), gap=2)


def _row(table: Table, title: str, one: Number, share: bool) -> None:
    ends = MISSING if one.low is None else f"{written(one.low, share)} - {written(one.high, share)}"
    table.add_row(title, written(one.mean, share), ends)


def written(value: float | None, share: bool) -> str:
    """Write a number as people read it.

    Parameters
    ----------
    value
        The number; None where it was never defined.
    share
        Whether it is a share, which keeps two digits after the point.

    Returns
    -------
    The text; a number that is no share keeps one such digit below `SMALL`.
    """
    if value is None:
        return MISSING
    if share:
        return f"{value:.2f}"
    return f"{value:,.1f}" if abs(value) < SMALL and not float(value).is_integer() else f"{value:,.0f}"


def _of_100(share: float | None) -> str:
    """Write a share as a number of 100, rounded as the table rounds it."""
    return written(share, True).replace(".", "").lstrip("0") or "0"


def sentences(answer: Answer, voice: Voice = IN_ENGLISH) -> list[str]:
    """Return what becomes of it in words, and how to read the table.

    Parameters
    ----------
    answer
        What the model answers to a case.
    voice
        The language.

    Returns
    -------
    Three lines.
    """
    done, contribution = answer.numbers["completed"], answer.numbers["mean_contribution_yuan"]
    shares = {name: _of_100(answer.numbers[name].mean) for name in PROBABILITIES}
    ends = {"low": _of_100(done.low), "high": _of_100(done.high)}
    lines = [voice.say("case.sentence", **shares, **ends)]
    if contribution.mean is None:
        lines.append(voice.say("case.nobody"))
    else:
        numbers = {name: written(value, False) for name, value in contribution._asdict().items()}
        lines.append(voice.say("case.contributions", **numbers))
    return [*lines, voice.say("case.key")]
