"""Part of stage 5, build: works go on with real cash, are watched, wait, or are abandoned (ODD 7.6)."""

from typing import TYPE_CHECKING

import numpy as np

from dizao.agents.compiled import kernel
from dizao.agents.parameters import People
from dizao.agents.resident import CHILD, GAVE_LABOUR, MOST_STAKE, SUPERVISED, logistic, supervise_log_odds
from dizao.model.core import draws
from dizao.model.core.draws import When, draw
from dizao.model.documented_cases.funding_sources import pay_milestones
from dizao.model.finance.bridge_finance import ask_advances, collective_room, credit_room, loan_room
from dizao.model.finance.claims import CLAIMS, WORKS, pour
from dizao.model.finance.contracts import payable, settle_abandoned, still_payable
from dizao.model.finance.grants import pay_grant
from dizao.model.finance.guarantees import pay_bonus, refund
from dizao.model.finance.payments import lose, pay_public, release, return_everything
from dizao.model.finance.public_arrears import has_come, is_overdue
from dizao.model.mechanisms.payment import parts_of_promise
from dizao.model.parameters import WEEKS_PER_MONTH
from dizao.model.points import any_says, total
from dizao.model.world.make import Records
from dizao.model.world.projects import ABANDONED, BUILDING, EVALUATING, NEVER, Block

if TYPE_CHECKING:
    from dizao.model.state import State


def run(state: "State") -> None:
    """Live one week on every site, in id order.

    Parameters
    ----------
    state
        The state of the run; changed in place.
    """
    for p in state.in_stage(BUILDING):
        pay_grant(state, int(p))
        _pay_milestone(state, int(p))
        pay_milestones(state, int(p))
        if any_says(state.points.site_lost, state, int(p)):
            _abandon(state, int(p))
        elif not any_says(state.points.site_waits, state, int(p)):
            _work(state, int(p))


def _pay_milestone(state: "State", p: int) -> None:
    """Pay the next part of a promise after its delay, once its part of the works is done and the office has looked."""
    projects, terms = state.world.projects, state.terms_of(p)
    parts, weeks = parts_of_promise(terms.payment), int(state.world.kinds.build_weeks[projects.category[p]])
    if int(projects.progress[p]) * parts // weeks <= projects.milestones[p] or projects.milestones[p] >= parts - 1:
        return
    if projects.milestone_week[p] == NEVER:
        office, minutes = state.deciding_office(p), int(state.settings.offices.inspect_minutes)
        if state.take_minutes(office, minutes, "inspecting", p):
            projects.milestone_week[p] = state.week
    if projects.milestone_week[p] == NEVER or not has_come(state, p, int(projects.milestone_week[p])):
        return
    part = int(projects.promise_fen[p]) // (parts - int(projects.milestones[p]))
    if terms.allocation.reserve == "acceptance" and state.free_for(p) < part:
        state.note_shortage(p)
        return
    release(state, p, part)
    projects.promise_fen[p] -= part
    projects.milestones[p] += 1
    projects.milestone_week[p] = NEVER
    pay_public(state, p, part, "milestone")
    pour(state, p, part, (*(name for name in terms.payment.waterfall if name in CLAIMS), WORKS))


def _work(state: "State", p: int) -> None:
    """Do one week's works if they can be paid or carried; else the site waits."""
    projects = state.world.projects
    weeks = int(state.world.kinds.build_weeks[projects.category[p]])
    due = int(projects.bill_fen[p]) * (int(projects.progress[p]) + 1) // weeks - int(projects.done_fen[p])
    if not _cover(state, p, due):
        _wait(state, p)
        return
    projects.done_fen[p] += due
    _labour(state, p, weeks)
    if projects.progress[p] % WEEKS_PER_MONTH == 0:
        _supervise(state, p)
    projects.progress[p] += 1
    if projects.progress[p] == weeks:
        state.enter(np.array([p]), EVALUATING)
        granted = projects.offer_fen[p] > 0 and projects.promise_fen[p] == projects.grant_fen[p] == 0
        state.events.append((p, 1, int(granted)))
        state.count("completed", 1)


def _cover(state: "State", p: int, due: int) -> bool:
    """Pay what of a week's works is paid at once: from the escrow, the collective's advance, a loan, on credit.

    All of it or nothing. The rest is owed to the builder until acceptance (ODD 7.20).
    """
    projects, ledger, week = state.world.projects, state.ledger, state.week
    escrow, claims = ledger.account("escrow", p), ledger.account("contractor_claims", p)
    contractor = ledger.account("contractor")
    now = payable(state, int(projects.done_fen[p]) + due) - payable(state, int(projects.done_fen[p]))
    cash = min(now, max(0, int(ledger.balance("escrow", p)[0]) - int(projects.fee_fen[p])))
    collective = min(now - cash, collective_room(state, p))
    loan = min(now - cash - collective, loan_room(state, p))
    credit = min(now - cash - collective - loan, credit_room(state, p))
    if cash + collective + loan + credit < now:
        return False
    ledger.post(week, ledger.account("collective", p), escrow, collective, "collective's advance")
    ledger.post(week, ledger.account("lender", p), escrow, loan, "loan")
    ledger.post(week, escrow, contractor, cash + collective + loan, "works")
    ledger.post(week, claims, contractor, credit, "works on credit")
    ledger.post(week, claims, contractor, due - now, "works owed")
    projects.collective_fen[p] += collective
    projects.loan_fen[p] += loan
    projects.credit_fen[p] += credit
    projects.owed_fen[p] += due - now
    return True


