"""The model of docs/odd.md once more, in plain Mesa: one agent object each, plain Python, written to be read.

It shares with the engine the scenario's numbers, the keyed draws and the made world; rules, stages, mechanisms and
accounts are its own. ``tests/docking`` holds both to the same projects, matters and entries, week by week.
"""

from .model import ReferenceModel

__all__ = ["ReferenceModel"]
