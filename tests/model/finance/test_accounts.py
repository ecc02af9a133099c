"""Accounting consequences of mechanisms: who paid, who was repaid, who lost, when, and who protects givers."""

from functools import cache
from typing import Any

import numpy as np
import pytest

from dizao.model.engine import Engine
from dizao.model.mechanisms.allocation import ALLOCATION_RULES
from dizao.model.mechanisms.parts import Mechanism
from dizao.model.mechanisms.payment import tier_share
from dizao.model.mechanisms.presets import presets
from dizao.model.world.projects import (
    ABANDONED,
    ACCEPTED,
    APPLYING,
    BUILDING,
    COLLECTING,
    EVALUATING,
    NEVER,
    REFUSED,
    UNFUNDED,
)
from tests.model.invariants import flows
from tests.model.worlds import changed, settings_with

SEED = 11
PLENTY: dict[str, Any] = {"budget__yuan_per_year": 1e7, "offices__county_minutes_per_unit": 1_000.0}
WITHOUT_CONTRACTS: dict[str, Any] = {
    "contract__progress_share": 1.0,
    "contract__retention_share": 0.0,
    "contract__repair_duty": 0.0,
    "contract__engineer_share": 0.0,
}
"""Builders are paid in full as works go on: what they are owed else has tests of its own (`test_contracts`)."""

HARD: dict[str, Any] = {"works__lender_share": 0.0, "works__contractor_credit_share": 0.0}
"""Nobody carries cash until a reward comes."""


REWARD = presets()["reward"].mechanism


@cache
def warmed(**numbers: Any) -> Engine:
    """Return a world with a busy past; the former rules pay nothing, so that every offer is the programme's."""
    settings = settings_with(rates=60.0, costs=0.2, **(PLENTY | WITHOUT_CONTRACTS | numbers))
    engine = Engine(settings._replace(former=presets()["none"].mechanism), SEED)
    engine.warm_up()
    return engine


def lived_under(preset: str, numbers: dict[str, Any] | None = None, **changes: Any) -> Engine:
    """Return the world's life under a preset with changes (``part__name=value``)."""
    engine = warmed(**(numbers or {})).fork(preset, changed(presets()[preset].mechanism, **changes))
    engine.run()
    return engine


def offered(engine: Engine) -> np.ndarray:
    """Return the rows of the projects with a public offer."""
    return np.flatnonzero((engine.world.projects.terms >= 0) & (engine.world.projects.offer_fen > 0))


def finished(engine: Engine) -> np.ndarray:
    return engine.world.projects.week_of[:, EVALUATING] > NEVER


# up front -------------------------------------------------------------------------------------------------------


def test_the_whole_cost_up_front_asks_nothing_of_anyone() -> None:
    engine = lived_under("upfront")
    projects, rows = engine.world.projects, offered(engine)
    assert len(rows) > 20
    for name in ("gap_fen", "asked_fen", "pledged_fen", "residents_fen", "advances_fen", "labour_minutes"):
        assert (getattr(projects, name)[rows] == 0).all(), name
    assert (projects.public_fen == projects.cost_fen)[rows][finished(engine)[rows]].all()


def test_a_cap_and_a_fixed_sum_are_exact() -> None:
    engine = lived_under("upfront", payment__rate=0.3, payment__fixed_yuan=100.0, payment__cap_yuan=900.0)
    projects, rows = engine.world.projects, offered(engine)
    # A redesign cuts cost and offer alike.
    untouched = rows[projects.campaigns[rows] < 2]
    wanted = np.minimum(0.3 * projects.cost_fen[untouched] + 10_000, 90_000)
    assert (projects.offer_fen[rows] <= 90_000).all()
    assert (projects.offer_fen[untouched] <= wanted + 1).all()
    assert (np.abs(projects.offer_fen[untouched] - wanted) <= 1).mean() > 0.5


# the reward -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("weeks", [0, 9])
def test_a_reward_is_paid_just_after_its_delay(weeks: int) -> None:
    engine = lived_under("reward", payment__delay_weeks=weeks)
    projects = engine.world.projects
    paid = projects.week_paid > NEVER
    assert paid.sum() > 10
    # With no delay it is still paid in the week after the inspection.
    assert (projects.week_paid - projects.week_accepted)[paid].tolist() == [max(1, weeks)] * int(paid.sum())


