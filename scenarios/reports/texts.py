"""Every text of the reports, in English and in Chinese, by language and key; figures write no word of their own."""

from collections.abc import Mapping, Sequence
from types import ModuleType
from typing import NamedTuple

from dizao.model.outputs.outcomes import OUTCOMES
from dizao.scenarios.loading.language import LANGUAGES as LANGUAGES
from dizao.scenarios.loading.language import Language
from dizao.scenarios.reports.words import (
    chinese,
    chinese_app,
    chinese_calibration,
    chinese_cases,
    chinese_draws,
    chinese_report,
    chinese_validation,
    english,
    english_app,
    english_calibration,
    english_cases,
    english_draws,
    english_report,
    english_validation,
)


def _together(*modules: ModuleType) -> dict[str, str]:
    """Return the texts of some modules as one table."""
    return {key: text for module in modules for key, text in module.TEXTS.items()}


TEXTS: dict[Language, dict[str, str]] = {
    "en": _together(
        english,
        english_app,
        english_calibration,
        english_cases,
        english_draws,
        english_report,
        english_validation,
    ),
    "zh": _together(
        chinese,
        chinese_app,
        chinese_calibration,
        chinese_cases,
        chinese_draws,
        chinese_report,
        chinese_validation,
    ),
}


def say(language: Language, key: str, **values: object) -> str:
    """Return a text in a language, its fields filled in."""
    return TEXTS[language][key].format(**values)


class Voice(NamedTuple):
    """How a report speaks: its language, and what mechanisms are called in it.

    Attributes
    ----------
    language
        Of all that is written.
    names
        What mechanisms are called; one that is not there is called by its name.
    """

    language: Language = "en"
    names: Mapping[str, str] = {}

    def say(self, key: str, **values: object) -> str:
        """Return a text, its fields filled in."""
        return say(self.language, key, **values)

    def called(self, mechanism: str) -> str:
        """Return what a mechanism is called."""
        return self.names.get(mechanism, mechanism)

    def title(self, outcome: str) -> str:
        """Return the title of an outcome."""
        return OUTCOMES[outcome].title_zh if self.language == "zh" else OUTCOMES[outcome].title

    def inside(self, title: str) -> str:
        """Return a title as it stands inside a sentence: small, unless it begins with somebody's name."""
        return title if title.startswith("Gini") else title[:1].lower() + title[1:]

    def listed(self, words: Sequence[str]) -> str:
        """Return words one after the other, an "and" before the last."""
        before = self.say("list.comma").join(words[:-1])
        return f"{before}{self.say('list.and')}{words[-1]}" if before else words[-1]


IN_ENGLISH = Voice()
