"""What two units do about a project that both use (ODD 7.15)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from dizao.agents.compiled import kernel, rule
from dizao.agents.organization import STREET_OFFICE, settlement
from dizao.agents.parameters import People
from dizao.agents.resident import COMES_NOW, UNFAIR_SHARE, objection, unfairness
from dizao.model.core.draws import draw
from dizao.model.finance.bridge_finance import cash_covered, credit_room, loan_room
from dizao.model.finance.payments import give_up
from dizao.model.governance.free_use import known_free_use
from dizao.model.systems.partners import MEDIATE, SAY_REASON, SYSTEM, Partners
from dizao.model.world.make import Records, household_value, need_id
from dizao.model.world.projects import (
    ABANDONED,
    APPLYING,
    BUILDING,
    CAMPAIGNING,
    COLLECTING,
    EVALUATING,
    IN_USE,
    NEVER,
    NO_CONSENT,
    RECORDED,
    UNFUNDED,
    VOICED,
)

if TYPE_CHECKING:
    from dizao.model.state import State


ALONE, MEDIATION, ASKED, SHARED, REFUSED = "alone", "mediation", "asked", "shared", "refused"
"""How far two units have come: one goes on by itself; the township mediates; the other decides whether it takes part;
both have agreed; the other will not."""


BEFORE_WORKS = (APPLYING, CAMPAIGNING, COLLECTING, BUILDING)
"""Stages in which nothing is spent while the other part is not a site; one of which nothing is asked is one at once."""


@dataclass
class Joint:
    """What two units have to do with each other about one project.

    Attributes
    ----------
    main, part
        Rows of the project, and of the other unit's part in it.
    use
        The other unit's share of the use.
    voiced
        Whether somebody has said aloud that the others use it and pay nothing.
    state
        How far they have come.
    tries, talks
        Tries of the township so far; meetings that ended without agreement.
    """

    main: int
    part: int
    use: float
    voiced: bool
    state: str = ALONE
    tries: int = 0
    talks: int = 0

    def other(self, p: int) -> int:
        """Return the row of the other of the two."""
        return self.part if p == self.main else self.main


type Joints = dict[int, Joint]
"""By project row; a project and its other part lead to the same entry."""


def joints_of(state: "State") -> Joints:
    """Find the pairs of projects that the scenario's pins make, and note what people know of the others' use."""
    world, found = state.world, {}
    rows = {int(number): n for n, number in enumerate(world.needs.id)}
    codes = list(state.settings.categories)
    for pin in state.settings.pinned_projects:
        key = int(world.kinds.key[codes.index(pin.category)])
        main, part = (rows.get(int(need_id(unit, pin.week, key)), -1) for unit in (pin.unit, pin.partner))
        if pin.partner == 0 or min(main, part) < 0:
            continue
        p, other = int(world.needs.project[main]), int(world.needs.project[part])
        joint = Joint(p, other, pin.partner_use, pin.partner_reason == "voiced")
        known = 1.0 if joint.voiced else state.settings.partners.aware_share
        world.projects.free_use[p] = pin.partner_use
        world.projects.free_known[p] = 0.0 if pin.partner_reason == "unknown" else known
        found[p] = found[other] = joint
    return found


def joints_in(state: "State") -> Joints:
    """Return the pairs of projects of a run."""
    return state.systems.get(SYSTEM.name, {})  # type: ignore[no-any-return]


def _each(state: "State") -> Iterable[Joint]:
    return (joint for p, joint in joints_in(state).items() if p == joint.main)


# what people know -----------------------------------------------------------------------------------------------


@rule
def says_it(status: float, s: Partners) -> float:
    """Chance that an objector says what nobody has said yet (ODD 7.15): it takes status.

    ``s``: `Partners`.
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
    seed: int, p: int, present_years: float, tables: Records, people: People, s: Partners
) -> NDArray[np.int64]:
    """Return how many households have come, how many object because others use it for nothing, how many say so."""
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
        reason = objection(worth, outlay, unfairness(shares[0], shares[1], free), trust, people)
        if free > 0.0 and reason == UNFAIR_SHARE:
            counts[1] += 1
            counts[2] += draw(seed, SAY_REASON, needs.id[n], number, 0) < says_it(status, s)
    return counts


# the meeting ----------------------------------------------------------------------------------------------------


def without_agreement(state: "State", p: int) -> bool:
    """Let a meeting talk about who else uses a project; return whether it ends without putting it to the vote.

    Somebody of status may say the reason. Once said it can be met: the township mediates. While nobody has said it,
    a meeting where too many object for it puts the matter off, so many times.
    """
    joint, settings = joints_in(state).get(p), state.settings
    if joint is None or p != joint.main or joint.state != ALONE:
        return False
    years = float(state.world.kinds.present_years[state.world.projects.category[p]])
    records, people = state.records, state.people
    came, object_to_it, say = hear_reason(state.seed, p, years, records, people, settings.partners)
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
    """Have it said aloud that others use a project and pay nothing: from now on everybody thinks of it."""
    joints_in(state)[p].voiced = True
    if state.world.projects.free_known[p] > 0.0:
        state.world.projects.free_known[p] = 1.0


def on_hold(state: "State") -> list[int]:
    """Return the needs of projects that no meeting takes up while the other unit is being asked."""
    return [int(state.world.projects.need[j.main]) for j in _each(state) if j.state in (MEDIATION, ASKED)]


# the other unit -------------------------------------------------------------------------------------------------


