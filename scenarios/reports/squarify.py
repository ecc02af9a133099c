"""Rectangles whose areas are given numbers, as square as can be, filling a larger rectangle.

The rows of Bruls, Huizing and van Wijk (2000), *Squarified Treemaps*.
"""

from collections.abc import Sequence
from typing import NamedTuple


class Box(NamedTuple):
    """A rectangle: its lower left corner, its width and its height."""

    x: float
    y: float
    width: float
    height: float


def squarify(sizes: Sequence[float], box: Box) -> list[Box]:
    """Divide a box into one for each size, in the order of the sizes.

    Parameters
    ----------
    sizes
        Positive numbers; areas are in proportion to them. They are laid out from the largest to the smallest.
    box
        What is divided.

    Returns
    -------
    list of Box
        In the order of `sizes`, not of their layout.
    """
    order = sorted(range(len(sizes)), key=lambda k: (-sizes[k], k))
    unit = box.width * box.height / sum(sizes) if sizes else 0.0
    areas = [sizes[k] * unit for k in order]
    found: dict[int, Box] = {}
    start = 0
    while start < len(areas):
        end = start + 1
        side = min(box.width, box.height)
        while end < len(areas) and _worst(areas[start : end + 1], side) <= _worst(areas[start:end], side):
            end += 1
        row, box = _row(areas[start:end], box)
        found |= dict(zip(order[start:end], row, strict=True))
        start = end
    return [found[k] for k in range(len(sizes))]


def _worst(areas: Sequence[float], side: float) -> float:
    """Return how far from a square the worst rectangle of a row along a side would be: 1 or more."""
    total = sum(areas)
    return max(side**2 * max(areas) / total**2, total**2 / (side**2 * min(areas)))


def _row(areas: Sequence[float], box: Box) -> tuple[list[Box], Box]:
    """Lay areas along the shorter side of a box; return their boxes and what is left of it."""
    total, boxes = sum(areas), []
    if box.width >= box.height:
        thick, y = total / box.height, box.y
        for area in areas:
            boxes.append(Box(box.x, y, thick, area / thick))
            y += area / thick
        return boxes, Box(box.x + thick, box.y, max(0.0, box.width - thick), box.height)
    thick, x = total / box.width, box.x
    for area in areas:
        boxes.append(Box(x, box.y, area / thick, thick))
        x += area / thick
    return boxes, Box(box.x, box.y + thick, box.width, max(0.0, box.height - thick))
