"""How a documented project ends: it is followed week by week, and what became of it is read off (ODD 7.18)."""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dizao.model.documented_cases.donors import PATRON
from dizao.model.documented_cases.events import FAILED, still_to_come
from dizao.model.documented_cases.progress import floors
from dizao.model.engine import Engine
from dizao.model.finance.funding_plan import labour_value
from dizao.model.systems.partners.joints import joints_in
from dizao.model.world.projects import (
    ABANDONED,
    APPLYING,
    BUILDING,
    COLLECTING,
    ENDED,
    EVALUATING,
    IN_USE,
    NEVER,
)

if TYPE_CHECKING:
    from dizao.model.settings import Settings

OVER = (IN_USE, ENDED, ABANDONED)

HOUSEHOLDS, PARTNERS, PATRONS, MEMBER = "households", "partner_households", "patrons", "member"
LABOUR, LAND, LENDER, BUILDER, LEFT_OVER = "labour", "land", "lender", "builder", "left_over"
PARTIES = (HOUSEHOLDS, PARTNERS, PATRONS, MEMBER, "organization", "office", LABOUR, LAND, LENDER, BUILDER, LEFT_OVER)
"""Whose money, labour or land it can be besides that of documented sources: `Ending.money_fen`."""


class Ending(NamedTuple):
    """What became of a documented project.

    Attributes
    ----------
    consent, funded, completed
        Whether it had its consent, whether its plan was covered, whether the works were finished in time.
    weeks
        From its first meeting to its end; nan if it was not completed.
    contributions_fen
        What each who paid has paid and not got back; shape (payers,).
    objecting
        Share of the households concerned that objected when it was first put to the vote, and that of each floor.
    money_fen
        Whose money, worth of labour, and land it was made of. If it was completed, they add up to the cost.
    cost_fen
        What that cost is: works, labour, land and a lender's fee; 0 if it was not completed.
    labour_minutes
        Residents' labour in the works.
    turnout
        Mean people at its meetings; nan if there was none.
    """

    consent: bool
    funded: bool
    completed: bool
    weeks: float
    contributions_fen: NDArray[np.int64]
    objecting: tuple[float, ...]
    money_fen: dict[str, int]
    cost_fen: int
    labour_minutes: int
    turnout: float


def follow(settings: "Settings", seed: int) -> Ending:
    """Live with a documented project until nothing more becomes of it, and tell how it ended.

    Parameters
    ----------
    settings
        With what is documented, and the project pinned; the programme is as long as it is followed.
    seed
        Of the world and of all random draws.

    Returns
    -------
    Whether it was consented to, funded and completed, how long it took, and whose money it was made of.
    """
    engine = Engine(settings, seed)
    p = next(iter(engine.followed_cases))
    while engine.week < engine.end_week and not _is_over(engine, p):
        engine.step()
    return _ending(engine, p)


def _is_over(engine: Engine, p: int) -> bool:
    stage = engine.world.projects.stage[p]
    if stage in FAILED:
        return not still_to_come(engine, p)
    return stage in OVER or (stage < EVALUATING and engine.week >= engine.settings.calendar.programme_weeks)


def _ending(engine: Engine, p: int) -> Ending:
    projects, settings = engine.world.projects, engine.settings
    when = projects.week_of[p]
    completed = bool(NEVER < when[EVALUATING] < settings.calendar.programme_weeks)
    return Ending(
        consent=bool(when[APPLYING] > NEVER),
        funded=bool(max(when[COLLECTING], when[BUILDING]) > NEVER),
        completed=completed,
        weeks=float(when[EVALUATING] + 1) if completed else float("nan"),
        contributions_fen=_contributions(engine, p),
        objecting=_objecting(engine, p),
        money_fen=_money(engine, p),
        cost_fen=_cost(engine, p) if completed else 0,
        labour_minutes=sum(int(projects.labour_minutes[row]) for row in _rows(engine, p)),
        turnout=_turnout(engine),
    )


def _turnout(engine: Engine) -> float:
    meetings, attendances = (sum(engine.weekly[name]) for name in ("meetings", "attendances"))
    return attendances / meetings if meetings else float("nan")


