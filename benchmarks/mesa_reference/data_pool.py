"""The data pool (ODD 7.27): minutes that forms no longer take, and tags that say whom members visit."""

from typing import TYPE_CHECKING

from dizao.agents.organization import COMMUNITY_OFFICE, KIND_NAMES
from dizao.agents.resident import OLDER
from dizao.model.systems.data_pool import TAG, UPKEEP
from dizao.model.world.groups import groups_of
from dizao.model.world.place import whole_of

from . import hear

if TYPE_CHECKING:
    from .model import ReferenceModel
    from .people import Household, Organization, Unit
    from .things import Need, Project

CONCERNED, ABLE = range(2)
"""What a tag says, in the keys of draws (ODD 4)."""


def is_there(model: "ReferenceModel") -> bool:
    """Whether there is a pool: it fills forms, or there are tags."""
    pool = model.settings.data_pool
    return pool.forms_share > 0.0 or pool.recall > 0.0


# forms ----------------------------------------------------------------------------------------------------------


def read(model: "ReferenceModel") -> None:
    """Give offices of communities for residents what passes of the minutes that forms took."""
    if not is_there(model):
        return
    pool, formalities = model.settings.data_pool, model.settings.offices.formalities_share
    for office, part, paid in _offices(model):
        saved = pool.forms_share * pool.pass_through
        freed = int(part * paid * (1.0 - formalities * (1.0 - saved))) - int(part * paid * (1.0 - formalities))
        office.minutes += min(freed, max(0, office.paid_minutes - office.minutes))


def keep_up(model: "ReferenceModel") -> None:
    """Take what keeps the pool up to date of every community's office, whatever it has left."""
    if not is_there(model):
        return
    for office, part, _ in _offices(model):
        minutes = int(part * model.settings.data_pool.upkeep_minutes)
        office.minutes_left -= minutes
        model.spend_time(f"time_offices:{KIND_NAMES[office.kind]}:{office.place}", minutes, UPKEEP)


def _offices(model: "ReferenceModel") -> "list[tuple[Organization, float, float]]":
    """Each community's office, the part of the community's units that is simulated, and its paid minutes a week."""
    of_all = [int(community) for community in whole_of(groups_of(model.settings)).community]
    found = []
    for office in model.organizations:
        if office.kind == COMMUNITY_OFFICE:
            here = [unit for unit in model.units if unit.community == office.place]
            part = len(here) / of_all.count(office.place)
            found.append((office, part, here[0].group.offices.community_minutes))
    return found


# tags -----------------------------------------------------------------------------------------------------------


def whom_to_visit(unit: "Unit", opened: "Project | None", where: "list[Household]") -> "list[Household]":
    """Return the households with a tag among those that members would visit; all of these if none has one."""
    model: ReferenceModel = unit.model
    if not model.settings.data_pool.recall > 0.0:
        return where
    tagged: set[Household] = set()
    if opened is None:
        for need in unit.needs:
            if hear.is_unvoiced(model, need):
                concerned = [h for h in where if need.concerns(h)]
                tagged |= _with_tag(model, need, where, concerned, CONCERNED)
    elif opened.stage == "campaign":
        able = [h for h in where if _is_able(model, h)]
        tagged = _with_tag(model, opened.need, where, able, ABLE)
    return [h for h in where if h in tagged] or where


def _is_able(model: "ReferenceModel", h: "Household") -> bool:
    """Whether a household could help: with money, by its income; or with time, since somebody is 61 or over."""
    has_income = h.income_group + 1 >= model.settings.data_pool.able_from_fifth
    return has_income or any(r.age == OLDER for r in h.residents)


def _with_tag(
    model: "ReferenceModel", need: "Need", households: "list[Household]", meant: "list[Household]", what: int
) -> "set[Household]":
    """Return who has a tag: of those meant the share that is recall, and so many others that precision holds."""
    pool = model.settings.data_pool
    right, base = set(meant), len(meant) / len(households)
    precision, wrong = max(pool.precision, base), 0.0
    if 0.0 < base < 1.0:
        wrong = pool.recall * (base * (1.0 - precision) / (precision * (1.0 - base)))
    return {
        h for h in households if model.random_draw(TAG, need.id, h.id, what) < (pool.recall if h in right else wrong)
    }
