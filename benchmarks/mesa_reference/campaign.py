"""The campaign's week (ODD 7.5): who looks, what they see, and what they pledge."""

import math
from typing import TYPE_CHECKING, NamedTuple

from dizao.model.core import draws
from dizao.model.core.draws import standard_logistic
from dizao.model.parameters import FEN_PER_YUAN, MINUTES_PER_HOUR
from dizao.model.world.projects import NEVER

from . import cash, financing, levies, partners, protection, rules, votes

if TYPE_CHECKING:
    from .model import ReferenceModel
    from .people import Resident
    from .things import Project, Stake


class View(NamedTuple):
    """What a deciding adult makes of a campaign: the contribution, the share that must give (q), the field terms."""

    prospect: rules.Prospect
    required: float
    field: float


def run(model: "ReferenceModel") -> None:
    """Live one week of all campaigns, in id order, and close those whose time is over."""
    opened = model.in_stage("campaign")
    for p in opened:
        for s in [s for s in p.stakes if _looks(model, p, s)]:
            _consider(model, p, s)
    for p in opened:
        if model.week >= p.campaign_week + levies.weeks_of(model, p) - 1:
            levies.sue(model, p)
            _close(model, p)


def _looks(model: "ReferenceModel", p: "Project", s: "Stake") -> bool:
    """Leaders look in the first week; later whoever pays attention, or was talked with this week."""
    h = s.household
    if s.pledged_week != NEVER:
        return False
    if model.week == p.campaign_week:
        return h.deciding.status > 0.0
    attentive = model.random_draw(draws.ATTENTION, p.id, h.id, model.week) < model.settings.people.attention
    told = s.told and s.asked_week == NEVER
    return attentive or told or h.contact_week == model.week


def _consider(model: "ReferenceModel", p: "Project", s: "Stake") -> None:
    """A household that looks was asked; it weighs what it sees, and pledges money once, and labour."""
    who, people = s.household.deciding, model.settings.people
    if s.asked_week == NEVER:
        s.asked_week = model.week
        who.tire(people.fatigue_call)
    votes.meets_anew(model, p, s)
    if partners.refuses_alone(model, p, s):
        return
    view = _perceive(model, p, s)
    amount = _within_means(model, p, s)
    prospect, field = view.prospect, view.field
    if p.kind.ask == "levy":
        prospect, field = prospect._replace(m=1.0, own=1.0), field + levies.terms(model, p, s)
    eta = rules.of_rule(who.reciprocity, who.hump, prospect, field, people)
    z = rules.persuaded(rules.logit(model.random_draw(draws.PLEDGE, p.id, s.household.id)), s.met, people)
    if amount > 0 and eta + z > 0.0:
        s.pledged_fen, s.pledged_week = amount, model.week
        s.household.committed_fen += amount
        p.pledged_fen += amount
    if s.labour_minutes == 0:
        for r in s.household.residents:
            _pledge_labour(model, p, s, r, view)


# what they see --------------------------------------------------------------------------------------------------


def _perceive(model: "ReferenceModel", p: "Project", s: "Stake") -> View:
    """Belief (equations 2, 3), return (4) and field terms (5) of a deciding adult."""
    people, works, terms = model.settings.people, model.settings.works, model.terms_of(p)
    who = s.household.deciding
    kept = rules.expected_promise(who.trust, 1.0, works)
    weeks = terms.payment.delay_weeks + p.kind.build_weeks
    expected = kept * rules.discounted(works.discount_rate, weeks)
    cost = float(p.cost_fen + p.fee_fen - p.match_fen)
    secured = min(cost, _certain(model, p) + expected * (p.promise_fen - p.advance_fen))
    q = min(1.0, (cost - secured) / max(1.0, p.asked_fen))
    seen = [(tie, t) for tie, t in p.ties_in(s) if NEVER < t.asked_week < model.week]
    gave = [tie for tie, t in p.ties_in(s) if NEVER < t.pledged_week < model.week]
    told, share = _told(model, p, s)
    own = rules.perceived_belief(who.belief, q, len(gave) + told * share, len(seen) + told, people)
    belief = max(own, levies.mutual_share(model, p))
    repaid = p.advance_fen / max(1.0, float(p.gap_fen))
    outlay = s.asked_fen * (1.0 - expected * repaid - kept * _points(model, p))
    refund = who.efficacy + (1.0 - who.efficacy) * terms.protection.refund_share + terms.protection.bonus_share
    prospect = _prospect(model, p, s, (s.asked_fen, outlay), (belief, q, refund))
    leaders = sum(tie.status for tie in gave)
    return View(prospect, q, _field(model, p, s, leaders, prospect, secured / max(1.0, cost)))


