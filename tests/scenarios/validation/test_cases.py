"""Cases beside what was observed: what counts as met, the baselines, and that no case is left out of the page."""

from pathlib import Path

import pytest

from dizao.scenarios.commands.main import execute
from dizao.scenarios.loading.case_file import cases, load_case
from dizao.scenarios.loading.case_settings import settings_of
from dizao.scenarios.loading.errors import ScenarioError
from dizao.scenarios.studies.cases import Number
from dizao.scenarios.validation import cases as case_validation
from dizao.scenarios.validation.cases import Observation, observations, selfish, subsidy_over_cost

PAGE = Path(__file__).parents[3] / "docs" / "cases.md"


@pytest.mark.parametrize(
    ("observed", "said", "met"),
    [
        (Observation("completed", 1, 1), Number(0.6, 0.5, 0.7), True),
        (Observation("completed", 0, 0), Number(0.6, 0.5, 0.7), False),
        (Observation("payers", 9, 9), Number(20.0, 9.0, 40.0), True),
        (Observation("payers", 5, 8), Number(20.0, 9.0, 40.0), False),
        (Observation("payers", 5, 10), Number(20.0, 9.0, 40.0), True),
        (Observation("weeks", 5, 10), Number(None, None, None), False),
    ],
)
def test_a_number_is_met_in_the_range_and_a_yes_on_the_likelier_side(
    observed: Observation, said: Number, met: bool
) -> None:
    assert observed.met(said) == met


def test_subsidy_over_cost_is_what_outside_money_pays_of_all() -> None:
    found = subsidy_over_cost(load_case("jiangan_lift"), 4)
    assert found.mean == pytest.approx(0.625)
    assert subsidy_over_cost(load_case("dongxing_gate"), 4).mean == 0.0


def test_selfish_people_do_not_look_at_others() -> None:
    people = selfish(settings_of(load_case("dongxing_gate"), 1)).people
    assert (people.reciprocity_mean, people.reciprocity_sd, people.hump_share) == (0.0, 0.0, 0.0)


def test_the_table_has_a_row_for_every_observation_and_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    usual = case_validation.run_case
    monkeypatch.setattr(case_validation, "run_case", lambda case, n, **rest: usual(case, min(n, 3), **rest))
    assert execute(["validate", "--part", "cases", "--out", str(tmp_path / "out"), "--lang", "zh"]) == 0
    told = capsys.readouterr().out
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"cases.csv", "cases.json", "validation.html"}
    lines = (tmp_path / "out" / "cases.csv").read_text(encoding="utf-8").splitlines()
    assert len(lines) == 1 + sum(len(list(observations(load_case(name)))) for name in cases())
    assert "布赖尔" in told


def test_the_page_names_every_case() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert all(f"`{name}`" in page for name in cases())


def test_a_wrong_observation_is_told(tmp_path: Path) -> None:
    path = tmp_path / "my.toml"
    path.write_text(
        "[place]\nhouseholds = 9\n[project]\ncost_yuan = 99\n[observed]\npayers = 'many'\n", encoding="utf-8"
    )
    with pytest.raises(ScenarioError, match=r"observed\.payers: must be a number, a range"):
        list(observations(load_case(path)))


def test_an_unknown_part_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert execute(["validate", "--part", "everything"]) == 2
    assert (
        "must be laboratory, cases, district, all, tournament or contrasts, got everything" in capsys.readouterr().err
    )
