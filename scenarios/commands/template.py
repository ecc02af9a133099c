"""The command ``dizao template``: a spreadsheet to fill in, and from a spreadsheet to TOML and back."""

import os.path
from pathlib import Path
from typing import Annotated, Any

import typer

from dizao.scenarios.commands.options import LangOption, path_of, voice_in
from dizao.scenarios.loading.errors import ScenarioError, shown

ENDS = (".xlsx", ".csv", ".toml")


def template_command(
    file: Annotated[
        Path,
        typer.Argument(parser=path_of("file"), metavar="FILE", help="to be written: .xlsx, .csv (three) or .toml"),
    ],
    source: Annotated[
        str, typer.Option("--from", metavar="SCENARIO", help="name of the library, or path of a file, to start from")
    ] = "county",
    lang: LangOption = "en",
) -> None:
    """Write a spreadsheet of places, policies and the budget to fill in; or a scenario in another format."""
    end = file.suffix.lower()
    if end not in ENDS:
        raise ScenarioError("FILE", "", f"must end in {', '.join(ENDS)}, got {shown(file.name)}")
    from dizao.scenarios.loading.spreadsheet.documents import document

    language = voice_in(lang).language
    paths = _paths(file, end)
    for path in paths:
        if os.path.lexists(path):
            raise ScenarioError(str(path), "", "must be a new file, got one that is there")
    table = document(source, file)
    contents = _contents(table, source, end, language)
    from dizao.scenarios.execution.store import prepare_folder, replacing

    prepare_folder(file.parent)
    for path, content in zip(paths, contents, strict=True):
        with replacing(path) as temporary:
            temporary.write_bytes(content)
        typer.echo(f"written to {path}")


def _paths(file: Path, end: str) -> list[Path]:
    if end != ".csv":
        return [file]
    from dizao.scenarios.loading.spreadsheet.grids import csv_paths

    return list(csv_paths(file).values())


def _contents(table: dict[str, Any], source: str, end: str, language: Any) -> list[bytes]:
    """Return what the files are to hold, one after the other."""
    from dizao.scenarios import load
    from dizao.scenarios.loading.layers import merged_table, read_layers
    from dizao.scenarios.loading.spreadsheet import writing
    from dizao.scenarios.loading.toml_value import toml_text

    if end == ".toml":
        return [toml_text(table).encode()]
    titles = {name: (one.title, one.title_zh) for name, one in load(source).base.categories.items()}
    rows = writing.sheet_rows(table, writing.speech(language, merged_table(read_layers(source)), titles))
    if end == ".csv":
        return [writing.csv_text(rows[name]).encode() for name in rows]
    from dizao.scenarios.loading.spreadsheet.workbook import workbook_bytes

    return [workbook_bytes(rows, language)]
