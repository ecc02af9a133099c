"""Three plain sentences on a comparison: what it shows, who pays, and how sure that is."""

import math
from collections.abc import Iterable, Mapping
from typing import NamedTuple

import pandas as pd

from dizao.model.outcomes import OUTCOMES
from dizao.scenarios.reports.numbers import amount, in_sentence, number, scale_of_interval
from dizao.scenarios.reports.tables import headline, needed

FOCUS = "reward"
"""The mechanism that the sentences are about where it is compared."""

MOST_OTHERS = 3
"""Mechanisms besides that one about which they say something too."""

MOST_NAMED = 4
"""Outcomes that need more replicates and are named."""

TOPICS = {
    "net_benefit_yuan": "net benefit",
    "alive_after_a_year": "the number of projects in use a year on",
    "settled_share": "the share of needs settled",
    "households_served_share": "the share of households served",
    "gini_units": "inequality between units (Gini)",
    "public_yuan_per_alive": "public money per project in use",
}
"""Headline outcomes that the first sentence goes through, in words; of the other mechanisms it names the first."""

PAYERS = {"public_yuan": "public", "residents_yuan": "residents'", "organizations_yuan": "organizations'"}
"""Outcomes that share out what is paid, in words that stand before "money"."""

GRADES = {"A": "observed in the field", "B": "observed in the laboratory", "C": "assumed"}


class Facts(NamedTuple):
    """What the sentences are made from, besides the effects themselves.

    Attributes
    ----------
    titles
        What mechanisms are called, by name; a name that is not there stands for itself.
    grades
        How well what a mechanism does is known, by name: A, B or C.
    replicates
        How many were run.
    lender_share
        Share of projects for which somebody is willing to lend (`dizao.model.parameters.Works`).
    """

    titles: Mapping[str, str]
    grades: Mapping[str, str]
    replicates: int
    lender_share: float

    def called(self, mechanism: str) -> str:
        """Return a mechanism's title, to stand inside a sentence, and its name."""
        title = self.titles.get(mechanism, mechanism)
        return mechanism if title == mechanism else f"{in_sentence(title)} ({mechanism})"


def sentences(effects: pd.DataFrame, facts: Facts) -> tuple[str, str, str]:
    """Say what a comparison shows, who pays, and how sure that is.

    Parameters
    ----------
    effects
        The table of effects against one baseline (`dizao.scenarios.experiments.effects`).
    facts
        What else there is to say.
    """
    return what_it_shows(effects, facts), who_pays(effects), how_sure(effects, facts)


def focus(effects: pd.DataFrame) -> str:
    """Return the mechanism that the sentences are about: the reward, or the first that is compared."""
    names = list(effects["mechanism"].drop_duplicates())
    return FOCUS if FOCUS in names else str(names[0])


def others(effects: pd.DataFrame) -> list[str]:
    """Return the other mechanisms of which something is said."""
    return [name for name in effects["mechanism"].drop_duplicates() if name != focus(effects)][:MOST_OTHERS]


def what_it_shows(effects: pd.DataFrame, facts: Facts) -> str:
    """Say which headline outcomes are higher, lower, or cannot be told apart, against the baseline."""
    name, baseline = focus(effects), str(effects["baseline"].iloc[0])
    instead = f"{facts.called(name)} instead of {facts.called(baseline)}"
    said = f"In the model, with {instead}, {_changes(effects, name, TOPICS)}"
    first = list(TOPICS)[:1]
    rest = "".join(f"; with {other}, {_changes(effects, other, first)}" for other in others(effects))
    return f"{said}{rest}."


def _changes(effects: pd.DataFrame, mechanism: str, outcomes: Iterable[str]) -> str:
    """Join what is known of each outcome; those without a clear difference are named together at the end."""
    clear, same, open_, unknown = [], [], [], []
    for outcome in outcomes:
        row = _row(effects, outcome, mechanism)
        if row is None or row["n"] < 2:
            unknown.append(TOPICS[outcome])
        elif row["ci_low"] > 0.0 or row["ci_high"] < 0.0:
            clear.append(_difference(row, TOPICS[outcome]))
        elif row["ci_low"] == row["ci_high"]:
            same.append(TOPICS[outcome])
        else:
            open_.append(TOPICS[outcome])
    parts = [_listed(clear)] if clear else []
    parts += [f"{_listed(same)} {'are' if len(same) > 1 else 'is'} the same in every replicate"] if same else []
    parts += [f"{_listed(open_)} cannot be told apart"] if open_ else []
    parts += [f"nothing can be said about {_listed(unknown)}"] if unknown else []
    return "; ".join(parts)


