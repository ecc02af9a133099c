"""The benchmark of speed: it runs, in a world of a few people, and its report names every aim."""

import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest

PATH = Path(__file__).resolve().parents[2] / "benchmarks" / "speed.py"


@pytest.fixture(scope="module")
def speed() -> ModuleType:
    spec = importlib.util.spec_from_file_location("benchmark_of_speed", PATH)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def text(speed: ModuleType) -> str:
    plan = speed.Plan(4_000, 4, 1, (2_000, 4_000), cold=False)
    return str(speed.report(plan, speed.measure(plan)))


@pytest.mark.long
def test_the_report_names_each_aim_beside_what_was_measured(speed: ModuleType, text: str) -> None:
    cells = [row.removeprefix("| ").split(" | ") for row in text.splitlines() if row.startswith("| ")]
    rows = {first: rest for first, *rest in cells}
    for aim in speed.AIMS:
        bound, measured, told = rows[aim.what]
        assert f"{aim.value:g} {aim.unit}" in bound
        if aim.key == "cold":
            assert measured == "not measured"
        else:
            assert float(measured) > 0.0
            assert told.startswith(("reached", "missed by"))


@pytest.mark.long
def test_the_report_has_stages_the_floor_and_exponents(text: str) -> None:
    shares = [float(share) for share in re.findall(r"^\| [a-z]+ \| ([0-9.]+)% \|$", text, re.MULTILINE)]
    assert len(shares) == 9
    assert sum(shares) == pytest.approx(100.0, abs=5.0)
    assert "GB a second" in text
    assert "million resident-weeks a second remain" in text
    power = re.search(r"bytes ([0-9.]+)\.\n", text)
    # In worlds as small as these a fixed part shows.
    assert power is not None
    assert 0.8 < float(power[1]) < 1.05
    assert "to the power" in text


def test_a_missed_aim_says_by_how_much_and_what_would_reach_it(speed: ModuleType) -> None:
    least = next(aim for aim in speed.AIMS if aim.least)
    most = next(aim for aim in speed.AIMS if not aim.least)
    assert speed.verdict(least, least.value / 2) == speed.verdict(most, most.value * 1.5) == "missed by 50%"
    assert speed.verdict(least, least.value) == speed.verdict(most, most.value) == "reached"
    assert all(aim.remedy for aim in speed.AIMS)


def test_what_grows_with_the_square_has_the_exponent_2(speed: ModuleType) -> None:
    assert speed.exponent([10.0, 20.0, 80.0], [1.0, 4.0, 64.0]) == pytest.approx(2.0)


@pytest.mark.long
def test_engine_and_reference_are_measured_in_the_same_world_with_the_same_results(
    speed: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(speed, "DOCKED_SCENARIOS", ("busy",))
    worlds = speed.beside(speed.Docked(((300, 8),), 1))
    assert [world["same"] for world in worlds] == [True]
    shown = "\n".join(speed.told_beside(worlds))
    assert shown.count("| engine |") == shown.count("| reference |") == shown.count("| ratio |") == len(worlds)
    assert "NO" not in shown
