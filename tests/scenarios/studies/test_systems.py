"""Systems of the field: what a file may say, variants in the same worlds, verdicts, and what is written."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from dizao.model.outputs.outcomes import OUTCOMES
from dizao.scenarios import load
from dizao.scenarios.analysis.effects import effect
from dizao.scenarios.analysis.simultaneous import level_of_each
from dizao.scenarios.commands import studying
from dizao.scenarios.commands.job import Job
from dizao.scenarios.commands.listing import systems
from dizao.scenarios.commands.main import execute
from dizao.scenarios.commands.studying import Worlds, run_overview, run_study
from dizao.scenarios.loading.errors import ScenarioError
from dizao.scenarios.loading.layers import library
from dizao.scenarios.loading.members import shipped_members
from dizao.scenarios.reports import folder
from dizao.scenarios.studies.systems import load_variants, study, tasks_of
from dizao.scenarios.studies.systems_drawn import drawn_settings
from dizao.scenarios.studies.systems_overview import Overview, verdict
from tests.scenarios.fakes import SHORT, FakeEngine

HEAD = """
extends = "taoyuan"
title = "A test of rates"
[system]
number = 3
judged_by = "completed"
expected = "higher"
also = ["attended"]
"""
OFF = """
[[system.variants]]
name = "off"
title = "nothing paid"
title_zh = "不补"
set = { "mechanism.payment.rate" = 0 }
"""
PART = """
[[system.variants]]
name = "part"
title = "a part paid"
title_zh = "补一部分"
set = { mechanism.payment.rate = 0.2, "calendar.warm_up_weeks" = 9 }
"""
WHOLE = """
[[system.variants]]
name = "whole"
title = "half paid"
title_zh = "补一半"
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    found = tmp_path / "rates.toml"
    found.write_text(HEAD + OFF + PART + WHOLE, encoding="utf-8")
    return found


def written(path: Path, text: str) -> str:
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ScenarioError) as error:
        load_variants(path)
    return str(error.value).replace(str(path), "FILE")


@pytest.mark.parametrize("name", systems())
def test_every_variant_of_the_library_loads_and_the_last_is_the_whole_scenario(name: str) -> None:
    _, variants = load_variants(name)
    assert len({repr(one.settings()) for one in variants.values()}) == len(variants)
    assert (Path(__file__).parents[3] / "docs" / "scenarios" / f"{name}.md").exists()


