"""What a model's ``datacollector`` collects: said by names, so that models and batches of runs can be pickled."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import partial
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from mesa.datacollection import DataCollector

from dizao.model.mesa_adapter.agents import Organization, SampledResident, Unit
from dizao.model.mesa_adapter.rows import known_name
from dizao.model.outputs.outcomes import OUTCOMES
from dizao.model.outputs.welfare import WHOLE_LIFE
from dizao.model.stages.observe import COUNTED, MEANS
from dizao.model.systems.registry import COUNTS

if TYPE_CHECKING:
    from dizao.model.mesa_adapter.seen import SeenModel

WEEKLY = "weekly."
"""Stands before the names of columns of the weekly totals, of which some are named like outcomes."""

WEEKLY_NAMES = tuple(
    WEEKLY + name
    for name in (
        *COUNTED,
        *COUNTS,
        "campaigns_open",
        "sites_open",
        "in_use",
        "budget_free_fen",
        "expected_subsidy",
        *MEANS,
    )
)


@dataclass(frozen=True)
class Collect:
    """What is collected, and how often.

    Attributes
    ----------
    model
        Outcomes by name (`dizao show --outcomes`), or columns of the weekly table as ``"weekly.trust"``.
    units, organizations
        Columns of every unit, of every organization.
    residents
        Columns of the residents in a sample.
    sample
        How many residents are in it, drawn once by the model's seed; no more than there are.
    every
        Weeks between; 0: after the last week only.
    """

    model: Sequence[str] = tuple(OUTCOMES)
    units: Sequence[str] = ()
    organizations: Sequence[str] = ()
    residents: Sequence[str] = ()
    sample: int = 200
    every: int = 0

    def __post_init__(self) -> None:
        for name in ("sample", "every"):
            value = getattr(self, name)
            if type(value) is not int or value < 0:
                raise ValueError(f"collect: {name} must be a whole number of at least 0, got {value!r}")
        for name in ("model", "units", "organizations", "residents"):
            if isinstance(getattr(self, name), str):
                raise ValueError(f"collect: {name} must be a list of names, got {getattr(self, name)!r}")

    def collector(self, model: "SeenModel") -> DataCollector:
        """Return a new collector for a model.

        Parameters
        ----------
        model
            The model that is looked at.

        Returns
        -------
        A collector that has collected nothing yet.

        Raises
        ------
        AttributeError, ValueError
            If a name is unknown.
        """
        kinds = {Unit: self.units, Organization: self.organizations, SampledResident: self.residents}
        for kind, names in kinds.items():
            for name in names:
                known_name(kind, model, name)
        return DataCollector(
            model_reporters={name: _reporter(name) for name in self.model},
            agenttype_reporters={
                kind: {name: attrgetter(name) for name in names} for kind, names in kinds.items() if names
            },
        )


def _reporter(name: str) -> Callable[[Any], Any]:
    if name not in OUTCOMES and name not in WEEKLY_NAMES:
        near = get_close_matches(name, [*OUTCOMES, *WEEKLY_NAMES], n=1)
        hint = f"; did you mean {near[0]}?" if near else "; see dizao show --outcomes and docs/outputs.md"
        raise ValueError(f"collect: {name}: unknown outcome{hint}")
    if name.startswith(WEEKLY):
        return partial(_last_week, name.removeprefix(WEEKLY))
    return partial(_outcome, name)


def _outcome(name: str, model: "SeenModel") -> float:
    # To follow things to their ends of life takes longer than a week's step.
    return float(model.engine.outcomes(whole_lives=name in WHOLE_LIFE)[name])


def _last_week(name: str, model: "SeenModel") -> float:
    values = model.engine.weekly.get(name)
    return float(values[-1]) if values else float("nan")
