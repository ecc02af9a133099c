"""The model in a browser: ``solara run dizao.scenarios.app`` (needs the extra ``dizao[solara]``)."""

from typing import Any

from dizao.model import CoCreationModel, Collect
from dizao.scenarios import load
from dizao.scenarios.app_figures import Places, resident_places, residents_figure, units_figure

try:
    import solara
    from mesa.visualization import Slider, SolaraViz, make_plot_component
    from mesa.visualization.utils import update_counter
except ImportError as error:
    raise ImportError(
        f"the app needs the extra solara ({error.name} is missing): pip install 'dizao[solara]'"
    ) from None

SCENARIO = "taoyuan"
PLOTTED = Collect(model=["completed", "settled_share", "weekly.trust", "weekly.in_use"], every=1)
MECHANISMS = ["none", "upfront", "reward"]


class Taoyuan(CoCreationModel):
    """A community small enough to watch, with what can be turned in the app.

    Parameters
    ----------
    mechanism
        Name of a mechanism of the library.
    lender_share
        Share of projects with somebody who lends against a reward.
    rng
        Seed, as a number or as text.
    """

    def __init__(self, mechanism: str = "reward", lender_share: float = 0.5, rng: Any = 1) -> None:
        scenario = load(SCENARIO, [f"works.lender_share={lender_share}"])
        super().__init__(scenario, mechanism=mechanism, rng=int(rng), collect=PLOTTED)


PARAMETERS = {
    "rng": {"type": "InputText", "value": 1, "label": "Seed"},
    "mechanism": {"type": "Select", "value": "reward", "values": MECHANISMS, "label": "Mechanism"},
    "lender_share": Slider("Projects with a lender, share", 0.5, 0.0, 1.0, 0.1),
}


@solara.component  # type: ignore[untyped-decorator]
def Units(model: CoCreationModel) -> None:  # noqa: N802
    """Draw the units and how strongly they are tied."""
    update_counter.get()
    solara.FigureMatplotlib(units_figure(model), dependencies=[model.week, id(model)])


@solara.component  # type: ignore[untyped-decorator]
def Residents(model: CoCreationModel) -> None:  # noqa: N802
    """Draw the residents of one unit; everybody stays in place while the weeks go by."""
    update_counter.get()
    ids = model.units.get("id").tolist()
    unit, choose = solara.use_state(ids[1])
    solara.Select("Unit", values=ids, value=unit, on_value=choose)
    places: Places = solara.use_memo(lambda: resident_places(model, unit), [unit, id(model)])
    solara.FigureMatplotlib(residents_figure(model, unit, places), dependencies=[model.week, unit, id(model)])


COMPONENTS = [
    Units,
    Residents,
    make_plot_component(["weekly.in_use", "completed"]),
    make_plot_component(["weekly.trust", "settled_share"]),
]

page = SolaraViz(Taoyuan(), components=COMPONENTS, model_params=PARAMETERS, name="dizao 缔造")
