"""What a scenario knows is held in every draw; its own ranges are what is drawn from."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from dizao.model.outputs.outcomes import OUTCOMES
from dizao.scenarios import Scenario, load
from dizao.scenarios.analysis.uncertainty.points import DISPOSITIONS
from dizao.scenarios.execution.kept_runs import KeptRuns
from dizao.scenarios.execution.replicates import Ended, Task
from dizao.scenarios.loading.errors import ScenarioError
from dizao.scenarios.reports.texts import LANGUAGES
from dizao.scenarios.reports.uncertainty_files import tables
from dizao.scenarios.reports.unless import headline, said_of_numbers
from dizao.scenarios.reports.voices import voice
from dizao.scenarios.studies.uncertainty import design
from dizao.scenarios.studies.uncertainty.design import Space
from dizao.scenarios.studies.uncertainty.parameters import MEMBERS_OF_THE_ESTIMATE, known_numbers, uncertain
from dizao.scenarios.studies.uncertainty.rank import Question, Ranking, space_of
from dizao.scenarios.studies.uncertainty.sampling import Sampling
from tests.scenarios.analysis.uncertainty.made import NAMES, defaults, runner

pytestmark = pytest.mark.small

COUNTY = """
extends = "county"

[works]
lender_share = 0.2

[budget]
yuan_per_year = 2_000_000

[categories.gate]
cost_yuan = 20_000.0

