"""What draws of a ranking were taken from, in words, and what so few of them cannot say."""

from typing import TYPE_CHECKING

from dizao.scenarios.analysis.uncertainty.box import FEW
from dizao.scenarios.analysis.uncertainty.enough import FEWEST_DRAWS_TOLD
from dizao.scenarios.loading.members import SHIPPED
from dizao.scenarios.reports.texts import Voice

if TYPE_CHECKING:
    from dizao.scenarios.analysis.uncertainty.found import Uncertainty


def aside(found: "Uncertainty", voice: Voice) -> str:
    """Return which fact is left aside.

    Parameters
    ----------
    found
        The ranking over uncertain parameters.
    voice
        How the report speaks.

    Returns
    -------
    Words in brackets, to stand inside a sentence; empty if none is.
    """
    fact = None if found.members is None else found.members.left_aside
    return "" if fact is None else voice.say("draws.aside", fact=voice.inside(fact.title_in(voice.language)))


def over(found: "Uncertainty", voice: Voice, brief: bool = False) -> str:
    """Return over what results are means.

    Parameters
    ----------
    found
        The ranking over uncertain parameters.
    voice
        How the report speaks.
    brief
        Whether only to say that a fact is left aside, not which: in a figure there is no room for its title.

    Returns
    -------
    Words to stand inside a sentence.
    """
    key, without = "draws.over" if found.members is None else "draws.over.members", aside(found, voice)
    if without and brief:
        without = voice.say("draws.aside.brief")
    return voice.say(key, draws=len(found.draws), aside=without)


def origin(found: "Uncertainty", voice: Voice) -> str:
    """Say where the draws are from.

    Parameters
    ----------
    found
        The ranking over uncertain parameters.
    voice
        How the report speaks.

    Returns
    -------
    A sentence; of members also how many of the drawn numbers are theirs.
    """
    members = found.members
    if members is None:
        return voice.say("draws.from.prior")
    key = "draws.from.shipped" if members.source == SHIPPED else "draws.from.folder"
    theirs = {one.key for one in found.uncertain} & set(members.keys) - found.scenario.knowledge.ranges.keys()
    about = {"draws": len(found.draws), "count": len(members.weights), "source": members.source}
    return voice.say(key, **about, theirs=len(theirs), numbers=len(found.uncertain))


def too_few(found: "Uncertainty", voice: Voice) -> list[str]:
    """Say what is left out because there are too few draws.

    Parameters
    ----------
    found
        The ranking over uncertain parameters.
    voice
        How the report speaks.

    Returns
    -------
    A sentence for the box, and one for what to look up and what it is worth to know more; none where there are enough.
    """
    said = [voice.say(FEW, least=FEWEST_DRAWS_TOLD)] if found.flip is not None and found.flip.note == FEW else []
    if len(found.draws) < FEWEST_DRAWS_TOLD:
        said.append(voice.say("draws.too_few", draws=len(found.draws), least=FEWEST_DRAWS_TOLD))
    return said
