"""What stands in the report, in the order in which it is read."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from dizao.model.outputs.outcomes import OUTCOMES
from dizao.model.systems.registry import SYSTEMS
from dizao.scenarios.analysis.uncertainty.enough import FEWEST_DRAWS_TOLD
from dizao.scenarios.execution.store import versions
from dizao.scenarios.reports.comparison_figures import draw, uncertainty_figures
from dizao.scenarios.reports.drawn_from import aside, too_few
from dizao.scenarios.reports.figures import effects_figure
from dizao.scenarios.reports.page import (
    made,
    money_tables,
    outcome_tables,
    place_tables,
    uncertain,
    way_tables,
    winner_tables,
)
from dizao.scenarios.reports.page.answer import answer
from dizao.scenarios.reports.page.svg import Inline, inline
from dizao.scenarios.reports.page.tables import Maker, title_of
from dizao.scenarios.reports.page.values import Estimate, Numbers, Origin, Value
from dizao.scenarios.reports.ranking import about_spending
from dizao.scenarios.reports.scale import scale_note
from dizao.scenarios.reports.sentences import how_sure, who_pays
from dizao.scenarios.reports.tables import until_note
from dizao.scenarios.reports.terms import about
from dizao.scenarios.reports.unless import headline
from dizao.scenarios.reports.voices import caption_of, facts_of, voice_of

if TYPE_CHECKING:
    from dizao.scenarios.studies.comparison import Comparison

PANELS = 6
"""Panels of the figure of effects on one sheet of paper."""

UNKNOWN = ("study", "graded", "lender", "place", "horizon", "random_draw", "forecast")
"""What is not known, in the order in which it is said; each is a text."""

TERMS = (
    "replicate", "baseline", "paired", "interval", "monte_carlo", "parameters", "spread", "draw", "regret", "grade",
    "net_present_value", "benefit", "public", "need", "matter", "unit", "served", "functioning", "laid_out", "lender",
    "acceptance", "windows", "gini", "provision",
)  # fmt: skip
"""The glossary."""


def content(comparison: "Comparison") -> dict[str, Any]:
    """Return all that the template shows, by name.

    Parameters
    ----------
    comparison
        What was found.

    Returns
    -------
    Texts, tables and figures by the names that the template uses; ``numbers`` holds every number that is printed.
    """
    numbers = Numbers(comparison.language)
    maker, voice, found = Maker(comparison, numbers), voice_of(comparison), comparison.uncertainty
    return {
        "language": comparison.language,
        "say": voice.say,
        "title": comparison.scenario.title_in(comparison.language),
        "question": comparison.scenario.question_in(comparison.language),
        "foreign": comparison.language == "zh" and not comparison.scenario.question_zh,
        "about": _about(comparison),
        "scale": scale_note(comparison.scenario.base, voice),
        "answer": answer(comparison),
        **_of_draws(comparison),
        "ranked": None if found is None else headline(found, voice),
        "sure": how_sure(comparison.effects, facts_of(comparison)),
        "notes": [note for note in (until_note(comparison), about_spending(comparison)) if note],
        "mechanisms": _mechanisms(comparison),
        "outcomes": outcome_tables.outcomes(maker),
        "definitions": _definitions(comparison),
        "steps": [way_tables.steps(maker)],
        "pays": who_pays(comparison.effects, facts_of(comparison)),
        "payers": [way_tables.payers(maker), way_tables.carriers(maker)],
        "budget": money_tables.tables(maker),
        "places": place_tables.tables(maker),
        "waits": [way_tables.waits(maker)],
        "taking_part": [way_tables.taking_part(maker), way_tables.asked(maker)],
        "losers": [winner_tables.losers(maker)],
        "groups": winner_tables.groups(maker),
        "bands": outcome_tables.bands(maker),
        "ranking": None if found is None else uncertain.tables(maker, found),
        "drawn": None if found is None else uncertain.drawn(maker, found),
        "draw_command": made.command(comparison).replace("--draws 0", f"--draws {FEWEST_DRAWS_TOLD}"),
        "precision": outcome_tables.precision(maker),
        "differences": made.differences(comparison),
        "versions": versions(made.LIBRARIES),
        "command": made.command(comparison),
        "code": made.code(comparison),
        "unknown": _unknown(comparison, numbers),
        "terms": [(voice.say(f"page.term.{name}"), voice.say(f"page.gloss.{name}")) for name in TERMS],
        "figures": {figure.name: figure for figure in _figures(comparison)},
        "numbers": numbers,
    }


def _of_draws(comparison: "Comparison") -> dict[str, Any]:
    """Return what is said of draws: members of a history match have texts of their own."""
    found, voice = comparison.uncertainty, voice_of(comparison)
    if found is None:
        return {}
    ending = "" if found.members is None else ".members"
    about = {"draws": len(found.draws), "aside": aside(found, voice)}
    return {
        "sampled": voice.say(f"page.about.draws{ending}", **about),
        "lead": voice.say(f"page.ranking.lead{ending}", **about),
        "too_few": too_few(found, voice),
    }


def _about(comparison: "Comparison") -> dict[str, Any]:
    """Return what was compared, in a few words and numbers."""
    base = comparison.scenario.base
    return {
        "scenario": comparison.scenario.name,
        "source": comparison.scenario.source if comparison.language == "en" else "",
        "mechanisms": len(comparison.mechanisms),
        "replicates": len(comparison.results),
        "asked": comparison.asked,
        "seed": comparison.seed,
        "last_seed": comparison.seed + len(comparison.results) - 1,
        "programme_weeks": base.calendar.programme_weeks,
        "follow_up_weeks": base.calendar.follow_up_weeks,
        "units": base.place.units,
        "residents": base.place.residents,
        "baseline": voice_of(comparison).called(comparison.baseline),
        "equal": voice_of(comparison).say(f"page.equal.{comparison.design.equal}"),
        "draws": made.draws(comparison),
        "systems": _systems(comparison),
    }


def _systems(comparison: "Comparison") -> str:
    """Return the systems of the field that are in force, in a few words."""
    voice, base = voice_of(comparison), comparison.scenario.base
    named = [voice.say(f"system.{one.name}") for one in SYSTEMS if one.is_in(base)]
    return voice.say("list.comma").join(named) or voice.say("page.made.systems.none")


def _mechanisms(comparison: "Comparison") -> list[dict[str, str]]:
    """Return what each mechanism is, in a line."""
    rows = []
    for name in comparison.mechanisms:
        preset = comparison.scenario.presets.get(name)
        rows.append(
            {
                "title": title_of(comparison, name),
                "name": name,
                "about": about(comparison.scenario, name, comparison.rules(name), comparison.language),
                "grade": voice_of(comparison).grade("C" if preset is None else preset.grade),
            }
        )
    return rows


def _definitions(comparison: "Comparison") -> list[tuple[str, str]]:
    """Return how each headline outcome is measured, in words."""
    names = [name for name, outcome in OUTCOMES.items() if outcome.headline]
    return [(voice_of(comparison).title(name), voice_of(comparison).say(f"page.defined.{name}")) for name in names]


def _unknown(comparison: "Comparison", numbers: Numbers) -> list[str]:
    graded = made.grades()
    for grade, count in graded.items():
        origin = Origin("dizao show --parameters")
        numbers.plain(Value(f"parameters/{grade}", "parameters", Estimate(float(count)), origin))
    about = {
        "lender": f"{comparison.lender_share:g}",
        "assumed": graded.get("C", 0),
        "all": sum(graded.values()),
        "follow_up": comparison.scenario.base.calendar.follow_up_weeks,
        "replicates": len(comparison.results),
    }
    numbers.plain(Value("works.lender_share", "share", Estimate(comparison.lender_share), Origin("manifest.json")))
    return [voice_of(comparison).say(f"page.unknown.{name}", **about) for name in UNKNOWN]


def _figures(comparison: "Comparison") -> Iterator[Inline]:
    """Yield the figures of the page; that of effects in parts that fit a sheet."""
    language = comparison.language
    outcomes = [name for name, outcome in OUTCOMES.items() if outcome.headline]
    for place, start in enumerate(range(0, len(outcomes), PANELS)):
        shown = outcomes[start : start + PANELS]
        yield inline(effects_figure(comparison.effects, caption_of(comparison), shown), f"effects{place + 1}", language)
    for name in ("steps", "cost", "payers", "budget", "waits", "activity", "units", "groups"):
        yield inline(draw(comparison, name), name, language)
    if comparison.uncertainty is not None:
        for name, figure in uncertainty_figures(comparison.uncertainty, voice_of(comparison)):
            yield inline(figure, name, language)