def _told(model: "ReferenceModel", p: "Project", s: "Stake") -> tuple[float, float]:
    """As how many ties it counts to be told of all, and the part of all asked in earlier weeks who pledged in them."""
    people = model.settings.people
    asked = sum(NEVER < t.asked_week < model.week for t in p.stakes)
    pledged = sum(NEVER < t.pledged_week < model.week for t in p.stakes)
    in_person = s.household.talked_with(model.week, people.contact_memory_weeks)
    if asked == 0 or not (in_person or model.terms_of(p).incentive.kind == "honours"):
        return 0.0, 0.0
    return people.told_ties, pledged / asked


def _prospect(
    model: "ReferenceModel", p: "Project", s: "Stake", costs: tuple[float, float], seen: tuple[float, float, float]
) -> rules.Prospect:
    """The contribution as rules of giving read it (7.5, 7.23): size and outlay, fen; belief, q, refund as perceived."""
    people, (c, outlay), (b, q, refund) = model.settings.people, costs, seen
    value = s.value_fen * p.present_years(model)
    m = rules.expected_return(value, outlay, b, refund, people)
    members = p.asked_fen / c if c > 0.0 else 0.0
    s1, s0 = (rules.enough(b, members - 1.0, q * members, own) for own in (1.0, 0.0))
    gain = sum(max(0, t.value_fen) for t in p.stakes) * p.present_years(model) - max(0.0, value)
    m_star = rules.worth_per_yuan(value, outlay, people) * (s1 - s0) + refund * (1.0 - s1)
    if outlay > 0.0:
        x = min(people.return_ceiling, max(0.0, gain / outlay * (s1 - s0)))
    else:
        x = people.return_ceiling * (s1 - s0) if gain > 0.0 else 0.0
    return rules.Prospect(b, m, m_star, x)


def _certain(model: "ReferenceModel", p: "Project") -> int:
    """Outside money that is there for the works; a match comes only with contributions."""
    return p.sponsor_fen + (0 if financing.is_matching(model, p) else p.grant_fen)


def _points(model: "ReferenceModel", p: "Project") -> float:
    """Worth of the points for a yuan given."""
    incentive = model.terms_of(p).incentive
    return incentive.points_share if incentive.kind == "points" else 0.0


def _field(
    model: "ReferenceModel", p: "Project", s: "Stake", leaders: float, prospect: rules.Prospect, secured: float
) -> float:
    """Sum of the field terms (equation 5), and those of matches, honours and pay (ODD 7.10)."""
    people, who, incentive = model.settings.people, s.household.deciding, model.terms_of(p).incentive
    near = rules.logistic((prospect.belief + secured - 1.0) / people.goal_spread)
    field = people.lead_weight * min(1.0, leaders / rules.MOST)
    field += people.contact_weight * s.household.talked_with(model.week, people.contact_memory_weeks)
    field += people.trust_weight * (who.trust - 0.5)
    field += people.fairness_weight * partners.fairness(model, p, s)
    field += people.explained_weight * s.explained
    field += people.goal_weight * (near - 0.5)
    field += model.settings.demand.effort * p.unit.expected_subsidy
    field += people.honour_weight * (incentive.kind == "honours")
    field += people.match_constant * (p.match_fen > 0)
    if incentive.kind == "points":
        intrinsic = rules.unpaid(who.reciprocity, who.hump, prospect, people)
        field -= people.crowding_weight * incentive.salience * rules.logistic(intrinsic)
    return field


