"""Files of ties: GraphML or an edge list, read with networkx, in place of a unit's own ties."""

import os.path
from pathlib import Path
from typing import TYPE_CHECKING

from dizao.scenarios.loading.errors import ScenarioError, one_line

if TYPE_CHECKING:
    import networkx as nx

GRAPHML = ".graphml"


def read_ties(unit: str, path: str) -> tuple[int, tuple[tuple[int, int], ...]]:
    """Return a unit's id and the edges of a file for it.

    Parameters
    ----------
    unit
        Its id, as decimal digits.
    path
        GraphML if it ends so; else an edge list: two nodes a line, divided by blanks, ``#`` before remarks.

    Raises
    ------
    ScenarioError
        If the file is missing, not of that form, or has no tie in it.
    """
    key = f"ties.{unit}"
    if not os.path.isfile(path):
        raise ScenarioError(path, key, "must be a file, got a directory" if os.path.isdir(path) else "no such file")
    from dizao.model.world.ties import edges_of  # what has no ties of its own needs no graphs

    edges = edges_of(_read(path, key))
    if not edges:
        raise ScenarioError(path, key, "must have a tie in it, got none")
    return int(unit), edges


def _read(path: str, key: str) -> "nx.Graph":
    import networkx as nx

    graphml = path.lower().endswith(GRAPHML)
    try:
        if not graphml:
            _check_lines(path)
        return nx.Graph(nx.read_graphml(path) if graphml else nx.read_edgelist(path, data=False))
    except Exception as error:
        # networkx lets through whatever its parsers raise; to a user they are all one mistake.
        form = "GraphML" if graphml else "an edge list, two nodes a line"
        raise ScenarioError(path, key, f"must be {form}: {one_line(str(error))}") from None


def _check_lines(path: str) -> None:
    """Refuse lines with a single node: networkx passes them over."""
    for number, line in enumerate(Path(path).read_text(encoding="utf-8").splitlines(), start=1):
        if len(line.partition("#")[0].split()) == 1:
            raise ValueError(f"line {number} has one")
