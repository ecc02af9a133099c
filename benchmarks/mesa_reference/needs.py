"""Stage 1, needs: what arises this week, met already or not (ODD 7.1)."""

from typing import TYPE_CHECKING

from . import partners

if TYPE_CHECKING:
    from .model import ReferenceModel
    from .things import Need, Project

WAITING = ("potential", "voiced", "recorded")


def run(model: "ReferenceModel") -> None:
    """Let needs arise; in the first week also the backlog."""
    first = model.week == -model.settings.calendar.warm_up_weeks
    for need in model.needs:
        arises = need.week_arose == model.week or (first and need.week_arose < model.week)
        if arises and not partners.lies_still(need):
            need.met = need.project is not None and need.place in model.in_use


def _for_the_same(model: "ReferenceModel", need: "Need") -> "list[Need]":
    return [other for other in need.unit.needs if other.place == need.place]


def comes_into_use(model: "ReferenceModel", p: "Project") -> None:
    """A thing is in use: needs for the same that have arisen and have no proposal yet are met by it."""
    model.in_use.add(p.need.place)
    for other in _for_the_same(model, p.need):
        if other.week_arose <= model.week and other.project and other.project.stage in WAITING:
            other.met = True


def goes_out_of_use(model: "ReferenceModel", p: "Project") -> None:
    """A thing is no longer in use: what it had met is open again, unless another of its kind still serves."""
    if any(other.need.place == p.need.place for other in model.in_stage("evaluate", "use")):
        return
    model.in_use.discard(p.need.place)
    for other in _for_the_same(model, p.need):
        other.met = False
