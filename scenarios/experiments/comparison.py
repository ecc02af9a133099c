"""What a comparison found, and the files that keep it."""

import platform
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from dizao.model.mechanisms.parts import Mechanism
from dizao.model.outcomes import OUTCOMES
from dizao.scenarios.experiments.courses import course_means, courses_table
from dizao.scenarios.experiments.design import BY_BUDGET, Design
from dizao.scenarios.experiments.effects import effects, headline, needed
from dizao.scenarios.experiments.ranking import Flip, flips, flips_table, ranking_table
from dizao.scenarios.experiments.run import LIBRARIES, voice
from dizao.scenarios.experiments.spending import Spending, spending_table
from dizao.scenarios.experiments.store import (
    MANIFEST,
    prepare_folder,
    replacing,
    telling,
    write_json,
    write_table,
    write_text,
)
from dizao.scenarios.experiments.uncertainty import files as uncertainty_files
from dizao.scenarios.experiments.winners import groups_table, losers, winners
from dizao.scenarios.experiments.workers import Result, peak_memory_mb
from dizao.scenarios.reports.canvas import KINDS
from dizao.scenarios.reports.sentences import FOCUS, Facts, sentences
from dizao.scenarios.reports.texts import Language, Voice
from dizao.scenarios.scenario import OWN, Scenario, parts_table

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from dizao.scenarios.experiments.uncertainty.found import Uncertainty
    from dizao.scenarios.reports.figures import Caption

FIGURES = ("effects", "cost", "units", "groups")
TABLES = ("runs.parquet", "groups.parquet", "courses.parquet", "effects.csv", "winners.parquet", "losers.csv")
SPEND_TABLES = ("spending.csv", "ranking.csv", "flips.csv", "budget_runs.parquet", "budget_effects.csv")
"""What a comparison at equal spending leaves behind besides; the last two are its runs under equal budgets."""

REPORT_FILES = ("report.html", "report.json")
"""What the report adds, where it is asked for."""

FILES = (*TABLES, *(f"{name}.{kind}" for name in FIGURES for kind in KINDS), MANIFEST)
"""What a comparison leaves behind besides its finished runs, in the order in which it is written."""

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
        With draws: the ranking over what nobody knows.
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
        """Paired differences to the baseline with their intervals (`dizao.scenarios.experiments.effects`)."""
        return effects(self.runs, self.baseline, self.design.share)

    @cached_property
    def wanting(self) -> dict[str, int]:
        """Headline outcomes whose intervals are wider than wanted, with the replicates that they need."""
        return needed(headline(self.effects))

    @cached_property
    def groups(self) -> pd.DataFrame:
        """How households fare, group by group and run by run (`dizao.scenarios.experiments.winners`)."""
        return groups_table(self.results, self.mechanisms)

    @cached_property
    def courses(self) -> pd.DataFrame:
        """What happened on the way, run by run (`dizao.scenarios.experiments.courses`)."""
        runs = [(name, one.replicate, one.runs[name].course) for one in self.results for name in self.mechanisms]
        return courses_table(runs)

    @cached_property
    def means(self) -> pd.DataFrame:
        """The same as means over replicates, each with its own interval."""
        return course_means(self.courses)

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
        """Share of projects for which somebody is willing to lend against a reward; nobody knows it."""
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


def save(comparison: Comparison, out: Path, about: dict[str, Any], report: bool = False) -> None:
    """Write tables, figures and, last, the manifest; an older manifest, and tables that are not made anew, go first.

    Parameters
    ----------
    comparison
        What was found.
    out
        Folder of the results.
    about
        What else the manifest says.
    report
        Whether the report is written too.

    Raises
    ------
    StoreError
        If something cannot be written; no half file stays behind.
    """
    from dizao.scenarios.reports.canvas import encoded

    prepare_folder(out)
    for name in (MANIFEST, *SPEND_TABLES, *uncertainty_files.TABLES, *uncertainty_files.FIGURE_FILES, *REPORT_FILES):
        with telling(out / name):
            (out / name).unlink(missing_ok=True)
    for name, table in _tables(comparison):
        if name.endswith(".csv"):
            write_text(out / name, table.to_csv(index=False, lineterminator="\n"))
        else:
            write_table(out / name, {str(column): values.to_numpy() for column, values in table.items()})
    for name, figure in comparison.figures():
        for kind in KINDS:
            with replacing(out / f"{name}.{kind}") as temporary:
                temporary.write_bytes(encoded(figure, kind, comparison.language))
    if report:
        _save_report(comparison, out)
    write_json(out / MANIFEST, manifest(comparison, about))


