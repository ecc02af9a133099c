"""What a file of a case may hold: exactly these keys, with what each allows in words; any number may be a range."""

from typing import Annotated, Any, get_args

from pydantic import Field

from dizao.model.documented_cases.record import Kind, Timing, Who
from dizao.model.mechanisms.parts import Incentive, Protection
from dizao.model.world.projects import CONSENT_RULES
from dizao.scenarios.loading.schema import LARGEST, limits_of, parameter_of
from dizao.scenarios.loading.shapes import (
    a_table,
    either,
    is_number,
    is_number_or_range,
    kind_of_file,
    optional,
    table,
    tables,
    text,
    word,
)

MOST_HOUSEHOLDS = 50_000
"""So many still fit many times into memory; a case is one place."""

MOST_WEEKS = 520
MOST_FLOORS = 60
LEAST_USE, MOST_USE = 0.001, 0.95
"""Share of use of a partner: somebody else is there to use it too."""

MOST_SPREAD = 1.8
"""Beyond it a log-logistic income has no mean."""

WATERFALL = ("lender", "collective", "contractor", "advances", "givers", "upkeep_fund", "community_fund")
REPAID = {name: name for name in WATERFALL} | {
    "builder": "contractor",
    "residents": "advances",
    "households": "advances",
}
"""Who a source may be repaid to, and what that is in the waterfall."""


def _extent(low: float, high: float) -> str:
    if high == LARGEST:
        return "" if low == -LARGEST else f" of at least {low:g}"
    return f" between {low:g} and {high:g}"


def _number(low: float, high: float = LARGEST) -> Any:
    words = f"a number{_extent(low, high)}, or a range [low, high] of them"
    return either(lambda value: is_number_or_range(value, low, high), words)


def _whole(low: int, high: int) -> Any:
    words = f"a whole number{_extent(low, high)}, or a range [low, high] of them"
    return either(lambda value: is_number_or_range(value, low, high, whole=True), words)


def _fixed(low: int, high: int) -> Any:
    return either(lambda value: is_number(value, low, high, whole=True), f"a whole number{_extent(low, high)}")


def _by_floor(low: float) -> Any:
    def accepted(value: Any) -> bool:
        listed = isinstance(value, list) and 0 < len(value) <= MOST_FLOORS
        return listed and all(is_number_or_range(one, low, LARGEST) for one in value)

    return either(accepted, f"a list with a number{_extent(low, LARGEST)} (or a range [low, high]) for each floor")


def _yes_no_or(low: float, high: float, what: str) -> Any:
    words = f"true, false, or {what}{_extent(low, high)} (or a range [low, high])"
    return either(lambda value: isinstance(value, bool) or is_number_or_range(value, low, high), words)


def _consent_condition() -> Any:
    listed = ", ".join(f'"{name}"' for name in CONSENT_RULES)

    def accepted(value: Any) -> bool:
        return isinstance(value, bool) or value in CONSENT_RULES or is_number_or_range(value, 0.0, 1.0)

    return either(accepted, f"true, false, a share of yes-votes between 0 and 1, or one of {listed}")


def _texts(value: Any) -> bool:
    return (isinstance(value, str) and value != "") or (
        isinstance(value, list) and all(map(_texts, value)) and value != []
    )


def _of_part(part: type[Any]) -> dict[str, Any]:
    """Return the fields of a part of a mechanism, each number or range within the part's own limits."""
    fields: dict[str, Any] = {}
    for name, hint in part.__annotations__.items():
        parameter = parameter_of(hint)
        if parameter is None:
            fields[name] = (word(*get_args(get_args(hint)[0])), None)
        else:
            fields[name] = (_number(*limits_of(float, parameter)), None)
    return fields


