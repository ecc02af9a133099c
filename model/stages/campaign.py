"""Part of stage 5, build: the campaign, in which leaders give first and households pledge (ODD 7.5)."""

from typing import TYPE_CHECKING

import numpy as np

from dizao.agents.compiled import rule, threaded_kernel
from dizao.agents.household import (
    accrued,
    expected_promise,
    expected_refund,
    expected_return,
    field_terms,
    free_gift,
    free_money,
    gift,
)
from dizao.agents.resident import CHILD, logit, prior_belief, seen_belief, unfairness, willingness
from dizao.model import draws
from dizao.model.cash import give_up
from dizao.model.draws import draw, draw_by_key, draw_key, standard_logistic
from dizao.model.financing import fund, labour_value, redesign
from dizao.model.matching import match_of_pledges
from dizao.model.mechanisms.payment import discount
from dizao.model.parameters import FEN_PER_YUAN, MINUTES_PER_HOUR
from dizao.model.projects import (
    CAMPAIGNING,
    COLLECTING,
    NEVER,
)
from dizao.model.protections import pay_bonus

if TYPE_CHECKING:
    from dizao.model.engine import Engine


# the campaign's week --------------------------------------------------------------------------------------------


@rule
def _show_neighbours(g, start, end, first, pledged, tables):
    """Let the neighbours of a household see from now on that it was asked, or that it pledged and who of it leads.

    Ties are mutual. To tell neighbours once what is new takes less time than to look at all of them every week.
    """
    households, residents, stakes, ties = tables.households, tables.residents, tables.stakes, tables.ties
    for r in range(households.first_resident[g], households.first_resident[g + 1]):
        for t in range(ties.first[r], ties.first[r + 1]):
            h = residents.household[ties.neighbours[t]]
            if start <= h < end and h != g and households.first_resident[h] == ties.neighbours[t]:
                row = first + h - start
                if pledged:
                    stakes.ties_pledged[row] += 1
                    stakes.leaders[row] += float(residents.standing[r])
                else:
                    stakes.ties_asked[row] += 1


@rule
def perceive(
    value,
    asked_fen,
    repaid_share,
    running_belief,
    trust,
    efficacy,
    asked,
    pledged,
    leaders,
    contact,
    explained,
    fairness,
    cost,
    certain,
    promised,
    total_asked,
    insured,
    works,
    discounting,
    p,
):
    """Turn what a household sees into belief, gross return and the sum of the field terms (ODD 7.5).

    ``certain`` and ``promised`` are outside money for the works, fen (what givers advance themselves is in neither). A
    promise counts as far as trust expects it to be kept, there and in the own outlay, of which a reward is to repay
    ``repaid_share``.
    """
    expected = expected_promise(trust, works) * discounting
    secured = min(cost, certain + expected * promised)
    required = min(1.0, (cost - secured) / max(1.0, total_asked))
    belief = seen_belief(prior_belief(running_belief, required, p), pledged, asked, p)
    outlay = asked_fen * (1.0 - expected * repaid_share)
    gross_return = expected_return(value, outlay, belief, expected_refund(efficacy, insured), p)
    field = field_terms(leaders, contact, trust, fairness, explained, belief, secured / max(1.0, cost), p)
    return belief, gross_return, field


@rule
def _campaign_project(seed, week, p, certain, promised, insured, discounting, tables, people, works, savings_weeks):
    """One week of one campaign: households pay attention, see what neighbours did, and pledge once or not."""
    needs, projects, stakes = tables.needs, tables.projects, tables.stakes
    households, residents, n = tables.households, tables.residents, projects.need[p]
    start, end, first = needs.first_household[n], needs.end_household[n], projects.first_stake[p]
    present_years = tables.kinds.present_years[needs.category[n]]
    cost, total_asked = float(projects.cost_fen[p] + projects.fee_fen[p]), float(projects.asked_fen[p])
    repaid_share = projects.advance_fen[p] / max(1.0, float(projects.gap_fen[p]))
    opened = week == projects.campaign_week[p]
    attention_key = draw_key(seed, draws.ATTENTION)
    total_value = 0
    for k in range(end - start):
        total_value += max(0, stakes.value_fen[first + k])
    for k in range(end - start):
        h, row = start + k, first + k
        r = households.first_resident[h]
        if stakes.pledged_week[row] > NEVER or (opened and residents.standing[r] <= 0.0):
            # In the first week leaders are asked before everybody else.
            continue
        contact = 1.0 if week - households.contact_week[h] < people.contact_memory_weeks else 0.0
        looks = opened or draw_by_key(attention_key, needs.id[n], households.id[h], week) < people.attention
        # Whoever was talked with this week need not look by themselves.
        if not looks and households.contact_week[h] != week:
            continue
        if stakes.asked_week[row] == NEVER:
            stakes.asked_week[row] = week
            residents.fatigue[r] = min(1.0, float(residents.fatigue[r]) + people.fatigue_call)
        trust, asked_fen = float(residents.trust[r]), stakes.asked_fen[row]
        fair = unfairness(asked_fen / max(1.0, total_asked), max(0, stakes.value_fen[row]) / max(1, total_value))
        belief, gross_return, field = perceive(
            stakes.value_fen[row] * present_years,
            float(asked_fen),
            repaid_share,
            float(residents.belief[r]),
            trust,
            float(residents.efficacy[r]),
            stakes.ties_asked[row],
            stakes.ties_pledged[row],
            stakes.leaders[row],
            contact,
            float(stakes.explained[row]),
            fair,
            cost,
            certain,
            promised,
            total_asked,
            insured,
            works,
            discounting,
            people,
        )
        eta = willingness(float(residents.reciprocity[r]), residents.hump[r], belief, gross_return, field, people)
        if asked_fen > 0 and eta + logit(draw(seed, draws.PLEDGE, needs.id[n], households.id[h], 0)) > 0.0:
            weeks = week - households.savings_week[h]
            have = households.savings_fen[h]
            have += accrued(have, households.spare_fen[h], weeks, savings_weeks)
            free = free_money(have, households.committed_fen[h], households.spare_fen[h], people)
            standing = float(residents.standing[r])
            if tables.kinds.free[needs.category[n]]:
                luck = standard_logistic(draw(seed, draws.GIFT, needs.id[n], households.id[h], 0))
                amount = free_gift(stakes.value_fen[row] * present_years, asked_fen, free, standing, luck, people)
            else:
                amount = gift(asked_fen, free, standing, people)
            if amount > 0:
                stakes.pledged_fen[row] = amount
                stakes.pledged_week[row] = week
                households.committed_fen[h] += amount
                projects.pledged_fen[p] += amount
        _pledge_labour(seed, p, h, row, week, belief, field, tables, people, works)
    for k in range(end - start):
        if stakes.asked_week[first + k] == week:
            _show_neighbours(start + k, start, end, first, False, tables)
        if stakes.pledged_week[first + k] == week:
            _show_neighbours(start + k, start, end, first, True, tables)


