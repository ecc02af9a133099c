"""The page on evidence says what the tables of parameters and the files of estimates say."""

import re
from pathlib import Path

from dizao.scenarios.calibration import places
from dizao.scenarios.commands.manual import evidence_blocks, refreshed
from dizao.scenarios.commands.weights import LABORATORY, RANGE_ONLY, moved_by
from dizao.scenarios.loading.estimates import kept, posterior
from dizao.scenarios.loading.parameter_table import parameter_rows

PAGE = Path(__file__).parents[3] / "docs" / "evidence.md"
ROWS = {row.name: row for row in parameter_rows() if row.grade}
TRACE = (
    "Problem formulation", "Model description", "Data evaluation", "Conceptual model evaluation",
    "Implementation verification", "Output verification", "Model analysis", "Model output corroboration",
)  # fmt: skip


def test_the_page_holds_every_block_as_the_code_has_it() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert set(re.findall(r"made from the code: (\w+)", text)) == set(evidence_blocks())
    assert refreshed(text) == text, "run: uv run python -m dizao.scenarios.commands.manual docs/evidence.md"


def test_the_page_has_the_headings_of_trace_in_order() -> None:
    assert tuple(re.findall(r"^### (.+)$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)) == TRACE


def test_every_number_has_its_line() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert [name for name in ROWS if f"| `{name}` |" not in text] == []


def test_only_what_was_estimated_is_said_to_be_moved_by_games() -> None:
    estimates = posterior()["estimates"]
    moved = {name for name, row in ROWS.items() if moved_by(row).startswith(LABORATORY)}
    assert moved == {f"people.{name}" for name, one in estimates.items() if not one.get("held")} & set(ROWS)


def test_field_cases_move_only_what_their_file_says() -> None:
    for key, one in kept(places.FILE)["estimates"].items():
        if key in ROWS:
            assert moved_by(ROWS[key]).startswith("field cases" if one["moved"] else RANGE_ONLY), key


def test_the_tests_that_the_page_names_are_there() -> None:
    root = PAGE.parents[1]
    for path in re.findall(r"tests/[\w/]+\.py", PAGE.read_text(encoding="utf-8")):
        assert (root / path).exists(), path
