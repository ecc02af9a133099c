"""A scenario, loaded from TOML, extended, overridden and checked.

>>> from dizao.scenarios import load
>>> load("taoyuan", ["works.lender_share=0"]).settings("reward").works.lender_share
0.0
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from dizao.model.mechanisms.parts import PARTS, Mechanism
from dizao.model.mechanisms.presets import Preset, presets
from dizao.model.parameters import BASE_SECTIONS, CATEGORIES, Category
from dizao.model.settings import Settings
from dizao.model.systems.registry import SYSTEMS
from dizao.model.world.pins import PinnedOrganization, PinnedProject
from dizao.scenarios.loading.checks import contradictions, raise_first, tier_problems, ties_problems
from dizao.scenarios.loading.errors import Key, suggestion
from dizao.scenarios.loading.estimates import with_own_numbers
from dizao.scenarios.loading.layers import Layer, check_shapes, is_spreadsheet, merge, read_layers
from dizao.scenarios.loading.places import Derived, Found, former_budget, places_from
from dizao.scenarios.loading.policies import Policy, policy_problems
from dizao.scenarios.loading.scenario import Asked, Scenario
from dizao.scenarios.loading.schema import Problem, Table, check
from dizao.scenarios.loading.set_values import listed, set_layer
from dizao.scenarios.loading.switched import with_switched
from dizao.scenarios.loading.system import problems_of, system_from
from dizao.scenarios.loading.terms import band_problems, terms_problems, with_terms
from dizao.scenarios.loading.ties import read_ties
from dizao.scenarios.loading.uncertain import derived_middles, uncertain_from

CATALOGUE = {"categories": {name: category._asdict() for name, category in CATEGORIES.items()}}

TRANSLATED = ("title", "question")
"""What a scenario file may say in Chinese as well."""


def load(name_or_path: str | Path, overrides: Iterable[str] = (), scale: float | None = None) -> Scenario:
    """Load a scenario.

    Parameters
    ----------
    name_or_path
        A name in the library (``dizao list``), or the path of a TOML file or of a spreadsheet.
    overrides
        ``KEY=VALUE`` as for ``--set``: a key of a section (``works.lender_share=0``), of the scenario's own
        mechanism (``mechanism.payment.rate=0.4``), of a named preset wherever it is used
        (``reward.payment.rate=0.4``), or of a category (``categories.gate.cost_yuan=20000``).
    scale
        Share of the units to simulate, above 0 and at most 1; None leaves what the file says (1 if nothing).

    Returns
    -------
    The scenario, every number with its value.

    Raises
    ------
    ScenarioError
        If anything about it is wrong; the message is one line.
    """
    changes = tuple(listed(overrides))
    found = resolve(name_of(name_or_path), layers_of(name_or_path, changes, scale))
    return replace(found, asked=Asked(str(name_or_path), changes, scale))


def name_of(name_or_path: str | Path) -> str:
    """Return what a scenario is called: its name in the library, or that of its file.

    Parameters
    ----------
    name_or_path
        Name in the library, or the path of a TOML file.

    Returns
    -------
    The name, without folder and ending.
    """
    path = Path(name_or_path)
    return path.stem if is_spreadsheet(path) else path.name.removesuffix(".toml")


def layers_of(name_or_path: str | Path, overrides: Iterable[str] = (), scale: float | None = None) -> list[Layer]:
    """Return the layers of a scenario: its files, then what is changed in them (see `load`).

    Parameters
    ----------
    name_or_path, overrides, scale
        As for `load`.

    Returns
    -------
    Layers in the order in which they are merged: the remotest parent first, ``--scale`` last.

    Raises
    ------
    ScenarioError
        If a file cannot be read, or what is set has not the form ``KEY=VALUE``.
    """
    layers = read_layers(str(name_or_path))
    if changes := listed(overrides):
        layers.append(set_layer(changes))
    if scale is not None:
        layers.append(Layer("--scale", {"scale": scale}))
    return layers


def resolve(name: str, layers: Sequence[Layer]) -> Scenario:
    """Merge layers, check the result and fill in all that they leave out.

    Parameters
    ----------
    name
        What the scenario is called.
    layers
        Its layers, in the order in which they are merged.

    Returns
    -------
    The scenario, every number with its value; what it was loaded by (`asked`) is not known here.

    Raises
    ------
    ScenarioError
        If a key is unknown, a value not allowed, or values contradict each other.
    """
    check_shapes(layers)
    layers = with_switched(layers)
    said = uncertain_from(layers)
    layers = [*layers, *said.middles]
    merged: dict[str, Any] = CATALOGUE
    for layer in layers:
        merged = merge(_without_translations(merged, layer.table), layer.table)
    strangers = _unknown_left_out(merged, layers)
    merged, unknown = _without_dropped(_without_left_out(merged))
    if "people" in merged:
        merged = merged | {"people": with_own_numbers(merged["people"])}
    file, problems = check(merged)
    raise_first([*strangers, *unknown, *said.problems, *_once_a_category(problems, merged)], layers)
    raise_first([*ties_problems(list(file.ties)), *band_problems(file)], layers)
    places = places_from(file, layers)
    raise_first(places.problems, layers)
    scenario = _with_places(_scenario(name, file), places, former_budget(file, layers))
    scenario = replace(scenario, knowledge=said.knowledge, derived=(*scenario.derived, *derived_middles(said)))
    named = [*policy_problems(scenario.policies), *terms_problems(_rules(scenario), scenario.base)]
    of_system = [Problem(*found) for found in problems_of(scenario.system)]
    raise_first([*contradictions(scenario.base, layers), *_tier_problems(scenario), *named, *of_system], layers)
    return scenario


def _without_translations(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    """Leave out what is the translation of a text that is said anew: it would no longer say the same."""
    stale = {f"{key}_zh" for key in TRANSLATED if key in above}
    return {key: value for key, value in below.items() if key not in stale}


LEFT_OUT = ("places", "policies")
"""Tables whose tables a later file may leave out by false, as it may categories."""


def _unknown_left_out(merged: dict[str, Any], layers: Sequence[Layer]) -> list[Problem]:
    """Return what is wrong with names that are set to false: no file has a table of theirs."""
    found = []
    for table in LEFT_OUT:
        said = [layer.table[table] for layer in layers if isinstance(layer.table.get(table), dict)]
        known = {name for own in said for name, value in own.items() if isinstance(value, dict)}
        for name, value in merged[table].items() if isinstance(merged.get(table), dict) else ():
            if value is False and name not in known:
                hint = suggestion(name, known)
                found.append(Problem((table, name), f"must be a name of what is extended, to leave it out{hint}"))
    return found


def _without_left_out(merged: dict[str, Any]) -> dict[str, Any]:
    """Leave out the groups of places and the policies that are set to false; there is none where none is left."""
    kept = {
        name: {key: value for key, value in merged[name].items() if value is not False}
        for name in LEFT_OUT
        if isinstance(merged.get(name), dict)
    }
    return merged | kept


def _without_dropped(merged: dict[str, Any]) -> tuple[dict[str, Any], list[Problem]]:
    """Leave out the categories that are set to false."""
    categories = merged["categories"]
    if not isinstance(categories, dict):
        return merged, []
    dropped = [name for name, value in categories.items() if value is False]
    strangers = [name for name in dropped if name not in CATEGORIES]
    unknown = [_unknown_category(name, told=number == 0) for number, name in enumerate(strangers)]
    return merged | {"categories": {k: v for k, v in categories.items() if v is not False}}, unknown


def _unknown_category(name: str, told: bool) -> Problem:
    hint = (suggestion(name, CATEGORIES) if told else "") or ";"
    return Problem(("categories", name), f"unknown category{hint} known: {', '.join(CATEGORIES)}")


def _once_a_category(problems: Sequence[Problem], merged: dict[str, Any]) -> list[Problem]:
    """Return the problems, those of a category that is half said as one: a misspelt name looks like a new category."""
    found = dict[Key, Problem]()
    for problem in problems:
        key = problem.key
        half = key[:1] == ("categories",) and len(key) == 3 and key[1] not in CATEGORIES
        if half and problem.text.startswith("missing"):
            found.setdefault(key[:2], _new_category(key[1], merged, told=not found))
        else:
            found.setdefault(key, problem)
    return list(found.values())


def _new_category(name: str, merged: dict[str, Any], told: bool) -> Problem:
    """Return the problem of a category of which something is missing; a near word is looked for if it is `told`."""
    needed = [field for field in Category._fields if field not in Category._field_defaults]
    missing = [field for field in needed if field not in merged["categories"][name]]
    hint = suggestion(name, CATEGORIES) if told else ""
    return Problem(("categories", name), f"unknown category{hint}; a new one must also have {', '.join(missing)}")


def _rules(scenario: Scenario) -> dict[Key, Mechanism]:
    """Return the rules that a file writes out itself, by their key."""
    policies: dict[Key, Mechanism] = {("policies", name): x.mechanism for name, x in scenario.policies.items()}
    return {("mechanism",): scenario.own, ("former",): scenario.base.former, **policies}


def _tier_problems(scenario: Scenario) -> list[Problem]:
    """Return what is wrong with the tiers of all mechanisms, once for those that are as their preset."""
    mechanisms: dict[Key, Mechanism] = {("presets", name): x.mechanism for name, x in scenario.presets.items()}
    for key, own in _rules(scenario).items():
        if own not in mechanisms.values():
            mechanisms[key] = own
    return [problem for key, mechanism in mechanisms.items() for problem in tier_problems(key, mechanism)]


def _scenario(name: str, file: Any) -> Scenario:
    named = {key: _preset(preset, getattr(file.presets, key)) for key, preset in presets().items()}
    base = Settings(
        name=name,
        **{key: section(**dict(getattr(file, key))) for key, section in BASE_SECTIONS.items()},
        systems={one.section: one.settings(**dict(getattr(file, one.section))) for one in SYSTEMS},
        categories={key: Category(**dict(table)) for key, table in file.categories.items()},
        former=_changed(named[file.former.preset].mechanism, file.former),
        scale=file.scale,
        ties=tuple(read_ties(unit, path) for unit, path in file.ties.items()),
        pinned_projects=tuple(PinnedProject(**dict(table)) for table in file.projects),
        pinned_organizations=tuple(PinnedOrganization(**dict(table)) for table in file.organizations),
    )
    own = _changed(named[file.mechanism.preset].mechanism, file.mechanism)
    policies = {
        key: Policy(key, table.title, table.title_zh, table.base, _changed(named[table.base].mechanism, table))
        for key, table in file.policies.items()
    }
    system = None if file.system is None else system_from(file.system)
    base = base._replace(mechanism=own)
    about = {"name": name, "title": file.title, "question": file.question, "source": file.source}
    about |= {f"{key}_zh": getattr(file, f"{key}_zh") for key in TRANSLATED}
    return Scenario(**about, base=base, own=own, own_preset=file.mechanism.preset,
                    former_preset=file.former.preset, presets=named, policies=policies,
                    ties=dict(file.ties), system=system)  # fmt: skip


def _with_places(scenario: Scenario, places: Found, former: Derived | None) -> Scenario:
    """Return a scenario with its groups of places, the county's counts, and a former budget that was derived."""
    if not places.groups:
        return scenario
    base = scenario.base._replace(places=places.groups, place=scenario.base.place._replace(**places.totals))
    if former is not None:
        base = base.with_values(budget__warm_up_yuan_per_year=former.value)
    return replace(scenario, base=base, derived=(*places.derived, *([former] if former else [])))


def _preset(preset: Preset, table: Table) -> Preset:
    return preset._replace(mechanism=_changed(preset.mechanism, table))


def _changed(mechanism: Mechanism, table: Table) -> Mechanism:
    """Return a mechanism in which the values that a table gives replace its own."""
    if not table.model_fields_set:
        return mechanism
    given = {name: _given(getattr(table, name)) for name in PARTS}
    parts = {name: getattr(mechanism, name)._replace(**given[name]) for name in PARTS}
    return with_terms(mechanism._replace(**parts), table)


def _given(part: Table) -> dict[str, Any]:
    return {name: getattr(part, name) for name in part.model_fields_set}
