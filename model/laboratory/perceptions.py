"""What a form of game means for somebody's decision: belief b, gross return m, field terms (the table of ODD 8)."""

from typing import NamedTuple

from dizao.agents.compiled import rule
from dizao.agents.giving import CONDITIONAL, giving_log_odds, unpaid_log_odds
from dizao.agents.household import (
    crowding_term,
    expected_return,
    field_terms,
    match_term,
    visible_giving_term,
)
from dizao.agents.laboratory import chance_of_success, communication_term, feared_loss, foreseen_return
from dizao.agents.parameters import People
from dizao.agents.prospects import Prospect, causal_return, decisive, value_ratio
from dizao.agents.resident import logistic
from dizao.model.laboratory.game import (
    ALMOST,
    AUTHORITY,
    DILEMMA,
    DONATION,
    LINEAR,
    NO_LEADER,
    THRESHOLD,
    Game,
    asked_contribution,
    full_contribution,
    usual_full_contribution,
    wanted,
)


@rule
def required_share(members: int, game: Game, p: People) -> float:
    """Return q: the share of all full contributions that the threshold takes.

    Without one, the share that stands for it.

    Parameters
    ----------
    members
        Members of the group.
    game
        The rules.
    p
        Behavioural parameters.

    Returns
    -------
    Share; above 1 nobody can meet the threshold.
    """
    if game.form != THRESHOLD:
        return p.unneeded_share
    return wanted(game) / (members * usual_full_contribution(game))


class Position(NamedTuple):
    """Where a player stands before the choice.

    ``required``: q of `required_share`, above 1 nobody can meet the threshold; ``asked`` and ``full``: contribution
    asked and largest contribution, ``prize`` the own prize, units.
    """

    required: float
    asked: float
    full: float
    prize: float


class Facing(NamedTuple):
    """With whom a player gives: members of the group, rounds left with the same partners, 1 if it is an answer."""

    members: int
    left: int
    answers: int


class Perceived(NamedTuple):
    """What decides about giving: what is seen of the contribution, and the sum of field terms."""

    prospect: Prospect
    field: float


@rule
def position_of(endowment: float, prize: float, members: int, game: Game, p: People) -> Position:
    """Return where a player stands (ODD 8).

    Parameters
    ----------
    endowment, prize
        The player's own, units.
    members
        Members of the group.
    game
        The rules.
    p
        Behavioural parameters.

    Returns
    -------
    Share required, contribution asked, largest contribution and prize.
    """
    full = full_contribution(endowment, game)
    return Position(required_share(members, game, p), asked_contribution(full, members, game), full, prize)


@rule
def return_seen(belief: float, position: Position, met: int, rounds_left: int, game: Game, p: People) -> float:
    """Return m: what is expected back per unit given, in one form of game or another (the table of ODD 8).

    Parameters
    ----------
    belief
        Believed share of what is asked of others that they give.
    position
        Where the player stands.
    met
        1 if pledges seen meet the threshold already: then nothing hangs on one's own.
    rounds_left
        Rounds to come with the same partners; 0 among strangers.
    game
        The rules.
    p
        Behavioural parameters.

    Returns
    -------
    Units per unit.
    """
    required, full = position.required, position.full
    own = 0.0
    if game.form == THRESHOLD:
        worth = 0.0 if met or required > 1.0 + ALMOST else position.prize
        own = expected_return(worth, max(position.asked, ALMOST), belief, game.refund + game.refund_bonus, p)
        if game.rebate:
            own += max(0.0, belief - required)
    elif game.form == LINEAR:
        own = game.per_head_return * (1.0 + game.match_rate)
        own += foreseen_return(own, rounds_left, p)
    elif game.form == DILEMMA:
        reaching = game.multiplier * (1.0 + game.match_rate)
        own = expected_return(reaching, 1.0, belief, 0.0, p) + foreseen_return(reaching, rounds_left, p)
    else:
        own = (game.refund + game.refund_bonus) * (1.0 - belief)
    return own + _paid(full, game, p)


@rule
def _paid(full: float, game: Game, p: People) -> float:
    """Return what pay and fear of punishment add to the return, units per unit."""
    pay = game.private_reward / full if full > 0.0 else 0.0
    return pay + feared_loss(game.punishment_cost, game.punishment_effect, p)


@rule
def prospect_seen(belief: float, position: Position, met: int, now: Facing, game: Game, p: People) -> Prospect:
    """Return what is seen of a contribution, for whichever rule of giving is in force (ODD 8.1).

    Parameters
    ----------
    belief
        Believed share of what is asked of others that they give; in an answer, what they gave.
    position
        Where the player stands.
    met
        1 if pledges seen meet the threshold already.
    now
        With whom, for how long, and whether it is an answer.
    game
        The rules.
    p
        Behavioural parameters.

    Returns
    -------
    Belief, returns and distance.
    """
    # In the dilemma nothing comes back to an answer any more.
    returning = 0.0 if now.answers and game.form == DILEMMA else belief
    gross = return_seen(returning, position, met, now.left, game, p)
    if p.giving_rule == CONDITIONAL:
        return Prospect(belief, gross, 0.0, 0.0, 1.0)
    own, others = _caused(belief, position, met, now, game, p)
    reaching = game.multiplier * (1.0 + game.match_rate)
    distance = 1.0 + reaching if game.form == DILEMMA else 1.0
    return Prospect(belief, gross, own + _paid(position.full, game, p), min(p.return_ceiling, others), distance)


