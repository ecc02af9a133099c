"""A scenario: a question, a place, rules and people; loaded from TOML, extended, overridden and checked.

>>> from dizao.scenarios import load
>>> load("taoyuan", ["works.lender_share=0"]).settings("reward").works.lender_share
0.0
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NamedTuple

from dizao.model.mechanisms.parts import PARTS, Mechanism
from dizao.model.mechanisms.presets import Preset, presets
from dizao.model.parameters import BASE_SECTIONS, CATEGORIES, Category
from dizao.model.settings import Settings
from dizao.model.systems.registry import SECTIONS, SYSTEMS
from dizao.model.world.pins import PinnedOrganization, PinnedProject
from dizao.scenarios.loading.checks import contradictions, raise_first, tier_problems, ties_problems
from dizao.scenarios.loading.errors import Key, ScenarioError, suggestion
from dizao.scenarios.loading.estimates import with_own_numbers
from dizao.scenarios.loading.layers import Layer, check_shapes, merge, read_layers, set_layer
from dizao.scenarios.loading.schema import Problem, Table, check
from dizao.scenarios.loading.system import System, repeated_names, system_from
from dizao.scenarios.loading.ties import read_ties

OWN = "own"
"""Name of a scenario's own mechanism where it is not simply a preset."""

CATALOGUE = {"categories": {name: category._asdict() for name, category in CATEGORIES.items()}}


class Asked(NamedTuple):
    """What `load` was given: a name or a path, what was changed, and the share of the units."""

    name_or_path: str
    overrides: tuple[str, ...]
    scale: float | None


TRANSLATED = ("title", "question")
"""What a scenario file may say in Chinese as well."""


@dataclass(frozen=True)
class Scenario:
    """What is asked of the model, resolved: every number has its value.

    Attributes
    ----------
    name
        Name in the library, or of the file.
    title, question, source
        What it shows, what it is for, where its numbers come from.
    title_zh, question_zh
        The first two in Chinese; empty where its file does not say.
    base
        Its numbers; `settings` adds the mechanism.
    own, own_preset
        Its own mechanism, and the preset that this starts from.
    former_preset
        The preset that the mechanism of the warm-up starts from.
    presets
        The named mechanisms, with what the scenario changes in them.
    ties
        Files of ties that replace those of a unit, by the unit's id; their edges are in `base`.
    system
        The system of the field that it is made for, if it is for one.
    asked
        What `load` was given, so that a report can say how to get it again.
    """

    name: str
    title: str
    question: str
    source: str
    base: Settings
    own: Mechanism
    own_preset: str
    former_preset: str
    presets: dict[str, Preset]
    ties: dict[str, str]
    system: System | None = None
    title_zh: str = ""
    question_zh: str = ""
    asked: Asked | None = field(default=None, compare=False)

    def title_in(self, language: str) -> str:
        """Return its title in a language, in English where there is no other.

        Parameters
        ----------
        language
            "en" or "zh".

        Returns
        -------
        One line of text.
        """
        return (self.title_zh if language == "zh" else "") or self.title

    def question_in(self, language: str) -> str:
        """Return its question in a language, in English where there is no other.

        Parameters
        ----------
        language
            "en" or "zh".

        Returns
        -------
        One line of text.
        """
        return (self.question_zh if language == "zh" else "") or self.question

    @property
    def mechanism_name(self) -> str:
        """Name of the scenario's own mechanism: that of its preset unless it changes something in it."""
        return self.own_preset if self.own == self.presets[self.own_preset].mechanism else OWN

    @property
    def mechanism_names(self) -> tuple[str, ...]:
        """Names of all mechanisms that can be run in this scenario."""
        return tuple(dict.fromkeys([*self.presets, self.mechanism_name]))

    def canonical(self, name: str | None = None, option: str = "--mechanism") -> str:
        """Return the one name by which a mechanism is kept in results.

        Parameters
        ----------
        name
            What the user wrote; None and "own" stand for the scenario's own mechanism.
        option
            What a message says in front: the option that asked for it.

        Returns
        -------
        One of `mechanism_names`: "own" only where the scenario changes something in its preset.

        Raises
        ------
        ScenarioError
            If the name is unknown.
        """
        if name is None or name == OWN:
            return self.mechanism_name
        if name not in self.presets:
            hint = suggestion(name, self.mechanism_names) or ";"
            known = ", ".join(self.mechanism_names)
            raise ScenarioError(option, name, f"unknown mechanism{hint} known: {known}")
        return name

    def mechanism(self, name: str | None = None) -> Mechanism:
        """Return the rules that a name stands for in this scenario.

        Parameters
        ----------
        name
            Name of a mechanism; None for the scenario's own.

        Returns
        -------
        The rules, with what the scenario changes in them.

        Raises
        ------
        ScenarioError
            If the name is unknown.
        """
        name = self.canonical(name)
        return self.own if name == OWN else self.presets[name].mechanism

    def settings(self, mechanism_name: str | None = None) -> Settings:
        """Return all numbers of a run under a mechanism.

        Parameters
        ----------
        mechanism_name
            Name of a mechanism; None for the scenario's own.

        Returns
        -------
        The scenario's numbers, with the mechanism and its name.

        Raises
        ------
        ScenarioError
            If the mechanism is unknown.
        """
        name = self.canonical(mechanism_name)
        return self.base._replace(mechanism_name=name, mechanism=self.mechanism(name))

    def table(self) -> dict[str, Any]:
        """Return the scenario as the tables of a file that extends nothing and would load to the same numbers.

        Returns
        -------
        Tables of TOML values; a category of the catalogue that the scenario leaves out is false.
        """
        dropped: dict[str, Any] = {name: False for name in CATEGORIES if name not in self.base.categories}
        categories = {name: category._asdict() for name, category in self.base.categories.items()}
        return {
            "title": self.title,
            **({"title_zh": self.title_zh} if self.title_zh else {}),
            "question": self.question,
            **({"question_zh": self.question_zh} if self.question_zh else {}),
            "source": self.source,
            "scale": self.base.scale,
            **{name: getattr(self.base, name)._asdict() for name in SECTIONS},
            "categories": categories | dropped,
            "projects": [pin._asdict() for pin in self.base.pinned_projects],
            "organizations": [pin._asdict() for pin in self.base.pinned_organizations],
            "ties": self.ties,
            **({"system": self.system.table()} if self.system else {}),
            "mechanism": {"preset": self.own_preset} | parts_table(self.own),
            "former": {"preset": self.former_preset} | parts_table(self.base.former),
            "presets": {name: parts_table(x.mechanism) for name, x in self.presets.items() if x != presets()[name]},
        }


