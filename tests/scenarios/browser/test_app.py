"""The app: its figures stay in place, and the page renders, with a browser and without."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from importlib.util import find_spec

import numpy as np
import pytest
from matplotlib.collections import LineCollection

from dizao.model import CoCreationModel, Collect
from dizao.scenarios.browser.figures import (
    resident_places,
    residents_figure,
    shares_figure,
    things_figure,
    ties_between_units,
    units_figure,
)
from tests.model.worlds import TINY, settings_with
from tests.scenarios.chromium import BROWSER
from tests.scenarios.devtools import Page, opened


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


def test_who_lives_in_one_building_is_drawn_together(model: CoCreationModel) -> None:
    points, _ = resident_places(model, 1)
    world = model.engine.world
    building = world.households.building[world.residents.household[: len(points)]]
    middles = {b: points[building == b].mean(axis=0) for b in np.unique(building)}
    near = [min(middles, key=lambda b, point=point: float(np.hypot(*(middles[b] - point)))) for point in points]
    assert near == building.tolist()


def test_courses_have_a_point_for_each_week_lived() -> None:
    from dizao.scenarios.browser.figures import IN_USE, TRUST

    collect = Collect(model=["completed", "settled_share", TRUST, IN_USE], every=1)
    model = CoCreationModel(settings_with(TINY), rng=1, collect=collect)
    model.run_for(3)
    start = -model.engine.settings.calendar.warm_up_weeks
    for figure in (things_figure(model), shares_figure(model)):
        for line in figure.axes[0].lines[:2]:
            assert np.asarray(line.get_xdata()).tolist() == [start, start + 1, start + 2]


def test_ties_between_units_are_counted_once(model: CoCreationModel) -> None:
    pairs, counts = ties_between_units(model)
    inside = sum(2 * model.network.to_networkx(unit).number_of_edges() for unit in (1, 2))
    assert pairs.tolist() == [[0, 1]]
    assert 2 * counts[0] == len(model.engine.world.ties.neighbours) - inside


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "solara", None)
    monkeypatch.delitem(sys.modules, "dizao.scenarios.browser.app", raising=False)
    with pytest.raises(ImportError, match=r"the app needs the extra solara .*: pip install 'dizao\[solara\]'"):
        import dizao.scenarios.browser.app  # noqa: F401


def test_the_page_renders_and_goes_on() -> None:
    pytest.importorskip("solara")
    import ipyvuetify
    import solara

    from dizao.scenarios.browser import app

    _, rendered = solara.render(app.page, handle_error=False)
    assert "Unit whose residents are shown" in [found.label for found in rendered.find(ipyvuetify.Select).widgets]
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


@pytest.mark.parametrize("typed", ["abc", "-1", "1e9", "", str(2**64), str(2**63), "9" * 5000, "1.5", "²", "١"])
def test_what_is_no_seed_is_one_line_in_the_app(typed: str) -> None:
    pytest.importorskip("solara")
    import ipyvuetify
    import solara

    from dizao.scenarios.browser import app

    model = app.Taoyuan(rng=typed)
    assert model.seed == app.FIRST_SEED
    _, rendered = solara.render(app.Words(model), handle_error=False)
    (told,) = [found for found in rendered.find(ipyvuetify.Alert).widgets if found.type == "error"]
    line = app.VOICE.say("app.seed.refused", typed=f"“{typed}”", most=2**63 - 1, seed=1)
    assert told.children[0].strip() == line or len(typed) > app.MOST_SHOWN
    assert "\n" not in told.children[0].strip()
    rendered.close()


@pytest.mark.parametrize(("typed", "seed"), [(" 7 ", 7), (3, 3), ("0", 0), (str(2**63 - 1), 2**63 - 1)])
def test_what_is_a_seed_is_taken(typed: str | int, seed: int) -> None:
    pytest.importorskip("solara")
    from dizao.scenarios.browser import app

    model = app.Taoyuan(rng=typed)
    assert (model.seed, model.refused) == (seed, "")


# in a browser

PICTURES = "[...document.querySelectorAll('img')].map(one => one.src)"
in_browser = pytest.mark.skipif(
    not BROWSER or not all(find_spec(name) for name in ("solara", "solara_assets", "websockets")),
    reason="needs Chromium (on Debian: apt install chromium), solara and solara-assets",
)


@pytest.fixture
def address() -> Iterator[str]:
    """Serve the app and return where it is."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "solara", "run", "dizao.scenarios.browser.app", "--no-open", "--host", "127.0.0.1"]
    server = subprocess.Popen(
        [*command, "--port", str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        env=os.environ | {"DIZAO_LANG": "en", "SOLARA_TELEMETRY_MIXPANEL_ENABLE": "false"},
    )  # fmt: skip
    try:
        for _ in range(600):
            with socket.socket() as tried:
                if tried.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}/"
    finally:
        server.terminate()
        server.wait(timeout=30)


def _button(words: str) -> str:
    return f"[...document.querySelectorAll('button')].find(one => one.textContent.trim() === '{words}')"


def _choose(page: Page, label: str, option: str) -> None:
    """Open a list by its label and choose what is written there."""
    labels = "[...document.querySelectorAll('.v-select .v-label')]"
    page.click(f"{labels}.find(one => one.textContent === '{label}')?.closest('.v-select__slot')")
    items = "[...document.querySelectorAll('.menuable__content__active .v-list-item')]"
    time.sleep(0.7)  # The list opens slowly, and what is clicked must stand still.
    page.click(f"{items}.find(one => one.textContent.trim() === '{option}')")


@in_browser
def test_in_a_browser_it_is_drawn_steps_and_begins_anew(address: str) -> None:
    with opened(address) as page:
        page.wait("document.querySelectorAll('img').length === 4")
        before = page.ask(PICTURES)
        page.click(_button("Step"))
        page.wait("document.body.innerText.includes('At the start of week -51')")
        for place, picture in enumerate(before[:2]):
            page.wait(f"{PICTURES}[{place}] !== {picture!r}")
        residents = page.ask(PICTURES)[1]
        _choose(page, "Unit whose residents are shown", "4")
        page.wait(f"{PICTURES}[1] !== {residents!r}")
        _choose(page, "Mechanism (who pays, and when)", "No public money")
        page.click(_button("Reset"))
        page.wait("document.body.innerText.includes('Time: 0')")
        assert page.ask("document.querySelectorAll('.v-alert, .error, .error--text').length") == 0
        field = "document.querySelector('.v-text-field:not(.v-select) input')"
        page.ask(f"{field}.focus(), {field}.select(), document.execCommand('insertText', false, 'abc'), {field}.blur()")
        page.click(_button("Reset"))
        page.wait("document.body.innerText.includes('“abc” is no seed: it must be a whole number between 0 and ')")
        for width in (1280, 390):
            page.resize(width, 900)
            page.wait("document.querySelectorAll('img').length === 4")
            page.wait(f"document.documentElement.scrollWidth <= {width}")
            edges = "[...document.querySelectorAll('img')].map(one => one.getBoundingClientRect().right)"
            page.wait(f"Math.max(...{edges}) <= {width}")
