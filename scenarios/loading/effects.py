"""What is set without effect: refused where it was set for this run, named where it stands in a file.

`dizao.model.acting` and the systems' records say when a setting acts. Here stands which mechanisms take part, and what
that means for ``mechanism.*``, ``former.*``, ``policies.*`` and the named presets.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from dizao.model.acting import WARM_UP, idle_category, idle_part, idle_payment, idle_setting, idle_terms
from dizao.model.mechanisms.parts import PARTS, Mechanism
from dizao.model.mechanisms.terms import TABLES
from dizao.model.settings import Settings
from dizao.model.systems.registry import SECTIONS
from dizao.model.world.place import units_of
from dizao.scenarios.loading.dotted import UNCERTAIN
from dizao.scenarios.loading.errors import Key, ScenarioError
from dizao.scenarios.loading.layers import SET, Layer, depth, library
from dizao.scenarios.loading.scenario import Asked, Scenario
from dizao.scenarios.loading.scenario_file import layers_of

PINS = ("projects", "organizations")
"""Lists of what is pinned in units."""

MOST_NAMED = 3
"""Settings without effect that a line names."""


class Run(NamedTuple):
    """What is run: a scenario as it is resolved, the names of the mechanisms that take part, and whether it is drawn.

    ``drawn`` says whether mechanisms are also ranked over draws of the uncertain numbers.
    """

    scenario: Scenario
    names: Sequence[str]
    drawn: bool = False


def check_effects(runs: Sequence[Run]) -> list[str]:
    """Refuse what was set for this run and has no effect on it; return a line for the user's file with such settings.

    Files of the package are not told of, but for what they pin outside the share of units that is asked for: nobody set
    what they hold.

    Parameters
    ----------
    runs
        What is run: all from the same file and the same ``--set``. A setting has an effect if it has one on any.

    Returns
    -------
    One line that can be printed, none where every setting acts or the file is one of the package.

    Raises
    ------
    ScenarioError
        If a setting of ``--set`` has none; the message says where it would act.
    """
    asked = runs[0].scenario.asked
    if asked is None:
        return []
    layers = layers_of(*asked)
    for key, why in _idle(layers[_files(asked)], runs) if asked.overrides else ():
        raise ScenarioError(SET, dotted(key), f"has no effect here: {why}")
    found = idle_of_file(runs)
    if asked.name_or_path in library():
        found = [one for one in found if one[0][0] in PINS and asked.scale is not None]
    return [_line(layers[_files(asked) - 1].label, found)] if found else []


def _files(asked: Asked) -> int:
    """Return how many of the layers of a scenario are files."""
    return len(layers_of(*asked)) - bool(asked.overrides) - (asked.scale is not None)


def idle_of_file(runs: Sequence[Run]) -> list[tuple[Key, str]]:
    """Return the settings of the file itself that act on none of the runs, each with why.

    What its parents hold is left out: they are there for others as well. So is what ``--set`` says anew, and where one
    of its policies is run, the others.

    Parameters
    ----------
    runs
        What is run: all from the same file and the same ``--set``.

    Returns
    -------
    Keys with reasons, in the order of the file.
    """
    asked = runs[0].scenario.asked
    if asked is None:
        return []
    layers, file = layers_of(*asked), _files(asked) - 1
    names = {name for run in runs for name in run.names}
    chosen = any(name in run.scenario.policies for run in runs for name in run.names)
    found = [one for one in _idle(layers[file], runs) if depth(layers, one[0]) == file or one[0][0] in PINS]
    return [one for one in found if not (chosen and one[0][0] == "policies" and one[0][1] not in names)]


def _line(label: str, found: Sequence[tuple[Key, str]]) -> str:
    """Return what to say of a file's settings without effect."""
    named = "; ".join(f"{dotted(key)} ({why})" for key, why in found[:MOST_NAMED])
    more = f"; and {len(found) - MOST_NAMED} more" if len(found) > MOST_NAMED else ""
    return f"{label}: without effect here: {named}{more}"


def dotted(key: Key) -> str:
    """Return a key as ``--set`` has it: the settings of a preset begin with its name.

    Parameters
    ----------
    key
        Full key of a scenario file, one word for each level of tables.

    Returns
    -------
    Words with dots between; ``presets`` in front is left out.
    """
    return ".".join(key[1:] if key[0] == "presets" else key)


def _idle(layer: Layer, runs: Sequence[Run]) -> Iterator[tuple[Key, str]]:
    """Yield the settings of a layer that act on none of the runs, each with the reason of the first."""
    for key in (*leaves(layer.table), *_units(layer.table)):
        reasons = [idle(key, run) for run in runs]
        if all(reasons):
            yield key, reasons[0]


