"""Those who play: made like the district's residents, from the same draws and dispositions (ODD 8)."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dizao.agents.compiled import kernel
from dizao.agents.laboratory import recovered_belief
from dizao.agents.parameters import People
from dizao.agents.prospects import coded
from dizao.agents.resident import logistic
from dizao.model.core import draws
from dizao.model.core.draws import draw
from dizao.model.core.tables import records, zeros
from dizao.model.laboratory.game import Game
from dizao.model.world.population import drawn_belief_log_odds, drawn_hump, drawn_reciprocity


class Players(NamedTuple):
    """Columns of the players; shape (people,). Contributions and answers are units.

    ``first_rho`` is the reciprocity that somebody came with. ``running`` is the belief that learns, ``first`` what it
    began as, ``belief`` the one that the last choice was made with (a share of what is ``asked``). ``stays`` is 1 for
    who has not left this round, ``decides`` 1 for who also chose their own contribution. ``answer_none``,
    ``answer_half`` and ``answer_all`` are the contributions in answer to nothing, half and all from others.
    """

    id: NDArray[np.int64]
    reciprocity: NDArray[np.float64]
    first_rho: NDArray[np.float64]
    hump: NDArray[np.uint8]
    first: NDArray[np.float64]
    running: NDArray[np.float64]
    endowment: NDArray[np.float64]
    prize: NDArray[np.float64]
    stays: NDArray[np.uint8]
    decides: NDArray[np.uint8]
    belief: NDArray[np.float64]
    asked: NDArray[np.float64]
    contribution: NDArray[np.float64]
    answer_none: NDArray[np.float64]
    answer_half: NDArray[np.float64]
    answer_all: NDArray[np.float64]


@kernel
def _fill(seed: int, players: Players, people: People) -> None:
    for i in range(len(players)):
        players.id[i] = i
        players.reciprocity[i] = drawn_reciprocity(seed, i, people)
        players.first_rho[i] = players.reciprocity[i]
        players.hump[i] = drawn_hump(seed, i, people)
        players.first[i] = logistic(drawn_belief_log_odds(seed, i, people.laboratory_belief, people))
        players.running[i] = players.first[i]


@kernel
def _endow(seed: int, players: Players, game: Game) -> None:
    """Give each player what the rules say; whole units where any whole unit may be given."""
    for i in range(len(players)):
        span = game.endowment_high - game.endowment_low
        players.endowment[i] = game.endowment_low + span * draw(seed, draws.GAME_ENDOWMENT, i, 0, 0)
        if len(game.choices) == 0 and span > 0.0:
            players.endowment[i] = max(game.endowment_low, np.floor(players.endowment[i] + 0.5))
        random_draw = draw(seed, draws.GAME_PRIZE, i, 0, 0)
        players.prize[i] = game.prize_low + (game.prize_high - game.prize_low) * random_draw


@kernel
def _recover(players: Players, people: People) -> None:
    for i in range(len(players)):
        players.running[i] = recovered_belief(players.running[i], players.first[i], people)


def make_players(seed: int, number: int, people: People) -> Players:
    """Make so many players; what one is like depends on the seed and the own number alone.

    Parameters
    ----------
    seed
        Seed of the replicate, in [0, 2**63).
    number
        How many.
    people
        Behavioural parameters.

    Returns
    -------
    Players, shape (people,).
    """
    players = zeros(Players, number)
    _fill(seed, records(players), coded(people))
    return players


def begin_block(seed: int, players: Players, game: Game, people: People, first: bool) -> None:
    """Hand out endowments and prizes of new rules; unless they are the first, beliefs recover in part.

    Parameters
    ----------
    seed
        Seed of the replicate, in [0, 2**63).
    players
        Who plays.
    game
        The rules.
    people
        Behavioural parameters.
    first
        Whether these are the first rules of the session.
    """
    _endow(seed, records(players), game)
    if not first:
        _recover(records(players), coded(people))
