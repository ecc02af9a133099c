"""The same ranking over whole ranges and over members, side by side, for docs/evidence.md."""

import json
from pathlib import Path

import pandas as pd

from dizao.scenarios.analysis.uncertainty.decisive import MORRIS, REGRESSION, SOBOL
from dizao.scenarios.reports.texts import IN_ENGLISH
from dizao.scenarios.reports.unless import named

PRIOR, MEMBERS = "ranking_prior", "ranking_members"
MOST = 8
"""Numbers that the table names: so many of the largest effects over whole ranges, and of what is foretold among members."""

THOUSAND = 1e3


def sentence(folder: Path) -> str:
    """Return the headline of a ranking, from the folder of its results."""
    return str(json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["draws"]["sentence"]) + "\n"


def side_by_side(data: Path) -> str:
    """Return both sentences, and what decides: what is screened over whole ranges, what is foretold among members."""
    prior, members = (pd.read_csv(data / f"{name}.csv") for name in (PRIOR, MEMBERS))
    screened = prior[prior["method"] == MORRIS].set_index("key")
    indices = prior[prior["method"] == SOBOL].set_index("key")
    told = members[members["method"] == REGRESSION].set_index("key")
    clear, largest = told[told["first_low"] > 0.0].index[:MOST], screened["total"].nlargest(MOST).index
    known = indices["total"].notna().any()
    head = ["what moves the difference between reward and upfront", "whole ranges: elementary effect, thousand yuan"]
    head += ["whole ranges: total index"] if known else []
    head += ["members: foretold by it alone"]
    rows = [head, ["---"] * len(head)]
    for key in dict.fromkeys([*(key for key in indices.index if known), *largest, *clear]):
        cells = [named(str(key), IN_ENGLISH), _effect(screened, key)]
        cells += [_share(indices, key, "total")] if known else []
        rows.append([*cells, _share(told, key, "first")])
    notes = []
    if clear.empty:
        notes += ["", "Among members no number alone foretells the difference clearly."]
    if not known and len(indices):
        needs = f"{indices['total_needs'].max():.0f}"
        notes += [
            "",
            f"Total indices over whole ranges take {needs} draws or more: these have none that says anything.",
        ]
    said = [(data / f"{name}.md").read_text(encoding="utf-8").strip() for name in (PRIOR, MEMBERS)]
    lines = [f"- *Whole ranges* (`--prior`). {said[0]}", f"- *Members*. {said[1]}"]
    table = [f"| {' | '.join(cells)} |" for cells in rows]
    return "\n".join([*lines, "", *table, *notes])


def _effect(rows: pd.DataFrame, key: str) -> str:
    """Return the mean size of elementary effects with its interval; nothing where it was not screened."""
    if key not in rows.index:
        return ""
    size, low, high = (f"{rows.loc[key, name] / THOUSAND:.0f}" for name in ("total", "total_low", "total_high"))
    return f"{size} ({low} to {high})"


def _share(rows: pd.DataFrame, key: str, part: str) -> str:
    """Return a share with its interval, or how many draws it takes; empty where it is not known.

    What foretells worse than the mean does is written as nothing.
    """
    if key not in rows.index:
        return ""
    row = rows.loc[key]
    if pd.isna(row[part]):
        return f"takes {row[f'{part}_needs']:.0f} draws"
    if row[f"{part}_high"] <= 0.0:
        return "nothing"
    share, low, high = (f"{100.0 * float(row[name]):.0f}" for name in (part, f"{part}_low", f"{part}_high"))
    return f"{share}% ({low} to {high})".replace("-", "\N{MINUS SIGN}")
