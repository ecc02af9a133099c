"""Small worlds in which every setting is tried at the other values that it may have, to see whether any byte changes.

`benchmarks/setting_effects.py` tries all of them. A run is ended as soon as a week differs, since weekly rows stay as
they are written.
"""

import json
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, get_args, get_origin, get_type_hints

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "benchmarks"))

from fingerprints import of, of_table  # noqa: E402

from dizao.agents.parameters import parameter_of  # noqa: E402
from dizao.model.engine import Engine  # noqa: E402
from dizao.model.mechanisms.parts import PARTS, Allocation, Mechanism  # noqa: E402
from dizao.model.mechanisms.presets import presets  # noqa: E402
from dizao.model.outputs.groups import groups  # noqa: E402
from dizao.model.parameters import Budget, Category  # noqa: E402
from dizao.model.settings import Settings  # noqa: E402
from dizao.model.systems.registry import SECTIONS  # noqa: E402
from dizao.scenarios import load  # noqa: E402
from dizao.scenarios.execution.run_process import process  # noqa: E402
from dizao.scenarios.loading.case_file import Case, load_case  # noqa: E402
from dizao.scenarios.loading.case_settings import settings_of  # noqa: E402
from dizao.scenarios.loading.errors import ScenarioError  # noqa: E402
from dizao.scenarios.loading.game_file import Lab, games, load_lab  # noqa: E402
from dizao.scenarios.loading.game_schema import KEYS as GAME_KEYS  # noqa: E402
from dizao.scenarios.studies.systems import load_variants  # noqa: E402

SEED = 3
WEEKS = {"backlog_weeks": 13, "warm_up_weeks": 12, "programme_weeks": 28, "follow_up_weeks": 8}
YEARS = {"backlog_weeks": 13, "warm_up_weeks": 12, "programme_weeks": 80, "follow_up_weeks": 30}
"""The village has but one run, and lives to see a budget year end and things wear out."""

QUICK = {"meeting_every_weeks": 2, "vote_weeks": 2, "campaign_weeks": 4}
"""So that in so few weeks projects are finished, accepted and paid for."""

STRICT = {"acceptance_threshold": 0.9}
"""In the village inspectors refuse much, so that promises are broken."""

ROUND_WEEKS = 8
AMPLE_YUAN, SCARCE_YUAN, LARGE_YUAN = 120_000.0, 6_000.0, 5_000.0
"""The village's budget is used up, and half of its projects are too large to be small ones."""

COUNTY_MINUTES = 400.0
"""So that the county's office is not what everything waits for."""
SMALL = {
    "communities": 2, "units": 4, "residents": 1_200, "households": 480, "party_members": 60, "stations": 2,
    "building_households": 20.0,
}  # fmt: skip
"""A place so small that hundreds of runs take minutes."""

RATES, COSTS = 60.0, 0.2
"""Needs arise so many times as often, and cost so much of the usual: else nothing would happen in so small a place."""

TOWN, VILLAGE = "town", "village"
CASES = (
    "chengwan_shared", "chengwan_talk", "huangchang_works", "jiangan_lift", "jizidu_path", "shenjiadian_road",
    "stairwell_lift",
)  # fmt: skip
GAMES_SHORT = ("game.groups=40",)

TIERS = (50.0, 75.0), (0.5, 1.0)
"""Scores and shares: one list is nothing without the other."""

TEXTS = ("title", "title_zh")
"""What is shown and not computed with."""

BUDGETS = ("yuan_per_year", "warm_up_yuan_per_year")


def _event(kind: str, by: str = "member", yuan: float = 0.0) -> str:
    return f'project.event=[{{week = 6, kind = "{kind}", by = "{by}", yuan = {yuan}}}]'


