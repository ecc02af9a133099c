"""Partners (ODD 7.15): a pinned project that another unit uses as well; one of them pays for it, or both share."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dizao.agents.organization import STREET_OFFICE
from dizao.model.core import draws
from dizao.model.systems.partners import MEDIATE, SAY_REASON
from dizao.model.world.make import need_id
from dizao.model.world.projects import NEVER

from . import cash, hear, prefinance, proposals
from .rules import logistic

if TYPE_CHECKING:
    from dizao.model.world.make import World

    from .model import ReferenceModel
    from .people import Resident
    from .things import Need, Project, Stake

BEFORE_WORKS = ("apply", "campaign", "collect", "build")
"""Stages before works; a part of which nothing is asked is a site at once, and waits there for the other."""
CAME_TO_NOTHING = ("no_consent", "unfunded")

NEARLY_NOTHING = 1e-9
"""A part of the cost below this counts as this."""


@dataclass(eq=False)
class Joint:
    """Two units' parts of one thing, and how far they have come.

    ``state`` is alone, mediation (the township tries), asked (the other unit decides), shared or refused.
    """

    main: "Project"
    part: "Project"
    use: float
    voiced: bool
    state: str = "alone"
    tries: int = 0
    talks: int = 0

    def other(self, p: "Project") -> "Project":
        """The other of the two parts."""
        return self.part if p is self.main else self.main


def read(model: "ReferenceModel", world: "World") -> None:
    """Find the pairs that pins make, and what people know of the others' use."""
    by_id = {p.id: p for p in model.projects}
    codes = list(model.settings.categories)
    for pin in model.settings.pinned_projects:
        key = int(world.kinds.key[codes.index(pin.category)])
        main, part = (by_id.get(int(need_id(unit, pin.week, key))) for unit in (pin.unit, pin.partner))
        if pin.partner == 0 or main is None or part is None:
            continue
        joint = Joint(main, part, pin.partner_use, pin.partner_reason == "voiced")
        main.joint = part.joint = joint
        main.free_use = pin.partner_use
        known = 1.0 if joint.voiced else model.settings.partners.aware_share
        main.free_known = 0.0 if pin.partner_reason == "unknown" else known
        model.joints.append(joint)


def lies_still(need: "Need") -> bool:
    """Whether a need is another unit's part, which is not voiced by itself."""
    p = need.project
    return p is not None and p.joint is not None and p is p.joint.part


# what people know, and the meeting ------------------------------------------------------------------------------


def free_use(model: "ReferenceModel", p: "Project", s: "Stake") -> float:
    """The share u k of use by others who pay nothing, for a household that thinks of it (latent)."""
    aware = p.free_use > 0.0 and model.random_draw(draws.KNOWS_USERS, p.id, s.household.id) < p.free_known
    return p.free_use if aware else 0.0


def refuses_alone(model: "ReferenceModel", p: "Project", s: "Stake") -> bool:
    """Whether a household that thinks of the others will not pay while they do not (latent)."""
    if s.asked_fen <= 0 or free_use(model, p, s) <= 0.0:
        return False
    return model.random_draw(draws.CONDITIONAL, p.id, s.household.id) < model.settings.partners.conditional_share


def fairness(model: "ReferenceModel", p: "Project", s: "Stake") -> float:
    """Return f where others may use a thing and pay nothing, and the unit's part of the cost may be unfair."""
    return proposals.fairness_of(p, s, p.kappa, free_use(model, p, s))


def ends_without_agreement(model: "ReferenceModel", p: "Project", present: "list[Resident]") -> bool:
    """Let a meeting talk about who else uses a thing; return whether nothing is put to the vote."""
    joint, rules = p.joint, model.settings.partners
    if joint is None or p is not joint.main or joint.state != "alone":
        return False
    households = {r.household for r in present}
    concerned = [s for s in p.stakes if s.household in households]
    objecting = [s for s in concerned if _objects_to_free_use(model, p, s)]
    if any(_says_it(model, p, s, present) for s in objecting):
        voice_reason(joint)
    if joint.voiced and rules.mediation_tries > 0:
        joint.state = "mediation"
        return True
    few = len(objecting) < model.settings.works.unfair_objections * max(1, len(concerned))
    if few or joint.talks >= rules.talk_meetings:
        return False
    joint.talks += 1
    return True


def _objects_to_free_use(model: "ReferenceModel", p: "Project", s: "Stake") -> bool:
    free = free_use(model, p, s)
    f = proposals.fairness_of(p, s, free=free)
    return free > 0.0 and proposals.objection(model, p, s, f) == proposals.UNFAIR


def _says_it(model: "ReferenceModel", p: "Project", s: "Stake", present: "list[Resident]") -> bool:
    """It takes status to say what nobody has said (latent)."""
    rules = model.settings.partners
    status = max(r.status for r in present if r.household is s.household)
    chance = rules.say_probability * min(1.0, status / rules.full_status)
    return model.random_draw(SAY_REASON, p.id, s.household.id) < chance


def voice_reason(joint: Joint) -> None:
    """Once it is said all think of it, unless their use of it is unknown."""
    joint.voiced = True
    if joint.main.free_known > 0.0:
        joint.main.free_known = 1.0


