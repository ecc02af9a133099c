"""What a comparison found: results, and what follows from them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd

from dizao.model.mechanisms.parts import Mechanism
from dizao.model.outputs.outcomes import OUTCOMES
from dizao.scenarios.analysis.effects import effects, headline, needed
from dizao.scenarios.analysis.process import process_means, process_table
from dizao.scenarios.analysis.rank_changes import Flip, flips
from dizao.scenarios.analysis.winners import groups_table, losers, winners
from dizao.scenarios.execution.replicates import Result
from dizao.scenarios.loading.scenario import OWN, Scenario
from dizao.scenarios.reports.sentences import FOCUS, Facts, sentences
from dizao.scenarios.reports.texts import Language, Voice
from dizao.scenarios.studies.design import BY_BUDGET, Design
from dizao.scenarios.studies.run import voice
from dizao.scenarios.studies.spending import Spending

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from dizao.scenarios.analysis.uncertainty.found import Uncertainty
    from dizao.scenarios.reports.figures import Caption

FIGURES = ("effects", "cost", "units", "groups")
FEW = 3
"""Mechanisms that are shown where all would be too many."""

APART = "\N{DAGGER}"
"""Behind the names of mechanisms that cannot spend what is to be spent."""


@dataclass(frozen=True, eq=False)
class Comparison:
    """What a comparison found.

    Attributes
    ----------
    scenario, mechanisms, baseline, seed
        What was compared; replicate r has seed ``seed + r``.
    asked
        Replicates that were asked for.
    results
        The replicates that are complete, in order.
    language
        Of the figures and of what is said on screen.
    design
        What is held equal, and when there are enough replicates.
    spending
        At equal spending: what was found for each mechanism but the baseline.
    changed
        At equal spending: the rules with the rate that was found.
    budget
        At equal spending: the comparison under equal budgets.
    uncertainty
        With draws: the ranking over uncertain parameters.
    """

    scenario: Scenario
    mechanisms: tuple[str, ...]
    baseline: str
    seed: int
    asked: int
    results: tuple[Result, ...] = field(repr=False)
    language: Language = "en"
    design: Design = BY_BUDGET
    spending: tuple[Spending, ...] = ()
    changed: Mapping[str, Mechanism] = field(default_factory=dict, repr=False)
    budget: "Comparison | None" = field(default=None, repr=False)
    uncertainty: "Uncertainty | None" = field(default=None, repr=False)

    def rules(self, mechanism: str) -> Mechanism:
        """Return the rules that were run under a mechanism's name."""
        return self.changed.get(mechanism) or self.scenario.mechanism(mechanism)

    @cached_property
    def runs(self) -> pd.DataFrame:
        """Every outcome of every run: mechanism, replicate, outcome, value; by replicate, then by mechanism."""
        rows = [
            (mechanism, result.replicate, outcome, result.outcomes[mechanism][outcome])
            for result in self.results
            for mechanism in self.mechanisms
            for outcome in OUTCOMES
        ]
        return pd.DataFrame(rows, columns=["mechanism", "replicate", "outcome", "value"])

    @cached_property
    def effects(self) -> pd.DataFrame:
        """Paired differences to the baseline with their intervals (`dizao.scenarios.analysis.effects`)."""
        return effects(self.runs, self.baseline, self.design.share)

    @cached_property
    def wanting(self) -> dict[str, int]:
        """Headline outcomes whose intervals are wider than wanted, with the replicates that they need."""
        return needed(headline(self.effects))

    @cached_property
    def groups(self) -> pd.DataFrame:
        """How households fare, group by group and run by run (`dizao.scenarios.analysis.winners`)."""
        return groups_table(self.results, self.mechanisms)

    @cached_property
    def processes(self) -> pd.DataFrame:
        """What happened on the way, run by run (`dizao.scenarios.analysis.process`)."""
        runs = [(name, one.replicate, one.runs[name].process) for one in self.results for name in self.mechanisms]
        return process_table(runs)

    @cached_property
    def means(self) -> pd.DataFrame:
        """The same as means over replicates, each with its own interval."""
        return process_means(self.processes)

    @cached_property
    def winners(self) -> pd.DataFrame:
        """Paired differences to the baseline by group of households."""
        return winners(self.groups, self.baseline)

    @cached_property
    def losers(self) -> pd.DataFrame:
        """How many units are worse off under each mechanism than under the baseline."""
        return losers(self.groups, self.baseline)

    @cached_property
    def few(self) -> list[str]:
        """The baseline, the reward, and those with most net benefit: as many as one panel can show."""
        rows = self.runs[self.runs["outcome"] == "net_benefit_yuan"]
        by_benefit = rows.groupby("mechanism", sort=False)["value"].mean().sort_values(ascending=False, kind="stable")
        wanted = [self.baseline, FOCUS, *(str(name) for name in by_benefit.index)]
        return [name for name in dict.fromkeys(wanted) if name in self.mechanisms][:FEW]

    @cached_property
    def flips(self) -> list[Flip]:
        """Pairs that change places between equal budgets and equal spending; none under equal budgets."""
        if self.budget is None:
            return []
        reached = [self.baseline, *(found.mechanism for found in self.spending if found.reached)]
        return flips(self.budget.runs, self.runs, reached)

    @property
    def sentences(self) -> tuple[str, str, str]:
        """What the comparison shows, who pays, and how sure that is."""
        return sentences(self.effects, self.facts)

    @property
    def facts(self) -> Facts:
        """What the sentences are made from, besides the effects."""
        named, told = self.scenario.presets, self.voice
        titles = {name: preset.title for name, preset in named.items()} if told.language == "en" else told.names
        titles = {**titles, OWN: told.say("sentence.own")}
        grades = {name: preset.grade for name, preset in named.items()}
        about = (self.lender_share, told, self.design.share, self.design.equal)
        return Facts(titles, grades, len(self.results), *about)

    @property
    def voice(self) -> Voice:
        """How it is told: in English mechanisms go by their names, in Chinese by their titles.

        Those that do not spend what was wanted at equal spending bear a mark.
        """
        told = voice(self.scenario, self.language)
        apart = {one.mechanism: f"{told.called(one.mechanism)}{APART}" for one in self.spending if not one.reached}
        return told._replace(names={**told.names, **apart})

    @property
    def lender_share(self) -> float:
        """Share of projects for which somebody is willing to lend against a reward; it is not known."""
        return self.scenario.base.works.lender_share

    def figure(self) -> "Figure":
        """Draw the effects on the headline outcomes."""
        from dizao.scenarios.reports.figures import effects_figure

        return effects_figure(self.effects, self.caption)

    def cost_figure(self) -> "Figure":
        """Draw public money per yuan of benefit against the share of households served."""
        from dizao.scenarios.reports.cost import cost_figure

        return cost_figure(self.runs, self.caption)

    def units_figure(self) -> "Figure":
        """Draw how many units win and lose under each mechanism, and how much."""
        from dizao.scenarios.reports.winners import units_figure

        return units_figure(self.groups, self.losers, self.caption)

    def groups_figure(self) -> "Figure":
        """Draw how households fare by income, age and tenure."""
        from dizao.scenarios.reports.winners import groups_figure

        return groups_figure(self.winners, self.caption)

    def steps_figure(self) -> "Figure":
        """Draw how far needs for a project get under each mechanism."""
        from dizao.scenarios.reports.steps import steps_figure

        return steps_figure(self.means, self.caption)

    def payers_figure(self) -> "Figure":
        """Draw who pays under each mechanism, and who lays money out until public money comes."""
        from dizao.scenarios.reports.payers import payers_figure

        return payers_figure(self.means, self.caption)

    def waits_figure(self) -> "Figure":
        """Draw how long it takes from a need to its completed project."""
        from dizao.scenarios.reports.waits import waits_figure

        return waits_figure(self.means, self.caption)

    def activity_figure(self) -> "Figure":
        """Draw taking part over time, under a few mechanisms (`few`)."""
        from dizao.scenarios.reports.activity import activity_figure

        weeks = self.scenario.base.calendar.programme_weeks
        return activity_figure(self.means, self.few, weeks, self.caption)

    def figures(self) -> "Iterator[tuple[str, Figure]]":
        """Yield all figures with the names of their files."""
        made = (self.figure, self.cost_figure, self.units_figure, self.groups_figure)
        for name, make in zip(FIGURES, made, strict=True):
            yield name, make()
        if self.uncertainty is not None:
            yield from self.uncertainty.figures(self.voice)

    @property
    def caption(self) -> "Caption":
        """What the figures say about where their numbers come from."""
        from dizao.scenarios.reports.figures import Caption

        where = self.voice.say(f"caption.{self.design.equal}", scenario=self.scenario.name)
        return Caption(where, self.baseline, len(self.results), self.lender_share, self.voice)