[uncertain]
"works.wait_probability" = [0.1, 0.3]
"places.villages.cost_ratio" = [1.0, 3.0]
"places.town.income_yuan_per_head" = [30_000, 40_000]
"categories.path.cost_yuan" = [20_000, 40_000]
"people.belief_slope" = [4.0, 6.0]
"place.older_share" = true
"""


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Scenario:
    path = tmp_path_factory.mktemp("county") / "mine.toml"
    path.write_text(COUNTY, encoding="utf-8")
    return load(path)


def test_what_is_known_is_the_same_in_all_draws_and_what_has_a_range_fills_it(county: Scenario) -> None:
    space = space_of(county)
    drawn = space.checked(space.values(design.draws(space, 64, 0)))
    assert {one.works.lender_share for one in drawn} == {0.2}
    assert {one.budget.yuan_per_year for one in drawn} == {2_000_000.0}
    assert {one.categories["gate"].cost_yuan for one in drawn} == {20_000.0}
    filled: list[tuple[Callable[..., float], float, float]] = [
        (lambda one: one.works.wait_probability, 0.1, 0.3),
        (lambda one: one.places[1].numbers.cost_ratio, 1.0, 3.0),
        (lambda one: one.places[0].own["place"]["income_yuan_per_head"], 30_000.0, 40_000.0),
        (lambda one: one.categories["path"].cost_yuan, 20_000.0, 40_000.0),
        (lambda one: one.people.belief_slope, 4.0, 6.0),
    ]
    for value_of, low, high in filled:
        values = np.array([value_of(one) for one in drawn])
        assert low <= values.min() < low + 0.05 * (high - low)
        assert high - 0.05 * (high - low) < values.max() <= high
    # The factor still acts on the categories that say nothing of their own, and on no number of groups that do.
    assert len({one.categories["parking"].cost_yuan for one in drawn}) > 60
    assert {one.places[0].numbers.cost_ratio for one in drawn} == {1.0}


def test_draws_of_other_ranges_are_other_runs(county: Scenario, tmp_path: Path) -> None:
    """Runs are kept by the numbers that they are made from, so that draws of other ranges are not mixed with them."""
    name = "reward"
    rules = ((name, county.mechanism(name)),)
    narrow = load(county.asked.name_or_path, ["uncertain.works.wait_probability=[0.1, 0.2]"])  # type: ignore[union-attr]
    spaces = [space_of(one) for one in (county, narrow)]
    tasks = [Task(0, 0, one.checked(one.values(design.draws(one, 8, 0)))[3], rules) for one in spaces]
    kept = KeptRuns(tmp_path)
    kept.keep(tasks[0], name, Ended(dict.fromkeys(OUTCOMES, 1.0), {}))
    assert kept.ended(tasks[0], name) is not None
    assert kept.ended(tasks[1], name) is None


def test_the_estimate_without_a_member_keeps_errors_and_correlations_of_the_others() -> None:
    held = load("nanhu", ["people.return_weight=1.0"])
    space = Space.of(held.base, held.knowledge)
    whole = Space.of(load("nanhu").base)
    assert len(space.estimated) == len(whole.estimated) - 1 == len(MEMBERS_OF_THE_ESTIMATE) - 1
    columns = [
        [
            one.values(design.draws(one, 1024, 0))[:, one.keys.index(f"people.{name}")]
            for name in ("belief_slope", "prior_sd")
        ]
        for one in (whole, space)
    ]
    for first, second in zip(*columns, strict=True):
        assert first.mean() == pytest.approx(second.mean(), rel=0.02)
        assert first.std() == pytest.approx(second.std(), rel=0.05)
    assert np.corrcoef(*columns[0])[0, 1] == pytest.approx(np.corrcoef(*columns[1])[0, 1], abs=0.05)


def test_a_member_of_the_estimate_with_a_range_is_drawn_by_itself() -> None:
    found = load("nanhu", ["uncertain.people.belief_slope=[4.0, 6.0]"])
    space = Space.of(found.base, found.knowledge)
    at = space.keys.index("people.belief_slope")
    assert space.numbers[at].grade == "C"
    assert space.groups()[at] == "people.belief_slope"
    assert DISPOSITIONS in space.groups()


def test_all_false_leaves_what_is_named_and_too_little_is_refused() -> None:
    named = [f"uncertain.{key}=true" for key in ("works.lender_share", "categories.value_yuan")]
    found = load("nanhu", ["uncertain.all=false", *named])
    assert [one.key for one in uncertain(found.base, found.knowledge)] == [
        "works.lender_share",
        "categories.value_yuan",
    ]
    space_of(found)
    with pytest.raises(ScenarioError, match=r"--draws: needs 2 numbers or more that are not known .*, got 1"):
        space_of(load("nanhu", ["uncertain.all=false", named[0]]))


def test_a_factor_is_held_where_all_categories_say_their_own() -> None:
    place = load("taoyuan")
    own = [f"categories.{name}.life_years={one.life_years}" for name, one in place.base.categories.items()]
    found = load("taoyuan", own)
    assert found.base.categories == place.base.categories
    assert "categories.life_years" not in {one.key for one in uncertain(found.base, found.knowledge)}


def test_numbers_that_are_not_drawn_anyway_are_not_told_as_known(county: Scenario) -> None:
    known = {"works.lender_share": 0.2, "budget.yuan_per_year": 2_000_000.0, "categories.gate.cost_yuan": 20_000.0}
    assert known_numbers(county.base, county.knowledge) == known
    counted = load("nanhu", ["place.member_older_share=0.4"])
    assert known_numbers(counted.base, counted.knowledge) == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_ranking_tells_what_was_known_and_what_the_file_gave(county: Scenario, language: str) -> None:
    asked = Question(county, NAMES, "upfront", 0, Sampling(8, over="prior"))
    found = Ranking(asked, defaults(), runner()).rank()
    told = voice(county, language)  # type: ignore[arg-type]
    _, given, known = said_of_numbers(found, told)
    names = (
        ("60%", "Path to the houses", "Gate and entry")
        if language == "en"
        else ("造价倍数（村湾）", "入户路", "门禁大门")
    )
    assert names[1] in given
    assert names[2] in known
    assert headline(found, told)
    drawn = dict(tables(found))["uncertain.csv"].set_index("key")
    assert drawn.loc["places.villages.cost_ratio", ["low", "high", "default"]].tolist() == [1.0, 3.0, 2.0]
    assert "lender_share" not in " ".join(drawn.index)
