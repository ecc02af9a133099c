"""Burden reduction (ODD 7.26): minutes go from formalities to residents, none are made, and nothing else happens."""

from typing import Any

import numpy as np
import pytest

from dizao.agents.organization import COMMUNITY_OFFICE, COUNTY_OFFICE, STREET_OFFICE
from dizao.model.engine import Engine
from dizao.model.systems.burden import Burden
from dizao.model.systems.burden.cuts import cut_minutes
from dizao.model.world.make import World
from tests.model.worlds import TINY, different_columns, lived, settings_with

CUT = {"burden__meetings_cut": 22, "burden__groups_cut": 117, "burden__signs_cut": 184, "burden__pass_through": 1.0}
SEED = 3


def world_of(base: dict[str, Any] | None = None, **changes: Any) -> World:
    return Engine(settings_with(base, **changes), SEED).world


def test_the_minutes_of_a_district_are_the_sum_of_what_is_cut() -> None:
    burden = Burden(meetings_cut=26, groups_cut=10, signs_cut=8)
    assert cut_minutes(burden) == 26 * 60 * 3 * 60 / 52 + 10 * 60 + 8 * 30 / 4
    assert cut_minutes(Burden()) == 0.0


def test_communities_and_streets_get_equal_minutes_and_the_county_none_and_nobody_is_paid_for_more() -> None:
    plain, relieved = world_of().organizations, world_of(**CUT).organizations
    freed = relieved.minutes - plain.minutes
    district = cut_minutes(settings_with(**CUT).burden)
    is_relieved = np.isin(plain.kind, (COMMUNITY_OFFICE, STREET_OFFICE))
    assert set(freed[is_relieved].tolist()) == {int(district / 80)}
    assert not freed[~is_relieved].any()
    assert (plain.minutes[plain.kind == COUNTY_OFFICE] > 0).all()
    assert (relieved.paid_minutes == plain.paid_minutes).all()


def test_nobody_is_relieved_of_more_formalities_than_there_are() -> None:
    changes = {"burden__meeting_people": 150, "burden__meetings_cut": 100, "offices__community_minutes": 100.0}
    organizations = world_of(**CUT | changes).organizations
    community = organizations.kind == COMMUNITY_OFFICE
    assert (organizations.minutes[community] == organizations.paid_minutes[community]).all()
    assert (organizations.minutes <= organizations.paid_minutes).all()


def test_an_office_of_which_half_is_simulated_has_half_of_its_share() -> None:
    half = settings_with(**CUT)._replace(scale=0.5)
    plain = Engine(half.with_values(burden__pass_through=0.0), SEED).world.organizations
    freed = Engine(half, SEED).world.organizations.minutes - plain.minutes
    assert set(freed[plain.kind == COMMUNITY_OFFICE].tolist()) == {int(cut_minutes(half.burden) / 80 / 2)}


@pytest.mark.parametrize("minutes", [60.0, 2_400.0])
def test_what_does_not_pass_through_changes_nothing(minutes: float) -> None:
    busy = {"offices__community_minutes": minutes}
    plain = lived(settings_with(TINY | busy), SEED)
    kept = lived(settings_with(TINY | busy | CUT | {"burden__pass_through": 0.0}), SEED)
    assert different_columns(plain.tables(), kept.tables()) == []
    assert kept.outcomes() == pytest.approx(plain.outcomes(), rel=0.0, abs=0.0, nan_ok=True)
    assert kept.outcomes()["freed_hours"] == 0.0


def test_freed_minutes_change_something_only_where_offices_lack_minutes() -> None:
    for minutes, is_changed in ((60.0, True), (12_000.0, False)):
        busy = {"offices__community_minutes": minutes, "offices__street_minutes": minutes}
        plain, relieved = (lived(settings_with(TINY | busy | cut), SEED) for cut in ({}, CUT))
        assert (different_columns(plain.tables(), relieved.tables()) != []) == is_changed
        paid = int(relieved.world.organizations.paid_minutes.sum()) * TINY["calendar__programme_weeks"]
        assert 0.0 < relieved.outcomes()["freed_hours"] <= paid / 60
