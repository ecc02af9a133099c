"""Three counties of the library: their groups add up, and each says its question, its policies and what is assumed."""

import pytest

from dizao.model.parameters import COUNTS
from dizao.scenarios import load

pytestmark = pytest.mark.small

NAMES = ("county", "urban", "mountain")


@pytest.mark.parametrize("name", NAMES)
def test_a_county_asks_a_question_of_three_policies_in_both_languages(name: str) -> None:
    found = load(name)
    assert len(found.policies) == 3
    assert all(policy.title and policy.title_zh for policy in found.policies.values())
    assert found.question
    assert found.question_zh
    assert "assumed" in found.source
    assert "--scale" in found.source
    for policy in found.policies.values():
        assert policy.mechanism.payment.minimum_resident_share == 0.1
        assert policy.mechanism.payment.cap_yuan == 100_000.0


def test_kinds_of_compounds_add_up_to_the_district() -> None:
    urban, whole = load("urban").base, load("wuchang").base
    for count in COUNTS:
        groups = [int(group.own["place"][count]) for group in urban.places]
        assert sum(groups) == getattr(urban.place, count) == getattr(whole.place, count), count
    shares = [group.own["place"]["residents"] / whole.place.residents for group in urban.places]
    incomes = [group.own["place"]["income_yuan_per_head"] for group in urban.places]
    mean = sum(share * income for share, income in zip(shares, incomes, strict=True))
    assert mean == pytest.approx(whole.place.income_yuan_per_head, rel=0.05)


def test_the_county_asks_for_a_reward_of_30_50_or_70_percent() -> None:
    payments = {name: policy.mechanism.payment for name, policy in load("county").policies.items()}
    assert {name: one.rate for name, one in payments.items()} == {"r30": 0.3, "r50": 0.5, "r70": 0.7}
    assert {one.advance_share for one in payments.values()} == {0.2}


def test_the_mountain_county_is_mostly_villages_and_poorer_the_higher_they_lie() -> None:
    seat, valley, highland = load("mountain").base.places
    people = [group.own["place"]["residents"] for group in (seat, valley, highland)]
    assert people[1] + people[2] > 2 * people[0]
    assert valley.own["place"]["residents"] / valley.own["place"]["units"] == pytest.approx(171, abs=1)
    incomes = [group.own["place"]["income_yuan_per_head"] for group in (seat, valley, highland)]
    assert incomes == sorted(incomes, reverse=True)
