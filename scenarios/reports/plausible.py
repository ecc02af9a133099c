"""Parameter sets that are not ruled out: on screen, in Markdown, and in files."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd
from rich.console import Console

from dizao.scenarios.calibration.plausible.facts import TABLE, worlds
from dizao.scenarios.calibration.plausible.study import Found
from dizao.scenarios.calibration.plausible.tables import (
    contradictions,
    effective,
    facts_table,
    made_from,
    members_table,
    never_met,
    numbers_table,
    sets_table,
    waves_table,
)
from dizao.scenarios.execution.columns import Column
from dizao.scenarios.execution.columns_plausible import PLAUSIBLE
from dizao.scenarios.execution.kinds import MANIFEST
from dizao.scenarios.execution.store import (
    LIBRARIES,
    discard,
    versions,
    write_csv,
    write_json,
    write_table,
    write_text,
)
from dizao.scenarios.loading.language import Language
from dizao.scenarios.loading.members import FILE as FILE_OF_MEMBERS
from dizao.scenarios.reports.canvas import KINDS, write_figure
from dizao.scenarios.reports.names import NAMES
from dizao.scenarios.reports.numbers import MISSING, scale_for
from dizao.scenarios.reports.plain_table import plain_table
from dizao.scenarios.reports.plausible_figures import facts_figure, numbers_figure
from dizao.scenarios.reports.screen import screen
from dizao.scenarios.reports.texts import LANGUAGES, Voice

KIND, MARKDOWN = "plausible", "plausible.md"
SETS = "sets.parquet"
TABLES = ("facts.csv", "parameters.csv", "waves.csv")
FIGURES = ("facts", "parameters")
FILES = (FILE_OF_MEMBERS, SETS, *TABLES, MARKDOWN, *(f"{name}.{kind}" for name in FIGURES for kind in KINDS), MANIFEST)
"""Files of a command, in the order in which they are written."""

MOST_NAMED = 5
"""Facts and parameters that a sentence names."""


def save(found: Found, out: Path, language: Language, about: Mapping[str, object]) -> None:
    """Write members, tables, the summary and the figures and, last, the manifest.

    Parameters
    ----------
    found
        What a history match found.
    out
        The folder.
    language
        Of the summary and the figures.
    about
        What else the manifest says.

    Raises
    ------
    StoreError
        If something cannot be written; no half file stays behind.
    """
    discard(out / MANIFEST)
    voice, asked = Voice(language), found.asked
    for name, table in ((FILE_OF_MEMBERS, members_table(found)), (SETS, sets_table(found))):
        columns = {str(key): table[key].to_numpy() for key in table}
        write_table(out / name, columns, _about(found), made_from(found))
    facts, numbers = facts_table(found), numbers_table(found)
    for place, title in enumerate(("title", "title_zh")):
        numbers.insert(1 + place, title, [NAMES[key][place] for key in numbers["key"]])
    for name, table in zip(TABLES, (facts, numbers, waves_table(found)), strict=True):
        write_csv(out / name, table)
    write_text(out / MARKDOWN, markdown(found, voice))
    write_figure(facts_figure(found, facts, voice), out / FIGURES[0], language)
    write_figure(numbers_figure(found, numbers, voice), out / FIGURES[1], language)
    manifest = {
        "kind": KIND,
        "scenario": asked.scenario.table(),
        "facts": TABLE,
        "worlds": {world.name: world.loaded().table() for world in worlds()},
        "seed": asked.seed,
        **asked.size._asdict(),
        "kept": int(found.kept.sum()),
        "versions": versions((*LIBRARIES, "scipy", "scikit-learn", "SALib")),
        **about,
    }
    write_json(out / MANIFEST, manifest)


def _about(found: Found) -> dict[str, Column]:
    """Return unit and meaning of the columns of sets and members."""
    columns = dict(PLAUSIBLE["plausible_sets"])
    for fact in found.facts:
        columns[fact.name] = Column(fact.unit, fact.title)
        columns[f"implausibility.{fact.name}"] = Column("ratio", "standard deviations from what was observed")
    for key, one in found.cube.numbers.items():
        columns[key] = Column(one.unit, NAMES[key][0])
    return columns


def print_plausible(found: Found, out: Path, language: Language, console: Console | None = None) -> None:
    """Print the table of facts, what is kept, and where the files are.

    Parameters
    ----------
    found
        What a history match found.
    out
        Folder of the files.
    language
        In which it is told.
    console
        Where to; None for standard output.
    """
    console, voice = screen(console), Voice(language)
    console.print(_head(found, voice) + "\n", markup=False)
    rows = list(_rows(found, voice))
    table = plain_table(rows[0], gap=2)
    for row in rows[1:]:
        table.add_row(*row)
    console.print(table)
    for text in ("", *sentences(found, voice)):
        console.print(f"{text}\n" if text else text, markup=False)
    console.print(voice.say("table.written", folder=out, files=", ".join(FILES)), markup=False, soft_wrap=True)


def markdown(found: Found, voice: Voice) -> str:
    """Return the summary in Markdown.

    Parameters
    ----------
    found
        What a history match found.
    voice
        How it is told.

    Returns
    -------
    The table of facts, and sentences.
    """
    rows = list(_rows(found, voice))
    lines = [rows[0], ["---"] * len(rows[0]), *rows[1:]]
    table = "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
    return "\n\n".join([_head(found, voice), table, *sentences(found, voice)]) + "\n"


def _head(found: Found, voice: Voice) -> str:
    asked = found.asked
    return voice.say(
        "plausible.head",
        scenario=asked.scenario.title_in(voice.language),
        conditions=found.conditions,
        worlds=len(worlds()),
        sets=len(found.wave),
        waves=len(found.waves),
        replicates=asked.size.replicates,
        seed=asked.seed,
    )


def _rows(found: Found, voice: Voice) -> Iterator[list[str]]:
    """Yield the heading and a row for each fact."""
    keys = ("fact", "observed", "prior", "members", "alone", "last")
    yield [voice.say(f"plausible.{key}") for key in keys]
    for row in facts_table(found).to_dict("records"):
        title = _title(row, voice)
        told = title if row["use"] == "condition" else voice.say("plausible.test", title=title)
        shares = [percent(row[key], voice) for key in ("alone", "last")]
        yield [
            told,
            value_of(row, "observed", voice),
            *(_range(row, name, voice) for name in ("prior", "kept")),
            *shares,
        ]


def _title(row: Mapping[Any, Any], voice: Voice) -> str:
    return str(row["title_zh" if voice.language == "zh" else "title"])


def value_of(row: Mapping[Any, Any], key: str, voice: Voice) -> str:
    """Return a value of a fact as the observed one is written, which alone bears its unit unless that is percent.

    Parameters
    ----------
    row
        Of the table of facts.
    key
        Column of the value.
    voice
        How it is told.

    Returns
    -------
    The text; `MISSING` where it is undefined.
    """
    scale = scale_for(str(row["unit"]), [float(row["observed"])], voice.language)
    text = scale.number(float(row[key]))
    return text if text == MISSING or (key != "observed" and scale.unit != "%") else scale.with_unit(text)


def percent(share: float, voice: Voice) -> str:
    """Return a share in percent.

    Parameters
    ----------
    share
        From 0 to 1, or nan.
    voice
        How it is told.

    Returns
    -------
    The text; `MISSING` where it is undefined.
    """
    scale = scale_for("share", [share], voice.language)._replace(decimals=1 if share < 0.1 else 0)
    text = scale.number(share)
    return text if text == MISSING else scale.with_unit(text)


def _range(row: Mapping[Any, Any], name: str, voice: Voice) -> str:
    low, high = (value_of(row, f"{name}_{end}", voice) for end in ("5", "95"))
    return MISSING if low == MISSING else voice.say("plausible.range", low=low, high=high)


def sentences(found: Found, voice: Voice) -> list[str]:
    """Say what is kept, what rules out most, what was narrowed, what contradicts each other, and how to read it.

    Parameters
    ----------
    found
        What a history match found.
    voice
        How it is told.

    Returns
    -------
    One text a subject.
    """
    facts = facts_table(found)
    told = [*_kept(found, voice), _most(facts, voice), *_contradictions(found, voice)]
    if found.kept.any():
        told += [_narrowed(found, voice), *_tests(facts, voice)]
    return [*told, voice.say("plausible.notes"), voice.say("plausible.caveat")]


def _kept(found: Found, voice: Voice) -> Iterator[str]:
    count, last = int(found.kept.sum()), found.wave == found.wave.max()
    shares = {"prior": found.kept[found.prior].mean(), "last": found.kept[last].mean(), "share": found.waves[-1].share}
    wanted = found.asked.size.members
    yield voice.say(
        "plausible.kept",
        kept=count,
        wanted=wanted,
        effective=round(effective(found.weights)),
        **{name: percent(float(share), voice) for name, share in shares.items()},
    )
    if count < wanted:
        yield voice.say("plausible.fewer")


def _most(facts: pd.DataFrame, voice: Voice) -> str:
    rows = facts[facts["use"] == "condition"].sort_values("alone", ascending=False, kind="stable").head(MOST_NAMED)
    named = [
        voice.say("plausible.named", title=voice.inside(_title(row, voice)), share=percent(row["alone"], voice))
        for row in rows.to_dict("records")
    ]
    return voice.say("plausible.most", facts=voice.say("plausible.comma").join(named))


def _narrowed(found: Found, voice: Voice) -> str:
    table = numbers_table(found)
    clear = table[table["clear"].astype(bool)]
    about = {"all": len(table), "effective": round(effective(found.weights))}
    if clear.empty:
        return voice.say("plausible.narrowed.none", **about)
    named = [
        voice.say(
            "plausible.number",
            title=NAMES[row["key"]][LANGUAGES.index(voice.language)],
            low=f"{row['kept_5']:.3g}",
            high=f"{row['kept_95']:.3g}",
        )
        for row in clear.head(MOST_NAMED).to_dict("records")
    ]
    return voice.say("plausible.narrowed", count=len(clear), numbers=voice.say("plausible.comma").join(named), **about)


def _contradictions(found: Found, voice: Voice) -> Iterator[str]:
    if not found.kept.any():
        yield voice.say("plausible.nothing")
    for fact in never_met(found):
        yield voice.say("plausible.never", a=fact.title_in(voice.language))
    for pair in contradictions(found):
        a, b = (fact.title_in(voice.language) for fact in pair)
        yield voice.say("plausible.contradiction", a=a, b=voice.inside(b))


def _tests(facts: pd.DataFrame, voice: Voice) -> Iterator[str]:
    for row in facts[facts["use"] == "test"].to_dict("records"):
        values = {name: value_of(row, key, voice) for name, key in (("low", "kept_5"), ("high", "kept_95"))}
        about = {"title": voice.inside(_title(row, voice)), "observed": value_of(row, "observed", voice)}
        yield voice.say("plausible.test.met", **about, **values)
