"""How two units come to share a project: the reason is said, the township mediates, the other decides (ODD 7.15)."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from dizao.agents.compiled import kernel, rule
from dizao.agents.organization import STREET_OFFICE, settlement
from dizao.agents.parameters import People
from dizao.agents.resident import COMES_NOW, UNFAIR_SHARE, objection, stake_in_means, unfairness
from dizao.model.core.draws import draw
from dizao.model.finance.payments import give_up
from dizao.model.governance.free_use import known_free_use
from dizao.model.systems.partners import MEDIATE, SAY_REASON, Partners
from dizao.model.systems.partners.building import value_of_all
from dizao.model.systems.partners.joints import ALONE, ASKED, MEDIATION, REFUSED, SHARED, Joint, each_joint, joints_in
from dizao.model.world.make import Records
from dizao.model.world.projects import (
    APPLYING,
    BUILDING,
    CAMPAIGNING,
    COLLECTING,
    NO_CONSENT,
    RECORDED,
    UNFUNDED,
    VOICED,
)

if TYPE_CHECKING:
    from dizao.model.state import State

BEFORE_WORKS = (APPLYING, CAMPAIGNING, COLLECTING, BUILDING)
"""Stages in which nothing is spent while the other part is not a site; one of which nothing is asked is one at once."""


@rule
def says_it(status: float, s: Partners) -> float:
    """Chance that an objector says what nobody has said yet (ODD 7.15): it takes status.

    Parameters
    ----------
    status
        Of the objector, at least 0.
    s
        Settings of partners.

    Returns
    -------
    Probability.
    """
    return s.say_probability * min(1.0, status / s.full_status)


@rule
def _status_present(h: int, tables: Records) -> float:
    """Highest status of those of a household who have come; -1 if nobody has."""
    residents, status = tables.residents, -1.0
    for r in range(tables.households.first_resident[h], tables.households.first_resident[h + 1]):
        if residents.attendance[r] & COMES_NOW:
            status = max(status, float(residents.status[r]))
    return status


@kernel
def hear_reason(
    seed: int, p: int, present_years: float, spare_share: float, tables: Records, people: People, s: Partners
) -> NDArray[np.int64]:
    """Return how many households have come, how many object because others use it for nothing, how many say so.

    Parameters
    ----------
    seed
        Seed of the replicate, in [0, 2**63).
    p
        Row of a project that has been proposed.
    present_years
        First years' values that its use is worth.
    spare_share
        Spare money in the place, as a share of income.
    tables
        The world's records; none is changed.
    people
        Behavioural parameters.
    s
        Settings of partners.

    Returns
    -------
    Households: come, object for that reason, say so; shape (3,).
    """
    needs, projects, stakes, n = tables.needs, tables.projects, tables.stakes, tables.projects.need[p]
    start, end, first = needs.first_household[n], needs.end_household[n], projects.first_stake[p]
    asked, value, counts = 0, 0, np.zeros(3, dtype=np.int64)
    for k in range(end - start):
        asked += stakes.asked_fen[first + k]
        value += max(0, stakes.value_fen[first + k])
    for k in range(end - start):
        h, row, status = start + k, first + k, _status_present(start + k, tables)
        if status < 0.0:
            continue
        counts[0] += 1
        number = tables.households.id[h]
        free = known_free_use(seed, needs.id[n], number, projects.free_use[p], projects.free_known[p])
        shares = stakes.asked_fen[row] / max(1, asked), max(0, stakes.value_fen[row]) / max(1, value)
        trust = float(tables.residents.trust[tables.households.first_resident[h]])
        worth, outlay = stakes.value_fen[row] * present_years, float(stakes.asked_fen[row])
        stake = stake_in_means(worth - outlay, float(tables.households.spare_fen[h]), spare_share)
        reason = objection(worth, outlay, stake, unfairness(shares[0], shares[1], free), trust, people)
        if free > 0.0 and reason == UNFAIR_SHARE:
            counts[1] += 1
            counts[2] += draw(seed, SAY_REASON, needs.id[n], number, 0) < says_it(status, s)
    return counts


def without_agreement(state: "State", p: int) -> bool:
    """Let a meeting talk about who else uses a project; return whether it ends without putting it to the vote.

    Somebody of status may say the reason. Once said it can be met: the township mediates. While nobody has said it,
    a meeting where too many object for it puts the matter off, so many times.

    Parameters
    ----------
    state
        The state of the run. Objections are counted, and what was said is noted.
    p
        Row of a proposal that a meeting is about.

    Returns
    -------
    Whether it is put off; never where the project has no partner.
    """
    joint, settings = joints_in(state).get(p), state.settings
    if joint is None or p != joint.main or joint.state != ALONE:
        return False
    years = float(state.world.kinds.present_years[state.world.projects.category[p]])
    records, people = state.records, state.people
    spare_share = state.place_of_project(p).spare_money_share
    came, object_to_it, say = hear_reason(state.seed, p, years, spare_share, records, people, settings.partners)
    state.count("objections", int(say))
    if say:
        voice_reason(state, p)
    if joint.voiced and settings.partners.mediation_tries > 0:
        joint.state = MEDIATION
        return True
    if object_to_it < settings.works.unfair_objections * max(1, came) or joint.talks >= settings.partners.talk_meetings:
        return False
    joint.talks += 1
    return True


def voice_reason(state: "State", p: int) -> None:
    """Have it said aloud that others use a project and pay nothing: from now on everybody thinks of it.

    Parameters
    ----------
    state
        The state of the run.
    p
        Row of one of the two projects.
    """
    joints_in(state)[p].voiced = True
    if state.world.projects.free_known[p] > 0.0:
        state.world.projects.free_known[p] = 1.0


def on_hold(state: "State") -> list[int]:
    """Return the needs of projects that no meeting takes up while the other unit is being asked.

    Parameters
    ----------
    state
        The state of the run.

    Returns
    -------
    Rows of needs.
    """
    return [int(state.world.projects.need[j.main]) for j in each_joint(state) if j.state in (MEDIATION, ASKED)]


def run(state: "State") -> None:
    """Live a week between the units: the township mediates, the other answers, what fails fails whole.

    Parameters
    ----------
    state
        The state of the run.
    """
    stage = state.world.projects.stage
    for joint in each_joint(state):
        if joint.state == MEDIATION:
            mediate(state, joint)
        elif joint.state == ASKED and stage[joint.part] == APPLYING:
            agree(state, joint)
        elif joint.state == ASKED and stage[joint.part] == NO_CONSENT:
            joint.state = REFUSED
        elif joint.state == SHARED:
            _fail_together(state, joint)


def mediate(state: "State", joint: Joint) -> None:
    """Let the township try to bring the other unit in, if its office has the minutes: one try as for any matter.

    Parameters
    ----------
    state
        The state of the run. Minutes are taken of the township's office.
    joint
        The two parts; how far they have come is changed.
    """
    settings, world = state.settings, state.world
    office = state.office(STREET_OFFICE, int(world.projects.unit[joint.main]))
    if not state.take_minutes(office, int(settings.partners.mediation_minutes), "mediating"):
        return
    joint.tries += 1
    chance = settlement(settings.works.settle_usual_turnout, 0.0, settings.works)
    need = world.needs.id[world.projects.need[joint.main]]
    if draw(state.seed, MEDIATE, need, state.week, 0) < chance:
        bring_in_partner(state, joint)
    elif joint.tries >= settings.partners.mediation_tries:
        joint.state = REFUSED


def bring_in_partner(state: "State", joint: Joint) -> None:
    """Put the other unit's part before its own meeting, which decides for itself.

    Parameters
    ----------
    state
        The state of the run. The other unit's need counts as recorded this week, and its part has a cost.
    joint
        The two parts; how far they have come is changed.
    """
    needs, projects = state.world.needs, state.world.projects
    n, rows = projects.need[joint.part], np.array([joint.part])
    needs.week_voiced[n] = needs.week_recorded[n] = state.week
    needs.level[n] = needs.level[projects.need[joint.main]]
    for stage in (VOICED, RECORDED):
        state.enter(rows, stage)
    part = _bargained_share(state, joint)
    projects.cost_fen[joint.part] = round(part * int(projects.cost_fen[joint.main]))
    projects.fair_part[joint.part] = joint.use / max(part, 1e-9)
    joint.state = ASKED


def _bargained_share(state: "State", joint: Joint) -> float:
    """Return the share of the cost that the other unit is asked for: by use, or so that both gain the same."""
    rules, projects = state.settings.partners, state.world.projects
    if rules.bargain == "use":
        return min(1.0, joint.use * rules.paid_use)
    years = float(state.world.kinds.present_years[projects.category[joint.main]])
    own, others = (
        years * max(0, int(value_of_all(state.seed, projects.need[p], state.records))) for p in (joint.main, joint.part)
    )
    cost = max(1, int(projects.cost_fen[joint.main]))
    return min(1.0, max(0.0, (cost + others - own) / (2.0 * cost)))


def agree(state: "State", joint: Joint) -> None:
    """Both take part: the rest of the cost is left to the first unit, and nobody uses the thing for nothing.

    Parameters
    ----------
    state
        The state of the run. Costs, fen, and fair parts of both are written.
    joint
        The two parts; how far they have come is changed.
    """
    projects = state.world.projects
    whole = int(projects.cost_fen[joint.main])
    projects.cost_fen[joint.main] = whole - int(projects.cost_fen[joint.part])
    left = int(projects.cost_fen[joint.main]) / max(1, whole)
    projects.fair_part[joint.main] = (1.0 - joint.use) / max(left, 1e-9)
    projects.free_use[joint.main] = 0.0
    joint.state = SHARED


def _fail_together(state: "State", joint: Joint) -> None:
    """Give up one part before anything was spent when the other has come to nothing: all its money goes back."""
    stage = state.world.projects.stage
    for p in (joint.main, joint.part):
        if stage[joint.other(p)] in (NO_CONSENT, UNFUNDED) and stage[p] in BEFORE_WORKS:
            give_up(state, p)
