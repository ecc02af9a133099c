"""Outcomes and tables: against sums by hand, over the needs of the programme window."""

import numpy as np
import pytest

from dizao.model.engine import Engine
from dizao.model.outputs.outcomes import OUTCOMES
from dizao.model.outputs.results import gini
from tests.model.worlds import SMALL, TINY, lived, settings_with, under, usual_life

WINDOW = SMALL["calendar__programme_weeks"]


# Gini -----------------------------------------------------------------------------------------------------------


@pytest.mark.small
@pytest.mark.parametrize(
    ("values", "weights", "expected"),
    [
        ([5.0, 5.0, 5.0], [1.0, 1.0, 1.0], 0.0),
        ([0.0, 0.0, 0.0, 8.0], [1.0, 1.0, 1.0, 1.0], 0.75),
        ([1.0, 3.0], [1.0, 1.0], 0.25),
        ([3.0, 1.0], [1.0, 1.0], 0.25),
        # three with 1 and one with 5: shares of people .75, of wealth 3/8
        ([1.0, 5.0], [3.0, 1.0], 0.375),
        ([-4.0, 2.0], [1.0, 1.0], 0.5),
    ],
)
def test_gini_by_hand(values: list[float], weights: list[float], expected: float) -> None:
    assert gini(np.array(values), np.array(weights)) == pytest.approx(expected)


@pytest.mark.small
def test_gini_is_the_mean_difference_over_twice_the_mean() -> None:
    values = np.random.default_rng(1).exponential(size=60)
    differences = np.abs(values[:, None] - values[None, :]).mean()
    assert gini(values, np.ones(60)) == pytest.approx(differences / (2.0 * values.mean()))


@pytest.mark.small
def test_gini_does_not_depend_on_units_or_order_and_counts_weights_as_people() -> None:
    values, weights = np.array([2.0, 9.0, 4.0]), np.array([3.0, 1.0, 2.0])
    assert gini(100.0 * values, weights) == pytest.approx(gini(values, weights))
    assert gini(values[::-1], weights[::-1]) == pytest.approx(gini(values, weights))
    assert gini(np.repeat(values, [3, 1, 2]), np.ones(6)) == pytest.approx(gini(values, weights))


@pytest.mark.small
def test_gini_of_nothing_is_undefined() -> None:
    assert np.isnan(gini(np.zeros(3), np.ones(3)))
    assert np.isnan(gini(np.array([-1.0, -2.0]), np.ones(2)))


# outcomes against the tables ------------------------------------------------------------------------------------


@pytest.fixture(scope="module", params=["none", "upfront", "reward"])
def engine(request: pytest.FixtureRequest) -> Engine:
    return usual_life(request.param)


def in_window(table: dict[str, np.ndarray], column: str) -> np.ndarray:
    return (table[column] >= 0) & (table[column] < WINDOW)


def happened(column: np.ndarray) -> np.ndarray:
    return ~np.ma.getmaskarray(column)


def test_all_outcomes_come_in_their_order(engine: Engine) -> None:
    assert list(engine.outcomes()) == list(OUTCOMES)


def test_money_is_that_of_the_projects_whose_needs_arose_in_the_window(engine: Engine) -> None:
    projects, found = engine.tables()["projects"], engine.outcomes()
    mine = in_window(projects, "week_potential")
    assert 0 < mine.sum() < len(mine)
    assert found["public_yuan"] * 100 == pytest.approx(projects["public_fen"][mine].sum())
    paid = projects["residents_fen"] + projects["advances_fen"]
    assert found["residents_yuan"] * 100 == pytest.approx(paid[mine].sum())
    assert found["lost_yuan"] * 100 == pytest.approx(projects["lost_fen"][mine].sum())


def test_counts_are_those_of_the_same_projects(engine: Engine) -> None:
    projects, found = engine.tables()["projects"], engine.outcomes()
    mine = in_window(projects, "week_potential")
    for name, column in (("proposals", "week_vote"), ("consents", "week_apply"), ("completed", "week_evaluate")):
        assert found[name] == happened(projects[column])[mine].sum(), name
    functioning = np.ma.filled(projects["functioning_after_12_months"], False)
    assert found["functioning_after_12_months"] == functioning[mine].sum()
    assert found["score"] == pytest.approx(np.ma.compressed(projects["score"][mine]).mean())


def test_funded_are_those_whose_campaign_or_offer_covered_the_cost(engine: Engine) -> None:
    projects = engine.tables()["projects"]
    covered = happened(projects["week_collect"]) | happened(projects["week_build"])
    assert engine.outcomes()["funded"] == covered[in_window(projects, "week_potential")].sum()


def test_needs_are_all_that_arose_in_the_window_voiced_or_not(engine: Engine) -> None:
    needs, found = engine.tables()["needs"], engine.outcomes()
    mine = in_window(needs, "week_arose")
    assert found["needs"] == mine.sum()
    assert found["voiced"] == happened(needs["week_voiced"])[mine].sum() < mine.sum()