def test_the_list_says_which_system_a_scenario_is_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert execute(["list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    for name in library():
        line = next(x for x in lines if x.startswith(f"{name} "))
        assert ("system" in line.split("residents")[-1]) == (name in systems())


@pytest.mark.small
def test_a_variant_sets_keys_dotted_or_nested_and_wins_over_set(path: Path) -> None:
    scenario, variants = load_variants(path, ["mechanism.payment.rate=0.4"])
    rates = {name: one.mechanism().payment.rate for name, one in variants.items()}
    assert rates == {"off": 0.0, "part": 0.2, "whole": 0.4}
    assert variants["part"].base.calendar.warm_up_weeks == 9
    assert scenario.base.calendar.warm_up_weeks == 52


@pytest.mark.small
def test_a_scenario_with_a_system_is_shown_whole(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert execute(["show", str(path)]) == 0
    again = path.with_name("again") / "rates.toml"
    again.parent.mkdir()
    again.write_text(capsys.readouterr().out, encoding="utf-8")
    assert load(again) == load(path)


@pytest.mark.small
def test_what_is_wrong_with_a_system_is_one_line(path: Path) -> None:
    start = "FILE: system"
    assert written(path, 'extends = "taoyuan"\ntitle = "x"') == (
        "rates: system: missing; must be a table that says what the system is judged by"
    )
    assert written(path, HEAD + OFF + OFF + WHOLE) == f"{start}.variants: must have a name each, got off twice"
    assert written(path, HEAD + OFF).startswith(f"{start}.variants: must be two tables or more")
    wrong = HEAD.replace('"completed"', '"done"') + OFF + WHOLE
    assert written(path, wrong) == (
        f'{start}.judged_by: must be the name of an outcome (dizao show --outcomes), got "done"'
    )
    wrong = HEAD.replace('"higher"', '"better"') + OFF + WHOLE
    assert written(path, wrong) == f'{start}.expected: must be "higher" or "lower", got "better"'
    wrong = HEAD.replace("number = 3", "number = 18") + OFF + WHOLE
    assert written(path, wrong) == f"{start}.number: must be a whole number from 0 to 17, got 18"
    wrong = HEAD + 'changes = ["weather"]' + OFF + WHOLE
    allowed = "must be a list with some of surroundings, spirit, development, conduct, governance"
    assert written(path, wrong) == f'{start}.changes: {allowed}, got "weather"'
    wrong = HEAD + 'crossed = ["part", "half"]' + OFF + PART + WHOLE
    allowed = "must be the two variants between the first and the last (part)"
    assert written(path, wrong).startswith(f"{start}.crossed: {allowed}, got")
    wrong = (HEAD + OFF + WHOLE).replace("payment.rate", "payment.rat")
    assert written(path, wrong) == ("FILE, variant off: mechanism.payment.rat: unknown key; did you mean rate?")
    wrong = (HEAD + OFF + WHOLE).replace("mechanism.payment", "mechanizm.payment")
    assert written(path, wrong) == ("FILE, variant off: mechanizm.payment.rate: unknown key; did you mean mechanism?")
    wrong = HEAD + OFF + WHOLE.replace('"whole"', '"the whole"')
    assert (
        written(path, wrong) == f'{start}.variants.name: must be a name of small letters, digits and _, got "the whole"'
    )


@pytest.mark.small
def test_each_variant_makes_its_own_world_of_the_same_seed(fake: type[FakeEngine], path: Path) -> None:
    found = study(path, SHORT, replicates=3, seed=40)
    assert [seed for _, seed in fake.worlds] == [40] * 3 + [41] * 3 + [42] * 3
    assert [settings.calendar.warm_up_weeks for settings, _ in fake.worlds[:3]] == [6, 9, 6]
    means = found.runs.groupby("mechanism")["value"].mean()
    assert {name: means[name] - means["off"] for name in found.mechanisms} == pytest.approx(
        {"off": 0.0, "part": 2.0, "whole": 5.0}
    )
    assert (found.baseline, found.shown[0], found.shown[-1]) == ("off", "completed", "attended")


@pytest.mark.small
def test_tasks_are_numbered_through_and_seeds_end(path: Path) -> None:
    _, variants = load_variants(path)
    tasks = tasks_of(variants, 2, 7)
    assert [(task.replicate, task.seed, task.mechanisms[0][0]) for task in tasks] == [
        (0, 7, "off"), (1, 7, "part"), (2, 7, "whole"), (3, 8, "off"), (4, 8, "part"), (5, 8, "whole")
    ]  # fmt: skip
    with pytest.raises(ScenarioError, match="--seed"):
        tasks_of(variants, 2, 2**63 - 1)


@pytest.mark.small
@pytest.mark.parametrize("language", ["en", "zh"])
def test_files_are_written_and_runs_kept(
    fake: type[FakeEngine],
    path: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    language: str,
) -> None:
    if language == "zh":
        # Without a Chinese font, as here, matplotlib has much to say; figures are not what is tested.
        monkeypatch.setattr(folder, "figures_of", lambda found: iter(()))
    out = tmp_path / "out"
    loaded = load_variants(path, SHORT)
    run_study(loaded, Worlds(3, 5), Job(out, 1, "dizao systems", language))  # type: ignore[arg-type]
    assert len(fake.worlds) == 9
    table = pd.read_csv(out / "effects.csv")
    row = table[(table["outcome"] == "completed") & (table["mechanism"] == "whole")].iloc[0]
    assert (row["baseline"], row["difference"], row["n"]) == ("off", pytest.approx(5.0), 3)
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["kind"] == "system"
    assert [one["name"] for one in manifest["system"]["variants"]] == ["off", "part", "whole"]
    figures = {"effects.png", "groups.svg"} if language == "en" else set()
    assert {"runs.parquet", *figures} <= {file.name for file in out.iterdir()}
    printed = " ".join(capsys.readouterr().out.split())
    assert ("the sign is as hoped" if language == "en" else "方向如所期望") in printed.replace(
        "方向如 所期望", "方向如所期望"
    )
    run_study(loaded, Worlds(3, 5), Job(out, 1, "dizao systems", language))  # type: ignore[arg-type]
    assert len(fake.worlds) == 9


@pytest.mark.small
def test_a_verdict_needs_an_interval_that_leaves_zero_out() -> None:
    def found(*differences: float) -> Any:
        values = np.array(differences)
        return effect("completed", "on", "off", values, np.zeros(len(values)))

    assert verdict(found(1.0, 1.1, 0.9), "higher") == "as_hoped"
    assert verdict(found(1.0, 1.1, 0.9), "lower") == "wrong"
    assert verdict(found(-1.0, -1.1, -0.9), "lower") == "as_hoped"
    assert verdict(found(1.0, -1.0, 0.5), "higher") == "open"
    assert verdict(found(0.0, 0.0), "higher") == "same"
    assert verdict(found(1.0), "higher") == "unknown"


@pytest.mark.small
def test_the_overview_has_intervals_for_all_systems_at_once(
    fake: type[FakeEngine],
    path: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    other = path.with_name("other.toml")
    other.write_text((HEAD + OFF + WHOLE).replace('"higher"', '"lower"'), encoding="utf-8")
    monkeypatch.setattr(
        studying,
        "load_variants",
        lambda name, ends: load_variants(path.with_name(f"{name}.toml"), SHORT, ends=ends),
    )
    out = tmp_path / "out"
    run_overview({"rates": 3, "other": 3}, Worlds(4), Job(out, 1))
    assert len(fake.worlds) == 2 * 2 * 4
    table = pd.read_csv(out / "systems.csv")
    assert list(table["scenario"]) == ["rates", "other"]
    assert list(table["verdict"]) == ["as_hoped", "wrong"]
    assert "the sign is wrong" in " ".join(capsys.readouterr().out.split())
    assert (out / "systems.png").exists()


CROSSED = HEAD + 'crossed = ["part", "other"]' + OFF + PART + PART.replace('"part"', '"other"') + WHOLE


@pytest.mark.small
@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_halves_of_a_2_x_2_have_an_interaction(
    fake: type[FakeEngine],
    path: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    language: str,
) -> None:
    monkeypatch.setattr(folder, "figures_of", lambda found: iter(()))
    path.write_text(CROSSED, encoding="utf-8")
    out = tmp_path / "out"
    run_study(load_variants(path, SHORT), Worlds(3, 5), Job(out, 1, "dizao systems", language))  # type: ignore[arg-type]
    table = pd.read_csv(out / "interaction.csv").set_index("outcome")
    assert table.loc["completed", "interaction"] == pytest.approx(5.0 - 2.0 - 2.0)
    assert list(table.loc["completed", ["one", "other", "n", "above"]]) == [2.0, 2.0, 3, 3]
    printed = "".join(capsys.readouterr().out.split())
    assert ("Eachdoesmorewheretheotheristhere" if language == "en" else "两者互补") in printed
    assert "interaction.csv" in printed


@pytest.mark.small
def test_each_world_of_draws_has_a_parameter_set_that_all_variants_share(path: Path) -> None:
    fixed = OFF.replace("}", ', "works.agenda_items" = 2 }')
    path.write_text(HEAD + fixed + PART + WHOLE, encoding="utf-8")
    _, variants = load_variants(path, ["works.agenda_items=3"])
    members = shipped_members()
    tasks = tasks_of(variants, 3, 7, members)
    assert [task.seed for task in tasks] == [7] * 3 + [8] * 3 + [9] * 3
    people = [task.settings.people for task in tasks]
    for r in range(3):
        assert people[3 * r] == people[3 * r + 1] == people[3 * r + 2]
    assert len({repr(one) for one in people}) == 3
    assert [task.settings.works.agenda_items for task in tasks] == [2, 3, 3] * 3
    assert tasks_of(variants, 2, 7, members) == tasks[:6]
    with pytest.raises(ScenarioError, match="must be at most"):
        tasks_of(variants, len(members.weights) + 1, 7, members)


@pytest.mark.small
def test_a_number_of_one_variant_is_the_same_in_all_that_have_it(path: Path) -> None:
    _, variants = load_variants("party_chain")
    drawn = drawn_settings(variants, shipped_members(), 4, 0)
    for name in ("no_street", "no_building"):
        assert [one.chain.pass_on for one in drawn[name]] == [one.chain.pass_on for one in drawn["whole"]]
    assert len({one.chain.pass_on for one in drawn["whole"]}) == 4
    assert {one.chain.households for one in drawn["none"]} == {0.0}


def made_up(random_draw: np.random.Generator) -> dict[str, float]:
    return {name: float(random_draw.normal()) for name in OUTCOMES}


@pytest.mark.small
def test_the_level_of_the_overview_is_that_of_all_systems(fake: type[FakeEngine], path: Path) -> None:
    found = study(path, SHORT, replicates=5)
    random_draw = np.random.default_rng(1)
    shifted = []
    for _ in range(3):
        runs = [
            result._replace(
                runs={name: run._replace(outcomes=made_up(random_draw)) for name, run in result.runs.items()}
            )
            for result in found.results
        ]
        shifted.append(type(found)(**{**found.__dict__, "results": tuple(runs)}))
    judged = Overview(tuple(shifted)).judged
    pairs = [
        [r.outcomes["whole"]["completed"] - r.outcomes["off"]["completed"] for r in one.results] for one in shifted
    ]
    assert {one.effect.level for one in judged} == {level_of_each(np.array(pairs).T, 0.95)}
    assert judged[0].effect.level > 0.95


@pytest.mark.small
def test_the_command_wants_a_name_to_change_anything(capsys: pytest.CaptureFixture[str]) -> None:
    assert execute(["systems", "--set", "works.agenda_items=2"]) == 2
    assert capsys.readouterr().err == "error: --set: needs the NAME of a system\n"
    assert execute(["systems", "nanhu"]) == 2
    assert capsys.readouterr().err.startswith("error: nanhu: system: missing")
    assert execute(["systems", "platforms", "--draws", "8", "--replicates", "8"]) == 2
    assert capsys.readouterr().err.startswith("error: --draws: is the number of worlds")
    assert execute(["systems", "nanhu", "--replicates", "1"]) == 2
