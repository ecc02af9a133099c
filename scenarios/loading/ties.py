"""Files of ties: GraphML or an edge list, read with networkx, in place of a unit's own ties."""

from typing import TYPE_CHECKING

from dizao.scenarios.loading.errors import ScenarioError, one_line
from dizao.scenarios.loading.text_file import read_text, wrong_kind

if TYPE_CHECKING:
    import networkx as nx

GRAPHML = ".graphml"

LONGEST_ID = 18
"""Digits of a unit's id at most: no place has so many units."""


def read_ties(unit: str, path: str) -> tuple[int, tuple[tuple[int, int], ...]]:
    """Return a unit's id and the edges of a file for it.

    Parameters
    ----------
    unit
        Its id, as decimal digits.
    path
        GraphML if it ends so; else an edge list: two nodes a line, divided by blanks, ``#`` before remarks.

    Returns
    -------
    The unit's id; pairs of nodes as `dizao.model.world.ties.edges_of` numbers them.

    Raises
    ------
    ScenarioError
        If the file is missing, not of that form, or has no tie in it.
    """
    key = f"ties.{unit}"
    if problem := wrong_kind(path, "a file"):
        raise ScenarioError(path, key, problem)
    from dizao.model.world.ties import NodesError, edges_of  # what has no ties of its own needs no graphs

    try:
        edges = edges_of(_read(path, key))
    except NodesError as error:
        raise ScenarioError(path, key, str(error)) from None
    if not edges:
        raise ScenarioError(path, key, "must have a tie in it, got none")
    return int(unit), edges


def _read(path: str, key: str) -> "nx.Graph":
    import networkx as nx

    if not path.lower().endswith(GRAPHML):
        lines = _lines(read_text(path, path, key), path, key)
        return nx.Graph(nx.parse_edgelist(lines, data=False))
    try:
        # XML says itself how it is encoded, and may begin with a mark.
        return nx.Graph(nx.read_graphml(path))
    except Exception as error:
        # networkx lets through whatever its parsers raise; to a user they are all one mistake.
        raise ScenarioError(path, key, f"must be GraphML: {one_line(str(error))}") from None


def _lines(text: str, path: str, key: str) -> list[str]:
    """Return the lines of an edge list; networkx would pass over a single node, and over what follows a second.

    Raises
    ------
    ScenarioError
        If a line has not two nodes; networkx itself writes a table of attributes, ``{}``, behind them.
    """
    lines = text.splitlines()
    for number, line in enumerate(lines, start=1):
        words = line.partition("#")[0].split()
        if len(words) == 1 or (len(words) > 2 and not words[2].startswith("{")):
            found = "one" if len(words) == 1 else len(words)
            raise ScenarioError(path, key, f"must be an edge list, two nodes a line: line {number} has {found}")
    return lines
