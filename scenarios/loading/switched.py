"""Systems of the field switched on and off by name: ``[systems]`` in a scenario file, or ``--set systems.NAME=on``.

On, a system has the numbers that the last variant of its own scenario gives to its section, off those of the first.
What a file says of the section itself goes before.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any

from dizao.model.systems.registry import SYSTEMS
from dizao.scenarios.loading.errors import ScenarioError, shown, suggestion
from dizao.scenarios.loading.layers import Layer, library, merge, merged_table, read_layers
from dizao.scenarios.loading.system import ON_OFF, SWITCHED, Switch, flat

ENDS: dict[Switch, int] = {"on": -1, "off": 0}
"""Which variant of a system's scenario is which."""


@cache
def switchable() -> dict[str, str]:
    """Return the systems that are switched by their section alone, with the scenario of each.

    Returns
    -------
    Names of scenarios of the library by names of systems, in the order of the registry; without what needs a project
    of its own.
    """
    scenarios = {}
    for name in library():
        table = _table(name)
        if "system" in table:
            scenarios[table["system"]["number"]] = name
    return {one.name: scenarios[one.row] for one in SYSTEMS if one.switches and not one.of_a_project}


@cache
def _table(scenario: str) -> dict[str, Any]:
    return merged_table(read_layers(scenario))


def section_when(system: str, switch: Switch) -> dict[str, Any]:
    """Return what a system's section says when it is on, or off.

    Parameters
    ----------
    system
        Name of a system that can be switched.
    switch
        Which of both.

    Returns
    -------
    Numbers by key.
    """
    table = _table(switchable()[system])
    section = next(one.section for one in SYSTEMS if one.name == system)
    changes = flat(table["system"]["variants"][ENDS[switch]].get("set", {}))
    own = {key.partition(".")[2]: value for key, value in changes.items() if key.partition(".")[0] == section}
    return {**table.get(section, {}), **own}


def with_switched(layers: Sequence[Layer]) -> list[Layer]:
    """Return layers in which what a system is switched to stands in its section, below what the layer says itself.

    Parameters
    ----------
    layers
        Layers in the order in which they are merged.

    Returns
    -------
    The layers without the table ``systems``, each behind one with the sections of the systems that it switches.

    Raises
    ------
    ScenarioError
        If it names a system that cannot be switched, or a value is neither ``on`` nor ``off``.
    """
    found: list[Layer] = []
    for layer in layers:
        switches = layer.table.get(SWITCHED)
        if switches is None:
            found.append(layer)
            continue
        if not isinstance(switches, dict):
            raise ScenarioError(layer.place((SWITCHED,)), SWITCHED, f"must be a table, got {shown(switches)}")
        sections: dict[str, Any] = {}
        for name, switch in switches.items():
            _check(name, switch, layer)
            section = next(one.section for one in SYSTEMS if one.name == name)
            sections = merge(sections, {section: section_when(name, switch)})
        table = {key: value for key, value in layer.table.items() if key != SWITCHED}
        found += [Layer(layer.label, sections, own=False), layer._replace(table=table)]
    return found


def _check(name: str, switch: Any, layer: Layer) -> None:
    where, key = layer.place((SWITCHED, name)), f"{SWITCHED}.{name}"
    if name not in switchable():
        allowed = f"must be a system that can be switched ({', '.join(switchable())})"
        raise ScenarioError(where, key, allowed + suggestion(name, switchable()))
    if switch not in ON_OFF:
        raise ScenarioError(where, key, f'must be "on" or "off", got {shown(switch)}')
