"""Tables of what was held against observations, as files."""

from pathlib import Path

import pandas as pd

from dizao.scenarios.execution.store import write_csv, write_text


def save(rows: pd.DataFrame, folder: Path, name: str) -> list[str]:
    """Write a table as CSV and as JSON, and return the names of the files.

    Parameters
    ----------
    rows
        The table of one kind of evidence.
    folder
        Folder of the results; it is there.
    name
        Of the kind, which its files bear.

    Returns
    -------
    ``NAME.csv`` and ``NAME.json``.
    """
    files = [f"{name}.csv", f"{name}.json"]
    write_csv(folder / files[0], rows)
    write_text(folder / files[1], rows.to_json(orient="records", indent=1))
    return files
