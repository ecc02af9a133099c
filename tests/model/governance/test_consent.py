"""Legal rules of consent, against counts by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dizao.model.governance.consent import Votes, passes
from dizao.model.world.projects import CONSENT_RULES

pytestmark = pytest.mark.small

NONE, HALF, THREE_QUARTERS, PROPERTY_LAW, VILLAGE, UNANIMOUS = range(len(CONSENT_RULES))

CASES = [
    # ordinary matters: two thirds take part, by heads and by area; more than half of those agree, by both
    (HALF, "quorum met exactly, all agree", Votes(30, 20, 20, 3000.0, 2000.0, 2000.0), True),
    (HALF, "one head short of the quorum", Votes(30, 19, 19, 3000.0, 2500.0, 2500.0), False),
    (HALF, "area short of the quorum", Votes(30, 25, 25, 3000.0, 1999.0, 1999.0), False),
    (HALF, "just half agree", Votes(30, 20, 10, 3000.0, 2000.0, 1200.0), False),
    (HALF, "more than half of the heads, half of the area", Votes(30, 20, 11, 3000.0, 2000.0, 1000.0), False),
    (HALF, "more than half of both", Votes(30, 20, 11, 3000.0, 2000.0, 1001.0), True),
    (HALF, "most do not take part", Votes(300, 30, 30, 3e4, 3e3, 3e3), False),
    # raising money, rebuilding: at least three quarters of those taking part
    (THREE_QUARTERS, "three quarters exactly", Votes(30, 20, 15, 3000.0, 2000.0, 1500.0), True),
    (THREE_QUARTERS, "one head short", Votes(30, 20, 14, 3000.0, 2000.0, 1900.0), False),
    (THREE_QUARTERS, "area short", Votes(30, 20, 19, 3000.0, 2000.0, 1499.0), False),
    (THREE_QUARTERS, "no quorum", Votes(30, 19, 19, 3000.0, 1900.0, 1900.0), False),
    # before 2021: two thirds of all owners
    (PROPERTY_LAW, "two thirds of all", Votes(30, 20, 20, 3000.0, 2000.0, 2000.0), True),
    (PROPERTY_LAW, "two thirds of those taking part only", Votes(30, 24, 19, 3000.0, 2900.0, 2500.0), False),
    # villages: seventy of a hundred take part, more than half of them agree; area does not count
    (VILLAGE, "70 of 100 take part, 36 agree", Votes(100, 70, 36, 1.0, 0.1, 0.01), True),
    (VILLAGE, "70 of 100 take part, 35 agree", Votes(100, 70, 35, 1.0, 1.0, 1.0), False),
    (VILLAGE, "69 of 100 take part", Votes(100, 69, 69, 1.0, 1.0, 1.0), False),
    (VILLAGE, "7 of 10 take part", Votes(10, 7, 4, 1.0, 1.0, 1.0), True),
    (UNANIMOUS, "all say yes", Votes(8, 8, 8, 8.0, 8.0, 8.0), True),
    (UNANIMOUS, "one says no", Votes(8, 8, 7, 8.0, 8.0, 7.0), False),
    (UNANIMOUS, "one is not reached", Votes(8, 7, 7, 8.0, 7.0, 7.0), False),
    (NONE, "nobody is asked", Votes(8, 0, 0, 8.0, 0.0, 0.0), True),
]


@pytest.mark.parametrize(
    ("rule", "case", "votes", "consent"), CASES, ids=[f"{CONSENT_RULES[c[0]]}: {c[1]}" for c in CASES]
)
def test_counts_by_hand(rule: int, case: str, votes: Votes, consent: bool) -> None:
    assert passes(rule, votes) is consent


@pytest.mark.parametrize("rule", range(1, len(CONSENT_RULES)))
def test_without_owners_or_votes_there_is_no_consent(rule: int) -> None:
    assert not passes(rule, Votes(0, 0, 0, 0.0, 0.0, 0.0))
    assert not passes(rule, Votes(10, 0, 0, 800.0, 0.0, 0.0))


@given(st.integers(0, 5), st.integers(1, 60), st.data())
def test_another_yes_never_costs_consent(rule: int, heads: int, data: st.DataObject) -> None:
    present = data.draw(st.integers(1, heads))
    yes = data.draw(st.integers(0, present - 1))
    fewer = Votes(heads, present, yes, float(heads), float(present), float(yes))
    more = fewer._replace(heads_yes=yes + 1, area_yes=yes + 1.0)
    assert passes(rule, more) >= passes(rule, fewer)
