"""What is known and what has a range: said in files and by ``--set``, refused where it cannot be."""

from pathlib import Path

import pytest

from dizao.scenarios import Scenario, load
from dizao.scenarios.commands.main import execute
from dizao.scenarios.loading.effects import Run, check_effects
from dizao.scenarios.loading.errors import ScenarioError
from dizao.scenarios.loading.layers import library
from dizao.scenarios.loading.toml_value import toml_text
from dizao.scenarios.loading.uncertain import NOTHING_SAID

pytestmark = pytest.mark.small

LENDER = "works.lender_share"


def written(folder: Path, text: str, name: str = "mine.toml", parent: str = "nanhu") -> Path:
    path = folder / name
    path.write_text(f'extends = "{parent}"\n{text}', encoding="utf-8")
    return path


def of(folder: Path, text: str, *overrides: str) -> Scenario:
    return load(written(folder, text), overrides)


@pytest.mark.parametrize("name", library())
def test_files_of_the_package_know_nothing(name: str) -> None:
    assert load(name).knowledge == NOTHING_SAID


def test_what_stands_in_a_file_of_ones_own_or_behind_set_is_known(tmp_path: Path) -> None:
    child = written(tmp_path, "[works]\nlender_share = 0.2\n[categories.gate]\ncost_yuan = 20_000\n", "parent.toml")
    found = load(written(tmp_path, "[calendar]\nprogramme_weeks = 60\n", parent=str(child)), ["people.trust_start=0.6"])
    assert set(found.knowledge.known) == {LENDER, "categories.gate.cost_yuan", "people.trust_start"}
    assert not found.knowledge.draws(LENDER, usually=True)


def test_a_range_replaces_the_usual_one_and_its_middle_runs(tmp_path: Path) -> None:
    found = of(tmp_path, f'[uncertain]\n"{LENDER}" = [0.1, 0.5]\nbudget.yuan_per_year = [100_000, 1_600_000]\n')
    assert found.knowledge.ranges == {LENDER: (0.1, 0.5), "budget.yuan_per_year": (100_000.0, 1_600_000.0)}
    assert found.base.works.lender_share == pytest.approx(0.3)
    assert found.base.budget.yuan_per_year == 400_000.0  # of proportions, since the range spans tenfold
    assert {one.key for one in found.derived} == set(found.knowledge.ranges)


def test_a_number_of_ones_own_within_the_range_runs_instead_of_the_middle(tmp_path: Path) -> None:
    text = f'[works]\nlender_share = 0.2\n[uncertain]\n"{LENDER}" = [0.1, 0.5]\n'
    assert of(tmp_path, text).base.works.lender_share == 0.2
    parent = written(tmp_path, "[works]\nlender_share = 0.9\n", "parent.toml")
    child = written(tmp_path, f'[uncertain]\n"{LENDER}" = [0.1, 0.5]\n', parent=str(parent))
    assert load(child).base.works.lender_share == pytest.approx(0.3)
    with pytest.raises(ScenarioError, match=r"works.lender_share: must be between 0.1 and 0.5 .*, got 0.9"):
        of(tmp_path, text.replace("0.2", "0.9"))


def test_the_last_layer_that_says_something_counts(tmp_path: Path) -> None:
    text = f'[uncertain]\n"{LENDER}" = [0.1, 0.5]\n'
    later = of(tmp_path, text, f"{LENDER}=0.9")
    assert later.base.works.lender_share == 0.9
    assert later.knowledge.known == (LENDER,)
    ranged = of(tmp_path, "[works]\nlender_share = 0.2\n", f"uncertain.{LENDER}=[0.1, 0.4]")
    assert (ranged.knowledge.ranges, ranged.knowledge.known) == ({LENDER: (0.1, 0.4)}, ())


def test_all_says_what_holds_for_what_nobody_names(tmp_path: Path) -> None:
    drawn = of(tmp_path, '[works]\nlender_share = 0.2\n[uncertain]\nall = true\n"people.trust_sd" = false\n')
    assert (drawn.knowledge.known, drawn.knowledge.usual) == (("people.trust_sd",), True)
    above = of(tmp_path, "[uncertain]\nall = true\n", f"{LENDER}=0.2")
    assert above.knowledge.known == (LENDER,)
    held = of(tmp_path, f'[uncertain]\nall = false\n"{LENDER}" = true\n')
    assert held.knowledge.draws(LENDER, usually=True)
    assert not held.knowledge.draws("people.trust_start", usually=True)


def test_the_middle_of_a_narrow_range_lies_in_it(tmp_path: Path) -> None:
    found = of(tmp_path, '[uncertain]\n"budget.yuan_per_year" = [1_234_567.1, 1_234_567.3]\n')
    assert 1_234_567.1 <= found.base.budget.yuan_per_year <= 1_234_567.3


def test_whole_numbers_stay_whole(tmp_path: Path) -> None:
    assert of(tmp_path, '[uncertain]\n"works.settle_tries" = [1, 4]\n').base.works.settle_tries == 2


def test_groups_and_categories_have_ranges_of_their_own(tmp_path: Path) -> None:
    text = '[uncertain]\n"places.villages.cost_ratio" = [1.0, 3.0]\n"categories.path.cost_yuan" = [20_000, 40_000]\n'
    found = load(written(tmp_path, text, parent="county"))
    assert found.base.places[1].numbers.cost_ratio == 2.0
    assert found.base.categories["path"].cost_yuan == 30_000.0


