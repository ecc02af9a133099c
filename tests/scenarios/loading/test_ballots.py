"""Ballots as files of Pabulib: what a run writes can be read again and counted, here and elsewhere."""

import os
import subprocess
import sys

import pytest

from dizao.model.mechanisms.participatory import Vote, equal_shares, greedy
from dizao.scenarios.commands.main import execute
from dizao.scenarios.loading.ballots import Election, elect, file_name, pabulib_text, read_election
from dizao.scenarios.loading.errors import ScenarioError

pytestmark = pytest.mark.small

VOTE = Vote(
    26, 60_050, [3, 14, 700], [10_000, 25_025, 40_000], {(0,): 30, (0, 1): 20, (1, 2): 25, (2,): 3}, [10_000, 25_025, 0]
)


def written(tmp_path, text):
    path = tmp_path / "x.pb"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_round_is_the_same_after_writing_and_reading(tmp_path):
    election = read_election(written(tmp_path, pabulib_text(VOTE, "A district")))
    assert election == Election("A district", 60_050, ["3", "14", "700"], VOTE.offer_fen, VOTE.ballots)
    assert file_name(VOTE) == "ballots-week-026.pb"


@pytest.mark.parametrize(("rule", "count"), [("equal_shares", equal_shares), ("greedy", greedy)])
def test_counting_a_file_is_counting_the_round(tmp_path, rule, count):
    election = read_election(written(tmp_path, pabulib_text(VOTE, "A district")))
    positions = count(VOTE.need, VOTE.offer_fen, VOTE.money_fen, VOTE.ballots)
    assert elect(election, rule) == [str(VOTE.need[k]) for k in positions]


def printed_in_processes(code):
    """Return what some code prints in processes that hash texts in different ways."""
    return {
        subprocess.run(
            [sys.executable, "-c", code],
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }


def test_the_file_is_the_same_in_every_process():
    texts = printed_in_processes(
        "from tests.scenarios.loading.test_ballots import VOTE\n"
        "from dizao.scenarios.loading.ballots import pabulib_text\n"
        "print(pabulib_text(VOTE, 'A'))"
    )
    assert len(texts) == 1
    # A voter has one line, and lines of the same voter do not come twice.
    ids = [line.split(";")[0] for line in texts.pop().partition("VOTES\n")[2].split() if ";" in line][1:]
    assert len(ids) == len(set(ids)) == 78


@pytest.mark.parametrize("rule", ["equal_shares", "greedy"])
def test_winners_do_not_hang_on_the_order_of_sets(rule):
    found = printed_in_processes(
        "from dizao.scenarios.loading.ballots import Election, elect\n"
        "alike = Election('', 30, [str(k) for k in range(9)], [10] * 9, {(k,): 5 for k in range(9)})\n"
        f"print(elect(alike, {rule!r}))"
    )
    assert found == {"['0', '1', '2']\n"}


def test_elect_tells_who_wins(tmp_path, capsys):
    path = written(tmp_path, pabulib_text(VOTE, "A district"))
    assert execute(["elect", str(path), "--rule", "greedy"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "A district: 78 ballots, 3 projects, 60,050 to spend"
    assert lines[1] == "+ 3  cost 10,000  approvals 50"
    assert lines[-1] == "2 win by greedy, for 35,025"


def test_a_mark_in_front_changes_nothing(tmp_path):
    text = pabulib_text(VOTE, "A district")
    plain, marked = read_election(written(tmp_path, text)), read_election(written(tmp_path, "\ufeff" + text))
    assert marked == plain


def test_a_title_does_not_steer_the_terminal(tmp_path, capsys):
    path = written(
        tmp_path, pabulib_text(VOTE, "A\x1b[2Jd").replace("\n3;", "\n3\x1b[1m;").replace(";3,", ";3\x1b[1m,")
    )
    execute(["elect", str(path)])
    told = capsys.readouterr()
    assert "\x1b" not in told.out + told.err


@pytest.mark.parametrize(
    "text", ["", "nothing", "META\nkey;value\nbudget;5\nPROJECTS\nproject_id;cost\n1;2\nVOTES\nvoter_id;vote\n1;1\n"]
)
def test_what_is_no_file_of_ballots_is_told_in_one_line(tmp_path, capsys, text):
    path = written(tmp_path, text)
    assert execute(["elect", str(path)]) == 2
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert "is no file of Pabulib" in told


def test_other_ballots_missing_files_and_unknown_rules_are_told(tmp_path, capsys):
    with pytest.raises(ScenarioError, match="no such file"):
        read_election(tmp_path / "none.pb")
    cumulative = pabulib_text(VOTE, "A").replace("vote_type;approval", "vote_type;ordinal")
    with pytest.raises(ScenarioError, match="must be approval, got ordinal"):
        read_election(written(tmp_path, cumulative))
    assert execute(["elect", str(tmp_path / "x.pb"), "--rule", "dice"]) == 2
    assert 'must be one of equal_shares, greedy, got "dice"' in capsys.readouterr().err
