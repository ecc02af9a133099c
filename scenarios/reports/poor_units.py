"""What becomes of poor units: a sentence for each group of places, significant or not."""

from typing import TYPE_CHECKING

import pandas as pd

from dizao.scenarios.analysis.places import POOR_UNITS, of_place
from dizao.scenarios.reports.numbers import amount, scale_of_interval
from dizao.scenarios.reports.place_titles import place_titles
from dizao.scenarios.reports.voices import voice_of

if TYPE_CHECKING:
    from dizao.scenarios.studies.comparison import Comparison


def of_poor_units(comparison: "Comparison") -> str:
    """Return how many households are served in the poorest fifth of each group's units, against the baseline.

    Parameters
    ----------
    comparison
        What was found, in a scenario with groups of places.

    Returns
    -------
    Sentences; of the scenario's own policies where it has any, else of the few mechanisms that are shown first.
    """
    voice = voice_of(comparison)
    said = [voice.say("poor.lead", baseline=voice.called(comparison.baseline))]
    said += [_group(comparison, *place) for place in _poorest_first(comparison)]
    return voice.say("list.sentences").join(said)


def _poorest_first(comparison: "Comparison") -> list[tuple[str, str]]:
    """Return names and titles of the groups, that with the lowest income a head first."""
    rows = comparison.processes[comparison.processes["name"].str.endswith(".income_fen_a_head")]
    income = rows.groupby("name")["value"].mean()
    titles = place_titles(comparison.scenario.base.places, voice_of(comparison))
    own = [(one.name, titles[one.name]) for one in comparison.scenario.base.places]
    return sorted(own, key=lambda one: float(income.get(f"{one[0]}.income_fen_a_head", 0.0)))


def _group(comparison: "Comparison", place: str, title: str) -> str:
    voice, compared = voice_of(comparison), comparison.policies or tuple(comparison.few)
    clear: list[str] = []
    open_: list[str] = []
    same: list[str] = []
    served = ""
    for name in (one for one in compared if one != comparison.baseline):
        row = of_place(comparison.place_effects, place, POOR_UNITS, name)
        if row is None:
            continue
        served = amount(float(row["baseline_mean"]), "share", voice.language)
        if float(row["ci_low"]) == float(row["ci_high"]) == 0.0:
            same.append(voice.called(name))
            continue
        found = clear if float(row["ci_low"]) > 0.0 or float(row["ci_high"]) < 0.0 else open_
        found.append(_change(comparison, row))
    changes = [voice.say("list.comma").join(clear)] if clear else []
    changes += [voice.say("poor.open", changes=voice.say("list.comma").join(open_))] if open_ else []
    changes += [voice.say("poor.same", mechanisms=voice.listed(same))] if same else []
    about = {"group": title, "baseline": voice.called(comparison.baseline), "served": served}
    return voice.say("poor.group", **about, changes=voice.say("list.semicolon").join(changes))


def _change(comparison: "Comparison", row: "pd.Series") -> str:
    """Return by how much more or fewer households are served under a mechanism."""
    voice = voice_of(comparison)
    low, change, high = (float(row[name]) for name in ("ci_low", "difference", "ci_high"))
    scale = scale_of_interval("share", low, change, high, voice.language)
    size = scale.with_unit(scale.number(change, sign=True), difference=True)
    ends = {"low": scale.number(low, sign=True), "high": scale.number(high, sign=True)}
    return voice.say("poor.change", mechanism=voice.called(str(row["mechanism"])), size=size, **ends)
