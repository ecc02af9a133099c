"""The Mesa adapter: a model as Mesa knows them, with sets of agents over columns."""

import copy
import gc
import pickle
import weakref
from collections.abc import Iterator
from typing import Any

import mesa
import numpy as np
import pytest
from mesa.agentset import AbstractAgentSet, AgentSet

from dizao.model import CoCreationModel, Collect
from dizao.model.engine import Engine
from dizao.model.mesa_adapter import agent_sets
from dizao.model.mesa_adapter.agents import AGENT_TYPES, Organization, Project, Resident, SampledResident, Unit
from tests.model.worlds import BUSY, TINY, fingerprint, settings_with

pytestmark = pytest.mark.small

SETTINGS = settings_with(TINY | BUSY, rates=600.0, costs=0.02)
COLLECT = Collect(
    model=["completed", "weekly.trust"],
    units=["trust", "completed"],
    organizations=["kind", "minutes_left"],
    residents=["trust", "age"],
    sample=5,
    every=4,
)


@pytest.fixture(scope="module")
def lived() -> CoCreationModel:
    """Return a model whose run is over; tests read it."""
    return CoCreationModel(SETTINGS, rng=3, collect=COLLECT).run()


@pytest.fixture
def model() -> CoCreationModel:
    """Return a model that tests may write to."""
    return CoCreationModel(SETTINGS, rng=3)


def tables_of(model: CoCreationModel) -> str:
    return fingerprint(model.engine.tables())


# the model ------------------------------------------------------------------------------------------------------


def test_it_is_a_model_and_lives_as_the_engine_does(lived: CoCreationModel) -> None:
    engine = Engine(SETTINGS, 3)
    engine.run()
    assert isinstance(lived, mesa.Model)
    assert tables_of(lived) == fingerprint(engine.tables())


@pytest.mark.parametrize("how", ["run_model", "run_for", "run_until", "step"])
def test_every_way_to_run_a_mesa_model_is_the_same_life(how: str, lived: CoCreationModel) -> None:
    model = CoCreationModel(SETTINGS, rng=3)
    weeks = model.engine.end_week - model.week
    if how == "step":
        for _ in range(weeks):
            model.step()
    elif how == "run_model":
        model.run_model()
    else:
        getattr(model, how)(weeks)
    assert (model.steps, model.time, model.running) == (weeks, float(weeks), False)
    assert tables_of(model) == tables_of(lived)


def test_time_counts_from_the_warm_up_and_week_from_the_programme(model: CoCreationModel) -> None:
    model.run_for(5)
    assert (model.time, model.steps, model.week) == (5.0, 5, 5 - SETTINGS.calendar.warm_up_weeks)


@pytest.mark.parametrize(
    "go_on",
    [
        lambda model: model.step(),
        lambda model: model.run_for(3),
        lambda model: model.run_until(model.time + 3),
        lambda model: model.run_for(float("inf")),
        lambda model: model.run(),
    ],
)
def test_nothing_happens_and_nothing_is_counted_after_the_last_week(go_on: Any, lived: CoCreationModel) -> None:
    before = tables_of(lived), lived.steps, lived.time, lived.week
    lived.running = True
    go_on(lived)
    assert (tables_of(lived), lived.steps, lived.time, lived.week) == before
    assert not lived.running


def test_a_run_for_longer_than_there_is_ends_with_the_last_week(lived: CoCreationModel) -> None:
    model = CoCreationModel(SETTINGS, rng=3)
    model.run_for(0.5)
    model.run_for(10_000)
    assert (model.steps, model.time, model.running) == (lived.steps, lived.time, False)
    assert tables_of(model) == tables_of(lived)


def test_no_time_is_undefined(model: CoCreationModel) -> None:
    with pytest.raises(ValueError, match="time: must be a number, got nan"):
        model.run_for(float("nan"))
    assert model.time == 0.0


def test_weeks_lived_by_the_engine_itself_are_not_waited_for(model: CoCreationModel) -> None:
    model.engine.run()
    model.run()
    assert not model.running


