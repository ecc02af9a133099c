"""The command line in Chinese (``DIZAO_LANG=zh``): its help, and what is said where something goes wrong.

English stands in code. What is said in its place stands in ``chinese.toml``, which is read only where it is wanted.
"""

import os
import re
import shutil
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from rich.cells import cell_len

from dizao.scenarios.loading.errors import ScenarioError, quoted
from dizao.scenarios.loading.language import LANGUAGES, Language

VARIABLE = "DIZAO_LANG"
"""The environment variable that says the language of the command line, and of results where ``--lang`` does not."""

WIDEST, NARROWEST = 80, 20
"""Characters of a line of help at most, a Chinese one counted twice; and of its column of texts at least."""

INDENT, GAP = 2, 2

WITHOUT_EFFECT = "在此不起作用"

PIECE = re.compile(r"[（［“]*(?:`[^`]*`|[!-_a-~]+|.)[，。；：、）］”]*")
"""What a line of help is not broken in: a name, a number, or a character, with the punctuation around it."""


def language_wanted() -> Language:
    """Return the language that the environment asks for.

    Returns
    -------
    English where the variable is empty or not set.

    Raises
    ------
    ScenarioError
        If it names no language of ours.
    """
    wanted = os.environ.get(VARIABLE) or "en"
    for language in LANGUAGES:
        if wanted == language:
            return language
    raise ScenarioError(VARIABLE, "", f"must be {' or '.join(LANGUAGES)}, got {quoted(wanted)}")


@cache
def texts() -> dict[str, dict[str, str]]:
    """Return the tables of ``chinese.toml``.

    Returns
    -------
    ``frame`` by name, ``list`` and ``help`` by their English, ``errors`` and ``why`` by English patterns, in order.
    """
    return tomllib.loads(files(__package__).joinpath("chinese.toml").read_text(encoding="utf-8"))


def is_wanted() -> bool:
    """Return whether the environment asks for Chinese.

    Returns
    -------
    False where it asks for another language, or one that is none of ours.
    """
    return os.environ.get(VARIABLE) == "zh"


def error_in_chinese(line: str) -> str:
    """Return the line that says what went wrong in Chinese.

    Parameters
    ----------
    line
        In English: where, which key, and the problem, with colons between them.

    Returns
    -------
    Where and key as they are, with the problem in Chinese; in English where no pattern fits.
    """
    parts = line.split(": ")
    for place in range(len(parts)):
        if problem := _translated(": ".join(parts[place:])):
            return texts()["frame"]["error"] + ": ".join([*parts[:place], problem])
    return texts()["frame"]["error"] + line


NOTE = re.compile(r"(?P<label>.+): without effect here: (?P<items>.+)")
ITEM = re.compile(r"(?P<key>\S+) \((?P<why>.+)\)")
MORE = re.compile(r"and (?P<count>\d+) more")


def note_in_chinese(line: str) -> str:
    """Return the line that names settings of a file without effect in Chinese.

    Parameters
    ----------
    line
        As `dizao.scenarios.loading.effects.check_effects` returns it.

    Returns
    -------
    The line; reasons that no pattern fits stay in English.

    Raises
    ------
    ValueError
        If it is no such line.
    """
    found = NOTE.fullmatch(line)
    if found is None:
        raise ValueError(f"no note on settings without effect: {line}")
    said = []
    for item in found["items"].split("; "):
        if more := MORE.fullmatch(item):
            said.append(texts()["frame"]["more"].format(count=more["count"]))
        elif one := ITEM.fullmatch(item):
            said.append(f"{one['key']}（{reason_in_chinese(one['why'])}）")
        else:
            said.append(item)
    return texts()["frame"]["note"].format(label=found["label"], items="；".join(said))


def reason_in_chinese(why: str) -> str:
    """Return why a setting has no effect in Chinese.

    Parameters
    ----------
    why
        The reason in English.

    Returns
    -------
    The reason; in English where no pattern fits.
    """
    for english, chinese in texts()["why"].items():
        if found := pattern_of(english).fullmatch(why):
            fields = found.groupdict()
            if "where" in fields:
                fields["where"] = reason_in_chinese(fields["where"])
            return chinese.format(**fields)
    return why


