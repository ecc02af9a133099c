"""What the figures of a run are made from: its tables and outcomes, and what they are called."""

from dataclasses import dataclass

from dizao.model.outputs.run_tables import RunTables
from dizao.scenarios.reports.canvas import Texts
from dizao.scenarios.reports.style import BLUE
from dizao.scenarios.reports.texts import Language, say


@dataclass(frozen=True)
class Results(RunTables):
    """A run as figures see it.

    Attributes
    ----------
    scenario, mechanism, seed
        What was run; the mechanism as it is called in the figure's language.
    language
        Of all that is written.
    colour
        That of the mechanism, in which all that the run did is drawn.
    """

    scenario: str
    mechanism: str
    seed: int
    language: Language = "en"
    colour: str = BLUE

    def say(self, key: str, **values: object) -> str:
        """Return a text in the language of the figures.

        Parameters
        ----------
        key
            Of the text.
        values
            What stands in its fields.

        Returns
        -------
        The text, its fields filled in.
        """
        return say(self.language, key, **values)

    def texts(self, figure: str, subtitle: str, key: str) -> Texts:
        """Return the title of a figure, where its numbers come from, and its key.

        Parameters
        ----------
        figure
            What the keys of its texts begin with.
        subtitle
            First line of the subtitle; the second says what was run.
        key
            How the marks are read.

        Returns
        -------
        Title, subtitle and key.
        """
        origin = self.say("run.subtitle", scenario=self.scenario, mechanism=self.mechanism, seed=self.seed)
        return Texts(self.say(f"{figure}.title"), f"{subtitle}\n{origin}", key)
