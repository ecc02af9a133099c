"""All figures of a run, by the name of their files."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from dizao.scenarios.reports.canvas import KINDS, encoded
from dizao.scenarios.reports.funnel import funnel_figure
from dizao.scenarios.reports.money import money_figure
from dizao.scenarios.reports.participation import participation_figure
from dizao.scenarios.reports.results import Results
from dizao.scenarios.reports.treemap import treemap_figure

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FIGURES: dict[str, Callable[[Results], "Figure"]] = {
    "funnel": funnel_figure,
    "participation": participation_figure,
    "money": money_figure,
    "units": treemap_figure,
}
"""What is drawn of a run, in the order in which it is written."""

FILES = tuple(f"{name}.{kind}" for name in FIGURES for kind in KINDS)


def figure_files(results: Results) -> Iterator[tuple[str, bytes]]:
    """Yield name and content of every file, figure by figure.

    Parameters
    ----------
    results
        The run as figures see it.

    Yields
    ------
    The name with its ending, and the bytes.
    """
    for name, draw in FIGURES.items():
        figure = draw(results)
        for kind in KINDS:
            yield f"{name}.{kind}", encoded(figure, kind, results.language)
