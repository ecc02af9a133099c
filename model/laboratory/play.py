"""One round: who leaves, who sits with whom, who gives what, what each learns (ODD 8).

Kernels run over people or over groups; a group writes only what its own seats hold, so that threads share nothing.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dizao.agents.compiled import kernel, rule, threaded_kernel
from dizao.agents.laboratory import leaving_log_odds, persistent_draw, rested_reciprocity, running_of, share_given
from dizao.agents.resident import (
    learnt_belief,
    logit,
    prior_belief,
    seen_belief,
    willingness,
    worn_reciprocity,
)
from dizao.model.core import draws
from dizao.model.core.draws import draw, standard_normal
from dizao.model.laboratory.game import (
    ALMOST,
    DILEMMA,
    NO_LEADER,
    OWN_CONTRIBUTION,
    asked_contribution,
    full_contribution,
    in_units,
    most_given,
    wanted,
)
from dizao.model.laboratory.perceptions import (
    advantage_of_staying,
    field_seen,
    leaders_seen,
    required_share,
    return_seen,
    would_give,
)

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


# leaving --------------------------------------------------------------------------------------------------------


@threaded_kernel
def leave(begin, end, now, players, game, p):
    """Each player stays or leaves, on what staying promises before anything is seen."""
    for i in range(begin, end):
        players.stays[i] = 1
        if not game.voluntary:
            continue
        endowment, members = players.endowment[i], game.group_size
        full = full_contribution(endowment, game)
        asked, required = asked_contribution(full, members, game), required_share(members, game, p)
        belief = prior_belief(players.running[i], min(1.0, required), p)
        gross = return_seen(belief, required, players.prize[i], asked, full, 0, now.left, game, p)
        rho, hump = players.reciprocity[i], players.hump[i]
        field = field_seen(rho, hump, belief, 0.0, game.seed_money, game, p)
        gives = would_give(rho, hump, belief, gross, field, p)
        better = advantage_of_staying(belief, gives, members, players.prize[i], asked, endowment, game)
        if leaving_log_odds(better, p) + logit(draw(now.seed, draws.GAME_LEAVE, players.id[i], now.round, 0)) > 0.0:
            players.stays[i] = 0


# seating --------------------------------------------------------------------------------------------------------


@kernel
def keys(now, players, out):
    """Draw a number for each player; in their order they are seated."""
    for i in range(len(out)):
        out[i] = draw(now.seed, draws.GAME_SEAT, players.id[i], now.round, 0)


# giving ---------------------------------------------------------------------------------------------------------


@rule
def _choice(i, belief, gross, field, random_draw, most, players, game, p):
    """Return a player's contribution in units; ``random_draw`` in log-odds."""
    eta = willingness(players.reciprocity[i], players.hump[i], belief, gross, field, p)
    return in_units(share_given(eta + random_draw, p), most, game)


@rule
def _draw(now, purpose, person, which, p):
    """Return the random term of a decision, log-odds; part of it persists as long as the rules last."""
    own = standard_normal(
        draw(now.seed, purpose, person, OWN, now.since), draw(now.seed, purpose, person, OWN + 1, now.since)
    )
    first = draw(now.seed, purpose, person, 2 * which, now.round)
    fresh = standard_normal(first, draw(now.seed, purpose, person, 2 * which + 1, now.round))
    return persistent_draw(own, fresh, p)


@rule
def _answer(i, seen, which, now, members, players, game, p):
    """Return the answer to contributions of others that are seen, a share of what is asked: then nothing is believed.

    In the dilemma nothing comes back any more; otherwise the return is what it is where others give so much.
    """
    full = full_contribution(players.endowment[i], game)
    asked, required = asked_contribution(full, members, game), required_share(members, game, p)
    returning = 0.0 if game.form == DILEMMA else seen
    gross = return_seen(returning, required, players.prize[i], asked, full, 0, 0, game, p)
    field = field_seen(players.reciprocity[i], players.hump[i], seen, 0.0, game.seed_money, game, p)
    random_draw = _draw(now, draws.GAME_ANSWER, players.id[i], which, p)
    return _choice(i, seen, gross, field, random_draw, most_given(full, asked, game, p), players, game, p)