def test_needs_settled_are_set_against_all_hours_that_offices_are_paid_for(engine: Engine) -> None:
    found, offices, units = engine.outcomes(), engine.settings.offices, len(engine.world.units.id)
    a_week = SMALL["place__communities"] * offices.community_minutes + SMALL["place__streets"] * offices.street_minutes
    hours = (a_week + units * offices.county_minutes_per_unit) * WINDOW / 60
    assert found["settled_per_official_hour"] == pytest.approx(1_000 * found["settled_share"] * found["needs"] / hours)
    assert found["official_hours"] < hours * (1.0 - offices.formalities_share)


def test_net_benefit_is_benefit_less_all_that_it_took(engine: Engine) -> None:
    found, works = engine.outcomes(), engine.settings.works
    money = found["public_yuan"] + found["residents_yuan"] + found["organizations_yuan"]
    hours = found["labour_hours"] + found["meeting_hours"] + found["member_hours"]
    time = hours * works.resident_wage + found["official_hours"] * works.official_wage
    assert found["net_benefit_yuan"] == pytest.approx(found["benefit_yuan"] - money - time)


def test_unspent_is_what_was_appropriated_and_not_paid(engine: Engine) -> None:
    ledger = engine.tables()["ledger"]
    since = ledger["week"] >= 0
    paid = np.isin(ledger["why"], ("grant", "reward", "refund")) & since
    appropriated = (ledger["why"] == "appropriation") & since
    left = ledger["fen"][appropriated].sum() - ledger["fen"][paid].sum()
    assert engine.outcomes()["unspent_yuan"] * 100 == pytest.approx(left)


def test_benefits_of_units_are_those_of_their_projects(engine: Engine) -> None:
    tables = engine.tables()
    projects, units = tables["projects"], tables["units"]
    mine = in_window(projects, "week_potential")
    for k, unit in enumerate(units["id"]):
        rows = mine & (projects["unit"] == unit)
        for name in ("public_fen", "lost_fen"):
            assert units[name][k] == projects[name][rows].sum()
        assert units["completed"][k] == happened(projects["week_evaluate"])[rows].sum()
        assert units["benefit_fen"][k] == pytest.approx(projects["benefit_fen"][rows].sum(), abs=len(rows))


# who took part --------------------------------------------------------------------------------------------------


def test_taking_part_is_counted_from_the_first_week_of_the_programme() -> None:
    # One week of programme, in which not every unit meets; before it most people have been at a meeting.
    settings = settings_with(
        rates=300.0, people__attend_intercept=3.0, calendar__programme_weeks=1, calendar__follow_up_weeks=0
    )
    engine = lived(settings, 3)
    weekly = engine.weekly
    assert sum(weekly["attendances"][:-1]) > len(engine.world.residents.id)
    assert engine.outcomes()["attended"] == weekly["attendances"][-1]


def nothing_gets_built() -> Engine:
    """Return a run in which people pledge labour, but nobody has any money, so that every campaign fails."""
    changes = {
        "place__spare_money_share": 0.0,
        "calendar__warm_up_weeks": 0,
        "people__giving_intercept": 2.0,
        "people__attend_intercept": 0.0,
        "people__vote_intercept": 5.0,
        "works__sponsor_probability": 0.0,
    }
    engine = lived(under(settings_with(rates=100.0, costs=1.0, **changes), "none"), 3)
    assert engine.world.projects.pledged_minutes.sum() > 0
    assert engine.outcomes()["completed"] == 0
    assert sum(engine.weekly["funded"]) == 0
    return engine


def test_where_every_campaign_fails_nothing_is_funded() -> None:
    assert nothing_gets_built().outcomes()["funded"] == 0


def test_where_nothing_is_built_nobody_has_given_labour() -> None:
    found = nothing_gets_built().outcomes()
    assert found["labour_hours"] == 0
    assert found["gave_labour"] == 0


# tables ---------------------------------------------------------------------------------------------------------


def test_a_table_alone_is_the_one_among_all(engine: Engine) -> None:
    for name, table in engine.tables().items():
        alone = engine.table(name)
        assert list(alone) == list(table)


def test_the_ledger_names_accounts_by_permanent_ids(engine: Engine) -> None:
    tables = engine.tables()
    ledger = tables["ledger"]
    names = {str(name) for name in [*ledger["source"], *ledger["target"]]}
    ids = {int(name.split(":")[1]) for name in names if name.startswith("escrow:")}
    assert ids <= set(tables["projects"]["id"].tolist())
    units = {int(name.split(":")[1]) for name in names if name.startswith("households:")}
    assert units == set(tables["units"]["id"].tolist())


@pytest.mark.small
def test_tables_are_there_before_the_first_week() -> None:
    engine = Engine(settings_with(TINY), 1)
    with_rows = ("units", "places")
    assert {name: len(table.get("id", ())) for name, table in engine.tables().items() if name not in with_rows} == {
        "weekly": 0, "needs": 0, "projects": 0, "ledger": 0,
    }  # fmt: skip
    assert len(engine.tables()["units"]["id"]) == TINY["place__units"]


@pytest.mark.small
def test_only_what_has_arisen_is_told() -> None:
    engine = Engine(settings_with(TINY, rates=60.0), 1)
    for _ in range(10):
        engine.step()
    assert engine.table("needs")["week_arose"].max() < engine.week
    assert len(engine.table("needs")["id"]) < len(engine.world.needs.id)
