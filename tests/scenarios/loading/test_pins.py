"""Pinned projects, organizations and ties in scenario files, and what is said about wrong ones."""

import re
from pathlib import Path

import networkx as nx
import pytest

from dizao.scenarios import load
from dizao.scenarios.loading.errors import ScenarioError

HEAD = 'extends = "taoyuan"\n'
PIN = '[[projects]]\ncategory = "gate"\n'


def scenario(folder: Path, text: str) -> str:
    path = folder / "my.toml"
    path.write_text(HEAD + text, encoding="utf-8")
    return str(path)


def test_pins_are_read(tmp_path: Path) -> None:
    text = f"{PIN}week = -3\nunit = 2\ncost_yuan = 9000.0\n[[organizations]]\nunit = 1\nyuan_per_year = 50.0\n"
    base = load(scenario(tmp_path, text)).base
    assert [(pin.category, pin.week, pin.unit, pin.cost_yuan) for pin in base.pinned_projects] == [("gate", -3, 2, 9e3)]
    assert base.pinned_organizations[0].yuan_per_year == 50.0


@pytest.mark.parametrize("end", ["graphml", "edgelist"])
def test_ties_are_read_beside_the_file(tmp_path: Path, end: str) -> None:
    graph = nx.path_graph(5)
    (nx.write_graphml if end == "graphml" else nx.write_edgelist)(graph, tmp_path / f"club.{end}")
    base = load(scenario(tmp_path, f'[ties]\n2 = "club.{end}"\n')).base
    assert base.ties == ((2, ((0, 1), (1, 2), (2, 3), (3, 4))),)


WRONG = {
    "a misspelt key": (f"{PIN}week = 1\nunits = 2\n", "projects.units: unknown key; did you mean unit?"),
    "no week": (PIN, "projects.week: missing; must be a whole number between -1000 and 10000"),
    "an unknown category": (
        '[[projects]]\ncategory = "gat"\nweek = 1\n',
        "projects.category: unknown category; did you mean gate?",
    ),
    "a unit that is not there": (
        f"{PIN}week = 1\nunit = 9\n",
        "projects.unit: must be 0 (every unit) or the id of one of 4 units, got 9",
    ),
    "a partner that is the unit itself": (
        f"{PIN}week = 1\nunit = 2\npartner = 2\npartner_use = 0.4\n",
        "projects.partner: must be 0 (none) or the id of another of 4 units, with a unit of its own, got 2",
    ),
    "a partner without a use": (
        f"{PIN}week = 1\nunit = 2\npartner = 3\n",
        "projects.partner_use: must be above 0 where there is a partner, got 0",
    ),
    "a partner in a matter": (
        '[[projects]]\ncategory = "noise"\nweek = 1\nunit = 2\npartner = 3\npartner_use = 0.4\n',
        "projects.partner: must be 0 (none): noise is a matter, got 3",
    ),
    "a use without a partner": (
        f"{PIN}week = 1\nunit = 2\npartner_use = 0.4\n",
        "projects.partner_use: goes with a partner, got 0.4 without one",
    ),
    "a reason without a partner": (
        f'{PIN}week = 1\nunit = 2\npartner_reason = "voiced"\n',
        "projects.partner_reason: goes with a partner, got voiced without one",
    ),
    "a partner of two": (
        "".join(f"{PIN}week = 1\nunit = {unit}\npartner = 3\npartner_use = 0.4\n" for unit in (1, 2)),
        "projects.partner: must be a unit without a pinned project of the same category and week, got 3",
    ),
    "a partner with the same pin": (
        f"{PIN}week = 1\nunit = 2\npartner = 3\npartner_use = 0.4\n{PIN}week = 1\nunit = 3\n",
        "projects.partner: must be a unit without a pinned project of the same category and week, got 3",
    ),
    "no file": ('[ties]\n1 = "none.graphml"\n', "ties.1: no such file"),
    "no unit": ('[ties]\none = "none.graphml"\n', 'ties.one: must be the id of a unit, got "one"'),
    "no table": ("projects = 3\n", "projects: must be a list of tables, each headed [[...]], got 3"),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_said_in_a_line(tmp_path: Path, case: str) -> None:
    text, said = WRONG[case]
    with pytest.raises(ScenarioError) as error:
        load(scenario(tmp_path, text))
    assert said in str(error.value)
    assert "\n" not in str(error.value)


def test_a_broken_file_of_ties_is_said_in_a_line(tmp_path: Path) -> None:
    (tmp_path / "bad.graphml").write_text("<graphml>", encoding="utf-8")
    with pytest.raises(ScenarioError, match=r"ties\.1: must be GraphML"):
        load(scenario(tmp_path, '[ties]\n1 = "bad.graphml"\n'))


def test_the_files_of_the_how_to_load(tmp_path: Path) -> None:
    page = Path(__file__).resolve().parents[3] / "docs" / "how-to" / "scenario-files.md"
    blocks = re.findall(r"```toml\n(.*?)```", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert len(blocks) == 5
    nx.write_graphml(nx.karate_club_graph(), tmp_path / "club.graphml")
    for block in blocks:
        (tmp_path / "my.toml").write_text(block, encoding="utf-8")
        assert load(str(tmp_path / "my.toml")).title
