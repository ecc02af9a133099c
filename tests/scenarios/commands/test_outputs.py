"""The manual of outputs says what the code does."""

import re
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from dizao.model.engine import Engine
from dizao.model.outputs.groups import groups
from dizao.model.outputs.outcomes import OUTCOMES
from dizao.model.world.projects import STAGES as ENGINE_STAGES
from dizao.scenarios import load
from dizao.scenarios.analysis.artefacts import VERDICTS, Artefact
from dizao.scenarios.analysis.effects import Effect
from dizao.scenarios.analysis.evaluation import ESTIMATORS, Record
from dizao.scenarios.analysis.winners import Losers, Winner
from dizao.scenarios.commands.manual import artefact_blocks, blocks, refreshed
from dizao.scenarios.execution.columns import STAGES, TABLES
from dizao.scenarios.execution.store import write_table
from dizao.scenarios.reports.artefacts import FILES as ARTEFACT_FILES
from dizao.scenarios.reports.evaluation import FILES as EVALUATION_FILES
from dizao.scenarios.reports.folder import SPEND_TABLES
from dizao.scenarios.reports.made_up import FILES as MADE_UP_FILES
from dizao.scenarios.reports.plausible import FILES as PLAUSIBLE_FILES
from dizao.scenarios.reports.uncertainty_files import TABLES as RANKING_TABLES
from dizao.scenarios.studies.evaluation import SELECTIONS
from dizao.scenarios.studies.spending import Spending

PAGE = Path(__file__).parents[3] / "docs" / "outputs.md"
ARTEFACTS = PAGE.with_name("artefacts.md")
SHORT = ["calendar.warm_up_weeks=8", "calendar.programme_weeks=10", "calendar.follow_up_weeks=2"]


@pytest.fixture(scope="module")
def engine() -> Engine:
    engine = Engine(load("taoyuan", SHORT).settings(), 0)
    engine.run()
    return engine


def test_the_page_holds_every_block_as_the_code_has_it():
    text = PAGE.read_text(encoding="utf-8")
    assert set(re.findall(r"made from the code: (\w+)", text)) == set(blocks())
    assert refreshed(text) == text, "run: uv run python -m dizao.scenarios.commands.manual docs/outputs.md"


def test_every_outcome_has_its_line_on_the_page():
    text = PAGE.read_text(encoding="utf-8")
    for name, outcome in OUTCOMES.items():
        assert re.search(rf"^\| `{name}` \| {outcome.unit} \|.*{re.escape(outcome.definition)} \|$", text, re.MULTILINE)


@pytest.mark.parametrize("table", [Effect, Winner, Losers, Spending])
def test_the_columns_of_a_comparison_are_on_the_page(table):
    section = PAGE.read_text(encoding="utf-8").partition("## `dizao compare`")[2].partition("\n## ")[0]
    assert [name for name in table._fields if f"`{name}`" not in section] == []


def test_the_page_on_artefacts_says_what_is_switched():
    text = ARTEFACTS.read_text(encoding="utf-8")
    assert set(re.findall(r"made from the code: (\w+)", text)) == set(artefact_blocks())
    assert refreshed(text) == text, "run: uv run python -m dizao.scenarios.commands.manual docs/artefacts.md"


def test_the_files_and_columns_of_artefacts_are_on_the_page():
    section = PAGE.read_text(encoding="utf-8").partition("## `dizao artefacts`")[2].partition("\n## ")[0]
    assert [name for name in (*Artefact._fields, *VERDICTS, *ARTEFACT_FILES) if f"`{name}`" not in section] == []


def test_the_files_and_columns_of_an_evaluation_are_on_the_page():
    section = PAGE.read_text(encoding="utf-8").partition("## `dizao evaluate`")[2].partition("\n## ")[0]
    named = (*Record._fields, *ESTIMATORS, *SELECTIONS, *EVALUATION_FILES)
    assert [name for name in named if f"`{name}`" not in section] == []


def test_the_files_of_a_history_match_are_on_the_page():
    section = PAGE.read_text(encoding="utf-8").partition("## `dizao plausible`")[2].partition("\n## ")[0]
    assert [name for name in (*PLAUSIBLE_FILES, *MADE_UP_FILES) if f"`{name}`" not in section] == []


def test_the_files_of_equal_spending_are_on_the_page():
    text = PAGE.read_text(encoding="utf-8")
    assert [name for name in SPEND_TABLES if f"`{name}`" not in text] == []


def test_the_files_of_a_ranking_are_on_the_page():
    text = PAGE.read_text(encoding="utf-8")
    assert [name for name in RANKING_TABLES if f"`{name}`" not in text] == []


def test_the_kinds_of_groups_are_on_the_page(engine):
    text = PAGE.read_text(encoding="utf-8")
    assert [kind for kind in groups(engine, engine.whole_lives()) if f"`{kind}`" not in text] == []


def test_the_tables_have_exactly_the_columns_described(engine):
    tables = engine.tables()
    assert list(tables) == list(TABLES)
    for name, columns in tables.items():
        assert list(columns) == list(TABLES[name]), name
        assert len({len(values) for values in columns.values()}) == 1, name


def test_the_stages_are_those_of_the_engine(engine):
    assert list(STAGES) == list(ENGINE_STAGES)
    assert set(engine.tables()["projects"]["stage"]) <= set(STAGES)


def test_every_outcome_of_a_run_is_defined_in_the_manual(engine):
    assert list(engine.outcomes()) == list(OUTCOMES)


def test_units_and_meanings_are_kept_in_the_file(tmp_path, engine):
    columns = engine.tables()["projects"]
    write_table(tmp_path / "projects.parquet", columns, TABLES["projects"])
    schema = pq.read_schema(tmp_path / "projects.parquet")
    assert schema.field("public_fen").metadata == {b"unit": b"fen", b"meaning": b"public money paid and not returned"}
    assert str(schema.field("stage").type) == "string"


def test_masked_values_are_missing_and_empty_text_stays_text(tmp_path):
    weeks = np.ma.masked_array([1, 2, 3], mask=[False, True, False], dtype=np.int32)
    write_table(tmp_path / "a.parquet", {"week": weeks})
    assert pq.read_table(tmp_path / "a.parquet").column("week").to_pylist() == [1, None, 3]
    write_table(tmp_path / "b.parquet", {"why": np.empty(0, dtype=object)})
    assert str(pq.read_schema(tmp_path / "b.parquet").field("why").type) == "string"
