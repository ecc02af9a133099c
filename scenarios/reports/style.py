"""How figures look: one colour and one marker a mechanism, the same in every figure.

The colours are those of Okabe and Ito (2008) and, since there are more mechanisms than those, three dark ones of Tol's
palette "muted" (2021). People with any common colour blindness can distinguish most of them; markers differ as well,
so that the rest, and a figure printed in grey, can still be read.
"""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from importlib.resources import as_file, files
from typing import Any, NamedTuple
from zlib import crc32

from dizao.scenarios.reports.fonts import chinese_font, has_bold
from dizao.scenarios.reports.texts import Language

BLACK, ORANGE, SKY, GREEN = "#000000", "#E69F00", "#56B4E9", "#009E73"
BLUE, VERMILION, PURPLE = "#0072B2", "#D55E00", "#CC79A7"
GREY, WINE, OLIVE, INDIGO = "#7F7F7F", "#882255", "#999933", "#332288"


class Mark(NamedTuple):
    """How a mechanism is drawn."""

    colour: str
    marker: str


MARKS: dict[str, Mark] = {
    "none": Mark(GREY, "s"),
    "upfront": Mark(BLUE, "D"),
    "reward": Mark(VERMILION, "o"),
    "advance_reward": Mark(ORANGE, "P"),
    "match": Mark(GREEN, "^"),
    "quadratic": Mark(SKY, "v"),
    "assurance": Mark(PURPLE, "X"),
    "refund_bonus": Mark(WINE, "h"),
    "points": Mark(BLACK, "*"),
    "ranked_reward": Mark(OLIVE, "<"),
    "participatory_budget": Mark(INDIGO, ">"),
}
"""The mechanisms of the library; yellow is left out, since it hardly shows on white."""

OF_POLICIES = (ORANGE, GREEN, PURPLE, SKY, WINE, INDIGO, OLIVE, BLACK)
"""Colours of a file's own policies, in their order: none that they stand beside, such as that of what runs today."""

_SPARE_COLOURS = (BLACK, GREEN, PURPLE, BLUE, ORANGE, SKY, VERMILION)
_SPARE_MARKERS = ("p", "d", "8", "H")


def mark(mechanism: str, policies: Sequence[str] = ()) -> Mark:
    """Return the colour and marker of a mechanism: of the library's its own, of a file's policies one by their order.

    Parameters
    ----------
    mechanism
        Its name.
    policies
        Names of the file's policies, in its order.

    Returns
    -------
    Colour and marker; of policies the first eight have different colours. What is neither of the library nor a policy,
    such as a variant of a system, always has the same by its name, and may share it with another.
    """
    if mechanism in MARKS:
        return MARKS[mechanism]
    if mechanism in policies:
        turn, place = divmod(list(policies).index(mechanism), len(OF_POLICIES))
        return Mark(OF_POLICIES[place], _SPARE_MARKERS[(place + turn) % len(_SPARE_MARKERS)])
    colour, marker = divmod(crc32(mechanism.encode()), len(_SPARE_MARKERS))
    return Mark(_SPARE_COLOURS[colour % len(_SPARE_COLOURS)], _SPARE_MARKERS[marker])


@contextmanager
def figure_style(language: Language = "en") -> Iterator[None]:
    """Draw and save figures as ``dizao.mplstyle`` says, whatever the user's own settings; they come back afterwards.

    Parameters
    ----------
    language
        Of the texts: Chinese takes a font that has its characters.

    Yields
    ------
    Nothing.
    """
    from matplotlib import rc_context

    with rc_context(_settings(language)), _quiet_about_weights():
        yield


@contextmanager
def _quiet_about_weights() -> Iterator[None]:
    """Keep matplotlib from saying that a font has only one weight, as Chinese ones often have."""
    logger = logging.getLogger("matplotlib.font_manager")
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        logger.setLevel(level)


def strong() -> str:
    """Return the weight of titles and of what is as weighty; ask inside `figure_style`.

    Returns
    -------
    The weight as matplotlib names it.
    """
    from matplotlib import rcParams

    return str(rcParams["axes.titleweight"])


@cache
def _settings(language: Language) -> dict[str, Any]:
    from matplotlib import rc_params_from_file

    with as_file(files(__package__).joinpath("dizao.mplstyle")) as path:
        settings = dict(rc_params_from_file(path, use_default_template=True))
    if language == "zh" and (font := chinese_font()):
        # matplotlib falls back glyph by glyph; the generic name is for those who read an SVG elsewhere.
        settings["font.family"] = [*settings["font.sans-serif"], font, "sans-serif"]
        settings["axes.titleweight"] = "bold" if has_bold(font) else "normal"
    return {key: value for key, value in settings.items() if not key.startswith("backend")}
