"""Errors in platforms, chain and posts: each has its place in the engine, and a system in whose worlds it shows."""

from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

from tests.docking.party_systems import FEW, SYSTEMS

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def errors(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    return import_module("party_mutations")


def test_there_are_some_for_each_system_and_each_has_its_place(errors: ModuleType) -> None:
    assert set(errors.MUTATIONS) == set(SYSTEMS) == set(FEW)
    for mutations in errors.MUTATIONS.values():
        assert len(mutations) >= 4
        for mutation in mutations:
            text = (ROOT / mutation.path).read_text(encoding="utf-8")
            assert text.count(mutation.right) == 1, mutation.what
            compile(text.replace(mutation.right, mutation.wrong), mutation.path, "exec")


def test_one_of_them_is_caught(errors: ModuleType) -> None:
    by_name = {mutation.what: mutation for mutation in errors.MUTATIONS["posts"]}
    caught = errors.try_one(by_name["a team is one volunteer"], errors.LOOK.replace("NAME", "posts"))
    assert caught.world in FEW["posts"]
    assert "contact_week" in caught.how


def test_a_section_takes_the_place_of_the_one_with_its_heading(errors: ModuleType) -> None:
    with_section = import_module("mutations").with_section
    page = with_section("# A\n\none\n", "## B\n\ntwo\n")
    assert page == "# A\n\none\n\n## B\n\ntwo\n"
    assert with_section(page, "# A\n\nnew\n") == "# A\n\nnew\n\n## B\n\ntwo\n"
    assert with_section(page, "## B\n\nnew\n") == "# A\n\none\n\n## B\n\nnew\n"
