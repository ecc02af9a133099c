"""The report: every number is in the tables, every word is in its language, the page needs nothing else."""

import json
import math
import re
import shlex
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pytest

from dizao.model.mechanisms.presets import presets
from dizao.model.outputs.outcomes import OUTCOMES
from dizao.scenarios import load
from dizao.scenarios.commands import comparing, main
from dizao.scenarios.commands.comparing import run_comparison
from dizao.scenarios.commands.job import Job
from dizao.scenarios.execution import replicates
from dizao.scenarios.loading.members import SHIPPED, KnownFact, Members
from dizao.scenarios.reports import comparison_figures, folder
from dizao.scenarios.reports.canvas import Texts, blank_figure
from dizao.scenarios.reports.folder import REPORT_FILES, save
from dizao.scenarios.reports.page import content
from dizao.scenarios.reports.page.render import report_files
from dizao.scenarios.reports.page.tables import verdict
from dizao.scenarios.reports.page.values import Estimate, Numbers, Origin, Value
from dizao.scenarios.reports.texts import LANGUAGES, Language
from dizao.scenarios.studies.compare import Asked, compare
from dizao.scenarios.studies.comparison import Comparison
from dizao.scenarios.studies.uncertainty.sampling import Sampling
from tests.scenarios.chromium import BROWSER, WIDTHS, looked_at, printed
from tests.scenarios.fakes import SHORT, FakeEngine, fake_groups, fake_process

pytestmark = [pytest.mark.small, pytest.mark.filterwarnings("ignore:Glyph")]

MECHANISMS = ["none", "upfront", "reward", "points"]
HAN = re.compile(r"[\u4e00-\u9fff]")
SECTIONS = ["answer", "mechanisms", "figures", "ranking", "made", "unknown", "glossary"]
INPUT = re.compile(r"^drawn/|/(from|to)$")
"""Numbers that are inputs are written with three digits."""

FILE = Origin("effects.csv")
LENDERS = "works.lender_share"
"""What the outcomes of the engine below hang on."""

VOID = {"meta", "wbr", "br", "link"}


class Piece(NamedTuple):
    """A text of a page, and the elements that it stands in, with their attributes."""

    text: str
    inside: tuple[tuple[str, dict[str, str]], ...]

    def within(self, *names: str) -> bool:
        return any(name in names for name, _ in self.inside)


class Page(HTMLParser):
    """A page as the pieces of its text, and its elements."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[tuple[str, dict[str, str]]] = []
        self.pieces: list[Piece] = []
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        found = (tag, {name: value or "" for name, value in attributes})
        self.elements.append(found)
        if tag not in VOID:
            self.open.append(found)

    def handle_startendtag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attributes}))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop()[0] == tag

    def handle_data(self, text: str) -> None:
        if text.strip():
            self.pieces.append(Piece(text.strip(), tuple(self.open)))


class Written(NamedTuple):
    """What a comparison with a report left behind."""

    out: Path
    html: str
    page: Page
    data: dict[str, Any]


class DoubtfulEngine(FakeEngine):
    """Counts too, but with few lenders the reward brings nothing."""

    def outcomes(self) -> dict[str, float]:
        rewards = self.settings.mechanism.payment.timing == "acceptance"
        gain = 40.0 * (self.settings.works.lender_share - 0.4) if rewards else 0.0
        return {name: value + gain for name, value in super().outcomes().items()}


@pytest.fixture(scope="module")
def engine() -> Iterator[None]:
    """Only count, and leave out the files of figures: the page has its own, and they take longer than all the rest."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(folder, "figures_of", lambda comparison: iter(()))
        patch.setattr(replicates, "Engine", DoubtfulEngine)
        patch.setattr(replicates, "groups", fake_groups)
        patch.setattr(replicates, "process", fake_process)
        FakeEngine.stop_at = None
        yield


