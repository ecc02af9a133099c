"""The data pool (一标三实, 千人千面): forms come out of it, and tags say whom to visit (ODD 7.27).

Departments draw from the pool what they else ask of communities. Tags are an extension of ours: they name households
that a need nobody has voiced concerns, or that could help with an open campaign, with errors of both kinds.
"""

from typing import TYPE_CHECKING, Annotated, NamedTuple

from dizao.agents.parameters import ASSUMED, Parameter
from dizao.model.core.definitions import Condition, Outcome
from dizao.model.system import System

if TYPE_CHECKING:
    from dizao.model.settings import Settings

TAG = 125
"""Purpose of random draws (`dizao.model.core.draws`)."""

UPKEEP = "upkeep of the data pool"
"""What the ledger calls the minutes that keep the pool up to date."""


class DataPool(NamedTuple):
    """The data pool (ODD 7.27): forms that it fills, and tags that say whom members visit. Off unless set."""

    forms_share: Annotated[
        float,
        Parameter("share", 0.0, 1.0, "C", ASSUMED, "of community offices' formalities, forms that the pool fills"),
    ] = 0.0
    pass_through: Annotated[
        float,
        Parameter("share", 0.0, 1.0, "C", ASSUMED, "of the minutes that these forms took, what residents' matters get"),
    ] = 0.5
    upkeep_minutes: Annotated[
        float,
        Parameter("minutes a week", 0.0, 600.0, "C", ASSUMED, "of a community's office, to keep the pool up to date"),
    ] = 60.0
    recall: Annotated[
        float,
        Parameter(
            "share", 0.0, 1.0, "C", ASSUMED, "of the households that a tag is meant for, those that have it; 0: no tags"
        ),
    ] = 0.0
    precision: Annotated[
        float,
        Parameter(
            "share", 0.5, 0.9, "C", ASSUMED, "of households with a tag, those it is meant for; at least the base rate"
        ),
    ] = 0.7
    able_from_fifth: Annotated[
        int,
        Parameter(
            "number", 1, 5, "C", ASSUMED, "lowest fifth of incomes (1: the poorest) that counts as able to give", 1.0
        ),
    ] = 4


def has_tags(settings: "Settings") -> bool:
    """Return whether there are tags: without recall nobody has one.

    Parameters
    ----------
    settings
        Those of a run.

    Returns
    -------
    Whether recall is above 0.
    """
    return bool(settings.data_pool.recall > 0.0)


TAGS = Condition("where data_pool.recall is above 0", has_tags)
FORMS = Condition("where data_pool.forms_share is above 0", lambda settings: settings.data_pool.forms_share > 0.0)

SYSTEM = System(
    name="data_pool",
    row=14,
    odd="7.27",
    section="data_pool",
    settings=DataPool,
    switches=("forms_share", "recall"),
    needs={"pass_through": FORMS, "precision": TAGS, "able_from_fifth": TAGS},
    acts={"hearing_begins": "week.keep_up", "visit_choice": "tags.choose_tagged"},
    world="week.freed_of_forms",
    begin="week.begin",
    draws={"TAG": TAG},
    tasks={UPKEEP: "official_hours"},
    outcomes={
        "settled_per_thousand_visit_hours": Outcome(
            "needs",
            "Needs settled per 1,000 hours of visits",
            "每千小时走访解决的诉求",
            "higher",
            False,
            "needs of the window that were settled, per 1,000 hours of members' visits; missing without visits",
        ),
        "contributions_per_visit_hour": Outcome(
            "yuan",
            "Contributions per hour of visits",
            "每小时走访带来的居民投入",
            "higher",
            False,
            "residents' money and construction labour at works.resident_wage, for projects of the window, per hour of "
            "members' visits; missing without visits",
        ),
    },
    measure="week.measure",
    names={
        "pass_through": ("what residents get of the minutes saved on forms", "省下的填表时间用于居民事务的比例"),
        "upkeep_minutes": ("minutes to keep the data pool up", "数据池维护时间"),
        "precision": ("how often a tag is right", "标签准确率"),
        "able_from_fifth": ("income from which households count as able", "视为有能力出资的收入组"),
    },
)
