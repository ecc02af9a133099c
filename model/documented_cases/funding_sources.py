"""Sources of outside money for a documented project: what each holds out, on what condition, and when it pays."""

from typing import TYPE_CHECKING

from dizao.model.core import draws
from dizao.model.core.draws import draw
from dizao.model.documented_cases.progress import shares_of
from dizao.model.documented_cases.record import FollowedCase, Source
from dizao.model.finance.applications import votes_of
from dizao.model.finance.claims import CLAIMS, WORKS, pour
from dizao.model.finance.funding_plan import labour_value
from dizao.model.finance.payments import pay_public, release

if TYPE_CHECKING:
    from dizao.model.state import State

ROUNDING = 1e-9
"""A condition that is met but for the last digit of a sum is met."""


# what is offered ------------------------------------------------------------------------------------------------


def offer_of(state: "State", p: int, usual: int) -> int:
    """Return what all sources hold out for a project, no more than its cost; ``usual`` where none is documented."""
    if p not in state.followed_cases:
        return usual
    total = sum(source.fen for _, source in _offered(state, p))
    return min(total, int(state.world.projects.cost_fen[p]))


def promise_of(state: "State", p: int, usual: int) -> int:
    """Return the part of a project's offer that comes only with or after the works, fen."""
    if p not in state.followed_cases:
        return usual
    offered = _offered(state, p)
    parts = shares_of(state, p, offered)
    return sum(parts[number] for number, source in offered if source.timing != "start")


def _offered(state: "State", p: int) -> tuple[tuple[int, Source], ...]:
    """Return the sources whose condition of consent holds, with their numbers; before a vote all may hope."""
    yes, votes = votes_of(state, p)
    sources = enumerate(state.followed_cases[p].known.sources)
    return tuple((i, s) for i, s in sources if votes == 0 or yes >= s.consent_share * votes - ROUNDING)


# what comes -----------------------------------------------------------------------------------------------------


def confirm(state: "State", p: int) -> None:
    """See, once pledges are in, which sources really pay: some want more of the residents, some fall away."""
    case = state.followed_cases.get(p)
    if case is None or case.due is not None:
        return
    projects, offered = state.world.projects, _offered(state, p)
    parts = shares_of(state, p, offered)
    share = _residents_share(state, p, case)
    case.due = {}
    for number, source in offered:
        entitled = share >= source.resident_share - ROUNDING
        comes = source.timing != "start" or not _falls_away(state, p, number, source)
        if entitled and comes:
            case.due[number] = parts[number]
    kept = {when: _sum(case, when) for when in ("start", "milestone", "acceptance")}
    release(state, p, int(projects.offer_fen[p]) - sum(kept.values()))
    projects.offer_fen[p] = sum(kept.values())
    projects.grant_fen[p], projects.promise_fen[p] = kept["start"], kept["milestone"] + kept["acceptance"]


def _sum(case: FollowedCase, timing: str) -> int:
    return sum(fen for i, fen in (case.due or {}).items() if case.known.sources[i].timing == timing)


def _residents_share(state: "State", p: int, case: FollowedCase) -> float:
    """Return the part of the cost that residents have put in: money, labour at its worth, land."""
    projects, land = state.world.projects, case.known.land_fen
    own = int(projects.residents_fen[p] + projects.advances_fen[p]) + land
    own += labour_value(state, int(projects.pledged_minutes[p]))
    return own / max(1, int(projects.cost_fen[p]) + land)


def _falls_away(state: "State", p: int, number: int, source: Source) -> bool:
    """Return whether a source does not come although its conditions hold (latent)."""
    need = state.world.needs.id[state.world.projects.need[p]]
    return bool(draw(state.seed, draws.SOURCE_FALLS, need, number, 0) >= source.secured)


def note_grant(state: "State", p: int) -> None:
    """Note that the sources that pay at the start have paid."""
    case = state.followed_cases.get(p)
    if case is not None:
        for number, fen in (case.due or {}).items():
            if case.known.sources[number].timing == "start":
                case.paid[number] = fen


def pay_milestones(state: "State", p: int) -> None:
    """Pay the parts that are due as works go on: to those the source repays first, the rest for the works."""
    case, projects = state.followed_cases.get(p), state.world.projects
    if case is None or case.due is None:
        return
    parts, weeks = state.terms_of(p).payment.milestones, int(state.world.kinds.build_weeks[projects.category[p]])
    reached = min(parts, int(projects.progress[p]) * (parts + 1) // weeks)
    for number, source in enumerate(case.known.sources):
        done, total = case.parts.get(number, 0), case.due.get(number, 0)
        if source.timing == "milestone" and reached > done:
            case.parts[number] = reached
            _pay_part(state, p, case, number, total * reached // parts - total * done // parts)


def _pay_part(state: "State", p: int, case: FollowedCase, number: int, fen: int) -> None:
    """Pay a part of a source, unless the source has fallen away."""
    projects, source = state.world.projects, case.known.sources[number]
    release(state, p, fen)
    projects.promise_fen[p] -= fen
    if _falls_away(state, p, number, source):
        state.events.append((p, -1, -1))
        return
    case.paid[number] = case.paid.get(number, 0) + fen
    pay_public(state, p, fen, "milestone")
    order = dict.fromkeys([*source.repaid_to, *state.terms_of(p).payment.waterfall])
    pour(state, p, fen, (*(name for name in order if name in CLAIMS), WORKS))


def reward_of(state: "State", p: int, usual: int) -> int:
    """Return what comes after acceptance, and note who pays it; ``usual`` where no source is documented."""
    case = state.followed_cases.get(p)
    if case is None:
        return usual
    for number, fen in (case.due or {}).items():
        source = case.known.sources[number]
        if source.timing == "acceptance":
            case.paid[number] = 0 if _falls_away(state, p, number, source) else fen
    return sum(fen for i, fen in case.paid.items() if case.known.sources[i].timing == "acceptance")
