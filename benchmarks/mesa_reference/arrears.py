"""Public money that comes later than was told (ODD 7.7)."""

from typing import TYPE_CHECKING

from dizao.model.core import draws
from dizao.model.parameters import WEEKS_PER_YEAR
from dizao.model.world.projects import NEVER

if TYPE_CHECKING:
    from .model import ReferenceModel
    from .things import Project


def _not_in_its_year(model: "ReferenceModel", p: "Project") -> bool:
    """Whether public money for a project comes a year late."""
    return model.random_draw(draws.ARREARS, p.id) < model.settings.works.award_arrears_share


def weeks_late(model: "ReferenceModel", p: "Project") -> int:
    """By how much every payment comes later than was told."""
    year = WEEKS_PER_YEAR if _not_in_its_year(model, p) else 0
    return model.settings.works.award_late_weeks + year


def has_come(model: "ReferenceModel", p: "Project", since: int) -> bool:
    """Whether a payment is made now; the first that does not come in its year is a promise broken."""
    told = since + model.terms_of(p).payment.delay_weeks
    if model.week >= told and not p.in_arrears and _not_in_its_year(model, p):
        p.in_arrears = True
        model.note_promise(p, kept=False)
    return model.week >= told + weeks_late(model, p)


def is_overdue(model: "ReferenceModel", p: "Project") -> bool:
    """Whether a site waits for a payment that was due by what was told."""
    waits = []
    if p.grant_fen > 0:
        waits.append(model.week - p.week_decided)
    if p.milestone_week != NEVER:
        waits.append(model.week - p.milestone_week)
    return any(0 <= weeks - model.terms_of(p).payment.delay_weeks < weeks_late(model, p) for weeks in waits)
