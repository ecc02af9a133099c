"""The parts of docs/outputs.md, odd.md and evidence.md that are made from the code, so that none can fall behind.

``python -m dizao.scenarios.commands.manual docs/outputs.md docs/odd.md docs/evidence.md docs/artefacts.md``
writes them anew; a test fails while that is due.
"""

import re
import sys
from pathlib import Path

from dizao.model.core.ledger import ACCOUNTS, MAY_BE_NEGATIVE
from dizao.model.outputs.outcomes import OUTCOMES
from dizao.scenarios.commands.submodels import odd_blocks
from dizao.scenarios.commands.weights import grades_markdown, weights_markdown
from dizao.scenarios.execution.columns import STAGES, TABLES, Column
from dizao.scenarios.execution.columns_plausible import PLAUSIBLE
from dizao.scenarios.execution.columns_ranking import RANKING
from dizao.scenarios.loading.choices import End, choices
from dizao.scenarios.reports.texts import IN_ENGLISH

BLOCK = re.compile(r"(?<=<!-- made from the code: )(\w+) -->\n.*?(?=<!-- end -->)", re.DOTALL)


def refreshed(text: str) -> str:
    """Return a page in which each marked block holds what the code says now.

    Parameters
    ----------
    text
        The page as it is.

    Returns
    -------
    The page as it ought to be; without a marked block it is the same.

    Raises
    ------
    KeyError
        If a block has an unknown name.
    """
    made = blocks() | odd_blocks() | evidence_blocks() | artefact_blocks()
    return BLOCK.sub(lambda found: f"{found[1]} -->\n\n{made[found[1]]}\n\n", text)


def blocks() -> dict[str, str]:
    """Return the blocks of outputs.md as Markdown by name: outcomes, stages of a project, tables of runs, rankings.

    Returns
    -------
    Markdown by name of the block.
    """
    tables = {name: _columns_markdown(columns) for name, columns in (TABLES | RANKING | PLAUSIBLE).items()}
    return {"outcomes": _outcomes_markdown(), "stages": _stages_markdown(), "borders": _borders_markdown(), **tables}


def evidence_blocks() -> dict[str, str]:
    """Return the blocks of docs/evidence.md: how many numbers are moved by what, and which data move each.

    Returns
    -------
    Markdown by name of the block.
    """
    return {"grades": grades_markdown(), "weights": weights_markdown()}


def artefact_blocks() -> dict[str, str]:
    """Return the block of docs/artefacts.md: what each end of each choice changes.

    Returns
    -------
    dict
        Markdown by name.
    """
    rows = [
        f"| `{one.name}` | {IN_ENGLISH.say(f'artefact.{one.name}')} | {_end(one.low)} | {_end(one.high)} |"
        for one in choices()
    ]
    return {"choices": "\n".join(["| choice | what it is | low end | high end |", "|---|---|---|---|", *rows])}


def _end(end: End) -> str:
    if end.is_usual:
        return "as it stands"
    changed = [f"`{key}` = {value:g}" for key, value in end.set.items()]
    changed += [f"`{key}` × {factor:g}" for key, factor in end.times.items()]
    changed += [f"`{key}` = `{other}`" for key, other in end.same.items()]
    changed += [f"outcome `{end.outcome}`"] if end.outcome else []
    return f"{IN_ENGLISH.say(f'artefact.{end.choice}.{end.name}')}: {', '.join(changed)}"


def _columns_markdown(columns: dict[str, Column]) -> str:
    """Return a Markdown table of columns."""
    rows = [f"| `{name}` | {column.unit} | {column.meaning} |" for name, column in columns.items()]
    return "\n".join(["| column | unit | meaning |", "|---|---|---|", *rows])


def _stages_markdown() -> str:
    """Return a Markdown table of the stages of a project."""
    return "\n".join(["| stage | meaning |", "|---|---|", *(f"| `{name}` | {text} |" for name, text in STAGES.items())])


def _borders_markdown() -> str:
    """Return the accounts that may stand below zero, in the order of the ledger."""
    return ", ".join(f"`{name}`" for name in ACCOUNTS if name in MAY_BE_NEGATIVE) + "."


def _outcomes_markdown() -> str:
    """Return the definitions of all outcomes as a Markdown table; titles of headline ones are bold."""
    rows = ["| outcome | unit | better | title | definition |", "|---|---|---|---|---|"]
    for name, outcome in OUTCOMES.items():
        title = f"**{outcome.title}**" if outcome.headline else outcome.title
        cells = (f"`{name}`", outcome.unit, outcome.better, f"{title} {outcome.title_zh}", outcome.definition)
        rows.append(f"| {' | '.join(cells)} |")
    return "\n".join(rows)


def main(path: Path) -> None:
    """Refresh a page in place.

    Parameters
    ----------
    path
        A Markdown file with marked blocks.
    """
    path.write_text(refreshed(path.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    for page in sys.argv[1:]:
        main(Path(page))
