import json
import pickle
import tomllib
from pathlib import Path

import pytest

from dizao.agents.parameters import parameters_of
from dizao.model.mechanisms.parts import PARTS
from dizao.model.mechanisms.presets import presets
from dizao.model.parameters import CATEGORIES
from dizao.model.systems.registry import SECTIONS, default_settings
from dizao.scenarios import load
from dizao.scenarios.execution.store import plain
from dizao.scenarios.loading.checks import check_memory, memory_needed
from dizao.scenarios.loading.errors import ScenarioError
from dizao.scenarios.loading.layers import Layer, library
from dizao.scenarios.loading.scenario_file import resolve
from dizao.scenarios.loading.toml_value import toml_value

pytestmark = pytest.mark.small

KNOWN = f"known: {', '.join(library())}, or the path of a .toml file"
ROOT = 'title = "A"\nquestion = "B?"\n'


def message(*arguments, **options) -> str:
    with pytest.raises(ScenarioError) as caught:
        load(*arguments, **options)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def as_toml(table: dict, prefix: str = "") -> str:
    lines = [f"{key} = {toml_value(value)}" for key, value in table.items() if not isinstance(value, dict)]
    for key, value in table.items():
        if isinstance(value, dict):
            lines.append(f"[{prefix}{key}]\n{as_toml(value, f'{prefix}{key}.')}")
    return "\n".join(lines)


# what comes with the package


def test_every_scenario_of_the_library_loads_and_asks_one_question():
    assert {"taoyuan", "nanhu", "wuchang"} <= set(library())
    for name in library():
        scenario = load(name)
        assert scenario.name == name
        assert scenario.question.count("?") == 1
        assert scenario.title_zh
        assert scenario.question_zh.count("？") == 1
        assert scenario.source != "not said"


@pytest.mark.parametrize("name", ["taoyuan", "nanhu", "wuchang"])
def test_the_places_go_from_paying_up_front_to_rewards(name):
    assert load(name).mechanism_name == "reward"
    assert load(name).base.former == presets()["upfront"].mechanism


def test_the_counts_of_the_issue():
    place = load("wuchang").base.place
    assert (place.residents, place.households, place.units, place.streets) == (1_092_750, 442_409, 568, 14)
    assert (place.party_members, place.stations) == (51_000, 328)
    assert load("taoyuan").base.place.units == 4


@pytest.mark.parametrize("name", ["taoyuan", "nanhu"])
def test_the_invented_places_have_the_proportions_of_the_district(name):
    whole, part = load("wuchang").base, load(name).base
    share = part.place.units / whole.place.units
    for count in ("residents", "households", "party_members"):
        assert getattr(part.place, count) == pytest.approx(getattr(whole.place, count) * share, abs=1.0)
    assert part.budget.yuan_per_year == pytest.approx(whole.budget.yuan_per_year * share)
    assert part.budget.warm_up_yuan_per_year == pytest.approx(whole.budget.warm_up_yuan_per_year * share)
    assert part._replace(name="", place=whole.place, budget=whole.budget) == whole._replace(name="")


def test_the_default_scenario_is_what_settings_start_from():
    assert load("nanhu").settings() == default_settings()._replace(name="nanhu")


# a wrong file: one line that names file, key, what is allowed and what was found

QUOTED = ", ".join(f'"{name}"' for name in presets())

