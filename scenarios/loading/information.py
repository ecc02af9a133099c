"""What a county could find out before it chooses: groups of uncertain parameters and studies (information.toml)."""

from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase
from functools import cache
from typing import NamedTuple

from dizao.model.parameters.place_groups import OWN
from dizao.scenarios.loading.estimates import kept

FILE = "information.toml"

RATIOS = {"need_ratio": "rate", "cost_ratio": "cost_yuan", "value_ratio": "value_yuan"}
"""What the ratios of a group of places are about: numbers of all categories."""


class Titled(NamedTuple):
    """A group or a study by the names that people read."""

    name: str
    title: str
    title_zh: str


class Ratio(NamedTuple):
    """A quotient of sums of outcomes that records show: ``of`` over ``to``, and the spread of one observation."""

    of: tuple[str, ...]
    to: tuple[str, ...]
    spread: float


class PossibleStudy(NamedTuple):
    """A study that a county could make.

    Attributes
    ----------
    about
        Its names.
    size
        Units, households or projects that are observed.
    shares
        Keys of parameters of which it is counted in how many of ``size`` they hold.
    means
        By key of a parameter of which the mean is observed, the spread of one observation, relative to the mean.
    ratios
        Quotients of outcomes under the rule that today's choice falls on.
    trial
        Outcomes that two rules are compared in, each in half of ``size`` units.
    """

    about: Titled
    size: int
    shares: tuple[str, ...]
    means: Mapping[str, float]
    ratios: tuple[Ratio, ...]
    trial: tuple[str, ...]


@cache
def possible_studies() -> tuple[PossibleStudy, ...]:
    """Return the studies of the table, in its order.

    Returns
    -------
    At least one.
    """
    return tuple(
        PossibleStudy(
            Titled(name, table["title"], table["title_zh"]),
            int(table["size"]),
            tuple(table.get("shares", ())),
            dict(table.get("means", {})),
            tuple(Ratio(tuple(one["of"]), tuple(one["to"]), float(one["spread"])) for one in table.get("ratios", ())),
            tuple(table.get("trial", ())),
        )
        for name, table in kept(FILE)["studies"].items()
    )


def group_titles() -> tuple[Titled, ...]:
    """Return the groups of parameters by their names, in the order of the table.

    Returns
    -------
    At least one.
    """
    return tuple(Titled(name, table["title"], table["title_zh"]) for name, table in kept(FILE)["groups"].items())


def grouped(keys: Iterable[str]) -> dict[str, list[str]]:
    """Return the keys of each group: a key belongs to the first whose list has it or a pattern that fits it.

    Parameters
    ----------
    keys
        Keys of uncertain parameters.

    Returns
    -------
    Keys by name of a group, in their order; groups without any are left out.

    Raises
    ------
    KeyError
        If a key fits no group.
    """
    groups = kept(FILE)["groups"]
    found: dict[str, list[str]] = {name: [] for name in groups}
    for key in keys:
        for name, table in groups.items():
            if any(fnmatchcase(_of_all(key), pattern) for pattern in table["keys"]):
                found[name].append(key)
                break
        else:
            raise KeyError(f"{FILE}: {key} fits no group")
    return {name: members for name, members in found.items() if members}


def _of_all(key: str) -> str:
    """Return the key of the number of all places or categories that one of a group or of a category is of."""
    head, *part, name = key.split(".")
    if not part or head == "categories":
        return f"{head}.{name}"
    section = next((section for section, names in OWN.items() if name in names), "")
    return f"{section}.{name}" if section else f"categories.{RATIOS[name]}"
