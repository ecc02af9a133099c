"""The house: layers, names, and what is in the wheel."""

import ast
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import grimp
import networkx as nx
import pytest

from dizao.model.core.ledger import ACCOUNTS
from dizao.model.systems.registry import SECTIONS, SYSTEMS
from dizao.model.world.make import World

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("agents", "model", "scenarios")

SOURCES = [path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))]


def imported(path: Path) -> set[str]:
    """Return the full names of all modules that a file imports, wherever in it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def test_nothing_is_imported_in_a_circle() -> None:
    # The layers are held by import-linter (pyproject.toml). Imports inside functions and for types count too.
    graph = grimp.build_graph(*(f"dizao.{package}" for package in PACKAGES))
    imports = [(name, other) for name in graph.modules for other in graph.find_modules_directly_imported_by(name)]
    assert len(imports) > len(graph.modules)
    circles = [sorted(found) for found in nx.strongly_connected_components(nx.DiGraph(imports)) if len(found) > 1]
    assert circles == []


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_nobody_else_imports_numba_or_the_bare_names(path: Path) -> None:
    heads = {name.split(".")[0] for name in imported(path)}
    assert heads.isdisjoint(PACKAGES)
    assert path in (ROOT / "agents" / "compiled.py", ROOT / "agents" / "machine_code.py") or "numba" not in heads


PARTS_OF_STAGES = {
    "build": ("campaign", "collect", "construct"),
    "plan": ("meetings", "votes"),
    "meetings": ("attendance", "proposals"),
    "campaign": ("pledges",),
}
"""Stages that are the sum of parts, each in a file of its own."""


@pytest.mark.parametrize("path", sorted((ROOT / "model" / "stages").glob("*.py")), ids=lambda path: path.stem)
def test_a_stage_talks_to_no_other_stage(path: Path) -> None:
    others = {name.split(".")[3] for name in imported(path) if name.startswith("dizao.model.stages.")}
    assert others == set(PARTS_OF_STAGES.get(path.stem, ()))


def test_the_packages_are_loaded_once() -> None:
    code = "import sys, dizao.model.engine, dizao.scenarios; print([n for n in ('agents','model') if n in sys.modules])"
    shown = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"


def test_nothing_in_the_model_names_a_scenario() -> None:
    # A section of parameters, a system, a table or an account may have a name that is a scenario's as well.
    words = {*SECTIONS, *World._fields, *ACCOUNTS, *(system.name for system in SYSTEMS)}
    names = {path.stem for path in (ROOT / "scenarios" / "library").glob("*.toml")} - words
    texts = {path: path.read_text(encoding="utf-8") for path in SOURCES if "scenarios" not in path.parts}
    found = [(path.name, name) for path, text in texts.items() for name in names if f'"{name}"' in text]
    # The docstring of the Mesa adapter shows how to load one.
    assert [pair for pair in found if pair[0] != "cocreation.py"] == []


def test_the_wheel_holds_the_tree(tmp_path: Path) -> None:
    # Built from a copy of what git tracks: what earlier builds left behind in the checkout would get into the wheel.
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    tracked = [name for name in listed if (ROOT / name).exists()]
    for name in tracked:
        if name.startswith(tuple(f"{package}/" for package in PACKAGES)) or "/" not in name:
            (tmp_path / "tree" / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, tmp_path / "tree" / name)
    command = [sys.executable, "-m", "uv", "build", "--wheel", "--quiet", "--out-dir", str(tmp_path)]
    if subprocess.run([sys.executable, "-m", "uv", "--version"], capture_output=True, check=False).returncode:
        command = ["uv", *command[3:]]
    subprocess.run([*command, str(tmp_path / "tree")], check=True, capture_output=True)
    held = set(zipfile.ZipFile(next(tmp_path.glob("*.whl"))).namelist())
    tree = {f"dizao/{name}" for name in tracked if name.startswith(tuple(f"{package}/" for package in PACKAGES))}
    assert tree - held == set()
    assert {name for name in held if name.startswith("dizao/")} - tree == set()