WRONG_VALUE = {
    "[works]\nlender_share = 1.7": "works.lender_share: must be between 0 and 1, got 1.7",
    "[mechanism.payment]\nrate = 1.7": "mechanism.payment.rate: must be between 0 and 1, got 1.7",
    "[works]\ncampain_weeks = 8": "works.campain_weeks: unknown key; did you mean campaign_weeks?",
    "[work]\ncampaign_weeks = 8": "work: unknown key; did you mean works?",
    "zebra = 1": "zebra: unknown key",
    "[works]\nvote_weeks = 8.5": "works.vote_weeks: must be a whole number between 1 and 5200, got 8.5",
    "[works]\nvote_weeks = true": "works.vote_weeks: must be a whole number between 1 and 5200, got true",
    "[works]\nvote_weeks = 0": "works.vote_weeks: must be a whole number between 1 and 5200, got 0",
    '[works]\nlender_share = "all"': 'works.lender_share: must be a number between 0 and 1, got "all"',
    "[works]\nlender_share = nan": "works.lender_share: must be a number between 0 and 1, got nan",
    "[works]\nlender_share = false": "works.lender_share: must be a number between 0 and 1, got false",
    "[budget]\nyuan_per_year = inf": "budget.yuan_per_year: must be a number 0 or more, got inf",
    "[budget]\nyuan_per_year = -5": "budget.yuan_per_year: must be 0 or more, got -5",
    "[budget]\nyuan_per_year = 1e300": "budget.yuan_per_year: must be at most 1e+12, got 1e+300",
    "[people]\nvote_trust = -2000": "people.vote_trust: must be between -1000 and 1000, got -2000",
    "works = 3": "works: must be a table, got 3",
    "[[works]]\nlender_share = 1": 'works: must be a table, got [{"lender_share": 1}]',
    '[platforms]\nhour = "noon"': 'platforms.hour: must be one of "any", "day", "evening", got "noon"',
    '[mechanism]\npreset = "rwd"': f'mechanism.preset: must be one of {QUOTED}, got "rwd"',
    '[mechanism.incentive]\nkind = "gold"': (
        'mechanism.incentive.kind: must be one of "none", "points", "honours", got "gold"'
    ),
    '[mechanism.payment]\ntier_scores = [40, "x"]': (
        'mechanism.payment.tier_scores: must be a list of numbers between 0 and 100, got "x"'
    ),
    "[presets.reward.payment]\ntier_scores = [60, 40]\ntier_shares = [0.5, 1.0]": (
        "presets.reward.payment.tier_scores: must be ascending, got [60.0, 40.0]"
    ),
    "[mechanism.payment]\ntier_scores = [40, 60]\ntier_shares = [1.0]": (
        "mechanism.payment.tier_shares: must have as many numbers as tier_scores (2), got 1"
    ),
    "[former.payment]\nrate = 2": "former.payment.rate: must be between 0 and 1, got 2",
    "[presets.reward.payment]\nrate = 2": "presets.reward.payment.rate: must be between 0 and 1, got 2",
    "[presets.rewrd.payment]\nrate = 1": "presets.rewrd: unknown key; did you mean reward?",
    "[categories.gat]\ncost_yuan = 1": "categories.gat: unknown category; did you mean gate?; "
    "a new one must also have title, title_zh, kind, rate, scope, level",
    "[categories]\ngat = false": "categories.gat: unknown category; did you mean gate? known: " + ", ".join(CATEGORIES),
    "[categories]\ngate = 3": "categories.gate: must be a table, or false to leave it out, got 3",
    "[categories.gate]\ncost_yuan = 0": "categories.gate.cost_yuan: must be above 0 for a project, got 0",
    "[categories]\n" + "\n".join(f"{name} = false" for name in CATEGORIES): "categories: must be a table with "
    "at least one category, got an empty table",
    "[place]\nresidents = 100": "place.residents: must be at least 31156 (place.households), got 100 (and 1 more)",
    "[place]\nhouseholds = 80000": "place.households: must be at most 76954 (place.residents), got 80000",
    "[place]\nunits = 40000": "place.units: must be at most 31156 (place.households), got 40000",
    "[place]\ncommunities = 41": "place.communities: must be at most 40 (place.units), got 41",
    "[place]\nstreets = 11": "place.streets: must be at most 10 (place.communities), got 11",
    "[place]\nstations = 41": "place.stations: must be at most 40 (place.units), got 41",
    "[place]\nparty_members = 70000": "place.party_members: must be at most 66949 (residents who are not children), "
    "got 70000",
    '[categories.gate]\nask = "levy"\nconsent = "none"': (
        'categories.gate.consent: must be a rule of consent where ask = "levy", got none'
    ),
    "[calendar]\nfollow_up_weeks = 5150": "calendar.follow_up_weeks: must keep the whole run within 5200 weeks, "
    "got 5150",
    "scale = 0": "scale: must be above 0 and at most 1, got 0",
    "scale = nan": "scale: must be above 0 and at most 1, got nan",
    'scale = "1"': 'scale: must be a number above 0 and at most 1, got "1"',
    "[place]\nunits = 0\n[works]\nx = 1": "place.units: must be a whole number of at least 1, got 0 (and 1 more)",
}

