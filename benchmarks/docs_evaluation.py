"""What docs/scenarios/roll_out.md says in numbers of evaluators, made from what ``dizao evaluate`` found."""

from collections.abc import Iterator

import docs_sources as kept
import pandas as pd
from docs_text import Said, shown


def rows(selection: str, spill_over: float) -> pd.DataFrame:
    """Return what estimators did where pilots were chosen in one way, by the estimator's name."""
    table = kept.table("evaluation")
    return table[(table["selection"] == selection) & (table["spill_over"] == spill_over)].set_index("estimator")


def evaluation() -> Iterator[Said]:
    """Yield the sentences; each with what must hold for it."""
    random = rows("random", 0.0)
    yield Said(f"⟨{shown(float(random['worlds'].max()))}⟩ worlds.")
