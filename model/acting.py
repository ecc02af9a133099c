"""When a setting acts: what must hold for those that do not always, by key.

A setting that cannot change a run is refused where it is set for that run, and named where it stands in a file. So
each of them declares its condition here, or, where it is of a system of the field, in the system's record
(`dizao.model.system.System.needs`). `benchmarks/setting_effects.py` holds against runs what is declared.
"""

from collections.abc import Callable

from dizao.agents.parameters import GIVING_RULES, LABORATORY_ONLY
from dizao.model.core.definitions import Condition
from dizao.model.mechanisms.parts import Mechanism
from dizao.model.mechanisms.payment import is_matching, promised_share
from dizao.model.mechanisms.terms import OWN_TERMS, IncomeBand, of_name
from dizao.model.parameters import COUNTS, Category
from dizao.model.settings import Settings
from dizao.model.systems.registry import system_of_section
from dizao.model.world.groups import units_below

FEWEST_UNITS = 0.05
"""Units expected in a band of incomes below which it counts as empty: at most one world of twenty has one."""

Of = Callable[[Mechanism], bool]


def _pays(mechanism: Mechanism) -> bool:
    return mechanism.payment.timing != "none"


def _asks_a_share(mechanism: Mechanism) -> bool:
    own = [dict(terms).get("minimum_resident_share", 0.0) for terms in mechanism.all_terms()]
    return max(mechanism.payment.minimum_resident_share, *own, 0.0) > 0.0


def _promises(mechanism: Mechanism) -> bool:
    return _pays(mechanism) and promised_share(mechanism.payment) > 0.0


def _protects(mechanism: Mechanism) -> bool:
    return mechanism.protection.refund_share > 0.0 or mechanism.protection.bonus_share > 0.0


def _has_points(mechanism: Mechanism) -> bool:
    return mechanism.incentive.kind == "points"


def _has_timing(name: str) -> Of:
    return lambda mechanism: mechanism.payment.timing == name


PAYS = Condition("where public money is paid (payment.timing is not none)", _pays)
PROMISES = Condition("where public money is promised for later (payment.timing acceptance or alike)", _promises)
POINTS = Condition('with incentive.kind = "points"', _has_points)

PARTS: dict[str, Condition] = {
    **dict.fromkeys(
        (
            "allocation.rule", "allocation.reserve", "allocation.largest_cost_yuan", "allocation.minimum_consent",
            "payment.rate", "payment.fixed_yuan", "payment.cap_yuan", "payment.delay_weeks",
            "payment.minimum_resident_share",
        ),
        PAYS,
    ),
    **dict.fromkeys(("payment.tier_scores", "payment.tier_shares", "payment.waterfall"), PROMISES),
    **dict.fromkeys(("incentive.points_share", "incentive.salience"), POINTS),
    "allocation.round_weeks": Condition(
        "with rounds (allocation.rule is not first_come)", lambda m: _pays(m) and m.allocation.rule != "first_come"
    ),
    "payment.match_rate": Condition(
        "with a match (payment.timing match or quadratic)", lambda m: is_matching(m.payment)
    ),
    "payment.advance_share": Condition('with payment.timing = "advance_reward"', _has_timing("advance_reward")),
    "payment.milestones": Condition('with payment.timing = "milestones"', _has_timing("milestones")),
    "protection.payer": Condition("where protection.refund_share or bonus_share is above 0", _protects),
}  # fmt: skip
"""Settings of a mechanism by ``part.name``; what must hold is asked of the mechanism."""


def _in_force(settings: Settings, holds: Of) -> bool:
    """Return whether something holds of the mechanism, or of that of the warm-up if there is one."""
    former = settings.calendar.warm_up_weeks > 0 and holds(settings.former)
    return former or holds(settings.mechanism)


def _under(condition: Condition) -> Condition:
    """Return the same condition, asked of all mechanisms in force under some settings."""
    return Condition(condition.words, lambda settings: _in_force(settings, condition.holds))


def _lends(settings: Settings) -> bool:
    return settings.works.lender_share > 0.0 and _in_force(settings, _promises)


def _levies(settings: Settings) -> bool:
    return any(one.ask == "levy" and arises(name, settings) for name, one in settings.categories.items())


