"""Reports of a comparison: numbers, table, sentences and figure say no more than the intervals do."""

import math
import re
import struct
import xml.etree.ElementTree as ET
from collections.abc import Callable
from io import StringIO

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from dizao.model.mechanisms.presets import presets
from dizao.model.outputs.outcomes import OUTCOMES
from dizao.scenarios.analysis.effects import effects, headline
from dizao.scenarios.reports.canvas import encoded
from dizao.scenarios.reports.figures import Caption, effects_figure
from dizao.scenarios.reports.numbers import amount, number, scale_of_interval
from dizao.scenarios.reports.sentences import PAYERS, TOPICS, Facts, how_sure, sentences, what_it_shows, who_pays
from dizao.scenarios.reports.style import MARKS, mark
from dizao.scenarios.reports.tables import effect_table, notes
from dizao.scenarios.reports.texts import IN_ENGLISH, Voice

pytestmark = pytest.mark.small

HEADLINE = [name for name, outcome in OUTCOMES.items() if outcome.headline]
LEVELS = {"yuan": 3e6, "share": 0.4, "yuan per project": 3e4, "ratio": 0.5}

CHINESE = Voice("zh", {name: preset.title_zh for name, preset in presets().items()})

Value = Callable[[str, str, int], float]


def facts(replicates: int = 4, lender_share: float = 0.35, grades: dict[str, str] | None = None) -> Facts:
    titles = {name: preset.title for name, preset in presets().items()}
    return Facts(titles, grades or {}, replicates, lender_share)


def table_of(value: Value, mechanisms: list[str], baseline: str = "upfront", replicates: int = 4) -> pd.DataFrame:
    rows = [
        (mechanism, replicate, outcome, value(outcome, mechanism, replicate))
        for replicate in range(replicates)
        for mechanism in mechanisms
        for outcome in OUTCOMES
    ]
    return effects(pd.DataFrame(rows, columns=["mechanism", "replicate", "outcome", "value"]), baseline)


def made_up(outcome: str, mechanism: str, replicate: int) -> float:
    """Values of a plausible size that differ by mechanism and a little by replicate."""
    rng = np.random.default_rng([len(mechanism), list(OUTCOMES).index(outcome), replicate])
    shift = 1.0 + 0.1 * (len(mechanism) - 7)
    return LEVELS.get(OUTCOMES[outcome].unit, 1500.0) * shift * float(rng.normal(1.0, 0.01))


def printed(table: pd.DataFrame, width: int = 80) -> str:
    stream = StringIO()
    console = Console(file=stream, width=width)
    console.print(effect_table(table, width))
    return stream.getvalue()


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (1_234_567.0, "yuan", "1.23 million yuan"),
        (-45_600.0, "yuan", "-45.6 thousand yuan"),
        (9_876.4, "yuan", "9,876 yuan"),
        (2.5e9, "yuan", "2.50 billion yuan"),
        (0.3456, "share", "34.6%"),
        (0.0, "yuan", "0 yuan"),
        (-1e-9, "share", "0.000%"),
        (0.5, "ratio", "0.500"),
        (12_345.0, "households", "12.3 thousand households"),
        (850.0, "projects", "850 projects"),
        (1.0, "projects", "1 project"),
        (1.0, "people", "1 person"),
        (0.0, "projects", "0 projects"),
        (1.0, "yuan", "1.00 yuan"),
        (math.nan, "yuan", "- yuan"),
    ],
)
def test_numbers_are_written_in_sensible_units(value: float, unit: str, text: str) -> None:
    assert amount(value, unit) == text


def test_no_minus_before_zero_and_a_plus_only_if_asked() -> None:
    assert (number(-0.001, 2), number(-0.001, 2, sign=True)) == ("0.00", "0.00")
    assert (number(1234.5, 1), number(1234.5, 1, sign=True), number(-2.0, 0, sign=True)) == (
        "1,234.5",
        "+1,234.5",
        "-2",
    )


@given(low=st.floats(1e-4, 1e9), width=st.floats(1e-3, 1e9), unit=st.sampled_from(["yuan", "share", "projects"]))
def test_an_interval_that_leaves_zero_out_does_not_seem_to_end_there(low: float, width: float, unit: str) -> None:
    scale = scale_of_interval(unit, low, low + width / 2.0, low + width)
    if low / (low + width) > 1e-5:
        assert float(scale.number(low).replace(",", "")) > 0.0


