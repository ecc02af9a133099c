"""Stage 8, share 共享: benefits flow, and people learn from what they saw (ODD 7.9)."""

from typing import TYPE_CHECKING

from dizao.model.parameters import WEEKS_PER_MONTH, WEEKS_PER_YEAR
from dizao.model.world.projects import NEVER

from . import demand, roll_out
from .rules import discounted, float32

if TYPE_CHECKING:
    from dizao.agents.parameters import People

    from .model import ReferenceModel
    from .people import Resident
    from .things import Project, Stake


def run(model: "ReferenceModel") -> None:
    """Let benefits flow; learn from campaigns, works, promises and subsidies; forget a little."""
    _benefit(model)
    people = model.settings.people
    for p in model.closed:
        _learn_from_campaign(p, people)
    for p, finished in model.outcomes:
        for r in _adults(p):
            r.efficacy = float32(r.efficacy + people.efficacy_learning * (finished - r.efficacy))
    for p, kept in model.promises:
        for r in _adults(p):
            step = people.trust_gain * (1.0 - r.trust) if kept else -people.trust_loss * r.trust
            r.trust = float32(r.trust + step)
    roll_out.tell_neighbours(model)
    model.closed, model.outcomes, model.promises = [], [], []
    demand.learn(model)
    if model.week % WEEKS_PER_MONTH == 0:
        _forget(model, people)


def _benefit(model: "ReferenceModel") -> None:
    """Add the week's benefit, discounted to week 0; note what is in use a year after it was finished."""
    for p in model.in_stage("evaluate", "use"):
        flow = p.benefit_fen_year * p.condition / WEEKS_PER_YEAR
        p.benefit_fen += flow * discounted(model.settings.welfare.discount_rate, model.week)
    for p in model.projects:
        if p.weeks["evaluate"] != NEVER and model.week - p.weeks["evaluate"] == WEEKS_PER_YEAR:
            p.functioning_after_12_months = int(p.stage in ("evaluate", "use"))


def _adults(p: "Project") -> "list[Resident]":
    return [r for s in p.stakes for r in s.household.residents if r.is_adult]


def _learn_from_campaign(p: "Project", people: "People") -> None:
    """Belief and reciprocity of everybody who was asked move with the share of their asked ties who gave."""
    asked = [s for s in p.stakes if s.asked_week > NEVER]
    posted = _share_who_gave(asked)
    for s in asked:
        ties = [t for _, t in p.ties_in(s) if t.asked_week > NEVER]
        seen, who = _share_who_gave(ties) if ties else posted, s.household.deciding
        worn = max(0.0, who.reciprocity - people.reciprocity_erosion * max(0.0, who.belief - seen))
        lost = max(0.0, who.reciprocity_first - worn)
        who.reciprocity = float32(worn + people.reciprocity_recovery * lost)
        who.belief = float32(who.belief + people.belief_learning * (seen - who.belief))


def _share_who_gave(stakes: "list[Stake]") -> float:
    return sum(s.pledged_week > NEVER for s in stakes) / max(1, len(stakes))


def _forget(model: "ReferenceModel", people: "People") -> None:
    """Trust returns towards its mean and fatigue towards nothing, each with its half-life."""
    trust_stays = 0.5 ** (WEEKS_PER_MONTH / max(0.01, people.trust_half_life_weeks))
    fatigue_stays = 0.5 ** (WEEKS_PER_MONTH / max(0.01, people.fatigue_half_life_weeks))
    for r in model.residents:
        r.trust = float32(r.trust_mean + (r.trust - r.trust_mean) * trust_stays)
        r.fatigue = float32(r.fatigue * fatigue_stays)
