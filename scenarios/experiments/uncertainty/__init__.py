"""Ranking under uncertainty: mechanisms compared over what nobody knows, and "A beats B unless ..."."""

from dizao.scenarios.experiments.uncertainty.found import Bound, Flip, Uncertain, Uncertainty
from dizao.scenarios.experiments.uncertainty.rank import rank

__all__ = ["Bound", "Flip", "Uncertain", "Uncertainty", "rank"]
