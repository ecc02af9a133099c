"""Terms of a part of the projects: the most specific that says one holds, each term for itself (ODD 7.10)."""

import itertools
from typing import Any

import pytest

from dizao.model.mechanisms.parts import Mechanism, Payment
from dizao.model.mechanisms.payment import claimed_offer, with_spending
from dizao.model.mechanisms.terms import OWN_TERMS, IncomeBand, Locality, Measure

pytestmark = pytest.mark.small

POOR = Locality("hills", "village_group", 8_000.0, 0.1)
RICH = Locality("town", "compound", 40_000.0, 0.9)
VALUES = {"categories": 0.9, "narrow": 0.8, "wide": 0.7, "places": 0.6, "kinds": 0.5}
"""Who says a rate, the most specific first, and which."""


def band(name: str, limit: float, terms: dict[str, float], measure: Measure = "below_yuan_per_head") -> IncomeBand:
    return IncomeBand(name, "", "", measure, limit, tuple(terms.items()))


def saying(who: tuple[str, ...], key: str = "rate") -> Mechanism:
    """Rules in which some say a term, the wide band before the narrow one."""
    found = Mechanism(payment=Payment(timing="acceptance", rate=0.4, minimum_resident_share=0.4, cap_yuan=0.4))
    own: dict[str, Any] = {name: ((key, VALUES[name]),) for name in who}
    limits = {"wide": 20_000.0, "narrow": 10_000.0}
    return found._replace(
        categories=(("gate", own["categories"]),) if "categories" in own else (),
        incomes=tuple(band(name, limit, dict(own[name])) for name, limit in limits.items() if name in own),
        places=(("hills", own["places"]),) if "places" in own else (),
        kinds=(("village_group", own["kinds"]),) if "kinds" in own else (),
    )


@pytest.mark.parametrize("key", OWN_TERMS)
def test_the_most_specific_that_says_a_term_holds(key: str) -> None:
    for number in range(len(VALUES) + 1):
        for who in itertools.combinations(VALUES, number):
            rules = saying(who, key)
            wanted = VALUES[who[0]] if who else 0.4
            assert getattr(rules.payment_for("gate", POOR), key) == wanted
            others = tuple(name for name in who if name != "categories")
            assert getattr(rules.payment_for("road", POOR), key) == (VALUES[others[0]] if others else 0.4)
            assert getattr(rules.payment_for("road", RICH), key) == 0.4


def test_each_term_is_looked_for_by_itself() -> None:
    rules = saying(("kinds",))._replace(
        places=(("hills", (("cap_yuan", 500.0),)),), incomes=(band("poor", 9_000.0, {"minimum_resident_share": 0.0}),)
    )
    found = rules.payment_for("gate", POOR)
    assert (found.rate, found.cap_yuan, found.minimum_resident_share) == (0.5, 500.0, 0.0)


def test_limits_are_not_reached_by_who_is_at_them() -> None:
    below, share = band("a", 8_000.0, {"rate": 1.0}), band("b", 0.1, {"rate": 1.0}, "poorest_share")
    assert [below.holds(POOR._replace(income_yuan_per_head=x)) for x in (7_999.9, 8_000.0)] == [True, False]
    assert [share.holds(POOR._replace(poorer_share=x)) for x in (0.0999, 0.1)] == [True, False]
    assert [one.holds(Locality()) for one in (below, share)] == [False, False]


def test_what_is_offered_follows_the_unit() -> None:
    rules = saying(("narrow", "places"))._replace(payment=Payment(timing="acceptance", rate=0.4))
    assert claimed_offer(rules, 10_000, where=POOR) == 8_000
    assert claimed_offer(rules, 10_000, where=POOR._replace(income_yuan_per_head=30_000.0)) == 6_000
    assert claimed_offer(rules, 10_000, where=RICH) == claimed_offer(rules, 10_000) == 4_000


def test_scaled_spending_keeps_the_proportions_of_all_terms() -> None:
    half = with_spending(saying(tuple(VALUES)), 0.2)
    for who in VALUES:
        rules = with_spending(saying((who,)), 0.2)
        assert rules.payment_for("gate", POOR).rate == pytest.approx(VALUES[who] / 2.0)
    assert half.payment.rate == 0.2
    assert half.payment_for("road", POOR).cap_yuan == 0.4
