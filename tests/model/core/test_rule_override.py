"""Rules swapped for one run: the replaced decision decides, and nobody else's run sees it."""

import copy
import pickle
import sys
from typing import Any

import numpy as np
import pytest

from dizao.agents.compiled import is_rule, rule
from dizao.agents.resident import attend_log_odds, willingness
from dizao.model import CoCreationModel
from dizao.model.core.rule_override import decisions, with_rules
from dizao.model.engine import STAGES_OF_THE_WEEK, Engine
from dizao.model.mechanisms.presets import presets
from dizao.model.systems.registry import SYSTEMS
from tests.model.worlds import BUSY, TINY, fingerprint, settings_with

pytestmark = pytest.mark.small

LOADED = tuple(system.loaded() for system in SYSTEMS)
SETTINGS = settings_with(TINY | BUSY, rates=600.0, costs=0.02)
PLAIN: Any = getattr(willingness, "py_func", willingness)


def nobody(reciprocity, hump, belief, gross_return, field, p):
    return -1e9


def everybody(reciprocity, hump, belief, gross_return, field, p):
    return 1e9


def as_before(reciprocity, hump, belief, gross_return, field, p):
    own = p.return_weight + (0.0 if hump else (1.0 - reciprocity) * p.belief_slope / 3.0)
    if hump:
        intrinsic = p.giving_intercept + p.hump_slope * 2.0 * min(belief, 1.0 - belief)
    else:
        intrinsic = p.giving_intercept + p.belief_slope * reciprocity * belief
    return intrinsic + own * (gross_return - 1.0) + field


def stays_at_home(stake, neighbours_share, invited, spare_ratio, fatigue, p):
    return -1e9


def keyword_only(*, reciprocity, hump, belief, gross_return, field, p):
    return 0.0


def without_default(cost_share, benefit_share, free_use):
    return 0.0


def draws(reciprocity, hump, belief, gross_return, field, p):
    return np.random.random()


def lived(**rules: Any) -> Engine:
    engine = Engine(SETTINGS, 3, rules)
    engine.run()
    return engine


@pytest.fixture(scope="module")
def plain() -> Engine:
    return lived()


def tables_of(engine: Engine) -> str:
    return fingerprint(engine.tables())


@pytest.mark.long
def test_the_same_rule_in_other_words_gives_the_same_life(plain: Engine) -> None:
    assert tables_of(lived(willingness=as_before)) == tables_of(plain)


@pytest.mark.long
def test_a_replaced_pledge_rule_decides_who_pledges(plain: Engine) -> None:
    none, all_of_them = lived(willingness=nobody), lived(willingness=everybody)
    assert none.tables()["projects"]["pledged_fen"].sum() == 0
    pledged = [engine.tables()["projects"]["pledged_fen"].sum() for engine in (plain, all_of_them)]
    assert 0 < pledged[0] < pledged[1]


@pytest.mark.long
def test_two_rules_can_be_replaced_at_once() -> None:
    engine = lived(willingness=nobody, attend_log_odds=stays_at_home)
    assert engine.outcomes()["attended"] == 0
    assert engine.tables()["projects"]["pledged_fen"].sum() == 0


def test_models_beside_each_other_keep_their_own_rules(plain: Engine) -> None:
    one, other = Engine(SETTINGS, 3, {"willingness": nobody}), Engine(SETTINGS, 3)
    while one.week < one.end_week:
        one.step()
        other.step()
    assert tables_of(other) == tables_of(plain)
    assert one.tables()["projects"]["pledged_fen"].sum() == 0


@pytest.mark.parametrize("how", [copy.deepcopy, lambda engine: pickle.loads(pickle.dumps(engine))])
def test_a_copy_keeps_the_rule(how: Any) -> None:
    engine = Engine(SETTINGS, 3, {"willingness": nobody})
    engine.warm_up()
    twin = how(engine)
    twin.run()
    engine.run()
    assert tables_of(twin) == tables_of(engine)


def test_a_fork_keeps_the_rule() -> None:
    engine = Engine(SETTINGS, 3, {"willingness": nobody})
    engine.warm_up()
    twin = engine.fork("upfront", presets()["upfront"].mechanism)
    twin.run()
    assert twin.tables()["projects"]["pledged_fen"].sum() == 0