def is_on_hold(need: "Need") -> bool:
    """Whether no meeting takes a project up, since the other unit is being asked."""
    p = need.project
    return p is not None and p.joint is not None and p is p.joint.main and p.joint.state in ("mediation", "asked")


# the other unit -------------------------------------------------------------------------------------------------


def run(model: "ReferenceModel") -> None:
    """The township mediates, the other unit answers, and what fails takes the other with it."""
    for joint in model.joints:
        if joint.state == "mediation":
            _mediate(model, joint)
        elif joint.state == "asked" and joint.part.stage == "apply":
            _agree(joint)
        elif joint.state == "asked" and joint.part.stage == "no_consent":
            joint.state = "refused"
        elif joint.state == "shared":
            _fail_together(model, joint)


def _mediate(model: "ReferenceModel", joint: Joint) -> None:
    """One try of the township, if its office has minutes."""
    rules = model.settings.partners
    if not model.takes(model.office(STREET_OFFICE, joint.main.unit), int(rules.mediation_minutes), "mediating"):
        return
    joint.tries += 1
    if model.random_draw(MEDIATE, joint.main.id, model.week) < logistic(model.settings.works.settle_intercept):
        _bring_in(model, joint)
    elif joint.tries >= rules.mediation_tries:
        joint.state = "refused"


def _bring_in(model: "ReferenceModel", joint: Joint) -> None:
    """Put the other unit's part before its own meeting."""
    p, need = joint.part, joint.part.need
    need.week_voiced = need.week_recorded = model.week
    need.level = joint.main.need.level
    p.enter("voiced", model.week)
    p.enter("recorded", model.week)
    part = _share_of_other(model, joint)
    p.cost_fen = round(part * joint.main.cost_fen)
    p.kappa = joint.use / max(part, NEARLY_NOTHING)
    joint.state = "asked"


def _share_of_other(model: "ReferenceModel", joint: Joint) -> float:
    """The other unit's share of the cost: by use, or so that both gain the same (Nash)."""
    rules, cost = model.settings.partners, max(1, joint.main.cost_fen)
    if rules.bargain == "use":
        return min(1.0, joint.use * rules.paid_use)
    own, others = (p.present_years(model) * max(0, _value(model, p)) for p in (joint.main, joint.part))
    return min(1.0, max(0.0, (cost + others - own) / (2.0 * cost)))


def _agree(joint: Joint) -> None:
    """The rest of the cost is left to the first unit, and nobody uses the thing for nothing."""
    main, whole = joint.main, joint.main.cost_fen
    main.cost_fen = whole - joint.part.cost_fen
    main.kappa = (1.0 - joint.use) / max(main.cost_fen / max(1, whole), NEARLY_NOTHING)
    main.free_use = 0.0
    joint.state = "shared"


def _fail_together(model: "ReferenceModel", joint: Joint) -> None:
    """Before works, what has come to nothing takes the other with it: all its money goes back."""
    for p in (joint.main, joint.part):
        if joint.other(p).stage in CAME_TO_NOTHING and p.stage in BEFORE_WORKS:
            cash.give_up(model, p)


# together or not at all -----------------------------------------------------------------------------------------


def may_apply(p: "Project") -> bool:
    """Both campaigns begin only when both have consented."""
    if p.joint is None or p.joint.state not in ("asked", "shared"):
        return True
    return p.joint.other(p).weeks["apply"] != NEVER


def _other(p: "Project") -> "Project | None":
    return p.joint.other(p) if p.joint is not None and p.joint.state == "shared" else None


def waits_for_other(model: "ReferenceModel", p: "Project") -> bool:
    """Whether a part whose bill is covered cannot start, since the other's is not."""
    other = _other(p)
    if other is None or other.stage == "build":
        return False
    collected = other.stage == "collect" and other.pledges_freed
    return not collected or prefinance.still_paid(model, other) > prefinance.covered(model, other)


def is_lost(p: "Project") -> bool:
    """Whether the other part of a site was abandoned."""
    other = _other(p)
    return other is not None and other.stage == "abandoned"


def stands_still(model: "ReferenceModel", p: "Project") -> bool:
    """Whether a site waits for the other: neither gets ahead, and both are finished in the same week."""
    other = _other(p)
    if other is None or other.stage in ("evaluate", "use"):
        return False
    if other.stage != "build" or p.progress > other.progress:
        return True
    return p.progress >= p.kind.build_weeks - 1 and not _can_finish(model, other)


def _can_finish(model: "ReferenceModel", p: "Project") -> bool:
    """Whether the rest of a bill can be paid or carried now."""
    there = model.accounts.fen[p.escrow] - p.fee_fen
    return there + prefinance.room_to_carry(model, p) >= prefinance.still_paid(model, p)


def value_to_others(model: "ReferenceModel", p: "Project") -> int:
    """What a thing that is built alone is worth a year to its users who pay nothing."""
    joint = p.joint
    if joint is None or p is not joint.main or joint.state == "shared":
        return 0
    return _value(model, joint.part)


def _value(model: "ReferenceModel", p: "Project") -> int:
    """What a thing is worth a year to all whom a need concerns."""
    return sum(round(hear.household_value(model, p.need, h)) for h in p.need.households)
