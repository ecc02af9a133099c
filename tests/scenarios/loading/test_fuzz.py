"""The loader says in one clean line what is wrong with whatever it is given (a million: benchmarks/fuzz_loader.py)."""

import tempfile
from pathlib import Path

from hypothesis import given, settings

from dizao.scenarios import load
from dizao.scenarios.loading.errors import ScenarioError
from tests.scenarios.documents import edges, files, graphml, overrides

THOUSAND = settings(max_examples=1000)


def said_of(path: Path, changes: list[str]) -> str | None:
    """Return the one line that the loader says of a file, or None where it loads and has numbers for each mechanism."""
    try:
        scenario = load(path, changes)
    except ScenarioError as error:
        return str(error)
    for name in scenario.mechanism_names:
        scenario.settings(name)
    return None


def loads_or_says_why(text: bytes, changes: list[str] | None = None, others: dict[str, bytes] | None = None) -> None:
    """Load a file, whatever stands in it: either there is a scenario with numbers for each mechanism, or one line."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "own.toml")
        path.write_bytes(text)
        for name, content in (others or {}).items():
            Path(folder, name).write_bytes(content)
        told = said_of(path, changes or [])
        assert told is None or (told and "\n" not in told)


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