def _difference(row: pd.Series, topic: str) -> str:
    """Write a difference whose interval leaves 0 out, its direction in words: net benefit is 2 yuan lower (1 to 3)."""
    scale = scale_of_interval(OUTCOMES[row["outcome"]].unit, row["ci_low"], row["difference"], row["ci_high"])
    scale = scale._replace(unit=scale.unit.removesuffix("projects").removesuffix(" per project"))
    ends = " to ".join(scale.number(size) for size in sorted([abs(row["ci_low"]), abs(row["ci_high"])]))
    size = scale.with_unit(scale.number(abs(row["difference"])), difference=True)
    return f"{topic} is {size} {'higher' if row['difference'] > 0.0 else 'lower'} ({ends})"


def who_pays(effects: pd.DataFrame) -> str:
    """Say how much is paid under each mechanism, by whom, and whether residents pay more than under the baseline."""
    name, baseline = focus(effects), str(effects["baseline"].iloc[0])
    paid = [_paid(effects, name, baseline, "baseline_mean"), _paid(effects, name, name, "mean")]
    paid += [_paid(effects, other, other, "mean") for other in others(effects)]
    row = _row(effects, "residents_yuan", name)
    end = f"; under {name} {_residents(row)}" if row is not None and row["n"] >= 2 else ""
    return f"Who pays: {'; '.join(paid)}{end}."


def _paid(effects: pd.DataFrame, mechanism: str, shown: str, column: str) -> str:
    rows = {key: _row(effects, key, mechanism) for key in PAYERS}
    sums = {key: math.nan if row is None else float(row[column]) for key, row in rows.items()}
    total = sum(sums.values())
    if math.isnan(total):
        return f"under {shown} that is not known"
    if total <= 0.0:
        return f"under {shown} nobody"
    shares = [f"{number(100.0 * sums[key] / total, 0)}% {word}" for key, word in PAYERS.items()]
    return f"under {shown} it takes {amount(total, 'yuan')}, {_listed(shares)} money"


def _residents(row: pd.Series) -> str:
    if row["ci_low"] > 0.0 or row["ci_high"] < 0.0:
        return _difference(row, "what residents pay") + f" than under {row['baseline']}"
    if row["ci_low"] == row["ci_high"]:
        return f"residents pay the same as under {row['baseline']}"
    return f"whether residents pay more or less than under {row['baseline']} cannot be told"


def how_sure(effects: pd.DataFrame, facts: Facts) -> str:
    """Say what the intervals rest on, what is assumed, and which outcomes need more replicates."""
    if facts.replicates < 2:
        rest = "one replicate gives no interval, so that no difference can be told from luck"
    else:
        rest = f"the 95% intervals rest on {facts.replicates} paired replicates, each on its own"
    worst = max((facts.grades.get(name, "C") for name in _mechanisms(effects)), default="C")
    lenders = f"the share of projects with a lender (here {facts.lender_share:g})"
    return (
        f"How sure: {rest}; what the mechanisms do is {GRADES[worst]} (grade {worst}), and the ranking hangs on "
        f"numbers that nobody knows, such as {lenders}; {_wanting(effects, facts)}."
    )


def _wanting(effects: pd.DataFrame, facts: Facts) -> str:
    wanting = sorted(needed(headline(effects)).items(), key=lambda item: -item[1])
    if not wanting:
        return (
            "a difference needs two at least" if facts.replicates < 2 else "no headline outcome needs more replicates"
        )
    named = [f"{in_sentence(OUTCOMES[name].title)} ({count:,})" for name, count in wanting[:MOST_NAMED]]
    named += [f"{len(wanting) - MOST_NAMED} more"] if len(wanting) > MOST_NAMED else []
    return f"more replicates are needed for {_listed(named)}"


def _mechanisms(effects: pd.DataFrame) -> list[str]:
    return [*effects["mechanism"].drop_duplicates(), str(effects["baseline"].iloc[0])]


def _row(effects: pd.DataFrame, outcome: str, mechanism: str) -> pd.Series | None:
    found = effects[(effects["outcome"] == outcome) & (effects["mechanism"] == mechanism)]
    return found.iloc[0] if len(found) else None


def _listed(words: list[str]) -> str:
    return ", ".join(words[:-1]) + " and " + words[-1] if len(words) > 1 else words[0]
