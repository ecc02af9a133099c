"""Levies and mutual pledges (ODD 7.22)."""

from typing import TYPE_CHECKING

from dizao.model.core import draws
from dizao.model.core.draws import standard_logistic
from dizao.model.world.projects import NEVER

from . import cash

if TYPE_CHECKING:
    from .model import ReferenceModel
    from .things import Project, Stake


def planned_payers(model: "ReferenceModel", p: "Project") -> float:
    """Share of those concerned that is expected to pay when shares are set."""
    if p.kind.ask == "levy":
        return model.settings.levy.planned_payers
    return model.settings.works.planned_participation


def weeks_of(model: "ReferenceModel", p: "Project") -> int:
    """Weeks of a campaign, or in which a levy is collected."""
    return model.settings.levy.weeks if p.kind.ask == "levy" else model.settings.works.campaign_weeks


def duty(model: "ReferenceModel", p: "Project") -> float:
    """How much a lawful decision binds in the project's unit: log-odds."""
    levy, z = model.settings.levy, standard_logistic(model.random_draw(draws.LEVY_DUTY, p.unit.id))
    return levy.duty + levy.duty_spread * z


def nobody_collects(model: "ReferenceModel", p: "Project") -> bool:
    """Whether something is owed in the project's unit and nobody collects it."""
    idle = model.random_draw(draws.LEVY_IDLE, p.unit.id) < model.settings.levy.idle_share
    return p.kind.ask == "levy" and idle


def terms(model: "ReferenceModel", p: "Project", s: "Stake") -> float:
    """Log-odds that a levy adds: duty, less for who voted no, more once names are read out."""
    levy = model.settings.levy
    listed = 2 * (model.week - p.campaign_week) >= levy.weeks
    return duty(model, p) - levy.dissent * (s.vote == 0) + levy.list_weight * listed


def mutual_share(model: "ReferenceModel", p: "Project") -> float:
    """Share of those asked that must pledge for a pledge to hold; 0 where it holds anyway."""
    levy = model.settings.levy
    small = len(p.stakes) <= levy.mutual_most_households
    return levy.mutual_share if p.kind.ask != "levy" and small else 0.0


def enough_pledge(model: "ReferenceModel", p: "Project") -> bool:
    """Whether mutual pledges hold, if these are."""
    share = mutual_share(model, p)
    asked = [s for s in p.stakes if s.asked_fen > 0]
    return share == 0.0 or sum(s.pledged_fen > 0 for s in asked) >= share * len(asked)


def sue(model: "ReferenceModel", p: "Project") -> None:
    """Of those who owe, have not paid and can, some are made to, at residents' time."""
    levy = model.settings.levy
    if p.kind.ask != "levy" or levy.court_share == 0.0 or nobody_collects(model, p):
        return
    claims = 0
    for s in p.stakes:
        h = s.household
        if s.asked_fen == 0 or s.pledged_fen > 0:
            continue
        free = cash.free_money(model, h, h.savings_fen + cash.accrued(model, h))
        if free < s.asked_fen or model.random_draw(draws.LEVY_COURT, p.id, h.id) >= levy.court_share:
            continue
        s.pledged_fen, s.pledged_week = s.asked_fen, model.week
        s.asked_week = model.week if s.asked_week == NEVER else s.asked_week
        h.committed_fen += s.asked_fen
        p.pledged_fen += s.asked_fen
        claims += 1
    model.spend_time(f"time_residents:{p.unit.id}", int(claims * levy.court_minutes), "claims")
