"""What party members do where they live (ODD 7.14): visits and calls, watching works, volunteer teams.

Giving first and mediating act through a resident's `status` and `mediates`; a member who does not give first has no
status in the rows of the made world.
"""

from typing import TYPE_CHECKING

from dizao.agents.resident import OLDER
from dizao.model.core import draws
from dizao.model.systems.members import DUTY, TEAM_VISIT
from dizao.model.world.projects import NEVER

from . import data_pool

if TYPE_CHECKING:
    from .model import ReferenceModel
    from .people import Household, PartyMember, Unit
    from .things import Project, Stake

EACH_WEEK = -1
"""In the keys of a team's draws: how many visits it makes, beside which one each is."""

MEDIATING, GIVING_FIRST, WATCHING, LEADING_TEAM, LEADING_BUILDING = range(5)
"""Posts, in the keys of draws (ODD 4)."""


def appoint(model: "ReferenceModel") -> None:
    """Give members their posts when the world is made, each by its own random draw."""
    shares = model.settings.posts
    for unit in model.units:
        for member in unit.members:
            person, active = member.resident, member.minutes > 0
            person.mediates = _has_post(model, member, MEDIATING, shares.mediators)
            member.watches = active and _has_post(model, member, WATCHING, shares.watchers)
            retired = active and person.age == OLDER
            member.leads_team = retired and _has_post(model, member, LEADING_TEAM, shares.teams)
        _elect_leaders(model, unit)


def _has_post(model: "ReferenceModel", member: "PartyMember", post: int, share: float) -> bool:
    return model.random_draw(DUTY, member.resident.id, post) < share


def _elect_leaders(model: "ReferenceModel", unit: "Unit") -> None:
    """In a share of the buildings the active member with most minutes leads, of equals the first."""
    for building in {member.resident.household.building for member in unit.members}:
        here = [m for m in unit.members if m.resident.household.building == building]
        leader = max(here, key=lambda m: m.minutes)
        random_draw = model.random_draw(DUTY, unit.id, building, LEADING_BUILDING)
        leader.leads_building = leader.minutes > 0 and random_draw < model.settings.posts.building_leaders


def has_time(member: "PartyMember") -> bool:
    """Whether a member has minutes left to begin a duty; it is then finished, whatever it takes."""
    return member.spent_minutes < member.minutes


def begin_anew(member: "PartyMember") -> None:
    """A week's visits are over: what duties took beyond the week's minutes is missing in the next."""
    member.spent_minutes = max(0, member.spent_minutes - member.minutes)


# visits ---------------------------------------------------------------------------------------------------------


def visit(unit: "Unit") -> None:
    """Building leaders call where a word is wanted; then members visit, blindly without tags, and teams blindly."""
    model: ReferenceModel = unit.model
    opened = [p for p in unit.projects if p.stage in ("vote", "campaign")]
    _call(model, unit, opened)
    where = opened[0].need.households if opened else unit.households
    busy = 1.0 if opened else model.settings.offices.member_idle_share
    choice = data_pool.whom_to_visit(unit, opened[0] if opened else None, where)
    minutes = sum(_member_visits(model, member, choice, busy) for member in unit.members)
    model.spend_time(f"time_members:{unit.id}", int(minutes), "visits")
    teams = [member for member in unit.members if member.leads_team]
    volunteers = sum(_team_visits(model, member, where, busy) for member in teams)
    model.spend_time(f"time_residents:{unit.id}", int(volunteers), "volunteering")
    for member in unit.members:
        begin_anew(member)


def _member_visits(model: "ReferenceModel", member: "PartyMember", where: "list[Household]", busy: float) -> float:
    """Let a member visit households with the minutes that duties leave; return what it took."""
    each = model.settings.offices.visit_minutes
    free = max(0, member.minutes - member.spent_minutes)
    random_draw = model.random_draw(draws.MEMBER_VISITS, member.resident.id, model.week)
    number = _number_of_visits(free * (busy * model.settings.posts.visits) / each, random_draw)
    for k in range(number):
        _talk_with_one(model, where, member, model.random_draw(draws.VISIT, member.resident.id, model.week, k))
    return number * each


def _team_visits(model: "ReferenceModel", member: "PartyMember", where: "list[Household]", busy: float) -> float:
    """Let a volunteer team visit households; return the minutes of all volunteers that it took."""
    posts, each = model.settings.posts, model.settings.offices.visit_minutes
    random_draw = model.random_draw(TEAM_VISIT, member.resident.id, model.week, EACH_WEEK)
    number = _number_of_visits(posts.team_size * posts.volunteer_minutes * busy / each, random_draw)
    for k in range(number):
        _talk_with_one(model, where, member, model.random_draw(TEAM_VISIT, member.resident.id, model.week, k))
    return number * each


def _number_of_visits(wanted: float, random_draw: float) -> int:
    """Whole visits, and one more with the chance of the rest."""
    number = int(wanted)
    return number + (random_draw < wanted - number)


def _talk_with_one(
    model: "ReferenceModel", where: "list[Household]", member: "PartyMember", random_draw: float
) -> None:
    where[int(random_draw * len(where))].talk(model.week, member.resident.id)


# building leaders -----------------------------------------------------------------------------------------------


def _call(model: "ReferenceModel", unit: "Unit", opened: "list[Project]") -> None:
    """A building's leader calls on neighbours of whom a vote or a pledge is wanted, while there is time."""
    each, calls = int(model.settings.posts.call_minutes), 0
    leaders = {m.resident.household.building: m for m in unit.members if m.leads_building}
    for p in opened:
        for s in p.stakes:
            leader = leaders.get(s.household.building)
            if leader is not None and _wants_a_word(model, p, s) and has_time(leader):
                leader.spent_minutes += each
                s.household.talk(model.week, leader.resident.id)
                calls += 1
    model.spend_time(f"time_members:{unit.id}", calls * each, "calls")


def _wants_a_word(model: "ReferenceModel", p: "Project", s: "Stake") -> bool:
    """Whether a household's vote or pledge is open, and nobody has talked with it lately."""
    is_open = s.vote < 0 if p.stage == "vote" else s.pledged_week == NEVER
    return is_open and not s.household.talked_with(model.week, model.settings.people.contact_memory_weeks)


# watching works -------------------------------------------------------------------------------------------------


def watch(model: "ReferenceModel", p: "Project") -> int:
    """Let members concerned watch the works this month as their duty; return how many do."""
    works, watching = model.settings.works, 0
    for member in p.unit.members:
        may = member.watches and p.need.concerns(member.resident.household)
        if may and has_time(member) and watching < works.supervisors_useful:
            member.spent_minutes += int(works.supervision_minutes)
            watching += 1
    model.spend_time(f"time_members:{p.unit.id}", watching * int(works.supervision_minutes), "watching")
    return watching
