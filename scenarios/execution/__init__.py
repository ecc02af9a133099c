"""Runs: replicates, one after another or in worker processes, kept as they end."""
