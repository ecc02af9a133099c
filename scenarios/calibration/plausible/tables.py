"""What a history match found as tables: members, sets, facts, numbers, waves."""

import json
import math

import numpy as np
import numpy.typing as npt
import pandas as pd

from dizao.scenarios.analysis.matching.active import correlated
from dizao.scenarios.analysis.matching.implausibility import (
    CUT,
    deciding,
    never_together,
    not_ruled_out,
    ruled_out_last,
)
from dizao.scenarios.calibration.places import weighted
from dizao.scenarios.calibration.plausible.cube import ends_of_worlds, spaces_of_worlds
from dizao.scenarios.calibration.plausible.facts import Fact, off_scale, sha256_of_table
from dizao.scenarios.calibration.plausible.study import Found
from dizao.scenarios.loading.members import DENSITY, MADE_FROM, POSITION, WITHOUT, KnownFact

Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]

MASS = (0.05, 0.5, 0.95)
ENDS = ("5", "50", "95")

UNIFORM_VARIANCE = 1.0 / 12.0
NOISE_OF_VARIANCE = 0.8
"""Times one over the number of members: squared standard error of a variance over the uniform one, by its kurtosis."""

CLEAR = 4.0
"""Standard errors from which a number counts as narrowed or moved: of two hundred one is beyond three by chance."""


def effective(weights: Floats) -> float:
    """Return the number of equally weighted members that weights are worth.

    Parameters
    ----------
    weights
        They sum to 1, or all are 0.

    Returns
    -------
    Effective sample size; 0 if all are 0.
    """
    return float(1.0 / np.sum(weights**2)) if weights.any() else 0.0


def sets_table(found: Found) -> pd.DataFrame:
    """Return all simulated sets: outcomes in their units, implausibilities, and whether each is kept.

    Parameters
    ----------
    found
        What a history match found.

    Returns
    -------
    One row a set, in the order of the waves.
    """
    table = pd.DataFrame({"set": np.arange(len(found.wave)), "wave": found.wave + 1, "kept": found.kept})
    table["weight"] = found.weights
    table[DENSITY] = found.densities
    table[WITHOUT] = kept_out_by(found)
    table["deciding"] = deciding(found.implausibilities[:, : found.conditions])
    for j, fact in enumerate(found.facts):
        table[fact.name] = off_scale(fact.scale, found.outcomes.measured[:, j])
        table[f"implausibility.{fact.name}"] = found.implausibilities[:, j]
    return table


def kept_out_by(found: Found) -> list[str]:
    """Return for each set the facts of which each alone, if it were not known, would leave it.

    Parameters
    ----------
    found
        What a history match found.

    Returns
    -------
    Names of one or two facts with a blank between; empty for members, and for what more facts rule out.
    """
    names = np.array([fact.name for fact in found.facts[: found.conditions]])
    return [" ".join(names[some]) for some in ruled_out_last(found.implausibilities[:, : found.conditions])]


def members_table(found: Found) -> pd.DataFrame:
    """Return the sets that a ranking can draw, with all their numbers: those that are kept, and below them others.

    Parameters
    ----------
    found
        What a history match found.

    Returns
    -------
    Columns of `sets_table`, values by key, and places by key behind `POSITION`; one row a member, then one for each set
    that would be kept if some fact were not known.
    """
    whole = sets_table(found)
    some = np.concatenate([np.flatnonzero(found.kept), np.flatnonzero(whole[WITHOUT] != "")])
    rows, places = whole.drop(columns="kept").iloc[some].reset_index(drop=True), found.positions[some]
    values = pd.DataFrame(found.cube.values(places))
    positions = pd.DataFrame(places, columns=[POSITION + key for key in found.cube.keys])
    return pd.concat([rows, values, positions], axis=1)


def made_from(found: Found) -> dict[bytes, bytes]:
    """Return what a table of members says of its origin.

    Parameters
    ----------
    found
        What a history match found.

    Returns
    -------
    Metadata of a table: the command that makes it, whatever the workers and the folder are, check sum of the table of
    facts, ends of all numbers in all worlds, and the facts with the numbers that move their outcomes in the first wave.
    """
    facts = [
        KnownFact(fact.name, fact.title, fact.title_zh, _moving(found, j))._asdict()
        for j, fact in enumerate(found.facts[: found.conditions])
    ]
    asked = found.asked
    options = {"seed": asked.seed, **asked.size._asdict()}
    command = ["dizao plausible", asked.scenario.name]
    command += [f"--{name.replace('_', '-')} {value}" for name, value in options.items()]
    made = {
        "command": " ".join(command),
        "sha256_of_facts": sha256_of_table(),
        "facts": facts,
        "ends": ends_of_worlds(),
    }
    return {MADE_FROM: json.dumps(made, ensure_ascii=False).encode()}


def _moving(found: Found, j: int) -> tuple[str, ...]:
    """Return the keys of which the rank correlation with an outcome is clear in the first wave, the largest first."""
    known = found.prior & ~np.isnan(found.outcomes.measured[:, j])
    if not known.any():
        return ()
    columns = correlated(found.positions[known], found.outcomes.measured[known, j])
    return tuple(found.cube.keys[k] for k in columns)


