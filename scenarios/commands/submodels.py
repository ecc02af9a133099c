"""Which parameters each section of the model's description (docs/odd.md) needs, as tables made from the code.

Every parameter stands under the section whose rule reads it first; a test fails for one that stands nowhere or twice.
"""

import re
from fnmatch import fnmatchcase
from typing import NamedTuple

from dizao.model.mechanisms.parts import PARTS, Mechanism
from dizao.model.mechanisms.presets import presets
from dizao.model.parameters import CATEGORIES, Category
from dizao.model.points import Points
from dizao.model.systems.registry import SYSTEMS
from dizao.scenarios.commands.fact_tables import fact_blocks
from dizao.scenarios.loading.parameter_table import Row, number, parameter_rows

_BASE: dict[str, tuple[str, ...]] = {
    "2": ("calendar.*",),
    "5": (
        "place.*", "network.*", "people.hump_share", "people.reciprocity_mean", "people.reciprocity_sd",
        "people.prior_intercept", "people.prior_sd", "people.efficacy_start", "people.trust_start", "people.trust_sd",
        "people.trust_place_sd", "offices.member_active_share", "offices.member_minutes", "offices.formalities_share",
        "offices.member_status", "offices.member_status_sd", "works.sponsor_yuan_per_year",
    ),
    "7.1": ("categories.*",),
    "7.2": (
        "people.voice_*", "people.contact_memory_weeks", "offices.community_minutes", "offices.street_minutes",
        "offices.county_minutes_per_unit", "offices.triage_minutes", "offices.settle_minutes", "offices.visit_minutes",
        "offices.member_idle_share", "works.settle_intercept", "works.settle_usual_turnout", "works.settle_tries",
    ),
    "7.3": (
        "people.attend_*", "works.meeting_*", "works.invitations", "works.station_gain", "works.agenda_items",
        "works.settle_turnout", "works.settle_members",
    ),
    "7.4": (
        "people.objection_threshold", "people.object_voiced", "people.reach_*", "people.vote_*",
        "people.explained_weight", "people.persuasion", "works.planned_participation", "works.unfair_objections",
        "works.vote_weeks", "works.proposal_attempts", "offices.decide_minutes", "budget.*",
    ),
    "7.5": (
        "people.giving_intercept", "people.belief_slope", "people.return_*", "people.hump_slope",
        "people.prior_required_*", "people.belief_anchor", "people.told_ties", "people.lead_weight",
        "people.contact_weight",
        "people.trust_weight", "people.fairness_weight", "people.goal_*", "people.attention",
        "people.savings_reserve_weeks", "people.free_contribution_spread", "people.lead_contribution_ratio",
        "works.campaign_weeks",
        "works.redesign_floor", "works.labour_*", "works.sponsor_probability", "works.sponsor_share", "works.lender_*",
        "works.collective_*",
        "works.promise_*", "works.discount_rate",
    ),
    "7.6": (
        "people.supervise_*", "works.contractor_credit_share", "works.advance_share",
        "works.start_uncovered", "works.patience_weeks", "works.quality_*", "works.effort_*",
        "works.supervisors_useful", "works.supervision_minutes", "works.watch_owed",
    ),
    "7.7": ("people.score_*", "works.award_*", "works.acceptance_*", "works.repair_*", "offices.inspect_minutes"),
    "7.8": (
        "people.keep_*", "works.keep_minutes", "works.upkeep_share", "works.functioning_condition",
        "works.longest_life",
    ),
    "7.9": (
        "people.belief_learning", "people.reciprocity_erosion", "people.reciprocity_recovery",
        "people.efficacy_learning", "people.trust_gain", "people.trust_loss", "people.trust_half_life_weeks",
        "people.fatigue_*", "works.resident_wage", "works.official_wage",
    ),
    "7.10": (
        "mechanism.*", "people.match_constant", "people.honour_weight", "people.crowding_weight",
        "works.wait_probability", "works.padded_share", "works.nominal_share", "works.split_probability",
    ),
    "7.18": ("cases.*",),
    "7.19": ("welfare.*",),
    "7.20": ("contract.*",),
    "7.21": ("demand.*",),
    "7.22": ("levy.*",),
    "7.23": (
        "people.giving_rule", "people.selfish_share", "people.external_weight", "people.norm_*", "people.envy",
        "people.guilt",
    ),
    "8": (
        "people.laboratory_belief", "people.unneeded_share", "people.corner_share", "people.draw_persistence",
        "people.most_fair_shares", "people.written_weight", "people.face_to_face_weight", "people.leader_status",
        "people.authority_status", "people.public_honour", "people.punishment_weight", "people.exit_*",
        "people.restart_recovery", "people.foresight_weight", "people.answered_share",
    ),
}  # fmt: skip
GIVEN_UP = {"7.12": ("offices.give_up_tries",)}
"""What stands with a system although it is no system's."""

