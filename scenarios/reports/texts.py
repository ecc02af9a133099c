"""Every text of the reports, in English and in Chinese, by language and key; figures write no word of their own."""

import tomllib
from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import NamedTuple

from dizao.model.outputs.outcomes import OUTCOMES
from dizao.model.systems.registry import SYSTEMS
from dizao.scenarios.loading.language import LANGUAGES as LANGUAGES
from dizao.scenarios.loading.language import Language


def catalogue(language: Language) -> dict[str, str]:
    """Return every text in a language by its key, read from the files of its folder in `words`.

    Parameters
    ----------
    language
        ``en`` or ``zh``.

    Returns
    -------
    Texts with fields in braces, those of systems of the field among them.

    Raises
    ------
    ValueError
        If a key stands in two files.
    """
    texts: dict[str, str] = {}
    folder = files("dizao.scenarios.reports.words").joinpath(language)
    for path in sorted((path for path in folder.iterdir() if path.name.endswith(".toml")), key=lambda path: path.name):
        found = tomllib.loads(path.read_text(encoding="utf-8"))
        if twice := texts.keys() & found.keys():
            raise ValueError(f"{language}/{path.name}: already in another file: {', '.join(sorted(twice))}")
        texts |= found
    return texts | _of_systems(language)


def _of_systems(language: Language) -> dict[str, str]:
    """Return the texts that systems of the field bring along: names of their parameters, and texts of their own."""
    texts: dict[str, str] = {}
    for system in SYSTEMS:
        texts |= {f"name.{system.section}.{key}": pair[LANGUAGES.index(language)] for key, pair in system.names.items()}
        texts |= system.texts.get(language, {})
    return texts


TEXTS: dict[Language, dict[str, str]] = {language: catalogue(language) for language in LANGUAGES}


def say(language: Language, key: str, **values: object) -> str:
    """Return a text in a language, its fields filled in.

    Parameters
    ----------
    language
        ``en`` or ``zh``.
    key
        Of the text, as in the files of `words`.
    values
        What stands in its fields.

    Returns
    -------
    The text.
    """
    return TEXTS[language][key].format(**values)


def is_said(key: str) -> bool:
    """Return whether there is a text with a key; a rule that somebody has added may have none.

    Parameters
    ----------
    key
        As in the files of `words`.

    Returns
    -------
    Whether all languages have it.
    """
    return all(key in texts for texts in TEXTS.values())


class Voice(NamedTuple):
    """How a report speaks: its language, what mechanisms are called in it, and which are a file's own policies.

    Attributes
    ----------
    language
        Of all that is written.
    names
        What mechanisms are called; one that is not there is called by its name.
    policies
        The file's own policies in their order, by which they are drawn (`dizao.scenarios.reports.style.mark`).
    """

    language: Language = "en"
    names: Mapping[str, str] = {}
    policies: tuple[str, ...] = ()

    def say(self, key: str, **values: object) -> str:
        """Return a text, its fields filled in.

        Parameters
        ----------
        key
            Of the text, as in the files of `words`.
        values
            What stands in its fields.

        Returns
        -------
        The text.
        """
        return say(self.language, key, **values)

    def called(self, mechanism: str) -> str:
        """Return what a mechanism is called.

        Parameters
        ----------
        mechanism
            Its name.

        Returns
        -------
        The name itself where `names` lacks it.
        """
        return self.names.get(mechanism, mechanism)

    def title(self, outcome: str) -> str:
        """Return the title of an outcome.

        Parameters
        ----------
        outcome
            Its name.

        Returns
        -------
        The title in the language of the report.
        """
        return OUTCOMES[outcome].title_zh if self.language == "zh" else OUTCOMES[outcome].title

    def grade(self, letter: str) -> str:
        """Return what a grade of evidence is called.

        Parameters
        ----------
        letter
            ``A``, ``B``, ``C``, or ``I`` for an input.

        Returns
        -------
        The letter in English; 甲, 乙, 丙 or 统计 in Chinese, where letters are left to names.
        """
        return self.say(f"grade.{letter}")

    def inside(self, title: str) -> str:
        """Return a title as it stands inside a sentence: small, unless it begins with somebody's name.

        Parameters
        ----------
        title
            As it stands at the head of a table.

        Returns
        -------
        The title, its first letter a small one.
        """
        return title if title.startswith("Gini") else title[:1].lower() + title[1:]

    def listed(self, words: Sequence[str]) -> str:
        """Return words one after the other, an "and" before the last.

        Parameters
        ----------
        words
            At least one.

        Returns
        -------
        The list in words; the word itself where there is one.
        """
        before = self.say("list.comma").join(words[:-1])
        return f"{before}{self.say('list.and')}{words[-1]}" if before else words[-1]


IN_ENGLISH = Voice()
