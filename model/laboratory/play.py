"""One round: who leaves, who sits with whom, who gives what, what each learns (ODD 8).

Kernels run over people or over groups; a group writes only what its own seats hold, so that threads share nothing.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dizao.agents.compiled import kernel, rule, threaded_kernel
from dizao.agents.giving import giving_log_odds
from dizao.agents.laboratory import leaving_log_odds, persistent_draw, running_of, share_given
from dizao.agents.parameters import People
from dizao.agents.resident import (
    learnt_belief,
    learnt_reciprocity,
    logit,
    prior_belief,
    seen_belief,
)
from dizao.model.core import draws
from dizao.model.core.draws import draw, standard_normal
from dizao.model.laboratory.game import (
    ALMOST,
    DILEMMA,
    NO_LEADER,
    OWN_CONTRIBUTION,
    Game,
    Moment,
    asked_contribution,
    full_contribution,
    in_units,
    most_given,
    wanted,
)
from dizao.model.laboratory.perceptions import (
    Facing,
    Perceived,
    advantage_of_staying,
    field_seen,
    leaders_seen,
    position_of,
    prospect_seen,
    required_share,
    would_give,
)
from dizao.model.laboratory.players import Players

FREE_ANSWER = 3
"""Which answer it is: 0, 1, 2 to nothing, half and all; this one to any other contribution."""

OWN = 100
"""Words of a key, this and the next, for the part of somebody's random term that persists."""


class Seats(NamedTuple):
    """Who sits where; group ``g`` has the seats ``first[g]`` to ``first[g + 1]``.

    ``player`` is a row; ``own`` is 0 where somebody of another group fills up the last one; ``contribution`` in units.
    """

    first: NDArray[np.int64]
    player: NDArray[np.int64]
    own: NDArray[np.uint8]
    contribution: NDArray[np.float64]


class Before(NamedTuple):
    """What a player has seen come before: shares of what is asked, people, units; the leader's share of a full one."""

    shares: float
    people: float
    units: float
    leader_share: float


class Groups(NamedTuple):
    """What became of each group: the mean contribution of those who chose (share), and 1 if the threshold was met."""

    contribution: NDArray[np.float64]
    provided: NDArray[np.uint8]


# leaving --------------------------------------------------------------------------------------------------------


@threaded_kernel
def leave(begin: int, end: int, now: Moment, players: Players, game: Game, p: People) -> None:
    """Each player stays or leaves, on what staying promises before anything is seen (ODD 8).

    Parameters
    ----------
    begin, end
        Rows of the players; the caller gives their number instead.
    now
        When.
    players
        ``stays`` is written.
    game
        The rules.
    p
        Behavioural parameters.
    """
    for i in range(begin, end):
        players.stays[i] = 1
        if not game.voluntary:
            continue
        endowment, members = players.endowment[i], game.group_size
        position = position_of(endowment, players.prize[i], members, game, p)
        belief = prior_belief(players.running[i], min(1.0, position.required), p)
        prospect = prospect_seen(belief, position, 0, Facing(members, now.left, 0), game, p)
        rho, hump = players.reciprocity[i], players.hump[i]
        field = field_seen(rho, hump, prospect, 0.0, game.seed_money, game, p)
        gives = would_give(rho, hump, Perceived(prospect, field), p)
        better = advantage_of_staying(belief, gives, members, position, endowment, game)
        if leaving_log_odds(better, p) + logit(draw(now.seed, draws.GAME_LEAVE, players.id[i], now.round, 0)) > 0.0:
            players.stays[i] = 0


# seating --------------------------------------------------------------------------------------------------------


@kernel
def keys(now: Moment, players: Players, out: NDArray[np.float64]) -> None:
    """Draw a number for each player; in their order they are seated.

    Parameters
    ----------
    now
        When.
    players
        Who plays.
    out
        Gets the numbers, in (0, 1), shape (people,).
    """
    for i in range(len(out)):
        out[i] = draw(now.seed, draws.GAME_SEAT, players.id[i], now.round, 0)


# giving ---------------------------------------------------------------------------------------------------------


@rule
def _choice(i: int, seen: Perceived, random_draw: float, most: float, players: Players, game: Game, p: People) -> float:
    """Return a player's contribution in units; ``random_draw`` in log-odds."""
    eta = giving_log_odds(players.reciprocity[i], players.hump[i], seen.prospect, seen.field, p)
    return in_units(share_given(eta + random_draw, p), most, game)


