"""Who wins, who loses: against sums by hand, and figures in which nothing overlaps."""

import itertools
import math

import numpy as np
import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg

from dizao.model.mechanisms.presets import presets
from dizao.scenarios import Scenario
from dizao.scenarios.analysis.headline import LEAST_YUAN
from dizao.scenarios.analysis.intervals import half_width
from dizao.scenarios.analysis.winners import losers, winners
from dizao.scenarios.reports import fonts
from dizao.scenarios.reports.figures import Caption, effects_figure
from dizao.scenarios.reports.style import MARKS, mark
from dizao.scenarios.reports.texts import IN_ENGLISH, Voice
from dizao.scenarios.reports.winners import KINDS, groups_figure, units_figure
from dizao.scenarios.studies.compare import compare
from tests.scenarios.fakes import FakeEngine
from tests.scenarios.reports.test_reports import made_up, table_of

pytestmark = pytest.mark.small

GROUPS = {"unit": [str(n) for n in range(1, 9)], **{kind: list(names) for kind, names in KINDS.items()}}
with_font = pytest.mark.skipif(fonts.chinese_font() is None, reason="no font with Chinese characters")


def groups_of(mechanisms: list[str], replicates: int = 4, spread: float = 40.0) -> pd.DataFrame:
    rng = np.random.default_rng(len(mechanisms))
    rows = [
        (mechanism, replicate, kind, name, 100 + 10 * place, 1000.0 * place + spread * float(rng.normal(place, 30.0)))
        for mechanism in mechanisms
        for replicate in range(replicates)
        for kind, names in GROUPS.items()
        for place, name in enumerate(names)
    ]
    return pd.DataFrame(rows, columns=["mechanism", "replicate", "kind", "group", "households", "net_gain_yuan"])


def test_the_table_by_hand(fake: type[FakeEngine], scenario: Scenario) -> None:
    found = compare(scenario, ["none", "upfront", "reward"], "upfront", 3)
    table = found.winners.set_index(["mechanism", "kind", "group"])
    # rates 0, 1 and 0.5: unit 1 has -300 times the rate for 100 households, unit 2 has 300 times it for 50
    row = table.loc["reward", "unit", "1"]
    assert (row["households"], row["n"], row["difference"], row["loses"]) == (100.0, 3, 1.5, 0.0)
    assert table.loc["none", "unit", "2"]["difference"] == pytest.approx(-6.0)
    assert table.loc["none", "unit", "2"]["loses"] == 1.0
    assert table.loc["none", "tenure", "owner"]["difference"] == pytest.approx(-1.0)
    assert (table.loc["none", "tenure", "tenant"][["difference", "ci_low", "ci_high", "loses"]] == 0.0).all()
    assert list(found.winners["mechanism"].drop_duplicates()) == ["none", "reward"]
    lost = found.losers.set_index("mechanism").loc["none"]
    assert (lost["units"], lost["losing"], lost["gaining"], lost["unchanged"]) == (2.0, 1.0, 1.0, 0.0)
    assert lost["households_losing"] == pytest.approx(50.0 / 150.0)


def test_intervals_of_groups_are_those_of_paired_differences() -> None:
    groups = groups_of(["upfront", "reward"], 6)
    each = groups.set_index(["mechanism", "kind", "group", "replicate"])
    change = (each["net_gain_yuan"].loc["reward"] - each["net_gain_yuan"].loc["upfront"]) / 110.0
    values = change.sort_index().loc["income", "2"].to_numpy()
    row = winners(groups, "upfront").set_index(["kind", "group"]).loc["income", "2"]
    assert row["difference"] == pytest.approx(values.mean())
    assert row["ci_high"] - row["difference"] == pytest.approx(half_width(values.std(ddof=1), 6))
    assert row["loses"] == pytest.approx((values < 0.0).mean())


def test_intervals_of_groups_hold_for_all_mechanisms_and_those_of_units_each_alone() -> None:
    two, four = (groups_of(names, 6) for names in (["upfront", "a"], ["upfront", "a", "b", "c"]))
    kept = four[four["mechanism"].isin(["upfront", "a"])]
    for kind, wider in (("income", True), ("unit", False)):
        widths = [
            (rows["ci_high"] - rows["ci_low"]).sum()
            for table in (winners(kept, "upfront"), winners(four, "upfront"))
            for rows in [table[(table["kind"] == kind) & (table["mechanism"] == "a")]]
        ]
        assert (widths[1] > 1.05 * widths[0]) == wider
    assert len(winners(two, "upfront")) == sum(len(names) for names in GROUPS.values())


