"""Whose results a folder holds: one command's, since each has a manifest that speaks for all that lies beside it."""

import json
from pathlib import Path

from dizao.scenarios.loading.errors import ScenarioError

MANIFEST = "manifest.json"
"""The file of a folder of results that is written last: where it is, everything is."""

RUNS = "runs"
"""The folder, inside that of a comparison, of its finished runs."""

COMMANDS = {
    "run": "dizao run",
    "comparison": "dizao compare",
    "system": "dizao systems NAME",
    "systems": "dizao systems",
    "artefacts": "dizao artefacts",
    "evaluation": "dizao evaluate",
    "plausible": "dizao plausible",
    "made_up": "dizao plausible --made-up",
}
"""Which command writes manifests of a kind."""

WITH_RUNS = ("comparison", "system", "artefacts", "evaluation", "plausible", "made_up")
"""Kinds that keep finished runs, before they have a manifest."""


def check_kind(folder: Path, kind: str) -> None:
    """Refuse a folder that holds the results of another command: one manifest cannot speak for both.

    Parameters
    ----------
    folder
        Where results are to be written.
    kind
        Of the manifest that is to be written there, of `COMMANDS`.

    Raises
    ------
    ScenarioError
        If there are results of another kind, or a manifest that is none of ours.
    """
    holds = _held(folder, kind)
    if holds is not None:
        problem = f"must be a folder without {holds}, got {folder}; {COMMANDS[kind]} needs one of its own"
        raise ScenarioError("--out", "", problem)


def _held(folder: Path, kind: str) -> str | None:
    """Return what a folder holds that another command has left, or None."""
    path = folder / MANIFEST
    if not path.exists():
        begun = kind not in WITH_RUNS and (folder / RUNS).is_dir()
        return f"finished runs of {COMMANDS[WITH_RUNS[0]]}" if begun else None
    try:
        found = json.loads(path.read_bytes()).get("kind")
    except (OSError, ValueError, RecursionError, AttributeError):
        found = None
    if found == kind:
        return None
    return f"results of {COMMANDS[found]}" if found in COMMANDS else f"a {MANIFEST} that dizao has not written"
