"""Patrons, and those who give first to a documented project: money that is certain, and seen by all (ODD 7.18)."""

from typing import TYPE_CHECKING

from dizao.model.documented_cases.progress import Course

if TYPE_CHECKING:
    from dizao.model.documented_cases.record import Happening
    from dizao.model.engine import Engine

PATRON = "patron"


def give_at_start(engine: "Engine", p: int) -> None:
    """Let patrons give, and those whose lead gift was due before the campaign began."""
    course = engine.courses.get(p)
    if course is None:
        return
    for patron in course.known.patrons:
        for _ in range(patron.number):
            _give(engine, p, course, PATRON, patron.fen)
    for number, one in enumerate(course.known.happenings):
        if one.kind == "lead_gift" and one.week <= engine.week and number not in course.done:
            give_first(engine, p, course, one)
            course.done.add(number)


def give_first(engine: "Engine", p: int, course: Course, gift: "Happening") -> None:
    """Let somebody give a lead gift, which everybody concerned sees."""
    _give(engine, p, course, gift.by, gift.fen)
    start, end, first = engine.block_of(p)
    engine.world.stakes.leaders[first : first + end - start] += _standing(engine, gift.by)


def _standing(engine: "Engine", who: str) -> float:
    settings = engine.settings
    if who == "member":
        return settings.offices.member_standing
    return settings.cases.organization_standing if who == "organization" else settings.cases.office_standing


def _give(engine: "Engine", p: int, course: Course, who: str, fen: int) -> None:
    """Book a gift from outside the households, no more than is lacking; it goes back like a sponsor's."""
    projects, ledger, week = engine.world.projects, engine.ledger, engine.week
    lacking = int(projects.cost_fen[p] - projects.offer_fen[p] - projects.sponsor_fen[p])
    fen = min(fen, max(0, lacking))
    funds = ledger.account("organizations", projects.unit[p])
    ledger.post(week, ledger.account("firms_income"), funds, fen, f"{who}'s money")
    ledger.post(week, funds, ledger.account("escrow", p), fen, f"{who}'s gift")
    projects.sponsor_fen[p] += fen
    projects.organizations_fen[p] += fen
    if fen > 0:
        course.given.append((who, fen))
