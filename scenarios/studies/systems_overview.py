"""All systems of the library side by side: each judged by its one outcome, with it against without.

The intervals hold for all systems at once, as those of a comparison do for all mechanisms.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

import numpy as np
import pandas as pd

from dizao.scenarios.analysis.effects import Effect, effect
from dizao.scenarios.analysis.intervals import LEVEL, Floats
from dizao.scenarios.analysis.simultaneous import level_of_each
from dizao.scenarios.loading.language import Language
from dizao.scenarios.studies.systems import Study

type Verdict = Literal["as_hoped", "wrong", "open", "same", "unknown"]


class Judged(NamedTuple):
    """One system: its scenario, what the field hopes for, the effect on the outcome that judges it, and the verdict."""

    number: int
    scenario: str
    expected: str
    effect: Effect
    verdict: Verdict


def verdict(found: Effect, expected: str) -> Verdict:
    """Say whether an effect has the sign that was hoped for: only an interval that leaves 0 out can tell.

    Parameters
    ----------
    found
        The effect on the outcome that the system is judged by.
    expected
        ``higher`` or ``lower``: the sign that the field hopes for.

    Returns
    -------
    ``unknown`` with fewer than two pairs, ``same`` where no world differs, ``open`` where the interval holds 0.
    """
    if found.n < 2:
        return "unknown"
    if found.ci_low == found.ci_high == 0.0:
        return "same"
    if found.ci_low > 0.0 or found.ci_high < 0.0:
        return "as_hoped" if (found.difference > 0.0) == (expected == "higher") else "wrong"
    return "open"


@dataclass(frozen=True, eq=False)
class Overview:
    """What all systems change in the outcomes that they are judged by.

    Attributes
    ----------
    studies
        One a system, of its first and its last variant.
    language
        Of what is told.
    """

    studies: tuple[Study, ...]
    language: Language = "en"

    @cached_property
    def judged(self) -> list[Judged]:
        """Each system's effect, with intervals that hold for all of them at once."""
        pairs = [_pair(one) for one in self.studies]
        # Replicate r has the same seed in all of them; one that a system lacks is undefined there.
        most = max(len(ours) for ours, _ in pairs)
        differences = np.full((most, len(pairs)), np.nan)
        for k, (ours, theirs) in enumerate(pairs):
            differences[: len(ours), k] = ours - theirs
        level = level_of_each(differences, LEVEL)
        return [_judged(one, *pair, level) for one, pair in zip(self.studies, pairs, strict=True)]

    @property
    def table(self) -> pd.DataFrame:
        """One row a system: what it is, its effect (columns of `Effect`), the verdict."""
        rows = [{**one._asdict(), **one.effect._asdict()} for one in self.judged]
        table = pd.DataFrame(rows).drop(columns="effect")
        return table.astype({"replicates_needed": "Int64"})


def _pair(study: Study) -> tuple[Floats, Floats]:
    """Return the judged outcome with the system and without, by replicate."""
    name, off, on = study.system.judged_by, study.mechanisms[0], study.mechanisms[-1]
    values = [[result.outcomes[variant][name] for result in study.results] for variant in (on, off)]
    ours, theirs = (np.array(each, dtype=np.float64) for each in values)
    return ours, theirs


def _judged(study: Study, ours: Floats, theirs: Floats, level: float) -> Judged:
    system = study.system
    found = effect(system.judged_by, study.mechanisms[-1], study.mechanisms[0], ours, theirs, level)
    return Judged(system.number, study.scenario.name, system.expected, found, verdict(found, system.expected))
