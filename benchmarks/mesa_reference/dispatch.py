"""Opinion collection and dispatch (ODD 7.25): needs told to whoever is met pass from hand to hand, or are lost.

Four repairs: they are recorded at the first hand, routed straight to the office, looked for, and answered.
"""

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dizao.agents.organization import COMMUNITY_OFFICE
from dizao.model.systems.dispatch import HAND_OVER_LOST, HAND_OVER_WEEKS, HAND_OVERS, INFORMAL
from dizao.model.world.projects import NEVER

from . import hear

if TYPE_CHECKING:
    from .model import ReferenceModel
    from .people import Household
    from .things import Need


@dataclass
class Telling:
    """A need that was told to somebody who is not the office: when, and where it is now."""

    week: int
    hand_overs_left: int
    lies_since: int
    recorded: bool = False
    lost: bool = False


def waits(need: "Need") -> bool:
    """Whether a need is on its way, so that nobody speaks of it again."""
    return need.telling is not None and not need.telling.lost


def hear_of(model: "ReferenceModel", spoken: "list[tuple[Need, Household]]") -> None:
    """Needs that somebody speaks of this week go to the office, or to whoever is met; others come a step further."""
    if model.settings.dispatch.informal == 0.0:
        for need, _ in spoken:
            hear.becomes_voiced(model, need)
        return
    for need in model.needs:
        if need.week_voiced != NEVER:
            need.telling = None
    told = [need for need, h in spoken if _is_told(model, need, h)]
    if model.settings.dispatch.recorded == "yes":
        for need in sorted(told, key=lambda n: n.id):
            if need.telling is not None:
                minutes = int(model.settings.offices.triage_minutes)
                need.telling.recorded = _office_takes(model, need, minutes, "recording")
    for need in _on_their_way(model):
        _hand_over(model, need)
    if model.settings.dispatch.dated == "yes":
        _look(model)
    for need in _on_their_way(model):
        _come(model, need)
    _answer(model)


def _on_their_way(model: "ReferenceModel") -> "list[Need]":
    return [need for need in model.needs if need.telling is not None]


def _office_takes(model: "ReferenceModel", need: "Need", minutes: int, why: str) -> bool:
    return model.takes(model.office(COMMUNITY_OFFICE, need.unit), minutes, why)


def _is_told(model: "ReferenceModel", need: "Need", h: "Household") -> bool:
    """Tell a need to whoever is met, if it is not told to the office; say whether it must be handed over."""
    dispatch = model.settings.dispatch
    need.telling = need.owed = None
    if model.random_draw(INFORMAL, need.id, model.week) >= dispatch.informal:
        hear.becomes_voiced(model, need)
        return False
    if dispatch.answered == "yes":
        need.owed = h
    number = math.floor(model.random_draw(HAND_OVERS, need.id, model.week) * (dispatch.hand_overs + 1))
    if dispatch.routed == "yes" and number > 1:
        number = 1
    if number == 0:
        hear.becomes_voiced(model, need)
        return False
    need.telling = Telling(model.week, number, model.week)
    return True


def _hand_over(model: "ReferenceModel", need: "Need") -> None:
    """Let hands that have kept it long enough pass it on, which may lose it."""
    dispatch, telling = model.settings.dispatch, need.telling
    while telling is not None and telling.hand_overs_left > 0 and not telling.lost:
        key = need.id, telling.week, telling.hand_overs_left
        mean, weeks = dispatch.hand_over_weeks, 0
        if mean > 0.0:
            weeks = math.floor(math.log(model.random_draw(HAND_OVER_WEEKS, *key)) / math.log(mean / (1.0 + mean)))
        if telling.lies_since + weeks > model.week:
            break
        if telling.recorded or model.random_draw(HAND_OVER_LOST, *key) >= dispatch.hand_over_loss:
            telling.hand_overs_left -= 1
            telling.lies_since = model.week
        else:
            telling.lost = True


def _look(model: "ReferenceModel") -> None:
    """What has lain at one hand for too long is found and handed over, while offices have minutes."""
    dispatch = model.settings.dispatch
    lying = [(n.telling.lies_since, n.id, n, n.telling) for n in model.needs if n.telling and n.telling.hand_overs_left]
    for since, _, need, telling in sorted(lying, key=lambda one: one[:2]):
        is_late = since + dispatch.deadline_weeks <= model.week
        if is_late and _office_takes(model, need, int(dispatch.look_minutes), "looking"):
            telling.hand_overs_left -= 1
            telling.lies_since, telling.lost = model.week, False


def _come(model: "ReferenceModel", need: "Need") -> None:
    """What was handed over for the last time is voiced; what the first hand has recorded is recorded."""
    telling = need.telling
    if telling is None or telling.hand_overs_left > 0:
        return
    need.telling = None
    hear.becomes_voiced(model, need)
    if telling.recorded:
        hear.becomes_recorded(model, need)


def _answer(model: "ReferenceModel") -> None:
    """Whoever told a need that was recorded before this week is told what has become of it, and so talked with."""
    due = [n for n in model.needs if n.owed is not None and NEVER < n.week_recorded < model.week]
    for need in sorted(due, key=lambda n: (n.week_recorded, n.id)):
        if need.owed is not None and _office_takes(
            model, need, int(model.settings.dispatch.answer_minutes), "answering"
        ):
            need.owed.talk(model.week)
            need.owed = None
