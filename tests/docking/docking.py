"""Engine and reference side by side: live the same weeks, and name what differs first.

Whole numbers, weeks and names must be the same; what is kept with fractions may differ by its last digits, since a sum
may be taken in another order.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np

from dizao.agents.party_member import LEADS_BUILDING, LEADS_TEAM, MEDIATES, WATCHES_WORKS
from dizao.model.engine import Engine
from dizao.model.outputs.results import account_name
from dizao.model.settings import Settings
from dizao.model.systems.councils.week import STANDING
from dizao.model.systems.dispatch.week import dispatched_in
from dizao.model.systems.organizations.news import GROUPS, reach_in
from dizao.model.systems.partners.joints import joints_in
from dizao.model.world.projects import MATTER, NEVER, STAGES
from tests.docking.reference import ReferenceModel

LAST_DIGITS = 1e-9
"""Relative difference of two floats that counts as none."""

NEEDS = ("week_voiced", "week_recorded", "week_settled", "level", "tries", "benefit_fen", "met", "chain_week")
PROJECTS = (
    "terms", "examined", "told_fen", "asked_again", "attempts", "campaigns", "campaign_week", "week_decided",
    "cost_fen", "engineer", "labour_wanted_minutes",
    "offer_fen", "grant_fen", "promise_fen", "match_fen", "collective_limit_fen", "in_arrears",
    "loan_limit_fen", "fee_fen", "advance_fen", "sponsor_fen",
    "gap_fen", "asked_fen", "pledged_fen", "pledged_minutes", "pledges_freed", "bill_fen", "done_fen",
    "progress", "milestones", "milestone_week", "waited", "collective_fen", "loan_fen", "credit_fen", "owed_fen",
    "retention_fen", "advances_fen", "public_fen",
    "residents_fen", "organizations_fen", "points_fen", "bonus_fen", "labour_minutes", "lost_fen", "supervision",
    "supervised_months", "supervision_minutes", "keep_minutes", "quality", "score", "accepted", "week_accepted",
    "week_paid", "ready_week", "repaired", "defects", "week_taken_over",
    "condition", "keepers", "benefit_fen_year", "benefit_fen",
    "functioning_after_12_months", "free_use", "free_known", "free_value_fen",
)  # fmt: skip
STAKES = (
    "value_fen", "asked_fen", "pledged_fen", "paid_fen", "advanced_fen", "labour_minutes", "asked_week",
    "pledged_week", "voted_week", "kept_week", "vote", "explained",
    "told", "met",
)  # fmt: skip
UNITS = ("turnout", "expected_subsidy")
HOUSEHOLDS = ("savings_fen", "savings_week", "committed_fen", "contact_week", "contact_by", "told_week")
ADULTS = ("reciprocity", "belief", "trust", "efficacy", "fatigue")


class Difference(NamedTuple):
    """Where two lives part: the week, whose, what, and both values."""

    week: int
    who: str
    what: str
    engine: Any
    reference: Any

    def __str__(self) -> str:
        return f"week {self.week}, {self.who}, {self.what}: engine {self.engine}, reference {self.reference}"


def first_difference(settings: Settings, seed: int) -> Difference | None:
    """Live a world in both to the end; return what differs first, None if nothing does."""
    engine, model = Engine(settings, seed), ReferenceModel(settings, seed)
    seen = 0
    while engine.week < engine.end_week:
        week = engine.week
        engine.step()
        model.step()
        entries = engine.ledger.entries()[seen:]
        seen += len(entries)
        for who, what, one, other in _differences(engine, model, entries, week):
            return Difference(week, who, what, one, other)
    return None


type Found = Iterator[tuple[str, str, Any, Any]]


def _differences(engine: Engine, model: ReferenceModel, entries: list[Any], week: int) -> Found:
    """Compare all that both keep, from needs to what people are like; last what moved this week."""
    yield from _of_needs(engine, model)
    yield from _of_projects(engine, model)
    yield from _of_people(engine, model)
    yield from _of_reach(engine, model)
    yield from _of_councils(engine, model)
    yield from _of_partners(engine, model)
    yield from _of_dispatch(engine, model)
    yield from _of_entries(engine, model, entries, week)


def _of_column(name: str, ids: Any, what: str, one: Any, other: list[Any]) -> Found:
    """Compare a column of the engine with the same attribute of the reference's objects."""
    mine, theirs = np.asarray(one, dtype=np.float64), np.array(other, dtype=np.float64)
    same = np.isclose(mine, theirs, rtol=LAST_DIGITS, atol=LAST_DIGITS, equal_nan=True)
    for k in np.flatnonzero(~same)[:1]:
        yield f"{name} {ids[k]}", what, one[k], other[k]