OTHERS: dict[str, tuple[Any, ...]] = {
    "offices.give_up_tries": (1, 3),
    "calendar.backlog_weeks": (0, 26), "calendar.warm_up_weeks": (8, 16), "calendar.programme_weeks": (22, 34),
    "calendar.follow_up_weeks": (4, 10), "place.streets": (1, 2), "place.communities": (1, 4), "place.units": (3, 5),
    "place.residents": (1_150, 1_300), "place.households": (450, 500), "place.party_members": (0, 120),
    "place.stations": (0, 4), "memberships.coverage": (0.0, 0.9), "councils.members": (3, 15),
    "mechanism.payment.tier_scores": ((0.0, 75.0), (50.0, 90.0)),
    "mechanism.payment.tier_shares": ((0.0, 0.5), (1.0, 1.0)),
    "mechanism.payment.waterfall": (("community_fund",), ("givers", "upkeep_fund")),
    "game.form": ("threshold", "linear", "donation", "dilemma"),
    "game.group_size": (3, 6), "game.groups": (20,), "game.rounds": (11, 12),
    "game.endowment": (30.0, 50.0),
    "game.choices": ((0, 5, 10), "any"), "game.threshold": (2, 3), "game.threshold_total": (10.0, 20.0),
    "game.prize": (5.0, 40.0), "game.per_head_return": (0.2, 0.9), "game.multiplier": (1.5, 4.0),
    "game.sequential": (True, False), "game.matching": ("strangers", "partners"),
    "game.membership": ("mandatory", "voluntary"), "game.exit_payoff": (0.0, 25.0),
    "game.leavers": ("replaced", "shrink", "zero"), "game.refund": (0.0, 0.5), "game.refund_bonus": (0.0, 0.5),
    "game.rebate": ("none", "proportional"), "game.match_rate": (0.0, 2.0), "game.seed_money": (0.0, 0.3),
    "game.leader": ("none", "random", "authority"), "game.leader_contribution": ("own", 0.3),
    "game.communication": ("none", "written", "face_to_face"), "game.visibility": ("anonymous", "public"),
    "game.private_reward": (0.0, 5.0), "game.honours": (True, False), "game.pledging": ("simultaneous", "open"),
    "game.open_steps": (2, 20), "game.punishment_cost": (0.0, 2.0), "game.punishment_effect": (0.0, 6.0),
}  # fmt: skip
"""Values that are tried of settings whose range is too wide for a small world, or is none."""


WITH: dict[str, tuple[str, ...]] = {
    "works.collective_limit_yuan": ("works.collective_advance_share=1.0",),
    "platforms.working_hours": ('platforms.hour="day"',),
    **dict.fromkeys(
        ("platforms.station_status", "platforms.convening_minutes"),
        ('platforms.convenor="station"', "place.stations=4"),
    ),
    **dict.fromkeys(
        ("platforms.representatives_duty", "platforms.represents", "platforms.legitimacy_loss"),
        ("platforms.representatives_share=0.5",),
    ),
    **dict.fromkeys(
        (
            "levy.duty",
            "levy.duty_spread",
            "levy.idle_share",
            "levy.dissent",
            "levy.list_weight",
            "levy.court_share",
            "levy.weeks",
            "levy.planned_payers",
        ),
        ('categories.ask="levy"',),
    ),
    "roll_out.street_week": ("roll_out.pilots=0.0", "roll_out.pilot_streets=1.0", "roll_out.all_week=20"),
    "levy.court_minutes": ('categories.ask="levy"', "levy.court_share=1.0"),
    "levy.mutual_most_households": ("levy.mutual_share=0.5",),
    "dispatch.hand_over_loss": ('dispatch.recorded="no"',),
    "partners.bargain": ("works.settle_intercept=3.0",),
    **dict.fromkeys(
        ("data_pool.forms_share", "data_pool.pass_through"),
        ("data_pool.forms_share=0.3", "offices.community_minutes=300.0"),
    ),
    "demand.scope_value": ("demand.scope=0.5",),
    "partners.talk_meetings": ("partners.say_probability=0.0",),
    "partners.paid_use": ("partners.full_status=0.5", "works.settle_intercept=3.0"),
    "councils.agenda_items": ('councils.kind="standing"',),
    "cases.explained_reach": (_event("explain"),),
    "cases.organization_status": (_event("lead_contribution", "organization", 2_000.0),),
    "cases.office_status": (_event("lead_contribution", "office", 2_000.0),),
    "mechanism.protection.payer": ("mechanism.protection.bonus_share=0.5", "works.redesign_floor=1.0"),
    **dict.fromkeys(("people.external_weight", "people.answered_share"), ('people.giving_rule="causal"',)),
    **dict.fromkeys(("people.norm_middle", "people.norm_spread"), ('people.giving_rule="norm"',)),
    **dict.fromkeys(("people.envy", "people.guilt"), ('people.giving_rule="inequality"',)),
    "people.written_weight": ('game.communication="written"',),
    "people.authority_status": ('game.leader="authority"',),
    "people.public_honour": ('game.visibility="public"',),
    "game.open_steps": ('game.pledging="open"',),
    "game.punishment_cost": ("game.punishment_effect=3.0",),
}
"""What is set besides, in worlds that allow it, so that a setting can act which needs another."""


