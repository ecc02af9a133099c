"""The data pool (ODD 7.27): it makes no paid minutes and no visits, and acts by its own two paths, which can be cut."""

import math
from functools import cache
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dizao.agents.household import NOBODY
from dizao.agents.organization import COMMUNITY_OFFICE
from dizao.agents.resident import OLDER
from dizao.model.engine import Engine
from dizao.model.systems.data_pool import UPKEEP
from dizao.model.systems.data_pool.tags import choose_tagged, wrong_tag
from dizao.model.world.projects import CAMPAIGNING, NEVER, VOTING
from tests.model.invariants import broken
from tests.model.worlds import SMALL, different_columns, lived, settings_with

SEED = 3
VISITS = {"offices__member_active_share": 0.6, "offices__member_idle_share": 1.0, "place__building_households": 10.0}
FORMS = {"data_pool__forms_share": 0.5}
TAGS = {"data_pool__recall": 0.9, "data_pool__precision": 0.9}
QUICK = {
    "works__meeting_every_weeks": 1,
    "works__meeting_minimum": 2,
    "works__vote_weeks": 2,
    "people__vote_intercept": 4,
}
FREE = {"data_pool__upkeep_minutes": 0.0}
SHORT = {"calendar__programme_weeks": 20, "calendar__follow_up_weeks": 4, "calendar__warm_up_weeks": 12}


def pooled(**changes: Any) -> Engine:
    return Engine(settings_with(SMALL | SHORT | VISITS | changes), SEED)


@cache
def run(*changes: tuple[str, Any]) -> Engine:
    return lived(settings_with(SMALL | SHORT | VISITS | dict(changes)), SEED)


def ran(*more: dict[str, Any]) -> Engine:
    return run(*sorted({key: value for one in more for key, value in one.items()}.items()))


def first_open(engine: Engine) -> np.ndarray:
    """Return the first open vote or campaign of each unit, -1 where nothing is open."""
    rows = engine.in_stage(VOTING, CAMPAIGNING)
    units = engine.world.projects.unit[rows].tolist()
    return np.array([rows[units.index(u)] if u in units else -1 for u in range(len(engine.world.units.id))])


def choice(engine: Engine) -> np.ndarray:
    return choose_tagged(engine, first_open(engine), np.arange(len(engine.world.households.id)))


def test_everything_holds_with_a_pool() -> None:
    assert broken(pooled(**FORMS, **TAGS)) == {}


# paths that are cut ---------------------------------------------------------------------------------------------


def test_tags_no_better_than_blind_that_all_have_change_nothing_to_the_bit() -> None:
    blind = ran({"data_pool__recall": 1.0, "data_pool__precision": 0.0}, FREE)
    assert different_columns(blind.tables(), ran().tables()) == []
    judged = ("settled_per_thousand_visit_hours", "contributions_per_visit_hour")
    assert [blind.outcomes()[name] for name in judged] == [ran().outcomes()[name] for name in judged]
    assert different_columns(ran(TAGS, FREE).tables(), ran().tables()) != []


@pytest.mark.parametrize("cut", [{"data_pool__pass_through": 0.0}, {"offices__formalities_share": 0.0}])
def test_forms_whose_minutes_do_not_come_through_change_nothing_to_the_bit(cut: dict[str, float]) -> None:
    without = {key: value for key, value in cut.items() if key.startswith("offices")}
    assert different_columns(ran(FORMS, FREE, cut).tables(), ran(without).tables()) == []


# minutes --------------------------------------------------------------------------------------------------------


def test_the_pool_frees_minutes_of_communities_offices_only_and_no_more_than_are_paid_for() -> None:
    plain, most = pooled(), pooled(data_pool__forms_share=1.0, data_pool__pass_through=1.0)
    half = pooled(**FORMS, data_pool__pass_through=0.5)
    here = plain.world.organizations.kind == COMMUNITY_OFFICE
    offices = plain.settings.offices
    paid, formal = offices.community_minutes, offices.formalities_share
    assert set(most.world.organizations.minutes[here]) == {int(paid)}
    assert set(half.world.organizations.minutes[here]) == {int(paid * (1 - formal * 0.75))}
    for engine in (most, half):
        assert (engine.world.organizations.minutes[~here] == plain.world.organizations.minutes[~here]).all()
        assert (engine.world.members.minutes == plain.world.members.minutes).all()


def test_upkeep_is_taken_every_week_of_each_office_and_booked() -> None:
    engine = ran(TAGS, {"offices__community_minutes": 300.0, "data_pool__upkeep_minutes": 200.0})
    weeks = engine.settings.calendar.programme_weeks + engine.settings.calendar.follow_up_weeks
    assert engine.ledger.minutes_since(0)[UPKEEP] == weeks * 4 * 200
    # More than the 195 minutes that an office has: it only falls behind, and nothing is recorded any more.
    assert "recording" not in engine.ledger.minutes_since(-1000)
    assert "recording" in ran().ledger.minutes_since(-1000)


def test_an_office_of_which_a_part_is_simulated_has_its_part_of_both() -> None:
    settings = settings_with(SMALL | SHORT | VISITS | FORMS)
    whole, part = Engine(settings, SEED), Engine(settings._replace(left_out=(1,)), SEED)
    kinds = part.world.organizations.kind == COMMUNITY_OFFICE
    minutes = part.world.organizations.minutes[kinds]
    assert minutes[0] == int(0.5 * settings.offices.community_minutes * (1 - 0.35 * 0.75))
    assert minutes[1] == whole.world.organizations.minutes[whole.world.organizations.kind == COMMUNITY_OFFICE][1]
    assert part.systems["data_pool"].upkeep.tolist() == [30, 60, 60, 60]


