"""The errors that docking must catch are still errors: each has its text in the engine once, and changes it."""

import importlib.util
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]


def load(name: str) -> ModuleType:
    """Load a script of benchmarks/, which is not installed; those beside it import it by its bare name."""
    spec = importlib.util.spec_from_file_location(name, ROOT / "benchmarks" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def mutations() -> ModuleType:
    return load("mutations")


@pytest.fixture(scope="module")
def club_mutations(mutations: ModuleType) -> ModuleType:
    return load("club_mutations")


def test_there_are_many_and_each_has_its_place(mutations: ModuleType) -> None:
    assert len(mutations.MUTATIONS) >= 20
    each_has_its_place(mutations.MUTATIONS)


def test_those_of_clubs_have_their_place(club_mutations: ModuleType) -> None:
    assert len(club_mutations.CLUB_MUTATIONS) >= 12
    each_has_its_place(club_mutations.CLUB_MUTATIONS)


def test_those_of_dispatch_have_their_place(mutations: ModuleType) -> None:
    each_has_its_place(load("dispatch_mutations").DISPATCH_MUTATIONS)


def each_has_its_place(mutations: Sequence[Any]) -> None:
    for mutation in mutations:
        text = (ROOT / mutation.path).read_text(encoding="utf-8")
        assert text.count(mutation.right) == 1, mutation.what
        compile(text.replace(mutation.right, mutation.wrong), mutation.path, "exec")


def test_one_of_them_is_caught(mutations: ModuleType) -> None:
    by_name = {mutation.what: mutation for mutation in mutations.MUTATIONS}
    caught = mutations.try_one(by_name["fatigue makes people voice needs"])
    assert caught.world is not None
    assert "week_voiced" in caught.how
