"""The named mechanisms."""

import pytest

from dizao.model.mechanisms.parts import Mechanism, Payment
from dizao.model.mechanisms.presets import mechanism_from, presets

pytestmark = pytest.mark.small


def test_the_three_that_a_newcomer_compares_are_there() -> None:
    assert {"none", "upfront", "reward"} <= set(presets())


@pytest.mark.parametrize("name", presets())
def test_every_preset_says_what_it_is_and_how_well_it_is_known(name: str) -> None:
    preset = presets()[name]
    assert preset.name == name
    assert preset.title
    assert preset.title_zh
    assert preset.about
    assert preset.grade in {"A", "B", "C"}
    assert isinstance(preset.mechanism, Mechanism)


def test_what_a_preset_leaves_out_has_its_default() -> None:
    assert mechanism_from({}) == Mechanism()
    assert mechanism_from({"payment": {"rate": 0.5}}) == Mechanism(payment=Payment(rate=0.5))


def test_upfront_pays_all_before_and_reward_half_after() -> None:
    upfront, reward = presets()["upfront"].mechanism.payment, presets()["reward"].mechanism.payment
    assert (upfront.timing, upfront.rate) == ("upfront", 1.0)
    assert (reward.timing, reward.rate) == ("acceptance", 0.5)
    assert presets()["none"].mechanism.payment.timing == "none"


@pytest.mark.parametrize("parts", [{"pay": {}}, {"payment": {"rat": 0.5}}])
def test_unknown_parts_and_settings_are_errors(parts: dict[str, dict[str, float]]) -> None:
    with pytest.raises((TypeError, KeyError)):
        mechanism_from(parts)
