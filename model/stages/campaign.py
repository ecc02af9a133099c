"""Part of stage 5, build: the campaign's week, who looks and what neighbours see, and its close (ODD 7.5)."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dizao.agents.compiled import kernel, rule, threaded_kernel
from dizao.agents.parameters import People
from dizao.model.core import draws
from dizao.model.core.draws import draw_each_about
from dizao.model.core.tables import records, zeros
from dizao.model.finance.expectations import giving_pull
from dizao.model.finance.funding_plan import fund, labour_value, redesign
from dizao.model.finance.guarantees import pay_bonus
from dizao.model.finance.levies import duty_in, enough_pledge, is_collected, mutual_share, take_to_court
from dizao.model.finance.matching import match_of_pledges
from dizao.model.finance.payments import give_up
from dizao.model.governance.persuasion import meets_anew
from dizao.model.mechanisms.parts import Mechanism
from dizao.model.mechanisms.payment import discount, is_matching
from dizao.model.points import passed
from dizao.model.stages.pledges import Asked, Setting, consider, labour_matters, within_means
from dizao.model.world.make import Records
from dizao.model.world.projects import CAMPAIGNING, COLLECTING, NEVER, Block

if TYPE_CHECKING:
    from dizao.model.state import State


class Terms(NamedTuple):
    """What the rules hold for those who are asked in a campaign; shape (campaigns,).

    ``certain_fen`` is outside money that is there for the works, ``promised_fen`` what comes after them (what givers
    advance themselves is in neither), ``match_fen`` what their contributions are to bring in: the sum to be raised is
    lower by it. ``insured`` is the part of a lost contribution that is made good, ``bonus`` what is paid on top,
    ``points`` the worth of goods for a yuan given, ``salience`` how much these are in view, ``seen`` 1 where names are
    read out, ``pull`` the log-odds that expected subsidies add (ODD 7.21), ``most_weeks`` the weeks of spare money at
    which savings stop there.
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
    pull: NDArray[np.float64]
    most_weeks: NDArray[np.float64]


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
    total_value, asked_before, pledged_before = 0, 0, 0
    for k in range(end - start):
        total_value += max(0, stakes.value_fen[first + k])
        # Nobody has looked yet this week, so that these are the earlier weeks'.
        asked_before += stakes.asked_week[first + k] > NEVER
        pledged_before += stakes.pledged_week[first + k] > NEVER
    levied, unit = tables.kinds.levy[needs.category[n]], tables.units.id[projects.unit[p]]
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
        projects.refuse_alone[p],
        mutual_share(end - start, levied, setting.levy),
        levied,
        duty_in(setting.seed, unit, setting.levy) if levied else 0.0,
        1 if levied == 0 or is_collected(setting.seed, unit, setting.levy) else 0,
        projects.campaign_week[p],
        asked_before,
        pledged_before,
        terms.most_weeks,
    )
    looking = _who_looks(p, tables, setting)
    deciding, amounts = _who_decides(looking, asks, tables, setting)
    # Read in a loop of its own, so that memory is waited for once and not for each household.
    trust = np.empty(len(deciding))
    for i in range(len(deciding)):
        trust[i] = residents.trust[households.first_resident[start + deciding[i]]]
    for i in range(len(deciding)):
        h, row = start + deciding[i], first + deciding[i]
        consider(h, row, trust[i], amounts[i], asks, terms, tables, setting)
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
        meets_anew(setting.seed, setting.week, tables.needs.id[asks.need], h, row, tables, setting.people)
        deciding[number] = looking[i]
        amounts[number] = within_means(h, row, asks, tables, setting)
        number += (amounts[number] > 0) | labour_matters(asks.project, row, tables)
    return deciding[:number], amounts[:number]


@rule
def _note_asked(week: int, r: int, row: int, tables: Records, people: People) -> None:
    tables.stakes.asked_week[row] = week
    tables.residents.fatigue[r] = min(1.0, float(tables.residents.fatigue[r]) + people.fatigue_call)


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
    """Live one week of all campaigns and close those whose time is over.

    Parameters
    ----------
    state
        The state of the run; changed in place.
    """
    rows = state.in_stage(CAMPAIGNING)
    if not len(rows):
        return
    projects, works = state.world.projects, state.settings.works
    _, starts = np.unique(projects.unit[rows], return_index=True)
    levy = state.settings.levy
    setting = Setting(state.seed, state.week, state.people, works, levy)
    terms = records(terms_of(state, rows))
    campaign_week(len(starts), rows, np.append(starts, len(rows)), terms, state.records, setting)
    weeks = np.where(state.world.kinds.levy[projects.category[rows]] > 0, levy.weeks, works.campaign_weeks)
    for p in rows[state.week >= projects.campaign_week[rows] + weeks - 1]:
        take_to_court(state, int(p))
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
    which = np.where(offered >= 0, offered, state.regimes_of(rows))

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
    terms.pull[:] = giving_pull(state, rows)
    terms.most_weeks[:] = state.of_units("savings_weeks", projects.unit[rows])
    return terms


def _close(state: "State", p: int) -> None:
    """Close a campaign: funded, redesigned to what was raised, re-opened once on a smaller plan, or given up."""
    projects, works = state.world.projects, state.settings.works
    raised = int(projects.pledged_fen[p]) + labour_value(state, int(projects.pledged_minutes[p]))
    raised += min(int(projects.offer_fen[p]), match_of_pledges(state, p))
    state.closed_campaigns.append(p)
    own = int(projects.gap_fen[p] + projects.match_fen[p])
    holds = enough_pledge(state, p)
    if holds and raised >= own:
        fund(state, p, COLLECTING)
        return
    to_cover = own + int(projects.sponsor_fen[p])
    possible = (raised + int(projects.sponsor_fen[p])) / max(1, to_cover)
    floor = passed(state.points.smallest_plan, state, p, value=works.redesign_floor)
    if holds and possible >= floor:
        redesign(state, p, possible)
        fund(state, p, COLLECTING)
    elif holds and projects.campaigns[p] == 1 and floor < 1.0:
        redesign(state, p, floor)
        projects.campaigns[p] = 2
        projects.campaign_week[p] = state.week + 1
    else:
        give_up(state, p)
        pay_bonus(state, p, state.terms_of(p).protection, int(projects.pledged_fen[p]))
