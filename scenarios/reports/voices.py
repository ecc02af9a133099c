"""How a comparison is told: what its mechanisms are called, what sentences are made from, what figures say of it."""

from collections.abc import Sequence

from dizao.scenarios.loading.language import Language
from dizao.scenarios.loading.policies import OWN
from dizao.scenarios.loading.scenario import Scenario
from dizao.scenarios.reports.canvas import Texts
from dizao.scenarios.reports.figures import Caption
from dizao.scenarios.reports.names import names_of_parts
from dizao.scenarios.reports.sentences import Facts, sentences
from dizao.scenarios.reports.terms import titles
from dizao.scenarios.reports.texts import LANGUAGES, Voice
from dizao.scenarios.studies.comparison import Comparison
from dizao.scenarios.studies.systems import Study

APART = "\N{DAGGER}"
"""Behind the names of mechanisms that cannot spend what is to be spent."""


class SystemCaption(Caption):
    """What a figure of a system says about where its numbers come from; ``judged_by`` is the system's one outcome."""

    judged_by: str
    title: str

    @classmethod
    def of(cls, study: Study) -> "SystemCaption":
        """Return the caption of a study's figures.

        Parameters
        ----------
        study
            What the system changes.

        Returns
        -------
        The caption, in the study's language, variants by their titles.
        """
        made = cls(study.scenario.name, study.baseline, len(study.results), study.lender_share, voice_of(study))
        made.judged_by, made.title = study.system.judged_by, study.scenario.title
        return made

    def effects(self, mechanisms: Sequence[str]) -> Texts:
        """Return what the system is, what it is judged by, and how to read the marks.

        Parameters
        ----------
        mechanisms
            The variants with the system; not used.

        Returns
        -------
        Title, subtitle of two lines, and key.
        """
        baseline = self.called(self.baseline)
        about = {"scenario": self.scenario, "baseline": baseline, "replicates": self.replicates}
        judged = self.say("systems.judged", outcome=self.voice.inside(self.voice.title(self.judged_by)))
        subtitle = f"{self.say('effects.subtitle.many', **about)}\n{judged}"
        title = self.title if self.voice.language == "en" else self.say("systems.title", scenario=self.scenario)
        return Texts(title, subtitle, self.say("effects.key", baseline=baseline))


def voice(scenario: Scenario, language: Language) -> Voice:
    """Return how results are told: in English mechanisms go by their names, in Chinese by their titles.

    Parameters
    ----------
    scenario
        Whose presets are named.
    language
        ``en`` or ``zh``.

    Returns
    -------
    The voice, with the names of mechanisms, those of parameters of single categories and groups of places, and the
    order of policies.
    """
    parts = {key: names[LANGUAGES.index(language)] for key, names in names_of_parts(scenario).items()}
    named = parts if language == "en" else {**titles(scenario, language), **parts}
    return Voice(language, named, tuple(scenario.policies))


def voice_of(comparison: Comparison) -> Voice:
    """Return how a comparison is told; variants of a system go by their titles.

    Mechanisms that do not spend what was wanted at equal spending bear a mark.

    Parameters
    ----------
    comparison
        What was found.

    Returns
    -------
    The voice, with the names of mechanisms.
    """
    if isinstance(comparison, Study):
        return Voice(comparison.language, comparison.titles)
    told = voice(comparison.scenario, comparison.language)
    apart = {one.mechanism: f"{told.called(one.mechanism)}{APART}" for one in comparison.spending if not one.reached}
    return told._replace(names={**told.names, **apart})


def facts_of(comparison: Comparison) -> Facts:
    """Return what the sentences on a comparison are made from, besides the effects.

    Parameters
    ----------
    comparison
        What was found.

    Returns
    -------
    Titles, grades of evidence, and what intervals rest on.
    """
    told, design = voice_of(comparison), comparison.design
    named = titles(comparison.scenario, "en") if told.language == "en" else told.names
    named = {**named, OWN: told.say("sentence.own")}
    grades = {name: preset.grade for name, preset in comparison.scenario.presets.items()}
    about = (comparison.lender_share, told, design.share, design.equal)
    return Facts(named, grades, len(comparison.results), *about, comparison.focus)


def sentences_of(comparison: Comparison) -> tuple[str, str, str]:
    """Return what a comparison shows, who pays, and how sure that is.

    Parameters
    ----------
    comparison
        What was found.

    Returns
    -------
    Three texts, in this order.
    """
    return sentences(comparison.effects, facts_of(comparison))


def caption_of(comparison: Comparison) -> Caption:
    """Return what the figures of a comparison say about where their numbers come from.

    Parameters
    ----------
    comparison
        What was found.

    Returns
    -------
    The caption, for a study that of its system.
    """
    if isinstance(comparison, Study):
        return SystemCaption.of(comparison)
    told = voice_of(comparison)
    where = told.say(f"caption.{comparison.design.equal}", scenario=comparison.scenario.name)
    return Caption(where, comparison.baseline, len(comparison.results), comparison.lender_share, told)
