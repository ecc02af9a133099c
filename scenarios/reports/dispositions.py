"""What ``dizao calibrate dispositions`` prints: estimates with errors, forms compared, what is not identified."""

import tomllib
from collections.abc import Iterator
from typing import Any

from rich.table import Table

from dizao.agents.parameters import People
from dizao.scenarios.calibration.dispositions import everybody
from dizao.scenarios.reports.numbers import MISSING
from dizao.scenarios.reports.plain_table import plain_table
from dizao.scenarios.reports.texts import IN_ENGLISH, Voice

CLOSE = 0.8
"""Correlation from which two numbers are hardly distinguishable."""

COMPARED = ("parameters", "log_likelihood", "aic", "held_out")


def tables(text: str, voice: Voice = IN_ENGLISH) -> list[Table]:
    """Return the tables of a posterior's file.

    Parameters
    ----------
    text
        The posterior's file, as TOML.
    voice
        The language.

    Returns
    -------
    The table of estimates and, where forms were compared, that of forms.
    """
    posterior = tomllib.loads(text)
    estimates = _table(voice, ("name", "value", "error", "interval", "default"))
    for name, one in posterior["estimates"].items():
        default = f"{getattr(People(), name):g}" if name in People._fields else MISSING
        interval = "[" + ", ".join(f"{end:.3g}" for end in one["interval"]) + "]"
        estimates.add_row(name, f"{one['value']:.3g}", f"{one['error']:.2g}", interval, default)
    forms = _table(voice, ("form", *COMPARED))
    for name, one in posterior.get("alternatives", {}).items():
        forms.add_row(name, str(one["parameters"]), *(f"{one[key]:.1f}" for key in COMPARED[1:]))
    return [estimates, forms] if forms.row_count else [estimates]


def notes(text: str, voice: Voice = IN_ENGLISH) -> list[str]:
    """Return what the tables do not say: how errors were found, and what is open.

    Parameters
    ----------
    text
        The posterior's file, as TOML.
    voice
        The language.

    Returns
    -------
    Lines.
    """
    posterior = tomllib.loads(text)
    told = [voice.say("dispositions.errors", replicates=posterior["replicates"])]
    pairs = [f"{one} / {other} ({found:+.2f})" for one, other, found in _close(posterior["correlations"])]
    if pairs:
        told.append(voice.say("dispositions.together", pairs=voice.say("list.comma").join(pairs)))
    for name, one in posterior.get("profiles", {}).items():
        points = ", ".join(f"{value:g}" for value in one["at"])
        values = ", ".join(f"{value:.1f}" for value in one["log_likelihood"])
        told.append(voice.say("dispositions.open", name=name, points=points, values=values))
    return told


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
    return voice.say("dispositions.head", subjects=sum(len(one) for one in everybody()))


def _close(correlations: dict[str, Any]) -> Iterator[tuple[str, str, float]]:
    names, rows = correlations["names"], correlations["rows"]
    for i, row in enumerate(rows):
        for k in range(i):
            if abs(row[k]) >= CLOSE and "giving_intercept" not in (names[i], names[k]):
                yield names[k], names[i], row[k]


def _table(voice: Voice, names: tuple[str, ...]) -> Table:
    return plain_table(voice.say(f"dispositions.{name}") for name in names)
