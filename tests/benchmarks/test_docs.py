"""Numbers of the pages are those that commands print: they are found, compared and filled in, and nothing else is."""

import io
import json
import re
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pandas as pd
import pytest

from dizao.model.outputs.outcomes import OUTCOMES
from dizao.scenarios.studies.systems import load_variants
from dizao.scenarios.validation import laboratory
from tests.benchmarks.test_mutations import ROOT, load

PARTS = (
    "docs_text", "docs_hours", "docs_ranking", "docs_sources", "docs_readme", "docs_pages", "docs_plausible",
    "docs_behaviour", "docs_calibration", "docs_systems", "docs_levels", "docs_dispatch", "docs_pool",
    "docs_desks", "docs_evaluation", "docs",
)  # fmt: skip
"""Modules of benchmarks/, each after those that it imports."""

KEPT = ("cases", "evaluation", "evaluation_attended", "laboratory", "plausible.facts", "plausible.waves")
"""Tables with rows that no made-up table would have."""

ANY_CASE = {name: {"mean": 0.5, "low": 0.4, "high": 0.6} for name in ("consent", "funded", "completed", "payers")}
LINES = (
    *(f"a  Attention and length, {weeks} weeks" for weeks in (4, 8, 16)),
    "b  First belief, all",
    "c  Value over outlay, all",
    "d  Secured money, same share asked, a dearer thing",
    "d  Secured money, less asked, the same thing",
    "e  Leaders, give first and visit",
    "e  Leaders, only give first",
    "f  Places that learn, spread over places",
    "g  Places that do not learn, spread over places",
    "h  Where places that learn end, value 2",
    "h  Where places that learn end, value 3",
)


def made_up(name: str) -> pd.DataFrame:
    """Return a table of the form that a command writes, with any numbers."""
    pairs = [("reward", "upfront"), ("upfront", "reward")]
    forms: dict[str, Any] = {
        "equal_spend_spending": {"mechanism": ["reward"], "value": 0.6, "own_value": 0.5, "reached": True},
        "equal_spend_flips": {"beyond": [False]},
        "draws_beats": {"mechanism": [a for a, _ in pairs], "other": [b for _, b in pairs], "share": 0.4, "draws": 32},
        "draws_best": {"mechanism": ["none", "reward"], "best_share": 0.4, "low": 0.3, "high": 0.5},
        "draws_uncertain": {"key": ["a", "b"]},
        "plausible_made_up": {"emulated": [2.0, 4.0], "simulated": [1.0, 2.0], "share": [0.4, 0.9]},
    }
    if name == "behaviour":
        rows = [(line, x, 0.3 + 0.01 * x) for line in LINES for x in (0.5, 0.7, 2.8, 10.0)]
        return pd.DataFrame(rows, columns=["line", "x", "share"])
    return pd.DataFrame(forms[name]) if name in forms else any_effects(name)


def any_effects(name: str) -> pd.DataFrame:
    """Return effects on all outcomes: of mechanisms, or of the variants of the system that a command asks for."""
    system = re.match(r"dizao systems ([\w/.]+)", sys.modules["docs_sources"].SOURCES[name].command)
    mechanisms = list(load_variants(system[1])[1]) if system else ["upfront", "reward", "none"]
    rows = [
        {"outcome": outcome, "mechanism": mechanism, "baseline": mechanisms[0], "mean": 3.0, "baseline_mean": 2.0,
         "difference": 1.0, "ci_low": 0.5, "ci_high": 1.5}
        for outcome in OUTCOMES for mechanism in mechanisms[1:]
    ]  # fmt: skip
    return pd.DataFrame(rows)


PAGE = "It completes 10 projects\nfewer, of twelve (−3 to +4.5); in 1,200 places .33 are none.\n"


@pytest.fixture(scope="module")
def docs() -> dict[str, ModuleType]:
    return {name: load(name) for name in PARTS}


@pytest.fixture(scope="module")
def text(docs: dict[str, ModuleType]) -> ModuleType:
    return docs["docs_text"]


