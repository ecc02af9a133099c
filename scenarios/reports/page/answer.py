"""The answer in three sentences, each with the grade of its evidence and what its interval holds."""

from typing import TYPE_CHECKING, NamedTuple

from dizao.scenarios.analysis.headline import HEADLINE
from dizao.scenarios.reports.least_regret import least_regret
from dizao.scenarios.reports.page.policies import of_policies
from dizao.scenarios.reports.poor_units import of_poor_units
from dizao.scenarios.reports.sentences import changes_of, focus, others
from dizao.scenarios.reports.unless import headline
from dizao.scenarios.reports.voices import facts_of, voice_of

if TYPE_CHECKING:
    from dizao.scenarios.studies.comparison import Comparison

SERVICES = ("functioning_after_12_months", "settled_share", "households_served_share", "gini_units")
MONEY = ("public_yuan", "residents_yuan", "public_yuan_per_functioning")


class Said(NamedTuple):
    """A sentence of the answer, what is known about it, and what its interval holds."""

    text: str
    grade: str
    interval: str


def answer(comparison: "Comparison") -> list[Said]:
    """Return the three sentences: what is best, what residents get, who pays.

    Where a file describes policies, the first answers its own question: which of these. With draws there is also that
    of the ranking over the uncertain parameters: the order at the default numbers is no answer.

    Parameters
    ----------
    comparison
        What was found.

    Returns
    -------
    The sentences, with what is known of each; one more where there are both policies and draws, one on which gives up
    least where more than two are drawn, and one on poor units where there are groups of places.
    """
    voice, effects, facts = voice_of(comparison), comparison.effects, facts_of(comparison)
    name, baseline = focus(effects, facts), comparison.baseline
    grade = max((facts.grades.get(one, "C") for one in (name, baseline)), default="C")
    known = voice.say("page.grade", grade=voice.grade(grade), known=voice.say(f"sentence.grade.{grade}"))
    number = "many" if len(comparison.results) > 1 else "one"
    random_draw = voice.say(f"page.answer.random_draw.{number}", replicates=len(comparison.results))
    named = {"mechanism": facts.called(name), "baseline": facts.called(baseline)}

    def change(outcomes: tuple[str, ...], mechanism: str = name) -> str:
        return changes_of(effects, mechanism, outcomes, facts)

    more = [
        facts.say("other", mechanism=voice.called(one), changes=change((HEADLINE,), one))
        for one in others(effects, facts)
    ]
    first = Said(
        voice.say("page.answer.default", **named, changes=change((HEADLINE,)), others="".join(more)), known, random_draw
    )
    of_all: list[Said] = []
    if comparison.uncertainty is not None:
        assumed = voice.say("page.grade", grade=voice.grade("C"), known=voice.say("sentence.grade.C"))
        drawn = voice.say("page.answer.draws")
        first = Said(headline(comparison.uncertainty, voice), assumed, drawn)
        of_all = [Said(text, assumed, drawn) for text in least_regret(comparison.uncertainty, voice)]
    own = [] if not comparison.policies else [Said(of_policies(comparison, facts), known, random_draw)]
    if own and comparison.uncertainty is None:
        first, own = own[0], []
    poor = [Said(of_poor_units(comparison), known, random_draw)] if comparison.scenario.base.places else []
    return [
        *own,
        first,
        *of_all,
        *poor,
        Said(voice.say("page.answer.services", **named, changes=change(SERVICES)), known, random_draw),
        Said(voice.say("page.answer.money", **named, changes=change(MONEY)), known, random_draw),
    ]