def parts_table(mechanism: Mechanism) -> dict[str, dict[str, Any]]:
    """Return a mechanism as tables, one for each part.

    Parameters
    ----------
    mechanism
        The rules.

    Returns
    -------
    Settings by part and name.
    """
    return {name: dict(getattr(mechanism, name)._asdict()) for name in PARTS}


def load(name_or_path: str | Path, overrides: Iterable[str] = (), scale: float | None = None) -> Scenario:
    """Load a scenario.

    Parameters
    ----------
    name_or_path
        A name in the library (``dizao list``), or the path of a TOML file.
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
    changes = (overrides,) if isinstance(overrides, str) else tuple(overrides)
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
    return Path(name_or_path).name.removesuffix(".toml")


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
    changes = [overrides] if isinstance(overrides, str) else list(overrides)
    if changes:
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
    merged: dict[str, Any] = CATALOGUE
    for layer in layers:
        merged = merge(_without_translations(merged, layer.table), layer.table)
    merged, unknown = _without_dropped(merged)
    if "people" in merged:
        merged = merged | {"people": with_own_numbers(merged["people"])}
    file, problems = check(merged)
    raise_first([*unknown, *_once_a_category(problems, merged)], layers)
    raise_first(list(ties_problems(list(file.ties))), layers)
    scenario = _scenario(name, file)
    twice = [
        Problem(("system", "variants"), f"must have a name each, got {x} twice")
        for x in repeated_names(scenario.system)
    ]
    raise_first([*contradictions(scenario.base, layers), *_tier_problems(scenario), *twice], layers)
    return scenario


def _without_translations(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    """Leave out what is the translation of a text that is said anew: it would no longer say the same."""
    stale = {f"{key}_zh" for key in TRANSLATED if key in above}
    return {key: value for key, value in below.items() if key not in stale}


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


def _tier_problems(scenario: Scenario) -> list[Problem]:
    """Return what is wrong with the tiers of all mechanisms, once for those that are as their preset."""
    mechanisms: dict[Key, Mechanism] = {("presets", name): x.mechanism for name, x in scenario.presets.items()}
    for key, own in ((("mechanism",), scenario.own), (("former",), scenario.base.former)):
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
    system = None if file.system is None else system_from(file.system)
    base = base._replace(mechanism=own)
    about = {"name": name, "title": file.title, "question": file.question, "source": file.source}
    about |= {f"{key}_zh": getattr(file, f"{key}_zh") for key in TRANSLATED}
    return Scenario(**about, base=base, own=own, own_preset=file.mechanism.preset,
                    former_preset=file.former.preset, presets=named, ties=dict(file.ties),
                    system=system)  # fmt: skip


def _preset(preset: Preset, table: Table) -> Preset:
    return preset._replace(mechanism=_changed(preset.mechanism, table))


def _changed(mechanism: Mechanism, table: Table) -> Mechanism:
    """Return a mechanism in which the values that a table gives replace its own."""
    given = {name: _given(getattr(table, name)) for name in PARTS}
    return mechanism._replace(**{name: getattr(mechanism, name)._replace(**given[name]) for name in PARTS})


def _given(part: Table) -> dict[str, Any]:
    return {name: getattr(part, name) for name in part.model_fields_set}
