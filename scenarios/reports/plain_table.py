"""Tables on screen: a line below the headings and no other."""

from collections.abc import Collection, Iterable

from rich import box
from rich.table import Table


def plain_table(headings: Iterable[str], left: Collection[int] = (0,), gap: int = 1) -> Table:
    """Return a table without rows.

    Parameters
    ----------
    headings
        Of its columns.
    left
        Places of the columns that begin on the left, from 0; numbers of all others end on the right.
    gap
        Characters between columns.

    Returns
    -------
    The table, to which rows are added.
    """
    table = Table(box=box.SIMPLE_HEAD, padding=(0, gap, 0, 0), show_edge=False, pad_edge=False)
    for place, heading in enumerate(headings):
        table.add_column(heading, justify="left" if place in left else "right")
    return table