def test_a_step_that_was_broken_off_is_said_and_not_waited_for() -> None:
    class Careless(CoCreationModel):
        def step(self) -> None:
            super().step()
            if self.week == 1:
                raise KeyError("a mistake of one's own")

    model = Careless(SETTINGS, rng=3)
    with pytest.raises(KeyError):
        model.run()
    with pytest.raises(RuntimeError, match="week 1: a step was broken off; begin with a model anew"):
        model.run()


def test_events_can_be_scheduled_beside_the_weeks(model: CoCreationModel) -> None:
    class Diary:
        def __init__(self) -> None:
            self.weeks: list[int] = []

        def note(self) -> None:
            self.weeks.append(model.week)

    diary = Diary()
    model.schedule_event(diary.note, at=3.0)
    model.run_for(6)
    assert diary.weeks == [3 - SETTINGS.calendar.warm_up_weeks]


def test_a_generator_is_drawn_from_and_none_draws_from_the_system() -> None:
    first, second = (CoCreationModel(SETTINGS, rng=np.random.default_rng(8)).seed for _ in range(2))
    assert first == second
    assert CoCreationModel(SETTINGS).seed != CoCreationModel(SETTINGS).seed


def test_a_seed_of_numpy_is_a_seed(lived: CoCreationModel) -> None:
    model = CoCreationModel(SETTINGS, rng=np.int64(3))
    assert (model.seed, type(model.seed)) == (3, int)
    assert tables_of(model.run()) == tables_of(lived)


def test_the_seed_cannot_be_set_once_the_world_is_made(model: CoCreationModel) -> None:
    with pytest.raises(AttributeError):
        model.seed = 4  # type: ignore[misc]


def test_shuffling_with_mesas_random_changes_nothing(lived: CoCreationModel) -> None:
    model = CoCreationModel(SETTINGS, rng=3)
    while model.running:
        model.residents.shuffle()
        model.random.random()
        model.rng.random()
        model.step()
    assert tables_of(model) == tables_of(lived)


@pytest.mark.parametrize(
    ("arguments", "error", "told"),
    [
        ({"scenario": "taoyuan"}, TypeError, r"scenario: must be a scenario, such as .* got 'taoyuan'"),
        ({"mechanism": "none"}, ValueError, "mechanism: settings already have one"),
        ({"rng": True}, TypeError, "rng: must be a whole number, a NumPy generator or None, got True"),
        ({"rng": 1.5}, TypeError, "rng: must be a whole number, a NumPy generator or None, got 1.5"),
        ({"rng": -1}, ValueError, r"rng: must be between 0 and 2\*\*63 - 1, got -1"),
        (
            {"rng": np.random.RandomState(1)},
            TypeError,
            "rng: must be a whole number, a NumPy generator or None",
        ),
        ({"rng": "3"}, TypeError, "rng: must be a whole number, a NumPy generator or None, got '3'"),
        ({"rng": np.float64(3)}, TypeError, "rng: must be a whole number, a NumPy generator or None, got "),
        ({"rng": 2**63}, ValueError, "rng: must be between 0"),
        ({"collect": Collect(model=["complted"])}, ValueError, "collect: complted: unknown outcome; did you mean comp"),
        ({"collect": Collect(units=["trst"])}, AttributeError, "units: no column trst; did you mean trust"),
    ],
)
def test_a_wrong_call_is_one_clear_line(arguments: dict[str, Any], error: type[Exception], told: str) -> None:
    with pytest.raises(error, match=told) as caught:
        CoCreationModel(**({"scenario": SETTINGS} | arguments))
    assert "\n" not in str(caught.value)


# copies and other models ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("how", [copy.deepcopy, lambda model: pickle.loads(pickle.dumps(model))])
def test_a_copy_goes_on_as_the_original_would(how: Any, lived: CoCreationModel) -> None:
    model = CoCreationModel(SETTINGS, rng=3, collect=COLLECT)
    model.run_for(30)
    twin = how(model)
    assert twin.residents.to_list()[0].model is twin
    model.run()
    assert twin.time == 30.0
    assert tables_of(twin.run()) == tables_of(model) == tables_of(lived)
    assert twin.datacollector.get_model_vars_dataframe().equals(lived.datacollector.get_model_vars_dataframe())


