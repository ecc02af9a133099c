"""Signatures say what is taken: no function has more than eight parameters, and all are annotated.

Rules that users may swap (docs/how-to/change-a-rule.md) are held to the same. Docstrings of what is public say what is
taken, returned and raised, with shapes and units. Commands are exempt (`COMMANDS`).
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
MOST_PARAMETERS = 8
SOURCES = [path for package in ("agents", "model", "scenarios") for path in sorted((ROOT / package).rglob("*.py"))]


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


def takes_a_command(node: ast.expr) -> bool:
    """Whether an expression is ``app.command(...)`` or ``app.callback(...)``."""
    return isinstance(node, ast.Call) and ast.unparse(node.func).endswith((".command", ".callback"))


def commands(path: Path) -> Iterator[str]:
    """Yield the functions that typer shows, as ``module.name``: decorated here, or given to ``app.command(...)``."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef) and any(map(takes_a_command, node.decorator_list)):
            yield f"{path.stem}.{node.name}"
        elif isinstance(node, ast.Call) and takes_a_command(node.func):
            yield ast.unparse(node.args[0])


COMMANDS = {name for path in (ROOT / "scenarios" / "commands").glob("*.py") for name in commands(path)}
"""Exempt: their parameters are options, and a section in their docstrings would stand in the help."""


def test_commands_are_found_however_they_are_made_known() -> None:
    assert {"main.start", "main.run_command", "case.case_command"} <= COMMANDS


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_function_has_more_parameters_than_can_be_read(path: Path) -> None:
    held = [one for one in functions(path) if f"{path.stem}.{one.name}" not in COMMANDS]
    numbers = [(one.name, len(parameters(one))) for one in held]
    assert [(name, number) for name, number in numbers if number > MOST_PARAMETERS] == []


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_parameter_and_return_is_annotated(path: Path) -> None:
    bare = {f"{f.name}({one.arg})" for f in functions(path) for one in parameters(f) if one.annotation is None}
    assert bare | {f"{f.name} -> ?" for f in functions(path) if f.returns is None} == set()


NOTHING = ("None", "Never", "NoReturn")
"""Annotations of what returns nothing."""


def public(body: list[ast.stmt]) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Public functions of a module, and public methods of its public classes."""
    for node in body:
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            yield from public(node.body)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not node.name.startswith("_"):
            yield node


def wanting(function: ast.FunctionDef | ast.AsyncFunctionDef) -> list[str]:
    """Sections of NumPy style that a docstring ought to have and has not; a property returns what it is."""
    text = ast.get_docstring(function) or ""
    returned = ast.unparse(function.returns) if function.returns else "None"
    is_property = any("property" in ast.unparse(one) for one in function.decorator_list)
    raises = any(isinstance(node, ast.Raise) and node.exc is not None for node in ast.walk(function))
    wanted = {
        "Parameters": bool(parameters(function)),
        "Returns|Yields": returned not in NOTHING and not is_property,
        "Raises": raises,
    }
    return [name for name, there in wanted.items() if there and not re.search(rf"^({name})\n-+$", text, re.MULTILINE)]


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_what_is_public_says_what_it_takes_returns_and_raises(path: Path) -> None:
    known = public(ast.parse(path.read_text(encoding="utf-8")).body)
    found = [(one.name, wanting(one)) for one in known if f"{path.stem}.{one.name}" not in COMMANDS]
    assert [(name, sections) for name, sections in found if sections] == []
