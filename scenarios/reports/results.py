"""What the figures of a run are made from: its tables and outcomes, and what they are called."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dizao.scenarios.reports.canvas import Texts
from dizao.scenarios.reports.style import BLUE
from dizao.scenarios.reports.texts import Language, say

FEN_PER_YUAN = 100.0
MINUTES_PER_HOUR = 60.0

type Table = Mapping[str, NDArray[Any]]


class Results(NamedTuple):
    """A run as figures see it.

    Attributes
    ----------
    tables
        Columns by table and name (docs/outputs.md); masked where missing.
    outcomes
        Outcomes by name.
    scenario, mechanism, seed
        What was run; the mechanism as it is called in the figure's language.
    programme_weeks
        Length of the window whose needs count.
    language
        Of all that is written.
    colour
        That of the mechanism, in which all that the run did is drawn.
    """

    tables: Mapping[str, Table]
    outcomes: Mapping[str, float]
    scenario: str
    mechanism: str
    seed: int
    programme_weeks: int
    language: Language = "en"
    colour: str = BLUE

    def say(self, key: str, **values: object) -> str:
        """Return a text in the language of the figures."""
        return say(self.language, key, **values)

    def texts(self, figure: str, subtitle: str, key: str) -> Texts:
        """Return the title of a figure, where its numbers come from, and its key."""
        origin = self.say("run.subtitle", scenario=self.scenario, mechanism=self.mechanism, seed=self.seed)
        return Texts(self.say(f"{figure}.title"), f"{subtitle}\n{origin}", key)

    def in_window(self) -> NDArray[np.bool_]:
        """Return which needs arose in the programme window."""
        weeks = self.tables["needs"]["week_arose"]
        return np.asarray((weeks >= 0) & (weeks < self.programme_weeks))

    def cohort(self) -> NDArray[np.bool_]:
        """Return which projects belong to needs of the programme window: the denominator of everything."""
        return np.isin(self.tables["projects"]["id"], self.tables["needs"]["id"][self.in_window()])


def happened(column: NDArray[Any]) -> NDArray[np.bool_]:
    """Return where a column of weeks is not missing."""
    return ~np.ma.getmaskarray(column)
