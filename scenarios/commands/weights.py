"""Which data move each number of the model, or that none do: the table of docs/evidence.md."""

from typing import Any

from dizao.scenarios.calibration import needs, places
from dizao.scenarios.calibration.reported import DRAWN
from dizao.scenarios.loading import estimates as estimated
from dizao.scenarios.loading.parameter_table import Row, parameter_rows

RANGE_ONLY = "range only"
COUNTED, LABORATORY, PUBLISHED, TRIED = "counted", "laboratory games", "published effect", "range only, tried"
"""What a number is moved by, as the table begins its cell."""


def moved_by(row: Row) -> str:
    """Return which data move a number.

    Parameters
    ----------
    row
        The number, as a row of the table of parameters.

    Returns
    -------
    A cell of Markdown, which begins with one of the kinds that `grades_markdown` counts.
    """
    section, _, name = row.name.rpartition(".")
    if row.grade == "I":
        return RANGE_ONLY if row.source == "assumed" else f"{COUNTED}: {row.source}"
    if section == "people" and name in estimated.posterior()["estimates"]:
        return _of_dispositions(name)
    if row.name == "categories.NAME.rate":
        return f"applications in Wuchang, from below only ({needs.FILE})"
    found = _of_places(row.name)
    if found is not None:
        return found
    if row.grade == "B":
        return f"{PUBLISHED}: {row.source}"
    return RANGE_ONLY if row.source == "assumed" else f"{RANGE_ONLY}; {row.source}"


def _of_dispositions(name: str) -> str:
    held = estimated.posterior()["estimates"][name].get("held", False)
    if held:
        return f"{RANGE_ONLY}: not identified, held ({estimated.POSTERIOR})"
    return f"{LABORATORY} ({estimated.POSTERIOR})"


def _of_places(key: str) -> str | None:
    estimates: dict[str, Any] = estimated.kept(places.FILE)["estimates"]
    tried = {f"cases.{end}": name for name, ends in DRAWN.items() for end in ends}
    one = estimates.get(tried.get(key, key))
    if one is None:
        return None
    share = f"variance {one['contraction']:.0%} smaller, {places.FILE}"
    return f"field cases ({share})" if one["moved"] else f"{TRIED} on field cases ({share})"


def weights_markdown() -> str:
    """Return every number with its default, range, grade and what moves it, as a Markdown table.

    Returns
    -------
    A header and a row for each number that has a grade.
    """
    rows = ["| number | default | range | grade | moved by |", "|---|---|---|---|---|"]
    for row in parameter_rows():
        if row.grade:
            rows.append(f"| `{row.name}` | {row.default} | {row.range} | {row.grade} | {moved_by(row)} |")
    return "\n".join(rows)


def grades_markdown() -> str:
    """Return how many numbers are moved by what, as a Markdown table.

    Returns
    -------
    A header and a row for each kind.
    """
    kinds = {COUNTED: 0, LABORATORY: 0, PUBLISHED: 0, "applications": 0, "field cases": 0, TRIED: 0, RANGE_ONLY: 0}
    for row in parameter_rows():
        if row.grade:
            kinds[next(kind for kind in kinds if moved_by(row).startswith(kind))] += 1
    lines = [f"| {kind} | {number} |" for kind, number in kinds.items()]
    return "\n".join(["| moved by | numbers |", "|---|---|", *lines])
