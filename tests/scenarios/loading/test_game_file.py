"""Files of games: what they may say, what is refused in one line, and what ``dizao lab`` prints."""

import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from dizao.agents.parameters import People
from dizao.model.laboratory.summary import classified
from dizao.scenarios.calibration import evidence
from dizao.scenarios.commands.main import execute
from dizao.scenarios.loading.errors import ScenarioError
from dizao.scenarios.loading.game_file import games, load_lab
from dizao.scenarios.loading.game_schema import KEYS

EXAMPLE = """
kind = "lab"
title = "All keys"
source = "made up"

[game]
form = "threshold"
group_size = 5
groups = 20
rounds = 3
endowment = 10.0
choices = [0, 10]
threshold = 4
prize = 30.0
sequential = false
matching = "partners"
membership = "voluntary"
exit_payoff = 10.0
leavers = "shrink"
refund = 1.0
refund_bonus = 0.1
rebate = "proportional"
match_rate = 0.5
seed_money = 0.1
leader = "authority"
leader_contribution = 1.0
communication = "written"
visibility = "public"
private_reward = 1.0
honours = true
pledging = "open"
open_steps = 10
punishment_cost = 1.0
punishment_effect = 3.0

[[game.block]]
from_round = 2
threshold = 2
leader_contribution = "own"
"""

ROUND = {
    *("round", "n", "contribution", "contribution_low", "contribution_high", "group_sd", "zero", "full"),
    *("belief", "left", "provided", "types", "answers"),
}


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "game.toml"
    path.write_text(text, encoding="utf-8")
    return path


def changed(line: str) -> str:
    """Return the example with the line of a key replaced, or with a line more."""
    key = line.split(" ")[0]
    if re.search(rf"^{key} = .*$", EXAMPLE, re.MULTILINE):
        return re.sub(rf"^{key} = .*$", line, EXAMPLE, count=1, flags=re.MULTILINE)
    return EXAMPLE.replace("[game]\n", f"[game]\n{line}\n")


# files ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(games()))
def test_every_game_of_the_package_is_played(name: str) -> None:
    lab = load_lab(name, ["game.groups=6", "game.rounds=12"])
    assert len(lab.play(1)) == 12
    assert lab.title
    assert lab.source


def test_a_file_may_use_every_key(tmp_path: Path) -> None:
    lab = load_lab(written(tmp_path, EXAMPLE))
    assert all(f"\n{key} = " in EXAMPLE for key in set(KEYS) - {"threshold_total", "per_head_return", "multiplier"})
    assert [block.from_round for block in lab.session.blocks] == [1, 2]
    first, second = (block.game for block in lab.session.blocks)
    assert (first.threshold, second.threshold) == (40.0, 20.0)
    assert (first.leader_contribution, second.leader_contribution) == (1.0, -1.0)
    assert second._replace(threshold=40.0, leader_contribution=1.0)[:4] == first[:4]


def test_a_block_keeps_what_the_one_before_it_said(tmp_path: Path) -> None:
    text = EXAMPLE + "\n[[game.block]]\nfrom_round = 3\nthreshold_total = 15.0\n"
    third = load_lab(written(tmp_path, text)).session.block_of(3).game
    assert third.threshold == 15.0
    assert third.leader_contribution == -1.0


def test_a_threshold_counts_full_contributions_and_a_total_counts_units() -> None:
    counted, summed = load_lab("mori2024"), load_lab("mori2024", ["game.threshold_total=35"])
    assert (counted.session.blocks[0].game.threshold, counted.session.blocks[0].game.counted) == (40.0, 1)
    assert (summed.session.blocks[0].game.threshold, summed.session.blocks[0].game.counted) == (35.0, 0)


def test_people_can_be_set_and_nothing_else_of_the_district() -> None:
    assert load_lab("linear", ["people.belief_learning=0"]).people == People()._replace(belief_learning=0.0)
    with pytest.raises(ScenarioError, match="place"):
        load_lab("linear", ["place.units=3"])


