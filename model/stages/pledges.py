"""Part of stage 5, build: how a household decides in a campaign; leaders give first, others pledge (ODD 7.5)."""

from typing import NamedTuple

import numpy as np

from dizao.agents.compiled import rule
from dizao.agents.giving import CONDITIONAL, giving_log_odds, unpaid_log_odds
from dizao.agents.household import (
    accrued,
    contribution,
    crowding_term,
    expected_promise,
    expected_refund,
    expected_return,
    field_terms,
    free_contribution,
    free_money,
    match_term,
    visible_giving_term,
)
from dizao.agents.levy import levy_terms
from dizao.agents.parameters import People
from dizao.agents.prospects import Prospect, causal_return, decisive, external_return, value_ratio
from dizao.agents.resident import (
    CHILD,
    logit,
    persuaded,
    prior_belief,
    seen_belief,
    ties_told,
    unfairness,
)
from dizao.model.core import draws
from dizao.model.core.draws import draw, standard_logistic
from dizao.model.governance.free_use import known_free_use, pays_alone
from dizao.model.parameters import FEN_PER_YUAN, MINUTES_PER_HOUR, Levy, Works
from dizao.model.world.make import Records
from dizao.model.world.projects import NEVER


class Asked(NamedTuple):
    """What a campaign asks, the same for all households: rows of its project and need, fen, and shares.

    ``cost`` is that of the works and the fee, ``total_asked`` the sum asked of all, ``total_value`` what the thing is
    worth a year to all who gain, fen; a reward is to repay ``repaid_share`` of what is asked. ``free_use``,
    ``free_known``, ``fair_part`` and ``refuse_alone`` are the columns of the projects. ``mutual`` is the share that
    must pledge for a pledge to hold, ``levied`` 1 where the share is owed, ``duty`` how much that binds in the unit,
    log-odds, ``collected`` 0 where it is owed and nobody collects it, ``since`` the week in which the campaign began.
    ``asked_before`` and ``pledged_before`` count the households that were asked and that pledged in earlier weeks,
    ``most_weeks`` the weeks of spare money at which savings stop there.
    """

    project: int
    need: int
    cost: float
    total_asked: float
    total_value: int
    present_years: float
    repaid_share: float
    free_use: float
    free_known: float
    fair_part: float
    refuse_alone: float
    mutual: float
    levied: int
    duty: float
    collected: int
    since: int
    asked_before: int
    pledged_before: int
    most_weeks: float


class Sight(NamedTuple):
    """What a household sees of a campaign, and what the adult who decides is like.

    ``value`` is its present value to the household and ``asked_fen`` its share asked, fen; ``asked`` and ``pledged``
    count ties to people who were asked and who pledged, ``leaders`` sums the status of the latter. ``contact`` and
    ``explained`` are 0 or 1, ``fairness`` lies in [-1, 0], all else is as with the residents.
    """

    value: float
    asked_fen: float
    running_belief: float
    reciprocity: float
    hump: int
    trust: float
    efficacy: float
    asked: int
    pledged: int
    leaders: float
    contact: float
    explained: float
    fairness: float


class Stake(NamedTuple):
    """What one person has in a contribution: its value to them if it is built, and what it costs them, fen.

    ``size`` is what others are asked for as well (the share, or the worth of the hours), ``refund`` the share that
    comes back if it is not built.
    """

    value: float
    outlay: float
    size: float
    refund: float


class Setting(NamedTuple):
    """Under what households decide."""

    seed: int
    week: int
    people: People
    works: Works
    levy: Levy


@rule
def gift_of(stake: Stake, belief: float, required: float, asks: Asked, p: People) -> Prospect:
    """Turn a stake into what the rules of giving read (ODD 7.5, equation 4; 7.23).

    Parameters
    ----------
    stake
        What it is worth and costs.
    belief
        Believed share of others who give.
    required
        Share of those asked that must give (q).
    asks
        What the campaign asks.
    p
        Behavioural parameters.

    Returns
    -------
    Belief, returns and distance.
    """
    gross = expected_return(stake.value, stake.outlay, belief, stake.refund, p)
    if p.giving_rule == CONDITIONAL:
        return Prospect(belief, gross, 0.0, 0.0, 1.0)
    people = asks.total_asked / stake.size if stake.size > 0.0 else 0.0
    chance = decisive(belief, people - 1.0, required * people)
    own = causal_return(value_ratio(stake.value, stake.outlay, p), stake.refund, chance.given, chance.kept)
    gain = asks.total_value * asks.present_years - max(0.0, stake.value)
    return Prospect(belief, gross, own, external_return(gain, stake.outlay, chance.given - chance.kept, p), 1.0)


