"""Cases: what files may say, what follows from it, what is refused, and what ``dizao case`` prints (ODD 7.18)."""

import json
import os
import subprocess
import sys
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from dizao.model.documented_cases import ending
from dizao.model.documented_cases.ending import Ending
from dizao.scenarios.commands.main import execute
from dizao.scenarios.loading.case_file import cases, load_case
from dizao.scenarios.loading.case_schema import CASE_TABLE
from dizao.scenarios.loading.case_settings import settings_of
from dizao.scenarios.loading.errors import ScenarioError
from dizao.scenarios.studies.cases import Answer, answer_of, run_case

MINIMAL = """
[place]
households = 60
[project]
cost_yuan = 12_000
[[project.source]]
share = 0.5
"""
EVENT = "[[project.event]]\nweek = 1\n"
WILLING = ("people.giving_intercept=1.0", "people.vote_intercept=3.0", "project.smallest_part=1.0")
"""With them most plans are consented to and paid for, so that what follows tests something."""


@cache
def lived(text: str, *changes: str, replicates: int = 24) -> list[Ending]:
    path = Path(os.environ["CASES_OF_TESTS"]) / f"case{abs(hash(text))}.toml"
    path.write_text(text, encoding="utf-8")
    return run_case(load_case(str(path), changes), replicates)


def answered(text: str, *changes: str) -> Answer:
    path = Path(os.environ["CASES_OF_TESTS"]) / "asked.toml"
    path.write_text(text, encoding="utf-8")
    return answer_of(load_case(str(path), changes), lived(text, *changes))


@pytest.fixture(scope="session", autouse=True)
def folder(tmp_path_factory: pytest.TempPathFactory) -> None:
    os.environ["CASES_OF_TESTS"] = str(tmp_path_factory.mktemp("cases"))


def file(folder: Path, text: str) -> str:
    path = folder / "my.toml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def count(found: list[Ending], name: str) -> int:
    return sum(getattr(one, name) for one in found)


def money(found: list[Ending], name: str) -> list[int]:
    return [one.money_fen.get(name, 0) for one in found]


# files ----------------------------------------------------------------------------------------------------------


def test_households_cost_and_a_source_are_enough() -> None:
    found = answered(MINIMAL).numbers
    assert found["consent"].mean is not None
    assert 0.0 < found["completed"].mean <= 1.0


def test_every_case_of_the_package_is_loaded_and_lives() -> None:
    assert len(cases()) >= 12
    for name in cases():
        case = load_case(name)
        assert case.source != "not said"
        assert answer_of(case, run_case(case, 2)).table()["consent"]


def test_a_range_whose_ends_are_equal_is_the_number() -> None:
    ranges = MINIMAL.replace("= 60", "= [60, 60]").replace("12_000", "[12_000, 12_000]").replace("0.5", "[0.5, 0.5]")
    assert answered(MINIMAL) == answered(ranges)


def test_a_range_is_drawn_anew_in_each_replicate_alike_in_files_that_extend_each_other(tmp_path: Path) -> None:
    path = file(tmp_path, MINIMAL.replace("12_000", "[12_000, 36_000]"))
    (tmp_path / "child.toml").write_text('extends = "my.toml"\n[project]\nmeetings = 3\n', encoding="utf-8")
    both = [load_case(name) for name in (path, str(tmp_path / "child.toml"))]
    costs = [[settings_of(case, seed).pinned_projects[0].cost_yuan for seed in range(200)] for case in both]
    assert costs[0] == costs[1]
    assert 12_000 <= min(costs[0]) < max(costs[0]) <= 36_000
    # Uniform: five standard errors of the mean, a false alarm in two million.
    assert abs(np.mean(costs[0]) - 24_000) < 5 * 24_000 / 12**0.5 / 200**0.5