EMPTY = 'empty; a scenario has a title and a question, or extends = "NAME" and a change'
WRONG_FILE = {
    "": EMPTY,
    "# nothing but this": EMPTY,
    'question = "B?"': "title: missing; must be text",
    'title = 3\nquestion = "B?"': "title: must be text, got 3",
    "x = 1\n\ny 2": "must be TOML: expected '=' after a key in a key/value pair (at line 3, column 3)",
    "x = 1\ny = ": "must be TOML: invalid value (at line 2, column 5)",
    "x = 1\nx = 2": "must be TOML: cannot overwrite a value (at line 2, column 6)",
    "a = " + "[" * 9999: "must be TOML, got tables nested too deeply",
    'extends = "my.toml"': "extends: must not lead back to the same file, got my.toml -> my.toml",
    "extends = 3": "extends: must be the name of a scenario or a path, got 3",
    'extends = "other.toml"': 'extends: no such file, got "other.toml"',
    'extends = "wuchan"': "extends: unknown scenario; did you mean wuchang? " + KNOWN,
}
WRONG = {ROOT + text: told for text, told in WRONG_VALUE.items()} | WRONG_FILE


@pytest.mark.parametrize(("text", "expected"), WRONG.items())
def test_a_wrong_file_is_told_in_one_line(tmp_path, monkeypatch, text, expected):
    monkeypatch.chdir(tmp_path)
    write(tmp_path, "my.toml", text)
    assert message("my.toml") == f"my.toml: {expected}"