@pytest.mark.parametrize("of", ["model", "engine"])
def test_a_shallow_copy_is_refused(of: str, model: CoCreationModel) -> None:
    with pytest.raises(TypeError, match=r"is copied whole: copy\.deepcopy"):
        copy.copy(model if of == "model" else model.engine)


def test_two_models_in_one_process_share_no_state(lived: CoCreationModel) -> None:
    one, other = CoCreationModel(SETTINGS, rng=3, collect=COLLECT), CoCreationModel(SETTINGS, rng=4)
    while one.running:
        one.step()
        other.step()
        other.residents.set("trust", 0.0)
    assert tables_of(one) == tables_of(lived) != tables_of(other)
    assert one.residents != other.residents
    assert one.residents.to_list()[0] != other.residents.to_list()[0]


def test_a_model_is_collected_with_its_rows_and_sets() -> None:
    model = CoCreationModel(SETTINGS, rng=3)
    model.run_for(2)
    row, cohort = model.residents.to_list()[0], model.units
    gone = weakref.ref(model)
    engine = weakref.ref(model.engine)
    del model, row, cohort
    gc.collect()
    assert gone() is None
    assert engine() is None


# sets of agents -------------------------------------------------------------------------------------------------


def test_every_kind_has_its_set(lived: CoCreationModel) -> None:
    world = lived.engine.world
    assert len(lived.residents) == len(world.residents.id)
    assert len(lived.households) == len(world.households.id)
    assert len(lived.party_members) == len(world.members.resident)
    assert len(lived.organizations) == len(world.organizations.id)
    assert len(lived.units) == len(world.units.id)
    assert len(lived.projects) == len(lived.tables.projects)
    assert all(isinstance(cohort, AbstractAgentSet) for cohort in lived.agents_by_type.values())
    assert lived.agent_types == [*AGENT_TYPES, SampledResident]


@pytest.mark.parametrize("kind", AGENT_TYPES)
def test_a_row_says_what_the_column_says(kind: Any, lived: CoCreationModel) -> None:
    cohort = lived.agents_by_type[kind]
    row = cohort.to_list()[-1]
    assert isinstance(row, mesa.Agent)
    assert row.unique_id == cohort.get("id")[-1]
    links = {name for cls in kind.__mro__ for name, value in vars(cls).items() if isinstance(value, property)}
    for name in kind.names(lived):
        value = cohort.get(name)[-1]
        if name not in links:
            assert getattr(row, name) == (None if np.ma.is_masked(value) else value), name


@pytest.mark.parametrize("name", ["units", "projects"])
def test_columns_of_results_are_those_of_the_tables(name: str, lived: CoCreationModel) -> None:
    assert getattr(lived, name).frame().equals(getattr(lived.tables, name))


def test_get_gives_arrays(lived: CoCreationModel) -> None:
    residents = lived.residents
    assert residents.get("trust").dtype == np.float64
    assert residents.get(["id", "trust"]).shape == (len(residents), 2)
    assert residents.get("nothing", handle_missing="default", default_value=7).tolist() == [7] * len(residents)
    assert np.ma.is_masked(lived.projects.get("week_use"))


@pytest.mark.parametrize(
    "picks",
    [
        lambda residents: residents.trust > 0.6,
        lambda resident: resident.trust > 0.6 and True,
        "mask",
        "list",
    ],
)
def test_select_by_mask_by_columns_and_by_rows_is_the_same(picks: Any, lived: CoCreationModel) -> None:
    mask = lived.residents.get("trust") > 0.6
    chosen = {"mask": mask, "list": mask.tolist()}.get(picks, picks) if isinstance(picks, str) else picks
    found = lived.residents.select(chosen)
    assert 0 < len(found) < len(lived.residents)
    assert found.get("id").tolist() == lived.residents.get("id")[mask].tolist()
    assert found == lived.residents.select(mask)


def test_select_follows_neighbours(lived: CoCreationModel) -> None:
    found = lived.residents.select(lambda resident: len(resident.neighbors) > 20)
    assert found.get("degree").min() > 20
    assert len(found) == (lived.residents.get("degree") > 20).sum()


