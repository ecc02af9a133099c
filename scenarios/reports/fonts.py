"""A font with Chinese characters: found on the system, or asked for in one line."""

import re
from functools import cache
from pathlib import Path

from dizao.scenarios.errors import ScenarioError
from dizao.scenarios.reports.texts import LANGUAGES, Language

FAMILIES = (
    "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Source Han Sans CN", "PingFang SC",
    "Microsoft YaHei", "WenQuanYi Zen Hei", "WenQuanYi Micro Hei", "Hiragino Sans GB", "Heiti SC",
    "STHeiti", "SimHei", "Noto Sans CJK JP", "Droid Sans Fallback", "Arial Unicode MS", "SimSun",
    "Noto Serif CJK SC", "AR PL UMing CN",
)  # fmt: skip
"""Fonts with Chinese characters, the best liked first."""

_FILES = re.compile(
    r"noto.*(cjk|sc)|sourcehan|pingfang|msyh|wqy|hiragino|heiti|simhei|simsun|fallback|uming|arial ?unicode", re.I
)
"""Names of files in which such fonts come."""

WANTED = (
    "needs a font with Chinese characters; install one, e.g. Noto Sans CJK SC or WenQuanYi Zen Hei "
    "(Debian, Ubuntu: apt install fonts-noto-cjk, or fonts-wqy-zenhei), and run the command again"
)


@cache
def chinese_font() -> str | None:
    """Return the family of a font with Chinese characters; None if the system has none."""
    from matplotlib import font_manager

    manager = font_manager.fontManager
    if not {entry.name for entry in manager.ttflist} & set(FAMILIES):
        # The list of fonts that matplotlib keeps may be older than a font that has just been installed.
        for path in sorted(font_manager.findSystemFonts()):
            if _FILES.search(Path(path).name):
                _add(path)
    known = {entry.name for entry in manager.ttflist if Path(entry.fname).exists()}
    return next((family for family in FAMILIES if family in known), None)


def _add(path: str) -> None:
    from matplotlib import font_manager

    try:
        font_manager.fontManager.addfont(path)
    except (OSError, RuntimeError):  # a broken file is as good as none
        return


def check_language(language: str) -> Language:
    """Return the language of an option, if its figures can be drawn here.

    Raises
    ------
    ScenarioError
        If there is no such language, or no font for it.
    """
    if language not in LANGUAGES:
        raise ScenarioError("--lang", "", f"must be {' or '.join(LANGUAGES)}, got {language}")
    if language == "zh" and chinese_font() is None:
        raise ScenarioError("--lang zh", "", WANTED)
    return next(known for known in LANGUAGES if known == language)
