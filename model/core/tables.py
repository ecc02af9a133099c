"""Tables: NamedTuples of NumPy columns whose annotations name the dtypes, all views of one array of records.

People and stages read columns (``residents.trust[i]``). A compiled kernel gets `records` of a table, where the same
expression reads the same memory: one argument instead of forty, which is what makes it compile in a second.
"""

from typing import Any, NamedTuple, get_args

import numpy as np
from numpy.typing import NDArray

from dizao.agents.compiled import compiled


def column_dtype(table: type[Any], name: str) -> Any:
    """Return the dtype that a table's annotation ``NDArray[dtype]`` names for a column.

    Parameters
    ----------
    table
        Named tuple whose columns are annotated.
    name
        Name of the column.

    Returns
    -------
    The dtype, as annotated.
    """
    inner = get_args(table.__annotations__[name])[-1]
    return get_args(inner)[0] if get_args(inner) else inner


def _record_dtype(table: type[Any], apart: tuple[str, ...]) -> np.dtype[Any]:
    fields = [(name, column_dtype(table, name)) for name in table._fields if name not in apart]
    # Widest first, so that aligned records have no gaps inside.
    fields.sort(key=lambda field: -np.dtype(field[1]).itemsize)
    return np.dtype(fields, align=True)


def _views[T: NamedTuple](table: type[T], base: NDArray[Any], number: int, ends: int, apart: dict[str, Any]) -> T:
    columns: list[Any] = []
    for name in table._fields:
        rows = number + 1 if name.startswith("first_") and ends else number
        columns.append(apart[name] if name in apart else base[name][:rows])
    make: Any = table
    return make(*columns)  # type: ignore[no-any-return]


def zeros[T: NamedTuple](table: type[T], number: int, *, ends: bool = False, **apart: tuple[int, ...]) -> T:
    """Make a table of zeros.

    Parameters
    ----------
    table
        The table's class.
    number
        Rows.
    ends
        Whether columns named ``first_...`` have one entry more: where the last slice ends. The records then have one
        row more, of which only these columns count.
    apart
        Columns with another shape, by name; they are not part of the records.

    Returns
    -------
    A table of which all columns are views of one array of records.
    """
    base = np.zeros(number + int(ends), dtype=_record_dtype(table, tuple(apart)))
    others = {name: np.zeros(shape, dtype=column_dtype(table, name)) for name, shape in apart.items()}
    return _views(table, base, number, int(ends), others)


def records(table: NamedTuple) -> Any:
    """Return the records behind a table's columns, for compiled kernels; writing to them writes the columns.

    Parameters
    ----------
    table
        A table made by `zeros`.

    Returns
    -------
    Array of records, shape (rows,). What takes it names the table's class as its type: the same expression
    (``residents.trust[i]``) reads the same memory in both.
    """
    base: Any = table[0].base
    # Without the compiler only this kind of array lets its columns be read as attributes.
    return base if compiled else base.view(np.recarray)


def copied[T: NamedTuple](table: T) -> T:
    """Return an independent copy of a table.

    Parameters
    ----------
    table
        A table made by `zeros`.

    Returns
    -------
    A table on memory of its own.
    """
    base = table[0].base
    number = len(table[0])
    names = base.dtype.names or ()
    apart = {name: column.copy() for name, column in zip(table._fields, table, strict=True) if name not in names}
    return _views(type(table), base.copy(), number, len(base) - number, apart)


def grown[T: NamedTuple](table: T, number: int) -> T:
    """Return a copy of a table with room for more rows, all zero.

    Parameters
    ----------
    table
        A table made by `zeros`.
    number
        Rows of the copy, at least those of the table.

    Returns
    -------
    A table on memory of its own.
    """
    larger = zeros(type(table), number)
    larger[0].base[: len(table[0])] = table[0].base
    return larger


class Packed(NamedTuple):
    """A table as it travels to another process: its records once, instead of columns that would come apart."""

    table: type[Any]
    base: NDArray[Any]
    number: int
    apart: dict[str, NDArray[Any]]


def packed(table: NamedTuple) -> Packed:
    """Return what a table is made from, to be pickled or copied deeply.

    Parameters
    ----------
    table
        A table made by `zeros`.

    Returns
    -------
    Its class, its records, its rows, and columns that are no part of these.
    """
    base: Any = table[0].base
    apart = {name: column for name, column in table._asdict().items() if name not in base.dtype.names}
    return Packed(type(table), base, len(table[0]), apart)


def unpacked(parts: Packed) -> Any:
    """Return the table that was packed, on memory of its own.

    Parameters
    ----------
    parts
        What `packed` gave.

    Returns
    -------
    A table, on a copy of the records.
    """
    return _views(parts.table, parts.base.copy(), parts.number, len(parts.base) - parts.number, parts.apart)
