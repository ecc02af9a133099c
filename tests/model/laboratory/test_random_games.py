"""Whatever the rules of a game:

shares are shares, nobody gives what they have not, and random draws alone decide the rest.
"""

from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from dizao.agents.compiled import set_threads
from dizao.agents.parameters import People
from dizao.agents.prospects import coded
from dizao.model.core.tables import records
from dizao.model.laboratory.game import Moment, Session
from dizao.model.laboratory.play import give, leave
from dizao.model.laboratory.players import begin_block, make_players
from dizao.model.laboratory.session import play, seat
from dizao.model.laboratory.summary import Round

from .games import game, sessions

PEOPLE = coded(People())
"""As a session hands them to the kernels, which would else be compiled once more, for a rule that is a text."""


def shares_of(one: Round) -> list[float]:
    names = ("contribution", "contribution_low", "contribution_high", "zero", "full", "belief", "left", "provided")
    values = [getattr(one, name) for name in names] + [*one.types.values(), *one.answers.values()]
    return [value for value in values if value is not None]


@settings(max_examples=60)
@given(sessions())
def test_all_that_is_told_is_a_share(session: Session) -> None:
    for one in play(session, 3, People()):
        assert all(0.0 <= value <= 1.0 + 1e-12 for value in shares_of(one)), one
        assert 0 <= one.n <= session.people
        assert sum(x for x in one.types.values() if x is not None) == pytest.approx(
            1.0 if one.types["hump"] is not None else 0.0
        )
        if one.contribution_low is not None and one.contribution is not None and one.contribution_high is not None:
            assert one.contribution_low <= one.contribution <= one.contribution_high


@settings(max_examples=60)
@given(sessions())
def test_nobody_gives_more_than_they_have_or_what_is_not_allowed(session: Session) -> None:
    rules = session.blocks[0].game
    players = make_players(5, session.people, PEOPLE)
    begin_block(5, players, rules, PEOPLE, first=True)
    table, now = records(players), Moment(5, 1, 1, 0)
    leave(len(table), now, table, rules, PEOPLE)
    seats = seat(now, players, rules)
    give(len(seats.first) - 1, now, seats, table, rules, PEOPLE)
    chose = (players.stays == 1) & (players.decides == 1)
    for column in (players.contribution, players.answer_none, players.answer_half, players.answer_all):
        contributions = column[chose]
        assert (contributions >= 0.0).all()
        assert (contributions <= players.endowment[chose] + 1e-9).all()
        allowed = (
            np.isin(contributions, rules.choices) if len(rules.choices) else contributions == np.floor(contributions)
        )
        assert allowed.all()


@pytest.mark.usefixtures("threads_restored")
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sessions())
def test_threads_change_nothing(session: Session) -> None:
    before = []
    for number in (1, 2):
        set_threads(number, least_seconds=0.0)
        before.append(repr(play(session._replace(groups=session.groups + 20), 7, People())))
    assert before[0] == before[1]


def test_the_order_in_which_groups_give_changes_nothing() -> None:
    rules = game("threshold", leader=1, open_steps=3)
    found = []
    for pieces in ([(0, 50)], [(30, 50), (0, 10), (10, 30)]):
        players = make_players(2, 250, PEOPLE)
        begin_block(2, players, rules, PEOPLE, first=True)
        table, now = records(players), Moment(2, 1, 1, 0)
        leave(len(table), now, table, rules, PEOPLE)
        seats = seat(now, players, rules)
        compiled: Any = give.__wrapped__  # type: ignore[attr-defined]
        for begin, end in pieces:
            compiled(begin, end, now, seats, table, rules, PEOPLE)
        found.append(seats.contribution.copy())
    assert (found[0] == found[1]).all()


def test_more_groups_leave_the_first_ones_as_they_were() -> None:
    # Partners: what a person is like and does depends on the own number and the own group alone.
    few, many = (make_players(9, number, People()) for number in (40, 400))
    assert (few.reciprocity == many.reciprocity[:40]).all()
    assert (few.first == many.first[:40]).all()