def test_members_make_the_same_visits_however_right_the_tags_are() -> None:
    def visits(engine: Engine) -> list[tuple[int, int]]:
        return [(week, minutes) for week, why, minutes in engine.ledger.minutes_by_week() if why == "visits"]

    assert len(visits(ran())) > 20
    for precision in (0.5, 0.9):
        assert visits(ran({"data_pool__recall": 0.5, "data_pool__precision": precision})) == visits(ran())


# tags -----------------------------------------------------------------------------------------------------------


@given(st.floats(0.01, 0.99), st.floats(0.0, 1.0), st.floats(0.01, 1.0))
def test_so_many_tags_are_wrong_that_precision_holds(base: float, precision: float, recall: float) -> None:
    wrong = wrong_tag(base, precision, recall)
    assert 0.0 <= wrong <= recall
    right, others = base * recall, (1.0 - base) * wrong
    assert math.isclose(right / (right + others), max(base, precision), rel_tol=1e-9)
    assert wrong_tag(base, 0.0, recall) == recall
    assert wrong_tag(0.0, precision, recall) == wrong_tag(1.0, precision, recall) == 0.0


def test_tags_have_the_recall_and_the_precision_that_are_set() -> None:
    engine = pooled(
        place__households=4_000, place__residents=9_600, place__building_households=50.0,
        data_pool__recall=0.7, data_pool__precision=0.6,
    )  # fmt: skip
    needs, units = engine.world.needs, engine.world.units
    right = meant = tagged = 0
    for n in range(len(needs.id)):
        start, end, u = needs.first_household[n], needs.end_household[n], needs.unit[n]
        if end - start < units.first_household[u + 1] - units.first_household[u]:
            engine.unvoiced = np.array([n])
            rows = choice(engine)
            rows = rows[(rows >= units.first_household[u]) & (rows < units.first_household[u + 1])]
            right += int(((rows >= start) & (rows < end)).sum())
            meant, tagged = meant + end - start, tagged + len(rows)
    assert meant > 5_000
    assert abs(right / meant - 0.7) < 0.02
    assert abs(right / tagged - 0.6) < 0.02


def test_with_tags_that_never_err_visits_go_to_whom_an_unvoiced_need_concerns_or_who_is_able() -> None:
    engine = pooled(data_pool__recall=1.0, data_pool__precision=1.0, **QUICK)
    able, visited = engine.systems["data_pool"].able, {"idle": 0, "campaign": 0}
    while engine.week < 20:
        week, open_now, campaigns = engine.week, first_open(engine), engine.in_stage(CAMPAIGNING)
        met = engine.world.needs.met > 0
        engine.step()
        world = engine.world
        needs, units = world.needs, world.units
        unvoiced = (needs.week_arose <= week) & ((needs.week_voiced == NEVER) | (needs.week_voiced >= week))
        waiting = np.flatnonzero(unvoiced & ~met & (needs.met == 0))
        for u, p in enumerate(open_now):
            rows = np.arange(units.first_household[u], units.first_household[u + 1])
            talked = rows[(world.households.contact_week[rows] == week) & (world.households.contact_by[rows] > NOBODY)]
            slices = [(needs.first_household[n], needs.end_household[n]) for n in waiting if needs.unit[n] == u]
            if p < 0 and slices:
                assert all(any(start <= h < end for start, end in slices) for h in talked)
                visited["idle"] += len(talked)
            elif p in campaigns and able[slice(*engine.block_of(int(p))[:2])].any():
                assert able[talked].all()
                visited["campaign"] += len(talked)
    assert min(visited.values()) > 50


def test_who_is_able_follows_from_income_and_age_alone() -> None:
    engine = pooled(**TAGS, data_pool__able_from_fifth=4)
    world = engine.world
    for h in range(len(world.households.id)):
        ages = world.residents.age[world.households.first_resident[h] : world.households.first_resident[h + 1]]
        expected = world.households.income_group[h] >= 3 or OLDER in ages
        assert engine.systems["data_pool"].able[h] == expected
    assert 0.3 < engine.systems["data_pool"].able.mean() < 0.9


def test_the_pool_does_not_know_savings_or_minds() -> None:
    engine = pooled(**TAGS)
    for _ in range(20):
        engine.step()
    before = choice(engine)
    assert 0 < len(before) < len(engine.world.households.id)
    engine.world.households.savings_fen[:] = 0
    for name in ("trust", "reciprocity", "belief", "fatigue"):
        getattr(engine.world.residents, name)[:] = 0.5
    assert (choice(engine) == before).all()


def test_where_nobody_has_a_tag_members_choose_among_all() -> None:
    engine = pooled(**TAGS)
    engine.unvoiced = np.empty(0, dtype=np.int64)
    assert len(choice(engine)) == len(engine.world.households.id)


def test_what_the_pool_frees_is_added_to_what_other_systems_have_freed_or_moved() -> None:
    """It overwrote both: a pool beside four levels lost the minutes that had come down."""
    cut = {"burden__meetings_cut": 22, "burden__pass_through": 1.0}
    for other in (cut, {"levels__money": "community"}):
        with_other, with_both = pooled(**other).world.organizations, pooled(**other, **FORMS).world.organizations
        without, alone = pooled().world.organizations, pooled(**FORMS).world.organizations
        assert np.array_equal(with_both.minutes - with_other.minutes, alone.minutes - without.minutes)
        assert (with_other.minutes != without.minutes).any()
        assert (with_both.minutes <= with_both.paid_minutes).all()
