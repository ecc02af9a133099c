"""A session from the first round to the last, and what is told of each round (ODD 8)."""

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dizao.agents.parameters import People
from dizao.agents.prospects import coded
from dizao.model.core.tables import records
from dizao.model.laboratory.game import REPLACED, SHRINK, Game, Moment, Session
from dizao.model.laboratory.play import Groups, Seats, give, keys, learn, leave
from dizao.model.laboratory.players import Players, begin_block, make_players
from dizao.model.laboratory.summary import Round, round_of


def play(session: Session, seed: int, people: People) -> list[Round]:
    """Play all rounds of a session.

    Parameters
    ----------
    session
        Groups, rounds and rules.
    seed
        Seed of the players and of all random draws, in [0, 2**63).
    people
        What people are like.

    Returns
    -------
    What happened in each round, in order.
    """
    return [
        round_of(number, players, groups.contribution, groups.provided, game)
        for number, players, groups, game in _rounds(session, seed, people)
    ]


def group_contributions(session: Session, seed: int, people: People) -> NDArray[np.float64]:
    """Play all rounds and return each group's mean contribution as a share; shape (rounds, groups).

    Groups must stay as many; with partners a column is one group through all rounds.

    Parameters
    ----------
    session
        Groups, rounds and rules.
    seed
        Seed of the replicate, in [0, 2**63).
    people
        Behavioural parameters.

    Returns
    -------
    Shares of endowments, shape (rounds, groups).
    """
    return np.array([groups.contribution for _, _, groups, _ in _rounds(session, seed, people)])


def _rounds(session: Session, seed: int, people: People) -> Iterator[tuple[int, Players, Groups, Game]]:
    """Play round after round; players are as the round left them only until the next is asked for."""
    people = coded(people)
    players = make_players(seed, session.people, people)
    last = None
    for number in range(1, session.rounds + 1):
        block = session.block_of(number)
        if block is not last:
            begin_block(seed, players, block.game, people, first=last is None)
            last = block
        left = 0 if block.game.strangers else session.rounds - number
        now = Moment(seed, number, block.from_round, left)
        yield number, players, play_round(now, players, block.game, people), block.game


def play_round(now: Moment, players: Players, game: Game, people: People) -> Groups:
    """Play one round: some leave, groups are seated, contributions are given, all learn.

    Parameters
    ----------
    now
        Seed, round, first round under these rules, and rounds left with the same partners.
    players
        Columns of the players; changed in place.
    game
        Rules of the round.
    people
        What people are like.

    Returns
    -------
    Mean contribution of each group's choosers, a share, nan if none; whether its threshold was met; shape (groups,).
    """
    table, people = records(players), coded(people)
    leave(len(table), now, table, game, people)
    seats = seat(now, players, game)
    count = len(seats.first) - 1
    give(count, now, seats, table, game, people)
    groups = Groups(np.full(count, np.nan), np.zeros(count, dtype=np.uint8))
    learn(count, seats, table, game, people, groups)
    return groups


def seat(now: Moment, players: Players, game: Game) -> Seats:
    """Seat the players in groups: in order of their numbers, or at random where strangers meet.

    Where leavers are replaced, those who stay fill the groups; the last is filled up with players who are not counted
    there. Where too few stay for one group, they are one smaller group.

    Parameters
    ----------
    now
        When.
    players
        Who plays.
    game
        The rules.

    Returns
    -------
    Who sits where.
    """
    order = np.arange(len(players.id))
    if game.strangers:
        random_draw = np.empty(len(order))
        keys(now, records(players), random_draw)
        order = np.argsort(random_draw, kind="stable")
    if game.voluntary and game.leavers == REPLACED:
        order = order[players.stays[order] == 1]
    group = _full_groups(order, game.group_size)
    first = np.arange(0, len(group) + 1, max(1, min(game.group_size, len(order))), dtype=np.int64)
    own = (np.arange(len(group)) < len(order)).astype(np.uint8)
    if game.voluntary and game.leavers == SHRINK:
        staying = players.stays[group] == 1
        first = np.concatenate([[0], np.cumsum(staying)])[first]
        group, own = group[staying], own[staying]
    return Seats(first, group, own, np.zeros(len(group)))


def _full_groups(order: NDArray[Any], size: int) -> NDArray[np.int64]:
    """Return the order, lengthened from its beginning until all groups are full (unless it is shorter than one)."""
    missing = -len(order) % size if len(order) > size else 0
    return np.concatenate([order, order[:missing]]).astype(np.int64)
