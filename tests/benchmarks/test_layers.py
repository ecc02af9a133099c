"""The figure of the layers shows what is imported."""

import json
from types import ModuleType

import pytest

from tests.benchmarks.test_mutations import load


@pytest.fixture(scope="module")
def layers() -> ModuleType:
    return load("layers")


@pytest.mark.small
def test_the_figure_has_an_arrow_for_each_import_between_parts(layers: ModuleType) -> None:
    # Numbers beside the arrows are those of the last drawing: one import more is no reason to draw anew.
    kept = json.loads(layers.DATA.read_text(encoding="utf-8"))
    assert list(kept) == list(layers.edges())
    assert layers.FIGURE.read_text(encoding="utf-8") == layers.drawn(kept)


@pytest.mark.small
def test_arrows_lead_down(layers: ModuleType) -> None:
    placed = layers.boxes()
    pairs = [pair.split(" -> ") for pair in layers.edges()]
    assert len(pairs) > len(placed)
    assert [pair for pair in pairs if placed[pair[0]].row > placed[pair[1]].row] == []
