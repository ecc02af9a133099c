"""The loader says in one clean line what is wrong with whatever it is given (a million: benchmarks/fuzz_loader.py)."""

import tempfile
from pathlib import Path

from hypothesis import given, settings

from dizao.scenarios import load
from dizao.scenarios.loading.ballots import RULES, elect, read_election
from dizao.scenarios.loading.errors import ScenarioError
from tests.scenarios.documents import edges, elections, files, graphml, overrides

THOUSAND = settings(max_examples=1000)


def is_one_line(told: str | None) -> bool:
    """Return whether something is said in a line that steers no terminal, or nothing."""
    return told is None or (told != "" and told.isprintable())


def said_of(path: Path, changes: list[str]) -> str | None:
    """Return the one line that the loader says of a file, or None where it loads and has numbers for each mechanism."""
    try:
        scenario = load(path, changes)
    except ScenarioError as error:
        return str(error)
    for name in scenario.mechanism_names:
        scenario.settings(name)
    return None


def said_of_ballots(path: Path) -> str | None:
    """Return the one line that is said of a file of ballots, or None where it can be counted."""
    try:
        election = read_election(path)
    except ScenarioError as error:
        return str(error)
    for rule in RULES:
        elect(election, rule)
    assert is_one_line(election.title or None)
    assert all(name.isprintable() for name in election.names)
    return None


def loads_or_says_why(text: bytes, changes: list[str] | None = None, others: dict[str, bytes] | None = None) -> None:
    """Load a file, whatever stands in it: either there is a scenario with numbers for each mechanism, or one line."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "own.toml")
        path.write_bytes(text)
        for name, content in (others or {}).items():
            Path(folder, name).write_bytes(content)
        told = said_of(path, changes or [])
        assert is_one_line(told), repr(told)


@given(files)
@THOUSAND
def test_any_file(text: bytes) -> None:
    loads_or_says_why(text)


@given(overrides)
@THOUSAND
def test_any_setting(changes: list[str]) -> None:
    loads_or_says_why(b'extends = "taoyuan"\n', changes)


@given(edges)
@THOUSAND
def test_any_edge_list(text: bytes) -> None:
    loads_or_says_why(b'extends = "taoyuan"\nties.1 = "club.edges"\n', others={"club.edges": text})


@given(graphml)
@THOUSAND
def test_any_graphml(text: bytes) -> None:
    loads_or_says_why(b'extends = "taoyuan"\nties.1 = "club.graphml"\n', others={"club.graphml": text})


@given(elections)
@settings(max_examples=300)
def test_any_ballots(text: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "x.pb")
        path.write_bytes(text)
        told = said_of_ballots(path)
        assert is_one_line(told), repr(told)