def _rows(engine: Engine, p: int) -> list[int]:
    """Return the project and, where there is one, the partner's part of it."""
    joint = joints_in(engine).get(p)
    return [p] if joint is None else [p, joint.part]


def _objecting(engine: Engine, p: int) -> tuple[float, ...]:
    """Return the share of all, then that of each floor; nothing where it was never put to the vote."""
    case = engine.followed_cases[p]
    if case.objecting is None:
        return ()
    floor = floors(engine.world, case.known.floors)
    by_floor = [case.objecting[floor == f + 1] for f in range(case.known.floors)]
    return tuple(float(one.mean()) if len(one) else float("nan") for one in [case.objecting, *by_floor])


def _households_contributions(engine: Engine, p: int) -> NDArray[np.int64]:
    """Return what each household concerned has paid and not got back; nothing where it was never asked."""
    start, end, first = engine.block_of(p)
    if first < 0:
        return np.empty(0, dtype=np.int64)
    stakes = engine.world.stakes
    return stakes.paid_fen[first : first + end - start] + stakes.advanced_fen[first : first + end - start]


def _contributions(engine: Engine, p: int) -> NDArray[np.int64]:
    """Return the contributions of all who paid.

    Households, the partner's households, patrons and members who gave first.
    """
    own = np.concatenate([_households_contributions(engine, row) for row in _rows(engine, p)])
    outside = [fen for who, fen in _given(engine, p) if who in (PATRON, MEMBER)]
    contributions = np.concatenate([own, np.array(outside, dtype=np.int64)])
    return contributions[contributions > 0]


def _given(engine: Engine, p: int) -> list[tuple[str, int]]:
    """Return what patrons and those who gave first have given and not got back."""
    given, stayed = engine.followed_cases[p].given, int(engine.world.projects.organizations_fen[p])
    total = max(1, sum(fen for _, fen in given))
    return [(who, fen * stayed // total) for who, fen in given]


def _money(engine: Engine, p: int) -> dict[str, int]:
    """Return whose money, labour and land it was made of, fen; what was left over for upkeep counts below zero."""
    projects, case, rows = engine.world.projects, engine.followed_cases[p], _rows(engine, p)
    done = bool(projects.week_of[p, EVALUATING] > NEVER)
    money = {HOUSEHOLDS: int(_households_contributions(engine, p).sum())}
    if len(rows) > 1:
        money[PARTNERS] = int(_households_contributions(engine, rows[1]).sum())
    for who, fen in _given(engine, p):
        name = PATRONS if who == PATRON else who
        money[name] = money.get(name, 0) + fen
    for name, fen in _public(engine, p).items():
        money[name] = money.get(name, 0) + fen
    money[LABOUR] = sum(labour_value(engine, int(projects.labour_minutes[row])) for row in rows)
    money[LAND] = case.known.land_fen if done else 0
    money[LENDER] = sum(int(projects.loan_fen[row]) for row in rows)
    money[BUILDER] = sum(int(projects.credit_fen[row]) for row in rows)
    if done:
        money[LEFT_OVER] = _cost(engine, p) - sum(money.values())
    return money


def _public(engine: Engine, p: int) -> dict[str, int]:
    """Return what each source has paid and not got back."""
    case, stayed = engine.followed_cases[p], int(engine.world.projects.public_fen[p])
    total, money = sum(case.paid.values()), dict[str, int]()
    for number, source in enumerate(case.known.sources):
        paid = case.paid.get(number, 0) * min(stayed, total) // max(1, total)
        money[source.name] = money.get(source.name, 0) + paid
    return money


def _cost(engine: Engine, p: int) -> int:
    """Return what a finished project has cost: the works, the worth of labour, land, and the lender's fee."""
    projects = engine.world.projects
    fee = int(projects.fee_fen[p]) if projects.loan_limit_fen[p] > 0 else 0
    works = sum(
        int(projects.done_fen[row]) + labour_value(engine, int(projects.labour_minutes[row]))
        for row in _rows(engine, p)
    )
    return works + fee + engine.followed_cases[p].known.land_fen