def test_a_reward_is_the_offer_and_goes_along_the_waterfall() -> None:
    engine = lived_under("reward")
    projects = engine.world.projects
    rows = np.flatnonzero(projects.week_paid > NEVER)
    assert flows(engine, "county", "escrow", "reward")[rows].tolist() == projects.offer_fen[rows].tolist()
    repaid = [flows(engine, "escrow", name, "repaid") for name in ("lender", "contractor_claims", "households")]
    rest = flows(engine, "escrow", "upkeep_fund", "rest of the reward")
    assert (sum(repaid) + rest)[rows].tolist() == projects.offer_fen[rows].tolist()
    for column in (projects.loan_fen, projects.credit_fen, projects.advances_fen):
        assert (column[rows] == 0).all()
    assert all(part[rows].sum() > 0 for part in repaid)


def test_who_comes_last_in_the_waterfall_goes_without_where_a_tier_pays_less() -> None:
    tiers = {"payment__tier_scores": (0.0, 72.0), "payment__tier_shares": (0.4, 1.0)}
    engine = lived_under("reward", payment__waterfall=("lender", "contractor", "advances", "upkeep_fund"), **tiers)
    projects = engine.world.projects
    rows = np.flatnonzero(projects.week_paid > NEVER)
    payment = engine.settings.mechanism.payment
    reward = flows(engine, "county", "escrow", "reward")
    shares = [tier_share(payment, float(projects.score[p])) for p in rows]
    assert set(shares) == {0.4, 1.0}
    for p, share in zip(rows, shares, strict=True):
        assert reward[p] == int(share * projects.offer_fen[p])
        short = projects.offer_fen[p] - reward[p]
        unpaid = projects.loan_fen[p] + projects.credit_fen[p] + projects.advances_fen[p]
        assert 0 <= unpaid <= short
        assert projects.lost_fen[p] == unpaid
        # The lender goes without only if nothing came for those behind it.
        if projects.loan_fen[p] > 0:
            assert flows(engine, "escrow", "contractor_claims", "repaid")[p] == 0
    assert projects.lost_fen[rows].sum() > 0


def test_a_reward_that_nobody_can_carry_any_more_leaves_the_project_waiting_and_the_budget_unspent() -> None:
    alone = {"works__lender_share": 1.0, "works__contractor_credit_share": 0.0, "works__advance_share": 0.0}
    engine = warmed(**alone, works__start_uncovered=0.0, works__patience_weeks=6).fork("reward", REWARD)
    projects = engine.world.projects
    seen_waiting = np.zeros(len(projects.need), dtype=bool)
    while engine.week < engine.end_week:
        # All lenders withdraw before anything is built.
        projects.loan_limit_fen[projects.stage == COLLECTING] = 0
        engine.step()
        seen_waiting |= (projects.stage == COLLECTING) & (projects.waited > 0)
    assert seen_waiting.sum() > 10
    assert set(projects.stage[seen_waiting]) == {UNFUNDED}
    assert (projects.week_of[seen_waiting, BUILDING] == NEVER).all()
    assert projects.public_fen.sum() == 0
    assert engine.reserved_fen == 0
    assert engine.outcomes()["unspent_yuan"] == engine.ledger.moved_since(0, "treasury", "county") / 100 > 0


def test_a_grant_that_comes_later_than_patience_lasts_finds_the_site_abandoned() -> None:
    abandoned = []
    for weeks in (4, 26):
        engine = lived_under("upfront", {"works__patience_weeks": weeks}, payment__delay_weeks=20)
        begun = engine.world.projects.week_of[:, BUILDING] > NEVER
        abandoned.append(int(((engine.world.projects.stage == ABANDONED) & begun).sum()))
    assert abandoned[0] > 10
    assert abandoned[1] == 0


