"""The files of a comparison: tables, figures, the report, and the manifest that is written last."""

from collections import Counter
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from dizao.scenarios.analysis.rank_changes import flips_table, ranking_table
from dizao.scenarios.execution.kinds import MANIFEST
from dizao.scenarios.execution.replicates import Result, peak_memory_mb
from dizao.scenarios.execution.store import (
    LIBRARIES,
    discard,
    prepare_folder,
    versions,
    write_csv,
    write_json,
    write_table,
    write_text,
)
from dizao.scenarios.loading.policies import parts_table
from dizao.scenarios.reports import uncertainty_files
from dizao.scenarios.reports.canvas import KINDS, write_figure
from dizao.scenarios.reports.comparison_figures import DRAWS, FIGURES, figures_of
from dizao.scenarios.reports.terms import terms, titles
from dizao.scenarios.reports.texts import Voice
from dizao.scenarios.reports.unless import headline
from dizao.scenarios.reports.voices import voice_of
from dizao.scenarios.studies.comparison import Comparison
from dizao.scenarios.studies.spending import spending_table

if TYPE_CHECKING:
    from dizao.scenarios.analysis.uncertainty.found import Uncertainty

TABLES = (
    "runs.parquet",
    "groups.parquet",
    "process.parquet",
    "effects.csv",
    "winners.parquet",
    "losers.csv",
    "money_by_year.csv",
)
SPEND_TABLES = ("spending.csv", "ranking.csv", "flips.csv", "budget_runs.parquet", "budget_effects.csv")
"""What a comparison at equal spending leaves behind besides; the last two are its runs under equal budgets."""

DRAW_FILES = tuple(f"{name}.{kind}" for name in DRAWS for kind in KINDS)
"""Figures of a ranking under uncertainty."""

REPORT_FILES = ("report.html", "report.json")
"""What the report adds, where it is asked for."""

FILES = (*TABLES, *(f"{name}.{kind}" for name in FIGURES for kind in KINDS), MANIFEST)
"""What a comparison leaves behind besides its finished runs, in the order in which it is written."""


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
    prepare_folder(out)
    for name in (MANIFEST, *SPEND_TABLES, *uncertainty_files.TABLES, *DRAW_FILES, *REPORT_FILES):
        discard(out / name)
    for name, table in _tables(comparison):
        if name.endswith(".csv"):
            write_csv(out / name, table)
        else:
            write_table(out / name, {str(column): values.to_numpy() for column, values in table.items()})
    for name, figure in figures_of(comparison):
        write_figure(figure, out / name, comparison.language)
    if report:
        _save_report(comparison, out)
    write_json(out / MANIFEST, manifest(comparison, about))


def _save_report(comparison: Comparison, out: Path) -> None:
    from dizao.scenarios.reports.page.render import report_files

    page, data = report_files(comparison)
    write_text(out / REPORT_FILES[0], page)
    write_json(out / REPORT_FILES[1], data)


def files(comparison: Comparison, report: bool = False) -> tuple[str, ...]:
    """Return the names of all files of a comparison, in the order in which they are written.

    Parameters
    ----------
    comparison
        What was found.
    report
        Whether the report is written too.

    Returns
    -------
    Names in the folder of the results; finished runs are not among them.
    """
    spent = () if comparison.budget is None else SPEND_TABLES
    drawn = () if comparison.uncertainty is None else (uncertainty_files.TABLES, DRAW_FILES)
    written = REPORT_FILES if report else ()
    more, figures = drawn or ((), ())
    return (*TABLES, *spent, *more, *FILES[len(TABLES) : -1], *figures, *written, MANIFEST)


def _tables(comparison: Comparison) -> Iterator[tuple[str, pd.DataFrame]]:
    ends = (comparison.runs, comparison.groups, comparison.processes)
    own = (*ends, comparison.effects, comparison.winners, comparison.losers, comparison.money_by_year)
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
    """Return what has to be known about a comparison besides its tables.

    Parameters
    ----------
    comparison
        What was found.
    about
        What else it says, by key.

    Returns
    -------
    What stands in the manifest, which `write_json` can write.
    """
    scenario, results, found = comparison.scenario, comparison.results, comparison.uncertainty
    peaks = [peak_memory_mb(), *(result.peak_memory_mb for result in results)]
    return {
        "kind": "comparison",
        "scenario": {"name": scenario.name, **scenario.table()},
        "mechanisms": {name: parts_table(comparison.rules(name)) for name in comparison.mechanisms},
        "titles": {name: titles(scenario, comparison.language).get(name, name) for name in comparison.mechanisms},
        "terms": {
            name: terms(comparison.rules(name), comparison.language, comparison.scenario.base)
            for name in comparison.mechanisms
        },
        "equal": comparison.design.equal,
        "until": comparison.design.until,
        "baseline": comparison.baseline,
        "seed": comparison.seed,
        "replicates_asked": comparison.asked,
        "replicates": [_about_replicate(comparison, result) for result in results],
        "versions": versions((*LIBRARIES, "scipy")),
        **({} if found is None else {"draws": _about_draws(found, voice_of(comparison))}),
        "seconds_per_stage": _sums(result.stage_seconds for result in results),
        "peak_memory_bytes": None if any(peak != peak for peak in peaks) else round(max(peaks) * 2**20),
        **about,
    }


def _about_replicate(comparison: Comparison, result: Result) -> dict[str, Any]:
    seed, reused = comparison.seed + result.replicate, [name for name in comparison.mechanisms if name in result.reused]
    return {"replicate": result.replicate, "seed": seed, "seconds": result.seconds, "reused": reused}


def _about_draws(found: "Uncertainty", voice: Voice) -> dict[str, Any]:
    return {
        "draws": len(found.draws),
        "replicates": found.replicates,
        "pair": found.pair,
        "sentence": headline(found, voice),
        "numbers": len(found.uncertain),
        "ranges": {key: list(ends) for key, ends in found.scenario.knowledge.ranges.items()},
        "known": dict(found.known),
        "over": "prior" if found.members is None else "members",
        **_about_members(found),
        "versions": {name: version(name) for name in ("SALib", "scipy")},
    }


def _about_members(found: "Uncertainty") -> dict[str, Any]:
    members = found.members
    if members is None:
        return {}
    about = {"from": members.source, "sha256": members.sha256, "count": len(members.weights)}
    return {"members": about | ({"without": members.without} if members.without else {})}


def _sums(parts: Iterable[dict[str, float]]) -> dict[str, float]:
    """Add up dictionaries key by key."""
    total: Counter[str] = Counter()
    for part in parts:
        total.update(part)
    return dict(total)
