"""Give the loader of scenarios many inputs, and count what it says: ``python benchmarks/fuzz_loader.py 1000000``.

Inputs are those of tests/scenarios/documents.py, in batches with seeds of their own, so that a run can be repeated; a
second number is the first batch, so that a run can be gone on with or divided over processes.
Anything but a scenario or a clean line ends the run with the input that did it.
"""

import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.scenarios.documents import edges, elections, files, graphml, overrides
from tests.scenarios.loading.test_fuzz import is_one_line, said_of, said_of_ballots

PARENT = b'extends = "taoyuan"\n'
BATCH = 500


def note(folder: Path, counts: Counter[str], kind: str, changes: list[str]) -> None:
    """Load the file that lies in a folder and count what comes of it."""
    count(said_of(folder / "own.toml", changes), counts, kind)


def count(told: str | None, counts: Counter[str], kind: str) -> None:
    """Count what is said of an input."""
    assert is_one_line(told), repr(told)
    counts[f"{kind}: {'loaded' if told is None else 'refused in one line'}"] += 1


def batch(number: int, folder: Path, counts: Counter[str]) -> None:
    """Run a batch of each kind of input."""
    options = settings(
        max_examples=BATCH,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )

    @seed(number)
    @options
    @given(files)
    def of_files(text: bytes) -> None:
        (folder / "own.toml").write_bytes(text)
        note(folder, counts, "files", [])

    @seed(number)
    @options
    @given(overrides)
    def of_settings(changes: list[str]) -> None:
        (folder / "own.toml").write_bytes(PARENT)
        note(folder, counts, "--set", changes)

    @seed(number)
    @options
    @given(edges, graphml)
    def of_ties(text: bytes, graph: bytes) -> None:
        for name, content in (("club.edges", text), ("club.graphml", graph)):
            (folder / name).write_bytes(content)
            (folder / "own.toml").write_bytes(PARENT + f'ties.1 = "{name}"\n'.encode())
            note(folder, counts, "ties", [])

    @seed(number)
    @options
    @given(elections)
    def of_ballots(text: bytes) -> None:
        path = folder / "x.pb"
        path.write_bytes(text)
        count(said_of_ballots(path), counts, "ballots")

    for one in (of_files, of_settings, of_ties, of_ballots):
        one()


def main() -> None:
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    counts: Counter[str] = Counter()
    began, first = time.perf_counter(), int(sys.argv[2]) if len(sys.argv) > 2 else 0
    number = first
    with tempfile.TemporaryDirectory() as folder:
        while counts.total() < wanted:
            batch(number, Path(folder), counts)
            number += 1
    print(f"{counts.total():,} inputs in {time.perf_counter() - began:,.0f} s, batches {first} to {number - 1}")
    for kind, found in sorted(counts.items()):
        print(f"{found:>12,}  {kind}")


if __name__ == "__main__":
    main()
