"""Draw which part of the program imports which: docs/figures/layers.svg, and the same as data in layers.json.

The rows are the layers that pyproject.toml lets import-linter hold. Imports inside functions and for types count too.
Run it as ``uv run python benchmarks/layers.py``.
"""

import json
import tomllib
from collections import Counter
from pathlib import Path
from typing import NamedTuple
from xml.sax.saxutils import escape

import grimp

ROOT = Path(__file__).resolve().parent.parent
FIGURE = ROOT / "docs" / "figures" / "layers.svg"
DATA = FIGURE.with_suffix(".json")

PACKAGES = ("dizao.agents", "dizao.model", "dizao.scenarios")
BELOW = ("model", "agents")
"""The packages under scenarios, a row each."""

WIDTH, ROW, TOP = 860, 92, 30
BOX_WIDTH, BOX_HEIGHT = 112, 36
BEND = 80
"""How far an arrow that passes a row bends to the side, for each row that it passes."""

MIDDLE = 40
"""So near the middle arrows bend to both sides in turn."""

WHOLE = "scenarios"
"""Stands for all its folders where they import from another package."""


class Box(NamedTuple):
    """Where a part stands: its row, and the middle of its box."""

    row: int
    x: float
    y: float


def rows() -> list[list[str]]:
    """Return the parts from the top layer to the lowest, row by row."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    layers = next(one["layers"] for one in settings["contracts"] if "containers" in one)
    return [*(line.replace("|", ":").replace(" ", "").split(":") for line in layers), *([name] for name in BELOW)]


def part_of(module: str) -> str:
    """Return the part that a module belongs to: a folder of scenarios, or another package; empty if none."""
    _, package, *inside = module.split(".")
    if package != "scenarios":
        return package
    return inside[0] if inside else ""


def edges() -> dict[str, int]:
    """Return how many imports lead from one part to another, as ``from -> to``."""
    graph = grimp.build_graph(*PACKAGES)
    pairs = Counter(
        (part_of(module), part_of(other))
        for module in graph.modules
        for other in graph.find_modules_directly_imported_by(module)
    )
    return {f"{one} -> {other}": n for (one, other), n in sorted(pairs.items()) if one != other and one and other}


def boxes() -> dict[str, Box]:
    """Return where each part stands."""
    return {
        name: Box(row, WIDTH * (k + 1) / (len(names) + 1), TOP + ROW * row + BOX_HEIGHT / 2)
        for row, names in enumerate(rows())
        for k, name in enumerate(names)
    }


def arrow(start: Box, end: Box, count: int, side: int) -> str:
    """Return an arrow with its number; one that passes other rows bends to a side."""
    passed = abs(end.row - start.row) - 1
    bend = side * (BEND * passed + (0 if passed else 10))
    level = start.row == end.row
    x1, y1 = (start.x + side * BOX_WIDTH / 2, start.y) if level else (start.x + side * 14, start.y + BOX_HEIGHT / 2)
    x2, y2 = (end.x - side * BOX_WIDTH / 2, end.y) if level else (end.x + side * 14, end.y - BOX_HEIGHT / 2)
    bend = 0 if level else bend
    middle = f"{x1 + bend:.0f} {y1 + (y2 - y1) * 0.3:.0f}, {x2 + bend:.0f} {y1 + (y2 - y1) * 0.7:.0f}"
    at_x, at_y = (x1 + x2) / 2 + 0.75 * bend, (y1 + y2) / 2 + 4
    wide = 0.8 + count**0.5 / 4
    return (
        f'<path d="M {x1:.0f} {y1:.0f} C {middle}, {x2:.0f} {y2:.0f}" stroke-width="{wide:.1f}" '
        'marker-end="url(#tip)"/>'
        f'<text class="number" x="{at_x:.0f}" y="{at_y:.0f}">{count}</text>'
    )


def _joined(counts: dict[str, int]) -> dict[str, int]:
    """Return the arrows that are drawn: those from folders of scenarios to other packages are one for each package."""
    joined: Counter[str] = Counter()
    for pair, count in counts.items():
        start, end = pair.split(" -> ")
        joined[f"{WHOLE if end in BELOW and start not in BELOW else start} -> {end}"] += count
    return dict(joined)


def drawn(counts: dict[str, int]) -> str:
    """Return the figure as SVG."""
    placed = boxes()
    height = TOP + ROW * (1 + max(box.row for box in placed.values()))
    frame = max(box.row for name, box in placed.items() if name not in BELOW)
    placed[WHOLE] = Box(frame, WIDTH / 2, placed[BELOW[0]].y - ROW + 20)
    arrows = []
    for k, (pair, count) in enumerate(sorted(_joined(counts).items(), key=lambda item: -item[1])):
        start, end = (placed[name] for name in pair.split(" -> "))
        aside = start.x + end.x - WIDTH
        side = (1, -1)[k % 2] if abs(aside) < MIDDLE else 1 if aside > 0 else -1
        arrows.append(arrow(start, end, count, (1 if end.x >= start.x else -1) if start.row == end.row else side))
    parts = [
        f'<rect x="{box.x - BOX_WIDTH / 2:.0f}" y="{box.y - BOX_HEIGHT / 2:.0f}" width="{BOX_WIDTH}" '
        f'height="{BOX_HEIGHT}" rx="5"/><text x="{box.x:.0f}" y="{box.y + 5:.0f}">{escape(name)}</text>'
        for name, box in placed.items()
        if name != WHOLE
    ]
    around = (
        f'<rect class="frame" x="8" y="8" width="{WIDTH - 16}" height="{ROW * frame + TOP + 48:.0f}" rx="9"/>'
        f'<text x="60" y="{ROW * frame + TOP + 46:.0f}">{WHOLE}</text>'
    )
    style = (
        "text{font:14px sans-serif;text-anchor:middle;fill:#222}rect{fill:#eaf1f8;stroke:#0072b2}"
        ".frame{fill:#fbfcfe;stroke:#bbb}path{fill:none;stroke:#888}.number{font-size:11px;paint-order:stroke;stroke:#fff;stroke-width:4px}"
    )
    tip = (
        '<marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto" '
        'markerUnits="userSpaceOnUse"><path d="M 0 0 L 8 4 L 0 8 z" style="fill:#888"/></marker>'
    )
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}">'
    white = f'<rect width="{WIDTH}" height="{height}" style="fill:#fff;stroke:none"/>'
    lines = [head, f"<style>{style}</style><defs>{tip}</defs>", white, around, *arrows, *parts, "</svg>"]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Write both files."""
    counts = edges()
    DATA.write_text(json.dumps(counts, indent=1) + "\n", encoding="utf-8")
    FIGURE.write_text(drawn(counts), encoding="utf-8")


if __name__ == "__main__":
    main()
