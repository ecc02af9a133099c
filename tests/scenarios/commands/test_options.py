"""Options that commands share: the rule of giving."""

import json

import pytest

from dizao.agents.parameters import GIVING_RULES
from dizao.scenarios.commands import options
from dizao.scenarios.commands.main import execute


def test_the_option_knows_the_rules_of_the_model() -> None:
    assert options.GIVING_RULES == GIVING_RULES


def test_a_rule_stands_in_front_of_what_is_set() -> None:
    assert options.with_giving(["people.guilt=1"], "inequality") == ["people.giving_rule=inequality", "people.guilt=1"]
    assert options.with_giving(["a=1"], None) == ["a=1"]


def played(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *words: str) -> object:
    monkeypatch.setattr("sys.argv", ["dizao", "lab", "fischbacher2001", "--json", *words])
    assert execute() == 0
    return json.loads(capsys.readouterr().out)


def test_a_game_is_played_by_the_rule_that_is_asked_for(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    usual = played(monkeypatch, capsys)
    assert played(monkeypatch, capsys, "--giving", "conditional") == usual
    norm = played(monkeypatch, capsys, "--giving", "norm")
    assert norm != usual
    assert played(monkeypatch, capsys, "--set", "people.giving_rule=norm") == norm


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("lab", "--giving", "kind"), "must be one of conditional, causal, pivotal, norm, inequality, got"),
        (("validate", "--part", "tournament", "--giving", "norm"), "--giving: does not go with --part tournament"),
        (("lab", "--set", "people.guilt=1"), "acts only with people.giving_rule"),
    ],
)
def test_what_is_wrong_is_told(
    words: tuple[str, ...], told: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["dizao", *words])
    assert execute() == 2
    assert told in capsys.readouterr().err
