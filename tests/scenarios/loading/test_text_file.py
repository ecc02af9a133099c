"""What a user brings as text, and what of it is printed: no bytes are guessed, and nothing steers a terminal."""

import codecs

import pytest

from dizao.scenarios import load
from dizao.scenarios.loading.errors import ScenarioError, one_line, printable, steers
from dizao.scenarios.loading.text_file import decoded

pytestmark = pytest.mark.small


def test_a_mark_of_utf8_is_left_out_once():
    assert decoded(codecs.BOM_UTF8 + "街".encode(), "x") == "街"
    assert decoded(b"", "x") == ""


@pytest.mark.parametrize("name", ["utf-16", "utf-32"])
def test_other_encodings_are_named_with_what_to_do(name):
    for text in ("", "T", "街"):
        with pytest.raises(ScenarioError, match=f"^x: k: must be UTF-8 text, got {name.upper()}: save it as UTF-8$"):
            decoded(text.encode(name), "x", "k")


def test_a_scenario_with_a_mark_is_the_same(tmp_path):
    for name, mark in (("plain", b""), ("marked", codecs.BOM_UTF8)):
        (tmp_path / f"{name}.toml").write_bytes(mark + b'extends = "taoyuan"\nworks.lender_share = 0.5\n')
    plain, marked = (load(tmp_path / f"{name}.toml").settings() for name in ("plain", "marked"))
    assert plain._replace(name="") == marked._replace(name="")


def test_control_characters_are_written_as_escapes():
    assert one_line("a\x1b[31m\x07b\n c\x85d\u202e") == "a\\x1b[31m\\x07b c\\x85d\\u202e"
    assert printable("街 ä\n") == "街 ä\n"


@pytest.mark.parametrize("text", ["\x1b", "\x07", "\x7f", "\x9b", "\x00", "\u202e", "\u2067"])
def test_what_steers(text):
    assert steers(f"a{text}b")


@pytest.mark.parametrize("text", ["", "街 ä ñ", "a\nb\tc\r", "👩\u200d🌾", "\u200f"])
def test_what_does_not_steer(text):
    assert not steers(text)


def test_a_key_is_not_quoted_without_end():
    assert len(str(ScenarioError("x.toml", "k" * 10_000, "unknown key"))) < 200