_PATRON = table("Patron", {"number": (_whole(1, 10_000), 1), "yuan": (_number(0.0), ...)})
_PARTNER = table(
    "Partner",
    {
        "name": (text, "partner"),
        "households": (_whole(1, MOST_HOUSEHOLDS), ...),
        **optional(
            {
                "share_of_use": _number(LEAST_USE, MOST_USE),
                "use_known": _yes_no_or(0.0, 1.0, "a share of households"),
                "pays": _yes_no_or(0.0, 1.0, "a share of the cost"),
                "trust": _number(0.0, 1.0),
            }
        ),
    },
)
_PLACE = table(
    "Place",
    {
        "setting": (word("urban", "rural"), "urban"),
        "households": (_whole(1, MOST_HOUSEHOLDS), ...),
        **optional(
            {
                "building_households": _whole(1, 10_000),
                "floors": _fixed(1, MOST_FLOORS),
                "flats_per_floor": _whole(1, 100),
                "income_yuan_per_head": _number(0.0),
                "income_dispersion": _number(0.0, MOST_SPREAD),
                "savings_weeks": _number(0.0, 1_000.0),
                "members_share": _number(0.0, 1.0),
                "kinship": _number(0.0, 1.0),
                "trust": _number(0.0, 1.0),
                "efficacy": _number(0.0, 1.0),
                "owners_share": _number(0.0, 1.0),
                "absent_owners_share": _number(0.0, 1.0),
            }
        ),
        "patron": tables(_PATRON, "place.patron"),
        "partner": tables(_PARTNER, "place.partner"),
    },
)
_SOURCE = table(
    "Source",
    {
        "timing": (word(*get_args(Timing)), "start"),
        **optional(
            {
                "name": text,
                "yuan": _number(0.0),
                "share": _number(0.0, 1.0),
                "per_unit": _number(0.0),
                "secured": _yes_no_or(0.0, 1.0, "a chance"),
                "needs_resident_share": _number(0.0, 1.0),
                "needs_consent": _consent_condition(),
                "repaid_to": either(_texts, "a text, or a list of them"),
            }
        ),
    },
)
_PREFINANCE = table(
    "Prefinance",
    {"lender": (text, "lender"), **optional({"limit_yuan": _number(0.0), "weeks": _whole(0, MOST_WEEKS)})},
)
_EVENT = table(
    "Event",
    {
        "week": (_whole(0, MOST_WEEKS), ...),
        "kind": (word(*get_args(Kind)), ...),
        "yuan": (_number(0.0), 0.0),
        "by": (word(*get_args(Who)), "member"),
    },
)
_PROJECT = table(
    "Project",
    {
        "category": (text, "project"),
        "cost_yuan": (_number(1.0), ...),
        **optional(
            {
                "units": _whole(1, 100_000),
                "labour_persondays": _number(0.0),
                "labour_replaces_share": _number(0.0, 1.0),
                "value_yuan_per_household": _number(-LARGEST),
                "value_yuan_by_floor": _by_floor(-LARGEST),
                "value_spread": _number(0.0, MOST_SPREAD),
                "ask": word("equal", "benefit", "by_floor", "free"),
                "levy": either(lambda value: isinstance(value, bool), "true or false"),
                "ask_yuan": _number(0.0),
                "ask_yuan_by_floor": _by_floor(0.0),
                "land_in_kind": _yes_no_or(0.0, LARGEST, "its worth in yuan, a number"),
                "consent": word(*CONSENT_RULES),
                "meetings": _whole(0, 100),
                "campaign_weeks": _whole(1, MOST_WEEKS),
                "attempts": _whole(1, 100),
                "weeks": _whole(1, MOST_WEEKS),
                "build_weeks": _whole(1, MOST_WEEKS),
                "smallest_part": _number(0.0, 1.0),
                "prefinance": a_table(_PREFINANCE),
                "protection": a_table(table("CaseProtection", _of_part(Protection))),
                "incentive": a_table(table("CaseIncentive", _of_part(Incentive))),
            }
        ),
        "source": tables(_SOURCE, "project.source"),
        "event": tables(_EVENT, "project.event"),
    },
)

_observed: Any = Annotated[dict[str, Any], Field(description="a table")]

CASE_TABLE = table(
    "CaseFile",
    {
        "kind": (kind_of_file("case"), "case"),
        "title": (text, None),
        "source": (text, "not said"),
        "place": (a_table(_PLACE), ...),
        "project": (a_table(_PROJECT), ...),
        "observed": (_observed, {}),
    },
)
"""The whole file, after its parents and overrides are merged into it."""
