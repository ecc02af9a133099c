"""The engine: the same settings and seed give the same tables; what should not matter does not."""

import copy
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any

import numpy as np
import pytest

from dizao.agents.compiled import compiled, set_threads
from dizao.model.core.ledger import LAYOUT
from dizao.model.engine import SHARED, SHARED_TABLES, Engine
from dizao.model.mechanisms.presets import presets
from dizao.model.settings import Settings
from dizao.model.world.place import places_of_units
from dizao.model.world.projects import EVALUATING
from dizao.scenarios import load
from dizao.scenarios.commands.listing import systems
from tests.model.worlds import (
    BUSY,
    TINY,
    Tables,
    changed,
    different_columns,
    fingerprint,
    lived,
    rows_of_units,
    settings_with,
    under,
)

SEED = 7
PRESETS = sorted(presets())
PAYING = [name for name in PRESETS if presets()[name].mechanism.payment.timing != "none"]
NEED_COLUMNS = ("id", "unit", "kind", "category", "households", "value_fen_year", "week_arose")


@pytest.fixture(scope="module")
def settings() -> Settings:
    return settings_with(rates=60.0, costs=0.2)


@pytest.fixture(scope="module")
def warmed(settings: Settings) -> Engine:
    """Return a world at the beginning of its programme; tests fork it."""
    engine = Engine(settings, SEED)
    engine.warm_up()
    return engine


@pytest.fixture(scope="module")
def runs(warmed: Engine) -> dict[str, Engine]:
    """Return the world's life under every preset."""
    engines = {name: warmed.fork(name, presets()[name].mechanism) for name in PRESETS}
    for engine in engines.values():
        engine.run()
    return engines


@pytest.fixture(scope="module")
def tables(runs: dict[str, Engine]) -> dict[str, Tables]:
    return {name: engine.tables() for name, engine in runs.items()}


def test_the_worlds_of_these_tests_have_much_to_compare(runs: dict[str, Engine]) -> None:
    for name, engine in runs.items():
        outcomes = engine.outcomes()
        assert outcomes["completed"] > 5, name
        assert outcomes["attended"] > 50, name


# the same again -------------------------------------------------------------------------------------------------


def test_the_same_settings_and_seed_give_the_same_tables(settings: Settings, tables: dict[str, Tables]) -> None:
    assert different_columns(lived(under(settings, "reward"), SEED).tables(), tables["reward"]) == []


@pytest.mark.usefixtures("threads_restored")
@pytest.mark.parametrize("number", [1, 2, 3])
def test_the_number_of_threads_changes_nothing(number: int, settings: Settings, tables: dict[str, Tables]) -> None:
    set_threads(number, least_seconds=0.0)
    assert different_columns(lived(under(settings, "reward"), SEED).tables(), tables["reward"]) == []


@pytest.mark.small
def test_0_is_a_seed_like_others() -> None:
    world = settings_with(TINY)
    zero, one = lived(world, 0).tables(), lived(world, 1).tables()
    assert different_columns(lived(world, 0).tables(), zero) == []
    assert len(different_columns(zero, one)) > 20


@pytest.mark.small
def test_the_largest_seed_is_a_seed_too() -> None:
    assert lived(settings_with(TINY, rates=60.0), 2**63 - 1).outcomes()["needs"] > 0


@pytest.mark.small
@pytest.mark.parametrize("seed", [-1, 2**63])
def test_other_numbers_are_no_seeds(seed: int) -> None:
    with pytest.raises(ValueError, match="seed"):
        Engine(settings_with(TINY), seed)


@pytest.mark.parametrize("seed", [1.0, np.float64(1.0), True, "1", None])
def test_what_is_no_whole_number_is_no_seed(seed: Any) -> None:
    with pytest.raises(TypeError, match="seed: must be a whole number, got "):
        Engine(settings_with(TINY), seed)


def test_a_run_that_is_over_lives_no_further_week() -> None:
    engine = Engine(settings_with(TINY), 1)
    engine.run()
    engine.run()
    with pytest.raises(RuntimeError, match=r"week \d+: the run is over; its last week was \d+"):
        engine.step()