def test_not_utf8_names_the_byte(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("my.toml").write_bytes(b'title = "caf\xe9"')
    assert message("my.toml") == "my.toml: must be UTF-8 text, got byte 0xe9 at position 12"


def test_missing_directory_and_unknown(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("folder").mkdir()
    assert message("my.toml") == "my.toml: no such file"
    assert message("folder/my.toml") == "folder/my.toml: no such file"
    assert message("folder") == "folder: must be a .toml file, got a directory"
    assert message("nanhuu") == f"nanhuu: unknown scenario; did you mean nanhu? {KNOWN}"
    assert message("") == f'"": unknown scenario; {KNOWN}'


def test_a_long_or_broken_value_stays_one_short_line(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write(tmp_path, "my.toml", ROOT + '"a\\nb" = 1')
    assert message("my.toml") == "my.toml: a b: must be a key without control characters"
    write(tmp_path, "my.toml", ROOT + f'[works]\nlender_share = "{"x" * 999}"')
    assert len(message("my.toml")) < 150
    write(tmp_path, "my.toml", ROOT + f"[place]\nunits = 0x{'f' * 9999}")
    assert message("my.toml") == "my.toml: place.units: must be at most 1e+12, got a very large number"


def test_an_error_in_a_parent_names_the_parent(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write(tmp_path, "parent.toml", ROOT + "[works]\nlender_share = 2")
    write(tmp_path, "child.toml", 'extends = "parent.toml"\n[works]\ncampaign_weeks = 4')
    assert message("child.toml") == "parent.toml: works.lender_share: must be between 0 and 1, got 2"
    assert load("child.toml", ["works.lender_share=1"]).base.works.lender_share == 1.0


def test_an_error_survives_a_trip_to_another_process():
    error = ScenarioError("my.toml", "works.x", "unknown key")
    assert str(pickle.loads(pickle.dumps(error))) == str(error)


# extends


def test_a_child_changes_only_what_it_says(tmp_path):
    path = write(tmp_path, "child.toml", 'extends = "nanhu"\n[works]\nlender_share = 0.0\n')
    child, parent = load(path), load("nanhu")
    assert child.name == "child"
    assert child.question == parent.question
    assert child.base == parent.base._replace(name="child", works=parent.base.works._replace(lender_share=0.0))


def test_a_question_that_is_said_anew_has_no_old_translation(tmp_path):
    path = write(tmp_path, "child.toml", 'extends = "nanhu"\nquestion = "Why?"\n')
    child, parent = load(path), load("nanhu")
    assert (child.question_in("zh"), child.question_zh) == ("Why?", "")
    assert child.title_in("zh") == parent.title_zh
    assert parent.question_in("en") == parent.question
    assert resolve(child.name, [Layer("shown", child.table())]).question_zh == ""


def test_a_scenario_knows_how_it_was_asked_for():
    found = load("nanhu", ["works.lender_share=0"], 0.5)
    assert found.asked == ("nanhu", ("works.lender_share=0",), 0.5)
    assert found == load("nanhu", "works.lender_share=0", 0.5)


def test_a_chain_is_relative_to_each_file(tmp_path, monkeypatch):
    (tmp_path / "deep" / "er").mkdir(parents=True)
    write(tmp_path, "a.toml", ROOT + "[works]\nlender_share = 0.1\ncampaign_weeks = 3")
    write(tmp_path / "deep", "b.toml", 'extends = "../a.toml"\n[works]\nlender_share = 0.2')
    path = write(tmp_path / "deep" / "er", "c.toml", 'extends = "../b.toml"\ntitle = "C"')
    scenario = load(path)
    assert (scenario.title, scenario.base.works.lender_share, scenario.base.works.campaign_weeks) == ("C", 0.2, 3)


def test_a_circle_names_its_files(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write(tmp_path, "a.toml", 'extends = "b.toml"')
    write(tmp_path, "b.toml", 'extends = "c.toml"')
    write(tmp_path, "c.toml", 'extends = "b.toml"')
    assert message("a.toml").endswith("extends: must not lead back to the same file, got b.toml -> c.toml -> b.toml")


def test_byte_order_mark_and_windows_line_ends_are_read(tmp_path):
    path = tmp_path / "windows.toml"
    path.write_bytes(b"\xef\xbb\xbf" + (ROOT + "[works]\nlender_share = 0.3\n").replace("\n", "\r\n").encode())
    assert load(path).base.works.lender_share == 0.3


def test_categories_are_changed_added_and_dropped(tmp_path):
    text = (
        ROOT + "[categories]\nnoise = false\n[categories.gate]\ncost_yuan = 20000\n[categories.lamp]\n"
        'title = "Lamp"\ntitle_zh = "路灯"\nkind = "project"\nrate = 1\nscope = "unit"\n'
        'level = "unit"\ncost_yuan = 3000\n'
    )
    categories = load(write(tmp_path, "c.toml", text)).base.categories
    assert list(categories) == [*(name for name in CATEGORIES if name != "noise"), "lamp"]
    assert categories["gate"] == CATEGORIES["gate"]._replace(cost_yuan=20_000.0)
    assert (categories["lamp"].cost_yuan, type(categories["lamp"].rate)) == (3000.0, float)


def test_a_new_preset_starts_afresh(tmp_path):
    write(tmp_path, "a.toml", ROOT + '[mechanism]\npreset = "reward"\npayment = { rate = 0.9, delay_weeks = 9 }')
    child = write(tmp_path, "b.toml", 'extends = "a.toml"\n[mechanism]\npreset = "upfront"')
    assert load(tmp_path / "a.toml").mechanism_name == "own"
    assert load(child).mechanism_name == "upfront"


# --set and --scale


@pytest.mark.parametrize(
    ("override", "expected"),
    [
        ("works.lender_share=0", lambda s: s.base.works.lender_share == 0.0),
        ("works.lender_share = .25", lambda s: s.base.works.lender_share == 0.25),
        ("place.units=10", lambda s: s.base.place.units == 10),
        ("platforms.hour=evening", lambda s: s.base.platforms.hour == "evening"),
        ('platforms.hour="evening"', lambda s: s.base.platforms.hour == "evening"),
        ("categories.gate.cost_yuan=20000", lambda s: s.base.categories["gate"].cost_yuan == 20_000.0),
        ("categories.gate=false", lambda s: "gate" not in s.base.categories),
        ("works={lender_share = 0.1}", lambda s: s.base.works.lender_share == 0.1),
        ('mechanism.payment.waterfall=["upkeep_fund"]', lambda s: s.own.payment.waterfall == ("upkeep_fund",)),
        ("people.giving_intercept=-2", lambda s: s.base.people.giving_intercept == -2.0),
    ],
)
def test_set_changes_one_value(override, expected):
    assert expected(load("taoyuan", ["place.stations=0", override]))


def test_set_on_the_own_mechanism_leaves_the_preset():
    scenario = load("taoyuan", ["mechanism.payment.rate=0.4"])
    assert scenario.mechanism_name == "own"
    assert scenario.mechanism_names == (*presets(), "own")
    assert scenario.mechanism().payment.rate == 0.4
    assert scenario.settings("reward").mechanism == presets()["reward"].mechanism
    assert scenario.settings().mechanism_name == "own"


def test_set_on_a_preset_changes_it_wherever_it_is_used():
    scenario = load("taoyuan", ["reward.payment.rate=0.4", "upfront.payment.rate=0.9"])
    assert scenario.mechanism_name == "reward"
    assert scenario.mechanism("own") == scenario.mechanism("reward") == scenario.own
    assert scenario.own.payment.rate == 0.4
    assert scenario.base.former.payment.rate == 0.9
    both = load("taoyuan", ["reward.payment.rate=0.4", "mechanism.payment.delay_weeks=1"])
    assert (both.mechanism_name, both.own.payment.rate, both.own.payment.delay_weeks) == ("own", 0.4, 1)


def test_an_own_mechanism_that_equals_its_preset_bears_its_name():
    assert load("taoyuan", ["mechanism.payment.rate=0.5"]).mechanism_name == "reward"
    assert load("taoyuan", ["mechanism.preset=upfront"]).mechanism_name == "upfront"


def test_the_order_of_set_does_not_matter_between_keys():
    one = load("taoyuan", ["mechanism.payment.rate=0.4", "mechanism.preset=upfront"])
    other = load("taoyuan", ["mechanism.preset=upfront", "mechanism.payment.rate=0.4"])
    assert one == other
    assert load("taoyuan", ["works.lender_share=0", "works.lender_share=1"]).base.works.lender_share == 1.0


WRONG_SET = {
    "mechanism.payment.rate=1.7": "--set: mechanism.payment.rate: must be between 0 and 1, got 1.7",
    "reward.payment.rate=1.7": "--set: reward.payment.rate: must be between 0 and 1, got 1.7",
    "reward.payment.rte=1": "--set: reward.payment.rte: unknown key; did you mean rate?",
    "rewrd.payment.rate=1": "--set: rewrd.payment.rate: unknown key; did you mean reward?",
    "works.campain_weeks=1": "--set: works.campain_weeks: unknown key; did you mean campaign_weeks?",
    "works.lender_share": "--set: works.lender_share: must be KEY=VALUE, such as works.lender_share=0",
    "=1": '--set: "": must be KEY=VALUE, such as works.lender_share=0',
    "works..lender_share=1": "--set: works..lender_share: must be KEY=VALUE, such as works.lender_share=0",
    "works.lender_share=": '--set: works.lender_share: must be a number, a word or a "text", got ""',
    "works.lender_share=1 2": '--set: works.lender_share: must be a number, a word or a "text", got "1 2"',
    "works.lender_share=1\nx=2": '--set: works.lender_share: must be a number, a word or a "text", got "1\\nx=2"',
    "works.lender_share=half": '--set: works.lender_share: must be a number between 0 and 1, got "half"',
    "works.lender_share=NaN": '--set: works.lender_share: must be a number between 0 and 1, got "NaN"',
    "works.lender_share.x=1": "--set: works.lender_share: must be a number between 0 and 1, got a table",
    "works=1": "--set: works: must be a table, got 1",
    "place.residents=10": "--set: place.residents: must be at least 3116 (place.households), got 10 (and 1 more)",
    "mechanism=reward": '--set: mechanism: must be a table, got "reward"',
}


@pytest.mark.parametrize(("override", "expected"), WRONG_SET.items())
def test_a_wrong_set_is_told_in_one_line(override, expected):
    assert message("taoyuan", [override]) == expected


def test_an_unknown_start_of_a_key_lists_all():
    told = message("taoyuan", ["zzz=1"])
    assert told.startswith("--set: zzz: unknown key; must start with one of title,")
    assert all(name in told for name in [*SECTIONS, *presets(), "categories", "mechanism", "former"])


def test_scale(tmp_path):
    assert load("nanhu", scale=0.1).base.scale == 0.1
    path = write(tmp_path, "half.toml", ROOT + "scale = 0.5")
    assert (load(path).base.scale, load(path, scale=1.0).base.scale) == (0.5, 1.0)
    for wrong, told in ((0.0, "0.0"), (-1, "-1"), (1.5, "1.5")):
        assert message("nanhu", scale=wrong) == f"--scale: must be above 0 and at most 1, got {told}"


def test_unknown_mechanism_is_suggested():
    with pytest.raises(ScenarioError) as caught:
        load("taoyuan").settings("rewrd")
    told = f"--mechanism: rewrd: unknown mechanism; did you mean reward? known: {', '.join(presets())}"
    assert str(caught.value) == told


# numbers as the engine needs them; files that say the same


def test_every_number_has_its_declared_type():
    settings = load(
        "taoyuan", ["works.lender_share=1", "budget.yuan_per_year=1", "mechanism.payment.rate=1"]
    ).settings()
    sections = (
        [getattr(settings, name) for name in SECTIONS]
        + [getattr(settings.mechanism, part) for part in PARTS]
        + list(settings.categories.values())
    )
    for section in sections:
        for name in parameters_of(type(section)):
            kind = int if "int" in str(type(section).__annotations__[name]).split("Parameter")[0] else float
            value = getattr(section, name)
            assert all(type(x) is kind for x in (value if isinstance(value, tuple) else (value,))), name


@pytest.mark.parametrize(
    "overrides",
    [
        (),
        ("mechanism.payment.rate=0.4", "works.lender_share=0", "categories.gate=false", "scale=0.5"),
        ("reward.payment.rate=0.4", "former.preset=none", "categories.yard.rate=3", 'title="A \\"B\\" \\u200d 街"'),
    ],
)
def test_a_resolved_scenario_loads_to_the_same_numbers(tmp_path, overrides):
    scenario = load("taoyuan", overrides)
    again = load(write(tmp_path, "taoyuan.toml", as_toml(scenario.table())))
    assert again == scenario
    through_json = json.loads(json.dumps(plain(scenario.table())))
    assert tomllib.loads(as_toml(through_json)) == tomllib.loads(as_toml(scenario.table()))


def test_a_scenario_goes_to_another_process():
    scenario = load("taoyuan", ["mechanism.payment.rate=0.4"])
    assert pickle.loads(pickle.dumps(scenario)) == scenario


# memory


def test_what_does_not_fit_is_said_before_starting():
    huge = load("wuchang", ["place.residents=100000000000", "place.households=10000000000"]).settings()
    with pytest.raises(ScenarioError, match=r"must fit into memory: .* GiB needed, .* GiB free; try --scale"):
        check_memory(huge)
    check_memory(load("taoyuan").settings())


def test_memory_goes_with_scale_and_people():
    whole = memory_needed(load("wuchang").settings())
    assert 0.2e9 < whole < 2e9
    assert memory_needed(load("wuchang", scale=0.5).settings()) == pytest.approx(whole / 2, rel=1e-6)
