"""What is asked of the model: scenarios, experiments over them, and reports on the results."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dizao.scenarios.loading.scenario import Scenario
    from dizao.scenarios.loading.scenario_file import load

__all__ = ["Scenario", "load"]


def __getattr__(name: str) -> Any:
    """Load what is re-exported when it is asked for, so that the command line answers at once."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from dizao.scenarios.loading import scenario_file

    return getattr(scenario_file, name)