@pytest.mark.parametrize("mechanisms", [["none", "upfront", "reward"], ["upfront", *sorted(set(MARKS) - {"upfront"})]])
def test_the_table_fits_eighty_columns_uncropped(mechanisms: list[str]) -> None:
    table = table_of(made_up, mechanisms)
    text = printed(table)
    assert max(len(line) for line in text.splitlines()) <= 80
    assert "…" not in text
    assert all(name in text for name in mechanisms)
    intervals = re.findall(r"[-+]?[\d,.]+ +\[-?[\d,.]+, -?[\d,.]+\]", text)
    assert len(intervals) == len(HEADLINE) * (len(mechanisms) - 1)
    flat = " ".join(text.split())
    assert all(OUTCOMES[name].title.split()[0] in flat for name in HEADLINE)


@pytest.mark.parametrize("width", [50, 60, 80, 100])
def test_a_narrow_screen_drops_columns_and_never_an_interval(width: int) -> None:
    text = printed(table_of(made_up, ["none", "upfront", "reward"]), width)
    assert max(len(line) for line in text.splitlines()) <= width
    assert text.count("[") == 2 * len(HEADLINE)
    assert ("saved" in text) == (width >= 60)
    assert ("   r  " in text) == (width >= 80)
    assert "needed" in text


def test_the_table_shows_means_difference_and_interval() -> None:
    def value(outcome: str, mechanism: str, replicate: int) -> float:
        return {"upfront": 2e6, "reward": 3.5e6}[mechanism] + 1e5 * replicate * (mechanism == "reward")

    line = printed(table_of(value, ["upfront", "reward"], replicates=3)).splitlines()
    start = next(index for index, text in enumerate(line) if text.startswith("Net present value"))
    # 3.5, 3.6, 3.7 against 2: mean difference 1.6, t(.975, 2) 0.1 / sqrt(3) = 0.248; upfront never varies
    assert line[start] == "Net present value (million yuan)"
    assert line[start + 1].split() == ["upfront", "2.00"]
    assert line[start + 2].split()[:5] == ["reward", "3.60", "+1.60", "[1.35,", "1.85]"]
    assert "0%" in line[start + 2].split()


def test_outcomes_that_need_more_replicates_carry_the_mark() -> None:
    def value(outcome: str, mechanism: str, replicate: int) -> float:
        noisy = 40.0 * replicate if outcome == "completed" and mechanism == "reward" else 0.0
        return 100.0 + noisy

    table = table_of(value, ["upfront", "reward"])
    text = printed(table)
    needed = int(table.loc[table["outcome"] == "completed", "replicates_needed"].iloc[0])
    assert needed > 4
    assert text.count("*") == 1
    assert f"{needed:,}*" in text
    assert "*: more than were run." in notes(table)
    assert "*" not in notes(table_of(lambda *_: 100.0, ["upfront", "reward"]))


def test_where_pairing_did_not_help_is_said_with_its_size() -> None:
    def value(outcome: str, mechanism: str, replicate: int) -> float:
        up = 1.0 if mechanism == "upfront" or outcome != "completed" else -1.0
        return 100.0 + up * replicate + (mechanism == "reward")

    table = table_of(value, ["upfront", "reward"])
    # equal and opposite: the variance of the difference is that of two independent ones, twice
    assert "Pairing did not help in 1 of 16 effects: completed under reward (-100%)." in notes(table)
    assert "-1.00  -100%" in printed(table)
    assert "Pairing helped everywhere." in notes(table_of(lambda o, m, r: r + len(m), ["upfront", "reward"]))


def test_the_note_says_for_how_many_mechanisms_intervals_hold() -> None:
    assert "for all rows of an outcome at once (max-t" in notes(table_of(made_up, ["none", "upfront", "reward"]))
    assert "at once" not in notes(table_of(made_up, ["upfront", "reward"]))
    assert "half-width to 2.5% of" in notes(table_of(made_up, ["upfront", "reward"]), share=0.025)


