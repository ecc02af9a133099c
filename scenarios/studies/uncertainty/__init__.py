"""Ranking under uncertainty: mechanisms compared over uncertain parameters, and "A beats B unless ..."."""

from dizao.scenarios.analysis.uncertainty.found import Bound, Flip, Uncertain, Uncertainty
from dizao.scenarios.studies.uncertainty.rank import rank
from dizao.scenarios.studies.uncertainty.sampling import Sampling

__all__ = ["Bound", "Flip", "Sampling", "Uncertain", "Uncertainty", "rank"]
