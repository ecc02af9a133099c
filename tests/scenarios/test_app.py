"""The app: its figures stay in place, and the page renders, without a browser."""

import sys

import numpy as np
import pytest
from matplotlib.collections import LineCollection

from dizao.model import CoCreationModel
from dizao.scenarios.app_figures import resident_places, residents_figure, ties_between_units, units_figure
from tests.model.worlds import TINY, settings_with


@pytest.fixture(scope="module")
def model() -> CoCreationModel:
    return CoCreationModel(settings_with(TINY, network__across_ties=4.0), rng=1)


def test_everybody_stays_in_place(model: CoCreationModel) -> None:
    points, ties = resident_places(model, 1)
    again, _ = resident_places(model, 1)
    assert np.array_equal(points, again)
    assert len(points) == len(model.units.to_list()[0].residents)
    assert len(ties) == model.network.to_networkx(1).number_of_edges()


def test_figures_have_a_line_for_each_tie(model: CoCreationModel) -> None:
    places = resident_places(model, 1)
    for figure, number in ((residents_figure(model, 1, places), len(places[1])), (units_figure(model), 1)):
        (lines,) = [found for found in figure.axes[0].collections if isinstance(found, LineCollection)]
        assert len(lines.get_segments()) == number


def test_ties_between_units_are_counted_once(model: CoCreationModel) -> None:
    pairs, counts = ties_between_units(model)
    inside = sum(2 * model.network.to_networkx(unit).number_of_edges() for unit in (1, 2))
    assert pairs.tolist() == [[0, 1]]
    assert 2 * counts[0] == len(model.engine.world.ties.neighbours) - inside


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "solara", None)
    monkeypatch.delitem(sys.modules, "dizao.scenarios.app", raising=False)
    with pytest.raises(ImportError, match=r"the app needs the extra solara .*: pip install 'dizao\[solara\]'"):
        import dizao.scenarios.app  # noqa: F401


def test_the_page_renders_and_goes_on() -> None:
    pytest.importorskip("solara")
    import ipyvuetify
    import solara

    from dizao.scenarios import app

    _, rendered = solara.render(app.page, handle_error=False)
    assert "Unit" in [found.label for found in rendered.find(ipyvuetify.Select).widgets]
    assert [found for found in rendered.find(ipyvuetify.Alert).widgets if found.type == "error"] == []
    rendered.close()
    from mesa.visualization.solara_viz import _build_model_init_kwargs

    options = {"add_scenario_when_empty": True, "require_model_accepts_scenario": True}
    given = _build_model_init_kwargs(app.Taoyuan(), {"rng": "3", "mechanism": "none"}, **options)
    assert app.Taoyuan(**given).seed == 3
    model = app.Taoyuan(rng="2", lender_share=0.0, mechanism="none")
    assert (model.seed, model.engine.settings.works.lender_share) == (2, 0.0)
    model.step()
    box, rendered = solara.render(app.Residents(model), handle_error=False)
    assert box is not None
    rendered.close()