def run(state: "State") -> None:
    """Live a week between the units: the township mediates, the other answers, what fails fails whole."""
    stage = state.world.projects.stage
    for joint in _each(state):
        if joint.state == MEDIATION:
            mediate(state, joint)
        elif joint.state == ASKED and stage[joint.part] == APPLYING:
            agree(state, joint)
        elif joint.state == ASKED and stage[joint.part] == NO_CONSENT:
            joint.state = REFUSED
        elif joint.state == SHARED:
            _fail_together(state, joint)


def mediate(state: "State", joint: Joint) -> None:
    """Let the township try to bring the other unit in, if its office has the minutes: one try as for any matter."""
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
    """Put the other unit's part before its own meeting, which decides for itself."""
    needs, projects = state.world.needs, state.world.projects
    n, rows = projects.need[joint.part], np.array([joint.part])
    needs.week_voiced[n] = needs.week_recorded[n] = state.week
    needs.level[n] = needs.level[projects.need[joint.main]]
    for stage in (VOICED, RECORDED):
        state.enter(rows, stage)
    part = min(1.0, joint.use * state.settings.partners.paid_use)
    projects.cost_fen[joint.part] = round(part * int(projects.cost_fen[joint.main]))
    projects.fair_part[joint.part] = joint.use / max(part, 1e-9)
    joint.state = ASKED


def agree(state: "State", joint: Joint) -> None:
    """Both take part: the rest of the cost is left to the first unit, and nobody uses the thing for nothing."""
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


# building together ----------------------------------------------------------------------------------------------


def ready_to_apply(state: "State", rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """Leave out the parts whose other part has not been consented to yet: both campaigns begin together.

    Where the office has minutes for one of the two only, the other is examined later.
    """
    if not joints_in(state):
        return rows
    consented = state.world.projects.week_of[:, APPLYING] != NEVER
    shared = {p: joint for p, joint in joints_in(state).items() if joint.state in (ASKED, SHARED)}
    return np.array([p for p in rows if p not in shared or consented[shared[p].other(p)]], dtype=np.int64)


def shared_with(state: "State", p: int) -> int:
    """Return the row of the other part that a project is built together with, or -1."""
    joint = joints_in(state).get(p)
    return joint.other(p) if joint is not None and joint.state == SHARED else -1


def waits_for_other(state: "State", p: int) -> bool:
    """Return whether a part whose own cash is there cannot start yet, since the other's is not."""
    other, projects = shared_with(state, p), state.world.projects
    if other < 0 or projects.stage[other] == BUILDING:
        return False
    collected = projects.stage[other] == COLLECTING and projects.pledges_freed[other]
    return not collected or int(projects.bill_fen[other]) > cash_covered(state, other)


def is_lost(state: "State", p: int) -> bool:
    """Return whether the other part of a site has been abandoned."""
    other = shared_with(state, p)
    return other >= 0 and bool(state.world.projects.stage[other] == ABANDONED)


def stands_still(state: "State", p: int) -> bool:
    """Return whether a site must wait for the other part: neither gets ahead, and both are finished or none is."""
    other, projects = shared_with(state, p), state.world.projects
    if other < 0 or projects.stage[other] in (EVALUATING, IN_USE):
        return False
    if projects.stage[other] != BUILDING or projects.progress[p] > projects.progress[other]:
        return True
    last = int(state.world.kinds.build_weeks[projects.category[p]]) - 1
    return bool(projects.progress[p] >= last) and not _can_finish(state, other)


def _can_finish(state: "State", p: int) -> bool:
    """Return whether the rest of a bill can be paid at once."""
    projects = state.world.projects
    cash = int(state.ledger.balance("escrow", p)[0]) - int(projects.fee_fen[p])
    due = int(projects.bill_fen[p] - projects.done_fen[p])
    return cash + loan_room(state, p) + credit_room(state, p) >= due


# who benefits ---------------------------------------------------------------------------------------------------


@kernel
def _value_of_all(seed: int, n: int, tables: Records) -> int:
    """Sum what a need is worth a year to all households concerned, fen."""
    total = 0
    for h in range(tables.needs.first_household[n], tables.needs.end_household[n]):
        total += round(household_value(seed, n, h, tables))
    return total


def free_users_value(state: "State", p: int) -> int:
    """Note and return what a finished project is worth a year to users who pay nothing, fen."""
    joint, projects = joints_in(state).get(p), state.world.projects
    if joint is not None and joint.state != SHARED and p == joint.main:
        value = int(_value_of_all(state.seed, projects.need[joint.part], state.records))
        projects.free_value_fen[p] = value
        return value
    return 0


def smallest_plan(state: "State", p: int, share: float) -> float:
    """Return the smallest part to which a plan may be cut: what is shared with others cannot be built in part."""
    return 1.0 if p in joints_in(state) else share


def parts(state: "State") -> list[int]:
    """Return the rows of the parts of other units, which are no projects of their own: counts leave them out."""
    return [joint.part for joint in _each(state)]


def partner_units(state: "State") -> NDArray[np.int64]:
    """Return for each project the id of the unit that takes part in it, masked where there is none."""
    world = state.world
    found = np.zeros(len(world.projects.need), dtype=np.int64)
    for p in joints_in(state):
        other = shared_with(state, p)
        found[p] = world.units.id[world.projects.unit[other]] if other >= 0 else 0
    return np.ma.masked_equal(found, 0)  # type: ignore[no-any-return]


def never_alone(state: "State", rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """Leave out of some needs those that are another unit's part: they are not voiced by themselves."""
    if not joints_in(state):
        return rows
    return rows[~np.isin(rows, state.world.projects.need[parts(state)])]
