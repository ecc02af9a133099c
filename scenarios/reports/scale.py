"""What ``--scale`` means for the numbers that are printed."""

from dizao.model.settings import Settings
from dizao.model.world.groups import groups_of
from dizao.model.world.place import kept_units
from dizao.scenarios.reports.texts import Voice


def scale_note(settings: Settings, voice: Voice) -> str:
    """Return which part of the units was simulated, and that totals are of that part.

    Parameters
    ----------
    settings
        The scenario's numbers.
    voice
        How it is told.

    Returns
    -------
    Two sentences; empty where all units were simulated.
    """
    if settings.scale >= 1.0:
        return ""
    units = [group.place.units for group in groups_of(settings)]
    kept = sum(len(kept_units(number, settings.scale, ())) for number in units)
    return voice.say("scale.note", kept=f"{kept:,}", units=f"{sum(units):,}", scale=f"{settings.scale:g}")
