"""What a file of a case may hold: exactly these keys, with what each allows in words; any number may be a range."""

from collections.abc import Callable
from typing import Annotated, Any, Literal, get_args

from pydantic import BeforeValidator, Field, create_model

from dizao.model.documented_cases.record import Kind, Timing, Who
from dizao.model.mechanisms.parts import Incentive, Protection
from dizao.model.world.projects import CONSENT_RULES
from dizao.scenarios.loading.schema import LARGEST, Table, limits_of, parameter_of

MOST_HOUSEHOLDS = 50_000
"""So many still fit many times into memory; a case is one place."""

MOST_WEEKS = 520
MOST_FLOORS = 60
LEAST_USE, MOST_USE = 0.001, 0.95
"""Share of use of a partner: somebody else is there to use it too."""

MOST_SPREAD = 1.8
"""Beyond it a log-logistic income has no mean."""

WATERFALL = ("lender", "contractor", "advances", "givers", "upkeep_fund", "community_fund")
REPAID = {name: name for name in WATERFALL} | {
    "builder": "contractor",
    "residents": "advances",
    "households": "advances",
}
"""Who a source may be repaid to, and what that is in the waterfall."""


def _is_number(value: Any, low: float, high: float, whole: bool) -> bool:
    kinds = int if whole else (int, float)
    return not isinstance(value, bool) and isinstance(value, kinds) and low <= value <= high


def is_range(value: Any) -> bool:
    """Return whether a value of a file is a range [low, high]."""
    return isinstance(value, list)


def _number_or_range(value: Any, low: float, high: float, whole: bool = False) -> bool:
    if isinstance(value, list):
        inside = len(value) == 2 and all(_is_number(x, low, high, whole) for x in value)
        return inside and value[0] <= value[1]
    return _is_number(value, low, high, whole)


def _either(accepted: Callable[[Any], bool], words: str) -> Any:
    """Return the type of what may take more than one shape."""

    def validated(value: Any) -> Any:
        if not accepted(value):
            raise ValueError(words)
        return value

    return Annotated[Any, BeforeValidator(validated), Field(description=words)]


def _extent(low: float, high: float) -> str:
    if high == LARGEST:
        return "" if low == -LARGEST else f" of at least {low:g}"
    return f" between {low:g} and {high:g}"


def _number(low: float, high: float = LARGEST) -> Any:
    words = f"a number{_extent(low, high)}, or a range [low, high] of them"
    return _either(lambda value: _number_or_range(value, low, high), words)


def _whole(low: int, high: int) -> Any:
    words = f"a whole number{_extent(low, high)}, or a range [low, high] of them"
    return _either(lambda value: _number_or_range(value, low, high, whole=True), words)


def _fixed(low: int, high: int) -> Any:
    return _either(lambda value: _is_number(value, low, high, whole=True), f"a whole number{_extent(low, high)}")


def _by_floor(low: float) -> Any:
    def accepted(value: Any) -> bool:
        listed = isinstance(value, list) and 0 < len(value) <= MOST_FLOORS
        return listed and all(_number_or_range(one, low, LARGEST) for one in value)

    return _either(accepted, f"a list with a number{_extent(low, LARGEST)} (or a range [low, high]) for each floor")


def _yes_no_or(low: float, high: float, what: str) -> Any:
    words = f"true, false, or {what}{_extent(low, high)} (or a range [low, high])"
    return _either(lambda value: isinstance(value, bool) or _number_or_range(value, low, high), words)


def _word(*words: str) -> Any:
    listed = ", ".join(f'"{word}"' for word in words)
    return Annotated[Literal[words], Field(description=f"one of {listed}")]


def _consent_condition() -> Any:
    listed = ", ".join(f'"{name}"' for name in CONSENT_RULES)

    def accepted(value: Any) -> bool:
        return isinstance(value, bool) or value in CONSENT_RULES or _number_or_range(value, 0.0, 1.0)

    return _either(accepted, f"true, false, a share of yes-votes between 0 and 1, or one of {listed}")


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
            fields[name] = (_word(*get_args(get_args(hint)[0])), None)
        else:
            fields[name] = (_number(*limits_of(float, parameter)), None)
    return fields


_text: Any = Annotated[str, Field(strict=True, min_length=1, description="text")]


def _table(name: str, fields: dict[str, Any]) -> type[Table]:
    return create_model(name, __base__=Table, **fields)