def test_less_than_a_fen_is_no_loss() -> None:
    groups = groups_of(["upfront", "reward"], 2, spread=0.0)
    rows = (groups["mechanism"] == "reward") & (groups["group"] == "3")
    groups.loc[rows, "net_gain_yuan"] -= 0.9 * LEAST_YUAN
    assert losers(groups, "upfront")["losing"].tolist() == [0.0]
    assert losers(groups, "upfront")["unchanged"].tolist() == [8.0]
    groups.loc[rows, "net_gain_yuan"] -= 0.2 * LEAST_YUAN
    assert losers(groups, "upfront")["losing"].tolist() == [1.0]


def test_one_replicate_has_no_intervals() -> None:
    groups = groups_of(["upfront", "reward"], 1)
    assert winners(groups, "upfront")[["ci_low", "ci_high"]].isna().all(axis=None)
    assert math.isnan(losers(groups, "upfront").iloc[0]["losing_low"])


# figures

LIBRARY = list(MARKS)
CHINESE = Voice("zh", {name: preset.title_zh for name, preset in presets().items()})


def drawn(mechanisms: list[str], voice: Voice = IN_ENGLISH):
    """Yield the figures of winners of some mechanisms, their text measured."""
    groups, caption = groups_of(mechanisms), Caption("nanhu", "upfront", 4, 0.5, voice)
    yield units_figure(groups, losers(groups, "upfront"), caption)
    yield groups_figure(winners(groups, "upfront"), caption)


def boxes(figure) -> list:
    """Return where each text of a figure that is shown stands, in dots."""
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    texts = list(figure.texts)
    for panel in figure.axes:
        texts += [panel.title, panel._left_title, panel.xaxis.label, panel.yaxis.label]
        for axis in (panel.xaxis, panel.yaxis):
            low, high = sorted(axis.get_view_interval())
            texts += [tick.label1 for tick in axis.get_major_ticks() if low <= tick.get_loc() <= high]
    found = [text.get_window_extent(canvas.get_renderer()) for text in texts if text.get_text() and text.get_visible()]
    return [box for box in found if box.width > 0.0]


@pytest.mark.parametrize("voice", [IN_ENGLISH, pytest.param(CHINESE, marks=with_font)], ids=["en", "zh"])
@pytest.mark.parametrize("mechanisms", [["upfront", "reward"], ["none", "upfront", "reward"], LIBRARY])
def test_no_text_overlaps_another_or_leaves_the_figure(mechanisms: list[str], voice: Voice) -> None:
    for figure in drawn(mechanisms, voice):
        whole, found = figure.bbox, boxes(figure)
        assert all(box.x0 >= 0 and box.y0 >= 0 and box.x1 <= whole.x1 and box.y1 <= whole.y1 for box in found)
        pairs = itertools.combinations([box.shrunk(0.9, 0.8) for box in found], 2)
        assert not any(one.overlaps(other) for one, other in pairs)


def test_the_effects_of_eleven_mechanisms_stay_inside_the_figure() -> None:
    figure = effects_figure(table_of(made_up, LIBRARY), Caption("nanhu", "upfront", 4, 0.5))
    assert all(box.x0 >= 0 and box.x1 <= figure.bbox.x1 + 1 for box in boxes(figure))


def test_each_mechanism_has_its_panel_in_its_colour() -> None:
    for figure in drawn(["none", "upfront", "reward"]):
        assert [panel.get_title(loc="left").split("\n")[0] for panel in figure.axes] == ["none", "reward"]
    units, groups = drawn(["none", "upfront", "reward"])
    assert "of 8 lose" in units.axes[0].get_title(loc="left")
    names = [label.get_text() for label in groups.axes[0].get_yticklabels()]
    assert names == [IN_ENGLISH.say(f"group.{kind}.{name}") for kind, some in KINDS.items() for name in some]
    drawn_lines = [line for line in groups.axes[1].lines if line.get_color() == mark("reward").colour]
    assert len(drawn_lines) == 2 * len(names)


def test_colours_of_the_library_differ_and_each_has_its_marker() -> None:
    assert len({look.colour for look in MARKS.values()}) == len(MARKS) == 11
    assert len({look.marker for look in MARKS.values()}) == len(MARKS)