@rule
def _caused(belief: float, position: Position, met: int, now: Facing, game: Game, p: People) -> tuple[float, float]:
    """Return what one's own contribution brings about for oneself and for others, units per unit (ODD 7.23, 8.1)."""
    more, others, asked = 1.0 + game.match_rate, now.members - 1.0, max(position.asked, ALMOST)
    back = game.refund + game.refund_bonus
    if game.form == LINEAR:
        own = game.per_head_return * more
        return own + foreseen_return(own, now.left, p), game.per_head_return * more * others
    if game.form == DILEMMA:
        reaching = game.multiplier * more
        answered = p.answered_share if game.sequential and not now.answers else 0.0
        return reaching * answered + foreseen_return(reaching, now.left, p), reaching
    chance = decisive(belief, others, wanted(game) / asked)
    if game.form == DONATION:
        return (back * (1.0 - chance.given) if game.threshold > 0.0 else 0.0), more
    worth = 0.0 if met or position.required > 1.0 + ALMOST else position.prize
    own = causal_return(value_ratio(worth, asked, p), back, chance.given, chance.kept)
    if game.rebate:
        own += max(0.0, belief - position.required)
    return own, max(0.0, value_ratio(worth, asked, p)) * others * (chance.given - chance.kept)


@rule
def leaders_seen(leader_share: float, game: Game, p: People) -> float:
    """Return the status of a leader seen giving, times the part of a full contribution that the leader gave.

    Parameters
    ----------
    leader_share
        Part of a full contribution that the leader gave, in [0, 1].
    game
        The rules.
    p
        Behavioural parameters.

    Returns
    -------
    Status, times a share.
    """
    if game.leader == NO_LEADER:
        return 0.0
    return leader_share * (p.authority_status if game.leader == AUTHORITY else p.leader_status)


@rule
def field_seen(
    reciprocity: float, hump: int, prospect: Prospect, leaders: float, secured: float, game: Game, p: People
) -> float:
    """Return the sum of the field terms: the district's, less what they are in the plain game (ODD 8).

    Parameters
    ----------
    reciprocity
        rho.
    hump
        1 for hump-shaped people, else 0.
    prospect
        What is seen of the contribution.
    leaders
        Status of leaders seen giving.
    secured
        Part of the threshold that is there, seed money and pledges seen.
    game
        The rules.
    p
        Behavioural parameters.

    Returns
    -------
    Log-odds.
    """
    here = field_terms(leaders, 0.0, 0.5, 0.0, 0.0, prospect.belief, secured, p)
    plain = field_terms(0.0, 0.0, 0.5, 0.0, 0.0, prospect.belief, 0.0, p)
    seen = 1.0 if game.honours else p.public_honour * game.public
    field = here - plain + visible_giving_term(seen, p) + communication_term(game.communication, p)
    if game.match_rate > 0.0:
        field += match_term(1.0, p)
    if game.private_reward > 0.0:
        # At a return of 1 the return plays no part: this is what somebody would give for others' sake.
        field += crowding_term(1.0, unpaid_log_odds(reciprocity, hump, prospect, p), p)
    return field


@rule
def advantage_of_staying(
    belief: float, gives: float, members: int, position: Position, endowment: float, game: Game
) -> float:
    """Return what staying promises above leaving (ODD 8).

    Parameters
    ----------
    belief
        Believed share of what is asked of others that they give.
    gives
        Probability of an own contribution.
    members
        Members of the group.
    position
        Where the player stands.
    endowment
        The player's own, units.
    game
        The rules.

    Returns
    -------
    Endowments.
    """
    asked, prize = position.asked, position.prize
    gain = 0.0
    if game.form == THRESHOLD:
        made = chance_of_success(belief, gives, members - 1.0, wanted(game) / max(asked, ALMOST))
        lost = 1.0 - (game.refund + game.refund_bonus) * (1.0 - made)
        gain = prize * made - gives * asked * lost
    elif game.form == LINEAR:
        pool = endowment * (belief * (members - 1.0) + gives)
        gain = game.per_head_return * (1.0 + game.match_rate) * pool - gives * endowment
    elif game.form == DILEMMA:
        gain = endowment * (game.multiplier * (1.0 + game.match_rate) * belief - gives)
    return (gain + gives * game.private_reward - game.exit_payoff) / max(endowment, ALMOST)


@rule
def would_give(reciprocity: float, hump: int, seen: Perceived, p: People) -> float:
    """Return the probability that somebody gives, from what is perceived (ODD 7.5, equation 1).

    Parameters
    ----------
    reciprocity
        rho.
    hump
        1 for hump-shaped people, else 0.
    seen
        The contribution and the field terms.
    p
        Behavioural parameters.

    Returns
    -------
    Probability.
    """
    return logistic(giving_log_odds(reciprocity, hump, seen.prospect, seen.field, p))
