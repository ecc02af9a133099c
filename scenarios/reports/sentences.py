"""Three plain sentences on a comparison: what it shows, who pays, and how sure that is."""

import math
from collections.abc import Iterable, Mapping
from typing import NamedTuple

import pandas as pd

from dizao.model.outputs.outcomes import OUTCOMES
from dizao.scenarios.analysis.effects import HALF_WIDTH, headline, needed
from dizao.scenarios.analysis.headline import HEADLINE
from dizao.scenarios.reports.numbers import amount, number, scale_of_interval
from dizao.scenarios.reports.texts import IN_ENGLISH, Voice
from dizao.scenarios.studies.design import FOCUS

MOST_OTHERS = 3
"""Mechanisms besides that one about which they say something too."""

MOST_NAMED = 4
"""Outcomes that need more replicates and are named."""

TOPICS = (
    HEADLINE,
    "functioning_after_12_months",
    "settled_share",
    "households_served_share",
    "gini_units",
    "public_yuan_per_functioning",
)
"""Headline outcomes that the first sentence goes through; of the other mechanisms it names the first."""

PAYERS = ("public_yuan", "residents_yuan", "organizations_yuan")
"""Outcomes that share out what is paid."""

ASKED = ("never_asked_share", "contribution_per_asked_yuan")
"""Outcomes that say who is asked for money, and what they give."""