def _of_needs(engine: Engine, model: ReferenceModel) -> Found:
    table = engine.world.needs
    open_matters = (table.kind == MATTER) & (table.week_recorded > NEVER) & (table.week_settled == NEVER)
    given_up = open_matters & ~np.isin(np.arange(len(table.id)), engine.unsettled)
    yield from _of_column("need", table.id, "given up", given_up, [n.given_up for n in model.needs])
    for what in NEEDS:
        yield from _of_column("need", table.id, what, getattr(table, what), [getattr(n, what) for n in model.needs])


def _of_projects(engine: Engine, model: ReferenceModel) -> Found:
    table = engine.world.projects
    ids = engine.world.needs.id[table.need]
    stages = [STAGES.index(p.stage) for p in model.projects]
    yield from _of_column("project", ids, "stage", table.stage, stages)
    for k, stage in enumerate(STAGES):
        entered = [p.weeks[stage] for p in model.projects]
        yield from _of_column("project", ids, f"week_{stage}", table.week_of[:, k], entered)
    yield from _of_column("project", ids, "fair_part", table.fair_part, [p.kappa for p in model.projects])
    yield from _of_column("project", ids, "shares", table.shares, [p.by_benefit for p in model.projects])
    for what in PROJECTS:
        column = getattr(table, what)
        yield from _of_column("project", ids, what, column, [getattr(p, what) for p in model.projects])
    for p, first in zip(model.projects, table.first_stake, strict=True):
        yield from _of_stakes(engine, p, int(first))


def _of_stakes(engine: Engine, p: Any, first: int) -> Found:
    block = slice(first, first + len(p.stakes))
    ids = [f"{s.household.id} in project {p.id}" for s in p.stakes]
    for what in STAKES if p.stakes else ():
        column = getattr(engine.world.stakes, what)[block]
        yield from _of_column("household", ids, what, column, [getattr(s, what) for s in p.stakes])


def _of_people(engine: Engine, model: ReferenceModel) -> Found:
    world = engine.world
    for what in UNITS:
        values = [getattr(u, what) for u in model.units]
        yield from _of_column("unit", world.units.id, what, getattr(world.units, what), values)
    for what in HOUSEHOLDS:
        values = [getattr(h, what) for h in model.households]
        yield from _of_column("household", world.households.id, what, getattr(world.households, what), values)
    adult = np.flatnonzero([r.is_adult for r in model.residents])
    for what in ADULTS:
        values = [getattr(model.residents[r], what) for r in adult]
        yield from _of_column(
            "resident", world.residents.id[adult], what, getattr(world.residents, what)[adult], values
        )
    yield from _of_members(engine, model)
    left = [o.minutes_left for o in model.organizations]
    yield from _of_column(
        "organization", world.organizations.id, "minutes_left", world.organizations.minutes_left, left
    )
    parts = list(model.reserved_fen)
    yield from _of_column("county", parts, "reserved_fen", engine.reserved_fen, list(model.reserved_fen.values()))