@rule
def _pledge_labour(seed, p, h, row, week, belief, field, tables, people, works):
    """Let the adults of a household that pays attention pledge labour, while labour is still wanted."""
    needs, projects, stakes = tables.needs, tables.projects, tables.stakes
    households, residents, n = tables.households, tables.residents, projects.need[p]
    minutes = int(works.labour_hours_asked * MINUTES_PER_HOUR)
    outlay = works.labour_hours_asked * works.resident_wage * FEN_PER_YUAN
    value = stakes.value_fen[row] * tables.kinds.present_years[needs.category[n]]
    weeks = tables.kinds.build_weeks[needs.category[n]]
    if stakes.labour_minutes[row] > 0:
        return
    for r in range(households.first_resident[h], households.first_resident[h + 1]):
        wanted = projects.labour_wanted_minutes[p] - projects.pledged_minutes[p]
        if wanted <= 0 or residents.age[r] == CHILD or residents.spare_minutes[r] * weeks < minutes:
            continue
        refund = expected_refund(float(residents.efficacy[r]), 0.0)
        gross_return = expected_return(value, outlay, belief, refund, people)
        eta = willingness(float(residents.reciprocity[r]), residents.hump[r], belief, gross_return, field, people)
        if eta + logit(draw(seed, draws.LABOUR, needs.id[n], residents.id[r], 0)) > 0.0:
            given = min(minutes, wanted)
            stakes.labour_minutes[row] += given
            projects.pledged_minutes[p] += given
            stakes.labourers[row] |= 1 << min(15, r - households.first_resident[h])
            if stakes.pledged_week[row] == NEVER:
                stakes.pledged_week[row] = week


@threaded_kernel
def campaign_week(
    begin, end, seed, week, rows, starts, certain, promised, insured, discounting, tables, people, works, savings_weeks
):
    """One week of all open campaigns, in id order inside a unit: a household in two of them sees a running balance."""
    for g in range(begin, end):
        for k in range(starts[g], starts[g + 1]):
            _campaign_project(
                seed,
                week,
                rows[k],
                certain[k],
                promised[k],
                insured[k],
                discounting[k],
                tables,
                people,
                works,
                savings_weeks,
            )


def run(engine: "Engine") -> None:
    """Live one week of all campaigns and close those whose time is over."""
    rows = engine.in_stage(CAMPAIGNING)
    if not len(rows):
        return
    projects, works = engine.world.projects, engine.settings.works
    insured, discounting = _terms(engine, rows)
    # What a match brings in is there only with gifts: it lowers the cost that they must cover.
    grants = np.where(projects.match_fen[rows] > 0, 0, projects.grant_fen[rows])
    certain = (grants + projects.sponsor_fen[rows]).astype(np.float64)
    promised = (projects.promise_fen[rows] - projects.advance_fen[rows]).astype(np.float64)
    _, starts = np.unique(projects.unit[rows], return_index=True)
    campaign_week(
        len(starts),
        engine.seed,
        engine.week,
        rows,
        np.append(starts, len(rows)),
        certain,
        promised,
        insured,
        discounting,
        engine.records,
        engine.people,
        works,
        engine.settings.place.savings_weeks,
    )
    for p in rows[engine.week >= projects.campaign_week[rows] + works.campaign_weeks - 1]:
        _close(engine, int(p))


def _terms(engine: "Engine", rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return for each campaign what of eaten gifts is insured, and the discount."""
    projects, rate = engine.world.projects, engine.settings.works.discount_rate
    terms = [engine.terms_of(int(p)) for p in rows]
    build_weeks = engine.world.kinds.build_weeks[projects.category[rows]]
    return (
        np.array([t.protection.refund_share for t in terms]),
        np.array([discount(rate, t.payment.delay_weeks + w) for t, w in zip(terms, build_weeks, strict=True)]),
    )


def _close(engine: "Engine", p: int) -> None:
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
    if possible >= works.redesign_floor:
        redesign(engine, p, possible)
        fund(engine, p, COLLECTING)
    elif projects.campaigns[p] == 1 and works.redesign_floor < 1.0:
        redesign(engine, p, works.redesign_floor)
        projects.campaigns[p] = 2
        projects.campaign_week[p] = engine.week + 1
    else:
        give_up(engine, p)
        pay_bonus(engine, p, engine.terms_of(p).protection, int(projects.pledged_fen[p]))
