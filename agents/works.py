"""What decisions read of the numbers of the works: `dizao.model.parameters.Works` has them, a layer above."""

from typing import Protocol


class WorksRules(Protocol):
    """How promises are believed, works done and accepted, and matters settled (ODD 7.3 to 7.7)."""

    @property
    def promise_base(self) -> float:
        """Part of a promised reward that middling trust expects."""

    @property
    def promise_trust(self) -> float:
        """Change of the expected part of a promise with trust, a unit of trust."""

    @property
    def effort_intercept(self) -> float:
        """Log-odds of a builder's effort out of reputation alone."""

    @property
    def effort_at_stake(self) -> float:
        """Log-odds of effort for the part of the bill that is still to be paid."""

    @property
    def effort_supervision(self) -> float:
        """Log-odds of effort for residents' supervision."""

    @property
    def quality_intercept(self) -> float:
        """Log-odds of quality without effort above the middle."""

    @property
    def quality_effort(self) -> float:
        """Log-odds of quality for effort, from its middle."""

    @property
    def quality_supervision(self) -> float:
        """Log-odds of quality for supervision, as a share of what is useful."""

    @property
    def quality_labour(self) -> float:
        """Log-odds of quality lost with unskilled labour, as a share of the cost."""

    @property
    def quality_spread(self) -> float:
        """Log-odds of quality for a unit of its random draw."""

    @property
    def acceptance_threshold(self) -> float:
        """Quality from which inspectors should accept, in [0, 1]."""

    @property
    def settle_intercept(self) -> float:
        """Log-odds that one try settles a matter."""

    @property
    def settle_turnout(self) -> float:
        """Log-odds of settling for each doubling of a meeting's turnout."""

    @property
    def settle_usual_turnout(self) -> float:
        """Turnout from which that is counted, people."""

    @property
    def settle_members(self) -> float:
        """Log-odds of settling for the share of party members among those present."""