def facts_table(found: Found) -> pd.DataFrame:
    """Return each fact with what the prior, the members, and the members by all other facts make of it.

    Parameters
    ----------
    found
        What a history match found.

    Returns
    -------
    One row a fact; quantiles are missing where nothing is kept.
    """
    tested = found.implausibilities[:, : found.conditions]
    last = ruled_out_last(tested)
    rows = []
    for j, fact in enumerate(found.facts):
        conditions = fact.use == "condition"
        others = not_ruled_out(np.delete(tested, j, axis=1)) if conditions else found.kept
        rows.append(
            {
                **{key: getattr(fact, key) for key in ("name", "title", "title_zh", "use", "world", "unit", "scale")},
                "observed": fact.value,
                "error": fact.error,
                "discrepancy": fact.discrepancy,
                "undefined": float(np.isnan(found.outcomes.measured[found.prior, j]).mean()),
                "alone": float((found.implausibilities[found.prior, j] > CUT).mean()),
                "last": float(last[found.prior, j].mean()) if conditions else math.nan,
                "kept_without": float(others[found.prior].mean()) if conditions else math.nan,
                **_quantiles("prior", fact, found, j, found.prior),
                **_quantiles("kept", fact, found, j, found.kept),
                **_quantiles("without", fact, found, j, others),
            }
        )
    return pd.DataFrame(rows)


def _quantiles(name: str, fact: Fact, found: Found, j: int, some: Mask) -> dict[str, float]:
    """Return weighted quantiles of an outcome, in its unit, over the sets in which it is defined."""
    values = found.outcomes.measured[:, j]
    known = some & ~np.isnan(values)
    if not known.any():
        return {f"{name}_{end}": math.nan for end in ENDS}
    weights = found.weights_of(known)[known]
    quantiles = off_scale(fact.scale, np.array(weighted(values[known], weights, MASS)))
    return {f"{name}_{end}": float(value) for end, value in zip(ENDS, quantiles, strict=True)}


def numbers_table(found: Found) -> pd.DataFrame:
    """Return each uncertain number with its range, and where members have it; what was narrowed most first.

    Parameters
    ----------
    found
        What a history match found.

    Returns
    -------
    One row a number. ``contraction`` is the part of the variance over the range that is gone, ``shift`` how far the
    mean has moved in parts of the range, ``clear`` whether either is beyond `CLEAR` standard errors.
    """
    weights = found.weights[found.kept]
    count = max(1.0, effective(weights))
    places = found.positions[found.kept]
    values = found.cube.values(places)
    rows = []
    for k, (key, one) in enumerate(found.cube.numbers.items()):
        having = [name for name, space in spaces_of_worlds().items() if key in space.keys]
        row = {"key": key, "unit": one.unit, "low": one.low, "high": one.high, "worlds": " ".join(having)}
        if len(places):
            mean = float(weights @ places[:, k])
            contraction = 1.0 - float(weights @ (places[:, k] - mean) ** 2) / UNIFORM_VARIANCE
            shift = mean - 0.5
            row |= {f"kept_{end}": value for end, value in zip(ENDS, weighted(values[key], weights, MASS), strict=True)}
            narrowed = abs(contraction) > CLEAR * math.sqrt(NOISE_OF_VARIANCE / count)
            moved = abs(shift) > CLEAR * math.sqrt(UNIFORM_VARIANCE / count)
            row |= {"contraction": contraction, "shift": shift, "clear": narrowed or moved}
        else:
            row |= {f"kept_{end}": math.nan for end in ENDS} | {
                "contraction": math.nan,
                "shift": math.nan,
                "clear": False,
            }
        rows.append(row)
    table = pd.DataFrame(rows)
    return table.sort_values("contraction", ascending=False, kind="stable", ignore_index=True)


def waves_table(found: Found) -> pd.DataFrame:
    """Return how the waves went: one row for each wave and fact, with the errors of its emulator.

    Parameters
    ----------
    found
        What a history match found.

    Returns
    -------
    Columns of the wave, then of the emulator; of the last wave, after which none is fitted, one row without emulators.
    """
    rows = []
    for number, wave in enumerate(found.waves):
        here = found.wave == number
        about = {
            "wave": number + 1,
            "share": wave.share,
            "candidates": wave.drawn.candidates,
            "walked": wave.drawn.walked,
            "sets": int(here.sum()),
            "kept": int(found.kept[here].sum()),
        }
        for name, checked in (wave.checked or {"": None}).items():
            rows.append(about | {"fact": name} | (checked._asdict() if checked else {}))
    return pd.DataFrame(rows, columns=[*about, "fact", "points", "active", "inside", "explained"])


def contradictions(found: Found) -> list[tuple[Fact, Fact]]:
    """Return pairs of facts that no simulated set meets together though it meets each.

    Parameters
    ----------
    found
        What a history match found.

    Returns
    -------
    Pairs, in the order of the facts.
    """
    pairs = never_together(found.implausibilities[:, : found.conditions])
    return [(found.facts[i], found.facts[j]) for i, j in pairs]


def never_met(found: Found) -> list[Fact]:
    """Return the facts that no simulated set meets.

    Parameters
    ----------
    found
        What a history match found.

    Returns
    -------
    Facts that condition.
    """
    met = (found.implausibilities[:, : found.conditions] <= CUT).any(axis=0)
    return [fact for fact, one in zip(found.facts, met.tolist(), strict=False) if not one]
