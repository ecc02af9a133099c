"""What the command ``dizao`` runs first: a module without imports, so that an interrupt is quiet from the start."""

import sys

from dizao.scenarios.commands.exit_codes import INTERRUPTED


def main() -> None:
    """Load the command line and run it; an interrupt while it loads ends like a later one, without a traceback."""
    try:
        from dizao.scenarios.commands.main import main as run
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    run()
