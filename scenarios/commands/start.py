"""What the command ``dizao`` runs first: a module without imports, so that an interrupt is quiet from the start."""

import sys

INTERRUPTED = 130
"""Exit code after an interrupt, as shells expect it."""


def main() -> None:
    """Load the command line and run it; an interrupt while it loads ends like a later one, without a traceback."""
    try:
        from dizao.scenarios.commands.main import main as run
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    run()
