"""The figure of artefacts: every choice has its row and a name that fits, and far ends stand at the edge."""

from collections.abc import Callable

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from dizao.model.outputs.outcomes import OUTCOMES
from dizao.scenarios.execution.replicates import Ended, Result
from dizao.scenarios.loading.language import Language
from dizao.scenarios.reports.artefacts import markdown
from dizao.scenarios.reports.artefacts_figure import artefacts_figure
from dizao.scenarios.reports.style import figure_style
from dizao.scenarios.reports.texts import LANGUAGES, TEXTS
from dizao.scenarios.studies.artefacts import SCENARIOS, Artefacts, chosen, load_places

pytestmark = pytest.mark.small

WORLDS = 6
FAR, BACK = 5, 7
"""Worlds of which the difference is very large, and negative, in every scenario."""


@pytest.fixture(scope="module")
def made() -> Callable[..., Artefacts]:
    """Return what makes up results: a million of lead, a hundred times as much at one end, minus two at another."""

    def make(language: Language = "en", *only: str) -> Artefacts:
        switched = chosen(only)
        places = load_places(SCENARIOS, switched)
        draws = np.random.default_rng(1)
        results = {}
        for place in places:
            found = []
            for number in range(WORLDS * len(place.worlds)):
                lead = {FAR: 1e8, BACK: -2e6}.get(number // WORLDS, 1e6) + draws.normal(0.0, 1e5)
                values = {"upfront": 5e6, "reward": 5e6 + lead}
                runs = {name: Ended(dict.fromkeys(OUTCOMES, value), {}) for name, value in values.items()}
                found.append(Result(number, runs, 0.0, {}, 0.0))
            results[place.scenario.name] = found
        return Artefacts(places, switched, 0, WORLDS, results, language)

    return make


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_choice_has_a_row_with_a_name_that_fits(made: Callable[..., Artefacts], language: Language) -> None:
    found = made(language)
    figure = artefacts_figure(found)
    first, *others = figure.axes
    labels = [label.get_text() for label in first.get_yticklabels()]
    assert sorted(labels) == sorted(TEXTS[language][f"artefact.{one.name}"] for one in found.choices)
    assert [panel.get_title(loc="left") for panel in figure.axes] == list(SCENARIOS)
    assert all(not label.get_text() for panel in others for label in panel.get_yticklabels())
    with figure_style(language):
        FigureCanvasAgg(figure).draw()
        left = min(label.get_window_extent().x0 for label in first.get_yticklabels())
    assert left >= 0.0


def test_the_choice_that_moves_most_is_on_top_and_far_ends_stand_at_the_edge(made: Callable[..., Artefacts]) -> None:
    found = made()
    far = next(arm.choice for arm in found.places[0].arms if arm.world == FAR)
    figure = artefacts_figure(found)
    for panel in figure.axes:
        assert panel.get_xlim()[1] < 50.0
        (told,) = [text.get_text() for text in panel.texts]
        assert told.startswith("+100.")
        assert told.endswith(" →")
    assert figure.axes[0].get_yticklabels()[0].get_text() == TEXTS["en"][f"artefact.{far}"]


def test_few_choices_make_a_small_figure(made: Callable[..., Artefacts]) -> None:
    few: Figure = artefacts_figure(made("en", "lender"))
    assert few.get_size_inches()[1] < artefacts_figure(made()).get_size_inches()[1] / 3.0


def test_what_flips_is_bold_in_the_page_and_named_below(made: Callable[..., Artefacts]) -> None:
    found = made()
    page = markdown(found)
    back = [one for one in found.rows if one.verdict == "flips"]
    assert {one.scenario for one in back} == set(SCENARIOS)
    assert page.count("flips**") == len(back)
    title = TEXTS["en"][f"artefact.{back[0].choice}"]
    end = TEXTS["en"][f"artefact.{back[0].choice}.{back[0].end}"]
    assert f"flip its sign: {title[0].lower()}{title[1:]} ({end})." in page
