"""What is set without effect is refused where it was set, and named where it stands in a file."""

from pathlib import Path

import pytest

from dizao.model.acting import PARTS as PART_CONDITIONS
from dizao.model.acting import SECTIONS as CONDITIONS
from dizao.model.mechanisms.parts import PARTS
from dizao.model.systems.registry import SECTIONS, SYSTEMS
from dizao.scenarios import load
from dizao.scenarios.commands.main import execute
from dizao.scenarios.loading.effects import Run, check_effects, idle_of_file
from dizao.scenarios.loading.errors import ScenarioError
from dizao.scenarios.loading.layers import library
from dizao.scenarios.studies.compare import compared
from dizao.scenarios.studies.systems import load_variants

pytestmark = pytest.mark.small

COLD = "calendar.warm_up_weeks=0"


def told(scenario: str | Path, names: list[str], *overrides: str) -> list[str]:
    loaded = load(scenario, overrides)
    return check_effects([Run(loaded, [loaded.canonical(name) for name in names])])


REFUSED = {
    ("none", "mechanism.payment.rate=0.5"): "the scenario's own mechanism is not run; run: none",
    ("none", "works.lender_share=0.5", "former.preset=none"): "it acts only where public money is promised for later",
    ("reward", "upfront.payment.rate=0.5", COLD): "upfront is not run; run: reward",
    ("reward", "former.payment.rate=0.5", COLD): "it acts only where there is a warm-up",
    ("reward", "budget.warm_up_yuan_per_year=5", COLD): "it acts only where there is a warm-up",
    ("reward", "match.payment.match_rate=2"): "match is not run; run: reward",
    ("match", "match.payment.milestones=4"): 'it acts only with payment.timing = "milestones"',
    ("own", "mechanism.allocation.round_weeks=8"): "it acts only with rounds (allocation.rule is not first_come)",
    ("reward", "works.lender_rate=0.05", "works.lender_share=0"): "it acts only where money is promised",
    ("reward", "platforms.dark=1"): 'it acts only with platforms.hour = "evening"',
    ("reward", "councils.seat=1"): "it acts only where the system councils is on (councils.kind)",
    ("reward", "chain.streets=1"): "it acts only where chain.households is above 0",
    ("reward", "partners.say_probability=0.5"): "it acts only where a pinned project names a partner",
    ("reward", "memberships.news=0.2"): "it acts only where memberships.coverage is above 0",
    ("reward", "posts.team_size=4"): "it acts only where posts.teams is above 0",
    ("reward", "people.written_weight=1"): "it acts only in the games of the laboratory",
    ("reward", "people.free_contribution_spread=1"): "it acts only where each gives what they like",
    ("reward", "cases.follow_weeks=60"): "it acts only in documented projects (dizao case)",
    ("reward", "network.clans=2"): "it acts only where there are ties to kin",
    ("reward", "categories.noise.cost_yuan=5"): "it acts only for a project, and this is a matter",
    ("reward", "categories.gate.cost_yuan=5", "categories.gate.rate=0"): "it acts only where the need arises",
}


@pytest.mark.parametrize("given", list(REFUSED), ids=lambda given: given[1])
def test_what_is_set_without_effect_is_refused(given: tuple[str, ...]) -> None:
    with pytest.raises(ScenarioError) as caught:
        told("taoyuan", [given[0]], *given[1:])
    key = given[1].partition("=")[0]
    assert str(caught.value).startswith(f"--set: {key}: has no effect here: {REFUSED[given]}")


@pytest.mark.parametrize(
    "given",
    [
        ("reward", "upfront.payment.rate=0.5"),  # the warm-up starts from it
        ("own", "mechanism.payment.rate=0.5"),
        ("none", "works.lender_share=0.5", "former.preset=reward"),
        ("reward", "chain.households=0", "councils.kind=none", "posts.teams=0"),
        ("reward", "platforms.hour=evening", "platforms.dark=1"),
        ("own", "mechanism.preset=points", "points.incentive.points_share=0.2"),
        ("reward", "title=Ours", "categories.gate.title=Gate"),
    ],
    ids=lambda given: given[-1],
)
def test_what_acts_is_taken(given: tuple[str, ...]) -> None:
    assert told("taoyuan", [given[0]], *given[1:]) == []


def test_a_file_is_told_in_one_line_and_its_parents_are_not(tmp_path: Path) -> None:
    parent, child = tmp_path / "parent.toml", tmp_path / "child.toml"
    parent.write_text('extends = "taoyuan"\n[councils]\nseat = 1.0\n', encoding="utf-8")
    child.write_text(
        'extends = "parent.toml"\n[platforms]\ndark = 1.0\n[mechanism]\npayment = { rate = 0.4 }\n'
        "[works]\nlender_share = 0.2\n",
        encoding="utf-8",
    )
    assert told(child, ["own"]) == [
        f'{child}: without effect here: platforms.dark (it acts only with platforms.hour = "evening")'
    ]
    (line,) = told(child, ["none"], "former.preset=none")
    assert "mechanism.payment.rate (the scenario's own mechanism is not run; run: none)" in line
    assert "works.lender_share" in line
    # What --set says anew is no longer the file's.
    assert told(child, ["own"], "platforms.hour=evening", "platforms.dark=0.2") == []


@pytest.mark.parametrize("name", list(library()))
def test_scenarios_of_the_library_hold_nothing_without_effect(name: str) -> None:
    loaded = load(name)
    assert idle_of_file([Run(loaded, list(loaded.mechanism_names))]) == []
    if loaded.system is not None:
        variants = load_variants(name)[1].values()
        assert idle_of_file([Run(one, [one.mechanism_name]) for one in variants]) == []


def test_a_comparison_has_the_files_own_rule_unless_it_is_told_otherwise(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text('extends = "taoyuan"\n[mechanism]\npayment = { rate = 0.4 }\n', encoding="utf-8")
    assert compared(load(path), None, "upfront") == ("none", "upfront", "reward", "own")
    assert compared(load(path), ["reward"], "upfront") == ("reward", "upfront")
    assert compared(load("taoyuan"), None, "upfront") == ("none", "upfront", "reward")
    assert compared(load("taoyuan", ["mechanism.preset=points"]), None, "upfront")[-1] == "points"


@pytest.mark.parametrize("command", [["run", "-m", "none"], ["compare", "-m", "none"]])
def test_the_commands_refuse_before_anything_is_written(
    command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert execute([command[0], "taoyuan", *command[1:], "--set", "mechanism.payment.rate=0.5"]) == 2
    told_ = capsys.readouterr().err
    assert told_.startswith("error: --set: mechanism.payment.rate: has no effect here: ")
    assert told_.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_conditions_are_of_settings_that_there_are() -> None:
    settings = {f"{section}.{name}" for section, kind in SECTIONS.items() for name in kind._fields}
    assert set(CONDITIONS) <= settings
    assert set(PART_CONDITIONS) <= {f"{part}.{name}" for part, kind in PARTS.items() for name in kind._fields}
    assert all(set(one.needs) <= set(one.settings._fields) for one in SYSTEMS)
