"""Stage 3, plan (共谋): platforms meet, proposals are written and answered, votes are collected (ODD 7.3, 7.4)."""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dizao.agents.compiled import kernel, rule, threaded_kernel
from dizao.agents.organization import settlement
from dizao.agents.resident import (
    ATTENDED,
    CAME_LAST,
    CHILD,
    COMES_NOW,
    DISTRUST,
    MIDDLE,
    MOST_STAKE,
    NO_REASON,
    OLDER,
    UNFAIR_SHARE,
    YOUNG,
    attend_log_odds,
    logistic,
    logit,
    net_worth,
    objection,
    reach_log_odds,
    unfairness,
    vote_log_odds,
)
from dizao.model import councils, courses, draws, happenings, partners, party_chain, platforms, talks
from dizao.model.applications import gaming_of
from dizao.model.consent import Votes, passes
from dizao.model.draws import draw, draw_each
from dizao.model.financing import share_out
from dizao.model.matters import try_to_settle
from dizao.model.mechanisms.payment import anticipated_offer
from dizao.model.memberships import invite_members
from dizao.model.partners import known_free_use
from dizao.model.projects import (
    APPLYING,
    BENEFIT_SHARES,
    MATTER,
    NEVER,
    NO_CONSENT,
    RECORDED,
    UNIT_LEVEL,
    VOTING,
)
from dizao.model.sources import offer_of
from dizao.model.world import household_value

if TYPE_CHECKING:
    from dizao.model.engine import Engine

ROUNDING = 1e-9
"""A bound decides only where it does so by more than this, so that the last digit of a sum never matters."""

SPARE_CLASSES_A_MEAN = 6
"""How many classes of spare time there are, to the mean, for each of which it is known who cannot come anyway."""

UNKNOWN = -1.0
"""Stands for a stake that has not been worked out."""


def run(engine: "Engine") -> None:
    """Hold this week's meetings, then collect and count votes."""
    happenings.run(engine)
    partners.run(engine)
    councils.run(engine)
    units, agenda, starts = _agendas(engine)
    if len(units):
        if engine.chain is not None:
            party_chain.announce_meetings(engine, engine.chain, units)
        _meet(engine, units, agenda, starts)
    _vote(engine)


# meetings -------------------------------------------------------------------------------------------------------


def _agendas(engine: "Engine") -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Return the units that meet, their agendas one after the other, and where each begins."""
    needs, works = engine.world.needs, engine.settings.works
    matters = engine.unsettled[needs.level[engine.unsettled] == UNIT_LEVEL]
    projects = engine.in_stage(RECORDED)
    rows = np.concatenate([matters, engine.world.projects.need[projects]]).astype(np.int64)
    rows = rows[needs.met[rows] == 0]
    elsewhere = [*partners.on_hold(engine), *councils.in_hand(engine)]
    if elsewhere:
        rows = rows[~np.isin(rows, elsewhere)]
    due = platforms.meets(engine, needs.unit[rows])
    rows = rows[due & (needs.week_recorded[rows] < engine.week)]
    rows = rows[np.lexsort((needs.id[rows], needs.week_recorded[rows], needs.unit[rows]))]
    units, first, counts = np.unique(needs.unit[rows], return_index=True, return_counts=True)
    rank = np.arange(len(rows)) - np.repeat(first, counts)
    agenda = rows[rank < works.agenda_items]
    starts = np.searchsorted(needs.unit[agenda], np.append(units, len(engine.world.units.id)))
    return units.astype(np.int64), agenda, starts.astype(np.int64)


@rule
def _stake_in(seed, h, items, tables):
    """Own value in an agenda, in units of the mean: harm counts as much as gain."""
    stake, needs = 0.0, tables.needs
    # By number: an array that is walked through or sliced is counted in and out, and threads wait for that.
    for k in range(len(items)):
        n = items[k]
        if needs.first_household[n] <= h < needs.end_household[n]:
            stake += abs(household_value(seed, n, h, tables)) / (needs.value_fen[n] + 1e-9)
    return stake


@rule
def _share_who_came(r, tables):
    """Share of somebody's neighbours who came to their last meeting."""
    number = tables.ties.first[r + 1] - tables.ties.first[r]
    return tables.residents.ties_came[r] / number if number > 0 else 0.0


