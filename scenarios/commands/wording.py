"""What ``dizao show`` says beside keys and values: units, meanings, sources, rules; Chinese stands in a catalogue."""

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple, get_type_hints

from dizao.agents.parameters import parameter_of
from dizao.model.mechanisms.presets import Preset
from dizao.model.outputs.outcomes import OUTCOMES
from dizao.scenarios.commands.chinese import pattern_of
from dizao.scenarios.loading.language import LANGUAGES, Language
from dizao.scenarios.loading.parameter_table import VARIES, Row
from dizao.scenarios.loading.places import Derived
from dizao.scenarios.loading.scenario import Scenario
from dizao.scenarios.loading.spreadsheet.word_list import catalogue as sheet_words
from dizao.scenarios.reports.names import NAMES, names_of_parts
from dizao.scenarios.reports.texts import TEXTS, Voice

CHINESE: Language = "zh"

NOTES_OF_PLACES = ("group", "place", "network", "people", "offices")
"""Under which heads spreadsheets explain the numbers of a group of places."""


@cache
def chinese() -> dict[str, dict[str, str]]:
    """Return the tables of ``chinese_parameters.toml``.

    Returns
    -------
    Chinese texts: by their English, or by the key of what they explain.
    """
    path = files(__package__).joinpath("chinese_parameters.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


class Wording(NamedTuple):
    """How ``dizao show`` speaks.

    Attributes
    ----------
    language
        ``en`` or ``zh``.
    """

    language: Language = "en"

    @property
    def is_chinese(self) -> bool:
        """Whether it speaks Chinese."""
        return self.language == CHINESE

    def frame(self, key: str, english: str, **values: object) -> str:
        """Return a text that stands around others.

        Parameters
        ----------
        key
            Of the text, in the Chinese catalogue.
        english
            The same in English.
        values
            What stands in its fields.

        Returns
        -------
        The text.
        """
        return (chinese()["frame"][key] if self.is_chinese else english).format(**values)

    def column(self, key: str, english: str = "") -> str:
        """Return the header of a column.

        Parameters
        ----------
        key
            Of the column, in the Chinese catalogue.
        english
            The same in English; empty: the key.

        Returns
        -------
        A word.
        """
        return chinese()["columns"][key] if self.is_chinese else english or key

    def unit(self, english: str) -> str:
        """Return a unit.

        Parameters
        ----------
        english
            As a parameter has it.

        Returns
        -------
        The unit in the language.
        """
        return chinese()["units"][english] if self.is_chinese and english else english

    def source(self, english: str) -> str:
        """Return a source.

        Parameters
        ----------
        english
            As a parameter has it.

        Returns
        -------
        The source in the language; as it is where nobody has put it into Chinese.
        """
        return chinese()["sources"].get(english, english) if self.is_chinese else english

    def grade(self, letter: str) -> str:
        """Return a grade of evidence.

        Parameters
        ----------
        letter
            A, B, C or I; empty where there is none.

        Returns
        -------
        The grade in the language.
        """
        return Voice(self.language).grade(letter) if letter else letter

    def title(self, table: str) -> str:
        """Return what a table of a scenario file is about.

        Parameters
        ----------
        table
            Its dotted key.

        Returns
        -------
        A few words in Chinese; nothing in English, where the key says it.
        """
        words = table.strip("[]").split(".")
        known = chinese()["sections"]
        return next((known[one] for one in reversed(words) if one in known), "") if self.is_chinese else ""

    def meaning(self, key: str, english: str = "") -> str:
        """Return what a parameter means.

        Parameters
        ----------
        key
            Its dotted key, without the names of groups, categories and mechanisms.
        english
            Its meaning in English.

        Returns
        -------
        One line; in Chinese what it is called, where there is no longer text.
        """
        if not self.is_chinese:
            return english
        if key in chinese()["meanings"]:
            return chinese()["meanings"][key]
        if key in NAMES:
            return NAMES[key][LANGUAGES.index(self.language)]
        notes, (head, _, name) = sheet_words(self.language), key.partition(".")
        heads = NOTES_OF_PLACES if head == "places" else (head,)
        found = [notes[f"note.{one}.{name}"] for one in heads if f"note.{one}.{name}" in notes]
        return found[0] if found else notes.get(f"header.about.{name}", english)

    def notes(self, head: str, kind: type[Any], names: tuple[str, ...] = ()) -> dict[str, str]:
        """Return what stands beside each number of a section.

        Parameters
        ----------
        head
            First part of their keys.
        kind
            The section, a class of parameters.
        names
            Those that are wanted; empty: all.

        Returns
        -------
        By name: the unit, in Chinese behind the meaning.
        """
        found, hints = {}, get_type_hints(kind, include_extras=True)
        for name in names or tuple(hints):
            parameter = parameter_of(hints[name])
            unit = self.unit(parameter.unit) if parameter is not None else ""
            meaning = self.meaning(f"{head}.{name}") if self.is_chinese else ""
            found[name] = self.frame("comma", ", ").join(part for part in (meaning, unit) if part)
        return found

    def names(self, scenario: Scenario) -> dict[str, str]:
        """Return what parameters are called, those of a scenario's categories and groups of places among them.

        Parameters
        ----------
        scenario
            Whose categories and groups have titles.

        Returns
        -------
        Names by dotted key.
        """
        place = LANGUAGES.index(self.language)
        return {key: pair[place] for key, pair in (NAMES | names_of_parts(scenario)).items()}

    def derived(self, one: Derived) -> str:
        """Return the rule by which a number was derived, with its grade.

        Parameters
        ----------
        one
            The number.

        Returns
        -------
        A note to stand beside it.
        """
        rule = _rule(one.rule) if self.is_chinese else one.rule
        return self.frame("derived", "derived: {rule}, grade {grade}", rule=rule, grade=self.grade(one.grade))

    def row(self, row: Row) -> Row:
        """Return a row of the table of parameters.

        Parameters
        ----------
        row
            In English.

        Returns
        -------
        The row in the language.
        """
        if not self.is_chinese:
            return row
        key = row.name.removeprefix("mechanism.").replace("categories.NAME.", "categories.")
        low, to, high = row.range.partition(" to ")
        return row._replace(
            default={VARIES: chinese()["frame"]["by_category"]}.get(row.default, row.default),
            unit=self.unit(row.unit),
            range=self.frame("to", "", low=low, high=high) if to else row.range,
            grade=self.grade(row.grade),
            source=self.source(row.source),
            meaning=self.meaning(key, row.meaning),
        )

    def of_preset(self, preset: Preset, name: str) -> str:
        """Return something that is said of a named mechanism.

        Parameters
        ----------
        preset
            The named mechanism.
        name
            What is wanted: term, formula, source or against.

        Returns
        -------
        A line.
        """
        english: str = getattr(preset, name)
        return chinese()["presets"].get(f"{preset.name}.{name}", english) if self.is_chinese else english

    def outcome(self, name: str) -> tuple[str, str, str, str]:
        """Return what is known of an outcome.

        Parameters
        ----------
        name
            Its name.

        Returns
        -------
        Its unit, which direction is better, its title, and its definition.
        """
        one = OUTCOMES[name]
        if not self.is_chinese:
            return one.unit, one.better, f"{one.title} {one.title_zh}", one.definition
        known = {**chinese()["definitions"], **_defined()}
        better = chinese()["frame"][one.better] if one.better else ""
        return self.unit(one.unit), better, one.title_zh, known.get(name, one.definition)

    def better(self, direction: str) -> str:
        """Return what is said behind a unit of the direction that is better.

        Parameters
        ----------
        direction
            As `outcome` returns it.

        Returns
        -------
        The end of a line; empty where neither is better.
        """
        if not direction:
            return ""
        return f"，{direction}" if self.is_chinese else f", {direction} is better"


IN_ENGLISH = Wording()


@cache
def _defined() -> dict[str, str]:
    """Return the definitions of headline outcomes as the report has them in Chinese."""
    head = "page.defined."
    return {key.removeprefix(head): text for key, text in TEXTS[CHINESE].items() if key.startswith(head)}


def _rule(english: str) -> str:
    """Return the Chinese of the rule of a derived number; as it is where no pattern fits."""
    for pattern, said in _patterns():
        if found := pattern.fullmatch(english):
            fields = {name: _rule(text) if name == "rule" else text for name, text in found.groupdict().items()}
            return said.format(**fields)
    return english


@cache
def _patterns() -> list[tuple[re.Pattern[str], str]]:
    return [(pattern_of(english), said) for english, said in chinese()["rules"].items()]
