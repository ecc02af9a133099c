"""What cells say: numbers as people write them, words of either language; anything else is refused in words."""

import datetime
from typing import Any

import pytest

from dizao.scenarios.loading.spreadsheet.cells import CellError, cell_value
from dizao.scenarios.loading.spreadsheet.columns import COLUMNS, Column
from dizao.scenarios.loading.spreadsheet.grids import Unreadable
from dizao.scenarios.loading.spreadsheet.word_list import names_of

pytestmark = pytest.mark.small


def column(sheet: Any, name: str) -> Column:
    return names_of(COLUMNS[sheet])[name]


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("0.3", 0.3), ("30%", 0.3), ("30％", 0.3), ("３０％", 0.3), ("．３", 0.3), (" 12.5 % ", 0.125), (0.3, 0.3),
        ("10万", 100_000.0), ("１０万", 100_000.0), ("1.5亿", 150_000_000.0), ("100,000", 100_000.0),
        ("１００，０００", 100_000.0), ("1e5", 100_000.0), ("－1", -1.0), (3, 3.0),
    ],
)  # fmt: skip
def test_a_number_is_read_as_people_write_it(said: Any, meant: float) -> None:
    assert cell_value(said, column("policies", "payment.rate")) == meant


@pytest.mark.parametrize(
    "said",
    ["about 3", "三", "1,00", "%", ".", "1 2", "10万元", "0x10", "nan", "inf", "1_000", "9" * 200, True,
     datetime.datetime(2024, 3, 1), "", "=1+1"],
)  # fmt: skip
def test_what_is_no_number_is_refused(said: Any) -> None:
    with pytest.raises(CellError, match="must be a number, got "):
        cell_value(said, column("policies", "payment.rate"))


def test_a_whole_number_is_one_and_another_is_left_to_the_check_of_the_file() -> None:
    residents = column("places", "residents")
    assert (cell_value("30万", residents), cell_value(12.0, residents)) == (300_000, 12)
    assert isinstance(cell_value(12.0, residents), int)
    assert cell_value(12.5, residents) == 12.5


@pytest.mark.parametrize("said", ["village_group", "Village group", "村民小组", " VILLAGE  group "])
def test_a_choice_is_recognised_in_either_language(said: str) -> None:
    assert cell_value(said, column("places", "kind")) == "village_group"


def test_a_choice_that_is_none_is_refused_with_the_nearest() -> None:
    with pytest.raises(CellError, match=r'must be one of compound, village_group, got "village"; did you mean village'):
        cell_value("village", column("places", "kind"))


def test_lists_are_separated_by_marks_of_either_language() -> None:
    waterfall, scores = column("policies", "payment.waterfall"), column("policies", "payment.tier_scores")
    for text in ("施工方、出借方", "contractor; lender", "施工方，出借方", "contractor；lender"):
        assert cell_value(text, waterfall) == ["contractor", "lender"]
    assert cell_value("60；80、90", scores) == [60.0, 80.0, 90.0]
    assert cell_value(60, scores) == [60.0]
    with pytest.raises(CellError, match='must be a list of numbers, got "many"'):
        cell_value("60; many", scores)
    with pytest.raises(CellError, match="must be a number, got a date or time"):
        cell_value(datetime.date(2024, 3, 1), scores)


def test_a_text_may_look_like_a_number_and_an_error_is_none() -> None:
    title = column("places", "title")
    assert cell_value(2024, title) == "2024"
    assert cell_value("２０２４", title) == "２０２４"
    with pytest.raises(CellError, match="must be text, got true"):
        cell_value(True, title)
    with pytest.raises(CellError, match="must be text, got the error #REF!"):
        cell_value(Unreadable("the error #REF!"), title)
