"""What a comparison found: results, and what follows from them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from dizao.model.mechanisms.parts import Mechanism
from dizao.model.outputs.outcomes import OUTCOMES
from dizao.scenarios.analysis.effects import effects, headline, needed
from dizao.scenarios.analysis.headline import HEADLINE
from dizao.scenarios.analysis.money import money_by_year
from dizao.scenarios.analysis.places import place_effects
from dizao.scenarios.analysis.process import process_means, process_table
from dizao.scenarios.analysis.rank_changes import Flip, flips
from dizao.scenarios.analysis.uncertainty.found import Uncertainty
from dizao.scenarios.analysis.winners import groups_table, losers, winners
from dizao.scenarios.execution.replicates import Result
from dizao.scenarios.loading.language import Language
from dizao.scenarios.loading.scenario import Scenario
from dizao.scenarios.studies.design import BY_BUDGET, FOCUS, Design
from dizao.scenarios.studies.spending import Spending

FEW = 3
"""Mechanisms that are shown where all would be too many."""


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
        In which it is told.
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
    uncertainty: Uncertainty | None = field(default=None, repr=False)

    def rules(self, mechanism: str) -> Mechanism:
        """Return the rules that were run under a mechanism's name.

        Parameters
        ----------
        mechanism
            Its name.

        Returns
        -------
        The rules, at equal spending with the rate that was found.
        """
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
    def money_by_year(self) -> pd.DataFrame:
        """The county's budget year by year (`dizao.scenarios.analysis.money`)."""
        return money_by_year(self.processes)

    @cached_property
    def winners(self) -> pd.DataFrame:
        """Paired differences to the baseline by group of households."""
        return winners(self.groups, self.baseline)

    @cached_property
    def losers(self) -> pd.DataFrame:
        """How many units are worse off under each mechanism than under the baseline."""
        return losers(self.groups, self.baseline)

    @cached_property
    def place_effects(self) -> pd.DataFrame:
        """Paired differences to the baseline in how groups of places fare (`dizao.scenarios.analysis.places`)."""
        return place_effects(self.processes, self.baseline, self.design.share)

    @property
    def policies(self) -> tuple[str, ...]:
        """The scenario's own policies among what was compared; they are what the question is about."""
        return tuple(name for name in self.mechanisms if name in self.scenario.policies)

    @cached_property
    def by_net_present_value(self) -> list[str]:
        """All mechanisms by mean net present value, the most first."""
        rows = self.runs[self.runs["outcome"] == HEADLINE]
        means = rows.groupby("mechanism", sort=False)["value"].mean().sort_values(ascending=False, kind="stable")
        return [str(name) for name in means.index]

    @property
    def focus(self) -> str:
        """Looked at first: of the scenario's own policies the one with most net present value; else the reward."""
        own = [name for name in self.by_net_present_value if name in self.policies and name != self.baseline]
        return own[0] if own else FOCUS

    @cached_property
    def few(self) -> list[str]:
        """The baseline, the one of `focus`, and those with most net present value: as many as one panel can show."""
        own = [name for name in self.by_net_present_value if name in self.policies]
        wanted = [self.baseline, self.focus, *own, *self.by_net_present_value]
        return [name for name in dict.fromkeys(wanted) if name in self.mechanisms][:FEW]

    @cached_property
    def flips(self) -> list[Flip]:
        """Pairs that change places between equal budgets and equal spending; none under equal budgets."""
        if self.budget is None:
            return []
        reached = [self.baseline, *(found.mechanism for found in self.spending if found.reached)]
        return flips(self.budget.runs, self.runs, reached)

    @property
    def shown(self) -> tuple[str, ...]:
        """The outcomes that are shown; none named: the headline ones."""
        return ()

    @property
    def lender_share(self) -> float:
        """Share of projects for which somebody is willing to lend against a reward; it is not known."""
        return self.scenario.base.works.lender_share
