"""Every number says what it is, and its default is a plausible one."""

import pytest

from dizao.agents.parameters import Parameter, People, parameters_of
from dizao.model.mechanisms.parts import PARTS
from dizao.model.parameters import CATEGORIES, Category
from dizao.model.systems.registry import SECTIONS

pytestmark = pytest.mark.small

NUMBERS = [
    (f"{name}.{field}", parameter, getattr(section(), field))
    for name, section in (SECTIONS | PARTS).items()
    for field, parameter in parameters_of(section).items()
]


@pytest.mark.parametrize(("name", "parameter", "default"), NUMBERS, ids=[name for name, _, _ in NUMBERS])
def test_every_number_is_documented(name: str, parameter: Parameter, default: float | tuple[float, ...]) -> None:
    assert parameter.grade in {"A", "B", "C", "I"}
    assert parameter.unit
    assert parameter.source
    assert parameter.meaning
    low, high = parameter.limits
    assert low <= parameter.low < parameter.high <= high
    assert all(low <= number <= high for number in (default if isinstance(default, tuple) else (default,)))


WORDS = {"giving_rule"}
"""What of people is no number: a word."""


@pytest.mark.parametrize("name", [name for name in People._fields if name not in WORDS])
def test_every_default_of_behaviour_lies_in_its_plausible_range(name: str) -> None:
    parameter = parameters_of(People)[name]
    assert parameter.low <= getattr(People(), name) <= parameter.high


def test_all_numbers_of_a_section_are_parameters() -> None:
    assert set(parameters_of(People)) == set(People._fields) - WORDS


def test_categories_have_numbers_of_the_documented_type() -> None:
    # A whole number where a fraction belongs would compile every kernel anew.
    for category in CATEGORIES.values():
        for name, default in Category._field_defaults.items():
            assert type(getattr(category, name)) is type(default), name
