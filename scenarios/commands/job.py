"""What a user says of a job besides its question: where its results go, and how it is run and told."""

from pathlib import Path
from typing import NamedTuple

from dizao.scenarios.loading.language import Language


class Job(NamedTuple):
    """How something is run for the command line.

    Attributes
    ----------
    out
        Folder of the results.
    workers
        Processes; None for as many as there are cores and as memory holds worlds.
    command
        What the user wrote, for the manifest.
    language
        Of the figures, of the report, and of what is printed at the end.
    """

    out: Path
    workers: int | None = None
    command: str = ""
    language: Language = "en"