def test_what_was_observed_changes_no_byte(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = []
    for observed in (
        "",
        "[observed]\nconsent = false\nprivate_yuan = 1\n",
        "[observed]\npayers = [3, 9]\nnote = 'x'\n",
    ):
        assert execute(["case", file(tmp_path, MINIMAL + observed), "--json", "--replicates", "6"]) == 0
        told.append(capsys.readouterr().out)
    assert told[0] == told[1] == told[2]


def test_processes_and_threads_do_not_matter(tmp_path: Path) -> None:
    path = file(tmp_path, MINIMAL)
    command = [sys.executable, "-c", "from dizao.scenarios.commands.main import main; main()", "case", path, "--json"]
    told = [
        subprocess.run(
            [*command, "--replicates", "6"],
            env=os.environ | {"NUMBA_NUM_THREADS": threads},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for threads in ("1", "2")
    ]
    case = load_case(path)
    assert told[0] == told[1]
    assert json.loads(told[0]) == answer_of(case, run_case(case, 6)).table()


KEYS = [
    "consent", "funded", "completed", "private_yuan", "payers", "mean_contribution_yuan", "median_contribution_yuan",
    "weeks",
    "objecting_share", "objecting_by_floor", "money_by_source",
]  # fmt: skip


def test_json_has_exactly_its_keys(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert execute(["case", file(tmp_path, MINIMAL), "--json", "--replicates", "4"]) == 0
    table = json.loads(capsys.readouterr().out)
    assert list(table) == KEYS
    assert all(set(table[key]) == {"mean", "low", "high"} for key in KEYS[:-2])
    assert {"source 1", "households"} <= set(table["money_by_source"])


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_case_is_told_in_both_languages(language: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert execute(["case", "stairwell_lift", "--replicates", "3", "--lang", language]) == 0
    told = capsys.readouterr().out
    assert {"en": "objecting on floor 7", "zh": "7 层反对"}[language] in told


def test_cases_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert execute(["list"]) == 0
    told = capsys.readouterr().out
    assert all(name in told for name in cases())


# consent --------------------------------------------------------------------------------------------------------


def test_a_stricter_rule_of_consent_never_has_more_of_it() -> None:
    once = ("project.attempts=1", "people.vote_intercept=2.0", "people.reach_intercept=1.0")
    rules = ("unanimous", "art278_three_quarters", "art278_half", "none")
    found = [[one.consent for one in lived(MINIMAL, f'project.consent="{rule}"', *once)] for rule in rules]
    for strict, loose in pairwise(found):
        assert all(loose[k] or not strict[k] for k in range(len(strict)))
    assert sum(found[0]) < sum(found[1]) < len(found[3]) == sum(found[3])


def test_raising_the_ask_never_raises_consent() -> None:
    silent = (
        "people.object_voiced=0",
        "people.reciprocity_mean=0",
        "project.attempts=1",
        "project.consent=art278_half",
    )
    asks = [[one.consent for one in lived(MINIMAL, f"project.ask_yuan={ask}", *silent)] for ask in (10, 200, 1_500)]
    for low, high in pairwise(asks):
        assert all(low[k] or not high[k] for k in range(len(low)))
    assert sum(asks[0]) > sum(asks[2])


def test_absent_owners_are_not_reached() -> None:
    once = ("project.attempts=1", "people.reach_absent_owner=8", "people.vote_intercept=5")
    here, away = (lived(MINIMAL, f"place.absent_owners_share={share}", *once) for share in (0.0, 0.9))
    assert count(here, "consent") > count(away, "consent") == 0


LIFT = """
[place]
households = 12
floors = 6
flats_per_floor = 2
trust = 0.9
[project]
cost_yuan = 90_000
value_yuan_by_floor = [-9000, -500, 9000, 20000, 30000, 40000]
ask_yuan_by_floor = [0, 0, 5000, 10000, 14000, 18000]
consent = "art278_three_quarters"
"""


def test_who_loses_objects_floor_by_floor() -> None:
    found = answered(LIFT, "project.value_spread=0", "people.trust_sd=0", "people.trust_place_sd=0").by_floor
    assert [one.mean for one in found[:2]] == [1.0, 1.0]
    assert found[-1].mean == 0.0
    assert len(found) == 6


@pytest.mark.parametrize(
    ("changes", "ask"),
    [
        ((), "levy"),
        (('place.setting="rural"',), "share"),
        (('place.setting="rural"', "project.levy=true"), "levy"),
        (("project.levy=false",), "share"),
        (('project.consent="none"',), "share"),
        (('project.ask="free"',), "free"),
    ],
)
def test_shares_are_owed_by_law_where_owners_decide_unless_the_file_says_so(changes: tuple[str, ...], ask: str) -> None:
    path = Path(os.environ["CASES_OF_TESTS"]) / "levied.toml"
    path.write_text(MINIMAL, encoding="utf-8")
    settings = settings_of(load_case(str(path), changes), 0)
    assert settings.categories[settings.pinned_projects[0].category].ask == ask


def test_what_is_asked_by_floor_is_asked_there() -> None:
    found = lived(LIFT, *WILLING, "project.consent=none", "project.smallest_part=0.5")
    contributions = np.concatenate([one.contributions_fen for one in found])
    assert len(contributions)
    assert contributions.max() > 9_000_00


def test_who_loses_can_be_paid_for_it() -> None:
    event = '[[project.event]]\nweek = 1\nkind = "redesign_shares"\nyuan = 9000\n'
    fixed = ("project.meetings=2", "project.value_spread=0", "people.trust_sd=0", "people.trust_place_sd=0")
    before, after = answered(LIFT, *fixed).by_floor, answered(LIFT + event, *fixed).by_floor
    assert before[0].mean == 1.0
    assert after[0].mean == after[1].mean == 0.0


# money ----------------------------------------------------------------------------------------------------------


def test_the_money_of_a_completed_project_adds_up_to_its_cost() -> None:
    sources = (
        '[[project.source]]\nname = "milestones"\nshare = 0.2\ntiming = "milestone"\n'
        '[[project.source]]\nname = "reward"\nshare = 0.2\ntiming = "acceptance"\n'
    )
    found = [
        one
        for one in lived(MINIMAL + sources, *WILLING, "project.land_in_kind=1000", "contract.retention_share=0")
        if one.completed
    ]
    assert len(found) >= 5
    for one in found:
        assert sum(one.money_fen.values()) == one.cost_fen
        assert abs(one.money_fen[ending.LEFT_OVER]) <= 200
        assert one.money_fen[ending.LAND] == 1_000_00
        assert one.cost_fen == pytest.approx(12_000_00, abs=400_00)


def test_a_source_that_wants_more_of_the_residents_pays_nothing() -> None:
    wants = MINIMAL + "needs_resident_share = {}\n"
    some, none = (money(lived(wants.format(share), *WILLING), "source 1") for share in (0.3, 0.8))
    assert max(some) > 0
    assert max(none) == 0


def test_a_source_that_wants_more_votes_is_not_offered() -> None:
    wants = MINIMAL + "needs_consent = {}\n"
    divided = (*WILLING, "people.vote_intercept=1")
    some, none = (money(lived(wants.format(share), *divided), "source 1") for share in ("true", "1.0"))
    assert max(some) > 0
    assert max(none) == 0


@pytest.mark.parametrize(
    "timing", ["start", *(pytest.param(one, marks=pytest.mark.long) for one in ("milestone", "acceptance"))]
)
def test_what_is_not_secured_may_fall_away(timing: str) -> None:
    secured = MINIMAL + 'timing = "{}"\nsecured = {}\n'
    paid = {
        word: sum(fen > 0 for fen in money(lived(secured.format(timing, word), *WILLING), "source 1"))
        for word in ("true", "false", "0.0")
    }
    assert paid["true"] > paid["false"] > paid["0.0"] == 0


def test_an_amount_may_be_yuan_a_share_or_one_for_each_unit(tmp_path: Path) -> None:
    for amount in ("yuan = 6000", "share = 0.5", "per_unit = 2000"):
        text = MINIMAL.replace("share = 0.5", amount)
        case = load_case(file(tmp_path, text), ["project.units=3"])
        assert settings_of(case, 1).documented.sources[0].fen == 6_000_00


def test_lifts_are_counted_by_their_stairwells(tmp_path: Path) -> None:
    text = LIFT.replace("households = 12", "households = 36") + "[[project.source]]\nper_unit = 1000\n"
    assert settings_of(load_case(file(tmp_path, text)), 1).documented.sources[0].fen == 3_000_00


def test_patrons_give_for_certain_and_count_as_payers() -> None:
    patrons = "[[place.patron]]\nnumber = 2\nyuan = 1500\n"
    found = [one for one in lived(MINIMAL + patrons, *WILLING) if one.completed]
    assert found
    assert all(one.money_fen[ending.PATRONS] == 3_000_00 for one in found)
    assert all((one.contributions_fen == 1_500_00).sum() >= 2 for one in found)


def test_all_money_goes_back_where_nothing_is_built() -> None:
    found = lived(MINIMAL + "[[place.patron]]\nyuan = 500\n", "people.giving_intercept=-9", "project.consent=none")
    assert count(found, "funded") == 0
    assert all(sum(one.money_fen.values()) == 0 and not len(one.contributions_fen) for one in found)


def test_a_lender_who_does_not_wait_long_enough_does_not_lend() -> None:
    later = MINIMAL + 'timing = "acceptance"\n[project.prefinance]\nlender = "cadre"\nweeks = {}\n'
    rules = (*WILLING, "works.contractor_credit_share=0", "works.start_uncovered=0", "works.advance_share=0")
    contributions = {
        weeks: [one.contributions_fen.sum() for one in lived(later.format(weeks), *rules)] for weeks in (1, 52)
    }
    assert count(lived(later.format(52), *rules), "completed") > 0
    # Without a lender those who give advance the promise themselves.
    assert count(lived(later.format(1), *rules), "completed") <= count(lived(later.format(52), *rules), "completed")
    assert max(contributions[52]) > 0


# others, and what happens ---------------------------------------------------------------------------------------

SHARED = (
    MINIMAL.replace("[project]", '[[place.partner]]\nname = "others"\nhouseholds = 40\nshare_of_use = 0.4\n[project]')
    .replace("share = 0.5", "yuan = 100")
)  # fmt: skip
BROUGHT_IN = '[[project.event]]\nweek = 2\nkind = "bring_in_partner"\nby = "office"\n'


def test_a_partner_pays_only_if_it_is_brought_in_and_agrees() -> None:
    alone, shared = lived(SHARED, *WILLING), lived(SHARED + BROUGHT_IN, *WILLING)
    assert max(money(alone, ending.PARTNERS)) == 0
    assert max(money(shared, ending.PARTNERS)) > 0
    never = lived(SHARED + BROUGHT_IN, "people.vote_intercept=-9", "project.consent=art278_half")
    assert max(money(never, ending.PARTNERS)) == 0


def test_a_partner_that_pays_is_asked_from_the_start() -> None:
    pays = SHARED.replace("share_of_use = 0.4", "share_of_use = 0.4\npays = true")
    assert max(money(lived(pays, *WILLING), ending.PARTNERS)) > 0


def test_saying_the_reason_takes_up_again_what_failed_at_the_vote() -> None:
    late = '[[project.event]]\nweek = 30\nkind = "voice_reason"\n'
    once = ("project.attempts=1", "people.vote_intercept=-0.2", "project.consent=art278_half")
    before, after = lived(SHARED, *once), lived(SHARED + late, *once)
    assert all(b.consent or not a.consent for a, b in zip(before, after, strict=True))


def test_explaining_wins_votes_and_a_lead_contribution_money() -> None:
    events = (
        '[[project.event]]\nweek = 1\nkind = "explain"\n'
        '[[project.event]]\nweek = 2\nkind = "lead_contribution"\nyuan = 1000\n'
    )
    rules = (
        "project.attempts=1",
        "people.explained_weight=6",
        "people.giving_intercept=1",
        "project.smallest_part=1.0",
    )
    before, after = lived(MINIMAL, *rules), lived(MINIMAL + events, *rules)
    assert count(after, "consent") > count(before, "consent")
    assert {fen for fen in money(after, "member") if fen} == {1_000_00}


def test_meetings_put_the_vote_off() -> None:
    weeks = [np.nanmean([one.weeks for one in lived(MINIMAL, *WILLING, f"project.meetings={n}")]) for n in (1, 5)]
    assert weeks[1] > weeks[0] + 12


# what is wrong --------------------------------------------------------------------------------------------------

WRONG: dict[str, tuple[str, str]] = {
    "no households": ("[place]\n[project]\ncost_yuan = 1\n", "place.households: missing; must be a whole number"),
    "no cost": ("[place]\nhouseholds = 9\n[project]\n", "project.cost_yuan: missing"),
    "a misspelt key": (MINIMAL + "timming = 'start'\n", "project.source.timming: unknown key; did you mean timing?"),
    "a reversed range": (MINIMAL.replace("12_000", "[9, 3]"), "project.cost_yuan: must be a number of at least 1, or"),
    "a word for a number": (MINIMAL.replace("12_000", "'much'"), 'got "much"'),
    "an unknown timing": (MINIMAL + "timing = 'later'\n", 'must be one of "start", "milestone", "acc'),
    "two amounts": (MINIMAL + "yuan = 5\n", "must not stand beside yuan"),
    "no amount": (MINIMAL.replace("share = 0.5", "secured = true"), "project.source.yuan: missing; a source has"),
    "floors that do not fit": (LIFT.replace("floors = 6", "floors = 5"), "must have a number for each of 5 floors"),
    "asks by floor without them": (MINIMAL.replace("[[", 'ask = "by_floor"\n[['), "project.ask_yuan_by_floor: missing"),
    "a levy of what each likes": (
        MINIMAL.replace("[[", 'ask = "free"\nlevy = true\n[['), "project.levy: must be false beside ask"
    ),
    "a levy without consent": (
        MINIMAL.replace("[[", 'consent = "none"\nlevy = true\n[['), "project.levy: must be false beside consent"
    ),
    "a partner that is not there": (MINIMAL + EVENT + "kind = 'bring_in_partner'\n", "without a table [[place.par"),
    "a lead contribution of nothing": (
        MINIMAL + EVENT + "kind = 'lead_contribution'\n", "project.event.yuan: must be above 0"
    ),
    "land dearer than all": (MINIMAL.replace("[[", "land_in_kind = 20_000\n[["), "must be below cost_yuan"),
    "a waterfall misspelt": (MINIMAL + "repaid_to = 'lendr'\n", "did you mean lender?"),
    "a waterfall to nobody": (MINIMAL + "repaid_to = ['builder', 'uncle']\n", "or the lender's name, got \"uncle\""),
    "another kind": ('kind = "lab"\n' + MINIMAL, 'kind: must be "case", got "lab"'),
    "nothing": ("", "empty; a case has"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_told_in_one_line(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text, words = WRONG[name]
    assert execute(["case", file(tmp_path, text)]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert words in told.err
    assert told.err.count("\n") == 1
    assert "my.toml" in told.err


def test_unknown_names_and_keys_are_told(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="unknown case; did you mean chengwan_talk"):
        load_case("chengwan_tlk")
    with pytest.raises(ScenarioError, match=r"--set: project\.cost_yaun: unknown key; did you mean cost_yuan"):
        load_case(file(tmp_path, MINIMAL), ["project.cost_yaun=5"])


def test_every_key_has_words_for_what_it_allows() -> None:
    def described(model: Any) -> bool:
        return all(field.description or field.annotation for field in model.model_fields.values())

    assert described(CASE_TABLE)