SECTIONS: dict[str, tuple[str, ...]] = _BASE | {
    system.odd: (f"{system.section}.*", *GIVEN_UP.get(system.odd, ())) for system in SYSTEMS
}
"""Patterns of the keys of parameters, by section of the description."""


POINT = re.compile(r"^    (\w+)\n((?:        .*\n)+)", re.MULTILINE)
"""An attribute and its text in a docstring."""


class Placed(NamedTuple):
    """A parameter and the sections under whose patterns it falls: one, if all is well."""

    row: Row
    sections: tuple[str, ...]


def placed() -> list[Placed]:
    """Return every parameter with the sections that claim it.

    Returns
    -------
    Parameters in the order of ``dizao show --parameters``.
    """
    return [
        Placed(row, tuple(name for name, patterns in SECTIONS.items() if _falls(row.name, patterns)))
        for row in parameter_rows()
    ]


def _falls(key: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatchcase(key, pattern) for pattern in patterns)


def odd_blocks() -> dict[str, str]:
    """Return the tables of docs/odd.md by name: parameters of each section, the catalogue, presets, points, facts.

    Returns
    -------
    Markdown by name of the block.
    """
    made = {f"parameters_{name.replace('.', '_')}": _parameters(name) for name in SECTIONS}
    return {**made, **fact_blocks(), "points": _points(), "categories": _categories(), "presets": _presets()}


def _points() -> str:
    """Return the named points of the week: what acts there gets and returns, and which systems do."""
    lines = ["| point | what acts there gets, and returns | systems |", "|---|---|---|"]
    for name, text in POINT.findall(Points.__doc__ or ""):
        acting = ", ".join(f"`{system.name}`" for system in SYSTEMS if name in system.acts)
        lines.append(f"| `{name}` | {' '.join(text.replace('``', '`').split())} | {acting} |")
    return "\n".join(lines)


def _parameters(section: str) -> str:
    rows = [one.row for one in placed() if section in one.sections]
    lines = ["| parameter | default | unit | range | grade | meaning |", "|---|---|---|---|---|---|"]
    for row in rows:
        cells = (f"`{row.name}`", row.default, row.unit, row.range, row.grade, row.meaning)
        lines.append(f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |")
    return "\n".join(lines)


def _categories() -> str:
    """Return the catalogue: a row a field, a column a category."""
    lines = [f"| | {' | '.join(f'`{name}`' for name in CATEGORIES)} |", f"|---|{'---|' * len(CATEGORIES)}"]
    for field in Category._fields:
        values = (number(getattr(one, field)) for one in CATEGORIES.values())
        lines.append(f"| `{field}` | {' | '.join(values)} |")
    return "\n".join(lines)


def _presets() -> str:
    """Return what each preset sets besides the defaults of the four parts."""
    lines = ["| preset | sets | grade |", "|---|---|---|"]
    for name, preset in presets().items():
        lines.append(f"| `{name}` {preset.title_zh} | {_changes(preset.mechanism)} | {preset.grade} |")
    return "\n".join(lines)


def _changes(mechanism: Mechanism) -> str:
    """Return the settings of a mechanism that are not the defaults of its parts."""
    found = []
    for part in PARTS:
        settings = getattr(mechanism, part)
        for key, value in settings._asdict().items():
            if value != type(settings)._field_defaults.get(key):
                found.append(f"{part}.{key} = {number(value)}")
    return ", ".join(found) or "nothing"