@rule
def perceive(sight: Sight, asks: Asked, terms: np.record, works: Works, p: People) -> tuple[Prospect, float, float]:
    """Turn what a household sees into what it decides by (ODD 7.5).

    A promise counts as far as trust expects it to be kept, there and in the own outlay, part of which a reward repays.

    Parameters
    ----------
    sight
        What the household sees.
    asks
        What the campaign asks.
    terms
        One row of `dizao.model.stages.campaign.Terms`.
    works
        How works go.
    p
        Behavioural parameters.

    Returns
    -------
    What is seen of the contribution; the share of those asked that must give; sum of the field terms, log-odds.
    """
    trust, efficacy = sight.trust, sight.efficacy
    kept = expected_promise(trust, works)
    expected = kept * terms.discounting
    cost = asks.cost - float(terms.match_fen)
    secured = min(cost, float(terms.certain_fen) + expected * float(terms.promised_fen))
    required = min(1.0, (cost - secured) / max(1.0, asks.total_asked))
    told = ties_told(max(sight.contact, float(terms.seen)), float(asks.asked_before), p)
    pledged = sight.pledged + told * (asks.pledged_before / max(1.0, float(asks.asked_before)))
    belief = seen_belief(prior_belief(sight.running_belief, required, p), pledged, sight.asked + told, p)
    # A pledge that holds only if so many pledge is thought of as it is where it holds (ODD 7.22).
    belief = max(belief, asks.mutual)
    outlay = sight.asked_fen * (1.0 - expected * asks.repaid_share - kept * terms.points)
    refund = expected_refund(efficacy, terms.insured) + terms.bonus
    prospect = gift_of(Stake(sight.value, outlay, sight.asked_fen, refund), belief, required, asks, p)
    near = secured / max(1.0, cost)
    field = field_terms(sight.leaders, sight.contact, trust, sight.fairness, sight.explained, belief, near, p)
    field += float(terms.pull)
    field += visible_giving_term(terms.seen, p)
    field += match_term(1.0 if terms.match_fen > 0 else 0.0, p)
    field += crowding_term(terms.salience, unpaid_log_odds(sight.reciprocity, sight.hump, prospect, p), p)
    return prospect, required, field


class Weighed(NamedTuple):
    """What a household made of a campaign: belief, share of those asked that must give, sum of the field terms."""

    belief: float
    required: float
    field: float


@rule
def within_means(h: int, row: int, asks: Asked, tables: Records, setting: Setting) -> int:
    """Fen that a household would pledge if it were willing; 0 where nothing is asked of it.

    Parameters
    ----------
    h, row
        Rows of the household and of its stake in the project.
    asks
        What the campaign asks.
    tables
        The world's records; none is changed.
    setting
        Under what households decide.

    Returns
    -------
    Fen.
    """
    households, asked_fen, people = tables.households, tables.stakes.asked_fen[row], setting.people
    if asked_fen == 0 or asks.collected == 0:
        return 0
    have, spare_fen = households.savings_fen[h], households.spare_fen[h]
    have += accrued(have, spare_fen, setting.week - households.savings_week[h], asks.most_weeks)
    free = free_money(have, households.committed_fen[h], spare_fen, people)
    # Status adds to a contribution only where there is enough for the share asked; whose it is need not be looked up
    # else.
    free_choice = tables.kinds.free[tables.needs.category[asks.need]]
    status = 0.0
    if free_choice or (free >= asked_fen and asks.levied == 0):
        status = float(tables.residents.status[households.first_resident[h]])
    if free_choice:
        random_draw = standard_logistic(
            draw(setting.seed, draws.CONTRIBUTION, tables.needs.id[asks.need], households.id[h], 0)
        )
        return free_contribution(
            tables.stakes.value_fen[row] * asks.present_years, asked_fen, free, status, random_draw, people
        )
    return contribution(asked_fen, free, status, people)


@rule
def labour_matters(p: int, row: int, tables: Records) -> bool:
    """Whether a household's labour is still wanted.

    Parameters
    ----------
    p, row
        Rows of the project and of the household's stake in it.
    tables
        The world's records; none is changed.

    Returns
    -------
    Whether the project lacks pledged minutes, and the household has pledged none.
    """
    projects = tables.projects
    return tables.stakes.labour_minutes[row] == 0 and projects.labour_wanted_minutes[p] > projects.pledged_minutes[p]


