"""Policies: the mechanisms that a scenario file describes under names of its own, to be compared with each other."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from dizao.model.mechanisms.parts import OF_CATEGORIES, PARTS, Mechanism, OfCategories
from dizao.model.mechanisms.presets import presets
from dizao.model.parameters import Category
from dizao.scenarios.loading.errors import Key, shown, suggestion
from dizao.scenarios.loading.schema import Problem

OWN = "own"
"""Name of a scenario's own mechanism where it is not simply a preset."""

FORMER = "former"
"""Name of what runs today, the mechanism of the warm-up, where it is neither simply a preset nor a policy."""

TAKEN = (OWN, FORMER, "all", "none")
"""Names that mean something else where a mechanism is asked for."""


class Policy(NamedTuple):
    """A mechanism under a name of the scenario's own.

    Attributes
    ----------
    name
        By which commands take it.
    title, title_zh
        What it is called; empty where the file does not say, and its terms stand for it.
    base
        The preset that it starts from.
    mechanism
        The rules.
    """

    name: str
    title: str
    title_zh: str
    base: str
    mechanism: Mechanism

    def table(self) -> dict[str, Any]:
        """Return it as the table of a scenario file.

        Returns
        -------
        Titles that are given, base, parts and terms of categories.
        """
        titles = {key: getattr(self, key) for key in ("title", "title_zh") if getattr(self, key)}
        return {**titles, "base": self.base, **parts_table(self.mechanism)}


def parts_table(mechanism: Mechanism) -> dict[str, dict[str, Any]]:
    """Return a mechanism as tables, one for each part, and one of the terms of single categories where there are any.

    Parameters
    ----------
    mechanism
        The rules.

    Returns
    -------
    Settings by part and name.
    """
    tables: dict[str, dict[str, Any]] = {name: dict(getattr(mechanism, name)._asdict()) for name in PARTS}
    if mechanism.categories:
        tables["categories"] = {name: dict(terms) for name, terms in mechanism.categories}
    return tables


def categories_of(mechanism: Mechanism, tables: Mapping[str, Any]) -> OfCategories:
    """Return the terms of single categories that a file gives a mechanism.

    Parameters
    ----------
    mechanism
        What it starts from.
    tables
        Validated tables by name of a category.

    Returns
    -------
    As `Mechanism.categories`.
    """
    found = dict(mechanism.categories)
    for name, table in tables.items():
        given = {key: getattr(table, key) for key in OF_CATEGORIES if key in table.model_fields_set}
        found[name] = tuple({**dict(found.get(name, ())), **given}.items())
    return tuple((name, terms) for name, terms in found.items() if terms)


def policy_problems(
    names: Iterable[str], rules: Mapping[Key, Mechanism], categories: Mapping[str, Category]
) -> Iterator[Problem]:
    """Yield what is wrong with the names of policies, and with the categories that rules name.

    Parameters
    ----------
    names
        Names of the policies.
    rules
        Rules that the file writes out, by the key of their table.
    categories
        Categories of the scenario.

    Yields
    ------
    Problems, each at a key of the file.
    """
    for name in names:
        if not (name.isascii() and name.isidentifier() and name == name.lower()):
            yield Problem(("policies", name), f"must be a name of small letters, digits and _, got {shown(name)}")
        elif name in presets() or name in TAKEN:
            yield Problem(("policies", name), f"must be another name than those of the library, got {shown(name)}")
    kinds = [name for name, category in categories.items() if category.kind == "project"]
    for key, mechanism in rules.items():
        for name, _ in mechanism.categories:
            if name not in kinds:
                hint = suggestion(name, kinds) or ";"
                yield Problem((*key, "categories", name), f"no category of projects{hint} known: {', '.join(kinds)}")