def test_it_is_written_as_toml_and_read_again(tmp_path: Path) -> None:
    text = f'[works]\nvote_weeks = 5\n[uncertain]\n"{LENDER}" = [0.1, 0.5]\n"works.wait_probability" = true\n'
    found = of(tmp_path, text)
    whole = tmp_path / "whole.toml"
    whole.write_text(toml_text(found.table() | {"uncertain": found.knowledge.table()}), encoding="utf-8")
    again = load(whole)
    assert again.base._replace(name=found.base.name) == found.base
    assert again.knowledge == found.knowledge


REFUSED = {
    '"works.lender_share" = [0.5, 0.1]': "must have its lower end first, below the upper one, got [0.5, 0.1]",
    '"works.lender_share" = [0.1, 1.5]': "must lie between 0 and 1, got [0.1, 1.5]",
    '"works.lender_share" = 0.3': "must be a range such as [0.1, 0.5], true (the usual range) or false (not drawn)",
    '"works.lender_share" = [0.1, 0.2, 0.3]': "must be a range such as",
    '"works.lender_shar" = [0.1, 0.5]': "unknown key; did you mean lender_share?",
    '"work.lender_share" = [0.1, 0.5]': "must be the key of a number, such as works.lender_share; did you mean works?",
    '"works.settle_tries" = [1.5, 3]': "must have whole numbers as ends, got [1.5, 3]",
    '"mechanism.payment.rate" = [0.3, 0.5]': "is a choice, which is not drawn: compare policies instead",
    '"place.units" = [30, 50]': "is a count, which is not drawn: other counts follow from it",
    '"calendar.programme_weeks" = [50, 100]': "is a period of the experiment, which is not drawn",
    '"partners.bargain" = true': "is a word, which is not drawn",
    '"councils.kind" = true': "is a word, which is not drawn",
    '"chain.households" = [0.1, 0.2]': "says what there is of a system, which is a choice and not drawn",
    '"people.written_weight" = [0.1, 0.2]': "acts only in the games of the laboratory",
    '"categories.cost_yuan" = [2, 3]': "must hold 1: it is a factor on that number of all categories, got [2, 3]",
    '"categories.gat.cost_yuan" = [2, 3]': "must name one of stairwell, ",
    '"categories.gate.title" = true': "must be one of rate, cost_yuan, ",
    '"places.town.cost_ratio" = [1, 2]': "must name a group of places, and there is none",
    "all = 1": "must be true or false, got 1",
}


@pytest.mark.parametrize("entry", REFUSED)
def test_what_cannot_be_is_refused(entry: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = written(tmp_path, f"[uncertain]\n{entry}\n")
    assert execute(["show", str(path)]) == 2
    key = entry.partition(" =")[0].strip('"')
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith(f"error: {path}: uncertain.{key}: {REFUSED[entry]}")


def test_a_number_is_said_once_however_its_key_is_written(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match=r"uncertain.works.lender_share: must be said once"):
        of(tmp_path, f'[uncertain]\n"{LENDER}" = [0.1, 0.5]\nworks.lender_share = true\n')


def test_ranges_act_with_draws_only_and_where_the_number_acts(tmp_path: Path) -> None:
    found = of(tmp_path, f'[uncertain]\n"{LENDER}" = [0.1, 0.5]\n')
    (line,) = check_effects([Run(found, ["reward"])])
    assert line.endswith(f"without effect here: uncertain.{LENDER} (it acts only with --draws)")
    assert check_effects([Run(found, ["reward"], drawn=True)]) == []
    changed = load("nanhu", [f"uncertain.{LENDER}=[0.1, 0.5]"])
    with pytest.raises(ScenarioError, match=r"--set: uncertain.works.lender_share: has no effect here: it acts only"):
        check_effects([Run(changed, ["reward"])])
    idle = of(tmp_path, '[uncertain]\n"platforms.dark" = [0.1, 0.5]\n')
    (line,) = check_effects([Run(idle, ["reward"], drawn=True)])
    assert "uncertain.platforms.dark (it acts only" in line


def test_what_is_pinned_in_a_unit_that_is_not_simulated_is_told(tmp_path: Path) -> None:
    pins = "".join(f'[[projects]]\ncategory = "gate"\nweek = 3\nunit = {unit}\n' for unit in (1, 40))
    path = written(tmp_path, pins + "[[organizations]]\nunit = 1\n")
    whole, part = load(path), load(path, scale=0.05)
    assert check_effects([Run(whole, ["reward"])]) == []
    (line,) = check_effects([Run(part, ["reward"])])
    why = "unit 1 is not simulated (scale 0.05: 2 of 40 units)"
    assert line.endswith(f"without effect here: projects.1 ({why}); organizations.1 ({why})")
    assert "projects.40" not in line


def test_pins_of_the_package_are_told_of_where_a_part_is_asked_for() -> None:
    assert check_effects([Run(load("bridge"), ["reward"])]) == []
    (line,) = check_effects([Run(load("bridge", scale=0.05), ["reward"])])
    assert "is not simulated (scale 0.05" in line