def test_select_at_most_by_type_and_in_place(lived: CoCreationModel) -> None:
    residents = lived.residents
    assert residents.select(at_most=3).get("id").tolist() == residents.get("id")[:3].tolist()
    assert len(residents.select(at_most=0.5)) == len(residents) // 2
    assert len(residents.select(lambda r: len(r.neighbors) > 1, at_most=2)) == 2
    assert len(residents.select(agent_type=Unit)) == 0
    assert len(residents.select(agent_type=mesa.Agent)) == len(residents)
    assert residents.select(at_most=1, inplace=True) is residents
    assert len(residents) == 1


def test_agg_and_groupby_take_columns(lived: CoCreationModel) -> None:
    residents = lived.residents
    trust, unit = residents.get("trust"), residents.get("unit")
    assert residents.agg("trust", np.mean) == trust.mean()
    assert residents.agg("trust", [min, max]) == [trust.min(), trust.max()]
    means = residents.groupby("unit").agg("trust", np.mean)
    assert means == {int(u): trust[unit == u].mean() for u in np.unique(unit)}
    assert residents.groupby(lambda r: r.trust > 0.6).count() == {
        True: (trust > 0.6).sum(),
        False: (trust <= 0.6).sum(),
    }
    assert residents.groupby(lambda r: r.household.unique_id).count() == residents.groupby("household").count()
    parts = residents.groupby("age", result_type="list")
    assert parts.agg("trust", len) == residents.groupby("age").agg("trust", len)
    assert lived.projects.groupby("week_use").count()[None] == np.ma.getmaskarray(lived.projects.get("week_use")).sum()


def test_set_writes_through_and_is_seen_everywhere(model: CoCreationModel) -> None:
    before = model.units.get("trust").copy()
    some = model.residents.select(lambda residents: residents.unit == 1)
    assert some.set("trust", 0.25) is some
    assert (model.engine.world.residents.trust[some.rows] == 0.25).all()
    assert model.units.get("trust")[0] == 0.25
    assert model.units.get("trust")[1] == before[1]
    some.set("belief", np.linspace(0.0, 1.0, len(some)))
    assert some.to_list()[-1].belief == 1.0


def test_rows_write_through(model: CoCreationModel) -> None:
    resident = model.residents.to_list()[0]
    resident.trust = 0.125
    assert model.engine.world.residents.trust[0] == np.float32(0.125)
    assert model.residents.to_list()[0].trust == 0.125


def test_what_is_written_changes_what_happens(lived: CoCreationModel) -> None:
    model = CoCreationModel(SETTINGS, rng=3)
    model.residents.set("trust", 0.0).set("reciprocity", 0.0)
    assert tables_of(model.run()) != tables_of(lived)


@pytest.mark.parametrize(
    ("name", "value", "error", "told"),
    [
        ("trust", 1.5, ValueError, "residents: trust must be a number between 0 and 1"),
        ("trust", float("nan"), ValueError, "residents: trust must be a number between 0 and 1"),
        ("trust", "high", ValueError, "residents: trust must be a number between 0 and 1"),
        ("trust", np.ma.masked, ValueError, "residents: trust must be a number between 0 and 1"),
        ("trust", None, ValueError, "residents: trust must be a number between 0 and 1"),
        ("reciprocity", float("inf"), ValueError, "residents: reciprocity must be a number of at least 0"),
        ("spare_minutes", -1, ValueError, "residents: spare_minutes must be a whole number between 0 and 65535"),
        ("spare_minutes", 1.5, ValueError, "residents: spare_minutes must be a whole number"),
        ("trust", [0.1, 0.2], ValueError, "trust: must be one value or one for each of 50 residents"),
        ("household", 3, AttributeError, "residents: household cannot be set; what can: hump, "),
        ("happy", 1, AttributeError, "residents: no column happy; known: id, "),
        ("trst", 1, AttributeError, r"residents: no column trst; did you mean trust\? known"),
    ],
)
def test_a_wrong_value_is_one_line_and_changes_nothing(
    name: str, value: Any, error: type[Exception], told: str, model: CoCreationModel
) -> None:
    before = model.engine.world.residents.trust.copy()
    with pytest.raises(error, match=told):
        model.residents.set(name, value)
    if not isinstance(value, list):
        with pytest.raises(error):
            setattr(model.residents.to_list()[0], name, value)
    assert (model.engine.world.residents.trust == before).all()


