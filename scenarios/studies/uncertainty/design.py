"""Where in the ranges runs are made: draws, screening trajectories, and the design of Sobol indices.

A design is a table of positions: one row a point, one column a number, each in [0, 1] over the number's range. More of
a design keeps the points that were there before, so their finished runs are used again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri

from dizao.model.core.generator import generator
from dizao.model.settings import Settings
from dizao.scenarios.analysis.uncertainty.found import ESTIMATED, Uncertain
from dizao.scenarios.analysis.uncertainty.points import DISPOSITIONS, LEVELS, OTHERS, Points, problem_of, value_at
from dizao.scenarios.loading.checks import contradictions
from dizao.scenarios.loading.errors import ScenarioError
from dizao.scenarios.loading.members import Members
from dizao.scenarios.loading.uncertain import NOTHING_SAID, Knowledge
from dizao.scenarios.studies.uncertainty.parameters import (
    LARGEST,
    MEMBERS_OF_THE_ESTIMATE,
    errors_of_the_estimate,
    own_of_categories,
    section_of,
    uncertain,
)

Floats = npt.NDArray[np.float64]

DRAWS, SCREENING, INDICES, MEMBERS = 1, 2, 3, 7
"""Purposes of random numbers, beside the seed; 4 to 6 are those of `dizao.scenarios.analysis.uncertainty`."""

TAIL = 0.025
"""Beyond it, at either end, each independent part of the estimate is drawn in: to its middle 95%."""

DIGITS = 6
"""Significant digits of a drawn value, so that another machine draws the same."""


@dataclass(frozen=True)
class Space:
    """The numbers that are drawn, from positions to settings.

    Attributes
    ----------
    settings
        The scenario's own.
    numbers
        What is drawn.
    own
        Numbers of categories on which no factor acts: names of categories, each with that of the number.
    ranged
        Keys of numbers to which the scenario gives a range of its own.
    """

    settings: Settings
    numbers: tuple[Uncertain, ...]
    own: frozenset[tuple[str, str]] = frozenset()
    ranged: frozenset[str] = frozenset()

    @classmethod
    def of(cls, settings: Settings, knowledge: Knowledge = NOTHING_SAID) -> "Space":
        """Return the space of a scenario.

        Parameters
        ----------
        settings
            The scenario's own.
        knowledge
            What it says of uncertain numbers.

        Returns
        -------
        The space of all its uncertain numbers.
        """
        own = frozenset(own_of_categories(knowledge))
        return cls(settings, uncertain(settings, knowledge), own, frozenset(knowledge.ranges))

    @property
    def estimated(self) -> npt.NDArray[np.int64]:
        """Columns of what is estimated, drawn jointly."""
        members = {f"people.{name}" for name in MEMBERS_OF_THE_ESTIMATE}
        jointly = [one.grade == ESTIMATED and one.key in members for one in self.numbers]
        return np.flatnonzero(jointly)

    @property
    def keys(self) -> list[str]:
        """Keys of all numbers, in order."""
        return [one.key for one in self.numbers]

    def groups(self, apart: Sequence[str] | None = None) -> list[str]:
        """Return for each parameter the name under which it is reported.

        Parameters
        ----------
        apart
            Keys of the numbers that are; all others are one. None: all are, but the estimate is one.

        Returns
        -------
        Names, one a number, in the order of the columns.
        """
        joint = {self.numbers[k].key for k in self.estimated}
        named = [DISPOSITIONS if key in joint else key for key in self.keys]
        return named if apart is None else [name if name in apart else OTHERS for name in named]

    def values(self, positions: Floats) -> Floats:
        """Return the values at positions, one column a number.

        Parameters
        ----------
        positions : ndarray of shape (points, numbers)
            Places in the ranges, each in [0, 1].

        Returns
        -------
        Values of the same shape, each column in its number's unit, with `DIGITS` significant digits; what is estimated
        is drawn jointly.
        """
        values = np.column_stack([_value(one, positions[:, k]) for k, one in enumerate(self.numbers)])
        if len(columns := self.estimated):
            values[:, columns] = self._dispositions(positions[:, columns])
        return _rounded(values)

    def _dispositions(self, positions: Floats) -> Floats:
        """Return what is estimated: normal, with its errors and correlations, cut to the ranges."""
        members = [self.numbers[k] for k in self.estimated]
        errors, correlations = errors_of_the_estimate([one.key.partition(".")[2] for one in members])
        random_draw = ndtri(np.clip(positions, TAIL, 1.0 - TAIL)) @ np.linalg.cholesky(np.array(correlations)).T
        values = np.array([one.default for one in members]) + random_draw * np.array(errors)
        return np.clip(values, [one.low for one in members], [one.high for one in members])

    def at(self, row: Floats) -> Settings:
        """Return the scenario with a row of values in place of its own.

        Parameters
        ----------
        row : ndarray of shape (numbers,)
            Values, in the order of the numbers; those of categories are factors.

        Returns
        -------
        The changed settings; the scenario's own stay as they are.
        """
        changed: dict[str, Any] = {}
        factors: dict[str, float] = {}
        single: dict[tuple[str, str, str], Any] = {}
        for one, value in zip(self.numbers, row.tolist(), strict=True):
            head, *rest = one.key.split(".")
            drawn: Any = int(value) if one.whole else value
            if len(rest) == 2:
                single[head, rest[0], rest[1]] = drawn
            elif head == "categories":
                factors[rest[0]] = value
            else:
                changed[f"{head}__{rest[0]}"] = drawn
        return _with_parts(_with_factors(self.settings.with_values(**changed), factors, self.own), single)

    def checked(self, values: Floats) -> list[Settings]:
        """Return the settings of all rows.

        Parameters
        ----------
        values : ndarray of shape (points, numbers)
            What `values` returns.

        Returns
        -------
        Settings, one a row, in order.

        Raises
        ------
        ScenarioError
            If a row contradicts itself; none does unless the scenario nearly does.
        """
        found = [self.at(row) for row in values]
        for settings in found:
            for problem in contradictions(settings, []):
                raise ScenarioError("--draws", ".".join(problem.key), f"a draw {problem.text}")
        return found


def _value(one: Uncertain, position: Floats) -> Floats:
    """Return what is drawn at positions; of a whole number each value is a part of the range as wide as any other."""
    wider = one._replace(high=one.high + 1.0) if one.whole else one
    values = value_at(wider, position)
    return np.minimum(np.floor(values), one.high) if one.whole else values


def _rounded(values: Floats) -> Floats:
    size = np.floor(np.log10(np.abs(values), where=values != 0.0, out=np.zeros_like(values)))
    scale = 10.0 ** (DIGITS - 1 - size)
    return np.asarray(np.round(values * scale) / scale)


def _with_factors(settings: Settings, factors: dict[str, float], own: frozenset[tuple[str, str]]) -> Settings:
    """Multiply numbers of all categories but those that are a category's own, within what is allowed."""
    changed = {}
    for name, category in settings.categories.items():
        acting = [key for key in factors if (name, key) not in own]
        values: dict[str, Any] = {key: _times(getattr(category, key), key, factors[key]) for key in acting}
        changed[name] = category._replace(**values)
    return settings._replace(categories=changed)


