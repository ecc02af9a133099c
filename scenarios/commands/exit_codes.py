"""Exit codes of the command line; a module without imports, so that it can be read before all else."""

INTERRUPTED = 130
"""After an interrupt, as shells expect it."""