def test_a_column_with_gaps_is_refused(model: CoCreationModel) -> None:
    gaps = np.ma.masked_array(np.full(len(model.residents), 0.5), mask=np.arange(len(model.residents)) == 3)
    with pytest.raises(ValueError, match="residents: trust must be a number between 0 and 1"):
        model.residents.set("trust", gaps)


def test_what_the_engine_accounts_for_cannot_be_set(lived: CoCreationModel) -> None:
    for cohort, name in ((lived.households, "savings_fen"), (lived.projects, "stage"), (lived.units, "trust")):
        with pytest.raises(AttributeError, match="cannot be set"):
            cohort.set(name, 1)


def test_nobody_is_added_or_removed(lived: CoCreationModel) -> None:
    resident = lived.residents.to_list()[0]
    for wrong in (
        lambda: lived.residents.add(resident),
        lambda: lived.residents.discard(resident),
        lambda: lived.residents.remove(resident),
        resident.remove,
        lambda: Resident.create_agents(lived, 3),
        lambda: lived.agents.add(resident),
    ):
        with pytest.raises(TypeError, match="added or removed"):
            wrong()


def test_brackets_say_what_to_write_instead(lived: CoCreationModel) -> None:
    with pytest.raises(TypeError, match=r"units: a set of agents; \.get\(\.\.\.\) gives a column, \.frame\(\) a table"):
        lived.units["trust"]


def test_do_map_sort_and_shuffle(model: CoCreationModel) -> None:
    seen: list[int] = []
    model.units.do(lambda unit: seen.append(unit.unique_id))
    assert seen == [1, 2]
    assert model.units.map("__repr__") == ["<Unit 1>", "<Unit 2>"]
    trust = model.residents.sort("trust").get("trust")
    assert (np.diff(trust) <= 0).all()
    assert (np.diff(model.residents.sort(lambda r: r.trust + 0.0 and r.trust, ascending=True).get("trust")) >= 0).all()
    shuffled = model.residents.shuffle()
    assert shuffled == model.residents
    assert shuffled.get("id").tolist() != model.residents.get("id").tolist()
    seen.clear()
    model.residents.shuffle_do(lambda resident: seen.append(resident.unique_id))
    assert sorted(seen) == model.residents.get("id").tolist() != seen


def test_sets_join_and_part(lived: CoCreationModel) -> None:
    one, two = (lived.residents.select(lambda r, u=u: r.unit == u) for u in (1, 2))
    assert one | two == lived.residents
    assert len(one & two) == 0
    assert lived.residents - one == two
    assert one ^ lived.residents == two
    assert one.to_list()[0] in one
    assert one.to_list()[0] not in two
    with pytest.raises(TypeError, match="can be joined with residents of the same model only"):
        _ = one | lived.units


def test_many_rows_are_warned_of_and_columns_are_not(
    lived: CoCreationModel, monkeypatch: pytest.MonkeyPatch, recwarn: pytest.WarningsRecorder
) -> None:
    assert agent_sets.MANY_ROWS == 100_000
    monkeypatch.setattr(agent_sets, "MANY_ROWS", 10)
    lived.residents.groupby("unit").agg("trust", np.mean)
    lived.residents.select(lambda r: r.trust > 0.5).get("trust")
    assert len(recwarn) == 0
    with pytest.warns(UserWarning, match="50 residents one by one; get, set, agg, groupby and masks take whole col"):
        lived.residents.do(lambda resident: None)


# rows -----------------------------------------------------------------------------------------------------------


def test_rows_lead_to_each_other(lived: CoCreationModel) -> None:
    for resident in lived.residents:
        assert resident in resident.household.residents
        assert resident.household in resident.unit.households
        assert resident in resident.unit.residents
        assert all(resident in other.neighbors for other in resident.neighbors)
        assert resident.unit.unique_id == lived.residents.select(lambda r, one=resident: r.id == one.id).get("unit")[0]
    member = lived.party_members.to_list()[0]
    assert member.resident.party_member
    assert member in member.unit.party_members
    assert member.neighbors == member.resident.neighbors
    project = lived.projects.to_list()[0]
    assert project in project.unit.projects
    assert all(household.unit == project.unit for household in project.households)
    household = lived.households.to_list()[0]
    assert household not in household.neighbors
    assert all(household in other.neighbors for other in household.neighbors)


