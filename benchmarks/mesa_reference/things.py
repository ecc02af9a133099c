"""What people deal with: needs, projects, and what a household has in a project (ODD 2).

These are not agents: they do not decide. A project's id is its need's.
"""

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dizao.model.world.projects import NEVER, STAGES, present_years

if TYPE_CHECKING:
    from dizao.model.parameters import Category

    from .dispatch import Telling
    from .model import ReferenceModel
    from .partners import Joint
    from .people import Household, Resident, Unit


@dataclass(eq=False)
class Need:
    """Something that some households lack."""

    id: int
    unit: "Unit"
    category: str
    kind: "Category"
    households: "list[Household]"
    value_fen: float
    week_arose: int
    ineligible: bool
    cost_is_pinned: bool
    level: int = 0
    tries: int = 0
    given_up: bool = False
    week_voiced: int = NEVER
    week_recorded: int = NEVER
    week_settled: int = NEVER
    met: bool = False
    taken_up_week: int = NEVER
    chain_week: int = NEVER
    chain_end: str = ""
    telling: "Telling | None" = None
    owed: "Household | None" = None
    benefit_fen: float = 0.0
    project: "Project | None" = None

    def concerns(self, h: "Household") -> bool:
        """Whether a household is among those concerned; these are neighbours, and lie in the order of their ids."""
        return self.households[0].id <= h.id <= self.households[-1].id

    @property
    def place(self) -> tuple[int, str, int]:
        """Two needs with the same place are for the same thing (ODD 7.1)."""
        return self.unit.id, self.category, self.households[0].id


@dataclass(eq=False)
class Stake:
    """What one household has in one project."""

    household: "Household"
    value_fen: int
    asked_fen: int = 0
    pledged_fen: int = 0
    paid_fen: int = 0
    advanced_fen: int = 0
    labour_minutes: int = 0
    asked_week: int = NEVER
    pledged_week: int = NEVER
    voted_week: int = NEVER
    kept_week: int = NEVER
    vote: int = -1
    explained: bool = False
    met: float = 0.0
    told: bool = False
    labourers: "list[Resident]" = field(default_factory=list)

    @property
    def gave(self) -> bool:
        """Whether the household gave money or labour."""
        return self.paid_fen > 0 or self.labour_minutes > 0


@dataclass(eq=False)
class Project:
    """A need that wants money or labour, and all that has become of it; names as in the table of projects."""

    need: Need
    cost_fen: int
    engineer: bool
    stage: str = "potential"
    weeks: dict[str, int] = field(default_factory=lambda: dict.fromkeys(STAGES, NEVER))
    stakes: list[Stake] = field(default_factory=list)
    by_benefit: bool = False
    terms: int = -1
    examined: bool = False
    told_fen: int = 0
    asked_again: bool = False
    in_arrears: bool = False
    attempts: int = 0
    campaigns: int = 0
    campaign_week: int = 0
    week_decided: int = 0
    labour_wanted_minutes: int = 0
    offer_fen: int = 0
    grant_fen: int = 0
    promise_fen: int = 0
    match_fen: int = 0
    collective_limit_fen: int = 0
    loan_limit_fen: int = 0
    fee_fen: int = 0
    advance_fen: int = 0
    sponsor_fen: int = 0
    gap_fen: int = 0
    asked_fen: int = 0
    pledged_fen: int = 0
    pledged_minutes: int = 0
    pledges_freed: bool = False
    bill_fen: int = 0
    done_fen: int = 0
    progress: int = 0
    milestones: int = 0
    milestone_week: int = NEVER
    waited: int = 0
    collective_fen: int = 0
    loan_fen: int = 0
    credit_fen: int = 0
    owed_fen: int = 0
    retention_fen: int = 0
    advances_fen: int = 0
    public_fen: int = 0
    residents_fen: int = 0
    organizations_fen: int = 0
    points_fen: int = 0
    bonus_fen: int = 0
    labour_minutes: int = 0
    lost_fen: int = 0
    supervision: float = 0.0
    supervised_months: int = 0
    supervision_minutes: int = 0
    keep_minutes: int = 0
    quality: float = math.nan
    score: float = math.nan
    accepted: int = -1
    week_accepted: int = NEVER
    week_paid: int = NEVER
    ready_week: int = 0
    defects: int = 0
    week_taken_over: int = NEVER
    repaired: bool = False
    condition: float = 0.0
    keepers: int = 0
    benefit_fen_year: int = 0
    joint: "Joint | None" = None
    free_use: float = 0.0
    free_known: float = 0.0
    kappa: float = 1.0
    free_value_fen: int = 0
    benefit_fen: float = 0.0
    functioning_after_12_months: int = -1
    all_asked: int = 0
    gains: int = 0
    _by_household: dict[int, Stake] = field(default_factory=dict)

    @property
    def id(self) -> int:
        """The need's id."""
        return self.need.id

    @property
    def unit(self) -> "Unit":
        """The need's unit."""
        return self.need.unit

    @property
    def kind(self) -> "Category":
        """The category."""
        return self.need.kind

    @property
    def escrow(self) -> str:
        """Name of its escrow account."""
        return f"escrow:{self.id}"

    def enter(self, stage: str, week: int) -> None:
        """Go over to a stage."""
        self.stage = stage
        self.weeks[stage] = week

    def present_years(self, model: "ReferenceModel") -> float:
        """How many years' values the thing is worth over the life that people expect (ODD 7.4)."""
        return present_years(self.kind.life_years, model.settings.works.discount_rate)

    def ties_in(self, s: Stake) -> "list[tuple[Resident, Stake]]":
        """Ties of a deciding adult to people of other households concerned, each with the stake of its household."""
        mine, own = self.by_household, s.household
        others = [tie for tie in own.deciding.ties if tie.household is not own]
        return [(tie, mine[tie.household.id]) for tie in others if tie.household.id in mine]

    @property
    def by_household(self) -> dict[int, Stake]:
        """The stakes by id of household."""
        if len(self._by_household) != len(self.stakes):
            self._by_household = {s.household.id: s for s in self.stakes}
        return self._by_household