@rule
def _most_chance(invited, came, spare_class, tilt, p):
    """Chance of coming that nobody exceeds: of the invited (1) or others, with (1) or without neighbours who came.

    Whatever else speaks for it does so at its most, and nothing against; spare time as at the better end of its class.
    """
    stake = MOST_STAKE if p.attend_stake > 0.0 else 0.0
    neighbours = came if p.attend_neighbours > 0.0 else 0.0
    spare = (spare_class + (1.0 if p.attend_time > 0.0 else 0.0)) / SPARE_CLASSES_A_MEAN
    fatigue = 1.0 if p.attend_fatigue < 0.0 else 0.0
    return logistic(attend_log_odds(stake, neighbours, invited, spare, fatigue, p) + tilt + ROUNDING)


@kernel
def _most_chances(tilt, p):
    """Return these chances, shape (2, 2, classes of spare time)."""
    chances = np.empty((2, 2, int(MOST_STAKE * SPARE_CLASSES_A_MEAN) + 1))
    for invited in range(2):
        for came in range(2):
            for k in range(chances.shape[2]):
                chances[invited, came, k] = _most_chance(float(invited), float(came), k, tilt, p)
    return chances


@kernel
def _invite_told(week, u, invitations, tables):
    """Let the adults of households that were told of the meeting count as invited."""
    households, first = tables.households, tables.units.first_resident[u]
    # Below every share of people invited, also where nobody else is.
    for h in range(tables.units.first_household[u], tables.units.first_household[u + 1]):
        if households.told_week[h] == week:
            invitations[households.first_resident[h] - first : households.first_resident[h + 1] - first] = -1.0


@kernel
def _keep_representatives(seed, rows, share, residents):
    """Move those who may come at all, and those who came last time, to the front; return how many they are."""
    number = 0
    for i in range(len(rows)):
        r = rows[i]
        stays = residents.attendance[r] & CAME_LAST > 0
        stays = stays or draw(seed, draws.REPRESENTATIVE, residents.id[r], 0, 0) < share
        rows[number] = r
        number += stays
    return number


@kernel
def _who_may_come(seed, week, u, invited_share, tilt, representatives, mean_minutes, tables, p):
    """Return the adults of a unit whose luck does not keep them from a meeting whatever they have at stake.

    ``tilt`` is the most that its platform adds to anybody's log-odds; ``representatives`` the share of adults who may
    come at all, 1 where all may.

    Returns
    -------
    Their rows, with the rows of those who came last time; and the lucks and invitations of the whole unit.
    """
    residents, first = tables.residents, tables.units.first_resident[u]
    ids = residents[first : tables.units.first_resident[u + 1]].id.copy()
    lucks, invitations = draw_each(seed, draws.ATTEND, ids, week), draw_each(seed, draws.INVITE, ids, week)
    if tables.units.told[u] > 0:
        _invite_told(week, u, invitations, tables)
    if len(tables.memberships.organization):
        invite_members(first, invitations, tables.memberships)
    most, classes_a_minute = _most_chances(tilt, p), SPARE_CLASSES_A_MEAN / mean_minutes
    rows, number, last_class = np.empty(len(ids), dtype=np.int64), 0, most.shape[2] - 1
    for k in range(len(ids)):
        r = first + k
        spare_class = min(last_class, int(residents.spare_minutes[r] * classes_a_minute))
        invited, came = int(invitations[k] < invited_share), int(residents.ties_came[r] > 0)
        may_come = (lucks[k] < most[invited, came, spare_class]) & (residents.age[r] != CHILD)
        rows[number] = r
        number += may_come | (residents.attendance[r] & CAME_LAST > 0)
    if representatives < 1.0:
        number = _keep_representatives(seed, rows[:number], representatives, residents)
    return rows[:number], lucks, invitations


@rule
def _comes(seed, r, luck, invited, tilt, stake, items, mean_minutes, tables, p):
    """Whether an adult comes, and the household's stake in the agenda (`UNKNOWN` where nobody needed it so far).

    Most would not come however much was at stake for them: theirs need not be worked out.
    """
    residents = tables.residents
    spare, fatigue = min(MOST_STAKE, residents.spare_minutes[r] / mean_minutes), float(residents.fatigue[r])
    came = _share_who_came(r, tables)
    most = attend_log_odds(MOST_STAKE if p.attend_stake > 0.0 else 0.0, came, invited, spare, fatigue, p)
    if luck >= logistic(most + tilt + ROUNDING):
        return False, stake
    if stake == UNKNOWN:
        stake = _stake_in(seed, residents.household[r], items, tables)
    return luck < logistic(attend_log_odds(stake, came, invited, spare, fatigue, p) + tilt), stake


