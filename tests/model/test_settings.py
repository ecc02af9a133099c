"""Settings: single numbers are replaced by name."""

import pytest

from dizao.model.systems.registry import default_settings

pytestmark = pytest.mark.small


def test_single_numbers_are_replaced() -> None:
    changed = default_settings().with_values(works__lender_share=0.25, calendar__programme_weeks=10)
    assert changed.works.lender_share == 0.25
    assert changed.calendar.programme_weeks == 10
    assert changed._replace(works=default_settings().works, calendar=default_settings().calendar) == default_settings()


@pytest.mark.parametrize("key", ["works__lender", "work__lender_share", "lender_share", "works__index"])
def test_an_unknown_number_is_named(key: str) -> None:
    with pytest.raises(ValueError, match=key):
        default_settings().with_values(**{key: 1.0})