@rule
def _contribution(i, before, now, members, players, game, p):
    """Return a player's contribution, having seen what came ``before`` it: (shares, people, units, leader's share)."""
    shares, number, units, leader_share = before
    full = full_contribution(players.endowment[i], game)
    asked, required = asked_contribution(full, members, game), required_share(members, game, p)
    belief = seen_belief(prior_belief(players.running[i], min(1.0, required), p), shares, number, p)
    secured, met = game.seed_money, 0
    if game.threshold > 0.0:
        secured = min(1.0, secured + units * (1.0 + game.match_rate) / game.threshold)
        met = 1 if units >= wanted(game) - ALMOST else 0
    gross = return_seen(belief, required, players.prize[i], asked, full, met, now.left, game, p)
    leaders = leaders_seen(leader_share, game, p)
    field = field_seen(players.reciprocity[i], players.hump[i], belief, leaders, secured, game, p)
    random_draw = _draw(now, draws.GAME_CONTRIBUTION, players.id[i], 0, p)
    contribution = _choice(i, belief, gross, field, random_draw, most_given(full, asked, game, p), players, game, p)
    return contribution, belief


@rule
def _part(i, contribution, members, players, game):
    """Return a contribution as a part of what is asked, at most 1."""
    asked = asked_contribution(full_contribution(players.endowment[i], game), members, game)
    return min(1.0, contribution / asked) if asked > 0.0 else 1.0


@rule
def _note(s, contribution, belief, decides, members, seats, players, game):
    """Write down what a seat gives, and with its own player what it believed and was asked."""
    i = seats.player[s]
    seats.contribution[s] = contribution
    if seats.own[s]:
        players.contribution[i], players.belief[i], players.decides[i] = contribution, belief, decides
        players.asked[i] = asked_contribution(full_contribution(players.endowment[i], game), members, game)


@rule
def _lead(start, end, now, seats, players, game, p):
    """Let the first who has not left give first, or as prescribed; return the seat and what the others see."""
    members = end - start
    s = start
    while s < end and not players.stays[seats.player[s]]:
        s += 1
    if game.leader == NO_LEADER or s == end:
        return -1, (0.0, 0.0, 0.0, 0.0)
    i = seats.player[s]
    contribution, belief = _contribution(i, (0.0, 0.0, 0.0, 0.0), now, members, players, game, p)
    own = game.leader_contribution == OWN_CONTRIBUTION
    if not own:
        contribution = game.leader_contribution * players.endowment[i]
    _note(s, contribution, belief, 1 if own else 0, members, seats, players, game)
    part = _part(i, contribution, members, players, game)
    full = full_contribution(players.endowment[i], game)
    return s, (part, 1.0, contribution, min(1.0, contribution / full) if full > 0.0 else 0.0)


@rule
def _give_in_group(start, end, now, seats, players, game, p):
    """All members of a group give: the leader, then all at once, or step by step with pledges in view."""
    members = end - start
    leading, before = _lead(start, end, now, seats, players, game, p)
    for step in range(game.open_steps):
        shares, number, units, leader_share = before
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
            number += 1.0
            units += contribution
        before = (shares, number, units, leader_share)


@rule
def _answer_in_group(start, end, now, seats, players, game, p):
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
def give(begin, end, now, seats, players, game, p):
    """Groups give and are asked for their answers."""
    for g in range(begin, end):
        start, stop = seats.first[g], seats.first[g + 1]
        _give_in_group(start, stop, now, seats, players, game, p)
        _answer_in_group(start, stop, now, seats, players, game, p)


# learning -------------------------------------------------------------------------------------------------------


@rule
def _learn(i, others, members, players, game, p):
    """Belief and reciprocity follow what the others gave, as a share of what was asked of them (ODD 7.9)."""
    required = min(1.0, required_share(members, game, p))
    belief = players.belief[i]
    worn = worn_reciprocity(players.reciprocity[i], belief, others, p)
    players.reciprocity[i] = rested_reciprocity(worn, players.first_rho[i], p)
    players.running[i] = running_of(learnt_belief(belief, others, p), required, p)


@threaded_kernel
def learn(begin, end, seats, players, game, p, group_contribution, provided):
    """Note each group's mean contribution (share of endowments, of those who chose) and if the threshold is met.

    All learn.
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
        group_contribution[g] = given / choosing if choosing > 0 else np.nan
        provided[g] = 1 if units >= wanted(game) - ALMOST else 0
        for s in range(start, stop):
            i = seats.player[s]
            if seats.own[s] and players.stays[i] and members > 1:
                others = (parts - _part(i, seats.contribution[s], members, players, game)) / (members - 1.0)
                _learn(i, min(1.0, max(0.0, others)), members, players, game, p)
