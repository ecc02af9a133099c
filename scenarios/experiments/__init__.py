"""Experiments: run one world, compare mechanisms over paired replicates."""
