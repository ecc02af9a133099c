"""Which evidence would move a number that decides: studies that observe it, and facts whose outcome it moves."""

from typing import TYPE_CHECKING

from dizao.scenarios.analysis.uncertainty.found import ESTIMATED
from dizao.scenarios.analysis.uncertainty.points import DISPOSITIONS
from dizao.scenarios.loading.information import possible_studies
from dizao.scenarios.reports.texts import Voice

if TYPE_CHECKING:
    from dizao.scenarios.analysis.uncertainty.found import Uncertainty

MOST_FACTS = 3
"""Facts that are named of one number."""


def evidence_on(key: str, found: "Uncertainty", voice: Voice) -> str:
    """Return which evidence would move a number.

    Parameters
    ----------
    key
        As in a scenario file, or ``dispositions``: any of what is estimated.
    found
        The ranking over members.
    voice
        How the report speaks.

    Returns
    -------
    Titles of studies, then those of facts; that there are none in the tables.
    """
    keys = {one.key for one in found.uncertain if one.grade == ESTIMATED} if key == DISPOSITIONS else {key}
    studies = [one.about for one in possible_studies() if keys & {*one.shares, *one.means}]
    facts = [] if found.members is None else [one for one in found.members.facts if keys & set(one.moved_by)]
    said = []
    for kind, titles in (
        ("studies", [one.title_zh if voice.language == "zh" else one.title for one in studies]),
        ("facts", [one.title_in(voice.language) for one in facts[:MOST_FACTS]]),
    ):
        if titles:
            listed = voice.say("list.semicolon").join(voice.inside(title) for title in titles)
            said.append(voice.say(f"evidence.{kind}", titles=listed))
    return voice.say("list.semicolon").join(said) or voice.say("evidence.none")