def _gives_freely(settings: Settings) -> bool:
    return any(one.ask == "free" and arises(name, settings) for name, one in settings.categories.items())


def arises(name: str, settings: Settings) -> bool:
    """Return whether needs of a category arise: at some rate, or because one is pinned.

    Parameters
    ----------
    name
        Name of the category.
    settings
        Those of a run.

    Returns
    -------
    Whether any can.
    """
    pinned = any(pin.category == name for pin in settings.pinned_projects)
    return settings.categories[name].rate > 0.0 or pinned


_WARM_UP = "where there is a warm-up (calendar.warm_up_weeks above 0)"
WARM_UP: Condition = Condition(_WARM_UP, lambda settings: settings.calendar.warm_up_weeks > 0)

LEVIED = Condition('where a share is owed (a category with ask = "levy")', _levies)


def _by_giving_rule(name: str) -> Condition:
    return Condition(f'with people.giving_rule = "{name}"', lambda settings: settings.people.giving_rule == name)


_GIVES = {name: _by_giving_rule(name) for name in GIVING_RULES}

SECTIONS: dict[str, Condition] = {
    **dict.fromkeys(
        (
            "works.lender_share", "works.contractor_credit_share", "works.advance_share",
        ),
        _under(PROMISES),
    ),
    **dict.fromkeys(
        (
            "works.acceptance_error", "works.wait_probability", "works.padded_share",
            "works.split_probability", "offices.decide_minutes", "offices.inspect_minutes",
        ),
        _under(PAYS),
    ),
    **dict.fromkeys(
        ("works.lender_limit_yuan", "works.lender_rate"),
        Condition("where money is promised and somebody lends against it (works.lender_share above 0)", _lends),
    ),
    **dict.fromkeys(
        ("works.promise_trust", "works.promise_base"),
        _under(Condition("where money or points are promised", lambda m: _promises(m) or _has_points(m))),
    ),
    "works.nominal_share": _under(
        Condition(
            "where payment.minimum_resident_share is above 0",
            lambda m: _pays(m) and _asks_a_share(m),
        )
    ),
    "works.sponsor_share": Condition(
        "where works.sponsor_probability is above 0", lambda settings: settings.works.sponsor_probability > 0.0
    ),
    "works.station_gain": Condition(
        "where there are stations (place.stations above 0)", lambda settings: settings.place.stations > 0
    ),
    "people.match_constant": _under(PARTS["payment.match_rate"]),
    "people.honour_weight": _under(
        Condition('with incentive.kind = "honours"', lambda m: m.incentive.kind == "honours")
    ),
    "people.crowding_weight": _under(POINTS),
    "people.external_weight": _GIVES["causal"],
    **dict.fromkeys(("people.norm_middle", "people.norm_spread"), _GIVES["norm"]),
    **dict.fromkeys(("people.envy", "people.guilt"), _GIVES["inequality"]),
    "people.free_contribution_spread": Condition(
        'where each gives what they like (a category with ask = "free")', _gives_freely
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
        LEVIED,
    ),
    "levy.court_minutes": Condition(
        LEVIED.words + ", and levy.court_share is above 0",
        lambda settings: _levies(settings) and settings.levy.court_share > 0.0,
    ),
    "levy.mutual_most_households": Condition(
        "where levy.mutual_share is above 0", lambda settings: settings.levy.mutual_share > 0.0
    ),
    "network.clans": Condition(
        "where there are ties to kin (network.kin_ties above 0)", lambda settings: settings.network.kin_ties > 0.0
    ),
    "budget.warm_up_yuan_per_year": WARM_UP,
    **{
        f"people.{name}": Condition("in the games of the laboratory", lambda settings: False)
        for name in LABORATORY_ONLY
    },
}  # fmt: skip
"""Settings of the model's own sections; what must hold is asked of the settings of a run."""

DOCUMENTED = Condition("in documented projects (dizao case)", lambda settings: settings.documented is not None)

OF_PROJECTS = ("cost_yuan", "cost_spread", "labour_share", "build_weeks", "decay", "consent", "ask")
"""What a matter has not."""


