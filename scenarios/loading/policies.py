"""Policies: the mechanisms that a scenario file describes under names of its own, to be compared with each other."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from dizao.model.mechanisms.parts import PARTS, Mechanism
from dizao.model.mechanisms.presets import presets
from dizao.scenarios.loading.errors import shown
from dizao.scenarios.loading.schema import Problem
from dizao.scenarios.loading.terms import terms_tables

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
        Titles that are given, base, parts and terms of a part of the projects.
        """
        titles = {key: getattr(self, key) for key in ("title", "title_zh") if getattr(self, key)}
        return {**titles, "base": self.base, **parts_table(self.mechanism)}


def parts_table(mechanism: Mechanism) -> dict[str, dict[str, Any]]:
    """Return a mechanism as tables: one for each part, and those of terms that hold for some projects only.

    Parameters
    ----------
    mechanism
        The rules.

    Returns
    -------
    Settings by part and name.
    """
    tables: dict[str, dict[str, Any]] = {name: dict(getattr(mechanism, name)._asdict()) for name in PARTS}
    return tables | terms_tables(mechanism)


def policy_problems(names: Iterable[str]) -> Iterator[Problem]:
    """Yield what is wrong with the names of policies.

    Parameters
    ----------
    names
        Names of the policies.

    Yields
    ------
    Problems, each at a key of the file.
    """
    for name in names:
        if not (name.isascii() and name.isidentifier() and name == name.lower()):
            yield Problem(("policies", name), f"must be a name of small letters, digits and _, got {shown(name)}")
        elif name in presets() or name in TAKEN:
            yield Problem(("policies", name), f"must be another name than those of the library, got {shown(name)}")
