"""The page of ``dizao validate``: every target beside the model and the baselines, failures shown like the rest."""

import math
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import pandas as pd
from markupsafe import Markup

from dizao.scenarios.reports.case_validation import observed as case_observed
from dizao.scenarios.reports.cases import SHARES, written
from dizao.scenarios.reports.numbers import MISSING
from dizao.scenarios.reports.page.render import STYLE, packaged, template
from dizao.scenarios.reports.texts import Voice
from dizao.scenarios.reports.validation import FITTED
from dizao.scenarios.studies.cases import PROBABILITIES

TEMPLATE = "validation.html.jinja"

LEVELS = ("laboratory", "cases", "district")
"""Person, place, system: where a target comes from."""

BASELINES: dict[str, tuple[str, ...]] = {
    "laboratory": ("selfish", "types", "coin"),
    "cases": ("selfish", "subsidy"),
    "district": ("selfish", "types"),
}
"""The baselines of each level, by the columns of its table."""


class Said(NamedTuple):
    """What the model or a baseline says about a target, in words, and whether it is met; None where it says nothing."""

    text: str
    met: bool | None


class Line(NamedTuple):
    """One target of the page."""

    title: str
    source: str
    observed: str
    interval: str
    model: Said
    model_interval: str
    fitted: str
    others: tuple[Said, ...]


class Level(NamedTuple):
    """All targets of one level."""

    name: str
    title: str
    note: str
    baselines: list[str]
    lines: list[Line]
    met: int


def page(tables: Mapping[str, pd.DataFrame], voice: Voice) -> str:
    """Return the page.

    Parameters
    ----------
    tables
        By level of `LEVELS`; a level that was not run is left out.
    voice
        The language that it is told in.

    Returns
    -------
    HTML that needs no other file.
    """
    levels = [_level(name, tables[name], voice) for name in LEVELS if name in tables]
    return template(TEMPLATE).render(
        say=voice.say, language=voice.language, levels=levels, style=Markup(packaged(STYLE))
    )


def _level(name: str, rows: pd.DataFrame, voice: Voice) -> Level:
    line = _case_line if name == "cases" else _target_line
    lines = [line(row, BASELINES[name], voice) for row in rows.to_dict("records")]
    title, note = voice.say(f"validation.level.{name}"), voice.say(f"validation.note.{name}")
    baselines = [voice.say(f"validation.{one}") for one in BASELINES[name]]
    return Level(name, title, note, baselines, lines, sum(line.model.met is True for line in lines))


def _target_line(row: Mapping[Any, Any], baselines: Iterable[str], voice: Voice) -> Line:
    others = tuple(_said(row[name], bool(row[f"{name}_met"])) for name in baselines)
    observed = "" if math.isnan(row["observed"]) else _number(row["observed"])
    interval = _range(row["observed_low"], row["observed_high"], voice)
    spread = _range(row["model_low"], row["model_high"], voice)
    title = voice.say(f"target.{row['target']}")
    model, fitted = _said(row["model"], bool(row["met"])), voice.say(FITTED[row["fitted"]])
    return Line(title, row["source"], observed, interval, model, spread, fitted, others)


def _case_line(row: Mapping[Any, Any], baselines: Iterable[str], voice: Voice) -> Line:
    share = row["outcome"] in SHARES

    def said(name: str) -> Said:
        known = not pd.isna(row[name])
        told = row["outcome"] in PROBABILITIES or name != "subsidy"
        return Said(written(row[name], share), bool(row[f"{name}_met"])) if known and told else Said(MISSING, None)

    low, high = row["model_low"], row["model_high"]
    ends = (
        MISSING if pd.isna(low) else voice.say("validation.range", low=written(low, share), high=written(high, share))
    )
    title = f"{row['case']}: {voice.say(f'case.{row["outcome"]}')}"
    others = tuple(said(name) for name in baselines)
    return Line(title, "", case_observed(row, voice), "", said("model"), ends, voice.say("validation.no"), others)


def _said(value: float, met: bool) -> Said:
    return Said(_number(value), None if math.isnan(value) else met)


def _number(value: float) -> str:
    if math.isnan(value):
        return MISSING
    return f"{value:,.0f}" if abs(value) >= 100.0 else f"{value:.2f}"


def _range(low: float, high: float, voice: Voice) -> str:
    if math.isnan(low):
        return MISSING
    if math.isinf(high):
        return voice.say("validation.above", low=_number(low))
    return voice.say("validation.range", low=_number(low), high=_number(high))