@pytest.mark.parametrize("preset", ["none", "reward", "match", "quadratic"])
def test_all_that_is_called_of_pledges_comes_in_one_week(preset: str) -> None:
    poor = warmed(people__savings_reserve_weeks=0.0, place__savings_weeks=6.0)
    engine = poor.fork(preset, presets()[preset].mechanism)
    projects, collected = engine.world.projects, 0
    while engine.week < engine.end_week:
        engine.step()
        rows = np.flatnonzero(projects.week_of[:, COLLECTING] == engine.week - 2)
        assert projects.pledges_freed[rows].all()
        came = (projects.residents_fen + projects.advances_fen)[rows]
        called = np.minimum(projects.gap_fen, projects.pledged_fen)[rows]
        # Under a match the gap is set anew by what came.
        assert (came >= called).all() if preset in ("none", "reward") else (came > 0).all()
        assert (engine.world.households.savings_fen >= 0).all()
        collected += len(rows)
    assert collected > 5


def test_where_nobody_has_savings_no_reward_is_ever_paid() -> None:
    engine = lived_under("reward", HARD | {"place__savings_weeks": 0.0, "works__sponsor_probability": 0.0})
    assert len(offered(engine)) > 10
    assert engine.world.projects.residents_fen.sum() == engine.world.projects.public_fen.sum() == 0


def test_sites_that_start_in_hope_wait_and_are_abandoned_at_a_loss() -> None:
    engine = lived_under("reward", HARD | {"works__start_uncovered": 1.0, "works__advance_share": 0.0})
    projects = engine.world.projects
    assert (flows(engine, "county", "escrow", "reward") == 0)[projects.stage == ABANDONED].all()
    assert (projects.advances_fen + projects.residents_fen)[projects.stage == UNFUNDED].sum() == 0


def test_a_lender_is_repaid_or_loses_what_it_lent() -> None:
    engine = lived_under("reward", {"works__lender_share": 1.0, "works__acceptance_threshold": 0.6})
    projects = engine.world.projects
    lent = flows(engine, "lender", "escrow", "loan")
    repaid = flows(engine, "escrow", "lender", "repaid")
    assert (lent - repaid).tolist() == projects.loan_fen.tolist()
    refused = projects.accepted == REFUSED
    assert (lent * refused).sum() > 0
    assert (repaid[refused] == 0).all()
    assert (projects.lost_fen >= projects.loan_fen)[refused].all()


# parts of a promise ---------------------------------------------------------------------------------------------


def test_an_advance_comes_at_the_start_and_the_rest_after_acceptance() -> None:
    engine = lived_under("advance_reward", payment__advance_share=0.4)
    projects = engine.world.projects
    grant, reward = (flows(engine, "county", "escrow", why) for why in ("grant", "reward"))
    for p in np.flatnonzero(projects.week_paid > NEVER):
        assert grant[p] + reward[p] == projects.offer_fen[p]
        assert grant[p] == pytest.approx(0.4 * projects.offer_fen[p], abs=2)
    # Who is refused in the end keeps the advance.
    assert (reward[projects.accepted == REFUSED] == 0).all()
    assert (grant[offered(engine)] > 0).mean() > 0.9


def test_milestones_are_paid_part_by_part_and_the_last_after_acceptance() -> None:
    engine = lived_under("reward", payment__timing="milestones", payment__milestones=3)
    projects = engine.world.projects
    parts, last = (flows(engine, "county", "escrow", why) for why in ("milestone", "reward"))
    rows = np.flatnonzero(projects.week_paid > NEVER)
    assert (parts + last)[rows].tolist() == projects.offer_fen[rows].tolist()
    whole = rows[projects.milestones[rows] == 2]
    assert len(whole) > 3
    assert (np.abs(parts[whole] - 2 * last[whole]) <= 2).all()
    # Who is refused at the end keeps what was paid on the way.
    assert (last[projects.accepted == REFUSED] == 0).all()


def test_with_milestones_less_must_be_carried_than_with_one_reward() -> None:
    numbers = HARD | {"works__start_uncovered": 0.0}
    whole = lived_under("reward", numbers)
    parts = lived_under("reward", numbers, payment__timing="milestones", payment__milestones=3)
    both = np.intersect1d(offered(whole), offered(parts))
    first = both[(whole.world.projects.campaigns[both] == 1) & (parts.world.projects.campaigns[both] == 1)]
    advances = [engine.world.projects.advance_fen[first] for engine in (whole, parts)]
    assert len(first) > 10
    assert (advances[1] <= advances[0]).all()
    assert advances[1].sum() < 0.5 * advances[0].sum()


