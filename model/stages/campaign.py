"""Part of stage 5, build: the campaign, in which leaders give first and households pledge (ODD 7.5)."""

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

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
from dizao.model.parameters import FEN_PER_YUAN, MINUTES_PER_HOUR
from dizao.model.points import passed
from dizao.model.world.projects import (
    CAMPAIGNING,
    COLLECTING,
    NEVER,
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
def _show_news(g, start, end, first, week, tables):
    """Let neighbours see from next week on that a household was asked this week, or pledged, and who of it leads.

    Ties are mutual. To tell neighbours once what is new takes less time than to look at all of them every week.
    """
    households, residents, stakes, ties = tables.households, tables.residents, tables.stakes, tables.ties
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


@rule
def perceive(
    value,
    asked_fen,
    repaid_share,
    running_belief,
    reciprocity,
    hump,
    trust,
    efficacy,
    asked,
    pledged,
    leaders,
    contact,
    explained,
    fairness,
    cost_fen,
    total_asked,
    terms,
    works,
    p,
):
    """Turn what a household sees into belief, gross return and the sum of the field terms (ODD 7.5).

    ``terms``: one row of `Terms`. A promise counts as far as trust expects it to be kept, there and in the own outlay,
    of which a reward is to repay ``repaid_share``.
    """
    kept = expected_promise(trust, works)
    expected = kept * terms.discounting
    cost = cost_fen - float(terms.match_fen)
    secured = min(cost, float(terms.certain_fen) + expected * float(terms.promised_fen))
    required = min(1.0, (cost - secured) / max(1.0, total_asked))
    belief = seen_belief(prior_belief(running_belief, required, p), pledged, asked, p)
    outlay = asked_fen * (1.0 - expected * repaid_share - kept * terms.points)
    refund = expected_refund(efficacy, terms.insured) + terms.bonus
    gross_return = expected_return(value, outlay, belief, refund, p)
    field = field_terms(leaders, contact, trust, fairness, explained, belief, secured / max(1.0, cost), p)
    field += visible_giving_term(terms.seen, p)
    field += match_term(1.0 if terms.match_fen > 0 else 0.0, p)
    field += crowding_term(terms.salience, intrinsic_willingness(reciprocity, hump, belief, p), p)
    return belief, gross_return, field


class Asked(NamedTuple):
    """What a campaign asks, the same for all households: fen, and shares as in `perceive`."""

    cost: float
    total_asked: float
    total_value: int
    present_years: float
    repaid_share: float
    free_use: float
    free_known: float
    fair_part: float


@kernel
def _who_looks(seed, week, p, tables, people):
    """Return which of the households concerned look at a campaign this week, unless they have pledged already.

    In the first week leaders are asked before everybody else; later some look by themselves, and whoever was talked
    with or told this week does anyway.
    """
    needs, projects, stakes = tables.needs, tables.projects, tables.stakes
    households, residents, n = tables.households, tables.residents, projects.need[p]
    start, end, first = needs.first_household[n], needs.end_household[n], projects.first_stake[p]
    ids = households[start:end].id.copy()
    random_draws = draw_each_about(seed, draws.ATTENTION, needs.id[n], ids, week)
    looking, number = np.empty(end - start, dtype=np.int64), 0
    for k in range(end - start):
        if week == projects.campaign_week[p]:
            looks = residents.status[households.first_resident[start + k]] > 0.0
        else:
            told = (stakes.told[first + k] > 0) & (stakes.asked_week[first + k] == NEVER)
            heard = (households.contact_week[start + k] == week) | told
            looks = (random_draws[k] < people.attention) | heard
        looking[number] = k
        number += looks & (stakes.pledged_week[first + k] == NEVER)
    return looking[:number]


@kernel
def _campaign_project(seed, week, p, terms, tables, people, works, savings_weeks):
    """One week of one campaign: households pay attention, see what neighbours did, and pledge once or not."""
    needs, projects, stakes = tables.needs, tables.projects, tables.stakes
    households, residents, n = tables.households, tables.residents, projects.need[p]
    start, end, first = needs.first_household[n], needs.end_household[n], projects.first_stake[p]
    total_value = 0
    for k in range(end - start):
        total_value += max(0, stakes.value_fen[first + k])
    asked = Asked(
        float(projects.cost_fen[p] + projects.fee_fen[p]),
        float(projects.asked_fen[p]),
        total_value,
        tables.kinds.present_years[needs.category[n]],
        projects.advance_fen[p] / max(1.0, float(projects.gap_fen[p])),
        projects.free_use[p],
        projects.free_known[p],
        projects.fair_part[p],
    )
    looking = _who_looks(seed, week, p, tables, people)
    deciding, amounts = _who_decides(seed, week, p, looking, asked.present_years, tables, people, savings_weeks)
    # Read in a loop of its own, so that memory is waited for once and not for each household.
    trust = np.empty(len(deciding))
    for i in range(len(deciding)):
        trust[i] = residents.trust[households.first_resident[start + deciding[i]]]
    for i in range(len(deciding)):
        h, row = start + deciding[i], first + deciding[i]
        _consider(seed, week, p, h, row, trust[i], amounts[i], asked, terms, tables, people, works)
    for i in range(len(looking)):
        _show_news(start + looking[i], start, end, first, week, tables)


@kernel
def _who_decides(seed, week, p, looking, present_years, tables, people, savings_weeks):
    """Note that those who look were asked; return whose money or labour could matter, and the fen they could pledge."""
    needs, households, stakes, n = tables.needs, tables.households, tables.stakes, tables.projects.need[p]
    start, first = needs.first_household[n], tables.projects.first_stake[p]
    deciding, amounts, number = np.empty_like(looking), np.empty_like(looking), 0
    for i in range(len(looking)):
        h, row = start + looking[i], first + looking[i]
        if stakes.asked_week[row] == NEVER:
            _note_asked(week, households.first_resident[h], row, tables, people)
        deciding[number] = looking[i]
        amounts[number] = _within_means(seed, week, h, row, n, present_years, tables, people, savings_weeks)
        number += (amounts[number] > 0) | _labour_matters(p, row, tables)
    return deciding[:number], amounts[:number]


@rule
def _note_asked(week, r, row, tables, people):
    tables.stakes.asked_week[row] = week
    tables.residents.fatigue[r] = min(1.0, float(tables.residents.fatigue[r]) + people.fatigue_call)


@rule
def _consider(seed, week, p, h, row, trust, amount, asked, terms, tables, people, works):
    """A household weighs what it sees of a campaign; if it is willing it pledges the amount, and then labour."""
    households, residents, stakes = tables.households, tables.residents, tables.stakes
    r, n = households.first_resident[h], tables.projects.need[p]
    contact = 1.0 if week - households.contact_week[h] < people.contact_memory_weeks else 0.0
    asked_fen, value_fen = stakes.asked_fen[row], stakes.value_fen[row]
    free_use = known_free_use(seed, tables.needs.id[n], households.id[h], asked.free_use, asked.free_known)
    benefit_share = asked.fair_part * max(0, value_fen) / max(1, asked.total_value)
    fair = unfairness(asked_fen / max(1.0, asked.total_asked), benefit_share, free_use)
    belief, gross_return, field = perceive(
        value_fen * asked.present_years,
        float(asked_fen),
        asked.repaid_share,
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
        asked.cost,
        asked.total_asked,
        terms,
        works,
        people,
    )
    eta = willingness(float(residents.reciprocity[r]), residents.hump[r], belief, gross_return, field, people)
    random_draw = draw(seed, draws.PLEDGE, tables.needs.id[n], households.id[h], 0)
    if amount > 0 and eta + logit(random_draw) > 0.0:
        stakes.pledged_fen[row] = amount
        stakes.pledged_week[row] = week
        households.committed_fen[h] += amount
        tables.projects.pledged_fen[p] += amount
    if _labour_matters(p, row, tables):
        _pledge_labour(seed, p, h, row, week, belief, field, terms, tables, people, works)


@rule
def _within_means(seed, week, h, row, n, present_years, tables, people, savings_weeks):
    """Fen that a household would pledge if it were willing; 0 where nothing is asked of it."""
    households, asked_fen = tables.households, tables.stakes.asked_fen[row]
    if asked_fen == 0:
        return 0
    have, spare_fen = households.savings_fen[h], households.spare_fen[h]
    have += accrued(have, spare_fen, week - households.savings_week[h], savings_weeks)
    free = free_money(have, households.committed_fen[h], spare_fen, people)
    # Standing adds to a contribution only where there is enough for the share asked; whose it is need not be looked up
    # else.
    free_choice = tables.kinds.free[tables.needs.category[n]]
    status = 0.0
    if free_choice or free >= asked_fen:
        status = float(tables.residents.status[households.first_resident[h]])
    if free_choice:
        random_draw = standard_logistic(draw(seed, draws.CONTRIBUTION, tables.needs.id[n], households.id[h], 0))
        return free_contribution(
            tables.stakes.value_fen[row] * present_years, asked_fen, free, status, random_draw, people
        )
    return contribution(asked_fen, free, status, people)


@rule
def _labour_matters(p, row, tables):
    """Whether a household's labour is still wanted."""
    projects = tables.projects
    return tables.stakes.labour_minutes[row] == 0 and projects.labour_wanted_minutes[p] > projects.pledged_minutes[p]


@rule
def _pledge_labour(seed, p, h, row, week, belief, field, terms, tables, people, works):
    """Let the adults of a household that pays attention pledge labour, while labour is still wanted."""
    needs, projects, stakes = tables.needs, tables.projects, tables.stakes
    households, residents, n = tables.households, tables.residents, projects.need[p]
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
        if eta + logit(draw(seed, draws.LABOUR, needs.id[n], residents.id[r], 0)) > 0.0:
            given = min(minutes, wanted)
            stakes.labour_minutes[row] += given
            projects.pledged_minutes[p] += given
            stakes.labourers[row] |= 1 << min(15, r - households.first_resident[h])
            if stakes.pledged_week[row] == NEVER:
                stakes.pledged_week[row] = week


@threaded_kernel
def campaign_week(begin, end, seed, week, rows, starts, terms, tables, people, works, savings_weeks):
    """One week of all open campaigns, in id order inside a unit: a household in two of them sees a running balance."""
    for g in range(begin, end):
        for k in range(starts[g], starts[g + 1]):
            _campaign_project(seed, week, rows[k], terms[k], tables, people, works, savings_weeks)


def run(engine: "State") -> None:
    """Live one week of all campaigns and close those whose time is over."""
    rows = engine.in_stage(CAMPAIGNING)
    if not len(rows):
        return
    projects, works = engine.world.projects, engine.settings.works
    _, starts = np.unique(projects.unit[rows], return_index=True)
    campaign_week(
        len(starts),
        engine.seed,
        engine.week,
        rows,
        np.append(starts, len(rows)),
        records(terms_of(engine, rows)),
        engine.records,
        engine.people,
        works,
        engine.settings.place.savings_weeks,
    )
    for p in rows[engine.week >= projects.campaign_week[rows] + works.campaign_weeks - 1]:
        _close(engine, int(p))


def terms_of(engine: "State", rows: NDArray[np.int64]) -> Terms:
    """Return what the rules hold for those who are asked in some campaigns."""
    projects, rate = engine.world.projects, engine.settings.works.discount_rate
    offered = projects.terms[rows]
    which = np.where(offered >= 0, offered, engine.regime)

    def of_rules(of: Callable[[Mechanism], float]) -> NDArray[np.float64]:
        return np.array([of(rules) for rules in engine.terms], dtype=np.float64)[which]

    terms = zeros(Terms, len(rows))
    matching = of_rules(lambda rules: is_matching(rules.payment)) > 0.0
    terms.certain_fen[:] = np.where(matching, 0, projects.grant_fen[rows]) + projects.sponsor_fen[rows]
    terms.promised_fen[:] = projects.promise_fen[rows] - projects.advance_fen[rows]
    terms.match_fen[:] = projects.match_fen[rows]
    weeks = of_rules(lambda rules: rules.payment.delay_weeks) + engine.world.kinds.build_weeks[projects.category[rows]]
    waits, at = np.unique(weeks, return_inverse=True)
    terms.discounting[:] = np.array([discount(rate, float(wait)) for wait in waits])[at]
    terms.insured[:] = of_rules(lambda rules: rules.protection.refund_share)
    terms.bonus[:] = of_rules(lambda rules: rules.protection.bonus_share)
    points = of_rules(lambda rules: rules.incentive.kind == "points")
    terms.points[:] = points * of_rules(lambda rules: rules.incentive.points_share)
    terms.salience[:] = points * of_rules(lambda rules: rules.incentive.salience)
    terms.seen[:] = of_rules(lambda rules: rules.incentive.kind == "honours")
    return terms


def _close(engine: "State", p: int) -> None:
    """Close a campaign: funded, redesigned to what was raised, re-opened once on a smaller plan, or given up."""
    projects, works = engine.world.projects, engine.settings.works
    raised = int(projects.pledged_fen[p]) + labour_value(engine, int(projects.pledged_minutes[p]))
    raised += min(int(projects.offer_fen[p]), match_of_pledges(engine, p))
    engine.closed_campaigns.append(p)
    own = int(projects.gap_fen[p] + projects.match_fen[p])
    if raised >= own:
        fund(engine, p, COLLECTING)
        return
    to_cover = own + int(projects.sponsor_fen[p])
    possible = (raised + int(projects.sponsor_fen[p])) / max(1, to_cover)
    floor = passed(engine.points.smallest_plan, engine, p, value=works.redesign_floor)
    if possible >= floor:
        redesign(engine, p, possible)
        fund(engine, p, COLLECTING)
    elif projects.campaigns[p] == 1 and floor < 1.0:
        redesign(engine, p, floor)
        projects.campaigns[p] = 2
        projects.campaign_week[p] = engine.week + 1
    else:
        give_up(engine, p)
        pay_bonus(engine, p, engine.terms_of(p).protection, int(projects.pledged_fen[p]))