def _a_table(model: type[Table]) -> Any:
    return Annotated[model, Field(description="a table")]


def _tables(model: type[Table], key: str) -> Any:
    field: Any = Field(default=[], description=f"a list of tables, each headed [[{key}]]")
    return (list[_a_table(model)], field)  # type: ignore[misc]


def _optional(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: (kind, None) for name, kind in fields.items()}


_PATRON = _table("Patron", {"number": (_whole(1, 10_000), 1), "yuan": (_number(0.0), ...)})
_PARTNER = _table(
    "Partner",
    {
        "name": (_text, "partner"),
        "households": (_whole(1, MOST_HOUSEHOLDS), ...),
        **_optional(
            {
                "share_of_use": _number(LEAST_USE, MOST_USE),
                "use_known": _yes_no_or(0.0, 1.0, "a share of households"),
                "pays": _yes_no_or(0.0, 1.0, "a share of the cost"),
                "trust": _number(0.0, 1.0),
            }
        ),
    },
)
_PLACE = _table(
    "Place",
    {
        "setting": (_word("urban", "rural"), "urban"),
        "households": (_whole(1, MOST_HOUSEHOLDS), ...),
        **_optional(
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
        "patron": _tables(_PATRON, "place.patron"),
        "partner": _tables(_PARTNER, "place.partner"),
    },
)
_SOURCE = _table(
    "Source",
    {
        "timing": (_word(*get_args(Timing)), "start"),
        **_optional(
            {
                "name": _text,
                "yuan": _number(0.0),
                "share": _number(0.0, 1.0),
                "per_unit": _number(0.0),
                "secured": _yes_no_or(0.0, 1.0, "a chance"),
                "needs_resident_share": _number(0.0, 1.0),
                "needs_consent": _consent_condition(),
                "repaid_to": _either(_texts, "a text, or a list of them"),
            }
        ),
    },
)
_PREFINANCE = _table(
    "Prefinance",
    {"lender": (_text, "lender"), **_optional({"limit_yuan": _number(0.0), "weeks": _whole(0, MOST_WEEKS)})},
)
_EVENT = _table(
    "Event",
    {
        "week": (_whole(0, MOST_WEEKS), ...),
        "kind": (_word(*get_args(Kind)), ...),
        "yuan": (_number(0.0), 0.0),
        "by": (_word(*get_args(Who)), "member"),
    },
)
_PROJECT = _table(
    "Project",
    {
        "category": (_text, "project"),
        "cost_yuan": (_number(1.0), ...),
        **_optional(
            {
                "units": _whole(1, 100_000),
                "labour_persondays": _number(0.0),
                "labour_replaces_share": _number(0.0, 1.0),
                "value_yuan_per_household": _number(-LARGEST),
                "value_yuan_by_floor": _by_floor(-LARGEST),
                "value_spread": _number(0.0, MOST_SPREAD),
                "ask": _word("equal", "benefit", "by_floor", "free"),
                "ask_yuan": _number(0.0),
                "ask_yuan_by_floor": _by_floor(0.0),
                "land_in_kind": _yes_no_or(0.0, LARGEST, "its worth in yuan, a number"),
                "consent": _word(*CONSENT_RULES),
                "meetings": _whole(0, 100),
                "campaign_weeks": _whole(1, MOST_WEEKS),
                "attempts": _whole(1, 100),
                "weeks": _whole(1, MOST_WEEKS),
                "build_weeks": _whole(1, MOST_WEEKS),
                "smallest_part": _number(0.0, 1.0),
                "prefinance": _a_table(_PREFINANCE),
                "protection": _a_table(_table("CaseProtection", _of_part(Protection))),
                "incentive": _a_table(_table("CaseIncentive", _of_part(Incentive))),
            }
        ),
        "source": _tables(_SOURCE, "project.source"),
        "event": _tables(_EVENT, "project.event"),
    },
)

_case: Any = Annotated[Literal["case"], Field(description='"case"')]
_observed: Any = Annotated[dict[str, Any], Field(description="a table")]

CASE_TABLE = _table(
    "CaseFile",
    {
        "kind": (_case, "case"),
        "title": (_text, None),
        "source": (_text, "not said"),
        "place": (_a_table(_PLACE), ...),
        "project": (_a_table(_PROJECT), ...),
        "observed": (_observed, {}),
    },
)
"""The whole file, after its parents and overrides are merged into it."""