class Job(NamedTuple):
    """A setting and a world in which it is tried."""

    key: str
    world: str


# settings and their other values --------------------------------------------------------------------------------


def tables() -> dict[str, type[Any]]:
    """Return the classes of all settings by what stands before their names in a key."""
    return {**SECTIONS, "categories": Category, **{f"mechanism.{name}": part for name, part in PARTS.items()}}


def keys() -> list[str]:
    """Return all settings: those of `dizao show --parameters`, and the keys of a game."""
    found = [f"{head}.{name}" for head, kind in tables().items() for name in kind._fields if name not in TEXTS]
    return found + [f"game.{name}" for name in GAME_KEYS]


def others(key: str) -> tuple[Any, ...]:
    """Return the values at which a setting is tried."""
    if key in OTHERS:
        return OTHERS[key]
    head, _, name = key.rpartition(".")
    hint = get_type_hints(tables()[head], include_extras=True)[name]
    parameter, bare = parameter_of(hint), get_args(hint)[0]
    if name in BUDGETS:
        return (1_000.0, 1e6)
    if parameter is not None:
        return (bare(parameter.low), bare(parameter.high))
    return get_args(bare) if get_origin(bare) is not tuple else ()


# worlds ---------------------------------------------------------------------------------------------------------


def worlds() -> list[str]:
    """Return the names of all worlds: two places, the systems, cases, and games."""
    return [TOWN, VILLAGE, *_system_names(), *(f"case {name}" for name in CASES), *(f"lab {name}" for name in games())]


@cache
def _system_names() -> tuple[str, ...]:
    from dizao.scenarios.commands.listing import systems

    return tuple(systems())


@cache
def mechanisms() -> dict[str, Mechanism]:
    """Return what is run in the town: all presets, and four rules that no preset has."""
    named = {
        name: one.mechanism._replace(allocation=one.mechanism.allocation._replace(round_weeks=ROUND_WEEKS))
        for name, one in presets().items()
    }
    reward, payment = named["reward"], named["reward"].payment
    return named | {
        "milestones": reward._replace(payment=payment._replace(timing="milestones")),
        "tiers": reward._replace(payment=payment._replace(tier_scores=TIERS[0], tier_shares=TIERS[1])),
        "honours": reward._replace(incentive=reward.incentive._replace(kind="honours")),
        "late_grant": named["upfront"]._replace(payment=named["upfront"].payment._replace(delay_weeks=8)),
    }


@cache
def settings(world: str) -> Settings:
    """Return the numbers of a world, small and busy."""
    kind, _, name = world.partition(" ")
    if kind == "case":
        return settings_of(load_case(name), SEED)
    if world in _system_names():
        base = list(load_variants(world, ends=True)[1].values())[-1].settings()
    else:
        base = load("taoyuan" if world == TOWN else "duhe").settings()
    fits = {} if world == "bridge" else SMALL
    busy = {
        name: one._replace(rate=one.rate * RATES, cost_yuan=one.cost_yuan * COSTS)
        for name, one in base.categories.items()
    }
    if world == VILLAGE:
        base = base._replace(mechanism=base.mechanism._replace(allocation=Allocation(largest_cost_yuan=LARGE_YUAN)))
    return base._replace(
        place=base.place._replace(**fits), categories=busy,
        works=base.works._replace(**(QUICK | STRICT if world == VILLAGE else QUICK)),
        calendar=base.calendar._replace(**(YEARS if world == VILLAGE else WEEKS)),
        budget=Budget(SCARCE_YUAN, SCARCE_YUAN) if world == VILLAGE else Budget(AMPLE_YUAN, AMPLE_YUAN / 2.0),
        offices=base.offices._replace(county_minutes_per_unit=COUNTY_MINUTES),
    )  # fmt: skip


