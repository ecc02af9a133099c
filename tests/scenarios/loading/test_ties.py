"""Files of ties: a mark in front, attributes behind and remarks change nobody's neighbours."""

import codecs
from pathlib import Path

import pytest

from dizao.scenarios.loading.ties import read_ties

pytestmark = pytest.mark.small

GRAPHML = (
    '<?xml version="1.0" encoding="{}"?><graphml xmlns="http://graphml.graphdrawing.org/xmlns">'
    '<graph edgedefault="undirected"><node id="0"/><node id="5"/><edge source="0" target="5"/></graph></graphml>'
)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("club.edges", b"0 5\n"),
        ("club.edges", codecs.BOM_UTF8 + b"0 5\r\n"),
        ("club.edges", b"# who knows whom\n0 5 {}\n5 0 # twice\n5 5\n"),
        ("club.edges", b"00 5"),
        ("club.graphml", GRAPHML.format("utf-8").encode()),
        ("club.graphml", codecs.BOM_UTF8 + GRAPHML.format("utf-8").encode()),
        ("club.graphml", GRAPHML.format("utf-16").encode("utf-16")),
    ],
)
def test_the_same_ties_in_other_bytes(name: str, content: bytes, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert read_ties("2", str(path)) == (2, ((0, 5),))


def test_names_stand_for_adults(tmp_path: Path) -> None:
    path = tmp_path / "club.edges"
    path.write_text("\ufeff安 宁\n宁 2000-01\n", encoding="utf-8")
    assert read_ties("1", str(path)) == (1, ((-3, -2), (-2, -1)))
