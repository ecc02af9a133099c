"""Who is asked in person, or reads names on a list, is told what part of those asked has pledged (ODD 7.5)."""

from typing import Any

import pytest

from dizao.agents.parameters import People
from dizao.agents.resident import prior_belief
from dizao.model.core.tables import records, zeros
from dizao.model.engine import Engine
from dizao.model.parameters import Works
from dizao.model.stages.campaign import Terms
from dizao.model.stages.pledges import Asked, Sight, perceive
from tests.docking.worlds import FEW, world_of
from tests.model.worlds import changed

P = People()
KAPPA, TAU = P.belief_anchor, P.told_ties


def belief(
    contact: float = 0.0,
    listed: float = 0.0,
    before: tuple[int, int] = (0, 0),
    ties: tuple[int, int] = (0, 0),
    **p: Any,
) -> float:
    """Return what somebody believes of a campaign; ``before`` and ``ties``: how many were asked, and pledged."""
    asks = Asked(0, 0, 1_000.0, 2_000.0, 100, 10.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0, 0.0, 1, 0, *before, 52.0)
    terms = zeros(Terms, 1)
    terms.seen[:] = listed
    sight = Sight(100.0, 50.0, 0.4, 0.85, 0, 0.5, 0.6, *ties, 0.0, contact, 0.0, 0.0)
    prospect, required, _ = perceive(sight, asks, records(terms)[0], Works(), P._replace(**p))
    assert required == pytest.approx(0.5)
    return float(prospect.belief)


B0 = prior_belief(0.4, 0.5, P)


@pytest.mark.parametrize("told", [{"contact": 1.0}, {"listed": 1.0}, {"contact": 1.0, "listed": 1.0}])
def test_what_is_told_counts_as_so_many_ties(told: dict[str, float]) -> None:
    assert belief(**told, before=(8, 6)) == pytest.approx((KAPPA * B0 + TAU * 0.75) / (KAPPA + TAU))
    seen = (KAPPA * B0 + 1 + TAU * 0.75) / (KAPPA + 3 + TAU)
    assert belief(**told, before=(8, 6), ties=(3, 1)) == pytest.approx(seen)


def test_bad_news_makes_belief_fall() -> None:
    assert belief(1.0, before=(8, 0)) < B0 < belief(1.0, before=(8, 8))


def test_before_anybody_was_asked_there_is_nothing_to_tell() -> None:
    assert belief(1.0, 1.0) == pytest.approx(B0)


def test_nobody_is_told_whom_nobody_talked_with_where_there_is_no_list() -> None:
    assert belief(before=(8, 6)) == pytest.approx(B0)
    assert belief(before=(8, 6), ties=(3, 1)) == belief(ties=(3, 1))


def test_at_no_ties_nobody_is_told_anything() -> None:
    assert belief(1.0, 1.0, (8, 6), (3, 1), told_ties=0.0) == belief(ties=(3, 1))


def pledges(incentive: str, **people: Any) -> list[bool]:
    """Live a world in which honours add nothing by themselves; return which households gave money or labour."""
    world, seed = world_of(FEW[0])
    named = world._replace(mechanism=changed(world.mechanism, incentive__kind=incentive))
    usual = {"people__honour_weight": 0.0, "people__giving_intercept": -1.0}
    engine = Engine(named.with_values(**usual, **people), seed)
    engine.run()
    stakes = engine.world.stakes
    return list((stakes.pledged_fen > 0) | (stakes.labour_minutes > 0))


def test_in_a_campaign_talks_and_lists_tell_and_nothing_else_does() -> None:
    nobody_talks = {"people__contact_memory_weeks": 0.0}
    much, nothing = {"people__told_ties": 1_000.0}, {"people__told_ties": 0.0}
    assert any(pledges("none", **nobody_talks))
    assert pledges("none", **nobody_talks, **much) == pledges("none", **nobody_talks, **nothing)
    assert pledges("honours", **nobody_talks, **much) != pledges("honours", **nobody_talks, **nothing)
    talks = {"people__contact_memory_weeks": 12.0}
    assert pledges("none", **talks, **much) != pledges("none", **talks, **nothing)
