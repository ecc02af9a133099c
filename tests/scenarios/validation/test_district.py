"""The district: what is counted in a part of it is told as of the whole."""

from collections.abc import Callable

import pytest

from dizao.scenarios.execution.executor import Item
from dizao.scenarios.validation import district

pytestmark = pytest.mark.small


class SmallUnits:
    """A world of a quarter of the units, in which only a fifth of the households live."""

    week, household_share = -4, 0.2

    def __init__(self, settings: object, seed: int) -> None:
        pass

    def run(self, watch: Callable[[int], None]) -> None:
        for week in range(self.week, 2):
            watch(week)

    def outcomes(self) -> dict[str, float]:
        return {"applications": 200.0, "turnout": 40.0, "completed": 3.0}


def test_applications_are_divided_by_the_share_of_households_since_needs_arise_by_household(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(district, "Engine", SmallUnits)
    told: list[int] = []
    found = district._lived(Item("", 6, (None, 0)), told.append)  # type: ignore[arg-type]
    assert found == {"applications": pytest.approx(1000.0), "turnout": 40.0}
    assert told == [1, 2, 3, 4, 5, 6]
