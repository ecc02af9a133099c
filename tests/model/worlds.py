"""Small worlds for tests: settings in a line, tables compared to the byte."""

import hashlib
from collections.abc import Mapping
from functools import cache
from typing import Any

import numpy as np

from dizao.model.engine import Engine
from dizao.model.mechanisms.parts import PARTS, Mechanism
from dizao.model.mechanisms.presets import presets
from dizao.model.parameters import CATEGORIES
from dizao.model.settings import Settings
from dizao.model.systems.registry import default_settings

type Tables = dict[str, dict[str, np.ndarray]]

SMALL: dict[str, Any] = {
    "place__streets": 2,
    "place__communities": 4,
    "place__units": 8,
    "place__households": 400,
    "place__residents": 960,
    "place__party_members": 60,
    "place__stations": 4,
    "calendar__backlog_weeks": 13,
    "calendar__warm_up_weeks": 26,
    "calendar__programme_weeks": 48,
    "calendar__follow_up_weeks": 40,
}
"""Eight units of 50 households: enough that every stage has work, and every kernel several pieces."""

TINY: dict[str, Any] = {
    "place__streets": 1,
    "place__communities": 1,
    "place__units": 2,
    "place__households": 24,
    "place__residents": 50,
    "place__party_members": 6,
    "place__stations": 1,
    "calendar__backlog_weeks": 4,
    "calendar__warm_up_weeks": 12,
    "calendar__programme_weeks": 24,
    "calendar__follow_up_weeks": 16,
}
"""Fifty residents: small enough for plain Python."""

BUSY: dict[str, Any] = {
    "calendar__programme_weeks": 60,
    "works__meeting_every_weeks": 1,
    "works__meeting_minimum": 2,
    "works__vote_weeks": 3,
}
"""With them a tiny world of many needs builds things as well."""

DEMAND: dict[str, list[Any]] = {
    "demand__announced": [0.0, 0.5, 1.0],
    "demand__learning": [0.0, 0.2, 1.0],
    "demand__neighbours": [0.0, 0.5, 1.0],
    "demand__voice": [0.0, 0.0, -1.0, 2.0],
    "demand__wait": [0.0, 0.0, 0.8],
    "demand__scope": [0.0, 0.0, 0.5],
    "demand__scope_value": [0.0, 0.5, 1.0],
    "demand__effort": [0.0, 0.0, -1.5, 1.5],
}
"""What people make of expected subsidies; in most worlds several answers act."""


def demand_of(*numbers: int) -> dict[str, Any]:
    """Draw them for a random world, apart from all else in it, which so is what it was without them."""
    random_draw = np.random.default_rng([*numbers, 1])
    return {name: values[random_draw.integers(len(values))] for name, values in DEMAND.items()}


CONTRACTS: dict[str, list[Any]] = {
    "contract__progress_share": [0.5, 0.8, 1.0],
    "contract__retention_share": [0.0, 0.03, 0.1],
    "contract__retention_weeks": [0, 13, 52],
    "contract__repair_duty": [0.0, 0.5, 1.0],
    "contract__acceptance_error": [0.06, 0.15, 0.3],
    "contract__engineer_share": [0.0, 0.2, 1.0],
    "contract__engineer_fee": [0.0, 0.06],
    "works__watch_owed": [0.0, 0.0, 1.0],
}
"""Numbers of contracts (ODD 7.20), by a stream of their own: the worlds are otherwise what they were without them."""


def contract_of(*key: int) -> dict[str, Any]:
    """Draw the numbers of contracts."""
    random_draw = np.random.default_rng([*key, 1])
    return {name: values[random_draw.integers(len(values))] for name, values in CONTRACTS.items()}


def settings_with(
    base: Mapping[str, Any] | None = None, *, rates: float = 12.0, costs: float = 0.5, **changes: Any
) -> Settings:
    """Make settings from single numbers; needs are as many times as frequent, and works as many times as dear."""
    found = default_settings()
    for key, value in ((SMALL if base is None else base) | changes).items():
        section, _, name = key.partition("__")
        # Kernels are compiled anew for a whole number where a fraction stood.
        kind = type(getattr(getattr(found, section), name))
        found = found.with_values(**{key: kind(value)})
    categories = {
        name: c._replace(rate=c.rate * rates, cost_yuan=c.cost_yuan * costs) for name, c in CATEGORIES.items()
    }
    return found._replace(categories=categories)


def under(settings: Settings, name: str, mechanism: Mechanism | None = None) -> Settings:
    """Return settings under a preset, or under another mechanism that bears a name."""
    return settings._replace(mechanism_name=name, mechanism=mechanism or presets()[name].mechanism)


def changed(mechanism: Mechanism, **changes: Any) -> Mechanism:
    """Return a mechanism in which ``part__name=value`` replaces single settings."""
    for key, value in changes.items():
        part, _, name = key.partition("__")
        assert part in PARTS
        mechanism = mechanism._replace(**{part: getattr(mechanism, part)._replace(**{name: value})})
    return mechanism


def lived(settings: Settings, seed: int) -> Engine:
    """Return the engine of a run that is over."""
    engine = Engine(settings, seed)
    engine.run()
    return engine


@cache
def usual_life(preset: str) -> Engine:
    """Return a life of the small world that is over, the same for all files that only look at what became of it."""
    return lived(under(settings_with(rates=60.0, costs=0.2), preset), 3)


def different_columns(one: Tables, other: Tables) -> list[str]:
    """Return the names of all columns in which two sets of tables are not the same to the byte."""
    assert list(one) == list(other)
    found = []
    for table in one:
        assert list(one[table]) == list(other[table])
        found += [f"{table}.{name}" for name in one[table] if not _same(one[table][name], other[table][name])]
    return found


def _same(one: np.ndarray, other: np.ndarray) -> bool:
    if one.dtype != other.dtype or one.shape != other.shape:
        return False
    if one.dtype == object:
        return one.tolist() == other.tolist()
    masks = np.ma.getmaskarray(one), np.ma.getmaskarray(other)
    hidden = [np.ma.filled(np.ma.masked_array(np.ma.getdata(x), mask=masks[0]), 0) for x in (one, other)]
    return bool((masks[0] == masks[1]).all()) and hidden[0].tobytes() == hidden[1].tobytes()


def fingerprint(tables: Tables) -> str:
    """Return a number that stands for every byte of some tables."""
    digest = hashlib.sha256()
    for name, table in tables.items():
        for column, values in table.items():
            digest.update(f"{name}.{column} {values.dtype}".encode())
            plain = values.dtype == object
            digest.update(repr(values.tolist()).encode() if plain else np.ma.filled(values, 0).tobytes())
            digest.update(np.ma.getmaskarray(values).tobytes())
    return digest.hexdigest()


def rows_of_units(table: Mapping[str, np.ndarray], ids: np.ndarray, column: str = "unit") -> dict[str, np.ndarray]:
    """Return the rows of a table that belong to some units."""
    rows = np.isin(table[column], ids)
    return {name: values[rows] for name, values in table.items()}