def changed(base: Settings, key: str, value: Any) -> Settings:
    """Return settings in which one number, or that of all categories, is another; a mechanism's is left to `ruled`."""
    head, _, name = key.rpartition(".")
    if head == "categories":
        fixed = {pin.category for pin in base.pinned_projects} if name == "kind" else set()
        return base._replace(
            categories={k: one if k in fixed else _category(one, name, value) for k, one in base.categories.items()}
        )
    if head in SECTIONS:
        return base.with_section(head, getattr(base, head)._replace(**{name: value}))
    return base


def _category(one: Category, name: str, value: Any) -> Category:
    """Return a category with another number; one that stays what it is, a matter or a project, has a cost that fits."""
    cost = {"cost_yuan": 0.0 if value == "matter" else max(one.cost_yuan, 2_000.0)} if name == "kind" else {}
    if name == "rate":
        value *= RATES
    return one._replace(**{name: value, **cost})


def ruled(rules: Mechanism, key: str, value: Any) -> Mechanism:
    """Return rules in which one setting is another, if the key is one of theirs."""
    head, part, name = (*key.split("."), "", "")[:3]
    if head != "mechanism":
        return rules
    if name.startswith("tier_") and not rules.payment.tier_scores:
        rules = rules._replace(payment=rules.payment._replace(tier_scores=TIERS[0], tier_shares=TIERS[1]))
    return rules._replace(**{part: getattr(rules, part)._replace(**{name: value})})


def _companions(key: str, *heads: str) -> list[tuple[str, Any]]:
    """Return what is set besides a setting in its worlds, of some tables (of all but cases' and games' if none)."""
    found = []
    for one in WITH.get(key, ()):
        name, _, value = one.partition("=")
        head = name.partition(".")[0]
        if head in heads or (not heads and head not in ("project", "game")):
            found.append((name, json.loads(value)))
    return found


def settings_for(world: str, key: str) -> Settings:
    """Return the numbers of a world with what a setting needs."""
    base = settings(world)
    for name, value in _companions(key):
        base = changed(base, name, value)
        base = base._replace(mechanism=ruled(base.mechanism, name, value))
    return base


def mechanisms_for(key: str) -> dict[str, Mechanism]:
    """Return what is run in the town, with what a setting needs."""
    found = dict(mechanisms())
    for name, value in _companions(key):
        found = {one: ruled(rules, name, value) for one, rules in found.items()}
    return found


def case_for(name: str, key: str) -> Case:
    """Return a case with what a setting needs."""
    case = load_case(name, [one for one in WITH.get(key, ()) if one.startswith("project.")])
    for other, value in _companions(key):
        case = replace(case, base=changed(case.base, other, value))
    return case


def lab_for(name: str, key: str, *more: str) -> Lab:
    """Return a game with what a setting needs, where its rules allow that."""
    needed = [one for one in WITH.get(key, ()) if one.startswith(("game.", "people."))]
    with suppress(ScenarioError):
        return load_lab(name, [*GAMES_SHORT, *needed, *more])
    return load_lab(name, [*GAMES_SHORT, *more])


# runs -----------------------------------------------------------------------------------------------------------


class Print(NamedTuple):
    """What a run is known by: a hash of all its results, and its weekly rows, which are results and stay as written."""

    digest: str
    rows: tuple[str, ...]


NOTHING = Print("", ())
DIFFERS = Print("differs", ())
"""Stands for a run that was ended as soon as a row of its weekly table was another."""


def _row(engine: Engine) -> str:
    return repr([values[-1] for values in engine.weekly.values()])