TOPIC_UNITS = {"projects": "ratio", "yuan per project": "yuan"}
"""Units that need not be said, since the topic says it."""


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
    voice
        How the sentences speak.
    share
        Half-width that is wanted, as a share of the larger mean.
    equal
        What is the same under all mechanisms: budget or spend.
    focus
        The mechanism that the sentences are about, where one is wanted.
    """

    titles: Mapping[str, str]
    grades: Mapping[str, str]
    replicates: int
    lender_share: float
    voice: Voice = IN_ENGLISH
    share: float = HALF_WIDTH
    equal: str = "budget"
    focus: str = ""

    def say(self, key: str, **values: object) -> str:
        """Return a part of a sentence.

        Parameters
        ----------
        key
            Of the text, without ``sentence.``.
        values
            What stands in its fields.

        Returns
        -------
        The text, its fields filled in.
        """
        return self.voice.say(f"sentence.{key}", **values)

    def called(self, mechanism: str) -> str:
        """Return a mechanism's title, to stand inside a sentence, and its name.

        Parameters
        ----------
        mechanism
            Its name.

        Returns
        -------
        Title and name; the name alone where there is no other title.
        """
        title = self.titles.get(mechanism, mechanism)
        if title == mechanism:
            return mechanism
        return self.say("called", title=self.voice.inside(title), name=mechanism)

    def joined(self, parts: list[str]) -> str:
        """Return parts of a sentence one after the other.

        Parameters
        ----------
        parts
            In the order of the sentence.

        Returns
        -------
        The parts, with semicolons between them.
        """
        return self.voice.say("list.semicolon").join(parts)


def sentences(effects: pd.DataFrame, facts: Facts) -> tuple[str, str, str]:
    """Say what a comparison shows, who pays, and how sure that is.

    Parameters
    ----------
    effects
        The table of effects against one baseline (`dizao.scenarios.analysis.effects`).
    facts
        What else there is to say.

    Returns
    -------
    Three texts, in this order.
    """
    return what_it_shows(effects, facts), who_pays(effects, facts), how_sure(effects, facts)


def focus(effects: pd.DataFrame, facts: Facts) -> str:
    """Return the mechanism that the sentences are about: the one wanted, the reward, or the first that is compared.

    Parameters
    ----------
    effects
        The table of effects against one baseline.
    facts
        What else there is to say.

    Returns
    -------
    The mechanism's name.
    """
    names = list(effects["mechanism"].drop_duplicates())
    wanted = [name for name in (facts.focus, FOCUS) if name in names]
    return wanted[0] if wanted else str(names[0])


def others(effects: pd.DataFrame, facts: Facts) -> list[str]:
    """Return the other mechanisms of which something is said.

    Parameters
    ----------
    effects
        The table of effects against one baseline.
    facts
        What else there is to say.

    Returns
    -------
    Names, at most `MOST_OTHERS`; neither the baseline nor the one of `focus`.
    """
    return [name for name in effects["mechanism"].drop_duplicates() if name != focus(effects, facts)][:MOST_OTHERS]


def what_it_shows(effects: pd.DataFrame, facts: Facts) -> str:
    """Say which headline outcomes are higher, lower, or not significantly different from the baseline.

    Parameters
    ----------
    effects
        The table of effects against one baseline.
    facts
        What else there is to say.

    Returns
    -------
    The first sentence.
    """
    name, baseline = focus(effects, facts), str(effects["baseline"].iloc[0])
    first = [
        facts.say("other", mechanism=facts.voice.called(other), changes=changes_of(effects, other, TOPICS[:1], facts))
        for other in others(effects, facts)
    ]
    named = {"mechanism": facts.called(name), "baseline": facts.called(baseline)}
    return facts.say(
        f"shows.{facts.equal}", **named, changes=changes_of(effects, name, TOPICS, facts), others="".join(first)
    )


def changes_of(effects: pd.DataFrame, mechanism: str, outcomes: Iterable[str], facts: Facts) -> str:
    """Join what is known of each outcome; those without a clear difference are named together at the end.

    Parameters
    ----------
    effects
        The table of effects against one baseline.
    mechanism
        Whose effects.
    outcomes
        Names, in the order in which they are said.
    facts
        What else there is to say.

    Returns
    -------
    Words: clear differences, then what never differs, what is not significant, and what is not known.
    """
    clear, same, open_, unknown = [], [], [], []
    for outcome in outcomes:
        row, topic = _row(effects, outcome, mechanism), facts.voice.say(f"topic.{outcome}")
        if row is None or row["n"] < 2:
            unknown.append(topic)
        elif row["ci_low"] > 0.0 or row["ci_high"] < 0.0:
            clear.append(_difference(row, topic, facts))
        elif row["ci_low"] == row["ci_high"]:
            same.append(topic)
        else:
            open_.append(topic)
    listed = facts.voice.listed
    parts = [listed(clear)] if clear else []
    parts += [facts.say(f"same.{'many' if len(same) > 1 else 'one'}", topics=listed(same))] if same else []
    parts += [facts.say("open", topics=listed(open_))] if open_ else []
    parts += [facts.say("unknown", topics=listed(unknown))] if unknown else []
    return facts.joined(parts)


def _difference(row: pd.Series, topic: str, facts: Facts) -> str:
    """Write a difference whose interval leaves 0 out, its direction in words: net benefit is 2 yuan lower (1 to 3)."""
    unit = OUTCOMES[row["outcome"]].unit
    interval = (row["ci_low"], row["difference"], row["ci_high"])
    scale = scale_of_interval(TOPIC_UNITS.get(unit, unit), *interval, facts.voice.language)
    low, high = (scale.number(size) for size in sorted([abs(row["ci_low"]), abs(row["ci_high"])]))
    size = scale.with_unit(scale.number(abs(row["difference"])), difference=True)
    direction = facts.say("higher" if row["difference"] > 0.0 else "lower")
    return facts.say("difference", topic=topic, size=size, direction=direction, low=low, high=high)


def who_pays(effects: pd.DataFrame, facts: Facts) -> str:
    """Say how much is paid under each mechanism, by whom, and whether residents pay more than under the baseline.

    Parameters
    ----------
    effects
        The table of effects against one baseline.
    facts
        What else there is to say.

    Returns
    -------
    The second sentence.
    """
    name = focus(effects, facts)
    paid = [_paid(effects, *one, facts) for one in _each(effects, facts)]
    row, end = _row(effects, "residents_yuan", name), ""
    if row is not None and row["n"] >= 2:
        end = facts.say("residents", mechanism=facts.voice.called(name), change=_residents(row, facts))
    return facts.say("pays", paid=facts.joined(paid), end=end, asked=_who_is_asked(effects, facts))


def _each(effects: pd.DataFrame, facts: Facts) -> list[tuple[str, str, str]]:
    """Return in whose rows and which column means stand, and what it is called: the baseline, then all the others."""
    name, baseline = focus(effects, facts), str(effects["baseline"].iloc[0])
    compared = [(one, "mean", facts.voice.called(one)) for one in (name, *others(effects, facts))]
    return [(name, "baseline_mean", facts.voice.called(baseline)), *compared]


def _who_is_asked(effects: pd.DataFrame, facts: Facts) -> str:
    """Say how many households are asked under each mechanism and what they give, since who is not asked cannot give."""
    known = [said for one in _each(effects, facts) if (said := _asked(effects, *one, facts))]
    return facts.say("asked", listed=facts.joined(known)) if known else ""


def _asked(effects: pd.DataFrame, mechanism: str, column: str, called: str, facts: Facts) -> str:
    never, each = (_row(effects, outcome, mechanism) for outcome in ASKED)
    if never is None or pd.isna(never[column]):
        return ""
    if never[column] >= 1.0:
        return facts.say("asked.nobody", mechanism=called)
    if each is None or pd.isna(each[column]):
        return ""
    given = amount(float(each[column]), "yuan", facts.voice.language)
    return facts.say("asked.some", mechanism=called, share=number(100.0 * (1.0 - never[column]), 0), each=given)


def _paid(effects: pd.DataFrame, mechanism: str, column: str, called: str, facts: Facts) -> str:
    rows = {key: _row(effects, key, mechanism) for key in PAYERS}
    sums = {key: math.nan if row is None else float(row[column]) for key, row in rows.items()}
    total = sum(sums.values())
    if math.isnan(total):
        return facts.say("paid.unknown", mechanism=called)
    if total <= 0.0:
        return facts.say("paid.nobody", mechanism=called)
    shares = [facts.say(key, share=number(100.0 * sums[key] / total, 0)) for key in PAYERS]
    sum_paid = amount(total, "yuan", facts.voice.language)
    return facts.say("paid", mechanism=called, total=sum_paid, shares=facts.voice.listed(shares))


def _residents(row: pd.Series, facts: Facts) -> str:
    baseline = facts.voice.called(row["baseline"])
    if row["ci_low"] > 0.0 or row["ci_high"] < 0.0:
        difference = _difference(row, facts.voice.say("topic.residents_yuan"), facts)
        return facts.say("residents.clear", difference=difference, baseline=baseline)
    if row["ci_low"] == row["ci_high"]:
        return facts.say("residents.same", baseline=baseline)
    return facts.say("residents.open", baseline=baseline)


def how_sure(effects: pd.DataFrame, facts: Facts) -> str:
    """Say what the intervals rest on, what is assumed, and which outcomes need more replicates.

    Parameters
    ----------
    effects
        The table of effects against one baseline.
    facts
        What else there is to say.

    Returns
    -------
    The third sentence.
    """
    rest = facts.say("rest.one" if facts.replicates < 2 else "rest.many", replicates=facts.replicates)
    grade = max((facts.grades.get(name, "C") for name in _mechanisms(effects)), default="C")
    about = {"known": facts.say(f"grade.{grade}"), "grade": facts.voice.grade(grade)}
    return facts.say("sure", rest=rest, **about, share=f"{facts.lender_share:g}", wanting=_wanting(effects, facts))


def _wanting(effects: pd.DataFrame, facts: Facts) -> str:
    wanting = sorted(needed(headline(effects)).items(), key=lambda item: -item[1])
    if not wanting:
        return facts.say("enough.one" if facts.replicates < 2 else "enough.many")
    voice = facts.voice
    named = [
        facts.say("needs", outcome=voice.inside(voice.title(name)), count=f"{count:,}")
        for name, count in wanting[:MOST_NAMED]
    ]
    others = len(wanting) - MOST_NAMED
    named += [facts.say("more", count=others)] if others > 0 else []
    return facts.say("wanting", share=f"{100.0 * facts.share:g}", listed=voice.listed(named))


def _mechanisms(effects: pd.DataFrame) -> list[str]:
    return [*effects["mechanism"].drop_duplicates(), str(effects["baseline"].iloc[0])]


def _row(effects: pd.DataFrame, outcome: str, mechanism: str) -> pd.Series | None:
    found = effects[(effects["outcome"] == outcome) & (effects["mechanism"] == mechanism)]
    return found.iloc[0] if len(found) else None