def _with_parts(settings: Settings, values: dict[tuple[str, str, str], Any]) -> Settings:
    """Set numbers of single categories and of groups of places."""
    categories, groups = dict(settings.categories), {group.name: group for group in settings.places}
    for (head, part, name), value in values.items():
        if head == "categories":
            categories[part] = categories[part]._replace(**{name: value})
        elif section := section_of(name):
            own = {**groups[part].own, section: {**groups[part].own.get(section, {}), name: value}}
            groups[part] = groups[part]._replace(own=own)
        else:
            groups[part] = groups[part]._replace(numbers=groups[part].numbers._replace(**{name: value}))
    return settings._replace(categories=categories, places=tuple(groups.values())) if values else settings


def _times(value: float, name: str, factor: float) -> float:
    product = min(value * factor, LARGEST[name])
    return max(1, round(product)) if isinstance(value, int) else product


def draws(space: Space, count: int, seed: int) -> Floats:
    """Return the positions of draws: a scrambled Sobol sequence, of which more points keep the first ones.

    Parameters
    ----------
    space
        The numbers that are drawn.
    count
        How many draws, at least 1.
    seed
        Of the scrambling; the same seed keeps the first draws.

    Returns
    -------
    Positions in [0, 1], of shape (count, numbers).
    """
    # Loaded where it is needed: it would be a third of what `dizao compare` loads, mostly for no draws.
    from scipy.stats import qmc

    sequence = qmc.Sobol(len(space.numbers), scramble=True, rng=generator(seed, DRAWS))
    return np.asarray(sequence.random_base2(max(0, (count - 1).bit_length()))[:count])