def test_a_missing_interval_is_said_not_shown_as_a_number() -> None:
    def value(outcome: str, mechanism: str, replicate: int) -> float:
        return math.nan if outcome == "public_yuan_per_functioning" and mechanism == "none" else 5.0

    text = printed(table_of(value, ["upfront", "none", "reward"]))
    assert text.count("no interval") == 1
    assert "nan" not in text


def test_the_headline_is_what_the_outcomes_say() -> None:
    assert list(headline(table_of(made_up, ["upfront", "reward"]))["outcome"]) == HEADLINE


@settings(max_examples=25, deadline=None)
@given(
    seed=st.integers(0, 10**6),
    baseline=st.sampled_from(["upfront", "none", "reward"]),
    spread=st.sampled_from([0.0, 0.05, 0.5, 5.0]),
    gap=st.sampled_from([0.0, 0.3, 3.0]),
)
def test_sentences_never_state_what_an_interval_leaves_open(
    seed: int, baseline: str, spread: float, gap: float
) -> None:
    def value(outcome: str, mechanism: str, replicate: int) -> float:
        rng = np.random.default_rng([seed, len(mechanism), list(OUTCOMES).index(outcome), replicate])
        return abs(1.0 + gap * len(mechanism) * (-1) ** len(outcome) + spread * float(rng.normal()))

    table = table_of(value, ["none", "upfront", "reward"], baseline)
    said = what_it_shows(table, facts())
    main, _, _ = said.partition("; with ")
    mechanism = "reward" if baseline != "reward" else "none"
    for outcome in TOPICS:
        topic = IN_ENGLISH.say(f"topic.{outcome}")
        row = table[(table["outcome"] == outcome) & (table["mechanism"] == mechanism)].iloc[0]
        found = re.search(rf"{re.escape(topic)} is [\d,.]+[a-z ]* (higher|lower) \(", main)
        apart = row["ci_low"] > 0.0 or row["ci_high"] < 0.0
        assert (found is not None) == apart, (topic, main)
        if found is not None:
            assert found[1] == ("higher" if row["difference"] > 0.0 else "lower")


def test_a_clear_difference_is_given_with_its_interval() -> None:
    def value(outcome: str, mechanism: str, replicate: int) -> float:
        base = {"net_present_value_yuan": 3e6, "settled_share": 0.4}.get(outcome, 100.0)
        step = {"net_present_value_yuan": -1e6 - 1e5 * replicate, "settled_share": 0.02 + 0.001 * replicate}.get(
            outcome, 0.0
        )
        return base + step * (mechanism == "reward")

    said = what_it_shows(table_of(value, ["upfront", "reward"], replicates=3), facts(3))
    assert said.startswith(
        "In the model, with subsidy-by-reward (reward) instead of everything paid up front (upfront), "
    )
    assert "net present value is 1.10 million yuan lower (0.85 to 1.35)" in said
    assert "the share of needs settled is 2.1 percentage points higher (1.9 to 2.3)" in said
    assert "the same in every replicate" in said


ASKED_HALF = {"never_asked_share": 0.5, "contribution_per_asked_yuan": 40.0}


def test_who_pays_gives_shares_and_who_pays_more_and_who_is_asked() -> None:
    paid = {
        "upfront": {"public_yuan": 4e6, "residents_yuan": 0.0, "organizations_yuan": 0.0},
        "reward": {"public_yuan": 1e6, "residents_yuan": 0.75e6, "organizations_yuan": 0.25e6, **ASKED_HALF},
        "none": dict.fromkeys(PAYERS, 0.0),
    }
    said = who_pays(table_of(lambda o, m, r: paid[m].get(o, 1.0), ["upfront", "reward", "none"]), facts())
    assert "under upfront it takes 4.00 million yuan, 100% public, 0% residents' and 0% organizations' money" in said
    assert "under reward it takes 2.00 million yuan, 50% public, 38% residents' and 12% organizations' money" in said
    assert "under none nobody" in said
    more = "under reward what residents pay is 750 thousand yuan higher (750 to 750) than under upfront"
    asked = "who is asked: under upfront nobody; under reward 50% of all households, who give 40.0 yuan each on average"
    assert said.endswith(f"{more}; {asked}; under none nobody.")


def test_who_pays_does_not_claim_what_cannot_be_told() -> None:
    def value(outcome: str, mechanism: str, replicate: int) -> float:
        return 1e6 + 1e5 * replicate * (-1) ** replicate * (mechanism == "reward")

    assert "what residents pay does not differ significantly from upfront" in who_pays(
        table_of(value, ["upfront", "reward"]), facts()
    )