@pytest.mark.parametrize("error", [KeyboardInterrupt, ValueError])
def test_a_week_that_was_broken_off_is_neither_finished_nor_lived_again(
    error: type[BaseException], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(engine: Engine) -> None:
        raise error

    engine = Engine(settings_with(TINY), 1)
    engine.step()
    with monkeypatch.context() as within:
        within.setattr(engine.stages[4], "run", broken)
        with pytest.raises(error):
            engine.step()
    for one in (engine, copy.deepcopy(engine)):
        with pytest.raises(RuntimeError, match=r"week -\d+: was broken off, or is lived in another thread"):
            one.run()


def test_reading_tables_and_outcomes_changes_nothing(warmed: Engine, tables: dict[str, Tables]) -> None:
    engine = warmed.fork("reward", presets()["reward"].mechanism)
    while engine.week < engine.end_week:
        engine.step()
        if engine.week % 9 == 0:
            engine.tables()
            engine.outcomes()
    assert different_columns(engine.tables(), tables["reward"]) == []


IN_PLAIN_PYTHON = """
import sys
sys.path.insert(0, {root!r})
from tests.model.worlds import BUSY, TINY, fingerprint, lived, settings_with, under
settings = settings_with(TINY | BUSY, rates=600.0, costs=0.02)
print(fingerprint(lived(under(settings, {name!r}), 7).tables()))
"""


@pytest.mark.skipif(not compiled, reason="nothing is compiled")
@pytest.mark.parametrize(
    "name",
    [name if name in ("reward", "match", "participatory_budget") else pytest.param(name, marks=pytest.mark.long)
     for name in PRESETS],
)  # fmt: skip
def test_plain_python_lives_the_same_life(name: str) -> None:
    code = IN_PLAIN_PYTHON.format(root=str(Path(__file__).resolve().parents[2]), name=name)
    found = subprocess.run(
        [sys.executable, "-W", "error::RuntimeWarning", "-c", code],
        env=os.environ | {"NUMBA_DISABLE_JIT": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.returncode == 0, found.stderr
    settings = settings_with(TINY | BUSY, rates=600.0, costs=0.02)
    here = lived(under(settings, name), 7)
    assert here.outcomes()["completed"] > 2
    assert found.stdout.strip() == fingerprint(here.tables())


@pytest.mark.small
def test_importing_the_engine_is_light() -> None:
    heavy = {"mesa", "pandas", "networkx", "matplotlib"}
    code = f"import sys, dizao.model.engine; print(sorted({heavy} & set(sys.modules)))"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


# forks ----------------------------------------------------------------------------------------------------------


def everything(engine: Engine) -> dict[str, list[object]]:
    """Return all state of an engine, for comparison."""
    found = {
        # Bytes, since a missing number differs from itself.
        f"{name}.{column}": [values.tobytes()]
        for name, table in zip(engine.world._fields, engine.world, strict=True)
        if isinstance(table, tuple)
        for column, values in zip(table._fields, table, strict=True)
    }
    found |= {key: values.tolist() for key, values in engine.ledger.journal().items()}
    found["balances"] = engine.ledger.fen.tolist() + engine.ledger.minutes.tolist()
    found["reserved"] = [engine.week, engine.reserved_fen]
    found["worth"] = engine.world.worth.tolist()
    found["weekly"] = [engine.weekly[name] for name in engine.weekly]
    found["open"] = [sorted(engine.functioning), engine.closed_campaigns, engine.events]
    return found


IMMUTABLE = (int, float, str, bytes, bool, type(None), np.generic, np.dtype, FunctionType, ModuleType, type)


def shared_memory(one: Any, other: Any, path: str, seen: set[int]) -> Iterator[str]:
    """Yield where two things share memory that could be written to, however deep it lies."""
    if isinstance(one, IMMUTABLE) or id(one) in seen:
        return
    seen.add(id(one))
    if isinstance(one, np.ndarray):
        if one.size and np.shares_memory(one, other):
            yield path
    elif isinstance(one, Mapping):
        if one and one is other:
            yield path
        for key in one:
            if key in other:
                yield from shared_memory(one[key], other[key], f"{path}[{key!r}]", seen)
    elif isinstance(one, tuple):
        names = getattr(one, "_fields", range(len(one)))
        for name, a, b in zip(names, one, other, strict=False):
            yield from shared_memory(a, b, f"{path}.{name}", seen)
    elif isinstance(one, list | set):
        if one and one is other:
            yield path
        if isinstance(one, list):
            for k, (a, b) in enumerate(zip(one, other, strict=False)):
                yield from shared_memory(a, b, f"{path}[{k}]", seen)
    elif hasattr(one, "__dict__"):
        if one is other and vars(one):
            yield path
        yield from shared_memory(vars(one), vars(other), path, seen)


ALLOWED = {
    *(f"engine[{name!r}]" for name in SHARED),
    *(f"engine['world'].{name}" for name in SHARED_TABLES),
    *(f"engine['records'].{name}" for name in SHARED_TABLES),
    *(f"engine['ledger'][{name!r}]" for name in LAYOUT),
    # Entries of the journal are never changed; the lists of them are apart.
    "engine['ledger']['_journal'][",
    "engine['settings']",
    "engine['terms']",
    "engine['systems']['party_chain']['levels']",
    "engine['followed_cases'][0]['known']",
}
"""What is named as shared; settings and rules, which nobody changes; levels of the chain, which never change."""


LARGE = 8
"""Units from which half of a place is enough."""


@pytest.mark.parametrize("name", systems())
def test_a_fork_shares_no_memory_that_is_not_named_as_shared(name: str) -> None:
    large = load(name).base.place.units >= LARGE
    settings = load(name, scale=0.5 if large else None).settings()
    calendar = settings.calendar._replace(backlog_weeks=10, warm_up_weeks=16, programme_weeks=8, follow_up_weeks=0)
    engine = Engine(settings._replace(calendar=calendar), 3)
    engine.warm_up()
    twin = engine.fork("none", presets()["none"].mechanism)
    assert set(vars(engine)) == set(vars(twin))
    found = shared_memory(vars(engine), vars(twin), "engine", set())
    assert [path for path in found if not any(path.startswith(allowed) for allowed in ALLOWED)] == []


@pytest.mark.small
def test_a_fork_has_the_same_past() -> None:
    engine = Engine(settings_with(TINY), SEED)
    engine.warm_up()
    assert everything(engine.fork("none", presets()["none"].mechanism)) == everything(engine)


@pytest.mark.small
def test_a_fork_does_not_touch_the_world_it_came_from() -> None:
    engine = Engine(settings_with(TINY, rates=60.0), SEED)
    engine.warm_up()
    before = everything(engine)
    engine.fork("upfront", presets()["upfront"].mechanism).run()
    assert everything(engine) == before


def test_forks_do_not_touch_each_other(warmed: Engine, tables: dict[str, Tables]) -> None:
    engines = {name: warmed.fork(name, presets()[name].mechanism) for name in PRESETS}
    # In the fixture each lives to its end before the next begins; here they live week by week beside each other.
    for _ in range(warmed.week, warmed.end_week):
        for engine in engines.values():
            engine.step()
    for name, engine in engines.items():
        assert different_columns(engine.tables(), tables[name]) == []


def test_a_fork_lives_as_a_world_that_was_made_under_its_mechanism(
    settings: Settings, tables: dict[str, Tables]
) -> None:
    assert different_columns(lived(under(settings, "none"), SEED).tables(), tables["none"]) == []


def test_a_fork_of_a_fork_lives_the_same(warmed: Engine, tables: dict[str, Tables]) -> None:
    first = warmed.fork("none", presets()["none"].mechanism)
    second = first.fork("upfront", presets()["upfront"].mechanism)
    second.run()
    assert different_columns(second.tables(), tables["upfront"]) == []


def test_a_fork_in_the_middle_of_the_programme_goes_on_alike(warmed: Engine, tables: dict[str, Tables]) -> None:
    engine = warmed.fork("reward", presets()["reward"].mechanism)
    for _ in range(25):
        engine.step()
    twin = engine.fork("reward", presets()["reward"].mechanism)
    engine.run()
    twin.run()
    assert different_columns(twin.tables(), tables["reward"]) == []
    assert different_columns(engine.tables(), tables["reward"]) == []


# mechanisms -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PAYING)
@pytest.mark.parametrize("setting", [{"payment__rate": 0.0}, {"payment__cap_yuan": 0.0}])
def test_a_mechanism_that_pays_nothing_is_none(
    name: str, setting: dict[str, float], warmed: Engine, tables: dict[str, Tables]
) -> None:
    # What insures or thanks givers without public money for the works is another thing.
    paid = presets()["none"].mechanism._replace(
        allocation=presets()[name].mechanism.allocation, payment=presets()[name].mechanism.payment
    )
    engine = warmed.fork("none", changed(paid, **setting))
    engine.run()
    assert different_columns(engine.tables(), tables["none"]) == []


@pytest.mark.parametrize("name", PAYING)
def test_a_mechanism_that_pays_is_not_none(name: str, tables: dict[str, Tables]) -> None:
    assert len(different_columns(tables[name], tables["none"])) > 20


@pytest.mark.parametrize("name", PRESETS)
def test_needs_are_the_same_under_every_mechanism(name: str, tables: dict[str, Tables]) -> None:
    for column in NEED_COLUMNS:
        assert tables[name]["needs"][column].tolist() == tables["none"]["needs"][column].tolist()
    for column in ("id", "unit", "category"):
        assert tables[name]["projects"][column].tolist() == tables["none"]["projects"][column].tolist()


@pytest.mark.parametrize("name", PRESETS)
def test_the_warm_up_is_the_same_under_every_mechanism(name: str, tables: dict[str, Tables]) -> None:
    before = tables[name]["weekly"]["week"] < 0
    assert before.sum() == 26
    for column, values in tables["none"]["weekly"].items():
        assert tables[name]["weekly"][column][before].tolist() == values[before].tolist(), column


# units that are left out ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def plenty() -> Settings:
    """Return a world in which neither a budget nor an office's queue binds anybody."""
    return settings_with(
        rates=60.0,
        costs=0.2,
        budget__yuan_per_year=1e9,
        budget__warm_up_yuan_per_year=1e9,
        offices__community_minutes=1e6,
        offices__street_minutes=1e6,
        offices__county_minutes_per_unit=1e6,
    )


def of_kept_units(tables: Tables, ids: np.ndarray) -> Tables:
    columns = {"units": "id", "needs": "unit", "projects": "unit"}
    return {name: rows_of_units(tables[name], ids, column) for name, column in columns.items()}


@pytest.fixture(scope="module", params=PRESETS)
def whole(request: pytest.FixtureRequest, plenty: Settings) -> Engine:
    """Return that world's life under a preset, no unit left out."""
    return lived(under(plenty, request.param), SEED)


@pytest.mark.parametrize("left_out", [(1,), (3, 4, 6)])
def test_leaving_units_out_changes_nothing_where_nothing_is_shared(left_out: tuple[int, ...], whole: Engine) -> None:
    settings = whole.settings
    few = lived(settings._replace(left_out=left_out), SEED)
    community = places_of_units(settings.place)[0]
    # Units of one community share its office, and ties with the next unit.
    touched = community[np.array(left_out) - 1]
    apart = np.flatnonzero(~np.isin(community, touched)) + 1
    assert len(apart) >= 4
    assert different_columns(of_kept_units(whole.tables(), apart), of_kept_units(few.tables(), apart)) == []


def test_a_quarter_of_the_units_lives_as_it_does_among_the_others(plenty: Settings) -> None:
    # Each unit is a community of its own, so that a fourth of the units share nothing with the others.
    settings = under(plenty.with_values(place__communities=8), "reward")
    whole, few = lived(settings, SEED), lived(settings._replace(scale=0.25), SEED)
    ids = few.world.units.id
    assert len(ids) == 2
    assert different_columns(of_kept_units(whole.tables(), ids), of_kept_units(few.tables(), ids)) == []


def test_left_out_units_do_matter_where_the_budget_binds(plenty: Settings) -> None:
    poor = under(plenty.with_values(budget__yuan_per_year=30_000.0), "upfront")
    whole, few = lived(poor, SEED), lived(poor._replace(left_out=(1, 2)), SEED)
    ids = np.arange(3, 9)
    assert different_columns(of_kept_units(whole.tables(), ids), of_kept_units(few.tables(), ids)) != []


# the course of a run --------------------------------------------------------------------------------------------


@pytest.mark.small
def test_weeks_run_from_the_warm_up_to_the_end_of_the_follow_up() -> None:
    settings = settings_with(TINY)
    engine, weeks = Engine(settings, 1), []
    assert engine.week == -TINY["calendar__warm_up_weeks"]
    engine.warm_up()
    assert engine.week == 0
    engine.run(weeks.append)
    assert weeks == list(range(TINY["calendar__programme_weeks"] + TINY["calendar__follow_up_weeks"]))
    assert engine.weekly["week"] == list(range(-TINY["calendar__warm_up_weeks"], engine.end_week))


@pytest.mark.small
def test_no_needs_arise_in_the_follow_up() -> None:
    engine = lived(settings_with(TINY, rates=60.0), 1)
    arose = dict(zip(engine.weekly["week"], engine.weekly["arose"], strict=True))
    end = TINY["calendar__programme_weeks"]
    assert sum(number for week, number in arose.items() if week < end) == len(engine.world.needs.id) > 0
    assert all(number == 0 for week, number in arose.items() if week >= end)


@pytest.mark.small
def test_the_first_week_takes_up_the_backlog() -> None:
    engine = Engine(settings_with(TINY, rates=60.0), 1)
    waiting = (engine.world.needs.week_arose <= engine.week).sum()
    engine.step()
    assert engine.weekly["arose"] == [waiting]


@pytest.mark.small
def test_the_former_rules_hold_until_the_programme_begins() -> None:
    engine = Engine(under(settings_with(TINY), "none"), 1)
    assert engine.mechanism == presets()["upfront"].mechanism
    engine.warm_up()
    assert engine.mechanism == presets()["none"].mechanism


def test_an_offer_of_the_warm_up_is_kept_in_the_programme(runs: dict[str, Engine]) -> None:
    projects = runs["none"].world.projects
    early = (projects.terms == 0) & (projects.week_of[:, EVALUATING] >= 0)
    assert (projects.public_fen[early] > 0).any()


def test_the_engine_says_where_its_time_goes(runs: dict[str, Engine]) -> None:
    stages = {"needs", "hear", "plan", "apply", "build", "evaluate", "manage", "share", "observe"}
    assert set(runs["none"].seconds) == stages | {"world"}
    assert all(seconds >= 0.0 for seconds in runs["none"].seconds.values())
