"""The model's description has every parameter, once, as the code has it."""

import re
from pathlib import Path

import pytest

from dizao.scenarios.commands.manual import refreshed
from dizao.scenarios.commands.submodels import SECTIONS, odd_blocks, placed

PAGE = (Path(__file__).parents[3] / "docs" / "odd.md").read_text(encoding="utf-8")


def test_every_parameter_stands_in_one_section():
    assert {one.row.name: one.sections for one in placed() if len(one.sections) != 1} == {}


def test_the_page_holds_every_block_as_the_code_has_it():
    assert set(re.findall(r"made from the code: (\w+)", PAGE)) == set(odd_blocks())
    assert refreshed(PAGE) == PAGE, "run: uv run python -m dizao.scenarios.commands.manual docs/odd.md"


@pytest.mark.parametrize("section", SECTIONS)
def test_a_table_stands_in_its_own_section(section):
    heads = [found.start() for found in re.finditer(r"^#{2,3} ", PAGE, re.MULTILINE)]
    table = PAGE.index(f"made from the code: parameters_{section.replace('.', '_')} ")
    head = PAGE[max(start for start in heads if start < table) :].partition("\n")[0]
    assert re.match(rf"#+ {re.escape(section)}[. ]", head)


def test_the_seven_headings_of_odd_stand_in_order():
    heads = re.findall(r"^## (\d)\. (.+)$", PAGE, re.MULTILINE)
    names = [
        "Purpose and patterns",
        "Entities, state variables, and scales",
        "Process overview and scheduling",
        "Design concepts",
        "Initialization",
        "Input data",
        "Submodels",
    ]
    assert heads[:7] == [(str(k), name) for k, name in enumerate(names, 1)]


def test_the_eleven_design_concepts_are_answered():
    concepts = (
        "Basic principles", "Emergence", "Adaptation", "Objectives", "Learning", "Prediction", "Sensing",
        "Interaction", "Stochasticity", "Collectives", "Observation",
    )  # fmt: skip
    section = PAGE.partition("## 4. Design concepts")[2].partition("\n## ")[0]
    assert [name for name in concepts if f"**{name}.**" not in section] == []