REFUSED: dict[str, str] = {
    "threshold_total = 30.0": "game.threshold_total: must not stand beside threshold",
    "prize = nan": "game.prize: must be a number of at least 0, or [low, high], got nan",
    "prize = [3, 2]": "game.prize: must be a number of at least 0, or [low, high], got [3, 2]",
    "choices = [0, 11]": "game.choices: must not go beyond the endowment (10), got [0, 11]",
    "choices = [10, 0]": 'game.choices: must be "any", or a list of two or more rising numbers',
    "choices = [0]": 'game.choices: must be "any", or a list of two or more rising numbers',
    "thresold = 4": "game.thresold: unknown key; did you mean threshold?",
    "threshold = 4.5": "game.threshold: must be a whole number",
    "threshold = 9": "game.threshold: must be at most 8, what all members can give, got 9",
    "group_size = 1": "game.group_size: must be a whole number between 2 and",
    "groups = 0": "game.groups: must be a whole number between 1 and",
    "groups = 100_000_000": "game.groups: must be a whole number between 1 and",
    "groups = 2_000_000": "game.groups: must be at most 1000000 for groups of this size, got 2000000",
    "rounds = true": "game.rounds: must be a whole number",
    "rounds = 1": "game.block.from_round: must be at most 1 (game.rounds), got 2",
    'form = "linera"': 'game.form: must be one of "linear", "threshold", "dilemma", "donation", got "linera"',
    'form = "dilemma"\nmultiplier = 3.0': "game.group_size: must be 2 in the form dilemma, got 5",
    "sequential = true": "game.sequential: must be false in the form threshold",
    'sequential = "yes"': "game.sequential: must be true or false",
    "leader_contribution = 1.5": 'game.leader_contribution: must be a number between 0 and 1, or "own", got 1.5',
    "endowment = -1.0": "game.endowment: must be a number of at least 1e-06, or [low, high], got -1.0",
    "endowment = inf": "game.endowment: must be a number of at least 1e-06, or [low, high], got inf",
    'endowment = "ten"': "game.endowment: must be a number of at least 1e-06, or [low, high]",
    "refund = 1.2": "game.refund: must be between 0 and 1, got 1.2",
    "from_round = 1": "from_round: must be a whole number between 2 and",
    "open_steps = 0": "game.open_steps: must be a whole number between 1 and 1000, got 0",
    "kind = 3": 'kind: must be "lab", got 3',
}