def test_the_model_takes_rules_too() -> None:
    model = CoCreationModel(SETTINGS, rng=3, rules={"willingness": nobody}).run()
    assert model.outcomes()["gave_money"] == 0


def test_only_what_leads_to_the_rule_is_made_anew() -> None:
    stages, systems = with_rules({"attend_log_odds": stays_at_home}, STAGES_OF_THE_WEEK, LOADED)
    changed = [old.__name__ for old, new in zip(STAGES_OF_THE_WEEK, stages, strict=True) if old is not new]
    assert "dizao.model.stages.plan" in changed
    assert "dizao.model.stages.build" not in changed
    acting = {old.name for old, new in zip(LOADED, systems, strict=True) if old.acts != new.acts}
    assert acting == {"councils"}
    assert with_rules({}, STAGES_OF_THE_WEEK, LOADED) == (STAGES_OF_THE_WEEK, LOADED)


def test_no_decision_of_a_resident_is_left_out() -> None:
    found = decisions()
    assert {"willingness", "attend_log_odds", "vote_log_odds", "contribution", "visits", "settlement"} <= set(found)
    assert all(is_rule(one) for one in found.values())
    assert found["willingness"] is willingness


@pytest.mark.parametrize("name", sorted(decisions()))
def test_every_decision_leads_to_a_stage_or_a_system(name: str) -> None:
    same = rule(getattr(decisions()[name], "py_func", decisions()[name]), cache=False)
    stages, systems = with_rules({name: same}, STAGES_OF_THE_WEEK, LOADED)
    assert stages != STAGES_OF_THE_WEEK or [one.acts for one in systems] != [one.acts for one in LOADED]


@pytest.mark.parametrize(
    ("rules", "told"),
    [
        (
            {"wilingness": nobody},
            r"rules: wilingness: unknown decision; did you mean willingness\? known: acceptance, ",
        ),
        ({"zzz": nobody}, "rules: zzz: unknown decision; known: acceptance, "),
        ({"willingness": 3}, "rules: willingness: must be a function, got 3"),
        ([nobody], r"rules: must be functions by the names of decisions, got \["),
        ({3: nobody}, r"rules: must be functions by the names of decisions, got \{3: "),
        ({"willingness": keyword_only}, r"must take \(reciprocity, .*, p\), got \(\*, reciprocity, "),
        ({"unfairness": without_default}, r"must take \(.*, free_use=0\.0\), got \(.*, free_use\)"),
        ({"willingness": draws}, "rules: willingness: must draw no random numbers"),
        (
            {"willingness": stays_at_home},
            r"rules: willingness: must take \(reciprocity, hump, belief, gross_return, field, p\), got \(stake, ",
        ),
    ],
)
def test_a_wrong_rule_is_one_line(rules: dict[str, Any], told: str) -> None:
    with pytest.raises(ValueError, match=told) as caught:
        CoCreationModel(SETTINGS, rng=3, rules=rules)
    assert "\n" not in str(caught.value)


SLOPE = -1e9


def of_a_number_outside(reciprocity, hump, belief, gross_return, field, p):
    return SLOPE


@pytest.mark.long
def test_a_number_that_a_rule_reads_from_outside_may_change(monkeypatch: pytest.MonkeyPatch) -> None:
    assert lived(willingness=of_a_number_outside).outcomes()["gave_money"] == 0
    monkeypatch.setattr(sys.modules[__name__], "SLOPE", 1e9)
    assert lived(willingness=of_a_number_outside).outcomes()["gave_money"] > 0


def test_what_is_replaced_is_left_as_it_was() -> None:
    with_rules({"willingness": nobody}, STAGES_OF_THE_WEEK, LOADED)
    from dizao.agents import giving

    assert giving.willingness is willingness
    assert float(willingness(0.8, 0, 0.5, 1.0, 0.0, SETTINGS.people)) == float(
        PLAIN(0.8, 0, 0.5, 1.0, 0.0, SETTINGS.people)
    )
    assert np.isfinite(attend_log_odds(1.0, 0.5, 0.0, 1.0, 0.0, SETTINGS.people))
