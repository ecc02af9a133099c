"""Cadre visits (ODD 7.28): officials call on households, hear, record and try on the spot."""

from typing import TYPE_CHECKING

from dizao.agents.organization import COMMUNITY_OFFICE, COUNTY_OFFICE, STREET_OFFICE
from dizao.model.systems.cadre_visits import (
    CADRE_CEREMONY,
    CADRE_HOUSEHOLD,
    CADRE_ON_THE_SPOT,
    CADRE_SAYS,
    CADRE_VISITS,
)
from dizao.model.world.projects import NEVER

from . import burden, demand, hear
from .rules import logistic, voices

if TYPE_CHECKING:
    from .model import ReferenceModel
    from .people import Household, Organization, Unit
    from .things import Need


def visit(model: "ReferenceModel") -> None:
    """Make the week's visits, community by community; formalities give up no more than an office has of them."""
    rules = model.settings.cadre_visits
    if rules.visits == 0.0:
        return
    spare = {office: max(0, office.paid_minutes - office.minutes) for office in model.organizations}
    for place in sorted({unit.community for unit in model.units}):
        units = [unit for unit in model.units if unit.community == place]
        share = burden.part_simulated(model, model.office(COMMUNITY_OFFICE, units[0]))
        number = rules.visits * share
        whole = int(number)
        whole += model.random_draw(CADRE_VISITS, place, model.week, -1) < number - whole
        for k in range(whole):
            u = model.random_draw(CADRE_VISITS, place, model.week, k)
            kind = COMMUNITY_OFFICE
            if u < rules.county_share:
                kind = COUNTY_OFFICE
            elif u < rules.county_share + rules.street_share:
                kind = STREET_OFFICE
            office = model.office(kind, units[0])
            is_made = _leaves(model, office, spare)
            if is_made and model.random_draw(CADRE_CEREMONY, place, model.week, k) >= rules.ceremonial:
                for j in range(rules.households):
                    _call(model, units, office, k * rules.households + j)


def _leaves(model: "ReferenceModel", office: "Organization", spare: "dict[Organization, int]") -> bool:
    """The visit's minutes come from formalities and from the desk; without any at the desk it is not made."""
    rules = model.settings.cadre_visits
    from_formalities = min(spare[office], int(rules.from_formalities * rules.official_minutes))
    from_desk = int(rules.official_minutes) - from_formalities
    if from_desk and not model.takes(office, from_desk, "cadre visits"):
        return False
    spare[office] -= from_formalities
    model.spend_time(model.account_of(office), from_formalities, "cadre visits instead of formalities")
    return True


def _call(model: "ReferenceModel", units: "list[Unit]", office: "Organization", number: int) -> None:
    """Talk with a household; what it says is voiced, recorded there, and perhaps tried."""
    rules, p = model.settings.cadre_visits, model.settings.people
    waiting = sorted((n for unit in units for n in unit.needs if _waits(model, n)), key=lambda n: n.id)
    h = _whom(model, units, number, waiting)
    h.talk(model.week)
    said = []
    for need in waiting:
        if h in need.households:
            pull = demand.pull(model, need) + rules.asked
            value, who = hear.household_value(model, need, h), h.deciding
            chance = voices(value, need.value_fen, who.trust, True, who.fatigue, p, pull)
            if model.random_draw(CADRE_SAYS, need.id, h.id, model.week) < chance:
                said.append(need)
    for need in said:
        if need.week_voiced == NEVER:
            hear.becomes_voiced(model, need)
    for need in said:
        if model.takes(office, int(model.settings.offices.triage_minutes), "recording"):
            hear.becomes_recorded(model, need)
            _try_there(model, office, need)


def _waits(model: "ReferenceModel", need: "Need") -> bool:
    """Whether a need has not been recorded and nothing serves it."""
    in_queue = need.week_voiced != NEVER and need.week_recorded == NEVER and not need.met
    return hear.is_unvoiced(model, need) or in_queue


def _whom(model: "ReferenceModel", units: "list[Unit]", number: int, waiting: "list[Need]") -> "Household":
    """Who is called on: somebody with a need that has waited for long, where officials aim and hit; or anybody."""
    rules, place = model.settings.cadre_visits, units[0].community
    drawn = [model.random_draw(CADRE_HOUSEHOLD, place, model.week, 4 * number + what) for what in range(4)]
    long = [n for n in waiting if model.week - n.week_arose >= rules.long_weeks]
    if rules.aim == "targeted" and long and drawn[0] < rules.precision:
        households = long[int(drawn[1] * len(long))].households
        return households[int(drawn[2] * len(households))]
    households = [h for unit in units for h in unit.households]
    return households[int(drawn[3] * len(households))]


def _try_there(model: "ReferenceModel", office: "Organization", need: "Need") -> None:
    """The official tries to settle a matter of the offices that is not above the own one."""
    highest = hear.COMMUNITY_LEVEL if office.kind == COMMUNITY_OFFICE else hear.STREET_LEVEL
    if need.project is not None or need.level == hear.UNIT_LEVEL or need.level > highest:
        return
    if model.random_draw(CADRE_ON_THE_SPOT, need.id, model.week) >= model.settings.cadre_visits.on_the_spot:
        return
    if model.takes(office, int(model.settings.offices.settle_minutes), "settling"):
        hear.try_to_settle(model, need, logistic(model.settings.works.settle_intercept))
        hear.let_go(model, need)
