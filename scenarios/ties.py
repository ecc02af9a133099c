"""Files of ties: GraphML or an edge list, read with networkx, in place of a unit's own ties."""

from pathlib import Path
from typing import TYPE_CHECKING

from dizao.scenarios.errors import ScenarioError, one_line

if TYPE_CHECKING:
    import networkx as nx

GRAPHML = ".graphml"


def read_ties(unit: str, path: str) -> tuple[int, tuple[tuple[int, int], ...]]:
    """Return a unit's id and the edges of a file for it.

    Parameters
    ----------
    unit
        Its id, as text.
    path
        GraphML if it ends so; else an edge list: two nodes a line, divided by blanks, ``#`` before remarks.

    Raises
    ------
    ScenarioError
        If the unit is no number, or the file is missing or not of that form.
    """
    key = f"ties.{unit}"
    if not unit.isdecimal():
        raise ScenarioError("", key, f"must be the id of a unit, got {unit}")
    if not Path(path).is_file():
        raise ScenarioError(path, key, "no such file")
    from dizao.model.graphs import edges_of  # what has no ties of its own needs no graphs

    return int(unit), edges_of(_read(path, key))


def _read(path: str, key: str) -> "nx.Graph":
    import networkx as nx

    graphml = path.lower().endswith(GRAPHML)
    try:
        return nx.Graph(nx.read_graphml(path) if graphml else nx.read_edgelist(path, data=False))
    except Exception as error:
        # networkx lets through whatever its parsers raise; to a user they are all one mistake.
        form = "GraphML" if graphml else "an edge list, two nodes a line"
        raise ScenarioError(path, key, f"must be {form}: {one_line(str(error))}") from None