def test_members_and_organizations_lead_to_each_other() -> None:
    model = CoCreationModel(settings_with(TINY, memberships__coverage=0.9, memberships__members=10.0), rng=1)
    assert model.residents.to_list()[0].organizations.get("kind").tolist() != []
    for organization in model.organizations:
        assert len(organization.members) == model.organizations.select(lambda o, one=organization: o.id == one.id).get(
            "members"
        )
        assert all(organization in resident.organizations for resident in organization.members)


def test_units_are_neighbours_by_ties_across() -> None:
    model = CoCreationModel(settings_with(TINY, network__across_ties=4.0), rng=1)
    one, two = model.units.to_list()
    assert two in one.neighbors
    assert one in two.neighbors


def test_a_project_keeps_its_row_while_others_arise(model: CoCreationModel) -> None:
    model.run_for(SETTINGS.calendar.warm_up_weeks + 4)
    projects = model.projects
    ids = projects.get("id").tolist()
    row = projects.to_list()[-1]
    model.run()
    assert len(model.projects) > len(projects)
    assert projects.get("id").tolist() == ids
    assert row.unique_id == ids[-1]


def test_rows_are_not_registered_and_ones_own_agents_are(model: CoCreationModel) -> None:
    list(model.residents)
    assert len(model._all_agents) == 0

    class Observer(mesa.Agent):
        pass

    observer = Observer(model)
    assert observer in model.agents
    assert list(model.agents_by_type[Observer]) == [observer]


def test_agents_are_everyone(lived: CoCreationModel) -> None:
    all_agents = lived.agents
    assert len(all_agents) == sum(len(lived.agents_by_type[kind]) for kind in AGENT_TYPES)
    assert len(all_agents.select(agent_type=Unit)) == 2
    assert all_agents.groupby(type).count()[Resident] == 50
    assert len(all_agents.shuffle().sort("unique_id", ascending=True).to_list()) == len(all_agents)


# collecting -----------------------------------------------------------------------------------------------------


def test_the_collector_has_models_units_organizations_and_a_sample(lived: CoCreationModel) -> None:
    collector = lived.datacollector
    of_model = collector.get_model_vars_dataframe()
    weeks = lived.engine.end_week + SETTINGS.calendar.warm_up_weeks
    assert len(of_model) == -(-weeks // 4)
    assert of_model["completed"].iloc[-1] == lived.outcomes()["completed"] > 0
    assert of_model["weekly.trust"].iloc[-1] == lived.tables.weekly["trust"].iloc[-1]
    of_units = collector.get_agenttype_vars_dataframe(Unit)
    assert of_units.loc[float(weeks), "trust"].tolist() == lived.units.get("trust").tolist()
    assert len(collector.get_agenttype_vars_dataframe(Organization)) == len(of_model) * len(lived.organizations)
    of_residents = collector.get_agenttype_vars_dataframe(SampledResident)
    assert set(of_residents.index.get_level_values("AgentID")) == set(lived.sample.get("id").tolist())
    assert len(lived.sample) == 5


def test_a_sample_is_no_larger_than_the_people() -> None:
    assert len(CoCreationModel(SETTINGS, rng=1, collect=Collect(sample=10**6)).sample) == 50


def test_every_name_that_is_offered_can_be_collected() -> None:
    from dizao.model.mesa_adapter.data_collection import WEEKLY_NAMES

    model = CoCreationModel(SETTINGS, rng=3, collect=Collect(model=WEEKLY_NAMES, every=1))
    model.run_for(3)
    collected = model.datacollector.get_model_vars_dataframe()
    table = model.tables.weekly.drop(columns="week").add_prefix("weekly.")
    assert list(collected) == list(table)
    assert np.array_equal(collected.to_numpy(), table.to_numpy(dtype=float))


def test_ones_own_collector_is_left_to_oneself() -> None:
    class Mine(CoCreationModel):
        def __init__(self, *arguments: Any, **options: Any) -> None:
            super().__init__(*arguments, **options)
            self.datacollector = mesa.DataCollector(
                model_reporters={"week": "week"},
                agenttype_reporters={Resident: {"trust": "trust"}},
            )

        def step(self) -> None:
            super().step()
            self.datacollector.collect(self)

    model = Mine(SETTINGS, rng=1)
    model.run_for(3)
    assert model.datacollector.get_model_vars_dataframe()["week"].tolist() == [-11, -10, -9]
    assert len(model.datacollector.get_agenttype_vars_dataframe(Resident)) == 3 * 50


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"every": -1}, "collect: every must be a whole number of at least 0, got -1"),
        ({"sample": 1.5}, "collect: sample must be a whole number of at least 0, got 1.5"),
        ({"units": "trust"}, "collect: units must be a list of names, got 'trust'"),
    ],
)
def test_what_to_collect_is_checked(wrong: dict[str, Any], told: str) -> None:
    with pytest.raises(ValueError, match=told):
        Collect(**wrong)


