"""The table of settings and what they change: complete, as declared, and still so in a sample."""

import json
import random
import sys
from types import ModuleType

import pytest

from tests.benchmarks.test_mutations import load

SAMPLE = 12
"""Cells that are tried again: fixed, and spread over settings and worlds."""


@pytest.fixture(scope="module")
def effects() -> ModuleType:
    return load("setting_effects")


@pytest.fixture(scope="module")
def found(effects: ModuleType) -> dict[str, dict[str, list[str]]]:
    return dict(json.loads(effects.DATA.read_text(encoding="utf-8")))


@pytest.mark.small
def test_the_table_has_every_setting_and_the_page_is_made_from_it(effects: ModuleType, found: dict) -> None:
    assert list(found) == effects.keys()
    assert all(list(row) == [w for w in effects.worlds() if effects.concerns(key, w)] for key, row in found.items())
    assert effects.PAGE.read_text(encoding="utf-8") == effects.page(found)


@pytest.mark.small
def test_a_setting_that_never_changes_anything_does_not_exist(found: dict) -> None:
    assert [key for key, row in found.items() if not any(row.values())] == []


@pytest.mark.small
def test_what_is_declared_to_do_nothing_does_nothing(effects: ModuleType, found: dict) -> None:
    wrong = [
        (key, world, name)
        for key, row in found.items()
        for world, names in row.items()
        for name in set(names) & set(effects.declared_idle(key, world))
    ]
    assert wrong == []


@pytest.mark.long
def test_a_sample_of_the_table_is_still_so(effects: ModuleType, found: dict) -> None:
    worlds = sys.modules["setting_worlds"]
    cells = [(key, world) for key, row in found.items() for world in row if world != effects.TOWN]
    for key, world in random.Random(7).sample(cells, SAMPLE):
        assert worlds.effects(worlds.Job(key, world)) == found[key][world], (key, world)
    key, *_ = random.Random(7).sample([key for key in found if effects.TOWN in found[key]], 1)
    assert worlds.effects(worlds.Job(key, effects.TOWN)) == found[key][effects.TOWN], key
