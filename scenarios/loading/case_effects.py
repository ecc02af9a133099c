"""Numbers of a scenario that a case has of its own, so that setting them would change nothing.

What a case leaves open it takes from the scenario behind it; the rest stands in its file or follows from it
(`dizao.scenarios.loading.case_settings`).
"""

from collections.abc import Sequence

from dizao.model.acting import idle_setting
from dizao.model.systems.registry import SECTIONS
from dizao.scenarios.loading.case_file import OWN, Case
from dizao.scenarios.loading.case_settings import settings_of
from dizao.scenarios.loading.effects import dotted, leaves
from dizao.scenarios.loading.errors import Key, ScenarioError
from dizao.scenarios.loading.set_values import set_layer

WHOLE = {
    "mechanism": "a case has its own rules of public money: [[project.source]], project.protection, project.incentive",
    "former": "a case has no warm-up",
    "presets": "a case has its own rules of public money: [[project.source]]",
    "budget": "a case has its own money: [[project.source]]",
    "calendar": "a case has its own calendar: project.weeks",
    "scale": "a case is one place",
    "ties": "a case is one place, whose ties are drawn",
    "projects": "a case has its one project: [project]",
    "organizations": "a case has its own donors: [[place.patron]]",
    "system": "a case is no system",
    "title_zh": "a case has one title: title",
    "question": "a case asks no question",
    "question_zh": "a case asks no question",
}
"""Tables of a scenario of which a case reads nothing, and what it has in their place."""

ALWAYS = {
    "offices.county_minutes_per_unit": "the county's office decides on a case at once",
    "works.meeting_minimum": "a case has its meetings: project.meetings",
    "works.sponsor_probability": "a case has its own donors: [[place.patron]]",
    "works.sponsor_share": "a case has its own donors: [[place.patron]]",
    "partners.talk_meetings": "a case has its meetings: project.meetings",
    "partners.mediation_tries": "a case has its events: [[project.event]]",
    "partners.mediation_minutes": "a case has its events: [[project.event]]",
}
"""Numbers that no case takes from the scenario, and what it has in their place."""

SAID = {
    "people.trust_start": ("place", "trust"),
    "people.efficacy_start": ("place", "efficacy"),
    "network.kin_ties": ("place", "kinship"),
    "works.campaign_weeks": ("project", "campaign_weeks"),
    "works.proposal_attempts": ("project", "attempts"),
    "works.redesign_floor": ("project", "smallest_part"),
    "works.lender_share": ("project", "prefinance"),
    "works.lender_limit_yuan": ("project", "prefinance"),
    "works.lender_rate": ("project", "prefinance"),
    "cases.least_savings_weeks": ("place", "savings_weeks"),
    "cases.most_savings_weeks": ("place", "savings_weeks"),
    "cases.follow_weeks": ("project", "weeks"),
    "cases.least_worth": ("project", "value_yuan_per_household"),
    "cases.most_worth": ("project", "value_yuan_per_household"),
}
"""Numbers that count where the file is silent, and the key of the file that takes their place."""

OF_THE_PROJECT = {
    "kind": None, "rate": None, "scope": None, "level": None, "title": None, "title_zh": None,
    "cost_yuan": "cost_yuan", "cost_spread": "cost_yuan", "value_yuan": "value_yuan_per_household", "loser_share": None,
    "ask": "ask",
}  # fmt: skip
"""Numbers of its category that a case never takes from the catalogue, and the key of [project] in their place."""


def check_case_changes(case: Case, overrides: Sequence[str]) -> None:
    """Refuse what was set for a case and has no effect on it.

    Parameters
    ----------
    case
        As it was loaded with these changes.
    overrides
        ``KEY=VALUE``, as for `dizao.scenarios.loading.case_file.load_case`.

    Raises
    ------
    ScenarioError
        If a setting has no effect; the message says what the case has in its place.
    """
    outside = [one for one in overrides if one.partition("=")[0].split(".")[0].strip() not in OWN]
    layer = set_layer(outside)
    for key in leaves(layer.table):
        if why := idle(case, key):
            raise ScenarioError(layer.label, dotted(key), f"has no effect on a case: {why}")


def idle(case: Case, key: Key) -> str:
    """Return why a number of the scenario has no effect on a case; empty if it may have one.

    Parameters
    ----------
    case
        As it was loaded.
    key
        Key of a scenario file, one word for each level of tables.

    Returns
    -------
    A half-sentence: what the case has in its place, or where the number would act.
    """
    name, section = ".".join(key), key[0]
    if section in WHOLE:
        return WHOLE[section]
    if name in ALWAYS:
        return ALWAYS[name]
    if section == "categories":
        return _idle_category(case, key)
    table, said = SAID.get(name, ("", ""))
    if said and {"place": case.place, "project": case.project}[table][said] is not None:
        return f"its file says {table}.{said}"
    if section in SECTIONS and len(key) == 2 and (where := idle_setting(section, key[1], settings_of(case, 0))):
        return f"it acts only {where}"
    return ""


def _idle_category(case: Case, key: Key) -> str:
    own = case.project["category"]
    if key[1] != own:
        return f"its project is of the category {own}"
    if len(key) == 3 and key[2] in OF_THE_PROJECT:
        said = OF_THE_PROJECT[key[2]]
        return f"it has project.{said}" if said else "the case itself says what its project is"
    return ""
