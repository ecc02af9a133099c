"""What a replaced decision returns: what it must not stops the model in one line, before the run where it can."""

import inspect
import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from dizao.agents.compiled import compiled
from dizao.agents.parameters import People
from dizao.model.core.rule_override import decisions
from dizao.model.core.rule_returns import RETURNED, held_to
from dizao.model.engine import Engine
from tests.model.worlds import BUSY, TINY, fingerprint, settings_with

pytestmark = pytest.mark.small

SETTINGS = settings_with(TINY | BUSY, rates=600.0, costs=0.02)
PEOPLE = People()
SEEN = (0.8, 0, 0.5, 1.2, 0.0, PEOPLE)


def answering(value: Any) -> Callable[..., Any]:
    def answer(reciprocity, hump, belief, gross_return, field, p):
        return value

    return answer


def holding(answer: Callable[..., Any]) -> Any:
    return held_to("willingness", decisions()["willingness"], answer)


def test_it_is_known_what_each_decision_returns() -> None:
    assert set(RETURNED) == set(decisions())
    for name, one in RETURNED.items():
        assert not one.up_to or one.up_to in inspect.signature(inspect.unwrap(decisions()[name])).parameters


@pytest.mark.long
def test_the_models_own_rules_return_what_they_must() -> None:
    """A bound that is too narrow would stop this run; one that changes anything would show in a byte of it."""
    own = {name: inspect.unwrap(one) for name, one in decisions().items()}
    plain, held = Engine(SETTINGS, 3), Engine(SETTINGS, 3, own)
    plain.run()
    held.run()
    assert fingerprint(held.tables()) == fingerprint(plain.tables())


@pytest.mark.parametrize(("value", "got"), [(math.nan, "nan"), (math.inf, "an infinite one"), (-math.inf, "an infin")])
def test_what_is_undefined_or_infinite_stops_a_run(value: float, got: str) -> None:
    with pytest.raises(ValueError, match=f"^rules: willingness: must return a finite number, got {got}") as caught:
        holding(answering(value))(*SEEN)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("value", [0, -3, 2.5, -1e9])
def test_any_finite_number_is_a_willingness(value: float) -> None:
    assert holding(answering(value))(*SEEN) == value


@pytest.mark.parametrize("value", [True, None, "high", 1j, (0.5, 0.5), np.zeros(2)])
def test_what_is_no_number_is_told_in_one_line(value: Any) -> None:
    with pytest.raises(
        ValueError, match=r"^rules: willingness: (must return a finite number, returns|cannot be c)"
    ) as e:
        holding(answering(value))(*SEEN)
    assert "\n" not in str(e.value)


def none_at_times(reciprocity, hump, belief, gross_return, field, p):
    return belief if belief > 0.6 else None


def unknown_name(reciprocity, hump, belief, gross_return, field, p):
    return nothing_of_the_kind  # noqa: F821


@pytest.mark.skipif(not compiled, reason="nothing is compiled")
@pytest.mark.parametrize(
    ("answer", "told"), [(none_at_times, "returns Optional"), (unknown_name, "cannot be compiled: NameError")]
)
def test_compiled_it_is_told_before_anything_runs(answer: Callable[..., Any], told: str) -> None:
    with pytest.raises(ValueError, match=f"^rules: willingness: .*{told}") as caught:
        Engine(SETTINGS, 3, {"willingness": answer})
    assert "\n" not in str(caught.value)


def test_a_share_lies_between_0_and_1() -> None:
    def trusting(trust, kept, p):
        return 1.5 * trust

    held = held_to("learnt_trust", decisions()["learnt_trust"], trusting)
    assert held(0.5, 1, PEOPLE) == 0.75
    with pytest.raises(ValueError, match="learnt_trust: must return a number between 0 and 1, got a number outside"):
        held(0.9, 1, PEOPLE)


def test_money_is_whole_and_no_more_than_there_is() -> None:
    def generous(asked_fen, free_fen, status, p):
        return status * free_fen

    held = held_to("contribution", decisions()["contribution"], generous)
    assert held(100, 300, 1.0, PEOPLE) == 300
    assert isinstance(held(100, 300, 1.0, PEOPLE), int)
    for status in (2.0, 0.333, -1.0):
        with pytest.raises(ValueError, match="contribution: must return a whole number of at least 0 and at "):
            held(100, 300, status, PEOPLE)