@rule
def _draw(now: Moment, purpose: int, person: int, which: int, p: People) -> float:
    """Return the random term of a decision, log-odds; part of it persists as long as the rules last."""
    own = standard_normal(
        draw(now.seed, purpose, person, OWN, now.since), draw(now.seed, purpose, person, OWN + 1, now.since)
    )
    first = draw(now.seed, purpose, person, 2 * which, now.round)
    fresh = standard_normal(first, draw(now.seed, purpose, person, 2 * which + 1, now.round))
    return persistent_draw(own, fresh, p)


@rule
def _answer(
    i: int, seen: float, which: int, now: Moment, members: int, players: Players, game: Game, p: People
) -> float:
    """Return the answer to contributions of others that are seen, a share of what is asked: then nothing is believed.

    In the dilemma nothing comes back any more; otherwise the return is what it is where others give so much.
    """
    position = position_of(players.endowment[i], players.prize[i], members, game, p)
    prospect = prospect_seen(seen, position, 0, Facing(members, 0, 1), game, p)
    field = field_seen(players.reciprocity[i], players.hump[i], prospect, 0.0, game.seed_money, game, p)
    random_draw = _draw(now, draws.GAME_ANSWER, players.id[i], which, p)
    most = most_given(position.full, position.asked, game, p)
    return _choice(i, Perceived(prospect, field), random_draw, most, players, game, p)


@rule
def _contribution(
    i: int, before: Before, now: Moment, members: int, players: Players, game: Game, p: People
) -> tuple[float, float]:
    """Return a player's contribution, units, and belief, having seen what came before it."""
    position = position_of(players.endowment[i], players.prize[i], members, game, p)
    prior = prior_belief(players.running[i], min(1.0, position.required), p)
    belief = seen_belief(prior, before.shares, before.people, p)
    secured, met = game.seed_money, 0
    if game.threshold > 0.0:
        secured = min(1.0, secured + before.units * (1.0 + game.match_rate) / game.threshold)
        met = 1 if before.units >= wanted(game) - ALMOST else 0
    prospect = prospect_seen(belief, position, met, Facing(members, now.left, 0), game, p)
    leaders = leaders_seen(before.leader_share, game, p)
    field = field_seen(players.reciprocity[i], players.hump[i], prospect, leaders, secured, game, p)
    random_draw = _draw(now, draws.GAME_CONTRIBUTION, players.id[i], 0, p)
    most = most_given(position.full, position.asked, game, p)
    return _choice(i, Perceived(prospect, field), random_draw, most, players, game, p), belief


@rule
def _part(i: int, contribution: float, members: int, players: Players, game: Game) -> float:
    """Return a contribution as a part of what is asked, at most 1."""
    asked = asked_contribution(full_contribution(players.endowment[i], game), members, game)
    return min(1.0, contribution / asked) if asked > 0.0 else 1.0


@rule
def _note(
    s: int, contribution: float, belief: float, decides: int, members: int, seats: Seats, players: Players, game: Game
) -> None:
    """Write down what a seat gives, and with its own player what it believed and was asked."""
    i = seats.player[s]
    seats.contribution[s] = contribution
    if seats.own[s]:
        players.contribution[i], players.belief[i], players.decides[i] = contribution, belief, decides
        players.asked[i] = asked_contribution(full_contribution(players.endowment[i], game), members, game)


@rule
def _lead(
    start: int, end: int, now: Moment, seats: Seats, players: Players, game: Game, p: People
) -> tuple[int, Before]:
    """Let the first who has not left give first, or as prescribed; return the seat and what the others see."""
    members = end - start
    s = start
    while s < end and not players.stays[seats.player[s]]:
        s += 1
    if game.leader == NO_LEADER or s == end:
        return -1, Before(0.0, 0.0, 0.0, 0.0)
    i = seats.player[s]
    contribution, belief = _contribution(i, Before(0.0, 0.0, 0.0, 0.0), now, members, players, game, p)
    own = game.leader_contribution == OWN_CONTRIBUTION
    if not own:
        contribution = game.leader_contribution * players.endowment[i]
    _note(s, contribution, belief, 1 if own else 0, members, seats, players, game)
    part = _part(i, contribution, members, players, game)
    full = full_contribution(players.endowment[i], game)
    return s, Before(part, 1.0, contribution, min(1.0, contribution / full) if full > 0.0 else 0.0)


