"""What a comparison found, and the files that keep it."""

import platform
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from dizao.model.outcomes import OUTCOMES
from dizao.scenarios.experiments.effects import effects
from dizao.scenarios.experiments.run import LIBRARIES, voice
from dizao.scenarios.experiments.store import (
    MANIFEST,
    prepare_folder,
    replacing,
    telling,
    write_json,
    write_table,
    write_text,
)
from dizao.scenarios.experiments.workers import Result, peak_memory_mb
from dizao.scenarios.reports.sentences import Facts, sentences
from dizao.scenarios.reports.texts import Language, Voice
from dizao.scenarios.scenario import OWN, Scenario, parts_table

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from dizao.scenarios.reports.figures import Caption

FILES = ("runs.parquet", "effects.csv", "effects.png", "effects.svg", "cost.png", "cost.svg", MANIFEST)
"""What a comparison leaves behind besides its finished runs, in the order in which it is written."""


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
    """

    scenario: Scenario
    mechanisms: tuple[str, ...]
    baseline: str
    seed: int
    asked: int
    results: tuple[Result, ...] = field(repr=False)
    language: Language = "en"

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
        return effects(self.runs, self.baseline)

    @property
    def sentences(self) -> tuple[str, str, str]:
        """What the comparison shows, who pays, and how sure that is."""
        named, told = self.scenario.presets, self.voice
        titles = {name: preset.title for name, preset in named.items()} if told.language == "en" else told.names
        titles = {**titles, OWN: told.say("sentence.own")}
        grades = {name: preset.grade for name, preset in named.items()}
        return sentences(self.effects, Facts(titles, grades, len(self.results), self.lender_share, told))

    @property
    def voice(self) -> Voice:
        """How it is told: in English mechanisms go by their names, in Chinese by their titles."""
        return voice(self.scenario, self.language)

    @property
    def lender_share(self) -> float:
        """Share of projects for which somebody is willing to lend against a reward; nobody knows it."""
        return self.scenario.base.works.lender_share

    def figure(self) -> "Figure":
        """Draw the effects on the headline outcomes."""
        from dizao.scenarios.reports.figures import effects_figure

        return effects_figure(self.effects, self._caption())

    def cost_figure(self) -> "Figure":
        """Draw public money per yuan of benefit against the share of households served."""
        from dizao.scenarios.reports.cost import cost_figure

        return cost_figure(self.runs, self._caption())

    def _caption(self) -> "Caption":
        from dizao.scenarios.reports.figures import Caption

        return Caption(self.scenario.name, self.baseline, len(self.results), self.lender_share, self.voice)


def save(comparison: Comparison, out: Path, about: dict[str, Any]) -> None:
    """Write the runs, the effects, the figures and, last, the manifest; an older manifest goes first.

    Parameters
    ----------
    comparison
        What was found.
    out
        Folder of the results.
    about
        What else the manifest says.

    Raises
    ------
    StoreError
        If something cannot be written; no half file stays behind.
    """
    from dizao.scenarios.reports.canvas import KINDS, encoded

    prepare_folder(out)
    with telling(out / MANIFEST):
        (out / MANIFEST).unlink(missing_ok=True)
    write_table(out / "runs.parquet", {str(name): column.to_numpy() for name, column in comparison.runs.items()})
    write_text(out / "effects.csv", comparison.effects.to_csv(index=False, lineterminator="\n"))
    for name, figure in (("effects", comparison.figure()), ("cost", comparison.cost_figure())):
        for kind in KINDS:
            with replacing(out / f"{name}.{kind}") as temporary:
                temporary.write_bytes(encoded(figure, kind, comparison.language))
    write_json(out / MANIFEST, manifest(comparison, about))


def manifest(comparison: Comparison, about: dict[str, Any]) -> dict[str, Any]:
    """Return what has to be known about a comparison besides its tables."""
    scenario, results = comparison.scenario, comparison.results
    peaks = [peak_memory_mb(), *(result.peak_memory_mb for result in results)]
    return {
        "kind": "comparison",
        "scenario": {"name": scenario.name, **scenario.table()},
        "mechanisms": {name: parts_table(scenario.mechanism(name)) for name in comparison.mechanisms},
        "baseline": comparison.baseline,
        "seed": comparison.seed,
        "replicates_asked": comparison.asked,
        "replicates": [_about_replicate(comparison, result) for result in results],
        "versions": {"python": platform.python_version(), **{name: version(name) for name in (*LIBRARIES, "scipy")}},
        "seconds_per_stage": _sums(result.stage_seconds for result in results),
        "peak_memory_bytes": None if any(peak != peak for peak in peaks) else round(max(peaks) * 2**20),
        **about,
    }


def _about_replicate(comparison: Comparison, result: Result) -> dict[str, Any]:
    seed, reused = comparison.seed + result.replicate, [name for name in comparison.mechanisms if name in result.reused]
    return {"replicate": result.replicate, "seed": seed, "seconds": result.seconds, "reused": reused}


def _sums(parts: Iterable[dict[str, float]]) -> dict[str, float]:
    """Add up dictionaries key by key."""
    total: Counter[str] = Counter()
    for part in parts:
        total.update(part)
    return dict(total)
