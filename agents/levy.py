"""What people make of a levy: a share that all owe because it was lawfully decided (ODD 7.22)."""

from typing import Protocol

from dizao.agents.compiled import rule


class LevyRules(Protocol):
    """What of a levy enters a decision (`dizao.model.parameters.Levy`)."""

    @property
    def duty(self) -> float:
        """Log-odds that what was decided is owed, in the middle of the units."""

    @property
    def duty_spread(self) -> float:
        """Standard deviation of it between units."""

    @property
    def dissent(self) -> float:
        """Log-odds, subtracted, of whoever voted no."""

    @property
    def list_weight(self) -> float:
        """Log-odds of names that are read out."""


@rule
def unit_duty(z: float, w: LevyRules) -> float:
    """How much a lawful decision binds in a unit (ODD 7.22).

    Parameters
    ----------
    z
        Standard logistic random draw of the unit.
    w
        Rules of levies (`dizao.model.parameters.Levy`).

    Returns
    -------
    Log-odds.
    """
    return w.duty + w.duty_spread * z


@rule
def levy_terms(duty: float, voted_no: float, listed: float, w: LevyRules) -> float:
    """Sum of the terms that a levy adds to giving (ODD 7.22).

    Parameters
    ----------
    duty
        How much a lawful decision binds in the unit, log-odds.
    voted_no
        1 if the household voted against it, else 0.
    listed
        1 if names of those who have not paid are read out, else 0.
    w
        Rules of levies (`dizao.model.parameters.Levy`).

    Returns
    -------
    Log-odds.
    """
    return duty - w.dissent * voted_no + w.list_weight * listed
