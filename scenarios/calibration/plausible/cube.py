"""Parameter sets: places in the unit cube of all numbers that are uncertain in a scenario or in a world of facts."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from dizao.model.settings import Settings
from dizao.scenarios.analysis.uncertainty.found import Uncertain
from dizao.scenarios.calibration.plausible.facts import worlds
from dizao.scenarios.loading.scenario import Scenario
from dizao.scenarios.studies.uncertainty.design import Space

Floats = npt.NDArray[np.float64]


@cache
def spaces_of_worlds() -> Mapping[str, Space]:
    """Return the uncertain numbers of each world, made once in a process.

    Returns
    -------
    Spaces by name of the world, in the order of the table.
    """
    return {world.name: Space.of(world.loaded().settings()) for world in worlds()}


def ends_of_worlds() -> dict[str, dict[str, list[float]]]:
    """Return the ends of all numbers in all worlds, by which it is known whether sets are places in today's ranges.

    Returns
    -------
    By world and key: values at places 0 and 1 of all numbers together, each in the number's unit.
    """
    found = {}
    for name, space in spaces_of_worlds().items():
        ends = space.values(np.outer([0.0, 1.0], np.ones(len(space.keys))))
        found[name] = dict(zip(space.keys, ends.T.tolist(), strict=True))
    return found


@cache
def keys_of_worlds() -> tuple[str, ...]:
    """Return the keys of all numbers that any world has.

    Returns
    -------
    Keys, those of the first world first.
    """
    return tuple(dict.fromkeys(key for space in spaces_of_worlds().values() for key in space.keys))


@dataclass(frozen=True)
class Cube:
    """The cube of a scenario and of all worlds.

    Attributes
    ----------
    scenario
        The scenario that is asked about.
    space
        Its uncertain numbers.
    keys
        Of all columns: those of the worlds, then what only the scenario has.
    """

    scenario: Scenario
    space: Space
    keys: tuple[str, ...]

    @classmethod
    def of(cls, scenario: Scenario) -> "Cube":
        """Return the cube of a scenario.

        Parameters
        ----------
        scenario
            As it was loaded.

        Returns
        -------
        The cube.
        """
        space = Space.of(scenario.settings())
        return cls(scenario, space, tuple(dict.fromkeys([*keys_of_worlds(), *space.keys])))

    @property
    def numbers(self) -> dict[str, Uncertain]:
        """By key: what is drawn, with the scenario's range where it has the number, else with that of a world."""
        found = {one.key: one for space in reversed(list(spaces_of_worlds().values())) for one in space.numbers}
        found |= {one.key: one for one in self.space.numbers}
        return {key: found[key] for key in self.keys}

    @property
    def groups(self) -> list[str]:
        """For each column the name under which it is screened: what is estimated from the laboratory is one."""
        named = {
            key: group
            for space in (*spaces_of_worlds().values(), self.space)
            for key, group in zip(space.keys, space.groups(), strict=True)
        }
        return [named[key] for key in self.keys]

    def values(self, positions: Floats) -> dict[str, Floats]:
        """Return the values of all numbers at places of the cube, by key.

        Parameters
        ----------
        positions : ndarray of shape (points, numbers)
            Places in the cube.

        Returns
        -------
        Values by key, one a point, in the number's unit: those of the scenario's own range where it has the number.
        """
        found: dict[str, Floats] = {}
        for space in (self.space, *spaces_of_worlds().values()):
            columns = [self.keys.index(key) for key in space.keys]
            named = zip(space.keys, space.values(positions[:, columns]).T, strict=True)
            found = dict(named) | found
        return {key: found[key] for key in self.keys}


def settings_at(positions: Floats) -> list[dict[str, Settings]]:
    """Return the settings of all worlds at places of the cube.

    Parameters
    ----------
    positions : ndarray of shape (points, numbers)
        Places, of which the first columns are those of `keys_of_worlds`.

    Returns
    -------
    For each point settings by name of the world.
    """
    keys, found = keys_of_worlds(), list[dict[str, Settings]]()
    rows = {
        name: space.values(positions[:, [keys.index(key) for key in space.keys]])
        for name, space in spaces_of_worlds().items()
    }
    for place in range(len(positions)):
        found.append({name: space.at(rows[name][place]) for name, space in spaces_of_worlds().items()})
    return found
