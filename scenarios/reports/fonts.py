"""A font with Chinese characters: from the system, else from the package that is installed with this one."""

import re
from functools import cache
from pathlib import Path

from dizao.scenarios.loading.errors import ScenarioError, quoted
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
    "needs a font with Chinese characters; install one and run the command again: pip install pylopdf-fonts-zh-cn, "
    "or Noto Sans CJK SC, e.g. apt install fonts-noto-cjk on Debian and Ubuntu"
)


@cache
def chinese_font() -> str | None:
    """Return the family of a font with Chinese characters; None if there is none.

    The system's come first, since they have bold titles.

    Returns
    -------
    The first of `FAMILIES` that the system has, else the one of the package.
    """
    return _from_system() or _from_package()


def _from_system() -> str | None:
    from matplotlib import font_manager

    manager = font_manager.fontManager
    if not {entry.name for entry in manager.ttflist} & set(FAMILIES):
        # The list of fonts that matplotlib keeps may be older than a font that has just been installed.
        for path in sorted(font_manager.findSystemFonts()):
            if _FILES.search(Path(path).name):
                _add(path)
    known = {entry.name for entry in manager.ttflist if Path(entry.fname).exists()}
    return next((family for family in FAMILIES if family in known), None)


def _from_package() -> str | None:
    try:
        from pylopdf_fonts_zh_cn import sans_path
    except ImportError:
        return None
    return _add(str(sans_path()))


def _add(path: str) -> str | None:
    """Make a file known to matplotlib and return its family; None if it is broken, which is as good as none."""
    from matplotlib import font_manager

    try:
        font_manager.fontManager.addfont(path)
    except (OSError, RuntimeError):
        return None
    return font_manager.fontManager.ttflist[-1].name


def has_bold(family: str) -> bool:
    """Say whether a family has a bold face.

    Parameters
    ----------
    family
        Name of a family that matplotlib knows.

    Returns
    -------
    Whether one of its faces is at least semibold.
    """
    from matplotlib.font_manager import fontManager, weight_dict

    weights = [weight_dict.get(entry.weight, entry.weight) for entry in fontManager.ttflist if entry.name == family]
    return any(weight >= weight_dict["semibold"] for weight in weights)


def check_language(language: str, asked: str = "--lang") -> Language:
    """Return the language of an option, if its figures can be drawn here; `asked` is where it was said.

    Parameters
    ----------
    language
        What was asked for.
    asked
        Where it was said: the option that the error names.

    Returns
    -------
    The same language, known to be one.

    Raises
    ------
    ScenarioError
        If there is no such language, or no font for it.
    """
    if language not in LANGUAGES:
        raise ScenarioError(asked, "", f"must be {' or '.join(LANGUAGES)}, got {quoted(language)}")
    if language == "zh" and chinese_font() is None:
        raise ScenarioError(f"{asked} zh", "", WANTED)
    return next(known for known in LANGUAGES if known == language)