@kernel
def _attend_unit(seed, week, u, items, invited_share, k, called, mean_minutes, tables, p, involved):
    """Let the adults of a unit decide whether to come; return how many came, and how many of them mediate.

    ``k`` is the number of the meeting, ``called`` how meetings are called.

    ``involved`` gets the rows of those who come now or came last time; the last number returned is how many they are.
    """
    residents, first = tables.residents, tables.units.first_resident[u]
    tilt = max(called.tilts[k, YOUNG], called.tilts[k, MIDDLE], called.tilts[k, OLDER])
    rows, lucks, invitations = _who_may_come(
        seed, week, u, invited_share, tilt, called.representatives, mean_minutes, tables, p
    )
    turnout, members, number = 0, 0, 0
    household, stake = -1, UNKNOWN
    for i in range(len(rows)):
        r = rows[i]
        if residents.household[r] != household:
            household, stake = residents.household[r], UNKNOWN
        invited = 1.0 if invitations[r - first] < invited_share else 0.0
        tilt = called.tilts[k, residents.age[r]]
        comes, stake = _comes(seed, r, lucks[r - first], invited, tilt, stake, items, mean_minutes, tables, p)
        if comes:
            residents.attendance[r] |= COMES_NOW
            turnout += 1
            members += residents.mediates[r]
        if residents.attendance[r]:
            involved[number] = r
            number += 1
    return turnout, members, number


@rule
def _change(attendance):
    """1 for somebody who comes and did not last time, -1 the other way round, else 0."""
    return int(attendance & COMES_NOW > 0) - int(attendance & CAME_LAST > 0)


@rule
def _tell_inside(r, first, changes, tables):
    """Add somebody's change to the sums of the neighbours in the unit; return whether there are others."""
    ties, change, others = tables.ties, _change(tables.residents.attendance[r]), False
    if change != 0:
        for t in range(ties.first[r], ties.first[r + 1]):
            k = ties.neighbours[t] - first
            if 0 <= k < len(changes):
                changes[k] += change
            else:
                others = True
    return others


@kernel
def _tell_unit(first, involved, elsewhere, changes, tables):
    """Let neighbours in the unit know who comes that did not last time, or did; list those with neighbours elsewhere.

    Sums stand together while they grow, and so stay at hand. Return how many were listed.
    """
    residents, number = tables.residents, 0
    for i in range(len(involved)):
        if _tell_inside(involved[i], first, changes, tables):
            elsewhere[number] = involved[i]
            number += 1
    for k in range(len(changes)):
        residents.ties_came[first + k] = int(residents.ties_came[first + k]) + changes[k]
    return number


class Attendance(NamedTuple):
    """Who comes to this week's meetings: counts, one a meeting, and rows of residents, from their unit's first row on.

    ``involved`` lists who comes now or came last time; ``elsewhere`` those of them whose neighbours in other units must
    be told.
    """

    turnout: NDArray[np.int64]
    members: NDArray[np.int64]
    number_involved: NDArray[np.int64]
    number_elsewhere: NDArray[np.int64]
    involved: NDArray[np.int32]
    elsewhere: NDArray[np.int32]


@threaded_kernel
def _attend_all(begin, end, seed, week, meeting, agenda, starts, shares, called, mean_minutes, tables, p, attendance):
    """Hold the meetings of some units, and tell neighbours in the unit who came, while their rows are at hand."""
    for k in range(begin, end):
        u, items = meeting[k], agenda[starts[k] : starts[k + 1]]
        first, last = tables.units.first_resident[u], tables.units.first_resident[u + 1]
        turnout, members, number = _attend_unit(
            seed, week, u, items, shares[k], k, called, mean_minutes, tables, p, attendance.involved[first:last]
        )
        attendance.turnout[k], attendance.members[k], attendance.number_involved[k] = turnout, members, number
        changes, involved = np.zeros(last - first, dtype=np.int32), attendance.involved[first : first + number]
        attendance.number_elsewhere[k] = _tell_unit(first, involved, attendance.elsewhere[first:last], changes, tables)


@kernel
def _tell_elsewhere(meeting, attendance, tables):
    """Tell neighbours in other units who came: when all have met, since units share nothing while they meet."""
    residents, ties = tables.residents, tables.ties
    for k in range(len(meeting)):
        first, last = tables.units.first_resident[meeting[k]], tables.units.first_resident[meeting[k] + 1]
        for i in range(first, first + attendance.number_elsewhere[k]):
            r = attendance.elsewhere[i]
            for t in range(ties.first[r], ties.first[r + 1]):
                other = ties.neighbours[t]
                if not first <= other < last:
                    residents.ties_came[other] = int(residents.ties_came[other]) + _change(residents.attendance[r])