def check_count(members: Members, count: int) -> None:
    """Check that there are members enough.

    Parameters
    ----------
    members
        Parameter sets that the field has not ruled out.
    count
        Draws, each of another member.

    Raises
    ------
    ScenarioError
        If there are fewer.
    """
    if count > (most := len(members.weights)):
        allowed = f"must be at most {most}, the number of members (--prior draws from whole ranges)"
        raise ScenarioError("--draws", "", f"{allowed}, got {count}")


def draws_of_members(space: Space, members: Members, count: int, seed: int) -> Floats:
    """Return the positions of draws that are members: what they have no number for, or a range of its own, is drawn.

    Parameters
    ----------
    space
        The numbers that are drawn.
    members
        Parameter sets that the field has not ruled out.
    count
        How many draws, at most as many as members.
    seed
        Of their order and of the rest; the same seed keeps the first draws.

    Returns
    -------
    Positions in [0, 1], of shape (count, numbers).

    Raises
    ------
    ScenarioError
        If there are fewer members.
    """
    check_count(members, count)
    waits = -np.log(generator(seed, MEMBERS).random(len(members.weights))) / members.weights
    chosen = members.positions[np.argsort(waits, kind="stable")[:count]]
    positions, at = draws(space, count, seed), {key: k for k, key in enumerate(members.keys)}
    for k, one in enumerate(space.numbers):
        if one.key in at and one.key not in space.ranged:
            positions[:, k] = chosen[:, at[one.key]]
    return positions


def trajectories(groups: Sequence[str], count: int, seed: int) -> Points:
    """Return Morris trajectories: from each point to the next one group moves; each trajectory is a block.

    Parameters
    ----------
    groups
        For each column the name under which it is reported; columns of one name move together.
    count
        How many trajectories, at least 1.
    seed
        Of the random numbers; the same seed keeps the first trajectories.

    Returns
    -------
    Points on `LEVELS` levels of each range: a trajectory has as many as there are different names, and one more.
    """
    from SALib.sample import morris

    problem = problem_of(groups)
    made = [morris.sample(problem, 1, num_levels=LEVELS, seed=generator(seed, SCREENING, k)) for k in range(count)]
    blocks = np.repeat(np.arange(count), [len(one) for one in made])
    return Points(np.concatenate(made), blocks)


def saltelli(groups: Sequence[str], base: int, seed: int) -> Points:
    """Return the design of first and total Sobol indices: two base rows, and one row for each group between them.

    Parameters
    ----------
    groups
        For each column the name under which it is reported; columns of one name move together.
    base
        Base rows, a power of two.
    seed
        Of the scrambling; the same seed keeps the first blocks.

    Returns
    -------
    Points in as many blocks as `base`; a block has as many as there are different names, and two more.
    """
    from SALib.sample import sobol

    problem = problem_of(groups)
    positions = sobol.sample(problem, base, calc_second_order=False, seed=generator(seed, INDICES))
    return Points(positions, np.repeat(np.arange(base), len(positions) // base))
