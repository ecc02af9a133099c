"""The figures of a comparison, by name."""

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from dizao.scenarios.reports.activity import activity_figure
from dizao.scenarios.reports.budget import budget_figure
from dizao.scenarios.reports.cost import cost_figure
from dizao.scenarios.reports.figures import Caption, effects_figure
from dizao.scenarios.reports.flip import flip_figure
from dizao.scenarios.reports.payers import payers_figure
from dizao.scenarios.reports.place_titles import budget_titles
from dizao.scenarios.reports.steps import steps_figure
from dizao.scenarios.reports.texts import IN_ENGLISH, Voice
from dizao.scenarios.reports.uncertainty import best_figure, decisive_figure
from dizao.scenarios.reports.voices import caption_of, voice_of
from dizao.scenarios.reports.waits import waits_figure
from dizao.scenarios.reports.winners import groups_figure, units_figure
from dizao.scenarios.studies.comparison import Comparison
from dizao.scenarios.studies.systems import Study

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from dizao.scenarios.analysis.uncertainty.found import Uncertainty

FIGURES = ("effects", "cost", "units", "groups")
"""Figures of a comparison, by the names of their files."""

SYSTEM_FIGURES = ("effects", "groups")
"""Those of a system of the field."""

DRAWS: "Mapping[str, Callable[[Uncertainty, Voice], Figure]]" = {
    "best": best_figure,
    "decisive": decisive_figure,
    "flip": flip_figure,
}
"""Figures of a ranking under uncertainty, by the names of their files."""


def _activity(comparison: Comparison, caption: Caption) -> "Figure":
    weeks = comparison.scenario.base.calendar.programme_weeks
    return activity_figure(comparison.means, comparison.few, weeks, caption)


DRAWN: "Mapping[str, Callable[[Comparison, Caption], Figure]]" = {
    "effects": lambda found, caption: effects_figure(found.effects, caption, found.shown),
    "cost": lambda found, caption: cost_figure(found.runs, caption),
    "units": lambda found, caption: units_figure(found.groups, found.losers, caption),
    "groups": lambda found, caption: groups_figure(found.winners, caption),
    "steps": lambda found, caption: steps_figure(found.means, caption),
    "payers": lambda found, caption: payers_figure(found.means, caption),
    "waits": lambda found, caption: waits_figure(found.means, caption),
    "activity": _activity,
    "budget": lambda found, caption: budget_figure(
        found.money_by_year, caption, budget_titles(found.scenario.base.places, caption.voice)
    ),
}


def draw(comparison: Comparison, name: str = "effects") -> "Figure":
    """Draw a figure of a comparison.

    Parameters
    ----------
    comparison
        What was found.
    name
        effects: on the headline outcomes, or on those that a system shows; cost: public money per yuan of benefit
        against the share of households served; units: how many win and lose, and how much; groups: how households
        fare by income, age and tenure; steps: how far needs for a project get; payers: who pays, and who lays money
        out until public money comes; waits: from a need to its completed project; activity: taking part over time,
        under a few mechanisms; budget: what becomes of the county's budget, year by year.

    Returns
    -------
    The figure, in the comparison's language.

    Raises
    ------
    KeyError
        If there is no such figure.
    """
    return DRAWN[name](comparison, caption_of(comparison))


def figures_of(comparison: Comparison) -> "Iterator[tuple[str, Figure]]":
    """Yield all figures that a comparison leaves behind, with the names of their files.

    Parameters
    ----------
    comparison
        What was found.

    Yields
    ------
    The name of the file without its ending, and the figure.
    """
    for name in SYSTEM_FIGURES if isinstance(comparison, Study) else FIGURES:
        yield name, draw(comparison, name)
    if comparison.uncertainty is not None:
        yield from uncertainty_figures(comparison.uncertainty, voice_of(comparison))


def uncertainty_figures(found: "Uncertainty", voice: Voice = IN_ENGLISH) -> "Iterator[tuple[str, Figure]]":
    """Yield all figures of a ranking under uncertainty, with the names of their files.

    Parameters
    ----------
    found
        The ranking over uncertain parameters.
    voice
        How the figures speak.

    Yields
    ------
    The name of the file without its ending, and the figure.
    """
    for name, drawn in DRAWS.items():
        yield name, drawn(found, voice)
