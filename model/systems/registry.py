"""All systems of the field, found under ``model/systems/``, and what follows from them for everybody else."""

import importlib
import pkgutil

from dizao.model import systems
from dizao.model.core.definitions import Column
from dizao.model.parameters import BASE_SECTIONS
from dizao.model.settings import Settings
from dizao.model.system import System


def found_systems() -> tuple[System, ...]:
    """Return the systems of all folders here, in the order of their rows in the field's table.

    Returns
    -------
    Their records; rows that are the same go by name.
    """
    names = [module.name for module in pkgutil.iter_modules(systems.__path__) if module.name != "registry"]
    modules = [importlib.import_module(f"{systems.__name__}.{name}") for name in names]
    return tuple(sorted((module.SYSTEM for module in modules), key=lambda system: (system.row, system.name)))


def _sections(found: tuple[System, ...]) -> dict[str, type]:
    """Return all sections: each system's follows the one that it names, after those of earlier systems."""
    order = dict(BASE_SECTIONS)
    for name in BASE_SECTIONS:
        own = {system.section: system.settings for system in found if system.follows == name}
        before = list(order).index(name) + 1
        items = list(order.items())
        order = dict([*items[:before], *own.items(), *items[before:]])
    return order


SYSTEMS: tuple[System, ...] = found_systems()
"""All systems of the field, in the order in which they act at a point."""

SECTIONS: dict[str, type] = _sections(SYSTEMS)
"""Sections of a scenario that are plain tables of numbers, by the name they have in a scenario file."""

COUNTS: dict[str, Column] = {name: column for system in SYSTEMS for name, column in system.counts.items()}
"""Weekly totals that systems have of their own."""

TASKS: dict[str, str] = {why: outcome for system in SYSTEMS for why, outcome in system.tasks.items()}
"""The outcome in which hours count, by the words in the ledger."""

DEFAULTS = Settings(systems={system.section: system.settings() for system in SYSTEMS})
"""Settings with every number at its default."""


def default_settings() -> Settings:
    """Return settings with every number at its default, sections of systems among them.

    Returns
    -------
    The same object each time; settings are not changed but replaced.
    """
    return DEFAULTS


def system_of_section(section: str) -> System | None:
    """Return the system that a section belongs to, None if it is no system's.

    Parameters
    ----------
    section
        Name of a table in a scenario file.

    Returns
    -------
    The system's record, or None.
    """
    return next((system for system in SYSTEMS if system.section == section), None)