def idle_part(part: str, name: str, mechanism: Mechanism) -> str:
    """Return where a setting of a mechanism acts if it does not act in this one; empty if it does.

    Parameters
    ----------
    part, name
        Part of the mechanism, and the setting's name.
    mechanism
        The rules as they stand.

    Returns
    -------
    Words after "acts only", or nothing.
    """
    condition = PARTS.get(f"{part}.{name}")
    return "" if condition is None or condition.holds(mechanism) else condition.words


def idle_terms(table: str, name: str, key: str, mechanism: Mechanism, settings: Settings) -> str:
    """Return where a term of a part of the projects acts if it does not act in this mechanism; empty if it does.

    Parameters
    ----------
    table, name, key
        Table of the mechanism, the category, band, group or kind, and the setting's name.
    mechanism, settings
        The rules as they stand, and the numbers of a run.

    Returns
    -------
    Words after "acts only", or nothing.
    """
    if not _pays(mechanism):
        return PAYS.words
    if table == "categories":
        return idle_category(name, "cost_yuan", settings)
    if table == "incomes":
        found = [_idle_band(band, settings) for band in mechanism.incomes if band.name == name]
        return found[0] if found else ""
    of_kind = [group.name for group in settings.places if group.kind == name]
    if table == "kinds" and all(key in of_name(mechanism.places, one) for one in of_kind):
        return "where a group of this kind has none of its own (places.GROUP of the mechanism)"
    return ""


def _idle_band(band: IncomeBand, settings: Settings) -> str:
    if band.measure == "poorest_share":
        return ""  # there is always a poorest unit
    rare = units_below(settings, band.limit) < FEWEST_UNITS
    return f"where units are as poor, and fewer than {FEWEST_UNITS:g} are expected here" if rare else ""


def _said_everywhere(name: str, mechanism: Mechanism, settings: Settings) -> bool:
    """Return whether every group of places has a term of its own, or one of its kind."""
    own = [of_name(mechanism.places, x.name) | of_name(mechanism.kinds, x.kind) for x in settings.places]
    return bool(own) and all(name in terms for terms in own)


def idle_payment(name: str, mechanism: Mechanism, settings: Settings) -> str:
    """Return where a setting of the payment acts if every group of places has its own instead; empty if it acts.

    Parameters
    ----------
    name
        The setting's name.
    mechanism, settings
        The rules as they stand, and the numbers of a run.

    Returns
    -------
    Words after "acts only", or nothing.
    """
    said = name in OWN_TERMS and _said_everywhere(name, mechanism, settings)
    return "where a group of places has none of its own (places.GROUP or kinds.KIND of the mechanism)" if said else ""


def idle_setting(section: str, name: str, settings: Settings) -> str:
    """Return where a setting of a section acts if it does not act under some settings; empty if it does.

    Parameters
    ----------
    section, name
        Section of a scenario file, and the setting's name.
    settings
        Those of a run.

    Returns
    -------
    Words after "acts only", or nothing.
    """
    system = system_of_section(section)
    if settings.places and name not in COUNTS and all(name in group.own.get(section, {}) for group in settings.places):
        return "where a group of places has no number of its own (places.NAME)"
    if section == "cases":
        condition: Condition | None = DOCUMENTED
    elif system is None:
        condition = SECTIONS.get(f"{section}.{name}")
    else:
        condition = system.needs.get(name)
        if name not in system.switches and not system.is_in(settings):
            return condition.words if condition else f"where the system {system.name} is on ({system.on_by})"
    return "" if condition is None or condition.holds(settings) else condition.words


def idle_category(name: str, field: str, settings: Settings) -> str:
    """Return where a setting of a category acts if it does not act under some settings; empty if it does.

    Parameters
    ----------
    name, field
        Name of the category, and of the setting.
    settings
        Those of a run, which have the category.

    Returns
    -------
    Words after "acts only", or nothing.
    """
    category: Category = settings.categories[name]
    if field in ("title", "title_zh", "rate", "kind"):
        return ""
    if category.kind == "matter" and field in OF_PROJECTS:
        return "for a project, and this is a matter"
    return "" if arises(name, settings) else "where the need arises (rate above 0, or a project that is pinned)"