# what they pledge -----------------------------------------------------------------------------------------------


def _within_means(model: "ReferenceModel", p: "Project", s: "Stake") -> int:
    """Fen that a household would pledge if it were willing; 0 where nothing is asked of it."""
    if s.asked_fen == 0 or levies.nobody_collects(model, p):
        return 0
    people, h = model.settings.people, s.household
    free = cash.free_money(model, h, h.savings_fen + cash.accrued(model, h))
    status = 0.0 if p.kind.ask == "levy" else h.deciding.status
    if p.kind.ask == "free":
        return _free_contribution(model, p, s, free)
    wanted = s.asked_fen + int(people.lead_contribution_ratio * status * s.asked_fen)
    half = (s.asked_fen + 1) // 2
    return next((fen for fen in (wanted, s.asked_fen, half) if fen <= free), 0)


def _free_contribution(model: "ReferenceModel", p: "Project", s: "Stake", free: int) -> int:
    """What a household gives where each gives what they like: around the least of value, means and share."""
    people, h = model.settings.people, s.household
    z = standard_logistic(model.random_draw(draws.CONTRIBUTION, p.id, h.id))
    middle = min(max(0.0, s.value_fen * p.present_years(model)), free, s.asked_fen)
    more = 1.0 + people.lead_contribution_ratio * h.deciding.status
    return min(free, int(middle * math.exp(people.free_contribution_spread * z) * more))


def _pledge_labour(model: "ReferenceModel", p: "Project", s: "Stake", r: "Resident", view: View) -> None:
    """An adult may pledge labour by the same rule, with hours at the shadow wage as the outlay."""
    people, works = model.settings.people, model.settings.works
    minutes = int(works.labour_hours_asked * MINUTES_PER_HOUR)
    wanted = p.labour_wanted_minutes - p.pledged_minutes
    if wanted <= 0 or not r.is_adult or r.spare_minutes * p.kind.build_weeks < minutes:
        return
    kept = rules.expected_promise(r.trust, 1.0, works)
    worth = works.labour_hours_asked * works.resident_wage * FEN_PER_YUAN
    outlay = worth * (1.0 - kept * _points(model, p))
    prospect = _prospect(model, p, s, (worth, outlay), (view.prospect.belief, view.required, r.efficacy))
    eta = rules.of_rule(r.reciprocity, r.hump, prospect, view.field, people)
    if eta + rules.logit(model.random_draw(draws.LABOUR, p.id, r.id)) > 0.0:
        given = min(minutes, wanted)
        s.labour_minutes += given
        p.pledged_minutes += given
        s.labourers.append(r)
        if s.pledged_week == NEVER:
            s.pledged_week = model.week


# the end --------------------------------------------------------------------------------------------------------


def _close(model: "ReferenceModel", p: "Project") -> None:
    """Funded, redesigned to what was raised, re-opened once on a smaller plan, or given up."""
    model.closed.append(p)
    raised = p.pledged_fen + financing.labour_value(model, p.pledged_minutes)
    raised += min(p.offer_fen, financing.match_of_pledges(model, p))
    # What two units use is not built in part.
    own, floor = p.gap_fen + p.match_fen, 1.0 if p.joint else model.settings.works.redesign_floor
    possible = (raised + p.sponsor_fen) / max(1, own + p.sponsor_fen)
    if not levies.enough_pledge(model, p):
        cash.give_up(model, p)
        protection.pay_bonus(model, p, p.pledged_fen)
    elif raised >= own:
        financing.call_pledges(model, p, "collect")
    elif possible >= floor:
        financing.redesign(model, p, possible)
        financing.call_pledges(model, p, "collect")
    elif p.campaigns == 1 and floor < 1.0:
        financing.redesign(model, p, floor)
        p.campaigns, p.campaign_week = 2, model.week + 1
    else:
        cash.give_up(model, p)
        protection.pay_bonus(model, p, p.pledged_fen)