def _of_members(engine: Engine, model: ReferenceModel) -> Found:
    table, members = engine.world.members, [member for unit in model.units for member in unit.members]
    ids = [member.resident.id for member in members]
    mediates = [member.resident.mediates for member in members]
    yield from _of_column("member", ids, "mediates", table.duties & MEDIATES > 0, mediates)
    for what, bit in (("watches", WATCHES_WORKS), ("leads_building", LEADS_BUILDING), ("leads_team", LEADS_TEAM)):
        values = [getattr(member, what) for member in members]
        yield from _of_column("member", ids, what, table.duties & bit > 0, values)
    spent = [member.spent_minutes for member in members]
    yield from _of_column("member", ids, "spent_minutes", table.spent_minutes, spent)


def _of_reach(engine: Engine, model: ReferenceModel) -> Found:
    """Compare who was concerned by what was open, and who knew (ODD 7.17)."""
    for what, one, other in zip(("knew", "concerned"), reach_in(engine), (model.knew, model.concerned), strict=True):
        yield from _of_column("group of adults", GROUPS, what, one, other)


def _of_councils(engine: Engine, model: ReferenceModel) -> Found:
    """Compare who sits in which council, since when, and whom it talked with (ODD 7.16)."""
    needs, units, people = engine.world.needs.id, engine.world.units.id, engine.world.residents.id
    mine = {}
    for council in engine.systems.get("councils", {}).values():
        talked = sorted((int(needs[n]), number) for n, number in council.talked.items())
        about = int(units[council.unit]) if council.need == STANDING else int(needs[council.need])
        mine[about] = (people[council.members].tolist(), council.since, talked)
    theirs = {c.id: (sorted(r.id for r in c.seats), c.first_week, sorted(c.talked.items())) for c in model.councils}
    for about in sorted(set(mine) | set(theirs)):
        if mine.get(about) != theirs.get(about):
            yield f"council {about}", "seats, first week, talks", mine.get(about), theirs.get(about)


def _of_partners(engine: Engine, model: ReferenceModel) -> Found:
    """Compare how far two units have come about what they share (ODD 7.15)."""
    ids = engine.world.needs.id[engine.world.projects.need]
    mine = {int(ids[p]): joint for p, joint in joints_in(engine).items() if p == joint.main}
    for joint in model.joints:
        for what in ("state", "voiced", "tries", "talks"):
            one, other = getattr(mine[joint.main.id], what), getattr(joint, what)
            if one != other:
                yield f"what project {joint.main.id} shares", what, one, other


def _of_dispatch(engine: Engine, model: ReferenceModel) -> Found:
    """Compare where needs lie that were told to whoever was met, and to whom answers are owed (ODD 7.25)."""
    needs, households = engine.world.needs.id, engine.world.households.id
    dispatched = dispatched_in(engine)
    mine = {int(needs[n]): tuple(vars(way).values()) for n, way in dispatched.ways.items()}
    theirs = {n.id: tuple(vars(n.telling).values()) for n in model.needs if n.telling is not None}
    owed = {int(needs[n]): int(households[h]) for n, h in dispatched.owed.items()}
    others = {n.id: n.owed.id for n in model.needs if n.owed is not None}
    for what, one, other in (("told, left, since, recorded, lost", mine, theirs), ("household answered", owed, others)):
        for about in sorted(set(one) | set(other)):
            if one.get(about) != other.get(about):
                yield f"need {about}", what, one.get(about), other.get(about)


def _of_entries(engine: Engine, model: ReferenceModel, entries: list[Any], week: int) -> Found:
    """Compare what moved this week: by source, target and reason; kept apart in money and time."""
    mine: Counter[tuple[str, str, str]] = Counter()
    for _, why, source, target, amount, _ in entries:
        for a, b, x in zip(source, target, amount, strict=True):
            mine[account_name(engine, int(a)), account_name(engine, int(b)), why] += int(x)
    theirs: Counter[tuple[str, str, str]] = Counter()
    for entry in model.accounts.since(week):
        theirs[entry.source, entry.target, entry.why] += entry.fen + entry.minutes
    for key in sorted(set(mine) | set(theirs)):
        if mine[key] != theirs[key]:
            yield f"ledger, {key[0]} to {key[1]}", key[2], mine[key], theirs[key]
