"""The command calibrate: what is not estimated leaves nothing behind, and nobody writes where another is at work."""

from pathlib import Path
from typing import Any

import pytest

from dizao.scenarios.commands import calibrate
from dizao.scenarios.commands.main import execute
from dizao.scenarios.execution import progress
from dizao.scenarios.loading.errors import FailedError

pytestmark = pytest.mark.small


@pytest.mark.parametrize(("error", "code"), [(KeyboardInterrupt(), 130), (FailedError("a worker was killed"), 1)])
def test_what_is_stopped_leaves_no_folder(
    error: BaseException, code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def estimate(*arguments: Any) -> str:
        assert (tmp_path / "a" / "b").is_dir()
        raise error

    monkeypatch.setitem(calibrate.KINDS, "needs", calibrate.Kind(estimate, calibrate.KINDS["needs"].options))
    monkeypatch.setattr(progress, "compiled", False)
    out = tmp_path / "a" / "b" / "needs.toml"
    assert execute(["calibrate", "needs", "--workers", "1", "--out", str(out)]) == code
    assert list(tmp_path.iterdir()) == []


def test_what_was_there_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def estimate(*arguments: Any) -> str:
        raise KeyboardInterrupt

    monkeypatch.setitem(calibrate.KINDS, "needs", calibrate.Kind(estimate, ("--workers",)))
    monkeypatch.setattr(progress, "compiled", False)
    out = tmp_path / "needs.toml"
    out.write_text("older", encoding="utf-8")
    assert execute(["calibrate", "needs", "--workers", "1", "--out", str(out)]) == 130
    assert [(path.name, path.read_text(encoding="utf-8")) for path in tmp_path.iterdir()] == [("needs.toml", "older")]
