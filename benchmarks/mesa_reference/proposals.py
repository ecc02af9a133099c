"""Proposals and objections (ODD 7.4): shares of cost are written, objected to and answered."""

from typing import TYPE_CHECKING

from dizao.model.core import draws
from dizao.model.world.projects import NEVER

from . import demand, levies, offers, partners, payment
from .hear import household_value
from .rules import fairness, stake
from .rules import worth as net_worth
from .things import Stake

if TYPE_CHECKING:
    from .model import ReferenceModel
    from .people import Household, Resident
    from .things import Project

LOSS, UNFAIR, DISTRUST = "net loss", "unfair share", "distrust"


def propose(model: "ReferenceModel", p: "Project", present: "list[Resident]") -> None:
    """Write a proposal, hear and answer what is said against it, and begin to collect votes."""
    if not p.stakes:
        worth = demand.plan_scope(model, p)
        p.stakes = [Stake(h, round(household_value(model, p.need, h) * worth)) for h in p.need.households]
    asked = write_down(model, p, offers.told(model, p))
    _answer_objections(model, p, asked, present)
    if partners.ends_without_agreement(model, p, present):
        return
    p.attempts += 1
    p.enter("vote", model.week)


def write_down(model: "ReferenceModel", p: "Project", told: int) -> int:
    """Write a proposal that counts on an offer: earlier votes are void; return what is asked of all."""
    p.told_fen = told
    for s in p.stakes:
        s.vote, s.voted_week = -1, NEVER
    left = max(0, p.cost_fen - payment.counted_on(model, p))
    asked = int(left / levies.planned_payers(model, p))
    share_out(p, asked)
    return asked


def share_out(p: "Project", total: int) -> int:
    """Ask a sum of all, in equal shares (rounded up) or by benefit (rounded down); return the sum of the shares."""
    p.gains = sum(max(0, s.value_fen) for s in p.stakes)
    for s in p.stakes:
        if p.by_benefit and p.gains > 0:
            s.asked_fen = int(total * (max(0, s.value_fen) / p.gains))
        else:
            s.asked_fen = -(-total // len(p.stakes))
    p.all_asked = sum(s.asked_fen for s in p.stakes)
    return p.all_asked


def fairness_of(p: "Project", s: Stake, kappa: float = 1.0, free: float = 0.0) -> float:
    """Return f of a household: its share of what is asked of all against its share of the gain (ODD 7.4)."""
    return fairness(kappa * max(0, s.value_fen) / max(1, p.gains), s.asked_fen / max(1, p.all_asked), free)


def distrust(h: "Household") -> float:
    """How much a household distrusts those who organise (ODD 7.4)."""
    return max(0.0, 1.0 - 2.0 * h.deciding.trust)


def _answer_objections(model: "ReferenceModel", p: "Project", asked: int, present: "list[Resident]") -> None:
    """Only what is said aloud is met: unfairness by shares that follow benefit, distrust by an answer."""
    households = {r.household for r in present}
    concerned = [s for s in p.stakes if s.household in households]
    said = [_says(model, p, s) for s in concerned]
    if said.count(UNFAIR) > model.settings.works.unfair_objections * max(1, len(concerned)):
        p.by_benefit = True
        share_out(p, asked)
    if DISTRUST in said:
        for s in concerned:
            s.explained = True


def _says(model: "ReferenceModel", p: "Project", s: Stake) -> str | None:
    """The reason that a household which is present says aloud against a proposal, if any."""
    aloud = model.random_draw(draws.OBJECT, p.id, s.household.id) < model.settings.people.object_voiced
    return objection(model, p, s, fairness_of(p, s)) if aloud else None


def objection(model: "ReferenceModel", p: "Project", s: Stake, f: float) -> str | None:
    """The reason of a household against a proposal, if one is strong enough; ``f``: how fair it thinks its share."""
    people, place = model.settings.people, s.household.unit.group.place
    worth = s.value_fen * p.present_years(model)
    n = stake(worth - s.asked_fen, s.household.spare_fen, place.spare_money_share)
    strengths = {
        LOSS: max(0.0, -net_worth(worth, s.asked_fen)),
        UNFAIR: -f,
        # Who gains much has less of it to say.
        DISTRUST: distrust(s.household) / (1.0 + people.vote_steadiness * max(0.0, n)),
    }
    # Of equals the first.
    reason = max(strengths, key=lambda name: strengths[name])
    return reason if strengths[reason] >= people.objection_threshold else None
