"""The catalogues of texts: what code asks for exists, in both languages, and what exists is asked for."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from dizao.model.outputs.outcomes import OUTCOMES
from dizao.scenarios.reports.texts import LANGUAGES, TEXTS, catalogue

pytestmark = pytest.mark.small

ROOT = Path(__file__).resolve().parents[3]
SOURCES = [path for package in ("model", "scenarios") for path in sorted((ROOT / package).rglob("*.py"))]
TEMPLATES = sorted((ROOT / "scenarios").rglob("*.jinja"))
ANY = "(.+)"

ASSEMBLED = {
    "unit.": "units of outcomes and of parameters",
    "name.": "names of parameters, which test_parameters.py compares with the parameters",
    "artefact.": "modelling choices and their ends, which test_choices.py compares with the table",
    "target.": "names of targets of validation, rows of a table",
    "value.": "units of parameters",
}
"""Beginnings of keys that code puts together from data: what they are followed by."""

WRAPPED = {"page": "page", "sentence": "sentence"}
"""Families with a method of their own that adds the first word: `Maker.say` and `Facts.say`."""


@cache
def literals() -> frozenset[str]:
    """Return every text that stands in code, every key that a template asks for, and the grades of evidence."""
    found = {node.value for node in nodes() if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    return frozenset(found | asked_by_templates() | set(OUTCOMES) | {str(k) for k in range(6)} | set("ABC"))


@cache
def nodes() -> tuple[ast.AST, ...]:
    return tuple(node for path in SOURCES for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))))


def asked_by_templates() -> set[str]:
    return {key for path in TEMPLATES for key in re.findall(r'say\("([^"]+)"', path.read_text(encoding="utf-8"))}


@cache
def patterns() -> tuple[re.Pattern[str], ...]:
    """Return the keys that code puts together, as f-strings say them, their values left open."""
    found = set()
    for node in nodes():
        if isinstance(node, ast.JoinedStr):
            parts = [re.escape(str(v.value)) if isinstance(v, ast.Constant) else ANY for v in node.values]
            if "." in "".join(parts).replace(ANY, "") and " " not in "".join(parts):
                found.add("".join(parts))
    of_figures = {rf"{ANY}\.title", rf"{ANY}\.subtitle", rf"{ANY}\.key"}
    return tuple(re.compile(one) for one in sorted(found) if not one.startswith(ANY) or one in of_figures)


def known(text: str, depth: int = 3) -> bool:
    """Whether code says a key or a part of one, whole or put together of parts that it says."""
    if text in literals():
        return True
    matches = (pattern.fullmatch(text) for pattern in patterns()) if depth else ()
    return any(all(known(part, depth - 1) for part in match.groups()) for match in matches if match)


def is_asked_for(key: str) -> bool:
    first, _, rest = key.partition(".")
    if first not in WRAPPED:
        return key.startswith(tuple(ASSEMBLED)) or known(key)
    # The tables of the page put the key of a table and of one of its texts together.
    return rest in literals() or known(key, 1) or known(rest) or all(part in literals() for part in rest.split("."))


@pytest.mark.parametrize("key", TEXTS["en"])
def test_every_text_is_asked_for(key: str) -> None:
    assert is_asked_for(key), f"{key}: no code says it"


@pytest.mark.parametrize(
    "key", ["funnel.nonsense", "nonsense.title", "page.nonsense", "page.bands.nonsense", "nonsense"]
)
def test_a_text_that_nobody_asks_for_would_be_found(key: str) -> None:
    assert not is_asked_for(key)


def keys_in_calls() -> set[str]:
    """Return the keys that are written out in calls of `say`, and in templates."""
    found = asked_by_templates() - {"page.section."}
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
                name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
                texts = [x.value for x in node.args if isinstance(x, ast.Constant) and isinstance(x.value, str)]
                if name == "say" and texts and " " not in texts[0]:
                    found.add(texts[0])
    return found


def test_every_text_that_is_asked_for_is_there() -> None:
    there = set(TEXTS["en"])
    there |= {key.partition(".")[2] for key in there if key.partition(".")[0] in WRAPPED}
    assert len(keys_in_calls()) > 150
    assert keys_in_calls() - there == set()


def test_a_key_stands_in_one_file_and_in_each_language_in_the_same() -> None:
    words = ROOT / "scenarios" / "reports" / "words"
    names = {language: sorted(path.name for path in (words / language).glob("*.toml")) for language in LANGUAGES}
    assert names["en"] == names["zh"]
    for name in names["en"]:
        keys = [re.findall(r'^"([^"]+)" =', (words / one / name).read_text("utf-8"), re.M) for one in LANGUAGES]
        assert keys[0] == keys[1], name
    assert all(catalogue(language) == TEXTS[language] for language in LANGUAGES)
