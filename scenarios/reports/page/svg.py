"""Figures inside a page: SVG whose text stays text, whose names do not clash, and whose titles are the page's."""

import re
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple
from xml.sax.saxutils import escape

from dizao.scenarios.reports.style import figure_style
from dizao.scenarios.reports.texts import Language

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FONTS = (
    "'DejaVu Sans', Verdana, 'Noto Sans CJK SC', 'Noto Sans SC', 'Source Han Sans SC', 'PingFang SC', "
    "'Microsoft YaHei', 'WenQuanYi Zen Hei', sans-serif"
)
"""What figures are written in: the font that they were laid out with, else one as wide, and one with Chinese."""

MARGIN = 0.05
"""Inches left around what is drawn."""

CAPTIONS = 3
"""Texts of a figure that the page says itself: title, subtitle, key."""


class Inline(NamedTuple):
    """A figure of the page.

    Attributes
    ----------
    name
        Unique in the page.
    title, subtitle, key
        What the figure asks, where it comes from, how it is read.
    svg
        The drawing.
    """

    name: str
    title: str
    subtitle: str
    key: str
    svg: str


def inline(figure: "Figure", name: str, language: Language) -> Inline:
    """Return a figure for the page, its title, subtitle and key as texts of the page.

    Parameters
    ----------
    figure
        A figure made by `dizao.scenarios.reports.canvas.blank_figure`; it loses these texts.
    name
        Of the figure in the page.
    language
        That it was drawn in.

    Returns
    -------
    The drawing, without a size of its own, and its texts in one line each.
    """
    texts = [text.get_text() for text in figure.texts[:CAPTIONS]]
    for text in list(figure.texts[:CAPTIONS]):
        text.remove()
    title, subtitle, key = (" ".join(text.split("\n")) for text in texts)
    return Inline(name, title, subtitle, key, _own(_drawn(figure, language), name, f"{title} {subtitle} {key}"))


def _drawn(figure: "Figure", language: Language) -> str:
    """Draw a figure as wide as it is, and only as high as what is in it."""
    from matplotlib.transforms import Bbox

    buffer = BytesIO()
    with figure_style(language):
        figure.draw_without_rendering()
        tight = figure.get_tightbbox()
        wide = float(figure.get_size_inches()[0])
        box = Bbox([[min(0.0, tight.x0), tight.y0 - MARGIN], [max(wide, tight.x1), tight.y1 + MARGIN]])
        figure.savefig(buffer, format="svg", bbox_inches=box, metadata={"Date": None})
    return buffer.getvalue().decode("utf-8")


def _own(svg: str, name: str, described: str) -> str:
    """Cut an SVG file down to what a page needs, its names beginning with that of the figure."""
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>\s*", "", svg, flags=re.DOTALL)
    svg = re.sub(r"<style type=\"text/css\">.*?</style>\s*", "", svg, flags=re.DOTALL)
    svg = re.sub(r' id="([^"]+)"', rf' id="{name}-\1"', svg)
    svg = re.sub(r'xlink:href="#([^"]+)"', rf'href="#{name}-\1"', svg)
    svg = re.sub(r"url\(#([^)]+)\)", rf"url(#{name}-\1)", svg)
    svg = re.sub(r"(font: (?:[a-z0-9.]+ )*[0-9.]+px )[^;\"]*", rf"\1{FONTS}", svg)
    box = re.search(r'viewBox="[^"]*"', svg)
    start = f'<svg {box.group() if box else ""} role="img" aria-labelledby="{name}-said" font-family="{FONTS}">'
    said = f'<title id="{name}-said">{escape(described)}</title>'
    return start + said + svg[svg.index(">") + 1 :]