def in_chinese(text: str) -> bool:
    """Say whether a text has no English in it but the names that a command takes."""
    return not re.search("[A-Za-z]{2,}", re.sub("|".join(presets()), "", text))


@pytest.mark.parametrize("replicates", [1, 4])
@pytest.mark.parametrize("mechanisms", [["upfront", "reward", "none"], ["upfront", "reward"]])
def test_the_sentences_and_the_notes_can_be_said_in_chinese(mechanisms: list[str], replicates: int) -> None:
    table = table_of(made_up, mechanisms, replicates=replicates)
    told = Facts(CHINESE.names, {}, replicates, 0.5, CHINESE)
    said = sentences(table, told)
    assert all(text.endswith("。") and in_chinese(text) for text in (*said, *notes(table, CHINESE).split("\n")))
    assert said[0].startswith("模型中，用以奖代补（reward）代替财政全额事前拨付（upfront）：")
    assert "财政全额事前拨付" in said[1]
    assert ("一个模拟样本" if replicates == 1 else "4 个配对模拟样本") in said[2]


def test_a_difference_in_chinese_has_its_direction_and_interval() -> None:
    def value(outcome: str, mechanism: str, replicate: int) -> float:
        return 3e6 - (1e6 + 1e5 * replicate) * (outcome == "net_present_value_yuan" and mechanism == "reward")

    table = table_of(value, ["upfront", "reward"], replicates=3)
    assert "净现值减少 110 万元（85 至 135）" in what_it_shows(table, Facts({}, {}, 3, 0.5, CHINESE))


def test_the_table_in_chinese_fits_eighty_columns() -> None:
    stream = StringIO()
    table = table_of(made_up, ["none", "upfront", "reward"])
    Console(file=stream, width=80).print(effect_table(table, 80, CHINESE))
    text = stream.getvalue()
    assert max(cell_len(line) for line in text.splitlines()) <= 80
    assert in_chinese(text)
    assert "…" not in text
    assert all(OUTCOMES[name].title_zh in text for name in HEADLINE)


def test_how_sure_names_replicates_grade_lenders_and_what_needs_more() -> None:
    def value(outcome: str, mechanism: str, replicate: int) -> float:
        return 100.0 + 40.0 * replicate * (outcome == "completed") * (mechanism == "reward")

    table = table_of(value, ["upfront", "reward"])
    said = how_sure(table, facts(4, 0.35))
    assert "rest on 4 paired replicates" in said
    assert "assumed (grade C)" in said
    assert "share of projects with a lender (here 0.35)" in said
    assert re.search(r"intervals within 5% of the mean take \d+ replicates for completed\.$", said)
    assert "in the laboratory (grade B)" in how_sure(table, facts(grades={"upfront": "A", "reward": "B"}))


def test_one_replicate_claims_nothing() -> None:
    table = table_of(made_up, ["upfront", "reward"], replicates=1)
    said = " ".join(sentences(table, facts(1)))
    assert not re.search(r"\b(higher|lower|more or less)\b", said)
    assert "no difference can be separated from random variation" in said
    assert "nan" not in said.replace("net present value", "")
    assert printed(table).count("no interval") == len(HEADLINE)


@pytest.mark.parametrize("mechanisms", [["upfront", "mine"], ["upfront", *sorted(set(MARKS) - {"upfront"})]])
def test_there_are_three_sentences_for_any_mechanisms(mechanisms: list[str]) -> None:
    found = sentences(table_of(made_up, mechanisms), facts())
    assert len(found) == 3
    assert all(text.endswith(".") and not re.search(r"[a-z)]\. [A-Z]", text) for text in found)


def test_every_mechanism_has_its_own_look() -> None:
    assert set(presets()) <= set(MARKS)
    assert len(set(MARKS.values())) == len(MARKS)
    assert len({look.marker for look in MARKS.values()}) == len(MARKS)
    assert mark("reward").colour != mark("upfront").colour


def test_a_mechanism_of_ones_own_always_looks_the_same() -> None:
    assert mark("mine") == mark("mine")
    assert mark("mine").marker not in {look.marker for look in MARKS.values()}
    assert len({mark(f"mine{number}") for number in range(40)}) > 10


