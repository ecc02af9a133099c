"""Whose money it was: the names by which answers to a case tell it, so that none stands for two."""

from collections.abc import Iterator
from typing import Any

from dizao.model.core.ledger import ACCOUNTS
from dizao.model.documented_cases.ending import PARTIES
from dizao.scenarios.loading.case_schema import REPAID
from dizao.scenarios.loading.errors import Key, shown
from dizao.scenarios.loading.schema import Problem

RESERVED = tuple(dict.fromkeys([*PARTIES, *REPAID, *ACCOUNTS]))
"""What nobody in a file may be called: who pays in every case, who is repaid, and the accounts."""


def source_name(number: int, source: dict[str, Any]) -> str:
    """Return what a source is called, by its number from 0 where the file does not say.

    Parameters
    ----------
    number
        Its place among the case's sources, from 0.
    source
        Its table in the file, checked.

    Returns
    -------
    Its name, or "source 1" for the first and so on.
    """
    return source["name"] or f"source {number + 1}"


def name_problems(place: dict[str, Any], project: dict[str, Any]) -> Iterator[Problem]:
    """Yield names that would put one party's money with another's: reserved ones, and those of somebody else.

    Sources may share a name, such as the two instalments of one grant; they are then told as one.

    Parameters
    ----------
    place
        Table ``place`` of a case, checked.
    project
        Table ``project`` of a case, checked.

    Yields
    ------
    Problems at the key of the name.
    """
    found = dict[str, str]()
    for kind, key, name, usual in _named(place, project):
        if name in RESERVED and name != usual:
            problem = f"must not be one of {', '.join(RESERVED)}, which mean somebody else, got {shown(name)}"
            yield Problem(key, problem)
        elif found.setdefault(name, kind) != kind:
            yield Problem(key, f"must differ from the names of others, got {shown(name)}, which is a {found[name]} too")


def _named(place: dict[str, Any], project: dict[str, Any]) -> Iterator[tuple[str, Key, str, str]]:
    """Yield what each name is of, its key, the name, and what it is called by default."""
    for partner in place["partner"]:
        yield "partner", ("place", "partner", "name"), partner["name"], "partner"
    if project["prefinance"] is not None:
        yield "lender", ("project", "prefinance", "lender"), project["prefinance"]["lender"], "lender"
    for number, source in enumerate(project["source"]):
        named = "source" if source["name"] else "source without a name"
        yield named, ("project", "source", "name"), source_name(number, source), ""
