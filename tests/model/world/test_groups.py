"""Groups of places: one of them is the whole; each has its own people and needs; the county's budget has parts."""

import numpy as np
import pytest

from dizao.agents.organization import COMMUNITY_OFFICE
from dizao.model.engine import Engine
from dizao.model.mechanisms.presets import presets
from dizao.model.parameters import COUNTS, FEN_PER_YUAN
from dizao.model.parameters.place_groups import GroupNumbers
from dizao.model.settings import Settings
from dizao.model.state import FORMER, PROGRAMME, pots_of
from dizao.model.world.groups import groups_of
from dizao.model.world.make import World, make_world
from dizao.model.world.place import slice_of_each, totals
from dizao.model.world.projects import NEVER, STAGES
from tests.model.counties import HILLS, TOWN, county, county_of, group
from tests.model.invariants import broken
from tests.model.worlds import BUSY, SMALL, TINY, different_columns, lived, settings_with, under


def world_of(settings: Settings, seed: int = 1) -> World:
    return make_world(settings, seed, len(STAGES))


def counts_of(settings: Settings) -> dict[str, int]:
    return {name: getattr(settings.place, name) for name in COUNTS}


def halves(settings: Settings, **more: GroupNumbers) -> Settings:
    """The same place as two groups of half of everything."""
    half = {name: number // 2 for name, number in counts_of(settings).items()}
    return county_of(settings, group("one", half, **more), group("other", half))


def test_one_group_of_all_places_is_the_place_itself() -> None:
    alone = under(settings_with(TINY | BUSY, rates=160.0, costs=0.05), "reward")
    grouped = county_of(alone, group("all_there_is", counts_of(alone)))
    one, other = lived(alone, 3).tables(), lived(grouped, 3).tables()
    assert one["projects"]["public_fen"].sum() > 0
    assert different_columns(one, other) == ["places.place", "units.place"] or set(different_columns(one, other)) <= {
        "units.place",
        *(f"places.{name}" for name in one["places"]),
    }


def test_a_county_has_what_its_groups_have() -> None:
    settings = county(TINY)
    world, found = world_of(settings), totals(settings, 1)
    for g, own in enumerate((TOWN, HILLS)):
        units = found.group == g
        assert units.sum() == own["units"]
        assert found.households[units].sum() == own["households"]
        assert found.residents[units].sum() == own["residents"]
        assert len(set(found.community[units])) == own["communities"]
        assert len(set(found.street[units])) == own["streets"]
    assert world.units.id.tolist() == [1, 2, 3, 4]
    assert world.units.community.tolist() == [1, 1, 2, 3]
    assert world.units.group.tolist() == [0, 0, 1, 1]


def test_people_of_a_group_do_not_hang_on_the_groups_after_it() -> None:
    base = settings_with(TINY)
    one = world_of(county_of(base, group("town", TOWN), group("hills", HILLS)))
    other = world_of(county_of(base, group("town", TOWN), group("plain", {**HILLS, "units": 3, "households": 30})))
    households, residents = TOWN["households"], TOWN["residents"]
    for name in ("spare_fen", "savings_fen", "building"):
        assert (
            getattr(one.households, name)[:households].tolist() == getattr(other.households, name)[:households].tolist()
        )
    assert one.residents.trust[:residents].tolist() == other.residents.trust[:residents].tolist()
    ends = one.ties.first[residents]
    assert one.ties.neighbours[:ends].tolist() == other.ties.neighbours[: other.ties.first[residents]].tolist()


def test_a_groups_own_numbers_hold_in_it_and_not_elsewhere() -> None:
    settings, changed = county(TINY), {**HILLS, "income_yuan_per_head": 18_000.0, "owner_share": 1.0}
    one = world_of(settings)
    richer = settings.places[1]._replace(own={**settings.places[1].own, "place": changed})
    other = world_of(settings._replace(places=(settings.places[0], richer)))
    town, hills = slice(0, TOWN["households"]), slice(TOWN["households"], None)
    assert one.households.spare_fen[town].tolist() == other.households.spare_fen[town].tolist()
    ratio = other.households.spare_fen[hills] / one.households.spare_fen[hills]
    assert ratio == pytest.approx(np.full(len(ratio), 2.0), rel=1e-2)
    assert other.households.owner[hills].all()
    assert not one.households.owner[hills].all()


def test_needs_of_a_group_are_its_own() -> None:
    settings = county(TINY)
    world, names = world_of(settings), list(settings.categories)
    needs, projects, hills = world.needs, world.projects, world.units.group == 1
    found = {names[code] for code in needs.category[hills[needs.unit]]}
    assert {"yard", "noise"} <= found <= {"stairwell", "yard", "gate", "noise"}
    doubled = settings.places[1]._replace(numbers=settings.places[1].numbers._replace(cost_ratio=1.0, value_ratio=2.4))
    other = world_of(settings._replace(places=(settings.places[0], doubled)))
    dearer = other.projects.cost_fen / projects.cost_fen
    worth = other.needs.value_fen / needs.value_fen
    assert dearer == pytest.approx(np.where(hills[projects.unit], 2.0, 1.0), rel=1e-3)
    assert worth == pytest.approx(np.where(hills[needs.unit], 2.0, 1.0))


def test_offices_have_the_minutes_of_their_group() -> None:
    settings = county(TINY)
    organizations, free = world_of(settings).organizations, 1.0 - settings.offices.formalities_share
    minutes = organizations.minutes[organizations.kind == COMMUNITY_OFFICE].tolist()
    usual = int(settings.offices.community_minutes * free)
    assert minutes == [usual, int(1_200.0 * free), int(1_200.0 * free)]


def test_part_of_a_county_has_units_of_every_group() -> None:
    found = totals(county(TINY)._replace(scale=0.1), 1)
    assert found.group.tolist() == [0, 1]
    kept = found.households.sum() / (TOWN["households"] + HILLS["households"])
    assert found.household_share == pytest.approx(kept)
    assert totals(county(TINY)._replace(left_out=(2, 3)), 1).id.tolist() == [1, 4]


def test_two_equal_groups_are_like_one_of_twice_the_size() -> None:
    """In the mean over worlds: unit sizes are apportioned in each group, so that single worlds differ."""
    whole = settings_with(SMALL, rates=40.0)
    ends = []
    for settings in (whole, halves(whole)):
        worlds = [world_of(settings, seed) for seed in range(30)]
        ends.append(
            [
                np.mean([len(world.needs.id) for world in worlds]),
                np.mean([world.households.spare_fen.mean() for world in worlds]),
                np.mean([np.diff(world.ties.first).mean() for world in worlds]),
            ]
        )
    assert ends[0] == pytest.approx(ends[1], rel=0.03)


def test_units_are_alike_in_income_or_lie_apart_around_the_same_mean() -> None:
    counts = {"place__units": 400, "place__communities": 4, "place__households": 8_000, "place__residents": 20_000}
    alike = world_of(settings_with(SMALL | counts))
    apart = world_of(settings_with(SMALL | counts, place__unit_income_spread=0.5))
    assert alike.households.income_group.tolist() == apart.households.income_group.tolist()
    some = alike.households.spare_fen > 0
    ratio = apart.households.spare_fen[some] / alike.households.spare_fen[some]
    of_unit = slice_of_each(alike.units.first_household)[some]
    of_units = np.array([np.median(ratio[of_unit == u]) for u in range(400)])
    # 400 units: the mean of a log-normal number with this spread has a standard error of .027.
    assert of_units.mean() == pytest.approx(1.0, abs=0.1)
    assert np.log(of_units).std() == pytest.approx(0.5, rel=0.12)


# the budget and its parts ---------------------------------------------------------------------------------------


def test_parts_of_the_budget_add_up() -> None:
    pots, shares = pots_of([None, 0.25, None, 0.5])
    assert pots.tolist() == [0, 1, 0, 2]
    assert shares.tolist() == [0.25, 0.25, 0.5]
    assert pots_of([None])[1].tolist() == [1.0]


@pytest.mark.parametrize("name", ["upfront", "reward", "participatory_budget", "refund_bonus"])
@pytest.mark.parametrize("shares", [(None, 0.4), (0.3, 0.7)])
def test_each_part_pays_for_its_own_group_and_never_more_than_it_has(
    name: str, shares: tuple[float | None, float | None]
) -> None:
    engine = Engine(under(county(TINY | BUSY, shares=shares), name), 3)
    assert broken(engine) == {}
    ledger, projects = engine.ledger, engine.world.projects
    pots = range(len(engine.pot_shares))
    given = dict.fromkeys(pots, 0)
    paid = dict.fromkeys(pots, 0)
    for _, _, source, target, fen, is_time in ledger.entries():
        for a, b, amount in zip(source.tolist(), target.tolist(), fen.tolist(), strict=True):
            (kind, row), (other, where) = ledger.kind_and_row(a), ledger.kind_and_row(b)
            if is_time:
                continue
            if other == "county" and kind == "treasury":
                given[where] += amount
            if {kind, other} == {"county", "escrow"}:
                pot, p = (row, where) if kind == "county" else (where, row)
                assert engine.pot_of(p) == pot
                paid[pot] += amount if kind == "county" else -amount
    assert sum(given.values()) % FEN_PER_YUAN == 0
    assert all(paid[pot] <= given[pot] for pot in pots)
    assert sum(paid.values()) == projects.public_fen.sum() > 0


def test_the_programme_reaches_a_group_in_its_week() -> None:
    seen = set()
    for start in (30, 50):
        engine = Engine(under(county(TINY | BUSY, start_week=start), "reward"), 3)
        projects, hills = engine.world.projects, engine.world.units.group[engine.world.projects.unit] == 1
        while engine.week < engine.end_week:
            week, before = engine.week, projects.week_decided.copy()
            engine.step()
            new = (projects.week_decided != before) & (projects.examined == 1)
            wanted = np.where((week < 0) | (hills & (week < start)), FORMER, PROGRAMME)
            assert (projects.terms[new] == wanted[new]).all()
            seen |= set(projects.terms[new & hills].tolist()) if week >= 0 else set()
    assert seen == {FORMER, PROGRAMME}


# what is told of them -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["reward", "none"])
def test_what_is_counted_of_places_is_that_of_all_together(name: str) -> None:
    engine = lived(under(county(TINY | BUSY), name), 3)
    table, outcomes = engine.table("places"), engine.outcomes(whole_lives=False)
    assert table["place"].tolist() == ["town", "hills", "all"]
    for column in (
        "units", "households", "projects", "completed", "in_use", "households_served", "benefit_fen", "public_fen",
        "residents_fen",
    ):  # fmt: skip
        assert table[column][:2].sum() == table[column][2], column
    assert table["completed"][2] == outcomes["completed"]
    assert table["served_share"][2] == pytest.approx(outcomes["households_served_share"])
    assert table["income_fen_a_head"][1] < table["income_fen_a_head"][0]
    shares = [name for name in table if "share" in name]
    assert all((table[name] >= 0.0).all() and (table[name] <= 1.0).all() for name in shares)


def test_without_groups_places_have_one_row() -> None:
    table = lived(settings_with(TINY), 1).table("places")
    assert table["place"].tolist() == ["all"]
    assert len(groups_of(settings_with(TINY))) == 1


def test_the_poorest_fifth_is_of_units_and_of_households() -> None:
    settings = settings_with(SMALL | BUSY, rates=60.0, costs=0.05, place__unit_income_spread=0.6)
    engine = lived(under(settings, presets()["upfront"].name), 2)
    table, world = engine.table("places"), engine.world
    people = np.diff(world.households.first_resident)
    of_unit = slice_of_each(world.units.first_household)
    a_head = np.bincount(of_unit, weights=world.households.spare_fen) / np.bincount(of_unit, weights=people)
    poor = np.isin(of_unit, np.argsort(a_head)[:2])
    served = np.zeros(len(poor), dtype=bool)
    for p in np.flatnonzero(world.projects.week_of[:, STAGES.index("evaluate")] > NEVER):
        n = world.projects.need[p]
        if 0 <= world.needs.week_arose[n] < settings.calendar.programme_weeks:
            start, end, first = engine.block_of(int(p))
            served[start:end] |= world.stakes.value_fen[first : first + end - start] > 0
    assert table["served_share_poorest_units"][0] == pytest.approx(served[poor].mean())
    assert table["served_share"][0] == pytest.approx(served.mean())
