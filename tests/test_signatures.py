"""Signatures say what is taken: no function of the engine has more than eight parameters, and all are annotated.

Rules that users may swap (docs/how-to/change-a-rule.md) are held to the same.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
MOST_PARAMETERS = 8
SOURCES = [path for package in ("agents", "model") for path in sorted((ROOT / package).rglob("*.py"))]


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def parameters(function: ast.FunctionDef | ast.AsyncFunctionDef) -> list[ast.arg]:
    """All that a function takes but the object or class that it belongs to."""
    wanted = function.args
    named = [*wanted.posonlyargs, *wanted.args, *wanted.kwonlyargs]
    starred = [one for one in (wanted.vararg, wanted.kwarg) if one is not None]
    return [one for one in named + starred if one.arg not in ("self", "cls")]


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_function_has_more_parameters_than_can_be_read(path: Path) -> None:
    numbers = [(function.name, len(parameters(function))) for function in functions(path)]
    assert [(name, number) for name, number in numbers if number > MOST_PARAMETERS] == []


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_parameter_and_return_is_annotated(path: Path) -> None:
    bare = {f"{f.name}({one.arg})" for f in functions(path) for one in parameters(f) if one.annotation is None}
    assert bare | {f"{f.name} -> ?" for f in functions(path) if f.returns is None} == set()
