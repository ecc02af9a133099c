"""What is told of a round: means over those who stayed, spread over groups, types from elicited answers (ODD 8)."""

import math
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dizao.model.laboratory.game import Game
from dizao.model.laboratory.players import Players

NORMAL_95 = 1.959963984540054
"""Half-width of a 95% interval in standard errors."""


class Round(NamedTuple):
    """One round; shares of the endowment, None where there is nobody or nothing to tell.

    Attributes
    ----------
    round
        Number, from 1.
    n
        People whose choices are counted: those who stayed, without leaders whose contribution was prescribed.
    contribution, contribution_low, contribution_high
        Mean contribution; its 95% interval over groups.
    group_sd
        Standard deviation over groups of a group's mean contribution.
    zero, full
        Share of people who gave nothing; who gave the largest contribution allowed.
    belief
        Mean contribution that they expected of others when they chose.
    left
        Share of all people who left.
    provided
        Share of groups that met the threshold; None where there is none.
    types
        Shares of the types by `classified`.
    answers
        Mean contribution in answer to contributions of 0, 50 and 100% of what is asked.
    """

    round: int
    n: int
    contribution: float | None
    contribution_low: float | None
    contribution_high: float | None
    group_sd: float | None
    zero: float | None
    full: float | None
    belief: float | None
    left: float
    provided: float | None
    types: dict[str, float | None]
    answers: dict[str, float | None]

    def table(self) -> dict[str, Any]:
        """Return the round as a plain table.

        Returns
        -------
        The fields by name.
        """
        return self._asdict()


def classified(none: Any, half: Any, full: Any) -> dict[str, NDArray[np.bool_]]:
    """Return who is of which type, from the contributions in answer to 0, 50 and 100%.

    Selfish: always nothing. Hump-shaped: most in answer to 50. Conditional: more for 100 than for 0, and never less for
    more. Unconditional: all others, most of them the same contribution whatever the others do.

    Parameters
    ----------
    none, half, full
        Contributions in answer to 0, 50 and 100% of what is asked, shape (players,).

    Returns
    -------
    By type, shape (players,); each player is of exactly one type.
    """
    none, half, full = np.asarray(none), np.asarray(half), np.asarray(full)
    selfish = (none == 0) & (half == 0) & (full == 0)
    hump = (half > none) & (half > full)
    conditional = (full > none) & (half >= none) & (full >= half)
    return {
        "conditional": conditional,
        "selfish": selfish,
        "hump": hump,
        "unconditional": ~(conditional | selfish | hump),
    }


def round_of(
    number: int, players: Players, group_contribution: NDArray[np.float64], provided: NDArray[np.uint8], game: Game
) -> Round:
    """Sum up one round.

    Parameters
    ----------
    number
        Number of the round.
    players
        All players, those who have left among them.
    group_contribution
        Mean contribution of each group as a share, nan where nobody decided; shape (groups,).
    provided
        1 for each group that reached the threshold, shape (groups,).
    game
        The game's rules.

    Returns
    -------
    Shares of the endowment; None where nobody decided.
    """
    chose = (players.stays == 1) & (players.decides == 1)
    endowment = players.endowment[chose]
    shares = players.contribution[chose] / endowment
    largest = np.full(len(endowment), game.choices[-1]) if len(game.choices) else np.floor(endowment)
    contribution, (low, high, spread) = _mean(shares), _interval(shares, group_contribution)
    stayed = players.stays == 1
    answers = [column[stayed] for column in (players.answer_none, players.answer_half, players.answer_all)]
    return Round(
        round=number,
        n=int(chose.sum()),
        contribution=contribution,
        contribution_low=low,
        contribution_high=high,
        group_sd=spread,
        zero=_mean(players.contribution[chose] == 0.0),
        full=_mean(players.contribution[chose] >= largest),
        belief=_mean(players.belief[chose] * players.asked[chose] / endowment),
        left=float(np.mean(~stayed)),
        provided=float(np.mean(provided)) if game.threshold > 0.0 and len(provided) else None,
        types={name: _mean(members) for name, members in classified(*answers).items()},
        answers={
            name: _mean(column / players.endowment[stayed])
            for name, column in zip(("0", "50", "100"), answers, strict=True)
        },
    )


def _mean(values: NDArray[Any]) -> float | None:
    return float(np.mean(values)) if len(values) else None


def _interval(
    shares: NDArray[np.float64], group_contribution: NDArray[np.float64]
) -> tuple[float | None, float | None, float | None]:
    """Return the ends of the mean contribution's interval over groups, and the groups' standard deviation."""
    known = group_contribution[~np.isnan(group_contribution)]
    if len(known) < 2:
        return None, None, None
    contribution, spread = float(np.mean(shares)), float(np.std(known, ddof=1))
    half = NORMAL_95 * spread / math.sqrt(len(known))
    return max(0.0, contribution - half), min(1.0, contribution + half), spread
