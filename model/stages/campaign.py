"""Part of stage 5, build: the campaign, in which leaders give first and households pledge (ODD 7.5)."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dizao.agents.compiled import kernel, rule, threaded_kernel
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
from dizao.agents.parameters import People
from dizao.agents.resident import (
    CHILD,
    intrinsic_willingness,
    logit,
    prior_belief,
    seen_belief,
    unfairness,
    willingness,
)
from dizao.model.core import draws
from dizao.model.core.draws import draw, draw_each_about, standard_logistic
from dizao.model.core.tables import records, zeros
from dizao.model.finance.funding_plan import fund, labour_value, redesign
from dizao.model.finance.guarantees import pay_bonus
from dizao.model.finance.matching import match_of_pledges
from dizao.model.finance.payments import give_up
from dizao.model.governance.free_use import known_free_use
from dizao.model.mechanisms.parts import Mechanism
from dizao.model.mechanisms.payment import discount, is_matching
from dizao.model.parameters import FEN_PER_YUAN, MINUTES_PER_HOUR, Works
from dizao.model.points import passed
from dizao.model.world.make import Records
from dizao.model.world.projects import (
    CAMPAIGNING,
    COLLECTING,
    NEVER,
    Block,
)

if TYPE_CHECKING:
    from dizao.model.state import State


class Terms(NamedTuple):
    """What the rules hold for those who are asked in a campaign; shape (campaigns,).

    ``certain_fen`` is outside money that is there for the works, ``promised_fen`` what comes after them (what givers
    advance themselves is in neither), ``match_fen`` what their contributions are to bring in: the sum to be raised is
    lower by it. ``insured`` is the part of a lost contribution that is made good, ``bonus`` what is paid on top,
    ``points`` the worth of goods for a yuan given, ``salience`` how much these are in view, ``seen`` 1 where names are
    read out.
    """

    certain_fen: NDArray[np.int64]
    promised_fen: NDArray[np.int64]
    match_fen: NDArray[np.int64]
    discounting: NDArray[np.float64]
    insured: NDArray[np.float64]
    bonus: NDArray[np.float64]
    points: NDArray[np.float64]
    salience: NDArray[np.float64]
    seen: NDArray[np.float64]


# the campaign's week --------------------------------------------------------------------------------------------


@rule
def _show_news(g: int, block: Block, week: int, tables: Records) -> None:
    """Let neighbours see from next week on that a household was asked this week, or pledged, and who of it leads.

    Ties are mutual. To tell neighbours once what is new takes less time than to look at all of them every week.
    """
    households, residents, stakes, ties = tables.households, tables.residents, tables.stakes, tables.ties
    start, end, first = block.start, block.end, block.first
    asked, pledged = stakes.asked_week[first + g - start] == week, stakes.pledged_week[first + g - start] == week
    if not asked and not pledged:
        return
    for r in range(households.first_resident[g], households.first_resident[g + 1]):
        for t in range(ties.first[r], ties.first[r + 1]):
            h = residents.household[ties.neighbours[t]]
            if start <= h < end and h != g and households.first_resident[h] == ties.neighbours[t]:
                row = first + h - start
                stakes.ties_asked[row] += asked
                if pledged:
                    stakes.ties_pledged[row] += 1
                    stakes.leaders[row] += float(residents.status[r])


class Asked(NamedTuple):
    """What a campaign asks, the same for all households: rows of its project and need, fen, and shares.

    ``cost`` is that of the works and the fee, ``total_asked`` the sum asked of all, ``total_value`` what the thing is
    worth a year to all who gain, fen; a reward is to repay ``repaid_share`` of what is asked. ``free_use``,
    ``free_known`` and ``fair_part`` are the columns of the projects.
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


class Setting(NamedTuple):
    """Under what households decide; ``most_weeks``: weeks of spare money at which savings stop."""

    seed: int
    week: int
    people: People
    works: Works
    most_weeks: float


