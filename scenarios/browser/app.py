"""The model in a browser: ``solara run dizao.scenarios.browser.app`` (needs the extra ``dizao[solara]``).

Its language is that of the environment variable ``DIZAO_LANG``: en (the default) or zh.
"""

import os
from typing import Any

from dizao.model import CoCreationModel, Collect
from dizao.model.core.generator import LARGEST_SEED
from dizao.model.mechanisms.presets import presets
from dizao.scenarios import load
from dizao.scenarios.browser.figures import (
    IN_USE,
    TRUST,
    Places,
    resident_places,
    residents_figure,
    shares_figure,
    things_figure,
    units_figure,
)
from dizao.scenarios.reports.fonts import check_language
from dizao.scenarios.reports.texts import Voice

try:
    import solara
    from mesa.visualization import Slider, SolaraViz
    from mesa.visualization.utils import update_counter
except ImportError as error:
    raise ImportError(
        f"the app needs the extra solara ({error.name} is missing): pip install 'dizao[solara]'"
    ) from None

SCENARIO = "taoyuan"
VOICE = Voice(check_language(os.environ.get("DIZAO_LANG", "en"), "DIZAO_LANG"))
PLOTTED = Collect(model=["completed", "settled_share", TRUST, IN_USE], every=1)
MECHANISMS = ["none", "upfront", "reward"]
TITLES = {name: presets()[name].title_zh if VOICE.language == "zh" else presets()[name].title for name in MECHANISMS}
SHARP = {"format": "png", "dpi": 110}
"""How figures are drawn: as pictures, since thousands of lines make a browser slow."""


FIRST_SEED = 1
MOST_SHOWN = 40
"""Characters of a wrong entry that are shown."""


def _seed_typed(text: str) -> int | None:
    """Return the seed that somebody typed; None if it is none."""
    text = text.strip()
    # So many digits that Python refuses to read them are too many for a seed.
    if not (text.isascii() and text.isdecimal() and len(text) <= len(str(LARGEST_SEED))):
        return None
    return int(text) if int(text) <= LARGEST_SEED else None


def _shown(text: str) -> str:
    return text if len(text) <= MOST_SHOWN else f"{text[:MOST_SHOWN]}…"


class Taoyuan(CoCreationModel):
    """A community small enough to watch, with what can be turned in the app.

    Parameters
    ----------
    mechanism
        Title of a mechanism of the library, as the app shows it, or its name.
    lender_share
        Share of projects with somebody who lends against a reward.
    rng
        Seed, as a number or as text. Mesa's button makes a new model of whatever was typed and shows no error, so that
        what is no seed gives the world of `FIRST_SEED`, and is told beside it.

    Attributes
    ----------
    refused
        What was typed that is no seed; empty if it is one.
    """

    def __init__(self, mechanism: str = "reward", lender_share: float = 0.5, rng: Any = FIRST_SEED) -> None:
        scenario = load(SCENARIO, [f"works.lender_share={lender_share}"])
        named = next((name for name, title in TITLES.items() if title == mechanism), mechanism)
        seed = _seed_typed(str(rng))
        super().__init__(scenario, mechanism=named, rng=FIRST_SEED if seed is None else seed, collect=PLOTTED)
        self.refused = "" if seed is not None else f"“{_shown(str(rng))}”"


PARAMETERS = {
    "rng": {"type": "InputText", "value": FIRST_SEED, "label": VOICE.say("app.seed")},
    "mechanism": {
        "type": "Select",
        "value": TITLES["reward"],
        "values": list(TITLES.values()),
        "label": VOICE.say("app.mechanism"),
    },
    "lender_share": Slider(VOICE.say("app.lender_share"), 0.5, 0.0, 1.0, 0.1),
}


@solara.component  # type: ignore[untyped-decorator]
def Words(model: Taoyuan) -> None:  # noqa: N802
    """Say what one sees, and how far the weeks have come.

    Parameters
    ----------
    model
        The community that is watched.
    """
    update_counter.get()
    title = load(SCENARIO).title_in(VOICE.language)
    warm_up = model.engine.settings.calendar.warm_up_weeks
    solara.Markdown(VOICE.say("app.about", title=title, warm_up=warm_up, residents=len(model.residents)))
    if model.refused:
        solara.Error(VOICE.say("app.seed.refused", typed=model.refused, most=LARGEST_SEED, seed=model.seed))
    if not model.running:
        solara.Info(VOICE.say("app.now.done", weeks=model.steps))
    elif model.steps:
        now = model.datacollector.get_model_vars_dataframe().iloc[-1]
        counts = {"completed": f"{now['completed']:.0f}", "in_use": f"{now[IN_USE]:.0f}", "trust": f"{now[TRUST]:.2f}"}
        solara.Text(VOICE.say("app.now", week=model.week, **counts))


@solara.component  # type: ignore[untyped-decorator]
def Units(model: CoCreationModel) -> None:  # noqa: N802
    """Draw the units and how strongly they are tied.

    Parameters
    ----------
    model
        The community that is watched.
    """
    update_counter.get()
    solara.FigureMatplotlib(units_figure(model, VOICE), dependencies=[model.week, id(model)], **SHARP)


@solara.component  # type: ignore[untyped-decorator]
def Residents(model: CoCreationModel) -> None:  # noqa: N802
    """Draw the residents of one unit; everybody stays in place while the weeks go by.

    Parameters
    ----------
    model
        The community that is watched.
    """
    update_counter.get()
    ids = model.units.get("id").tolist()
    unit, choose = solara.use_state(ids[1])
    places: Places = solara.use_memo(lambda: resident_places(model, unit), [unit, id(model)])
    with solara.Column():
        figure = residents_figure(model, unit, places, VOICE)
        solara.FigureMatplotlib(figure, dependencies=[model.week, unit, id(model)], **SHARP)
        solara.Select(VOICE.say("app.unit"), values=ids, value=unit, on_value=choose)


@solara.component  # type: ignore[untyped-decorator]
def Processes(model: CoCreationModel) -> None:  # noqa: N802
    """Draw what was built and how people feel about it, week by week.

    Parameters
    ----------
    model
        The community that is watched.
    """
    update_counter.get()
    with solara.ColumnsResponsive(12, large=[6, 6]):
        for drawn in (things_figure(model, VOICE), shares_figure(model, VOICE)):
            solara.FigureMatplotlib(drawn, dependencies=[model.week, id(model)], **SHARP)


@solara.component  # type: ignore[untyped-decorator]
def Page() -> None:  # noqa: N802
    """Show Mesa's controls beside all of the above; one column where the screen is narrow.

    The figures stand outside of Mesa's own grid, which has two columns on a phone as well.
    """
    model: Any = solara.use_reactive(solara.use_memo(Taoyuan, []))
    SolaraViz(model, components=[], model_params=PARAMETERS, name="dizao 缔造")
    with solara.Column():
        Words(model.value)
        with solara.ColumnsResponsive(12, large=[6, 6]):
            Units(model.value)
            Residents(model.value)
        Processes(model.value)


page = Page()