@threaded_kernel
def _close_meetings(begin, end, week, meeting, attendance, tables, p):
    """Note who came as last time's attendance; those who came were talked with, and are a little more tired."""
    households, residents = tables.households, tables.residents
    for k in range(begin, end):
        first = tables.units.first_resident[meeting[k]]
        for i in range(first, first + attendance.number_involved[k]):
            r = attendance.involved[i]
            came = residents.attendance[r] & COMES_NOW
            residents.attendance[r] = CAME_LAST if came else 0
            if came:
                residents.took_part[r] |= ATTENDED
                residents.fatigue[r] = min(1.0, float(residents.fatigue[r]) + p.fatigue_meeting)
                households.contact_week[residents.household[r]] = week


def _meet(engine: "Engine", meeting: NDArray[np.int64], agenda: NDArray[np.int64], starts: NDArray[np.int64]) -> None:
    """Hold the meetings: people come, matters are settled or not, proposals are written and answered."""
    works, attendance = engine.settings.works, _attendance(engine, meeting, agenda, starts)
    turnout = attendance.turnout
    engine.world.units.turnout[meeting] = turnout
    engine.spend_time("time_residents", meeting, (turnout * works.meeting_minutes).astype(np.int64), "meetings")
    platforms.convene(engine, meeting)
    engine.count("meetings", len(meeting))
    engine.count("attendances", int(turnout.sum()))
    _decide(engine, agenda, np.repeat(np.arange(len(meeting)), np.diff(starts)), turnout, attendance.members, meeting)
    _close_meetings(len(meeting), engine.week, meeting, attendance, engine.records, engine.people)


def _attendance(
    engine: "Engine", meeting: NDArray[np.int64], agenda: NDArray[np.int64], starts: NDArray[np.int64]
) -> Attendance:
    """Let everybody decide whether to come, and their neighbours know."""
    units, works = engine.world.units, engine.settings.works
    counts = np.zeros((4, len(meeting)), dtype=np.int64)
    attendance = Attendance(*counts, *np.empty((2, len(engine.world.residents.id)), dtype=np.int32))
    invitations = works.invitations * (1.0 + works.station_gain * units.station[meeting])
    invitations *= engine.settings.platforms.hearing
    shares = platforms.invited_shares(engine, invitations / np.maximum(1, units.adults[meeting]))
    minutes = engine.settings.place.spare_minutes_per_week
    luck = (engine.seed, engine.week)
    records, people = engine.records, engine.people
    called = platforms.called(engine, meeting)
    _attend_all(len(meeting), *luck, meeting, agenda, starts, shares, called, minutes, records, people, attendance)
    _tell_elsewhere(meeting, attendance, records)
    return attendance


@kernel
def _chances_to_settle(turnout, members, represents, works, chances):
    for k in range(len(turnout)):
        chances[k] = settlement(represents * turnout[k], members[k] / max(1, turnout[k]), works)


def _decide(
    engine: "Engine",
    items: NDArray[np.int64],
    meeting: NDArray[np.int64],
    turnout: NDArray[np.int64],
    members: NDArray[np.int64],
    units: NDArray[np.int64],
) -> None:
    """Take up the items of the agendas, each at its ``meeting`` if enough came: settle matters, write proposals."""
    needs, works = engine.world.needs, engine.settings.works
    chances = np.empty(len(turnout))
    _chances_to_settle(turnout, members, platforms.represented(engine), works, chances)
    platforms.mediate(engine, units, chances)
    held = turnout[meeting] >= works.meeting_minimum
    matters = held & (needs.kind[items] == MATTER)
    try_to_settle(engine, items[matters], chances[meeting[matters]])
    for p in engine.project_of(items[held & ~matters]):
        propose(engine, int(p))


# proposals ------------------------------------------------------------------------------------------------------


@kernel
def write_values(seed, n, first_stake, tables):
    """Write what the project is worth a year to each household concerned, whole fen."""
    start = tables.needs.first_household[n]
    for k in range(tables.needs.end_household[n] - start):
        tables.stakes.value_fen[first_stake + k] = round(household_value(seed, n, start + k, tables))