def _goes_on(engine: Engine, end: int, before: Print, rows: list[str]) -> bool:
    """Live until a week while the weekly rows are those of a run before (if there is one), and note them."""
    while engine.week < end:
        engine.step()
        rows.append(_row(engine))
        if before.rows and rows != list(before.rows[: len(rows)]):
            return False
    return True


def _lived(engine: Engine, before: Print = NOTHING, rows: Sequence[str] = ()) -> Print:
    """Live to the end, or to the first week that differs from a run before."""
    noted = list(rows)
    if not _goes_on(engine, engine.end_week, before, noted):
        return DIFFERS
    outcomes = engine.outcomes()
    found = {name: of_table(table) for name, table in engine.tables().items()}
    return Print(
        of([found, of(outcomes), of(groups(engine, engine.whole_lives())), repr(process(engine, outcomes))]),
        tuple(noted),
    )


KEEP = object()
"""Stands for the value that a setting has."""


def prints(world: str, before: Mapping[str, Print], key: str, value: Any = KEEP) -> dict[str, Print]:
    """Return the prints of a world's runs with what a setting needs, and with its value changed if one is given.

    They are by mechanism in the town; elsewhere there is one, named "". `before`: those of the world as it is, as far
    as they are to be made again.
    """
    first = next(iter(before.values()), NOTHING)
    kind, _, name = world.partition(" ")
    if kind == "lab":
        return {"": _played(name, key, value)}
    if kind == "case":
        case = case_for(name, key)
        if value is not KEEP:
            case = replace(case, base=changed(case.base, key, value))
        return {"": _lived(Engine(settings_of(case, SEED), SEED), first)}
    base, rules_of = settings_for(world, key), mechanisms_for(key)
    if value is not KEEP:
        base = changed(base, key, value)
        base = base._replace(mechanism=ruled(base.mechanism, key, value))
        rules_of = {one: ruled(rules, key, value) for one, rules in rules_of.items()}
    if world != TOWN:
        return {"": _lived(Engine(base, SEED), first)}
    engine, rows = Engine(base, SEED), list[str]()
    if not _goes_on(engine, 0, first, rows):
        return dict.fromkeys(before, DIFFERS)
    return {
        name: _lived(engine.fork(name, rules), before.get(name, NOTHING), rows)
        for name, rules in rules_of.items()
        if not before or name in before
    }


def _played(name: str, key: str, value: Any) -> Print:
    """Return the print of a game; where a value is refused, that of the game as it is.

    What people are like is changed past the check, so that it is seen whether a number does nothing that is refused.
    """
    head, _, field = key.partition(".")
    lab = lab_for(name, key)
    if value is not KEEP and head == "people":
        lab = replace(lab, people=lab.people._replace(**{field: value}))
    elif value is not KEEP:
        with suppress(ScenarioError):
            lab = lab_for(name, key, f"{key}={json.dumps(value)}")
    return Print(of(lab.play(SEED)), ())


@cache
def _base(world: str, needed: tuple[str, ...], key: str) -> dict[str, Print]:
    return prints(world, {}, key)


def _as_it_is(world: str, key: str) -> dict[str, Print]:
    """Return the prints of a world as it is; those of settings that need nothing else are the same."""
    needed = WITH.get(key, ())
    return _base(world, needed, key if needed else "")


def effects(job: Job, most: int | None = None) -> list[str]:
    """Return under which mechanisms ("" where there is but one run) a setting changes anything in a world.

    ``most``: of its values so many are tried, the last first; None: all.
    """
    before = same = _as_it_is(job.world, job.key)
    for value in others(job.key)[::-1][:most]:
        if same:
            found = prints(job.world, same, job.key, value)
            same = {name: one for name, one in same.items() if found[name].digest == one.digest}
    return [name for name in before if name not in same]


def concerns(key: str, world: str) -> bool:
    """Return whether a setting can be set in a world at all."""
    head, kind = key.partition(".")[0], world.partition(" ")[0]
    if kind == "lab":
        return head in ("game", "people")
    return head not in (("game", "mechanism") if kind == "case" else ("game",))
