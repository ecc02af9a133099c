"""Burden reduction (ODD 7.26): minutes that go from formalities to residents' matters."""

from typing import TYPE_CHECKING

from dizao.agents.organization import COMMUNITY_OFFICE, STREET_OFFICE
from dizao.model.parameters import WEEKS_PER_MONTH, WEEKS_PER_YEAR
from dizao.model.world.place import whole_of

if TYPE_CHECKING:
    from .model import ReferenceModel
    from .people import Organization


def relieve(model: "ReferenceModel") -> None:
    """Let communities and streets have what meetings, chat groups and signs no longer take."""
    burden = model.settings.burden
    a_year = burden.meetings_cut * burden.meeting_people * burden.meeting_hours * 60
    a_month = burden.signs_cut * burden.sign_minutes
    district = a_year / WEEKS_PER_YEAR + burden.groups_cut * burden.group_minutes + a_month / WEEKS_PER_MONTH
    for office in model.organizations:
        if office.kind in (COMMUNITY_OFFICE, STREET_OFFICE):
            own = part_simulated(model, office) * district / burden.offices
            formalities = office.paid_minutes * model.settings.offices.formalities_share
            office.minutes += int(burden.pass_through * min(own, formalities))


def part_simulated(model: "ReferenceModel", office: "Organization") -> float:
    """The part of an office's units that is simulated."""
    whole = whole_of(model.groups)
    if office.kind == COMMUNITY_OFFICE:
        kept, of_all = [u.community for u in model.units], whole.community
    else:
        kept, of_all = [u.street for u in model.units], whole.street
    return kept.count(office.place) / int((of_all == office.place).sum())
