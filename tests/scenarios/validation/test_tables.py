"""Tables of validation as files."""

from pathlib import Path

import pandas as pd
import pytest

from dizao.scenarios.validation.tables import save

pytestmark = pytest.mark.small


def test_a_table_is_written_twice_under_the_name_of_its_part(tmp_path: Path) -> None:
    rows = pd.DataFrame([{"case": "门", "model": 0.5}, {"case": "lift", "model": float("nan")}])
    assert save(rows, tmp_path, "cases") == ["cases.csv", "cases.json"]
    assert (tmp_path / "cases.csv").read_bytes() == "case,model\n门,0.5\nlift,\n".encode()
    pd.testing.assert_frame_equal(pd.read_json(tmp_path / "cases.json"), rows)
