"""Errors in the data pool: each has its place in the engine."""

from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def test_there_are_some_and_each_has_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    mutations = import_module("pool_mutations").POOL_MUTATIONS
    assert len(mutations) >= 6
    for mutation in mutations:
        text = (ROOT / mutation.path).read_text(encoding="utf-8")
        assert text.count(mutation.right) == 1, mutation.what
        compile(text.replace(mutation.right, mutation.wrong), mutation.path, "exec")
