"""What ``dizao calibrate places`` prints: numbers before and after, what was observed beside what the model reports."""

import tomllib
from typing import Any

from rich.table import Table

from dizao.scenarios.calibration.reported import TRIES
from dizao.scenarios.reports.numbers import MISSING
from dizao.scenarios.reports.plain_table import plain_table
from dizao.scenarios.reports.texts import IN_ENGLISH, Voice

ESTIMATES = ("number", "prior", "possible", "value", "quantiles", "contraction", "explained", "covered", "default")
TARGETS = ("case", "observed", "before", "after")


def heading(voice: Voice = IN_ENGLISH) -> str:
    """Return the line above the tables.

    Parameters
    ----------
    voice
        The language.

    Returns
    -------
    The text, one line.
    """
    return voice.say("places.head")


def tables(text: str, voice: Voice = IN_ENGLISH) -> list[Table]:
    """Return the estimates, and the targets under prior and posterior.

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
    estimates = _table(voice, ESTIMATES)
    for key, one in found["estimates"].items():
        default = f"{one['default']:g}" if "default" in one else MISSING
        ranges = (_between(one[name]) for name in ("prior", "possible"))
        shares = (f"{one[name]:.0%}" for name in ("contraction", "explained", "covered"))
        estimates.add_row(key, *ranges, f"{one['value']:.3g}", _between(one["quantiles"]), *shares, default)
    targets = _table(voice, TARGETS)
    for name, one in found["targets"].items():
        targets.add_row(name, _between(one["observed"]), *(_with_middle(one[when]) for when in ("prior", "posterior")))
    return [estimates, targets]


def notes(text: str, voice: Voice = IN_ENGLISH) -> list[str]:
    """Return how it was done, and what follows for the defaults.

    Parameters
    ----------
    text
        The calibration's file, as TOML.
    voice
        The language.

    Returns
    -------
    Lines: how the search went, which numbers moved, which defaults lie outside, and how to read the tables.
    """
    found = tomllib.loads(text)
    estimates: dict[str, Any] = found["estimates"]
    moved = [key for key, one in estimates.items() if one["moved"]]
    outside = [key for key, one in estimates.items() if not one.get("holds_default", True)]
    last = {name: values[-1] for name, values in found["generations"].items()}
    first = found["generations"]["epsilon"][0]
    search = {"effective": f"{last['effective']:.0f}", "first": f"{first:.2f}", "last": f"{last['epsilon']:.2f}"}
    never = f"{found['never_finished']:.0%}"
    lines = [voice.say("places.search", particles=found["particles"], never=never, tries=TRIES, **search)]
    lines.append(voice.say("places.moved", names=voice.listed(moved)) if moved else voice.say("places.unmoved"))
    if outside:
        lines.append(voice.say("places.outside", names=voice.listed(outside)))
    return [*lines, voice.say("places.key")]


def _between(ends: list[float]) -> str:
    low, high = ends[0], ends[-1]
    return _number(low) if low == high else f"[{_number(low)}, {_number(high)}]"


def _with_middle(quantiles: list[float]) -> str:
    return f"{_number(quantiles[1])} {_between(quantiles)}"


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100.0 else f"{value:.2g}"


def _table(voice: Voice, names: tuple[str, ...]) -> Table:
    return plain_table(voice.say(f"places.{name}") for name in names)
