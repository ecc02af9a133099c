"""The notebooks run from the first cell to the last, in the interpreter that runs the tests."""

import re
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
SECONDS_PER_CELL = 300

SHORT = ROOT / "notebooks" / "01_first_look.ipynb"
"""Runs each time, with fewer replicates than it has; what the others show has tests of its own."""

REPLICATES = re.compile(r"\breplicates=\d+")


class ThisInterpreter(KernelSpecManager):
    """Knows one kernel: the running interpreter, whatever kernels the user has installed."""

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        command = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        return KernelSpec(argv=command, display_name=kernel_name, language="python")


def read(path: Path) -> Any:
    return nbformat.read(path, as_version=4)


def executed(notebook: Any) -> Any:
    kernel = AsyncKernelManager(kernel_name="python3", kernel_spec_manager=ThisInterpreter())
    NotebookClient(notebook, km=kernel, timeout=SECONDS_PER_CELL, resources={"metadata": {"path": ROOT}}).execute()
    return notebook


def test_there_are_notebooks() -> None:
    assert NOTEBOOKS


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_is_kept_without_outputs(path: Path) -> None:
    cells = [cell for cell in read(path).cells if cell.cell_type == "code"]
    clear = "uv run --with nbconvert jupyter nbconvert --clear-output --inplace notebooks/*.ipynb"
    assert all(not cell.outputs and cell.execution_count is None for cell in cells), f"run: {clear}"


@pytest.mark.long
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_runs_and_shows_tables_and_figures(path: Path) -> None:
    check_outputs(executed(read(path)))


def test_the_first_runs_and_shows_tables_and_figures() -> None:
    notebook, changed = read(SHORT), 0
    for cell in notebook.cells:
        cell.source, number = REPLICATES.subn("replicates=2", cell.source)
        changed += number
    assert changed == 1
    check_outputs(executed(notebook))


def check_outputs(notebook: Any) -> None:
    outputs = [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
    kinds = [kind for output in outputs for kind in output.get("data", {})]
    assert kinds.count("image/png") >= 2
    assert "text/html" in kinds
    assert [output for output in outputs if output.get("name") == "stderr"] == []