@kernel
def hear_objections(seed, need, first_stake, present_years, tables, p):
    """Let those who came object; return how many came of those concerned, and how many said each reason aloud."""
    needs, households, residents, stakes = tables.needs, tables.households, tables.residents, tables.stakes
    start, end = needs.first_household[need], needs.end_household[need]
    present, voiced = 0, np.zeros(4, dtype=np.int64)
    total_asked, total_value = 0, 0
    for k in range(end - start):
        total_asked += stakes.asked_fen[first_stake + k]
        total_value += max(0, stakes.value_fen[first_stake + k])
    for k in range(end - start):
        h, row = start + k, first_stake + k
        came = False
        for r in range(households.first_resident[h], households.first_resident[h + 1]):
            came = came or residents.attendance[r] & COMES_NOW > 0
        if not came:
            continue
        present += 1
        asked = stakes.asked_fen[row]
        fair = unfairness(asked / max(1, total_asked), max(0, stakes.value_fen[row]) / max(1, total_value))
        trust = float(residents.trust[households.first_resident[h]])
        reason = objection(stakes.value_fen[row] * present_years, float(asked), fair, trust, p)
        if reason != NO_REASON and draw(seed, draws.OBJECT, needs.id[need], households.id[h], 0) < p.object_voiced:
            voiced[reason] += 1
    return present, voiced


@kernel
def explain(need, first_stake, tables):
    """Note for everybody present that a voiced distrust was answered."""
    needs, households, residents, stakes = tables.needs, tables.households, tables.residents, tables.stakes
    start = needs.first_household[need]
    for k in range(needs.end_household[need] - start):
        for r in range(households.first_resident[start + k], households.first_resident[start + k + 1]):
            if residents.attendance[r] & COMES_NOW:
                stakes.explained[first_stake + k] = 1


def propose(engine: "Engine", p: int) -> None:
    """Write a proposal with its shares of cost, hear objections and answer them, and put it to the vote.

    What others use as well may be put off to the next meeting.
    """
    n = int(engine.world.projects.need[p])
    _answer_objections(engine, p, n, *_draft(engine, p))
    if p in engine.joints and partners.without_agreement(engine, p):
        return
    if talks.talks_on(engine, p):
        return
    engine.world.projects.attempts[p] += 1
    engine.enter(np.array([p]), VOTING)
    engine.count("proposals", 1)


def _draft(engine: "Engine", p: int) -> tuple[int, int]:
    """Write what a proposal asks of each; return the first of its stakes, and the sum asked, fen."""
    world, works, projects = engine.world, engine.settings.works, engine.world.projects
    n = int(projects.need[p])
    number = int(world.needs.end_household[n] - world.needs.first_household[n])
    if projects.first_stake[p] < 0:
        projects.first_stake[p] = engine.stakes_for(number)
        world = engine.world
        write_values(engine.seed, n, projects.first_stake[p], engine.records)
    first = int(projects.first_stake[p])
    world.stakes.vote[first : first + number] = -1
    world.stakes.voted_week[first : first + number] = NEVER
    payers = works.planned_participation * number
    offer = anticipated_offer(engine.mechanism, int(projects.cost_fen[p]), payers, gaming_of(engine, p))
    offer = 0 if world.needs.ineligible[n] else offer_of(engine, p, offer)
    asked = int(max(0, projects.cost_fen[p] - offer) / works.planned_participation)
    share_out(engine, p, asked)
    return first, asked


def _answer_objections(engine: "Engine", p: int, n: int, first: int, asked: int) -> None:
    """Meet voiced unfairness with shares by benefit, voiced distrust by explaining; a voiced loss stays."""
    world, works = engine.world, engine.settings.works
    years = float(world.kinds.present_years[world.needs.category[n]])
    present, voiced = hear_objections(engine.seed, n, first, years, engine.records, talks.says_all(engine, p))
    engine.count("objections", int(voiced.sum()))
    unfair = voiced[UNFAIR_SHARE] > works.unfair_objections * max(1, present)
    if unfair and not courses.asks_are_pinned(engine, p):
        world.projects.shares[p] = BENEFIT_SHARES
        share_out(engine, p, asked)
    if voiced[DISTRUST]:
        explain(n, first, engine.records)


# votes ----------------------------------------------------------------------------------------------------------