@pytest.mark.small
def test_numbers_that_have_changed_are_put_in_their_places(text: ModuleType) -> None:
    said = [
        text.Said("It completes ⟨9⟩ projects fewer, of ⟨nine⟩ (⟨−2⟩ to ⟨+4.5⟩);"),
        text.Said("in ⟨900⟩ places ⟨.4⟩ are ⟨two⟩."),
    ]
    made = text.filled(PAGE, said)
    assert made.text == "It completes 9 projects\nfewer, of nine (−2 to +4.5); in 900 places .4 are two.\n"
    assert len(made.changes) == 6
    assert made.problems == []
    assert text.filled(made.text, said).changes == []


@pytest.mark.small
def test_a_sentence_that_is_missing_or_no_longer_follows_is_named(text: ModuleType) -> None:
    made = text.filled(PAGE, [text.Said("It builds ⟨10⟩ projects"), text.Said("completes ⟨10⟩ projects", False)])
    assert made.text == PAGE
    assert [problem.partition(":")[0] for problem in made.problems] == ["stands there 0 times", "no longer follows"]
    assert text.filled(PAGE + PAGE, [text.Said("completes ⟨10⟩ projects")]).problems


@pytest.mark.small
def test_a_block_is_filled_and_nothing_beside_it(text: ModuleType) -> None:
    page = "a\n<!-- made by benchmarks/docs.py: one -->\n\nold\n\n<!-- end -->\nb <!-- end -->\n"
    made = text.with_block(page, "one", "new \\1\n")
    assert made.text == page.replace("old", "new \\1")
    assert made.changes
    assert text.with_block(made.text, "one", "new \\1").changes == []
    assert text.with_block(page, "two", "new").problems


@pytest.mark.small
@pytest.mark.parametrize(
    ("value", "places", "sign", "written"),
    [(-0.4, 0, True, "0"), (0.0, 1, True, "0.0"), (1234.5, 1, True, "+1,234.5"), (-2.345, 2, False, "−2.35")],
)
def test_numbers_are_written_as_in_the_pages(
    text: ModuleType, value: float, places: int, sign: bool, written: str
) -> None:
    assert text.shown(value, places, sign) == written


@pytest.mark.small
def test_shares_and_words_are_written_as_in_the_pages(text: ModuleType) -> None:
    assert [text.share(value) for value in (0.333, 0.0, 1.0)] == [".33", ".00", "1.00"]
    assert [text.spelled(number) for number in (0, 1, 12, 20, 21)] == ["none", "one", "twelve", "twenty", "21"]


@pytest.mark.small
def test_the_pages_say_what_is_kept_of_their_commands(docs: dict[str, ModuleType]) -> None:
    pages = docs["docs"].filled_pages()
    wrong = [f"{page}: {line}" for page, made in pages.items() for line in (*made.changes, *made.problems)]
    assert wrong == [], "run: uv run python benchmarks/docs.py --fill"


@pytest.mark.small
def test_every_sentence_stands_in_its_page_also_where_its_command_was_never_run(
    docs: dict[str, ModuleType], monkeypatch: pytest.MonkeyPatch
) -> None:
    sources, text = docs["docs_sources"], docs["docs_text"]
    table, numbers = sources.table, sources.numbers
    monkeypatch.setattr(sources, "table", lambda name: table(name) if name in KEPT else made_up(name))
    monkeypatch.setattr(sources, "numbers", lambda name: numbers(name) if name in KEPT else ANY_CASE)
    lost = [
        f"{part.page}: {said.plain}"
        for part in docs["docs"].PARTS
        for said in part.says()
        if len(said.pattern.findall((ROOT / part.page).read_text(encoding="utf-8"))) != 1
    ]
    assert lost == []
    assert text.PLACE.findall("".join(said.text for part in docs["docs"].PARTS for said in part.says()))


@pytest.mark.small
def test_every_marked_block_is_made_by_a_part(docs: dict[str, ModuleType]) -> None:
    made = {(part.page, part.block) for part in docs["docs"].PARTS if part.block}
    pages = [ROOT / "README.md", ROOT / "README.zh.md", *sorted((ROOT / "docs").rglob("*.md"))]
    marked = {
        (str(page.relative_to(ROOT)), name)
        for page in pages
        for name in re.findall(r"<!-- made by benchmarks/docs.py: (\w+) -->", page.read_text(encoding="utf-8"))
    }
    assert marked == made


