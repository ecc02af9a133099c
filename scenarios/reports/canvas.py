"""What all figures share: a title that asks, a line on where numbers come from, a key, and the bytes of a file."""

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from dizao.scenarios.execution.store import replacing
from dizao.scenarios.reports.numbers import MINUS
from dizao.scenarios.reports.style import figure_style, strong

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from dizao.scenarios.reports.texts import Language

WIDTH_INCHES = 7.6
HEAD_INCHES, FOOT_INCHES = 0.72, 0.36
"""Height of what stands above and below the panels."""

SOFT, FAINT = "#444444", "#777777"

KINDS = ("png", "svg")
"""Files that a figure is written to."""


class Texts(NamedTuple):
    """What stands above and below the panels of a figure."""

    title: str
    subtitle: str
    key: str


def blank_figure(height: float, texts: Texts) -> "Figure":
    """Return a figure of the usual width with its texts and no panels; draw inside `figure_style`.

    Parameters
    ----------
    height
        Of the whole figure, inches.
    texts
        What stands above and below its panels.

    Returns
    -------
    The figure, `WIDTH_INCHES` wide.
    """
    from matplotlib.figure import Figure

    figure = Figure(figsize=(WIDTH_INCHES, height))
    write_texts(figure, texts, height)
    return figure


def write_texts(figure: "Figure", texts: Texts, height: float) -> None:
    """Write the title and the subtitle above the panels, and the key below them.

    Parameters
    ----------
    figure
        Gets the texts.
    texts
        Title, subtitle and key.
    height
        Of the whole figure, inches.
    """
    figure.text(0.012, 1.0 - 0.08 / height, texts.title, fontsize=11, fontweight=strong(), va="top")
    figure.text(0.012, 1.0 - 0.32 / height, texts.subtitle, fontsize=8, color=SOFT, va="top", linespacing=1.35)
    figure.text(0.012, 0.1 / height, texts.key, fontsize=8, color=SOFT, va="bottom", linespacing=1.35)


def panel_at(figure: "Figure", left: float, top: float, width: float, height: float) -> "Axes":
    """Add a panel by its place in inches: from the left edge, from the top edge, its width and its height.

    Parameters
    ----------
    figure
        Gets the panel.
    left, top
        Distances from the figure's left and top edges, inches.
    width, height
        Of the panel, inches.

    Returns
    -------
    The panel, empty.
    """
    across, tall = figure.get_size_inches()
    return figure.add_axes((left / across, 1.0 - (top + height) / tall, width / across, height / tall))


def plain_number(value: float, _: object = None) -> str:
    """Write a tick's number: thousands apart, a proper minus.

    Parameters
    ----------
    value
        Where the tick stands.
    _
        Its number along the axis, which matplotlib passes; not used.

    Returns
    -------
    The text, such as ``1,250``.
    """
    return f"{value:,g}".replace("-", MINUS)


def say_inside(panel: "Axes", text: str) -> None:
    """Write in the middle of a panel what there is to say instead of marks.

    Parameters
    ----------
    panel
        Gets the text.
    text
        In the language of the figure.
    """
    panel.text(0.5, 0.5, text, transform=panel.transAxes, ha="center", va="center", color=FAINT)


def encoded(figure: "Figure", kind: str, language: "Language" = "en") -> bytes:
    """Return the figure as the bytes of a file, ``png`` or ``svg``: the same for the same figure, without a date.

    Parameters
    ----------
    figure
        Any figure.
    kind
        ``png`` or ``svg``.
    language
        That it was drawn in.

    Returns
    -------
    Bytes of the whole file.
    """
    buffer = BytesIO()
    metadata = {"Date": None} if kind == "svg" else {"Software": None}
    with figure_style(language):
        figure.savefig(buffer, format=kind, metadata=metadata)
    return buffer.getvalue()


def write_figure(figure: "Figure", path: Path, language: "Language") -> None:
    """Write a figure to a file of each kind, whose ending is added to the path.

    Parameters
    ----------
    figure
        Any figure.
    path
        The file without its ending.
    language
        That it was drawn in.

    Raises
    ------
    StoreError
        If a file cannot be written; no half file stays behind.
    """
    for kind in KINDS:
        with replacing(path.with_name(f"{path.name}.{kind}")) as temporary:
            temporary.write_bytes(encoded(figure, kind, language))