# matches --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["match", "quadratic"])
def test_a_match_is_paid_only_where_residents_gave(name: str) -> None:
    engine = lived_under(name)
    projects = engine.world.projects
    grant = flows(engine, "county", "escrow", "grant")
    assert (grant > 0).sum() > 10
    assert (projects.residents_fen[(grant > 0) & finished(engine)] > 0).all()
    assert (grant <= 0.9 * projects.cost_fen + 1).all()


def test_a_one_to_one_match_doubles_what_was_given() -> None:
    engine = lived_under("match")
    projects = engine.world.projects
    grant = flows(engine, "county", "escrow", "grant")
    rows = np.flatnonzero((grant > 0) & finished(engine))
    lacking = projects.bill_fen[rows] - projects.sponsor_fen[rows] - projects.residents_fen[rows]
    assert grant[rows].tolist() == np.minimum(projects.residents_fen[rows], lacking).tolist()


def test_more_households_that_give_the_same_bring_in_a_larger_quadratic_match() -> None:
    engine = lived_under("quadratic")
    projects, stakes = engine.world.projects, engine.world.stakes
    grant = flows(engine, "county", "escrow", "grant")
    rows = np.flatnonzero((grant > 0) & finished(engine) & (grant < projects.cost_fen * 0.85))
    givers = []
    for p in rows:
        start, end, first = engine.block_of(int(p))
        givers.append((stakes.paid_fen[first : first + end - start] > 0).sum())
    rates = grant[rows] / projects.residents_fen[rows]
    assert len(rows) > 10
    assert np.corrcoef(givers, rates)[0, 1] > 0.8


# protection -----------------------------------------------------------------------------------------------------

FAILING: dict[str, Any] = {"people__giving_intercept": -4.0, "works__redesign_floor": 1.0}
"""Campaigns in which few pledge, and that are not cut down."""


def abandoned_sites(**changes: Any) -> Engine:
    """Return a life in which sites start on the county's word, which does not have the money."""
    numbers = {"budget__yuan_per_year": 5_000.0, "works__patience_weeks": 2, "works__start_uncovered": 1.0}
    return lived_under("upfront", numbers, payment__rate=0.5, allocation__reserve="acceptance", **changes)


@pytest.mark.parametrize("payer", ["county", "community_fund", "organizations"])
def test_a_refund_is_paid_by_its_payer_alone_as_far_as_it_has_money(payer: str) -> None:
    engine = abandoned_sites(protection__refund_share=1.0, protection__payer=payer)
    for other in {"county", "community_fund", "organizations"} - {payer}:
        assert flows(engine, other, "escrow", "refund").sum() == 0
    came, went = flows(engine, payer, "escrow", "refund"), flows(engine, "escrow", "households", "refund")
    assert came.tolist() == went.tolist()
    # Nobody has put anything into the community funds.
    assert (came.sum() > 0) == (payer != "community_fund")


def test_the_sunk_cost_of_an_abandoned_project_is_lost_unless_it_is_insured() -> None:
    plain = abandoned_sites()
    insured = abandoned_sites(protection__refund_share=1.0, protection__payer="organizations")
    sunk = [-int(engine.ledger.balance("loss_borne", 0)[0]) for engine in (plain, insured)]
    assert (plain.world.projects.stage == ABANDONED).sum() > 10
    assert 0 <= sunk[1] < 0.2 * sunk[0]
    # What residents do not lose those lose who insure them.
    assert insured.ledger.balance("loss_borne", 1)[0] < plain.ledger.balance("loss_borne", 1)[0]