@pytest.mark.small
def test_a_ranking_over_whole_ranges_and_one_over_members_stand_side_by_side(
    docs: dict[str, ModuleType], tmp_path: Path
) -> None:
    made = docs["docs_ranking"]
    shares = {"first": 0.3, "first_low": 0.1, "first_high": 0.5}
    indices = {"total": [0.4, np.nan], "total_low": 0.2, "total_high": 0.6, "total_needs": [np.nan, 128.0]}
    keys = ["works.lender_share", "others"]
    over = pd.DataFrame({"key": keys, "method": "sobol", **indices})
    effects = {"total": [5e3, 9e3], "total_low": 0.0, "total_high": 2e4}
    screened = pd.DataFrame({"key": ["works.lender_share", "works.wait_probability"], "method": "morris", **effects})
    pd.concat([over, screened]).to_csv(tmp_path / "ranking_prior.csv")
    told = pd.DataFrame({"key": ["works.lender_share", "people.attention"], "method": "regression", **shares})
    told.assign(first_low=[-0.1, 0.1]).to_csv(tmp_path / "ranking_members.csv")
    for name in ("ranking_prior", "ranking_members"):
        (tmp_path / "manifest.json").write_text(json.dumps({"draws": {"sentence": f"A beats B: {name}."}}))
        (tmp_path / f"{name}.md").write_text(made.sentence(tmp_path))
    text = made.side_by_side(tmp_path)
    assert "(`--prior`). A beats B: ranking_prior.\n" in text
    rows = text.splitlines()[-4:]
    assert [row.split(" | ")[1:] for row in rows] == [
        ["5 (0 to 20)", "40% (20 to 60)", "30% (−10 to 50) |"], ["", "takes 128 draws", " |"],
        ["9 (0 to 20)", "", " |"], ["", "", "30% (10 to 50) |"],
    ]  # fmt: skip
    over.assign(total=np.nan, total_needs=256.0).to_csv(tmp_path / "ranking_prior.csv")
    told.assign(first_low=-0.5, first_high=-0.1).to_csv(tmp_path / "ranking_members.csv")
    text = made.side_by_side(tmp_path)
    assert "take 256 draws or more" in text
    assert "Among members no number alone foretells the difference clearly." in text


@pytest.mark.small
def test_every_command_is_quoted_and_every_quoted_one_is_known(docs: dict[str, ModuleType]) -> None:
    quoted = {name for part in docs["docs"].PARTS for name in part.sources}
    # All systems side by side have a figure only.
    assert quoted | {"systems"} == set(docs["docs_sources"].SOURCES)


@pytest.mark.long
def test_the_laboratory_still_gives_what_the_pages_say(docs: dict[str, ModuleType]) -> None:
    same(laboratory.validate(), docs["docs_sources"].table("laboratory"))


@pytest.mark.long
def test_every_command_has_been_run(docs: dict[str, ModuleType]) -> None:
    sources = docs["docs_sources"]
    assert [name for name in sources.SOURCES if not sources.is_kept(name)] == []


@pytest.mark.long
def test_every_command_still_gives_what_the_pages_say(docs: dict[str, ModuleType], tmp_path: Path) -> None:
    sources = docs["docs_sources"]
    for name in filter(sources.is_kept, sources.SOURCES):
        for path, content in sources.made(name, tmp_path / (sources.SOURCES[name].folder or name)).items():
            if path.suffix == ".csv":
                same(pd.read_csv(io.BytesIO(content)), pd.read_csv(path))
            elif path.suffix in (".md", ".json"):
                assert content == path.read_bytes(), path


def same(found: pd.DataFrame, kept: pd.DataFrame) -> None:
    """Hold two tables against each other, numbers but for last digits."""
    assert list(found.columns) == list(kept.columns)
    for column in kept:
        if pd.api.types.is_float_dtype(kept[column]):
            assert np.allclose(found[column].astype(float), kept[column], rtol=1e-6, equal_nan=True), column
        else:
            assert found[column].tolist() == kept[column].tolist(), column