def _translated(problem: str) -> str:
    """Return the Chinese of a problem; empty where no pattern fits."""
    for pattern, chinese in _patterns():
        if found := pattern.fullmatch(problem):
            fields = found.groupdict()
            if chinese.startswith(WITHOUT_EFFECT):
                fields["why"] = reason_in_chinese(fields["why"])
            if "allowed" in fields:
                fields["allowed"] = _translated(fields["allowed"])
                if not fields["allowed"]:
                    continue
            return chinese.format(**fields)
    return ""


@cache
def _patterns() -> list[tuple[re.Pattern[str], str]]:
    return [(pattern_of(english), chinese) for english, chinese in texts()["errors"].items()]


def pattern_of(english: str) -> re.Pattern[str]:
    """Return the pattern of a text with fields in braces.

    Parameters
    ----------
    english
        The text.

    Returns
    -------
    A pattern with a group for each field.
    """
    parts = re.split(r"{(\w+)}", english)
    return re.compile("".join(f"(?P<{part}>.+)" if k % 2 else re.escape(part) for k, part in enumerate(parts)))


def put_into_chinese(command: Any) -> None:
    """Let a command of typer, and those under it, explain themselves in Chinese.

    Parameters
    ----------
    command
        The command, or group of commands.
    """
    command.get_help = lambda context: _help_of(command, context)
    for one in getattr(command, "commands", {}).values():
        put_into_chinese(one)


def _help_of(command: Any, context: Any) -> str:
    """Return the help of a command: how it is used, what it does, what it takes."""
    frame, commands = texts()["frame"], getattr(command, "commands", {})
    parameters = command.get_params(context)
    arguments = [one for one in parameters if one.param_type_name == "argument"]
    options = [one for one in parameters if one.param_type_name == "option"]
    usage = frame["pieces_of_group"] if commands else " ".join([frame["pieces_of_options"], *map(_named, arguments)])
    parts = [f"{frame['usage']}{context.command_path} {usage}", _rows([("", said(command.help))])]
    rows = {
        "arguments": [(_named(one), _about(one)) for one in arguments],
        "options": [(_named(one), _about(one)) for one in options],
        "commands": [(name, said(one.short_help or one.help)) for name, one in commands.items()],
    }
    parts += [f"{frame[name]}\n{_rows(listed)}" for name, listed in rows.items() if listed]
    return "\n\n".join([*parts, *([_rows([("", said(command.epilog))])] if command.epilog else [])])


def listed(english: str) -> str:
    """Return the Chinese of a text of ``dizao list``.

    Parameters
    ----------
    english
        As it stands in code.

    Returns
    -------
    The Chinese, its fields open.
    """
    return texts()["list"][english]


def said(english: str) -> str:
    """Return the Chinese of a text of help.

    Parameters
    ----------
    english
        As it stands in code.

    Returns
    -------
    The Chinese.
    """
    return texts()["help"][english]


def _named(parameter: Any) -> str:
    """Return how an option or argument is written, with what stands behind it."""
    if parameter.param_type_name == "argument":
        name = str(parameter.metavar or parameter.name)
        return name if parameter.required or name.startswith("[") else f"[{name}]"
    value = "" if parameter.is_flag else f" {parameter.metavar or texts()['frame']['value']}"
    return f"{', '.join(reversed(parameter.opts))}{value}"


def _about(parameter: Any) -> str:
    """Return what an option or argument is for, with its default."""
    about, default = said(parameter.help), parameter.default
    shown = isinstance(default, str | int | float) and not isinstance(default, bool) and not parameter.envvar
    return about + texts()["frame"]["default"].format(value=default) if shown else about


def _rows(rows: list[tuple[str, str]]) -> str:
    """Return rows of two columns, folded so that none is wider than the screen."""
    width = min(WIDEST, shutil.get_terminal_size().columns)
    beside = max(cell_len(name) for name, _ in rows)
    indent = INDENT + (beside + GAP if beside else 0)
    lines = []
    for name, about in rows:
        head = " " * INDENT + name + " " * (indent - INDENT - cell_len(name))
        folded = _folded(about, max(width - indent, NARROWEST))
        lines += [(head if place == 0 else " " * indent) + line for place, line in enumerate(folded)]
    return "\n".join(lines)


def _folded(text: str, width: int) -> list[str]:
    """Return the lines of a text; a name stays whole, and no line begins with a sign of punctuation."""
    lines = [""]
    for piece in PIECE.findall(text):
        if lines[-1] and cell_len(lines[-1] + piece.rstrip()) > width:
            lines.append("")
        lines[-1] += piece if lines[-1] else piece.lstrip()
    return [line.rstrip() for line in lines]