def _units(table: Mapping[str, Any]) -> Iterator[Key]:
    """Yield a key for each unit that something is pinned in."""
    for name in PINS:
        pins = table.get(name)
        said = [pin for pin in pins if isinstance(pin, Mapping)] if isinstance(pins, list) else []
        units = {pin.get(key, 0) for pin in said for key in ("unit", "partner")}
        yield from ((name, str(unit)) for unit in sorted(units - {0}))


def leaves(table: Mapping[str, Any], above: Key = ()) -> Iterator[Key]:
    """Yield the keys of all values of nested tables.

    Parameters
    ----------
    table
        A table of a file.
    above
        Key of the table itself.

    Yields
    ------
    Key of each value that is no table.
    """
    for name, value in table.items():
        if isinstance(value, Mapping):
            yield from leaves(value, (*above, name))
        else:
            yield (*above, name)


def idle(key: Key, run: Run) -> str:
    """Return why a setting has no effect on a run; empty if it may have one.

    Parameters
    ----------
    key
        Full key of a scenario file, such as ``("presets", "reward", "payment", "rate")``.
    run
        What is run.

    Returns
    -------
    A half-sentence that says where it acts, or why not here.
    """
    scenario, (head, *rest) = run.scenario, key
    if head == "mechanism":
        return _idle_rules(
            rest, run, _own(run), f"the scenario's own mechanism is not run; run: {', '.join(run.names)}"
        )
    if head == "former":
        runs = WARM_UP.holds(scenario.base) or scenario.former_name in run.names
        return _idle_rules(rest, run, scenario.base.former if runs else None, f"it acts only {WARM_UP.words}")
    if head == "policies" and len(rest) == 1:
        return ""  # false: left out
    if head == "policies":
        policy = scenario.policies[rest[0]].mechanism if rest[0] in run.names else None
        return _idle_rules(rest[1:], run, policy, f"{rest[0]} is not run; run: {', '.join(run.names)}")
    if head == "presets":
        return _idle_preset(rest[0], rest[1:], run)
    if head == UNCERTAIN:
        return idle(tuple(rest), run) if run.drawn else "it acts only with --draws"
    settings = [scenario.settings(name) for name in run.names]
    if head in (*PINS, "ties") and len(rest) == 1:
        return _idle_unit(int(rest[0]), scenario.base)
    if head == "categories" and len(rest) == 2 and rest[0] in scenario.base.categories:
        return _only([idle_category(rest[0], rest[1], one) for one in settings])
    if head in SECTIONS and len(rest) == 1:
        return _only([idle_setting(head, rest[0], one) for one in settings])
    return ""


def _idle_unit(unit: int, settings: Settings) -> str:
    """Return why what is said of a unit has no effect: the unit is not simulated."""
    simulated = units_of(settings)
    if unit in simulated:
        return ""
    return f"unit {unit} is not simulated (scale {settings.scale:g}: {len(simulated)} of {settings.place.units} units)"


def _own(run: Run) -> Mechanism | None:
    return run.scenario.own if run.scenario.mechanism_name in run.names else None


def _only(reasons: Sequence[str]) -> str:
    return f"it acts only {reasons[0]}" if all(reasons) else ""


def _idle_rules(rest: Sequence[str], run: Run, mechanism: Mechanism | None, absent: str) -> str:
    """Return why a setting of a mechanism has no effect where the mechanism is as it is, or is not there."""
    if mechanism is None:
        return absent
    base = run.scenario.base
    if len(rest) == 3 and rest[0] in TABLES:
        return _only([idle_terms(rest[0], rest[1], rest[2], mechanism, base)])
    if len(rest) != 2 or rest[0] not in PARTS:
        return ""
    idle_here = idle_payment(rest[1], mechanism, base) if rest[0] == "payment" else ""
    return _only([idle_part(rest[0], rest[1], mechanism) or idle_here])


def _idle_preset(name: str, rest: Sequence[str], run: Run) -> str:
    """Return why a setting of a named preset has no effect: nothing that is run is it, or starts from it."""
    scenario = run.scenario
    found = [scenario.presets[name].mechanism] if name in run.names else []
    if scenario.own_preset == name and (own := _own(run)) is not None:
        found.append(own)
    if scenario.former_preset == name and (WARM_UP.holds(scenario.base) or scenario.former_name in run.names):
        found.append(scenario.base.former)
    found += [x.mechanism for x in scenario.policies.values() if x.base == name and x.name in run.names]
    if not found:
        return f"{name} is not run; run: {', '.join(run.names)}"
    reasons = [_idle_rules(rest, run, one, "") for one in found]
    return reasons[0] if all(reasons) else ""
