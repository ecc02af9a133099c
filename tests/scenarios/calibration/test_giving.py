"""Rules of giving estimated on three games: what the likelihood says, and what the file holds."""

import numpy as np
import pytest

from dizao.agents.parameters import GIVING_RULES, People
from dizao.agents.prospects import coded
from dizao.model.laboratory.likelihood import Linear, linear_log_likelihood
from dizao.scenarios.calibration import evidence
from dizao.scenarios.calibration.dispositions import nodes
from dizao.scenarios.calibration.giving import (
    INTERCEPTS,
    RULES,
    everybody,
    folds,
    form_of,
    log_likelihoods,
    total,
)
from dizao.scenarios.calibration.giving_posterior import pooled
from dizao.scenarios.loading.estimates import rules_of_giving, with_own_numbers
from dizao.scenarios.loading.game_file import load_lab

FILE = rules_of_giving()["rules"]


def test_the_linear_game_has_the_people_and_means_of_its_source() -> None:
    """252 people, mean contribution .447 of the endowment, mean belief .461, 7.5% give nothing, 11.5% all (README)."""
    data = evidence.linear()
    assert len(data.step) == 252
    assert np.mean(data.step) / 20.0 == pytest.approx(0.447, abs=0.0005)
    assert np.mean(data.belief) == pytest.approx(0.461, abs=0.0005)
    assert np.mean(data.step == 0) == pytest.approx(0.075, abs=0.0005)
    assert np.mean(data.step == 20) == pytest.approx(0.115, abs=0.0005)


@pytest.mark.parametrize("name", GIVING_RULES)
def test_the_chances_of_all_contributions_add_up_to_one(name: str) -> None:
    data = Linear(np.arange(21), np.full(21, 0.4), 20, 0.5, 2.0)
    people, out = coded(People(giving_rule=name, selfish_share=0.1)), np.empty(21)
    linear_log_likelihood(21, data, nodes(people._asdict(), False), people, out)
    assert np.exp(out).sum() == pytest.approx(1.0)


def test_a_form_without_a_term_holds_it_off_and_one_intercept_stands_for_three() -> None:
    without = form_of("causal", "others")
    assert "external_weight" not in without.start
    assert without.fixed["external_weight"] == 0.0
    one = form_of("causal", "studies")
    assert not set(INTERCEPTS) & set(one.start)
    assert len(one.start) == len(RULES["causal"].start) - 2
    assert form_of("conditional", "selfish").start["selfish_share"] > 0.0


def test_every_subject_is_held_out_once() -> None:
    for study in zip(*folds(3, 5), strict=True):
        assert np.all(np.sum(study, axis=0) == 1.0)
    assert [len(study) for study in everybody()] == [134, 191, 252]


def test_studies_that_agree_have_no_spread_and_those_that_do_not_have_one() -> None:
    errors = dict.fromkeys(INTERCEPTS, 0.2)
    assert pooled(dict.fromkeys(INTERCEPTS, -2.5), errors) == pytest.approx((-2.5, 0.0))
    mean, spread = pooled(dict(zip(INTERCEPTS, (-3.5, -2.5, -1.5), strict=True)), errors)
    assert mean == pytest.approx(-2.5)
    assert spread == pytest.approx(np.sqrt(1.0 - 0.04))


@pytest.mark.parametrize("name", GIVING_RULES)
def test_the_file_holds_the_likelihood_of_its_own_numbers(name: str) -> None:
    one = FILE[name]
    values = {key: found["value"] for key, found in one["estimates"].items()}
    assert total(log_likelihoods(values, form_of(name)), everybody()) == pytest.approx(one["log_likelihood"], abs=1.0)
    assert one.get("held_out", -np.inf) < one["log_likelihood"]
    assert set(one.get("gains", RULES[name].terms)) == set(RULES[name].terms)


@pytest.mark.parametrize("name", GIVING_RULES[1:])
def test_a_rule_comes_with_its_own_numbers_unless_others_are_said(name: str) -> None:
    own = FILE[name]["people"]
    people = load_lab("linear", [f"people.giving_rule={name}"]).people
    assert {key: getattr(people, key) for key in own} == own
    assert load_lab("linear", [f"people.giving_rule={name}", "people.corner_share=0.1"]).people.corner_share == 0.1


def test_todays_rule_keeps_the_defaults() -> None:
    assert load_lab("linear", ["people.giving_rule=conditional"]).people == People()
    assert with_own_numbers({"giving_rule": "conditional"}) == {"giving_rule": "conditional"}
    assert with_own_numbers(3) == 3