# batches --------------------------------------------------------------------------------------------------------


@pytest.fixture
def start_method() -> Iterator[None]:
    """Let processes start as before afterwards: Mesa changes it for the whole interpreter."""
    import multiprocessing

    before = multiprocessing.get_start_method(allow_none=True)
    yield
    multiprocessing.set_start_method(before, force=True)


@pytest.mark.usefixtures("start_method")
@pytest.mark.parametrize("processes", [1, pytest.param(2, marks=pytest.mark.long)])
def test_batch_run_gives_what_single_runs_give(processes: int) -> None:
    settings = [SETTINGS, settings_with(TINY | BUSY, rates=600.0, costs=0.02, works__lender_share=0.0)]
    rows = mesa.batch_run(
        CoCreationModel,
        # In a list, since settings are a tuple and Mesa would take its parts one by one.
        {"scenario": settings, "collect": Collect(model=["completed", "public_yuan"])},
        number_processes=processes,
        rng=[1, 2],
        display_progress=False,
    )
    assert len(rows) == 4
    for row in rows:
        outcomes = CoCreationModel(row["scenario"], rng=row["rng"]).run().outcomes()
        assert (row["completed"], row["public_yuan"]) == (outcomes["completed"], outcomes["public_yuan"])


# what Mesa's users know -----------------------------------------------------------------------------------------


def test_no_warning_of_mesas_says_that_something_will_go(recwarn: pytest.WarningsRecorder) -> None:
    model = CoCreationModel(SETTINGS, rng=1, collect=COLLECT)
    model.run_for(3)
    model.residents.select(lambda r: r.trust > 0.5).groupby("unit").agg("trust", np.mean)
    model.units.shuffle_do("__repr__")
    assert [str(w.message) for w in recwarn if issubclass(w.category, (DeprecationWarning, FutureWarning))] == []


def test_a_set_does_whatever_mesas_own_does() -> None:
    public = {name for name in dir(AbstractAgentSet) if not name.startswith("_")}
    cohort = CoCreationModel(SETTINGS, rng=1).units
    assert public <= set(dir(cohort))
    assert isinstance(cohort, AbstractAgentSet)


def test_a_sets_numbers_are_those_of_mesas_own(lived: CoCreationModel) -> None:
    rows = list(lived.residents)
    mesas = AgentSet(rows, lived.random)
    assert mesas.agg("trust", np.mean) == pytest.approx(lived.residents.agg("trust", np.mean))
    assert mesas.get("degree") == lived.residents.get("degree").tolist()
    assert mesas.groupby("age").count() == lived.residents.groupby("age").count()
    assert [a.unique_id for a in mesas.sort("id", ascending=True)] == lived.residents.get("id").tolist()
    assert len(mesas.select(lambda a: a.trust > 0.6)) == len(lived.residents.select(lambda a: a.trust > 0.6))


def test_projects_are_those_that_have_arisen(model: CoCreationModel) -> None:
    assert len(model.projects) < len(model.engine.world.projects.need)
    assert isinstance(model.projects.to_list()[0], Project)
