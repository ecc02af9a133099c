"""Votes weigh what is at stake, and talks in person move minds (ODD 7.4)."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dizao.agents.household import NOBODY
from dizao.agents.parameters import People
from dizao.agents.resident import persuaded, stake_in_means, vote_noise
from dizao.model.engine import Engine
from dizao.model.settings import Settings
from dizao.model.world.projects import NEVER, VOTING
from tests.model.invariants import broken
from tests.model.worlds import SMALL, settings_with

SEED = 4
P = People()
minds = st.floats(-20.0, 20.0)
uniforms = st.floats(1e-6, 1.0 - 1e-6)


def world(**changes: Any) -> Settings:
    return settings_with(SMALL | {"offices__member_active_share": 0.8} | changes, rates=30.0, costs=0.3)


def test_a_stake_is_measured_in_months_of_income() -> None:
    """Ten yuan a week to spare, 1% of 1,000: 52,000 yuan a year."""
    month = 52_000_00 / 12
    assert stake_in_means(month, 1_000.0, 0.01) == pytest.approx(1.0)
    assert stake_in_means(-0.5 * month, 1_000.0, 0.01) == pytest.approx(-0.5)
    assert stake_in_means(520.0, 0.0, 0.01) == pytest.approx(520.0)


@given(st.floats(-50.0, 50.0), st.floats(0.0, 4.0))
def test_noise_falls_with_what_is_at_stake_and_never_rises(stake: float, steadiness: float) -> None:
    people = P._replace(vote_steadiness=steadiness)
    assert 0.0 < vote_noise(stake, people) <= vote_noise(0.5 * stake, people) <= vote_noise(0.0, people) == 1.0


@given(minds, uniforms, uniforms, st.floats(0.0, 1.0))
def test_a_talk_never_makes_anybody_more_unwilling_and_a_better_one_moves_more(
    mind: float, one: float, other: float, part: float
) -> None:
    people, (low, high) = P._replace(persuasion=part), sorted((one, other))
    assert mind <= persuaded(mind, low, people) <= persuaded(mind, high, people)
    assert persuaded(mind, 0.0, people) == mind
    assert persuaded(mind, one, P._replace(persuasion=0.0)) == mind


def voted(settings: Settings) -> tuple[Engine, np.ndarray, np.ndarray]:
    """Live until the programme ends; return the engine, and the first vote and net gain of all who voted."""
    engine, votes, gains = Engine(settings, SEED), [], []
    while engine.week < engine.settings.calendar.programme_weeks:
        engine.step()
        projects, stakes = engine.world.projects, engine.world.stakes
        for p in np.flatnonzero(projects.stage == VOTING):
            start, end, first = engine.block_of(int(p))
            block, households = slice(first, first + end - start), engine.world.households
            now = stakes.voted_week[block] == engine.week - 1
            years = engine.world.kinds.present_years[projects.category[p]]
            trusted = engine.world.residents.efficacy[households.first_resident[start:end]].astype(float)
            gains.append((stakes.value_fen[block] * years * trusted - stakes.asked_fen[block])[now])
            votes.append(stakes.vote[block][now])
    assert not broken(engine)
    return engine, np.concatenate(votes), np.concatenate(gains)


def test_where_only_stakes_count_who_gains_says_yes_and_who_loses_no() -> None:
    # Gains are read at the week's end: what works that end this week teach must not have changed them.
    unlearnt = {"people__efficacy_learning": 0.0}
    _, votes, gains = voted(world(people__vote_stake=1e6, people__vote_steadiness=0.0, **unlearnt))
    clear = np.abs(gains) > 1_000.0
    assert clear.sum() > 500
    assert (gains[clear] < 0.0).any()
    assert (votes[clear] == (gains[clear] > 0.0)).all()


def test_steady_votes_follow_what_speaks_for_them() -> None:
    """With much at stake for everybody (a fen a week to spare) the random part is gone: like minds vote alike."""
    plain = {"people__vote_fairness": 0.0, "people__vote_trust": 0.0, "people__vote_neighbours": 0.0}
    few = {"place__spare_money_share": 0.0, **plain}
    _, fickle, gains = voted(world(**few, people__vote_steadiness=0.0))
    _, steady, steady_gains = voted(world(**few, people__vote_steadiness=4.0))
    fickle, steady = fickle[gains > 1_000.0], steady[steady_gains > 1_000.0]
    assert len(steady) > 500
    assert steady.mean() == 1.0 > fickle.mean() > 0.02


def moves(settings: Settings) -> tuple[int, int, int]:
    """Count votes that were taken back, and noes that became a yes after a talk in person, and without one."""
    engine, back, talked, silent = Engine(settings, SEED), 0, 0, 0
    while engine.week < engine.settings.calendar.programme_weeks:
        stakes = engine.world.stakes
        before = {int(p): stakes.vote.copy() for p in np.flatnonzero(engine.world.projects.stage == VOTING)}
        engine.step()
        projects, stakes, households = engine.world.projects, engine.world.stakes, engine.world.households
        for p, was in before.items():
            start, end, first = engine.block_of(p)
            if projects.stage[p] != VOTING:
                continue
            old, new = was[first : first + end - start], stakes.vote[first : first + end - start]
            by = (households.contact_week[start:end] == engine.week - 1) & (households.contact_by[start:end] != NOBODY)
            back += int(((old == 1) & (new == 0)).sum())
            talked += int(((old == 0) & (new == 1) & by).sum())
            silent += int(((old == 0) & (new == 1) & ~by).sum())
    return back, talked, silent


def test_only_talks_in_person_turn_a_no_and_nobody_takes_back_a_yes() -> None:
    back, talked, silent = moves(world(people__persuasion=0.8, people__vote_intercept=-1.0))
    assert (back, silent) == (0, 0)
    assert talked > 0
    assert moves(world(people__persuasion=0.0, people__vote_intercept=-1.0)) == (0, 0, 0)


def test_further_talks_move_a_mind_less() -> None:
    """The best of n uniforms is n/(n + 1) on average: each further talk adds less (20,000 minds, error .003)."""
    random_draw = np.random.default_rng(0)
    met = np.maximum.accumulate(random_draw.random((20_000, 8)), axis=1)
    rises = np.diff(met.mean(axis=0))
    assert (np.diff(rises) < 0.0).all()
    assert met[:, 2].mean() == pytest.approx(0.75, abs=0.01)


def test_talks_that_were_held_are_noted_with_the_person() -> None:
    engine = Engine(world(), SEED)
    for _ in range(40):
        engine.step()
    households, residents = engine.world.households, engine.world.residents
    talked = households.contact_by != NOBODY
    assert talked.any()
    assert np.isin(households.contact_by[talked], residents.id).all()
    assert (households.contact_week[talked] > NEVER).all()
