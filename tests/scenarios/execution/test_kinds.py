"""A folder holds the results of one command."""

from pathlib import Path

import pytest

from dizao.scenarios.execution.kinds import COMMANDS, MANIFEST, RUNS, check_kind
from dizao.scenarios.execution.store import results_folder, write_json
from dizao.scenarios.loading.errors import ScenarioError

pytestmark = pytest.mark.small


@pytest.mark.parametrize("kind", COMMANDS)
def test_the_same_command_may_write_again_and_no_other(kind: str, tmp_path: Path) -> None:
    check_kind(tmp_path / "new", kind)
    write_json(tmp_path / MANIFEST, {"kind": kind})
    for other in COMMANDS:
        if other == kind:
            check_kind(tmp_path, other)
        else:
            with pytest.raises(ScenarioError, match=f"^--out: must be a folder without results of {COMMANDS[kind]}, "):
                check_kind(tmp_path, other)


@pytest.mark.parametrize("content", ["", "{", "[]", "3", "{}", '{"kind": "webapp"}', "[" * 100_000])
def test_a_manifest_of_others_is_not_written_over(content: str, tmp_path: Path) -> None:
    (tmp_path / MANIFEST).write_text(content, encoding="utf-8")
    with pytest.raises(ScenarioError, match=f"without a {MANIFEST} that dizao has not written"):
        check_kind(tmp_path, "run")
    assert (tmp_path / MANIFEST).read_text(encoding="utf-8") == content


def test_finished_runs_belong_to_what_goes_on_with_them(tmp_path: Path) -> None:
    (tmp_path / RUNS).mkdir()
    for kind in ("comparison", "system", "artefacts", "plausible", "made_up"):
        check_kind(tmp_path, kind)
    with pytest.raises(ScenarioError, match="finished runs"):
        check_kind(tmp_path, "run")


def test_a_folder_that_is_refused_is_left_as_it_is(tmp_path: Path) -> None:
    write_json(tmp_path / MANIFEST, {"kind": "run"})
    before = sorted(tmp_path.iterdir())
    with pytest.raises(ScenarioError), results_folder(tmp_path, "comparison"):
        raise AssertionError
    assert sorted(tmp_path.iterdir()) == before
