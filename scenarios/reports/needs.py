"""What ``dizao calibrate needs`` prints: applications by factor, and by other numbers that move them as well."""

import math
import tomllib

from rich.table import Table

from dizao.scenarios.calibration.needs import APPLICATIONS
from dizao.scenarios.reports.numbers import MISSING
from dizao.scenarios.reports.plain_table import plain_table
from dizao.scenarios.reports.texts import IN_ENGLISH, Voice


def heading(voice: Voice = IN_ENGLISH) -> str:
    """Return the line above the tables.

    Parameters
    ----------
    voice
        The language.

    Returns
    -------
    The line, with the number of applications that were observed.
    """
    return voice.say("needs.head", applications=APPLICATIONS)


def tables(text: str, voice: Voice = IN_ENGLISH) -> list[Table]:
    """Return the curve of applications over factors, and what else moves them.

    Parameters
    ----------
    text
        The calibration's file, as TOML.
    voice
        The language.

    Returns
    -------
    Two tables.
    """
    found = tomllib.loads(text)
    curve = _table(voice, ("needs.factor", "needs.applications", "needs.range"))
    rows = zip(*(found["curve"][key] for key in ("factor", "applications", "low", "high")), strict=True)
    for factor, mean, low, high in rows:
        curve.add_row(f"{factor:g}", f"{mean:,.0f}", f"{low:,.0f} - {high:,.0f}")
    also = _table(voice, ("needs.number", "needs.at", "needs.applications"))
    for key, one in found["also"].items():
        at = "[" + ", ".join(f"{end:g}" for end in one["at"]) + "]"
        also.add_row(key, at, " - ".join(f"{mean:,.0f}" for mean in one["applications"]))
    return [curve, also]


def notes(text: str, voice: Voice = IN_ENGLISH) -> list[str]:
    """Return what follows for the default, and what does not.

    Parameters
    ----------
    text
        The calibration's file, as TOML.
    voice
        The language.

    Returns
    -------
    Three lines: whether the default is compatible, which factors would be, and what stays open.
    """
    found = tomllib.loads(text)
    factor = found["estimates"]["factor"]
    low, high = (_factor(end) for end in factor["at_bound_interval"])
    bounds = voice.say(
        "needs.bounds",
        lowest=_factor(factor["lowest"]), at=_factor(factor["at_bound"]), low=low, high=high,
        replicates=found["replicates"], end=_factor(factor["end_of_range"]),
    )  # fmt: skip
    verdict = "needs.compatible" if factor["compatible"] else "needs.incompatible"
    return [voice.say(verdict), bounds, voice.say("needs.open")]


def _factor(value: float) -> str:
    return f"{value:.2g}" if math.isfinite(value) else MISSING


def _table(voice: Voice, keys: tuple[str, ...]) -> Table:
    return plain_table((voice.say(key) for key in keys), gap=2)