@rule
def perceive(sight: Sight, asks: Asked, terms: np.record, works: Works, p: People) -> tuple[float, float, float]:
    """Turn what a household sees into what it decides by (ODD 7.5).

    A promise counts as far as trust expects it to be kept, there and in the own outlay, part of which a reward repays.

    Parameters
    ----------
    sight
        What the household sees.
    asks
        What the campaign asks.
    terms
        One row of `Terms`.
    works
        How works go.
    p
        Behavioural parameters.

    Returns
    -------
    Belief, a share; gross return, yuan per yuan; sum of the field terms, log-odds.
    """
    trust, efficacy = sight.trust, sight.efficacy
    kept = expected_promise(trust, works)
    expected = kept * terms.discounting
    cost = asks.cost - float(terms.match_fen)
    secured = min(cost, float(terms.certain_fen) + expected * float(terms.promised_fen))
    required = min(1.0, (cost - secured) / max(1.0, asks.total_asked))
    belief = seen_belief(prior_belief(sight.running_belief, required, p), sight.pledged, sight.asked, p)
    outlay = sight.asked_fen * (1.0 - expected * asks.repaid_share - kept * terms.points)
    refund = expected_refund(efficacy, terms.insured) + terms.bonus
    gross_return = expected_return(sight.value, outlay, belief, refund, p)
    near = secured / max(1.0, cost)
    field = field_terms(sight.leaders, sight.contact, trust, sight.fairness, sight.explained, belief, near, p)
    field += visible_giving_term(terms.seen, p)
    field += match_term(1.0 if terms.match_fen > 0 else 0.0, p)
    field += crowding_term(terms.salience, intrinsic_willingness(sight.reciprocity, sight.hump, belief, p), p)
    return belief, gross_return, field


@kernel
def _who_looks(p: int, tables: Records, setting: Setting) -> NDArray[np.int64]:
    """Return which of the households concerned look at a campaign this week, unless they have pledged already.

    In the first week leaders are asked before everybody else; later some look by themselves, and whoever was talked
    with or told this week does anyway.
    """
    needs, projects, stakes, week = tables.needs, tables.projects, tables.stakes, setting.week
    households, residents, n = tables.households, tables.residents, projects.need[p]
    start, end, first = needs.first_household[n], needs.end_household[n], projects.first_stake[p]
    ids = households.id[start:end].copy()
    random_draws = draw_each_about(setting.seed, draws.ATTENTION, needs.id[n], ids, week)
    looking, number = np.empty(end - start, dtype=np.int64), 0
    for k in range(end - start):
        if week == projects.campaign_week[p]:
            looks = residents.status[households.first_resident[start + k]] > 0.0
        else:
            told = (stakes.told[first + k] > 0) & (stakes.asked_week[first + k] == NEVER)
            heard = (households.contact_week[start + k] == week) | told
            looks = (random_draws[k] < setting.people.attention) | heard
        looking[number] = k
        number += looks & (stakes.pledged_week[first + k] == NEVER)
    return looking[:number]


@kernel
def _campaign_project(p: int, terms: np.record, tables: Records, setting: Setting) -> None:
    """One week of one campaign: households pay attention, see what neighbours did, and pledge once or not."""
    needs, projects, stakes = tables.needs, tables.projects, tables.stakes
    households, residents, n = tables.households, tables.residents, projects.need[p]
    start, end, first = needs.first_household[n], needs.end_household[n], projects.first_stake[p]
    total_value = 0
    for k in range(end - start):
        total_value += max(0, stakes.value_fen[first + k])
    asks = Asked(
        p,
        n,
        float(projects.cost_fen[p] + projects.fee_fen[p]),
        float(projects.asked_fen[p]),
        total_value,
        tables.kinds.present_years[needs.category[n]],
        projects.advance_fen[p] / max(1.0, float(projects.gap_fen[p])),
        projects.free_use[p],
        projects.free_known[p],
        projects.fair_part[p],
    )
    looking = _who_looks(p, tables, setting)
    deciding, amounts = _who_decides(looking, asks, tables, setting)
    # Read in a loop of its own, so that memory is waited for once and not for each household.
    trust = np.empty(len(deciding))
    for i in range(len(deciding)):
        trust[i] = residents.trust[households.first_resident[start + deciding[i]]]
    for i in range(len(deciding)):
        h, row = start + deciding[i], first + deciding[i]
        _consider(h, row, trust[i], amounts[i], asks, terms, tables, setting)
    for i in range(len(looking)):
        _show_news(start + looking[i], Block(start, end, first), setting.week, tables)


