"""Patrons, and those who give first to a documented project: money that is certain, and seen by all (ODD 7.18)."""

from typing import TYPE_CHECKING

from dizao.model.documented_cases.record import FollowedCase

if TYPE_CHECKING:
    from dizao.model.documented_cases.record import Event
    from dizao.model.state import State

PATRON = "patron"


def give_at_start(state: "State", p: int) -> None:
    """Let patrons give, and those whose lead contribution was due before the campaign began."""
    case = state.followed_cases.get(p)
    if case is None:
        return
    for patron in case.known.patrons:
        for _ in range(patron.number):
            _give(state, p, case, PATRON, patron.fen)
    for number, one in enumerate(case.known.events):
        if one.kind == "lead_contribution" and one.week <= state.week and number not in case.done:
            give_first(state, p, case, one)
            case.done.add(number)


def give_first(state: "State", p: int, case: FollowedCase, contribution: "Event") -> None:
    """Let somebody give a lead contribution, which everybody concerned sees."""
    _give(state, p, case, contribution.by, contribution.fen)
    start, end, first = state.block_of(p)
    state.world.stakes.leaders[first : first + end - start] += _status(state, contribution.by)


def _status(state: "State", who: str) -> float:
    settings = state.settings
    if who == "member":
        return settings.offices.member_status
    return settings.cases.organization_status if who == "organization" else settings.cases.office_status


def _give(state: "State", p: int, case: FollowedCase, who: str, fen: int) -> None:
    """Book a contribution from outside the households, no more than is lacking; it goes back like a sponsor's."""
    projects, ledger, week = state.world.projects, state.ledger, state.week
    lacking = int(projects.cost_fen[p] - projects.offer_fen[p] - projects.sponsor_fen[p])
    fen = min(fen, max(0, lacking))
    funds = ledger.account("organizations", projects.unit[p])
    ledger.post(week, ledger.account("firms_income"), funds, fen, f"{who}'s money")
    ledger.post(week, funds, ledger.account("escrow", p), fen, f"{who}'s contribution")
    projects.sponsor_fen[p] += fen
    projects.organizations_fen[p] += fen
    if fen > 0:
        case.given.append((who, fen))
