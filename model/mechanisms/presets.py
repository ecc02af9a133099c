"""The named mechanisms of ``presets.toml``."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from dizao.model.mechanisms.parts import PARTS, Mechanism


class Preset(NamedTuple):
    """A named mechanism: what it is called, its rule, how well it is known, what speaks against it, and its parts.

    ``term`` is the field's standard name, ``grade`` the evidence for its effect: A field, B laboratory, C assumed.
    """

    name: str
    title: str
    title_zh: str
    term: str
    grade: str
    about: str
    about_zh: str
    formula: str
    source: str
    against: str
    mechanism: Mechanism


ABOUT = tuple(name for name in Preset._fields if name not in ("name", "mechanism"))
"""What is said about a preset besides its parts."""


def mechanism_from(parts: dict[str, dict[str, Any]]) -> Mechanism:
    """Build a mechanism from tables of settings, one for each part; what is left out has its default.

    Parameters
    ----------
    parts
        Settings by the part's name and the setting's; lists stand for tuples.

    Returns
    -------
    The mechanism.

    Raises
    ------
    TypeError
        If a part or a setting is unknown.
    """
    return Mechanism(**{name: PARTS[name](**_as_tuples(settings)) for name, settings in parts.items()})


def _as_tuples(settings: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in settings.items()}


@cache
def presets() -> dict[str, Preset]:
    """Return all presets by name, in the order of the file.

    Returns
    -------
    The same mapping each time; it is read once.
    """
    text = files("dizao.model.mechanisms").joinpath("presets.toml").read_text(encoding="utf-8")
    found = {}
    for name, entry in tomllib.loads(text).items():
        about = {key: entry.pop(key) for key in ABOUT}
        found[name] = Preset(name=name, mechanism=mechanism_from(entry), **about)
    return found
