"""What a system of the field declares: one record, from which everything else follows.

A system is a folder under ``model/systems/`` whose ``__init__.py`` declares a constant ``SYSTEM``, and whose other
files hold what it does. The registry (`dizao.model.systems.registry`) finds it there; stages, engine, sampling of
uncertain parameters, outputs and words go over the registry and name no system. The record names functions by the file
and the name that they have in the folder (``"week.run"``), so that listing parameters loads no compiled code.
docs/how-to/add-a-system.md adds one.
"""

import copy
import importlib
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from dizao.model.core.definitions import Column, Condition, Outcome
from dizao.model.points import Points

type Function = Any
"""A function of a system, by its file and name in the system's folder (``"week.run"``) or itself once it is loaded."""

NOTHING: Mapping[Any, Any] = {}


class System(NamedTuple):
    """A system of the field.

    Attributes
    ----------
    name
        Also that of its module.
    row
        Its row in the field's table (docs/architecture.md).
    odd
        The section of docs/odd.md that says what it does, such as ``"7.16"``.
    section
        Name of its table in a scenario file.
    settings
        The table: a ``NamedTuple`` whose annotations are parameters, as in `dizao.model.parameters`.
    follows
        The section after which its own stands in lists of parameters.
    switches
        Settings that say what there is of it: choices, and therefore never sampled. Where all stand at their defaults
        the system is off.
    is_there
        Whether it acts under some settings. By default: whether a switch is not at its default.
    needs
        When settings act that do not always act while the system is on, by name.
    acts
        What it does at the named points of the week (`dizao.model.points.Points`), by point.
    world
        ``(world, settings, seed) -> world``: what it adds to the world that a run starts from.
    begin
        ``(state) -> Any``: makes what it remembers between weeks; kept as ``state.systems[name]``.
    copied
        Returns an independent copy of that for a twin of the run.
    draws
        Purposes of its random draws and their numbers (`dizao.model.core.draws`), each used nowhere else.
    tasks
        What its people spend minutes on, by the words in the ledger: the outcome in which these hours count.
    counts
        Weekly totals of its own, by name.
    outcomes, measure
        Outcomes of its own; ``measure(state)`` returns them, nan where the system is off.
    columns
        Columns that it adds to tables of results: by table and name, ``(state) -> column`` with its unit and meaning.
    names
        What planners call its parameters, in English and in Chinese, by name.
    texts
        Texts of its own in reports, by language and key.
    of_a_project
        Whether it acts on a project that a scenario pins, so that its settings alone do not switch it on.
    """

    name: str
    row: int
    odd: str
    section: str
    settings: type[Any]
    follows: str = "people"
    switches: tuple[str, ...] = ()
    is_there: Callable[[Any], bool] | None = None
    needs: Mapping[str, Condition] = NOTHING
    acts: Mapping[str, Function] = NOTHING
    world: Function = None
    begin: Function = None
    copied: Function = copy.deepcopy
    draws: Mapping[str, int] = NOTHING
    tasks: Mapping[str, str] = NOTHING
    counts: Mapping[str, Column] = NOTHING
    outcomes: Mapping[str, Outcome] = NOTHING
    measure: Function = None
    columns: Mapping[tuple[str, str], tuple[Function, Column]] = NOTHING
    names: Mapping[str, tuple[str, str]] = NOTHING
    texts: Mapping[str, Mapping[str, str]] = NOTHING
    of_a_project: bool = False

    def loaded(self) -> "System":
        """Return the system with its functions in the place of their names; compiled code is loaded now.

        Returns
        -------
        The same system, with functions.

        Raises
        ------
        ValueError
            If a name leads to no function.
        """
        columns = {key: (self._function(make), column) for key, (make, column) in self.columns.items()}
        return self._replace(
            acts={point: self._function(one) for point, one in self.acts.items()},
            columns=columns,
            **{name: self._function(getattr(self, name)) for name in ("world", "begin", "copied", "measure")},
        )

    def _function(self, named: Any) -> Any:
        """Return the function of a name; anything else as it is."""
        if not isinstance(named, str):
            return named
        file, _, name = named.rpartition(".")
        try:
            return getattr(importlib.import_module(f"dizao.model.systems.{self.name}.{file}"), name)
        except (ImportError, AttributeError) as error:
            raise ValueError(f"system {self.name}: {named}: no such function") from error

    @property
    def on_by(self) -> str:
        """The settings that switch it on, with the section in front."""
        return ", ".join(f"{self.section}.{name}" for name in self.switches)

    def is_switched_on(self, settings: Any) -> bool:
        """Return whether any of its switches is not at its default.

        Parameters
        ----------
        settings
            Those of a run.

        Returns
        -------
        Whether its section differs from the defaults in a switch; never where it has none.
        """
        values, defaults = getattr(settings, self.section), self.settings()
        return any(getattr(values, name) != getattr(defaults, name) for name in self.switches)

    def is_in(self, settings: Any) -> bool:
        """Return whether it acts under some settings.

        Parameters
        ----------
        settings
            Those of a run.

        Returns
        -------
        What `is_there` says, or else whether it is switched on.
        """
        return self.is_switched_on(settings) if self.is_there is None else self.is_there(settings)


def points_of(systems: tuple[System, ...]) -> Points:
    """Return what acts at each point, in the systems' order; the systems must be loaded.

    Parameters
    ----------
    systems
        Those that act in a run.

    Returns
    -------
    Functions by point, none where no system acts.

    Raises
    ------
    ValueError
        If a system acts at a point that is not there.
    """
    for system in systems:
        unknown = [name for name in system.acts if name not in Points._fields]
        if unknown:
            raise ValueError(f"system {system.name}: no point {', '.join(unknown)}; known: {', '.join(Points._fields)}")
    return Points(
        **{name: tuple(one.acts[name] for one in systems if name in one.acts) for name in Points._fields},
    )
