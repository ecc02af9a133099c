"""A case: one place and one project that happened, loaded from TOML, extended, overridden and checked whole.

>>> from dizao.scenarios.loading.case_file import load_case
>>> load_case("chengwan_alone", ["project.cost_yuan=50000"]).project["cost_yuan"]
50000
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dizao.model.settings import Settings
from dizao.scenarios.loading.case_names import name_problems
from dizao.scenarios.loading.case_schema import CASE_TABLE, REPAID
from dizao.scenarios.loading.checks import raise_first
from dizao.scenarios.loading.errors import Key, ScenarioError, shown, suggestion
from dizao.scenarios.loading.layers import check_shapes, library, merge, read_layers
from dizao.scenarios.loading.renamed import renamed_key
from dizao.scenarios.loading.scenario_file import load
from dizao.scenarios.loading.schema import Problem, check, known_keys
from dizao.scenarios.loading.set_values import listed, set_layer
from dizao.scenarios.loading.shapes import highest, lowest

FOLDER = "cases"
EMPTY = 'empty; a case has kind = "case", a table [place] with households and a table [project] with cost_yuan'
BASES = {"urban": "nanhu", "rural": "duhe"}
"""Scenarios that hold what a file leaves out, by setting."""

OWN = ("place", "project", "title", "source", "kind")
"""Where the keys of a case begin; others are those of the scenario behind it."""

AMOUNTS = ("yuan", "share", "per_unit")
WITH_MONEY = ("lead_contribution", "mediate", "redesign_shares")


@dataclass(frozen=True)
class Case:
    """A case that can be run.

    Attributes
    ----------
    name
        Name in the library, or of the file.
    title, source
        What it is, and where it comes from.
    place, project
        What the file says, checked; what it leaves out is None. A number may be a range ``[low, high]``.
    observed
        What happened: read by `validate`, never by the model.
    base
        What holds where the file is silent.
    """

    name: str
    title: str
    source: str
    place: dict[str, Any]
    project: dict[str, Any]
    observed: dict[str, Any]
    base: Settings


def cases() -> dict[str, Path]:
    """Return the files of the cases that come with the package, by name.

    Returns
    -------
    Paths of TOML files by the names that ``dizao case`` takes, in the order of the alphabet.
    """
    return library(FOLDER)


def load_case(name_or_path: str | Path, overrides: Iterable[str] = ()) -> Case:
    """Load a case and check it whole.

    Parameters
    ----------
    name_or_path
        Name of a case of the package, or the path of a TOML file.
    overrides
        ``KEY=VALUE`` as for ``--set``: ``project.cost_yuan=50000``, or a key of a scenario.

    Returns
    -------
    The case, its ranges not drawn yet, with the numbers of the scenario behind it in `base`.

    Raises
    ------
    ScenarioError
        If anything about it is wrong; the message is one line.
    """
    changes = listed(overrides)
    own = [one for one in changes if one.partition("=")[0].split(".")[0].strip() in OWN]
    layers = read_layers(str(name_or_path), EMPTY, FOLDER)
    if own:
        layers.append(set_layer(own, _full_key))
    check_shapes(layers)
    merged: dict[str, Any] = {}
    for layer in layers:
        merged = merge(merged, layer.table)
    file, problems = check(merged, CASE_TABLE)
    raise_first(problems, layers)
    place, project = file.place.model_dump(), file.project.model_dump()
    wrong = [*_wrong_place(place), *_wrong_project(place, project), *name_problems(place, project)]
    raise_first([*wrong, *_renamed(file.observed)], layers)
    base = load(BASES[file.place.setting], [one for one in changes if one not in own]).settings()
    name = Path(str(name_or_path)).stem
    return Case(name, file.title or name, file.source, place, project, dict(file.observed), base)


def _full_key(words: Key, label: str) -> Key:
    """Refuse a key that no case has."""
    known = known_keys(words[:-1], CASE_TABLE)
    if known and words[-1] not in known:
        problem = renamed_key(words) or f"unknown key{suggestion(words[-1], known)}"
        raise ScenarioError(label, ".".join(words), problem)
    return words


# what no single value can break ---------------------------------------------------------------------------------


def _renamed(observed: dict[str, Any]) -> Iterator[Problem]:
    yield from (Problem(("observed", name), said) for name in observed if (said := renamed_key(("observed", name))))


def _wrong_place(place: dict[str, Any]) -> Iterator[Problem]:
    uses = [highest(one["share_of_use"]) for one in place["partner"] if one["share_of_use"] is not None]
    if sum(uses) >= 1.0:
        problem = f"must leave some of the use to the place itself: below 1 in all, got {sum(uses):g}"
        yield Problem(("place", "partner", "share_of_use"), problem)


def _wrong_project(place: dict[str, Any], project: dict[str, Any]) -> Iterator[Problem]:
    yield from _wrong_floors(place, project)
    for one, other in (("value_yuan_per_household", "value_yuan_by_floor"), ("ask_yuan", "ask_yuan_by_floor")):
        if project[one] is not None and project[other] is not None:
            yield Problem(("project", other), f"must not stand beside {one}: say one of them")
    land = project["land_in_kind"]
    if land is not None and not isinstance(land, bool) and highest(land) >= lowest(project["cost_yuan"]):
        problem = f"must be below cost_yuan ({shown(project['cost_yuan'])}), got {shown(land)}"
        yield Problem(("project", "land_in_kind"), problem)
    for source in project["source"]:
        yield from _wrong_source(source, project)
    yield from _too_much(place, project)
    for event in project["event"]:
        yield from _wrong_event(event, place)
        yield from _too_late(event, project)


def _wrong_floors(place: dict[str, Any], project: dict[str, Any]) -> Iterator[Problem]:
    lengths = {
        key: len(project[key]) for key in ("value_yuan_by_floor", "ask_yuan_by_floor") if project[key] is not None
    }
    floors = place["floors"] or next(iter(lengths.values()), None)
    for key, length in lengths.items():
        if length != floors:
            yield Problem(("project", key), f"must have a number for each of {floors} floors, got {length}")
    if project["levy"] and project["ask"] == "free":
        yield Problem(("project", "levy"), 'must be false beside ask = "free", got true')
    if project["levy"] and project["consent"] == "none":
        yield Problem(("project", "levy"), 'must be false beside consent = "none", got true')
    if project["ask"] == "by_floor" and project["ask_yuan_by_floor"] is None:
        yield Problem(("project", "ask_yuan_by_floor"), 'missing; ask = "by_floor" needs it')
    if project["ask"] not in (None, "by_floor") and project["ask_yuan_by_floor"] is not None:
        yield Problem(("project", "ask"), f'must be "by_floor" beside ask_yuan_by_floor, got {shown(project["ask"])}')


def _wrong_source(source: dict[str, Any], project: dict[str, Any]) -> Iterator[Problem]:
    key, given = ("project", "source"), [name for name in AMOUNTS if source[name] is not None]
    if not given:
        yield Problem((*key, "yuan"), "missing; a source has one of yuan, share, per_unit")
    if len(given) > 1:
        yield Problem((*key, given[1]), f"must not stand beside {given[0]}: say one of them")
    lender = (project["prefinance"] or {}).get("lender")
    for name in names_of(source["repaid_to"]):
        if name not in REPAID and name != lender:
            allowed = f"must be one of {', '.join(REPAID)}, or the lender's name"
            yield Problem((*key, "repaid_to"), f"{allowed}, got {shown(name)}{suggestion(name, REPAID)}")


def _too_much(place: dict[str, Any], project: dict[str, Any]) -> Iterator[Problem]:
    """Sources that could pay more than the cost: what is above it would be without effect."""
    cost, most = lowest(project["cost_yuan"]), 0.0
    worth = {"yuan": 1.0, "share": cost, "per_unit": _most_units(place, project)}
    for source in project["source"]:
        most += sum(highest(source[name]) * worth[name] for name in AMOUNTS if source[name] is not None)
    if most > cost * (1.0 + 1e-9):
        problem = f"must be at most the cost together ({cost:,.10g} yuan), got {most:,.10g}"
        yield Problem(("project", "source"), problem)


def _most_units(place: dict[str, Any], project: dict[str, Any]) -> float:
    """Return how many things are built at most: one for each building with floors, unless the file says it."""
    if project["units"] is not None:
        return highest(project["units"])
    listed = project["value_yuan_by_floor"] or project["ask_yuan_by_floor"] or [0]
    floors, flats = place["floors"] or len(listed), place["flats_per_floor"]
    size = place["building_households"] or (None if flats is None else floors * lowest(flats))
    return math.ceil(highest(place["households"]) / lowest(size)) if floors > 1 and size is not None else 1.0


def _too_late(event: dict[str, Any], project: dict[str, Any]) -> Iterator[Problem]:
    weeks = project["weeks"]
    if weeks is not None and highest(event["week"]) >= lowest(weeks):
        allowed = f"must be below {lowest(weeks):g} (project.weeks), until when it is followed"
        problem = f"{allowed}, got {shown(event['week'])}"
        yield Problem(("project", "event", "week"), problem)


def names_of(value: Any) -> Sequence[str]:
    """Return the names of a text or a list of texts.

    Parameters
    ----------
    value
        A name, several, or None for nobody.

    Returns
    -------
    The names, none for None.
    """
    return [] if value is None else [value] if isinstance(value, str) else value


def _wrong_event(event: dict[str, Any], place: dict[str, Any]) -> Iterator[Problem]:
    key, kind = ("project", "event"), event["kind"]
    if kind == "bring_in_partner" and not place["partner"]:
        yield Problem((*key, "kind"), 'must not be "bring_in_partner" without a table [[place.partner]]')
    if kind == "lead_contribution" and highest(event["yuan"]) <= 0.0:
        yield Problem((*key, "yuan"), "must be above 0 for a lead_contribution")
    if kind not in WITH_MONEY and highest(event["yuan"]) > 0.0:
        yield Problem((*key, "yuan"), f"must be 0 for {kind}: it moves no money, got {shown(event['yuan'])}")
