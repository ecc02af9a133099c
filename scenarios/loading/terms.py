"""Terms for a part of the projects: as a file says them, what is wrong with them, and as tables again."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from dizao.model.mechanisms.parts import Mechanism
from dizao.model.mechanisms.terms import OWN_TERMS, TABLES, IncomeBand, IncomeLimit, Terms, TermsBy
from dizao.model.parameters.place_groups import KINDS
from dizao.model.settings import Settings
from dizao.scenarios.loading.errors import Key, shown, suggestion
from dizao.scenarios.loading.schema import Problem

MEASURES = IncomeLimit._fields


def with_terms(mechanism: Mechanism, table: Any) -> Mechanism:
    """Return a mechanism with the terms of a part of the projects that a file gives it.

    Parameters
    ----------
    mechanism
        What it starts from, which has none.
    table
        Its validated table; that of a preset has no such terms.

    Returns
    -------
    The mechanism.
    """
    given: dict[str, Any] = {name: getattr(table, name, {}) for name in TABLES}
    return mechanism._replace(
        categories=_by_name(given["categories"]),
        incomes=tuple(_band(name, own) for name, own in given["incomes"].items()),
        places=_by_name(given["places"]),
        kinds=_by_name(given["kinds"]),
    )


def _by_name(tables: Mapping[str, Any]) -> TermsBy:
    said = [(name, _terms(table)) for name, table in tables.items()]
    return tuple((name, terms) for name, terms in said if terms)


def _terms(table: Any) -> Terms:
    return tuple((key, getattr(table, key)) for key in OWN_TERMS if key in table.model_fields_set)


def _band(name: str, table: Any) -> IncomeBand:
    (measure,) = _measures(table)
    return IncomeBand(name, table.title, table.title_zh, measure, getattr(table, measure), _terms(table))


def _measures(table: Any) -> list[Any]:
    return [measure for measure in MEASURES if measure in table.model_fields_set]


def terms_tables(mechanism: Mechanism) -> dict[str, dict[str, Any]]:
    """Return the terms of a part of the projects as tables of a scenario file.

    Parameters
    ----------
    mechanism
        The rules.

    Returns
    -------
    Tables by name of `TABLES`; those that are empty are left out.
    """
    bands = {}
    for band in mechanism.incomes:
        titles = {key: getattr(band, key) for key in ("title", "title_zh") if getattr(band, key)}
        bands[band.name] = {**titles, band.measure: band.limit, **dict(band.terms)}
    by_name = {
        name: {one: dict(terms) for one, terms in getattr(mechanism, name)} for name in TABLES if name != "incomes"
    }
    found = {name: bands if name == "incomes" else by_name[name] for name in TABLES}
    return {name: table for name, table in found.items() if table}


def band_problems(file: Any) -> list[Problem]:
    """Return what is wrong with the income bands of a file.

    Parameters
    ----------
    file
        The validated file.

    Returns
    -------
    Problems, each at a key of the file.
    """
    tables: list[tuple[Key, Any]] = [(("mechanism",), file.mechanism), (("former",), file.former)]
    tables += [(("policies", name), table) for name, table in file.policies.items()]
    return [problem for key, table in tables for problem in _of_bands((*key, "incomes"), table.incomes)]


def _of_bands(key: Key, bands: Mapping[str, Any]) -> Iterator[Problem]:
    for name, table in bands.items():
        said = _measures(table)
        if not (name.isascii() and name.isidentifier() and name == name.lower()):
            yield Problem((*key, name), f"must be a name of small letters, digits and _, got {shown(name)}")
        if len(said) != 1:
            yield Problem((*key, name), f"must say one of {', '.join(MEASURES)}, got {'both' if said else 'none'}")
        elif not _terms(table):
            yield Problem((*key, name), f"must say one or more of {', '.join(OWN_TERMS)}")
    clear = [one for one in bands.values() if len(_measures(one)) == 1]
    limits = Counter((measure, getattr(one, measure)) for one in clear for measure in _measures(one))
    if len({measure for measure, _ in limits}) > 1:
        yield Problem(key, f"must all be limits of one sort, {' or '.join(MEASURES)}")
    for (measure, limit), number in limits.items():
        if number > 1:
            yield Problem(key, f"must have a limit each, got {measure} {limit:g} {number} times")


def terms_problems(rules: Mapping[Key, Mechanism], settings: Settings) -> Iterator[Problem]:
    """Yield the terms that are for what a scenario has not: no such category, group or kind of places.

    Parameters
    ----------
    rules
        Rules that the file writes out, by the key of their table.
    settings
        The scenario's numbers.

    Yields
    ------
    Problems, each at a key of the file.
    """
    projects = [name for name, category in settings.categories.items() if category.kind == "project"]
    groups = [group.name for group in settings.places]
    kinds = [kind for kind in KINDS if any(group.kind == kind for group in settings.places)]
    for key, mechanism in rules.items():
        yield from _strangers((*key, "categories"), mechanism.categories, projects, "category of projects")
        yield from _strangers((*key, "places"), mechanism.places, groups, "group of places")
        yield from _strangers((*key, "kinds"), mechanism.kinds, kinds, "kind of the scenario's groups of places")


def _strangers(key: Key, tables: TermsBy, known: Sequence[str], noun: str) -> Iterator[Problem]:
    for name, _ in tables:
        if name not in known:
            hint = suggestion(name, known) or ";"
            listed = f"{hint} known: {', '.join(known)}" if known else ": the scenario has no groups of places"
            yield Problem((*key, name), f"no {noun}{listed}")