@kernel
def _who_decides(
    looking: NDArray[np.int64], asks: Asked, tables: Records, setting: Setting
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Note that those who look were asked; return whose money or labour could matter, and the fen they could pledge."""
    households, stakes = tables.households, tables.stakes
    start, first = tables.needs.first_household[asks.need], tables.projects.first_stake[asks.project]
    deciding, amounts, number = np.empty_like(looking), np.empty_like(looking), 0
    for i in range(len(looking)):
        h, row = start + looking[i], first + looking[i]
        if stakes.asked_week[row] == NEVER:
            _note_asked(setting.week, households.first_resident[h], row, tables, setting.people)
        deciding[number] = looking[i]
        amounts[number] = _within_means(h, row, asks, tables, setting)
        number += (amounts[number] > 0) | _labour_matters(asks.project, row, tables)
    return deciding[:number], amounts[:number]


@rule
def _note_asked(week: int, r: int, row: int, tables: Records, people: People) -> None:
    tables.stakes.asked_week[row] = week
    tables.residents.fatigue[r] = min(1.0, float(tables.residents.fatigue[r]) + people.fatigue_call)


@rule
def _consider(
    h: int, row: int, trust: float, amount: int, asks: Asked, terms: np.record, tables: Records, setting: Setting
) -> None:
    """A household weighs what it sees of a campaign; if it is willing it pledges the amount, and then labour."""
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
    belief, gross_return, field = perceive(sight, asks, terms, setting.works, people)
    eta = willingness(sight.reciprocity, sight.hump, belief, gross_return, field, people)
    random_draw = draw(setting.seed, draws.PLEDGE, need, households.id[h], 0)
    if amount > 0 and eta + logit(random_draw) > 0.0:
        stakes.pledged_fen[row] = amount
        stakes.pledged_week[row] = setting.week
        households.committed_fen[h] += amount
        tables.projects.pledged_fen[p] += amount
    if _labour_matters(p, row, tables):
        _pledge_labour(h, row, belief, field, asks, terms, tables, setting)


@rule
def _within_means(h: int, row: int, asks: Asked, tables: Records, setting: Setting) -> int:
    """Fen that a household would pledge if it were willing; 0 where nothing is asked of it."""
    households, asked_fen, people = tables.households, tables.stakes.asked_fen[row], setting.people
    if asked_fen == 0:
        return 0
    have, spare_fen = households.savings_fen[h], households.spare_fen[h]
    have += accrued(have, spare_fen, setting.week - households.savings_week[h], setting.most_weeks)
    free = free_money(have, households.committed_fen[h], spare_fen, people)
    # Status adds to a contribution only where there is enough for the share asked; whose it is need not be looked up
    # else.
    free_choice = tables.kinds.free[tables.needs.category[asks.need]]
    status = 0.0
    if free_choice or free >= asked_fen:
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
def _labour_matters(p: int, row: int, tables: Records) -> bool:
    """Whether a household's labour is still wanted."""
    projects = tables.projects
    return tables.stakes.labour_minutes[row] == 0 and projects.labour_wanted_minutes[p] > projects.pledged_minutes[p]


@rule
def _pledge_labour(
    h: int, row: int, belief: float, field: float, asks: Asked, terms: np.record, tables: Records, setting: Setting
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
        gross_return = expected_return(value, net, belief, refund, people)
        eta = willingness(float(residents.reciprocity[r]), residents.hump[r], belief, gross_return, field, people)
        if eta + logit(draw(setting.seed, draws.LABOUR, needs.id[n], residents.id[r], 0)) > 0.0:
            given = min(minutes, wanted)
            stakes.labour_minutes[row] += given
            projects.pledged_minutes[p] += given
            stakes.labourers[row] |= 1 << min(15, r - households.first_resident[h])
            if stakes.pledged_week[row] == NEVER:
                stakes.pledged_week[row] = setting.week


@threaded_kernel
def campaign_week(
    begin: int,
    end: int,
    rows: NDArray[np.int64],
    starts: NDArray[np.int64],
    terms: NDArray[Any],
    tables: Records,
    setting: Setting,
) -> None:
    """One week of all open campaigns, in id order inside a unit: a household in two of them sees a running balance.

    Parameters
    ----------
    begin, end
        Units with campaigns; the caller gives their number instead.
    rows
        Projects, shape (campaigns,).
    starts
        Where each unit's begin among them, and the end; shape (units with campaigns + 1,).
    terms
        Records of `Terms`, shape (campaigns,).
    tables
        Savings, stakes, fatigue and pledges are changed.
    setting
        Under what households decide.
    """
    for g in range(begin, end):
        for k in range(starts[g], starts[g + 1]):
            _campaign_project(rows[k], terms[k], tables, setting)


def run(state: "State") -> None:
    """Live one week of all campaigns and close those whose time is over."""
    rows = state.in_stage(CAMPAIGNING)
    if not len(rows):
        return
    projects, works = state.world.projects, state.settings.works
    _, starts = np.unique(projects.unit[rows], return_index=True)
    setting = Setting(state.seed, state.week, state.people, works, state.settings.place.savings_weeks)
    terms = records(terms_of(state, rows))
    campaign_week(len(starts), rows, np.append(starts, len(rows)), terms, state.records, setting)
    for p in rows[state.week >= projects.campaign_week[rows] + works.campaign_weeks - 1]:
        _close(state, int(p))


def terms_of(state: "State", rows: NDArray[np.int64]) -> Terms:
    """Return what the rules hold for those who are asked in some campaigns (ODD 7.5, 7.10).

    Parameters
    ----------
    state
        The state.
    rows
        Projects, shape (campaigns,).

    Returns
    -------
    A row for each of them.
    """
    projects, rate = state.world.projects, state.settings.works.discount_rate
    offered = projects.terms[rows]
    which = np.where(offered >= 0, offered, state.regime)

    def of_rules(of: Callable[[Mechanism], float]) -> NDArray[np.float64]:
        return np.array([of(rules) for rules in state.terms], dtype=np.float64)[which]

    terms = zeros(Terms, len(rows))
    matching = of_rules(lambda rules: is_matching(rules.payment)) > 0.0
    terms.certain_fen[:] = np.where(matching, 0, projects.grant_fen[rows]) + projects.sponsor_fen[rows]
    terms.promised_fen[:] = projects.promise_fen[rows] - projects.advance_fen[rows]
    terms.match_fen[:] = projects.match_fen[rows]
    weeks = of_rules(lambda rules: rules.payment.delay_weeks) + state.world.kinds.build_weeks[projects.category[rows]]
    waits, at = np.unique(weeks, return_inverse=True)
    terms.discounting[:] = np.array([discount(rate, float(wait)) for wait in waits])[at]
    terms.insured[:] = of_rules(lambda rules: rules.protection.refund_share)
    terms.bonus[:] = of_rules(lambda rules: rules.protection.bonus_share)
    points = of_rules(lambda rules: rules.incentive.kind == "points")
    terms.points[:] = points * of_rules(lambda rules: rules.incentive.points_share)
    terms.salience[:] = points * of_rules(lambda rules: rules.incentive.salience)
    terms.seen[:] = of_rules(lambda rules: rules.incentive.kind == "honours")
    return terms


def _close(state: "State", p: int) -> None:
    """Close a campaign: funded, redesigned to what was raised, re-opened once on a smaller plan, or given up."""
    projects, works = state.world.projects, state.settings.works
    raised = int(projects.pledged_fen[p]) + labour_value(state, int(projects.pledged_minutes[p]))
    raised += min(int(projects.offer_fen[p]), match_of_pledges(state, p))
    state.closed_campaigns.append(p)
    own = int(projects.gap_fen[p] + projects.match_fen[p])
    if raised >= own:
        fund(state, p, COLLECTING)
        return
    to_cover = own + int(projects.sponsor_fen[p])
    possible = (raised + int(projects.sponsor_fen[p])) / max(1, to_cover)
    floor = passed(state.points.smallest_plan, state, p, value=works.redesign_floor)
    if possible >= floor:
        redesign(state, p, possible)
        fund(state, p, COLLECTING)
    elif projects.campaigns[p] == 1 and floor < 1.0:
        redesign(state, p, floor)
        projects.campaigns[p] = 2
        projects.campaign_week[p] = state.week + 1
    else:
        give_up(state, p)
        pay_bonus(state, p, state.terms_of(p).protection, int(projects.pledged_fen[p]))
