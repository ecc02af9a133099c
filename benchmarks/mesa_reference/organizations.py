"""Organizations that residents are members of (ODD 7.17): members tell each other of what is open, and ask along.

Who joins what, and the ties that follow, are read from the made world; what passes among members is here.
"""

from typing import TYPE_CHECKING

from dizao.agents.resident import OLDER, YOUNG
from dizao.model.systems.organizations.settings import NEWS

if TYPE_CHECKING:
    from dizao.model.world.make import World

    from .model import ReferenceModel
    from .people import Resident
    from .things import Project


def read(model: "ReferenceModel", world: "World") -> None:
    """Read who is in what from the rows of the made world."""
    table = world.memberships
    if not len(table.organization):
        return
    organizations = list(model.organizations)
    for r, resident in enumerate(model.residents):
        for row in table.organization[table.first[r] : table.first[r + 1]]:
            resident.memberships.append(organizations[int(row)])
            organizations[int(row)].members.append(resident)


def tell(model: "ReferenceModel") -> None:
    """Count who knows of what is open, then tell; all that is told is known only afterwards."""
    if model.settings.memberships.coverage == 0.0:
        return
    if model.week == 0:
        model.concerned, model.knew = [0, 0, 0, 0], [0, 0, 0, 0]
    told: list[Resident] = []
    for p in model.in_stage("vote", "campaign"):
        concerned = [r for h in p.need.households for r in h.residents if r.is_adult]
        knowing = {r for r in concerned if _knows(model, r)}
        _count(model, concerned, knowing)
        hearing = [r for r in concerned if _hears(model, p, r, knowing)]
        minutes = int(len(hearing) * model.settings.memberships.news_minutes)
        model.spend_time(f"time_residents:{p.unit.id}", minutes, "organizing")
        told += hearing
    for r in told:
        r.household.talk(model.week)


def _knows(model: "ReferenceModel", r: "Resident") -> bool:
    """Whether somebody talked with the adult's household in the weeks before this one."""
    return r.household.talked_with(model.week, model.settings.people.contact_memory_weeks)


def _hears(model: "ReferenceModel", p: "Project", r: "Resident", knowing: "set[Resident]") -> bool:
    """Whether any of an adult's organizations tells it: each the likelier, the more of its other members know."""
    unheard = 1.0
    for o in r.memberships:
        others = sum(m in knowing for m in o.members if m is not r)
        unheard *= 1.0 - model.settings.memberships.news * others / max(1, len(o.members) - 1)
    return model.random_draw(NEWS, p.id, r.id, model.week) >= unheard


def invitation(model: "ReferenceModel", r: "Resident") -> float:
    """What an adult's organizations add to the chance of being invited to a meeting."""
    return len(r.memberships) * model.settings.memberships.invited


def _count(model: "ReferenceModel", concerned: "list[Resident]", knowing: "set[Resident]") -> None:
    """Count concerned adults, and those who know: all, tenants, young, older."""
    for r in concerned:
        groups = (True, not r.household.owner, r.age == YOUNG, r.age == OLDER)
        for g, belongs in enumerate(groups):
            model.concerned[g] += belongs
            model.knew[g] += belongs and r in knowing
