"""The same ranking over whole ranges and over members, side by side, for docs/evidence.md."""

import json
from pathlib import Path

import pandas as pd

from dizao.scenarios.analysis.uncertainty.decisive import REGRESSION, SOBOL
from dizao.scenarios.reports.texts import IN_ENGLISH
from dizao.scenarios.reports.unless import named

PRIOR, MEMBERS = "ranking_prior", "ranking_members"
MOST = 8
"""Numbers that the table names of members, besides those that have indices over whole ranges."""


def sentence(folder: Path) -> str:
    """Return the headline of a ranking, from the folder of its results."""
    return str(json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["draws"]["sentence"]) + "\n"


def side_by_side(data: Path) -> str:
    """Return both sentences, and what decides: total indices over whole ranges, what is foretold among members."""
    prior, members = (pd.read_csv(data / f"{name}.csv") for name in (PRIOR, MEMBERS))
    indices = prior[prior["method"] == SOBOL].set_index("key")
    told = members[members["method"] == REGRESSION].set_index("key")
    head = [
        "| what decides between reward and upfront | whole ranges: total index | members: foretold by it alone |",
        "|---|---|---|",
    ]
    clear, rows, notes = told[told["first_low"] > 0.0].index[:MOST], list[str](), list[str]()
    for key in dict.fromkeys([*indices.index, *clear]):
        cells = [_cell(indices, key, "total"), _cell(told, key, "first")]
        rows.append(f"| {named(str(key), IN_ENGLISH)} | {' | '.join(cells)} |")
    if clear.empty:
        notes += ["", "Among members no number alone foretells the difference clearly."]
    if indices.empty:
        notes += ["", "The design that finds total indices over whole ranges was not run to its end for this table."]
    said = [(data / f"{name}.md").read_text(encoding="utf-8").strip() for name in (PRIOR, MEMBERS)]
    return "\n".join(
        [
            f"- *Whole ranges* (`--prior`). {said[0]}",
            f"- *Members*. {said[1]}",
            *(["", *head, *rows] if rows else []),
            *notes,
        ]
    )


def _cell(rows: pd.DataFrame, key: str, part: str) -> str:
    """Return a share with its interval; how many draws it takes where there are too few, nothing where it is not known."""
    if key not in rows.index:
        return ""
    row = rows.loc[key]
    if pd.isna(row[part]):
        return f"takes {row[f'{part}_needs']:.0f} draws"
    share, low, high = (f"{100.0 * float(row[name]):.0f}" for name in (part, f"{part}_low", f"{part}_high"))
    return f"{share}% ({low} to {high})".replace("-", "\N{MINUS SIGN}")