@pytest.mark.parametrize("payer", ["county", "organizations"])
def test_a_refund_bonus_goes_to_those_who_pledged_for_what_failed(payer: str) -> None:
    engine = lived_under("refund_bonus", FAILING, protection__payer=payer, protection__bonus_share=0.2)
    projects = engine.world.projects
    bonus = flows(engine, "escrow", "households", "refund bonus")
    assert bonus.sum() > 0
    assert (bonus[~np.isin(projects.stage, (UNFUNDED, ABANDONED))] == 0).all()
    assert flows(engine, payer, "escrow", "refund bonus").tolist() == bonus.tolist()
    assert (bonus <= 0.2 * projects.pledged_fen).all()
    assert (bonus == (0.2 * projects.pledged_fen).astype(np.int64))[bonus > 0].any()
    assert engine.outcomes()["transfers_yuan"] * 100 <= bonus.sum()


def test_each_who_pledged_is_paid_a_bonus_in_proportion_and_nobody_else() -> None:
    engine = warmed(**FAILING).fork("refund_bonus", presets()["refund_bonus"].mechanism)
    projects = engine.world.projects
    for _ in range(engine.end_week):
        savings = engine.world.households.savings_fen.copy()
        engine.step()
        if projects.bonus_fen.any():
            break
    paid = np.flatnonzero(projects.bonus_fen)
    assert len(paid) > 0
    wanted = np.zeros(len(savings))
    for p in paid:
        start, end, first = engine.block_of(int(p))
        pledged = engine.world.stakes.pledged_fen[first : first + end - start]
        wanted[start:end] += projects.bonus_fen[p] * pledged / pledged.sum()
    gained = engine.world.households.savings_fen - savings
    # Whoever's purse was opened for another project this week has gained or paid something else besides.
    alone = engine.world.households.savings_week < engine.week - 1
    assert (alone & (wanted > 0)).sum() > 5
    assert np.abs(gained - wanted)[alone].max() <= len(paid)


# incentive ------------------------------------------------------------------------------------------------------


def test_points_are_worth_their_share_of_contributions_and_labour_and_the_county_pays() -> None:
    engine = lived_under("points", incentive__points_share=0.1)
    projects = engine.world.projects
    points = flows(engine, "county", "escrow", "points")
    assert points.tolist() == flows(engine, "escrow", "goods", "points").tolist() == projects.points_fen.tolist()
    begun = (projects.week_of[:, BUILDING] > NEVER) & (points > 0)
    wage = engine.settings.works.labour_wage * 100 / 60
    given = projects.residents_fen[begun] + (projects.pledged_minutes[begun] * wage).astype(np.int64)
    gone = np.isin(projects.stage[begun], (ABANDONED,))
    assert (points[begun] <= 0.1 * given + 1)[~gone].all()
    assert (np.abs(points[begun] - 0.1 * given) <= 1)[~gone].mean() > 0.9


def test_honours_change_giving_and_cost_nothing() -> None:
    engine = lived_under("reward", incentive__kind="honours")
    assert engine.ledger.balance("goods")[0] == 0
    assert engine.world.projects.pledged_fen.sum() > lived_under("reward").world.projects.pledged_fen.sum()


def test_pay_that_crowds_out_lowers_what_is_pledged_and_without_weight_it_does_not() -> None:
    sums = [
        lived_under("points", {"people__crowding_weight": weight}, incentive__points_share=0.0).world.projects
        for weight in (0.0, 1.0)
    ]
    plain = lived_under("reward").world.projects
    assert sums[0].pledged_fen.tolist() == plain.pledged_fen.tolist()
    assert sums[1].pledged_fen.sum() < plain.pledged_fen.sum()


# allocation -----------------------------------------------------------------------------------------------------

SCARCE: dict[str, Any] = {"budget__yuan_per_year": 60_000.0}


@pytest.mark.parametrize("rule", [name for name, rule in ALLOCATION_RULES.items() if rule.grant is not None])
def test_rounds_decide_on_their_dates_and_within_their_part_of_the_money(rule: str) -> None:
    changes = {"allocation__rule": rule, "allocation__round_weeks": 13}
    engine = warmed(**SCARCE).fork("upfront", changed(presets()["upfront"].mechanism, **changes))
    projects = engine.world.projects
    year = engine.settings.budget.yuan_per_year * engine.household_share * 100
    for number, week in enumerate(range(0, 48, 13)):
        while engine.week < week:
            engine.step()
        free = engine.free_budget_fen if week else year
        engine.step()
        granted = projects.offer_fen[(projects.week_decided == week) & (projects.terms >= 0)].sum()
        assert granted <= free / (4 - number)
    engine.run()
    decided = projects.week_decided[offered(engine)]
    assert len(decided) > 3
    assert ((decided % 52) % 13 == 0).all()
    assert engine.ledger.moved_since(0, "county", "escrow") <= engine.ledger.moved_since(0, "treasury", "county")