@rule
def consider(
    h: int, row: int, trust: float, amount: int, asks: Asked, terms: np.record, tables: Records, setting: Setting
) -> None:
    """A household weighs what it sees of a campaign; if it is willing it pledges the amount, and then labour.

    Parameters
    ----------
    h, row
        Rows of the household and of its stake in the project.
    trust
        Of the adult who decides, in [0, 1].
    amount
        Fen that it can pledge, 0: only labour is asked of it.
    asks
        What the campaign asks.
    terms
        One row of `dizao.model.stages.campaign.Terms`.
    tables
        The world's records; pledges are written to stakes, households and projects.
    setting
        Under what households decide.
    """
    households, residents, stakes = tables.households, tables.residents, tables.stakes
    r, p, need, people = households.first_resident[h], asks.project, tables.needs.id[asks.need], setting.people
    contact = 1.0 if setting.week - households.contact_week[h] < people.contact_memory_weeks else 0.0
    asked_fen, value_fen = stakes.asked_fen[row], stakes.value_fen[row]
    free_use = known_free_use(setting.seed, need, households.id[h], asks.free_use, asks.free_known)
    benefit_share = asks.fair_part * max(0, value_fen) / max(1, asks.total_value)
    fair = unfairness(asked_fen / max(1.0, asks.total_asked), benefit_share, free_use)
    sight = Sight(
        value_fen * asks.present_years,
        float(asked_fen),
        float(residents.belief[r]),
        float(residents.reciprocity[r]),
        residents.hump[r],
        trust,
        float(residents.efficacy[r]),
        stakes.ties_asked[row],
        stakes.ties_pledged[row],
        stakes.leaders[row],
        contact,
        float(stakes.explained[row]),
        fair,
    )
    if pays_alone(setting.seed, need, households.id[h], float(asked_fen), free_use, asks.refuse_alone):
        return
    prospect, required, field = perceive(sight, asks, terms, setting.works, people)
    if asks.levied:
        late = 2 * (setting.week - asks.since) >= setting.levy.weeks
        owed = levy_terms(asks.duty, 1.0 if stakes.vote[row] == 0 else 0.0, 1.0 if late else 0.0, setting.levy)
        due = Prospect(prospect.belief, 1.0, 1.0, prospect.others_return, prospect.distance)
        eta = giving_log_odds(sight.reciprocity, sight.hump, due, field + owed, people)
    else:
        eta = giving_log_odds(sight.reciprocity, sight.hump, prospect, field, people)
    mind = persuaded(logit(draw(setting.seed, draws.PLEDGE, need, households.id[h], 0)), stakes.met[row], people)
    if amount > 0 and eta + mind > 0.0:
        stakes.pledged_fen[row] = amount
        stakes.pledged_week[row] = setting.week
        households.committed_fen[h] += amount
        tables.projects.pledged_fen[p] += amount
    if labour_matters(p, row, tables):
        _pledge_labour(h, row, Weighed(prospect.belief, required, field), asks, terms, tables, setting)


@rule
def _pledge_labour(
    h: int, row: int, weighed: Weighed, asks: Asked, terms: np.record, tables: Records, setting: Setting
) -> None:
    """Let the adults of a household that pays attention pledge labour, while labour is still wanted."""
    needs, projects, stakes = tables.needs, tables.projects, tables.stakes
    households, residents, p, n = tables.households, tables.residents, asks.project, asks.need
    people, works = setting.people, setting.works
    minutes = int(works.labour_hours_asked * MINUTES_PER_HOUR)
    outlay = works.labour_hours_asked * works.resident_wage * FEN_PER_YUAN
    value = stakes.value_fen[row] * tables.kinds.present_years[needs.category[n]]
    weeks = tables.kinds.build_weeks[needs.category[n]]
    for r in range(households.first_resident[h], households.first_resident[h + 1]):
        wanted = projects.labour_wanted_minutes[p] - projects.pledged_minutes[p]
        if wanted <= 0 or residents.age[r] == CHILD or residents.spare_minutes[r] * weeks < minutes:
            continue
        refund = expected_refund(float(residents.efficacy[r]), 0.0)
        net = outlay * (1.0 - expected_promise(float(residents.trust[r]), works) * terms.points)
        prospect = gift_of(Stake(value, net, outlay, refund), weighed.belief, weighed.required, asks, people)
        eta = giving_log_odds(float(residents.reciprocity[r]), residents.hump[r], prospect, weighed.field, people)
        if eta + logit(draw(setting.seed, draws.LABOUR, needs.id[n], residents.id[r], 0)) > 0.0:
            given = min(minutes, wanted)
            stakes.labour_minutes[row] += given
            projects.pledged_minutes[p] += given
            stakes.labourers[row] |= 1 << min(15, r - households.first_resident[h])
            if stakes.pledged_week[row] == NEVER:
                stakes.pledged_week[row] = setting.week