@pytest.fixture(scope="module")
def written(engine: None, tmp_path_factory: pytest.TempPathFactory) -> dict[Language, Written]:
    found: dict[Language, Written] = {}
    for language in LANGUAGES:
        out = tmp_path_factory.mktemp(language)
        run_comparison(
            Asked(load("taoyuan", SHORT), MECHANISMS, "upfront", 4, 0), Job(out, 1, language=language), report=True
        )
        found[language] = _read(out)
    return found


@pytest.fixture(scope="module")
def drawn(engine: None, tmp_path_factory: pytest.TempPathFactory) -> dict[Language, Written]:
    """The same with a ranking over whole ranges, which is made once and told in both languages."""
    asked = Asked(load("taoyuan", SHORT), MECHANISMS, "upfront", 4)
    return _ranked(asked, Sampling(16, over="prior"), tmp_path_factory)


@pytest.fixture(scope="module")
def among(engine: None, tmp_path_factory: pytest.TempPathFactory) -> dict[Language, Written]:
    """A ranking of two over parameter sets that come with the package, one fact left aside; its usual figures blank."""
    places = np.random.default_rng(3).random((100, 1))
    facts = (KnownFact("turnout", "People at a meeting", "到会人数", (LENDERS,)),)
    members = Members(SHIPPED, "0" * 64, (LENDERS,), places, np.full(100, 0.01), facts, "turnout")
    few = [f"uncertain.{key}=true" for key in (LENDERS, "categories.value_yuan")]
    place = load("taoyuan", [*SHORT, "uncertain.all=false", *few])
    with pytest.MonkeyPatch.context() as patch:
        for where, name in ((comparison_figures, "draw"), (content, "draw"), (content, "effects_figure")):
            patch.setattr(where, name, lambda *about: blank_figure(1.0, Texts(*"123")))
        return _ranked(Asked(place, ["upfront", "reward"], "upfront", 2), Sampling(100, over=members), tmp_path_factory)


def _ranked(asked: Asked, sampling: Sampling, tmp_path_factory: pytest.TempPathFactory) -> dict[Language, Written]:
    found: dict[Language, Written] = {}

    def saved(comparison: Comparison, out: Path, about: dict[str, Any], report: bool) -> None:
        for language in LANGUAGES:
            here = tmp_path_factory.mktemp(f"drawn-{language}")
            save(replace(comparison, language=language), here, about, report)
            found[language] = _read(here)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(comparing, "save", saved)
        run_comparison(asked, Job(tmp_path_factory.mktemp("runs"), 1), sampling=sampling, report=True)
    return found


def _read(out: Path) -> Written:
    html = (out / "report.html").read_text(encoding="utf-8")
    return Written(out, html, Page(html), json.loads((out / "report.json").read_text(encoding="utf-8")))


@pytest.fixture(params=LANGUAGES)
def ranked(request: pytest.FixtureRequest, drawn: dict[Language, Written]) -> Written:
    return drawn[request.param]


@pytest.fixture(params=LANGUAGES)
def one(request: pytest.FixtureRequest, written: dict[Language, Written]) -> Written:
    return written[request.param]


@pytest.fixture(params=[(language, draws) for draws in (False, True) for language in LANGUAGES], ids=str)
def each(request: pytest.FixtureRequest, written: dict[Language, Written], drawn: dict[Language, Written]) -> Written:
    """With and without draws."""
    language, draws = request.param
    return (drawn if draws else written)[language]