def test_where_money_is_short_everyone_gets_a_part_and_a_vote_gives_whole_offers() -> None:
    part = lived_under("upfront", SCARCE, allocation__rule="everyone")
    vote = lived_under("upfront", SCARCE, allocation__rule="participatory_greedy")
    shares = [
        engine.world.projects.offer_fen[offered(engine)] / engine.world.projects.cost_fen[offered(engine)]
        for engine in (part, vote)
    ]
    assert (shares[0] < 0.99).any()
    assert (shares[1] > 0.999).mean() > 0.8
    assert len(shares[0]) > len(shares[1])


def test_nothing_is_offered_below_the_minimum_consent() -> None:
    engine = lived_under("upfront", allocation__minimum_consent=0.8)
    stakes = engine.world.stakes
    assert 0 < len(offered(engine)) < len(offered(lived_under("upfront")))
    for p in offered(engine):
        start, end, first = engine.block_of(int(p))
        votes = stakes.vote[first : first + end - start]
        assert (votes == 1).sum() >= 0.8 * (votes >= 0).sum()


def test_a_reserve_at_acceptance_offers_more_than_there_is_and_pays_what_there_is() -> None:
    at_once = lived_under("reward", SCARCE)
    later = lived_under("reward", SCARCE, allocation__reserve="acceptance")
    assert len(offered(later)) > len(offered(at_once))
    assert later.reserved_fen == 0
    assert later.ledger.balance("county")[0] >= 0
    accepted = later.world.projects.accepted == ACCEPTED
    assert accepted.sum() > 0


def test_who_waits_for_the_next_budget_is_offered_money_later_instead_of_never() -> None:
    at_once = lived_under("upfront", SCARCE | {"calendar__programme_weeks": 110})
    waits = lived_under("upfront", SCARCE | {"calendar__programme_weeks": 110, "works__wait_probability": 1.0})
    delays = [
        (engine.world.projects.week_decided - engine.world.projects.week_of[:, APPLYING])[offered(engine)]
        for engine in (at_once, waits)
    ]
    assert min(len(delays[0]), len(delays[1])) > 3
    assert delays[0].max() < 10 < delays[1].max()
    # In the last budget year nobody waits for a next one.
    refused = np.flatnonzero((waits.world.projects.terms >= 0) & (waits.world.projects.offer_fen == 0))
    assert (waits.world.projects.week_decided[refused] >= 104).all()


def test_padded_claims_leave_residents_less_to_raise() -> None:
    honest, padded = lived_under("reward"), lived_under("reward", {"works__padded_share": 0.3})
    both = np.intersect1d(offered(honest), offered(padded))
    first = both[(honest.world.projects.campaigns[both] < 2) & (padded.world.projects.campaigns[both] < 2)]
    shares = [(e.world.projects.offer_fen / e.world.projects.cost_fen)[first].mean() for e in (honest, padded)]
    assert shares[0] == pytest.approx(0.5, abs=0.01)
    assert shares[1] == pytest.approx(0.65, abs=0.01)


def test_every_preset_differs_from_the_reward_in_what_its_line_says() -> None:
    reward = presets()["reward"].mechanism
    ways: dict[str, set[str]] = {
        "advance_reward": {"payment"},
        "match": {"payment"},
        "quadratic": {"payment"},
        "assurance": {"protection"},
        "refund_bonus": {"protection"},
        "points": {"incentive"},
        "ranked_reward": {"allocation"},
        "participatory_budget": {"allocation", "payment"},
    }
    for name, parts in ways.items():
        mechanism = presets()[name].mechanism
        assert {part for part in Mechanism._fields if getattr(mechanism, part) != getattr(reward, part)} == parts, name