@rule
def _give_in_group(start: int, end: int, now: Moment, seats: Seats, players: Players, game: Game, p: People) -> None:
    """All members of a group give: the leader, then all at once, or step by step with pledges in view."""
    members = end - start
    leading, before = _lead(start, end, now, seats, players, game, p)
    for step in range(game.open_steps):
        shares, people, units = before.shares, before.people, before.units
        for s in range(start, end):
            i = seats.player[s]
            if (
                s == leading
                or int(game.open_steps * draw(now.seed, draws.GAME_STEP, players.id[i], now.round, 0)) != step
            ):
                continue
            if not players.stays[i]:
                seats.contribution[s] = 0.0
                continue
            contribution, belief = _contribution(i, before, now, members, players, game, p)
            alone = game.form == DILEMMA and members < 2
            _note(s, 0.0 if alone else contribution, belief, 0 if alone else 1, members, seats, players, game)
            shares += _part(i, contribution, members, players, game)
            people += 1.0
            units += contribution
        before = Before(shares, people, units, before.leader_share)


@rule
def _answer_in_group(start: int, end: int, now: Moment, seats: Seats, players: Players, game: Game, p: People) -> None:
    """Elicit the answers of a group's own players.

    Where half move first, the second's contribution becomes an answer.
    """
    members = end - start
    for s in range(start, end):
        i = seats.player[s]
        if seats.own[s] and players.stays[i]:
            players.answer_none[i] = _answer(i, 0.0, 0, now, members, players, game, p)
            players.answer_half[i] = _answer(i, 0.5, 1, now, members, players, game, p)
            players.answer_all[i] = _answer(i, 1.0, 2, now, members, players, game, p)
    if (
        game.sequential
        and members == 2
        and players.stays[seats.player[start]]
        and players.stays[seats.player[start + 1]]
    ):
        first, second = seats.player[start], seats.player[start + 1]
        seen = _part(first, seats.contribution[start], members, players, game)
        which = int(2.0 * seen) if seen in (0.0, 0.5, 1.0) else FREE_ANSWER
        seats.contribution[start + 1] = _answer(second, seen, which, now, members, players, game, p)


@threaded_kernel
def give(begin: int, end: int, now: Moment, seats: Seats, players: Players, game: Game, p: People) -> None:
    """Groups give and are asked for their answers (ODD 8).

    Parameters
    ----------
    begin, end
        Groups; the caller gives their number instead.
    now
        When.
    seats, players
        What they give, believe and answer is written.
    game
        The rules.
    p
        Behavioural parameters.
    """
    for g in range(begin, end):
        start, stop = seats.first[g], seats.first[g + 1]
        _give_in_group(start, stop, now, seats, players, game, p)
        _answer_in_group(start, stop, now, seats, players, game, p)


# learning -------------------------------------------------------------------------------------------------------


@rule
def _learn(i: int, others: float, members: int, players: Players, game: Game, p: People) -> None:
    """Belief and reciprocity follow what the others gave, as a share of what was asked of them (ODD 7.9)."""
    required = min(1.0, required_share(members, game, p))
    belief = players.belief[i]
    players.reciprocity[i] = learnt_reciprocity(players.reciprocity[i], players.first_rho[i], belief, others, p)
    players.running[i] = running_of(learnt_belief(belief, others, p), required, p)


@threaded_kernel
def learn(begin: int, end: int, seats: Seats, players: Players, game: Game, p: People, groups: Groups) -> None:
    """Note what came of each group, and let all who played in it learn (ODD 7.9, 8).

    Parameters
    ----------
    begin, end
        Groups; the caller gives their number instead.
    seats
        Who sat where and gave what.
    players
        Reciprocity and running belief are changed.
    game
        The rules.
    p
        Behavioural parameters.
    groups
        Is written.
    """
    for g in range(begin, end):
        start, stop = seats.first[g], seats.first[g + 1]
        members, parts, units, given, choosing = stop - start, 0.0, 0.0, 0.0, 0
        for s in range(start, stop):
            i = seats.player[s]
            parts += _part(i, seats.contribution[s], members, players, game)
            units += seats.contribution[s]
            if players.stays[i] and players.decides[i]:
                given += players.contribution[i] / players.endowment[i]
                choosing += 1
        groups.contribution[g] = given / choosing if choosing > 0 else np.nan
        groups.provided[g] = 1 if units >= wanted(game) - ALMOST else 0
        for s in range(start, stop):
            i = seats.player[s]
            if seats.own[s] and players.stays[i] and members > 1:
                others = (parts - _part(i, seats.contribution[s], members, players, game)) / (members - 1.0)
                _learn(i, min(1.0, max(0.0, others)), members, players, game, p)