@pytest.mark.parametrize("line", list(REFUSED))
def test_what_is_wrong_is_told_in_one_line(line: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = written(tmp_path, changed(line))
    assert execute(["lab", str(path)]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert re.fullmatch(r"error: [^\n]+\n", told.err)
    assert REFUSED[line] in told.err
    assert str(path) in told.err


@pytest.mark.parametrize(
    ("without", "told"),
    [
        ("threshold", "game.threshold: missing; the form threshold needs threshold or threshold_total"),
        ("prize", "game.prize: missing; the form threshold needs it"),
        ("title", "title: missing; must be text"),
        ("form", "game.form: missing; must be one of"),
        ("kind", 'kind: missing; must be "lab"'),
    ],
)
def test_what_is_missing_is_told(without: str, told: str, tmp_path: Path) -> None:
    text = re.sub(rf"^{without} = .*\n", "", EXAMPLE, count=1, flags=re.MULTILINE)
    with pytest.raises(ScenarioError, match=re.escape(told)):
        load_lab(written(tmp_path, text))


@pytest.mark.parametrize("form", ["linear", "dilemma"])
@pytest.mark.parametrize("line", ["refund=1", "refund_bonus=0.5", "seed_money=0.5", 'rebate="proportional"'])
def test_what_would_do_nothing_is_refused(form: str, line: str) -> None:
    game = {"linear": "linear", "dilemma": "andreozzi2020"}[form]
    with pytest.raises(ScenarioError, match="must be"):
        load_lab(game, [f"game.{line}"])


@pytest.mark.parametrize(
    ("game", "line", "told"),
    [
        ("linear", "leader_contribution=0.5", 'acts only with a leader (leader is not "none"), got 0.5'),
        ("linear", "exit_payoff=3", 'acts only with membership = "voluntary", got 3'),
        ("linear", "leavers=zero", 'acts only with membership = "voluntary", got "zero"'),
        ("mori2024", "per_head_return=0.5", "acts only in the form linear, got 0.5"),
        ("linear", "prize=5", "acts only in the form threshold, got 5"),
        ("linear", "threshold=2", "acts only in the forms threshold and donation, got 2"),
        ("linear", "multiplier=2", "acts only in the form dilemma, got 2"),
        ("linear", "open_steps=4", 'acts only with pledging = "open", got 4'),
        ("linear", "punishment_cost=4", "acts only where punishment_effect is above 0, got 4"),
    ],
)
def test_what_no_rule_reads_is_refused(game: str, line: str, told: str, tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match=re.escape(f"--set: game.{line.partition('=')[0]}: {told}")):
        load_lab(game, [f"game.{line}"])
    key, value = line.split("=")
    said = value if value[0].isdigit() else f'"{value}"'
    text = games()[game].read_text(encoding="utf-8").replace("[game]\n", f"[game]\n{key} = {said}\n")
    with pytest.raises(ScenarioError, match=re.escape(f"game.toml: game.{key}: {told}")):
        load_lab(written(tmp_path, text))


def test_what_one_set_takes_the_use_of_is_not_refused() -> None:
    assert load_lab("leader", ["game.leader=none"]).session.blocks[0].game.leader == 0


@pytest.mark.parametrize(
    ("game", "name", "told"),
    [
        ("linear", "vote_trust", "it acts only in the district"),
        ("linear", "written_weight", 'it acts only with communication = "written"'),
        ("linear", "goal_weight", 'it acts only with seed_money above 0, or pledging = "open"'),
    ],
)
def test_people_whom_the_game_does_not_ask_are_refused(game: str, name: str, told: str) -> None:
    with pytest.raises(ScenarioError, match=re.escape(f"--set: people.{name}: has no effect here: {told}")):
        load_lab(game, [f"people.{name}=1"])


def test_blocks_change_neither_rounds_nor_people(tmp_path: Path) -> None:
    for line in ("rounds = 3", "groups = 3"):
        path = written(tmp_path, EXAMPLE + line + "\n")
        with pytest.raises(ScenarioError, match="must stand in"):
            load_lab(path)


def test_groups_may_become_larger_or_smaller(tmp_path: Path) -> None:
    for size in (2, 7, 100):
        rounds = load_lab(written(tmp_path, EXAMPLE + f"group_size = {size}\n")).play(0)
        assert all(one.n + round(one.left * 100) <= 100 for one in rounds)


def test_the_page_on_files_shows_one_that_is_played(tmp_path: Path) -> None:
    page = (Path(__file__).parents[3] / "docs" / "how-to" / "laboratory-files.md").read_text(encoding="utf-8")
    example = page.split("```toml\n")[1].split("```")[0]
    assert load_lab(written(tmp_path, example), ["game.groups=4"]).play()[0].n == 20
    assert all(f"`{key}`" in page for key in KEYS)


# the command ----------------------------------------------------------------------------------------------------


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert execute(["lab", *arguments]) == 0
    return capsys.readouterr().out


def test_json_has_the_keys_that_are_promised(capsys: pytest.CaptureFixture[str]) -> None:
    told = json.loads(printed(capsys, "andreozzi2020", "--json", "--set", "game.groups=50", "--seed", "3"))
    assert len(told["rounds"]) == 10
    for number, one in enumerate(told["rounds"], start=1):
        assert set(one) == ROUND
        assert one["round"] == number
        assert set(one["types"]) == {"conditional", "selfish", "hump", "unconditional"}
        assert set(one["answers"]) == {"0", "50", "100"}
        assert sum(one["types"].values()) == pytest.approx(1.0)
        assert one["provided"] is None
    assert told["seed"] == 3


def test_the_same_seed_prints_the_same_and_another_something_else(capsys: pytest.CaptureFixture[str]) -> None:
    first, again, other = (printed(capsys, "mori2024", "--json", "--seed", seed) for seed in ("1", "1", "2"))
    assert first == again != other


def test_the_table_says_what_it_is_and_where_it_comes_from(capsys: pytest.CaptureFixture[str]) -> None:
    lab = load_lab("voluntary")
    told = printed(capsys, "voluntary")
    assert lab.title in told
    assert lab.source in told
    assert "95%" in told
    assert "禀赋" in printed(capsys, "voluntary", "--lang", "zh")


@pytest.mark.parametrize("arguments", [["nothing"], ["linear", "--seed", "-1"], ["linear", "--lang", "fr"], [""]])
def test_a_wrong_argument_is_one_line(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert execute(["lab", *arguments]) == 2
    assert re.fullmatch(r"error: [^\n]+\n", capsys.readouterr().err)


# types ----------------------------------------------------------------------------------------------------------


def test_types_agree_with_the_column_of_the_data() -> None:
    # All 670: conditional, selfish and humped as there; what is left is what the data call other.
    table = evidence.dilemma_table()
    members: Any = classified(*(table[f"if_other_gives_{level}"] for level in evidence.LEVELS))
    names = {"conditional": "cond-coop", "selfish": "selfish", "hump": "humped", "unconditional": "other"}
    found = np.full(len(table), "", dtype=object)
    for name, theirs in names.items():
        found[members[name]] = theirs
    assert (found == table["type"].to_numpy()).all()
