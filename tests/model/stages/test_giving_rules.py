"""Rules of giving in the district: what a household sees of a contribution; each rule makes another district."""

from typing import Any

import pytest

from dizao.agents.parameters import GIVING_RULES, People
from dizao.agents.prospects import coded, decisive
from dizao.model.engine import Engine
from dizao.model.stages.pledges import Asked, Stake, gift_of
from tests.docking.worlds import FEW, world_of
from tests.model.worlds import TINY, settings_with

ASKS = Asked(
    project=0, need=0, cost=1e6, total_asked=1e6, total_value=100_000, present_years=5.0, repaid_share=0.0,
    free_use=0.0, free_known=0.0, fair_part=1.0, refuse_alone=0.0, mutual=0.0, levied=0, duty=0.0, collected=0, since=0,
    asked_before=0, pledged_before=0, most_weeks=52.0,
)  # fmt: skip


def seen(size: float = 1e4, **changes: Any) -> Any:
    people = coded(People(giving_rule="causal")._replace(**changes))
    return gift_of(Stake(2e4, 1e4, size, 0.5), 0.6, 0.5, ASKS, people)


def test_what_a_gift_brings_about_is_worked_out_from_shares_of_its_own_size() -> None:
    chance = decisive(0.6, 99.0, 50.0)
    assert seen().own_return == pytest.approx(2.0 * (chance.given - chance.kept) + 0.5 * (1.0 - chance.given))
    assert seen().others_return == pytest.approx((5e5 - 2e4) / 1e4 * (chance.given - chance.kept))
    assert seen(size=1e5).others_return != seen().others_return


def test_who_is_asked_for_nothing_decides_nothing() -> None:
    assert seen(size=0.0).own_return == 0.5
    assert seen(size=0.0).others_return == 0.0


def test_todays_rule_works_out_no_chances() -> None:
    prospect = gift_of(Stake(2e4, 1e4, 1e4, 0.5), 0.6, 0.5, ASKS, coded(People()))
    assert (prospect.own_return, prospect.others_return) == (0.0, 0.0)
    assert prospect.gross_return == pytest.approx(2.0 * 0.6 + 0.5 * 0.4)


def test_each_rule_makes_another_district() -> None:
    world, seed = world_of(FEW[0])
    given = set()
    for name in GIVING_RULES:
        engine = Engine(world.with_values(people__giving_rule=name, people__giving_intercept=-1.0), seed)
        engine.run()
        projects = engine.world.projects
        given.add(
            (int(projects.residents_fen.sum()), int(projects.pledged_fen.sum()), int(projects.labour_minutes.sum()))
        )
    assert len(given) == len(GIVING_RULES)


def test_selfish_people_are_as_many_as_said_and_nobody_without() -> None:
    shares = {}
    for share in (0.0, 0.3):
        engine = Engine(settings_with(TINY | {"place__residents": 4000}, people__selfish_share=share), 1)
        shares[share] = float((engine.world.residents.reciprocity == 0.0).mean())
    assert shares[0.3] - shares[0.0] == pytest.approx(0.3, abs=0.03)