def test_eight_policies_of_a_file_differ_in_colour_and_presets_keep_theirs() -> None:
    names = tuple(f"r{number}" for number in range(8))
    colours = {mark(name, names).colour for name in names}
    assert len(colours) == 8
    assert colours.isdisjoint(MARKS[name].colour for name in ("none", "upfront", "reward")), "what they stand beside"
    assert mark("r50", ("r30", "r50", "r70")) != mark("r70", ("r30", "r50", "r70"))
    assert mark("reward", names) == MARKS["reward"]
    more = tuple(f"r{number}" for number in range(16))
    assert len({mark(name, more) for name in more}) == 16, "a ninth has the colour of the first and another marker"


CAPTION = Caption("taoyuan", "upfront", 4, 0.35)


def test_the_figure_has_a_panel_for_each_headline_outcome_with_its_interval() -> None:
    table = table_of(made_up, ["none", "upfront", "reward"])
    figure = effects_figure(table, CAPTION)
    panels = [axes for axes in figure.axes if axes.axison]
    titles = [panel.get_title(loc="left").replace("\n", " ") for panel in panels]
    assert titles == [OUTCOMES[name].title for name in HEADLINE]
    row = table[(table["outcome"] == "completed") & (table["mechanism"] == "reward")].iloc[0]
    panel = panels[HEADLINE.index("completed")]
    drawn = [line for line in panel.lines if line.get_color() == mark("reward").colour]
    assert list(drawn[0].get_xdata()) == [row["ci_low"], row["ci_high"]]
    assert list(drawn[1].get_xdata()) == [row["difference"]]
    assert list(panel.lines[0].get_xdata()) == [0.0, 0.0]


def test_what_cannot_be_told_apart_is_hollow() -> None:
    def value(outcome: str, mechanism: str, replicate: int) -> float:
        open_ = (-1) ** replicate * 10.0 if outcome == "completed" else 10.0 + replicate
        return 100.0 + open_ * (mechanism == "reward")

    figure = effects_figure(table_of(value, ["upfront", "reward"]), CAPTION)
    faces = {axes.get_title(loc="left"): axes.lines[-1].get_markerfacecolor() for axes in figure.axes if axes.axison}
    assert faces.pop("Completed") == "white"
    assert set(faces.values()) == {mark("reward").colour}


def test_figures_are_the_same_to_the_byte_and_text_stays_text() -> None:
    table = table_of(made_up, ["none", "upfront", "reward"])
    first, second = effects_figure(table, CAPTION), effects_figure(table, CAPTION)
    assert encoded(first, "png") == encoded(second, "png")
    svg = encoded(second, "svg")
    assert svg == encoded(first, "svg")
    texts = {"".join(node.itertext()) for node in ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")}
    assert {"Net present value", "reward", "What changes if another mechanism takes the place of upfront?"} <= texts
    assert any("taoyuan" in text and "4 replicates" in text for text in texts)
    assert any("35% of projects" in text for text in texts)
    assert b"date" not in svg.lower()


def test_the_png_has_two_hundred_dots_an_inch() -> None:
    png = encoded(effects_figure(table_of(made_up, ["upfront", "reward"]), CAPTION), "png")
    width, _ = struct.unpack(">II", png[16:24])
    at = png.index(b"pHYs") + 4
    assert round(struct.unpack(">I", png[at : at + 4])[0] * 0.0254) == 200
    assert width == round(7.6 * 200)


def test_the_users_own_settings_neither_matter_nor_change() -> None:
    table = table_of(made_up, ["upfront", "reward"])
    plain = encoded(effects_figure(table, CAPTION), "svg")
    with mpl.rc_context({"font.size": 20.0, "svg.fonttype": "path", "axes.facecolor": "red"}):
        assert encoded(effects_figure(table, CAPTION), "svg") == plain
        assert mpl.rcParams["font.size"] == 20.0


def test_a_figure_without_intervals_says_so() -> None:
    figure = effects_figure(table_of(made_up, ["upfront", "reward"], replicates=1), CAPTION)
    texts = [text.get_text() for axes in figure.axes for text in axes.texts]
    assert texts == ["no interval"] * len(HEADLINE)
