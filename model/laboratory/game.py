"""A game as compiled kernels read it: who plays in what groups, for what, under which rules (ODD 8)."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dizao.agents.compiled import rule
from dizao.agents.parameters import People

LINEAR, THRESHOLD, DILEMMA, DONATION = 0, 1, 2, 3
"""Forms of a game."""

REPLACED, SHRINK, ZERO = 0, 1, 2
"""What leavers mean for their groups."""

NO_LEADER, RANDOM, AUTHORITY = 0, 1, 2
"""Kinds of leaders."""

OWN_CONTRIBUTION = -1.0
"""Stands for a leader's contribution that the leader chooses."""

ALMOST = 1e-9
"""Sums of contributions this much below a threshold still meet it."""


class Game(NamedTuple):
    """The rules from one round on.

    Attributes
    ----------
    form
        LINEAR, THRESHOLD, DILEMMA or DONATION.
    group_size
        Members of a full group.
    endowment_low, endowment_high
        Units that each person has; drawn between them.
    choices
        Allowed contributions in units, rising; empty where any whole unit goes.
    threshold
        Units that must come together, outside money included; 0 where there is no goal.
    counted
        1 where the threshold counts full contributions: then a full contribution is what is asked of each, otherwise a
        fair share is.
    prize_low, prize_high
        Units to every member if the threshold is met; drawn between them.
    per_head_return
        Units to every member per unit given (LINEAR).
    multiplier
        Units that reach the other per unit given (DILEMMA).
    sequential
        1 if half move first and half answer what they see.
    strangers
        1 if groups are drawn anew each round.
    voluntary, exit_payoff, leavers
        Whether members may leave, what for, and what becomes of their groups.
    refund, refund_bonus, rebate
        Shares of a contribution paid back if the threshold is missed; 1 if what is above the threshold goes back.
    match_rate, seed_money
        Outside units per unit given; share of the threshold that is there.
    leader, leader_contribution
        Who gives first; the prescribed share of the endowment, or `OWN_CONTRIBUTION`.
    communication
        A kind of `dizao.agents.laboratory`.
    public, honours, private_reward
        1 if contributions are seen; 1 if names are read out; units of cash for a full contribution.
    open_steps
        Steps in which pledges are seen as they come; 1 where all give at once.
    punishment_cost, punishment_effect
        Units that a point of punishment costs the one and takes from the other.
    """

    form: int
    group_size: int
    endowment_low: float
    endowment_high: float
    choices: NDArray[np.float64]
    threshold: float
    counted: int
    prize_low: float
    prize_high: float
    per_head_return: float
    multiplier: float
    sequential: int
    strangers: int
    voluntary: int
    exit_payoff: float
    leavers: int
    refund: float
    refund_bonus: float
    rebate: int
    match_rate: float
    seed_money: float
    leader: int
    leader_contribution: float
    communication: int
    public: int
    honours: int
    private_reward: float
    open_steps: int
    punishment_cost: float
    punishment_effect: float


class Block(NamedTuple):
    """Rules and the round, counted from 1, from which they hold."""

    from_round: int
    game: Game


class Moment(NamedTuple):
    """When something is decided: seed, round, first round under these rules, rounds left with the same partners."""

    seed: int
    round: int
    since: int
    left: int


class Session(NamedTuple):
    """What is played: groups of the first block's size, rounds, and the rules block by block."""

    groups: int
    rounds: int
    blocks: tuple[Block, ...]

    @property
    def people(self) -> int:
        """Number of people who take part."""
        return self.groups * self.blocks[0].game.group_size

    def block_of(self, round_number: int) -> Block:
        """Return the rules of a round, counted from 1.

        Parameters
        ----------
        round_number
            Number of the round, from 1.

        Returns
        -------
        The last block that begins in this round or before.
        """
        return next(block for block in reversed(self.blocks) if block.from_round <= round_number)


@rule
def full_contribution(endowment: float, game: Game) -> float:
    """Return the largest contribution that somebody with this endowment is allowed.

    Parameters
    ----------
    endowment
        Units that somebody has.
    game
        The rules.

    Returns
    -------
    Units.
    """
    return game.choices[-1] if len(game.choices) > 0 else float(int(endowment))


@rule
def usual_full_contribution(game: Game) -> float:
    """Return the largest contribution of somebody with the mean endowment.

    Parameters
    ----------
    game
        The rules.

    Returns
    -------
    Units.
    """
    return full_contribution(0.5 * (game.endowment_low + game.endowment_high), game)


@rule
def wanted(game: Game) -> float:
    """Return the units that members must give together for the threshold: less by seed money and by the match.

    Parameters
    ----------
    game
        The rules.

    Returns
    -------
    Units.
    """
    return game.threshold * (1.0 - game.seed_money) / (1.0 + game.match_rate)


@rule
def asked_contribution(full: float, members: int, game: Game) -> float:
    """Return the contribution that is asked of a member (c in ODD 8): a full one, or a fair share of the threshold.

    Parameters
    ----------
    full
        Largest contribution allowed, units.
    members
        Members of the group.
    game
        The rules.

    Returns
    -------
    Units.
    """
    if game.form != THRESHOLD or game.counted:
        return full
    return min(full, wanted(game) / members * full / usual_full_contribution(game))


@rule
def most_given(full: float, asked: float, game: Game, p: People) -> float:
    """Return the contribution that whoever gives all gives: a full one, but to a threshold only so many fair shares.

    Parameters
    ----------
    full
        Largest contribution allowed, units.
    asked
        Contribution asked, units.
    game
        The rules.
    p
        Behavioural parameters.

    Returns
    -------
    Units.
    """
    if game.form != THRESHOLD or len(game.choices) > 0:
        return full
    return float(min(full, np.ceil(p.most_fair_shares * asked)))


@rule
def in_units(share: float, most: float, game: Game) -> float:
    """Return a contribution in units that the game allows, for a share from `dizao.agents.laboratory.share_given`.

    A share between the ends becomes the nearest contribution between them; where there is none, the nearer end.

    Parameters
    ----------
    share
        -1 for the smallest, 2 for the largest, else the way from the one to the other.
    most
        Largest contribution where any whole unit goes, units.
    game
        The rules.

    Returns
    -------
    Units.
    """
    number = len(game.choices)
    steps = number - 1 if number > 0 else int(most)
    step = 0
    if share > 1.0 or (steps == 1 and share > 0.5):
        step = steps
    elif share >= 0.0 and steps > 1:
        step = min(steps - 1, max(1, int(share * steps + 0.5)))
    if number == 0:
        return float(step)
    if step == 0 or step == steps:
        return game.choices[step]
    return _nearest_between(game.choices[0] + share * (game.choices[-1] - game.choices[0]), game.choices)


@rule
def _nearest_between(units: float, choices: NDArray[np.float64]) -> float:
    """Return the allowed contribution nearest to some units, the smallest and the largest left out."""
    best = choices[1]
    for k in range(2, len(choices) - 1):
        if abs(choices[k] - units) < abs(best - units):
            best = choices[k]
    return best
