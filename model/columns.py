"""Tables as NamedTuples of NumPy arrays whose annotations name the dtypes."""

from typing import Any, NamedTuple, get_args

import numpy as np


def column_dtype(table: type[Any], name: str) -> Any:
    """Return the dtype that a table's annotation ``NDArray[dtype]`` names for a column."""
    inner = get_args(table.__annotations__[name])[-1]
    return get_args(inner)[0] if get_args(inner) else inner


def zeros[T: NamedTuple](table: type[T], number: int, **longer: int | tuple[int, ...]) -> T:
    """Make a table of zeros.

    Parameters
    ----------
    table
        The table's class.
    number
        Rows.
    longer
        Columns with another shape, by name.
    """
    names = table._fields
    return table(*(np.zeros(longer.get(name, number), dtype=column_dtype(table, name)) for name in names))


def copied[T: NamedTuple](table: T) -> T:
    """Return the table with every column copied."""
    return type(table)(*(column.copy() for column in table))