def _wait(state: "State", p: int) -> None:
    """Wait for cash, asking givers for advances now and then, and abandon the site when patience ends.

    Public money that is overdue is waited for: it will come, and nobody's patience is used up.
    """
    projects, works = state.world.projects, state.settings.works
    state.count("sites_waiting", 1)
    if is_overdue(state, p):
        return
    if projects.waited[p] % WEEKS_PER_MONTH == 0:
        ask_advances(state, p, still_payable(state, p))
    projects.waited[p] += 1
    if projects.waited[p] > works.patience_weeks:
        _abandon(state, p)


def _abandon(state: "State", p: int) -> None:
    """Abandon a site: the builder is paid, the rest goes back; what was spent is lost, or made good where insured."""
    projects, terms = state.world.projects, state.terms_of(p)
    release(state, p, int(projects.grant_fen[p] + projects.promise_fen[p]))
    projects.grant_fen[p] = projects.promise_fen[p] = 0
    given = int(projects.residents_fen[p] + projects.advances_fen[p])
    settle_abandoned(state, p)
    return_everything(state, p)
    refund(state, p, terms.protection)
    lose(state, p, "residents", int(projects.residents_fen[p] + projects.advances_fen[p]))
    lose(state, p, "organizations", int(projects.organizations_fen[p]))
    lose(state, p, "lender", int(projects.loan_fen[p]))
    lose(state, p, "collective", int(projects.collective_fen[p]))
    lose(state, p, "contractor", int(projects.credit_fen[p] + projects.owed_fen[p]))
    lose(state, p, "county", int(projects.public_fen[p] - projects.points_fen[p]))
    pay_bonus(state, p, terms.protection, given)
    state.enter(np.array([p]), ABANDONED)
    state.events.append((p, 0, -1))
    state.count("abandoned", 1)


def _labour(state: "State", p: int, weeks: int) -> None:
    """Book this week's part of the labour that was pledged."""
    projects = state.world.projects
    minutes = int(projects.pledged_minutes[p]) * (int(projects.progress[p]) + 1) // weeks
    now = minutes - int(projects.labour_minutes[p])
    if now > 0:
        _note_labourers(state.block_of(p), GAVE_LABOUR, state.records)
    state.spend_on(np.array([p]), np.array([now]), "labour")
    projects.labour_minutes[p] = minutes
    state.count("labour_minutes", now)


@kernel
def _note_labourers(block: Block, bit: int, tables: Records) -> None:
    """Note who works: those who have pledged labour."""
    first_resident = tables.households.first_resident
    for k in range(block.end - block.start):
        who, h = tables.stakes.labourers[block.first + k], block.start + k
        for r in range(first_resident[h], first_resident[h + 1]):
            if who >> min(15, r - first_resident[h]) & 1:
                tables.residents.took_part[r] |= bit


@kernel
def _supervisors(when: When, need: int, block: Block, mean_minutes: float, tables: Records, p: People) -> int:
    """Count the adults who supervise a site this month."""
    households, residents, stakes = tables.households, tables.residents, tables.stakes
    number = 0
    week = when.week
    for k in range(block.end - block.start):
        h, row = block.start + k, block.first + k
        gave = 1.0 if stakes.paid_fen[row] > 0 or stakes.labour_minutes[row] > 0 else 0.0
        asked = 1.0 if week - households.contact_week[h] < p.contact_memory_weeks else 0.0
        for r in range(households.first_resident[h], households.first_resident[h + 1]):
            if residents.age[r] == CHILD:
                continue
            spare = min(MOST_STAKE, residents.spare_minutes[r] / mean_minutes)
            chance = logistic(supervise_log_odds(gave, spare, asked, p))
            if draw(when.seed, draws.SUPERVISE, need, residents.id[r], week) < chance:
                residents.took_part[r] |= SUPERVISED
                number += 1
    return number


def _supervise(state: "State", p: int) -> None:
    """Let residents supervise, and members who watch works: so many are useful, more do not help."""
    projects, works = state.world.projects, state.settings.works
    need, mean_minutes = int(state.world.needs.id[projects.need[p]]), state.place_of_project(p).spare_minutes_per_week
    when, block = When(state.seed, state.week), state.block_of(p)
    number = int(_supervisors(when, need, block, mean_minutes, state.records, state.people))
    watching = total(state.points.watchers, state, p)
    projects.supervision[p] += min(1.0, (number + watching) / works.supervisors_useful)
    projects.supervised_months[p] += 1
    minutes = np.array([int(number * works.supervision_minutes)])
    state.spend_on(np.array([p]), minutes, "supervision")
    projects.supervision_minutes[p] += minutes[0]
    state.count("supervisors", number + watching)
