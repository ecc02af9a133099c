"""What the options of ``dizao compare`` say of draws: how many, and what they are taken from."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from dizao.scenarios.loading.errors import ScenarioError, shown

REPORT_DRAWS = 100
"""Draws of a report, unless it is told otherwise: the order at the default numbers is no headline, and in fewer draws
there is no telling what to look up."""


class Over(NamedTuple):
    """What draws are taken from: a folder, one fact that is left aside, or whole ranges; else what comes with dizao."""

    members: Path | None = None
    without: str | None = None
    prior: bool = False

    def options(self) -> Iterator[str]:
        """Yield the options that were given.

        Yields
        ------
        Their names.
        """
        given = {"--members": self.members is not None, "--without": self.without is not None, "--prior": self.prior}
        yield from (option for option, is_given in given.items() if is_given)

    def read(self) -> Any:
        """Read the parameter sets.

        Returns
        -------
        What a `Sampling` is over.

        Raises
        ------
        ScenarioError
            If options contradict each other, or there are no such members.
        """
        from dizao.scenarios.loading.members import read_members, shipped_members

        if self.prior:
            for option in self.options():
                if option != "--prior":
                    raise ScenarioError(option, "", "is about parameter sets: it does not go with --prior")
            return "prior"
        if self.members is not None:
            return read_members(self.members, self.without or "")
        return "members" if self.without is None else shipped_members(self.without)


def sampling_of(draws: int | None, replicates: int | None, over: Over, equal: str, report: bool) -> Any:
    """Return how many draws there are to be: a report has some unless it is told to have none.

    Parameters
    ----------
    draws, replicates
        What was asked for; None: nothing was.
    over
        What they are taken from.
    equal
        What is the same under all mechanisms.
    report
        Whether there is to be a report.

    Returns
    -------
    A `Sampling`, or None for none.

    Raises
    ------
    ScenarioError
        If an option has nothing to act on, or contradicts another.
    """
    is_usual = report and draws is None and equal == "budget"
    if is_usual:
        draws = REPORT_DRAWS
    if report and draws == 0:
        draws = None
    if draws is None:
        for option in [*(["--draw-replicates"] if replicates is not None else []), *over.options()]:
            raise ScenarioError(option, "", "goes with --draws, which was not given")
        return None
    if equal != "budget":
        raise ScenarioError("--draws", "", f"goes with --equal budget, got --equal {shown(equal)}")
    from dizao.scenarios.studies.uncertainty.sampling import Sampling

    sampling = Sampling(draws, replicates or 1, over.read())
    if is_usual and sampling.members is not None:
        return sampling._replace(draws=min(draws, len(sampling.members.weights)))
    return sampling
