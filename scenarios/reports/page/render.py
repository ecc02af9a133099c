"""The files of the report: one page that needs nothing else, and its numbers as data."""

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

from dizao.scenarios.reports.page.content import content
from dizao.scenarios.reports.page.values import Numbers

if TYPE_CHECKING:
    from dizao.scenarios.studies.comparison import Comparison

TEMPLATE, STYLE = "report.html.jinja", "report.css"


def packaged(name: str) -> str:
    """Return a file that lies beside this module.

    Parameters
    ----------
    name
        Of the file.

    Returns
    -------
    The file's text.
    """
    return files("dizao.scenarios.reports.page").joinpath(name).read_text(encoding="utf-8")


@cache
def template(name: str) -> Template:
    """Return a template that lies beside this module; what it prints is escaped.

    Parameters
    ----------
    name
        Of the file.

    Returns
    -------
    The template; a name that it is not given when it is rendered is an error.
    """
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(packaged(name))


def report_files(comparison: "Comparison") -> tuple[str, dict[str, Any]]:
    """Return the page of a comparison, and its numbers as data; the same for the same comparison.

    Parameters
    ----------
    comparison
        What was found; with its ranking over uncertain parameters where there is one.

    Returns
    -------
    The page as HTML, and what stands in report.json.
    """
    shown = content(comparison)
    drawn = {name: figure._replace(svg=Markup(figure.svg)) for name, figure in shown["figures"].items()}
    page = template(TEMPLATE).render({**shown, "figures": drawn, "style": Markup(packaged(STYLE))})
    return page, _data(comparison, shown, shown["numbers"])


def _data(comparison: "Comparison", shown: dict[str, Any], numbers: Numbers) -> dict[str, Any]:
    """Return every number of the page, and the tables that its figures are drawn from."""
    tables = {
        "effects": comparison.effects,
        "means": comparison.means,
        "losers": comparison.losers,
        "winners": comparison.winners[comparison.winners["kind"] != "unit"],
    }
    return {
        "kind": "report",
        "language": comparison.language,
        "question": shown["question"],
        "answer": [said._asdict() for said in shown["answer"]],
        "about": shown["about"],
        "mechanisms": shown["mechanisms"],
        "versions": shown["versions"],
        "command": shown["command"],
        "differences": [{"key": one.key, "value": one.value, "default": one.default} for one in shown["differences"]],
        "numbers": numbers.table(),
        "tables": {
            name: {
                "columns": list(table.columns),
                "rows": table.astype(object).where(table.notna(), None).to_numpy().tolist(),
            }
            for name, table in tables.items()
        },
    }
