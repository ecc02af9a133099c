"""A scenario: a question, a place, rules and people, every number with its value (`scenario_file` loads it)."""

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from dizao.model.mechanisms.parts import Mechanism
from dizao.model.mechanisms.presets import Preset, presets
from dizao.model.parameters import CATEGORIES
from dizao.model.settings import Settings
from dizao.model.systems.registry import SECTIONS
from dizao.scenarios.loading.errors import ScenarioError, suggestion
from dizao.scenarios.loading.places import Derived, table_of_groups
from dizao.scenarios.loading.policies import FORMER, OWN, Policy, parts_table
from dizao.scenarios.loading.system import System
from dizao.scenarios.loading.uncertain import NOTHING_SAID, Knowledge


class Asked(NamedTuple):
    """What `load` was given: a name or a path, what was changed, and the share of the units."""

    name_or_path: str
    overrides: tuple[str, ...]
    scale: float | None


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
    policies
        The policies that its file describes, by name, in the order of the file.
    ties
        Files of ties that replace those of a unit, by the unit's id; their edges are in `base`.
    system
        The system of the field that it is made for, if it is for one.
    derived
        Numbers of its groups of places that its file does not say, with the rules they follow from.
    asked
        What `load` was given, so that a report can say how to get it again.
    knowledge
        Which numbers are known, and the ranges of others, where mechanisms are ranked over draws.
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
    policies: dict[str, Policy] = field(default_factory=dict)
    system: System | None = None
    title_zh: str = ""
    question_zh: str = ""
    derived: tuple[Derived, ...] = field(default=(), compare=False)
    asked: Asked | None = field(default=None, compare=False)
    knowledge: Knowledge = field(default=NOTHING_SAID, compare=False)

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
    def former_name(self) -> str:
        """Name of what runs today, the mechanism of the warm-up: that of its preset or of a policy that is the same."""
        if self.base.former == self.presets[self.former_preset].mechanism:
            return self.former_preset
        same = [name for name, policy in self.policies.items() if policy.mechanism == self.base.former]
        return same[0] if same else FORMER

    @property
    def mechanism_names(self) -> tuple[str, ...]:
        """Names of all mechanisms that can be run in this scenario."""
        return tuple(dict.fromkeys([*self.presets, *self.policies, self.former_name, self.mechanism_name]))

    def canonical(self, name: str | None = None, option: str = "--mechanism") -> str:
        """Return the one name by which a mechanism is kept in results.

        Parameters
        ----------
        name
            What the user wrote; None and "own" stand for the scenario's own mechanism, "former" for what runs today.
        option
            What a message says in front: the option that asked for it.

        Returns
        -------
        One of `mechanism_names`: "own" and "former" only where the scenario changes something in their presets.

        Raises
        ------
        ScenarioError
            If the name is unknown.
        """
        if name is None or name == OWN:
            return self.mechanism_name
        if name == FORMER:
            return self.former_name
        if name not in self.presets and name not in self.policies:
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
        if name in self.policies:
            return self.policies[name].mechanism
        return {OWN: self.own, FORMER: self.base.former}.get(name) or self.presets[name].mechanism

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
            **({"places": table_of_groups(self.base.places)} if self.base.places else {}),
            "projects": [pin._asdict() for pin in self.base.pinned_projects],
            "organizations": [pin._asdict() for pin in self.base.pinned_organizations],
            "ties": self.ties,
            **({"system": self.system.table()} if self.system else {}),
            "mechanism": {"preset": self.own_preset} | parts_table(self.own),
            "former": {"preset": self.former_preset} | parts_table(self.base.former),
            **({"policies": {name: x.table() for name, x in self.policies.items()}} if self.policies else {}),
            "presets": {name: parts_table(x.mechanism) for name, x in self.presets.items() if x != presets()[name]},
        }
