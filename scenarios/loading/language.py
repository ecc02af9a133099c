"""The languages in which a scenario is named and results are told."""

from typing import Literal, get_args

type Language = Literal["en", "zh"]

LANGUAGES: tuple[Language, ...] = get_args(Language.__value__)
