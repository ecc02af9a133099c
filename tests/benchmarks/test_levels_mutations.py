"""Errors in levels: each has its place in the engine."""

from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.small
def test_each_has_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    for mutation in import_module("levels_mutations").MUTATIONS:
        text = (ROOT / mutation.path).read_text(encoding="utf-8")
        assert text.count(mutation.right) == 1, mutation.what
        compile(text.replace(mutation.right, mutation.wrong), mutation.path, "exec")
