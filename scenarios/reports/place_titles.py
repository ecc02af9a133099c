"""What groups of places, all of them together, and the common part of their budget are called."""

from dizao.model.outputs.budget_years import COMMON
from dizao.model.outputs.places import ALL
from dizao.model.parameters import PlaceGroup
from dizao.scenarios.reports.texts import Voice


def place_titles(places: tuple[PlaceGroup, ...], voice: Voice) -> dict[str, str]:
    """Return what each place is called, as in the tables of places and of money by year.

    Parameters
    ----------
    places
        Groups of places of a scenario; none: it is of one kind.
    voice
        How it is told.

    Returns
    -------
    Titles by name: the groups in their order, then all together.
    """
    own = {one.name: one.title_zh if voice.language == "zh" else one.title for one in places}
    return {**own, ALL: voice.say("county.all")}


def budget_titles(places: tuple[PlaceGroup, ...], voice: Voice) -> dict[str, str]:
    """Return the places of a budget: the whole county, its groups, and the part that is nobody's alone.

    Parameters
    ----------
    places
        Groups of places of a scenario; none: it is of one kind, and the county is all there is.
    voice
        How it is told.

    Returns
    -------
    Titles by name, in the order in which they are shown; a common part that is all of the budget is the county's.
    """
    titles = place_titles(places, voice)
    shared = len({one.budget_share is None for one in places}) > 1
    return {ALL: titles.pop(ALL), **titles, **({COMMON: voice.say("county.common")} if shared else {})}