def _save_report(comparison: Comparison, out: Path) -> None:
    from dizao.scenarios.reports.page.render import report_files

    page, data = report_files(comparison)
    write_text(out / REPORT_FILES[0], page)
    write_json(out / REPORT_FILES[1], data)


def files(comparison: Comparison, report: bool = False) -> tuple[str, ...]:
    """Return the names of all files of a comparison, in the order in which they are written."""
    spent = () if comparison.budget is None else SPEND_TABLES
    drawn = () if comparison.uncertainty is None else (uncertainty_files.TABLES, uncertainty_files.FIGURE_FILES)
    written = REPORT_FILES if report else ()
    more, figures = drawn or ((), ())
    return (*TABLES, *spent, *more, *FILES[len(TABLES) : -1], *figures, *written, MANIFEST)


def _tables(comparison: Comparison) -> Iterator[tuple[str, pd.DataFrame]]:
    ends = (comparison.runs, comparison.groups, comparison.courses)
    own = (*ends, comparison.effects, comparison.winners, comparison.losers)
    yield from zip(TABLES, own, strict=True)
    yield from _spend_tables(comparison)
    if comparison.uncertainty is not None:
        yield from uncertainty_files.tables(comparison.uncertainty)


def _spend_tables(comparison: Comparison) -> Iterator[tuple[str, pd.DataFrame]]:
    budget = comparison.budget
    if budget is None:
        return
    reached = {found.mechanism: found.reached for found in comparison.spending}
    ranks = ranking_table(budget.runs, comparison.runs, reached)
    both = (spending_table(comparison.spending), ranks, flips_table(comparison.flips), budget.runs, budget.effects)
    yield from zip(SPEND_TABLES, both, strict=True)


def manifest(comparison: Comparison, about: dict[str, Any]) -> dict[str, Any]:
    """Return what has to be known about a comparison besides its tables."""
    scenario, results = comparison.scenario, comparison.results
    peaks = [peak_memory_mb(), *(result.peak_memory_mb for result in results)]
    return {
        "kind": "comparison",
        "scenario": {"name": scenario.name, **scenario.table()},
        "mechanisms": {name: parts_table(comparison.rules(name)) for name in comparison.mechanisms},
        "equal": comparison.design.equal,
        "until": comparison.design.until,
        "baseline": comparison.baseline,
        "seed": comparison.seed,
        "replicates_asked": comparison.asked,
        "replicates": [_about_replicate(comparison, result) for result in results],
        "versions": {"python": platform.python_version(), **{name: version(name) for name in (*LIBRARIES, "scipy")}},
        **({} if comparison.uncertainty is None else {"draws": _about_draws(comparison.uncertainty)}),
        "seconds_per_stage": _sums(result.stage_seconds for result in results),
        "peak_memory_bytes": None if any(peak != peak for peak in peaks) else round(max(peaks) * 2**20),
        **about,
    }


def _about_replicate(comparison: Comparison, result: Result) -> dict[str, Any]:
    seed, reused = comparison.seed + result.replicate, [name for name in comparison.mechanisms if name in result.reused]
    return {"replicate": result.replicate, "seed": seed, "seconds": result.seconds, "reused": reused}


def _about_draws(found: "Uncertainty") -> dict[str, Any]:
    return {
        "draws": len(found.draws),
        "replicates": found.replicates,
        "pair": found.pair,
        "sentence": found.sentence(),
        "versions": {name: version(name) for name in ("SALib", "scipy")},
    }


def _sums(parts: Iterable[dict[str, float]]) -> dict[str, float]:
    """Add up dictionaries key by key."""
    total: Counter[str] = Counter()
    for part in parts:
        total.update(part)
    return dict(total)