def numbers_of(data: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {number["id"]: number for number in data["numbers"]}


# numbers


def test_every_number_of_a_table_is_in_the_data(each: Written) -> None:
    known = numbers_of(each.data)
    printed = [attributes for name, attributes in each.page.elements if name == "data"]
    assert len(printed) > 250
    for attributes in printed:
        number = known[attributes["data-number"]].get(attributes["data-part"], math.nan)
        assert float(attributes["value"]) == pytest.approx(number, nan_ok=True), attributes


def test_every_number_that_is_read_is_the_number_of_the_data(each: Written) -> None:
    for piece in each.page.pieces:
        name, attributes = piece.inside[-1]
        if name == "data" and piece.text not in {"-", ""}:
            shown, value = float(piece.text.replace(",", "").replace("\N{MINUS SIGN}", "-")), float(attributes["value"])
            decimals = len(piece.text.partition(".")[2])
            scales = (1.0, 0.01, 1e3, 1e4, 1e6, 1e8, 1e9)
            rounded = 0.005 * abs(value) if INPUT.search(attributes["data-number"]) else 0.0
            near = max(0.5000001 * 10.0**-decimals, rounded)
            assert any(abs(value / scale - shown) <= near for scale in scales), attributes


def test_no_other_cell_of_a_table_has_a_number(each: Written) -> None:
    for piece in each.page.pieces:
        cell = next((attributes for name, attributes in piece.inside if name == "td"), None)
        if cell is not None and not piece.within("data", "code") and cell.get("class") != "words":
            assert not re.search(r"\d", piece.text), piece.text


def test_the_numbers_of_effects_are_those_of_effects_csv(one: Written) -> None:
    effects = pd.read_csv(one.out / "effects.csv").set_index(["outcome", "mechanism"])
    found = 0
    for number in one.data["numbers"]:
        if number.get("source") == "effects.csv" and number["id"].endswith("/difference"):
            row = effects.loc[(number["outcome"], number["mechanism"])]
            assert (number["value"], number["low"], number["high"]) == pytest.approx(
                (row["difference"], row["ci_low"], row["ci_high"])
            )
            assert number["band"] == "monte_carlo"
            found += 1
    assert found == 3 * sum(outcome.headline for outcome in OUTCOMES.values())


def test_the_numbers_of_the_way_are_those_of_process_parquet(one: Written) -> None:
    processes = pd.read_parquet(one.out / "process.parquet")
    found = [number for number in one.data["numbers"] if number.get("source") == "process.parquet"]
    assert len(found) > 50
    for number in found:
        _, kind, name, *at = number["id"].split("/")[:-1]
        rows = processes[(processes["kind"] == kind) & (processes["name"] == name)]
        rows = rows[rows["mechanism"] == number["mechanism"]]
        rows = rows[rows["at"] == float(at[0])] if at else rows
        assert number["value"] == pytest.approx(rows["value"].mean() if len(rows) else 0.0), number["id"]


def test_the_numbers_of_who_wins_are_those_of_the_tables(one: Written) -> None:
    winners = pd.read_parquet(one.out / "winners.parquet").set_index(["kind", "group", "mechanism"])
    losers = pd.read_csv(one.out / "losers.csv").set_index("mechanism")
    found = 0
    for number in one.data["numbers"]:
        table, *place = number["id"].split("/")
        if table == "winners":
            row = winners.loc[tuple(place)]
            ends = (row["difference"], row["ci_low"], row["ci_high"])
            assert (number["value"], number["low"], number["high"]) == pytest.approx(ends)
        elif table == "losers" and place[0] == "losing":
            assert number["value"] == pytest.approx(losers.loc[place[1], "losing"])
        found += table in {"winners", "losers"}
    assert found == 3 * 3 + 3 * 3


def test_the_bands_are_apart_and_named(one: Written) -> None:
    runs = pd.read_parquet(one.out / "runs.parquet")
    rows = runs[(runs["outcome"] == "net_present_value_yuan") & (runs["mechanism"] == "reward")]["value"]
    known = numbers_of(one.data)
    random_draw, spread = known["bands/monte_carlo/reward"], known["bands/spread/reward"]
    assert random_draw["value"] == pytest.approx(rows.mean())
    assert (spread["low"], spread["high"]) == pytest.approx(tuple(rows.quantile([0.025, 0.975])))
    assert {number["band"] for number in one.data["numbers"] if "band" in number} == {"monte_carlo", "spread"}


def test_how_many_give_stands_beside_how_many_are_asked_and_what_one_gives(one: Written) -> None:
    runs, known = pd.read_parquet(one.out / "runs.parquet"), numbers_of(one.data)
    printed = {attributes["data-number"] for name, attributes in one.page.elements if name == "data"}
    for outcome in (
        "never_asked_share",
        "gave_money",
        "contribution_per_asked_yuan",
        "contribution_per_household_yuan",
    ):
        for mechanism in ("upfront", *MECHANISMS):
            rows = runs[(runs["outcome"] == outcome) & (runs["mechanism"] == mechanism)]["value"]
            number = f"asked/{outcome}/{mechanism}"
            assert known[number]["value"] == pytest.approx(rows.mean())
            assert number in printed


def test_the_tables_of_the_data_are_those_of_the_comparison(one: Written) -> None:
    effects = pd.read_csv(one.out / "effects.csv")
    kept = one.data["tables"]["effects"]
    assert kept["columns"] == list(effects.columns)
    assert [row[5] for row in kept["rows"]] == pytest.approx(effects["difference"].tolist(), nan_ok=True)


def test_one_place_holds_one_number() -> None:
    numbers = Numbers("en")
    numbers.show(Value("a", "yuan", Estimate(1.0), FILE))
    numbers.show(Value("a", "yuan", Estimate(1.0), FILE))
    with pytest.raises(ValueError, match="two numbers in one place"):
        numbers.show(Value("a", "yuan", Estimate(2.0), FILE))


@pytest.mark.parametrize(
    ("low", "high", "better", "said"),
    [(-1.0, 1.0, "higher", "open"), (1.0, 2.0, "higher", "better"), (1.0, 2.0, "lower", "worse"),
     (-2.0, -1.0, "lower", "better"), (1.0, 2.0, "", "clear"), (math.nan, math.nan, "higher", "open")],
)  # fmt: skip
def test_a_cell_says_no_more_than_its_interval(low: float, high: float, better: str, said: str) -> None:
    assert verdict(pd.Series({"ci_low": low, "ci_high": high}), better) == said


def test_an_interval_is_written_with_its_number() -> None:
    shown = Numbers("en").show(Value("a", "share", Estimate(0.5, 0.401, 0.612), FILE))
    assert (shown.text, shown.low, shown.high) == ("50.0", "40.1", "61.2")
    assert Numbers("en").show(Value("a", "share", Estimate(0.5, 0.5, 0.5), FILE)).low == ""


# uncertain parameters


def test_with_draws_the_first_sentence_is_that_of_the_ranking(ranked: Written) -> None:
    first = ranked.data["answer"][0]["text"]
    assert ("16 draws" if ranked.data["language"] == "en" else "16 次") in first
    assert "--draws 16 --prior" in ranked.data["command"]
    figures = [attributes["id"] for name, attributes in ranked.page.elements if name == "figure"]
    assert figures[-3:] == ["figure-best", "figure-decisive", "figure-flip"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_over_members_says_where_they_are_from_and_what_would_move_what_decides(
    among: dict[Language, Written], drawn: dict[Language, Written], language: Language
) -> None:
    page, usual = among[language], drawn[language]
    aside = {"en": "(“people at a meeting” left aside)", "zh": "（不计“到会人数”）"}[language]
    assert aside in page.data["answer"][0]["text"]
    assert "--draws 100 --without turnout --report" in page.data["command"]
    known = set(numbers_of(page.data))
    assert {f"lookup/{LENDERS}/1", "information/perfect/perfect/household"} <= known
    head = {"en": "evidence that would move it", "zh": "可改变判断的证据"}[language]
    few = {"en": "16 draws are too few to say what to look up", "zh": "抽样 16 次，不足以说明"}[language]
    assert (head in page.html, head in usual.html) == (True, False)
    assert (few in page.html, few in usual.html) == (False, True)
    manifest = json.loads((page.out / "manifest.json").read_text(encoding="utf-8"))["draws"]
    assert manifest["over"] == "members"
    assert manifest["members"] == {"from": SHIPPED, "sha256": "0" * 64, "count": 100, "without": "turnout"}
    assert json.loads((usual.out / "manifest.json").read_text(encoding="utf-8"))["draws"]["over"] == "prior"


def test_the_numbers_of_the_ranking_are_those_of_its_tables(ranked: Written) -> None:
    known = numbers_of(ranked.data)
    best = pd.read_csv(ranked.out / "best.csv").set_index("mechanism")
    for name, row in best.iterrows():
        share = known[f"best/best_share/{name}"]
        assert (share["value"], share["low"], share["high"]) == pytest.approx(tuple(row[["best_share", "low", "high"]]))
        assert known[f"best/largest_regret/{name}"]["value"] == pytest.approx(row["largest_regret"])
    decisive = pd.read_csv(ranked.out / "decisive.csv")
    # Sixteen draws are too few for Sobol indices: neither table has them, and both say so.
    indices = decisive[decisive["method"] == "sobol"].set_index("key")
    assert indices["total"].isna().all()
    assert set(indices["total_needs"]) == {32}
    told = {key: number for key, number in known.items() if key.startswith("decisive/total/")}
    assert {key.removeprefix("decisive/total/") for key in told} <= set(indices.index)
    assert told
    for number in told.values():
        assert "value" not in number
        assert "32" in number["absent"]
    conditions = pd.read_csv(ranked.out / "conditions.csv").set_index(["key", "third"])
    for key, number in known.items():
        table, *place = key.split("/")
        if table == "conditions" and len(place) == 2 and "value" in number:
            assert number["value"] == pytest.approx(conditions.loc[(place[0], int(place[1])), "share"])


def test_the_three_bands_are_told_apart(ranked: Written) -> None:
    bands = pd.read_csv(ranked.out / "bands.csv").set_index(["mechanism", "outcome"])
    number = numbers_of(ranked.data)["bands/parameters/reward"]
    row = bands.loc[("reward", "net_present_value_yuan")]
    assert (number["low"], number["high"]) == pytest.approx((row["parameters_low"], row["parameters_high"]))
    found = {number["band"] for number in ranked.data["numbers"] if "band" in number}
    assert found == {"monte_carlo", "parameters", "spread"}


def test_every_number_that_nobody_knows_is_listed(ranked: Written) -> None:
    drawn = pd.read_csv(ranked.out / "uncertain.csv")
    known = numbers_of(ranked.data)
    assert {f"drawn/low/{key}" for key in drawn["key"]} <= set(known)


# words


def test_sections_come_in_the_order_of_reading(each: Written) -> None:
    sections = [attributes["id"] for name, attributes in each.page.elements if name == "section"]
    assert sections == [*SECTIONS, *(["drawn"] if "--draws 16" in each.data["command"] else [])]
    figures = [attributes["id"].removeprefix("figure-") for name, attributes in each.page.elements if name == "figure"]
    assert figures[:11] == [
        "effects1",
        "effects2",
        "effects3",
        "steps",
        "cost",
        "payers",
        "budget",
        "waits",
        "activity",
        "units",
        "groups",
    ]


def test_the_answer_has_three_sentences_each_with_grade_and_interval(each: Written) -> None:
    of_all = each.data["about"]["draws"] > 0 and len(each.data["mechanisms"]) > 2
    assert len(each.data["answer"]) == 3 + of_all
    for said in each.data["answer"]:
        assert ("C" if each.data["language"] == "en" else "丙") in said["grade"]
        assert "95%" in said["interval"]
        assert said["text"] in each.html.replace("&#39;", "'")


def test_the_english_page_has_no_chinese(drawn: dict[Language, Written], among: dict[Language, Written]) -> None:
    for written in (drawn, among):
        assert [piece.text for piece in written["en"].page.pieces if HAN.search(piece.text)] == []


@pytest.mark.parametrize("made", ["drawn", "among"])
def test_the_chinese_page_has_no_english(made: str, request: pytest.FixtureRequest) -> None:
    page = request.getfixturevalue(made)["zh"].page
    # Names that commands take, and the code, stay; so does the name of the scenario, which is a command's word too.
    names = re.compile("|".join([*sorted(presets(), key=len, reverse=True), "taoyuan", "dizao"]))
    texts = [piece.text for piece in page.pieces if not piece.within("code", "pre", "style")]
    assert [text for text in texts if re.search("[A-Za-z]{2,}", names.sub("", text))] == []
    attributes = [value for _, found in page.elements for key, value in found.items() if key == "aria-label"]
    assert [text for text in attributes if re.search("[A-Za-z]{2,}", names.sub("", text))] == []


def test_every_headline_outcome_and_mechanism_is_there(one: Written) -> None:
    text = " ".join(piece.text for piece in one.page.pieces)
    language = one.data["language"]
    for name in MECHANISMS:
        preset = presets()[name]
        assert (preset.title_zh if language == "zh" else preset.title) in text
        assert (preset.about_zh if language == "zh" else preset.about) in text


def test_without_draws_the_page_says_so_and_gives_the_command(one: Written) -> None:
    section = one.html.partition('<section id="ranking">')[2].partition("</section>")[0]
    assert "--draws 100" in section
    assert ("was not computed" if one.data["language"] == "en" else "没有计算") in section


def test_what_differs_from_the_defaults_is_listed(one: Written) -> None:
    listed = {difference["key"]: difference["value"] for difference in one.data["differences"]}
    assert listed["calendar.programme_weeks"] == "20"
    assert "calendar.programme_weeks" in one.html


# how it is made


def test_the_page_needs_nothing_else(each: Written) -> None:
    assert "<script" not in each.html
    assert not re.search(r"(src|href)=\"(?!#)", each.html)
    assert not re.search(r"url\((?!#)|@import", each.html)
    assert set(re.findall(r"https?://[^\"' <]*", each.html)) <= {"http://www.w3.org/2000/svg"}


def test_names_inside_the_page_are_unique_and_all_that_is_pointed_at_exists(each: Written) -> None:
    ids = [attributes["id"] for _, attributes in each.page.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    pointed = re.findall(r'(?:href="#|url\(#)([^")]+)', each.html)
    assert set(pointed) <= set(ids)


def test_figures_are_text_and_say_what_they_show(one: Written) -> None:
    drawings = [attributes for name, attributes in one.page.elements if name == "svg"]
    assert len(drawings) == 11
    assert all(attributes["role"] == "img" and attributes["aria-labelledby"] for attributes in drawings)
    texts = [piece for piece in one.page.pieces if piece.within("text")]
    assert len(texts) > 200
    assert "DejaVu Sans Mono" not in " ".join(piece.inside[-1][1].get("style", "") for piece in texts)
    assert sum(1 for name, _ in one.page.elements if name == "figcaption") == 11


def test_the_same_comparison_gives_the_same_page(engine: None, written: dict[Language, Written]) -> None:
    again = compare(load("taoyuan", SHORT), MECHANISMS, "upfront", replicates=4)
    html, _ = report_files(again)
    assert html == written["en"].html


def test_the_command_on_the_page_asks_for_the_same(
    each: Written, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    asked: list[Any] = []
    monkeypatch.setattr("dizao.scenarios.commands.comparing.run_comparison", lambda *given: asked.extend(given))
    monkeypatch.setattr("dizao.scenarios.reports.fonts.check_language", lambda language: language)
    monkeypatch.chdir(tmp_path)
    words = shlex.split(each.data["command"])
    assert words[:3] == ["dizao", "compare", "taoyuan"]
    assert main.execute(words[1:]) == 0
    question, job = asked[:2]
    assert (question[0], list(question[1]), *question[2:5]) == (load("taoyuan", SHORT), MECHANISMS, "upfront", 4, 0)
    assert job.language == each.data["language"]


def test_the_code_on_the_page_gives_the_same_effects(engine: None, one: Written) -> None:
    lines = "".join(piece.text for piece in one.page.pieces if piece.text.startswith("from dizao"))
    names: dict[str, Any] = {}
    exec(lines, names)
    found: Comparison = names["found"]
    written = pd.read_csv(one.out / "effects.csv")
    assert found.effects["difference"].to_numpy() == pytest.approx(written["difference"].to_numpy(), nan_ok=True)


def test_a_comparison_without_a_report_leaves_no_old_one(engine: None, tmp_path: Path) -> None:
    scenario = load("taoyuan", SHORT)
    for name in REPORT_FILES:
        (tmp_path / name).write_text("older")
    run_comparison(Asked(scenario, ["none", "reward"], "none", 2, 0), Job(tmp_path, 1))
    assert not any((tmp_path / name).exists() for name in REPORT_FILES)


def test_words_of_a_scenario_are_shown_as_words(engine: None) -> None:
    found = compare(load("taoyuan", [*SHORT, 'question="Is <b>this</b> & that?"']), ["none", "reward"], "none", 2)
    html, data = report_files(found)
    assert "Is &lt;b&gt;this&lt;/b&gt; &amp; that?" in html
    assert data["question"] == "Is <b>this</b> & that?"


def test_a_comparison_of_one_world_has_a_page_without_intervals(engine: None) -> None:
    html, data = report_files(compare(load("taoyuan", SHORT), ["none", "reward"], "none", 1))
    assert "One world: no interval." in html
    assert not any("low" in number for number in data["numbers"] if number["id"].startswith("effects/"))
    assert not re.search(r"\bnan\b", " ".join(piece.text for piece in Page(html).pieces))


# in a browser

in_browser = pytest.mark.skipif(not BROWSER, reason="no Chromium; on Debian: apt install chromium")


@in_browser
@pytest.mark.parametrize("screen", WIDTHS)
def test_nothing_is_cut_off_and_nothing_overlaps(ranked: Written, screen: str) -> None:
    check_looks(ranked, screen)


@in_browser
@pytest.mark.long
@pytest.mark.parametrize("screen", WIDTHS)
def test_nor_is_it_without_draws(one: Written, screen: str) -> None:
    """Long, since the page with draws has all its sections and figures, and more."""
    check_looks(one, screen)


def check_looks(written: Written, screen: str) -> None:
    found = looked_at(written.html, WIDTHS[screen], screen == "paper")
    assert found["scroll"] <= found["client"] == WIDTHS[screen]
    assert found["cut"] == []
    assert found["overlaps"] == []
    assert found["texts"] == sum(1 for name, _ in written.page.elements if name == "text")


@in_browser
def test_what_is_cut_off_or_overlaps_would_be_seen() -> None:
    page = (
        "<!DOCTYPE html><p style='width:900px'>wide</p><p style='position:absolute;top:0;left:0'>above</p>"
        "<figure id='f'><svg viewBox='0 0 50 20' width='50'><text x='0' y='9'>one</text><text x='4' y='9'>two</text>"
        "<text x='40' y='9'>beyond</text></svg></figure>"
    )
    found = looked_at(page, WIDTHS["phone"])
    assert found["scroll"] > found["client"]
    assert any("wide" in text for text in found["cut"])
    assert any("beyond" in text for text in found["cut"])
    assert any("above" in text for text in found["overlaps"])
    assert any("one" in text and "two" in text for text in found["overlaps"])


@in_browser
def test_the_page_prints_on_a4(written: dict[Language, Written], tmp_path: Path) -> None:
    printed(written["en"].html, tmp_path / "report.pdf")
    content = (tmp_path / "report.pdf").read_bytes()
    sheets = re.findall(rb"/MediaBox ?\[ ?0 0 ([0-9.]+) ([0-9.]+) ?\]", content)
    assert sheets
    assert all((round(float(wide)), round(float(tall))) == (595, 842) for wide, tall in sheets)
