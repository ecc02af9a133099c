"""What ``dizao lab`` prints: a table of the rounds to read, or the rounds as JSON."""

import json
from collections.abc import Sequence

from rich.table import Table
from rich.text import Text

from dizao.model.laboratory.summary import Round
from dizao.scenarios.loading.game_file import Lab
from dizao.scenarios.reports.numbers import MISSING
from dizao.scenarios.reports.plain_table import plain_table
from dizao.scenarios.reports.texts import IN_ENGLISH, Voice

COLUMNS = ("round", "n", "contribution", "group_sd", "zero", "full", "belief", "left", "provided")


def as_json(lab: Lab, seed: int, rounds: Sequence[Round]) -> str:
    """Return the rounds as JSON, with what was played.

    Parameters
    ----------
    lab
        The game that was played.
    seed
        Of its random numbers.
    rounds
        What the rounds ended with.

    Returns
    -------
    The text, one line.
    """
    table = {
        "rounds": [one.table() for one in rounds],
        "game": lab.name,
        "title": lab.title,
        "source": lab.source,
        "seed": seed,
    }
    return json.dumps(table, ensure_ascii=False, allow_nan=False)


def heading(lab: Lab, seed: int, voice: Voice = IN_ENGLISH) -> Text:
    """Return what was played, and where it comes from.

    Parameters
    ----------
    lab
        The game that was played.
    seed
        Of its random numbers.
    voice
        The language.

    Returns
    -------
    Title, session and source, a line each.
    """
    session = lab.session
    key = "lab.head.one" if session.rounds == 1 else "lab.head.many"
    head = voice.say(key, name=lab.name, seed=seed, people=f"{session.people:,}", rounds=session.rounds)
    origin = voice.say("lab.source", source=lab.source)
    return Text.assemble((lab.title, "bold"), f"\n{head}\n", (origin, "dim"))


def tables(rounds: Sequence[Round], voice: Voice = IN_ENGLISH) -> list[Table]:
    """Return two tables of the rounds: what was given, and what the elicited answers say.

    Parameters
    ----------
    rounds
        What the rounds ended with.
    voice
        The language.

    Returns
    -------
    Two tables, one row a round in both.
    """
    given, answered = _table(voice, COLUMNS), _table(voice, ("round", "types", "answers"))
    for one in rounds:
        given.add_row(*(_cell(one, name) for name in COLUMNS))
        answered.add_row(str(one.round), _listed(one.types.values()), _listed(one.answers.values()))
    return [given, answered]


def _table(voice: Voice, names: Sequence[str]) -> Table:
    left = [place for place, name in enumerate(names) if name == "contribution"]
    return plain_table((voice.say(f"lab.{name}") for name in names), left)


def _cell(one: Round, name: str) -> str:
    value = getattr(one, name)
    if name in {"round", "n"}:
        return f"{value:,}"
    if name == "contribution" and one.contribution_low is not None:
        return f"{_share(value)} [{_share(one.contribution_low)}, {_share(one.contribution_high)}]"
    return _share(value)


def _share(value: float | None) -> str:
    return MISSING if value is None else f"{value:.3f}"


def _listed(values: object) -> str:
    return " / ".join(_share(value) for value in values)  # type: ignore[attr-defined]