@rule
def _neighbours_yes(h, start, end, first_stake, week, tables):
    """Share of yes among a household's neighbours who voted before this week; 1/2 if none did."""
    households, residents, stakes, ties = tables.households, tables.residents, tables.stakes, tables.ties
    voted, yes = 0, 0
    r = households.first_resident[h]
    for t in range(ties.first[r], ties.first[r + 1]):
        other = residents.household[ties.neighbours[t]]
        if start <= other < end and other != h:
            row = first_stake + other - start
            if NEVER < stakes.voted_week[row] < week:
                voted += 1
                yes += stakes.vote[row]
    return yes / voted if voted > 0 else 0.5


@rule
def _vote_project(seed, week, p, tables, people):
    """Collect this week's votes on one proposal; an owner votes once, against one latent draw."""
    needs, households, residents, stakes = tables.needs, tables.households, tables.residents, tables.stakes
    n = tables.projects.need[p]
    start, end, first = needs.first_household[n], needs.end_household[n], tables.projects.first_stake[p]
    present_years = tables.kinds.present_years[needs.category[n]]
    total_asked, total_value = 0, 0
    for k in range(end - start):
        total_asked += stakes.asked_fen[first + k]
        total_value += max(0, stakes.value_fen[first + k])
    for k in range(end - start):
        h, row = start + k, first + k
        if stakes.vote[row] >= 0:
            continue
        contact = 1.0 if week - households.contact_week[h] < people.contact_memory_weeks else 0.0
        absent = 1.0 - households.owner[h]
        found = draw(seed, draws.REACH, needs.id[n], households.id[h], week)
        if found >= logistic(reach_log_odds(contact, absent, people)):
            continue
        r = households.first_resident[h]
        trust = float(residents.trust[r])
        value, asked = (
            stakes.value_fen[row] * present_years * float(residents.efficacy[r]),
            float(stakes.asked_fen[row]),
        )
        free_use = known_free_use(
            seed, needs.id[n], households.id[h], tables.projects.free_use[p], tables.projects.free_known[p]
        )
        benefit_share = tables.projects.fair_part[p] * max(0, stakes.value_fen[row]) / max(1, total_value)
        fair = unfairness(asked / max(1, total_asked), benefit_share, free_use)
        said = _neighbours_yes(h, start, end, first, week, tables)
        odds = vote_log_odds(net_worth(value, asked), fair, trust, float(stakes.explained[row]), said, people)
        luck = draw(seed, draws.VOTE, needs.id[n], households.id[h], 0)
        stakes.vote[row] = 1 if odds + logit(luck) > 0.0 else 0
        stakes.voted_week[row] = week


@threaded_kernel
def _vote_all(begin, end, seed, week, rows, tables, people):
    for k in range(begin, end):
        _vote_project(seed, week, rows[k], tables, people)


@kernel
def count_votes(p, tables):
    """Count heads and area: all, reached, yes."""
    households, stakes, n = tables.households, tables.stakes, tables.projects.need[p]
    start, end = tables.needs.first_household[n], tables.needs.end_household[n]
    first_stake = tables.projects.first_stake[p]
    heads, area = np.zeros(3, dtype=np.int64), np.zeros(3)
    for k in range(end - start):
        size, vote = float(households.area[start + k]), stakes.vote[first_stake + k]
        heads[0] += 1
        area[0] += size
        if vote >= 0:
            heads[1] += 1
            area[1] += size
        if vote == 1:
            heads[2] += 1
            area[2] += size
    return heads, area


def _vote(engine: "Engine") -> None:
    """Collect votes on all open proposals; after ``vote_weeks`` the category's legal rule counts them."""
    world, works, projects = engine.world, engine.settings.works, engine.world.projects
    rows = engine.in_stage(VOTING)
    if not len(rows):
        return
    _vote_all(len(rows), engine.seed, engine.week, rows, engine.records, platforms.voters(engine))
    for p in rows[engine.week >= projects.week_of[rows, VOTING] + works.vote_weeks - 1]:
        heads, area = count_votes(p, engine.records)
        votes = Votes(int(heads[0]), int(heads[1]), int(heads[2]), float(area[0]), float(area[1]), float(area[2]))
        _after_vote(engine, int(p), passes(int(world.kinds.consent[projects.category[p]]), votes))


def _after_vote(engine: "Engine", p: int, consented: bool) -> None:
    """Let a proposal with consent apply; one without goes back to the meeting until its attempts are used up."""
    projects = engine.world.projects
    if consented:
        engine.enter(np.array([p]), APPLYING)
        engine.count("consents", 1)
    elif projects.attempts[p] < engine.settings.works.proposal_attempts:
        projects.stage[p] = RECORDED
    else:
        engine.enter(np.array([p]), NO_CONSENT)
