"""Errors in burden reduction and cadre visits: each has its place in the engine."""

from importlib import import_module
from pathlib import Path

import pytest

from tests.docking.desk_systems import FEW, SYSTEMS

ROOT = Path(__file__).resolve().parents[2]


def test_there_are_some_for_each_system_and_each_has_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    errors = import_module("desk_mutations").MUTATIONS
    assert set(errors) == set(SYSTEMS) == set(FEW)
    for mutations in errors.values():
        assert len(mutations) >= 4
        for mutation in mutations:
            text = (ROOT / mutation.path).read_text(encoding="utf-8")
            assert text.count(mutation.right) == 1, mutation.what
            compile(text.replace(mutation.right, mutation.wrong), mutation.path, "exec")
