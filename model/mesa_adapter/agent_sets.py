"""AgentSets over columns: what Mesa's users expect of a set of agents, on arrays instead of a million objects.

A row is a `mesa.Agent` made when somebody asks for it, and not registered. This module,
`dizao.model.mesa_adapter.rows` and `dizao.model.mesa_adapter.agents` are all that knows Mesa's agents; Mesa's own
`AgentSet` holds objects by weak references and cannot serve.
"""

import warnings
from collections.abc import Callable, Hashable, Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any, Self

import numpy as np
import pandas as pd
from mesa.agentset import AbstractAgentSet, GroupBy
from numpy.typing import ArrayLike, NDArray

from dizao.model.mesa_adapter.rows import Row, Rows, fixed, known_name

if TYPE_CHECKING:
    from dizao.model.mesa_adapter.seen import SeenModel

MANY_ROWS = 100_000
"""Above this number making rows one by one is worth a warning: it takes seconds, where a column takes milliseconds."""


class Cohort[R: Row](AbstractAgentSet):  # type: ignore[misc]
    """A set of agents of one kind, over columns.

    Parameters
    ----------
    model
        The model that they live in.
    kind
        Class of the rows.
    rows
        Their rows in the table, in order; None: all.

    Notes
    -----
    Where a row has another agent (``resident.unit``), the set has its id (``residents.get("unit")``). What has not
    happened is masked in a column, None in a row.
    """

    def __init__(self, model: "SeenModel", kind: type[R], rows: ArrayLike | None = None) -> None:
        self.model, self.kind, self.random = model, kind, model.random
        self.rows: Rows = kind.all_rows(model) if rows is None else np.asarray(rows, dtype=np.int64)

    # as a set ---------------------------------------------------------------------------------------------------

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[R]:
        self._warn_of_rows()
        return (self.kind(self.model, row) for row in self.rows.tolist())

    def __contains__(self, agent: object) -> bool:
        return type(agent) is self.kind and agent.model is self.model and bool((self.rows == agent.row).any())

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Cohort) or other.model is not self.model or other.kind is not self.kind:
            return False
        return np.array_equal(np.sort(self.rows), np.sort(other.rows))

    __hash__ = None  # type: ignore[assignment]

    def __and__(self, other: Any) -> Self:
        return self._new(self.rows[np.isin(self.rows, self._rows_of(other))])

    def __sub__(self, other: Any) -> Self:
        return self._new(self.rows[~np.isin(self.rows, self._rows_of(other))])

    def __or__(self, other: Any) -> Self:
        more = self._rows_of(other)
        return self._new(np.concatenate([self.rows, more[~np.isin(more, self.rows)]]))

    def __xor__(self, other: Any) -> Self:
        return (self | other) - (self & other)

    def __copy__(self) -> Self:
        return self._new(self.rows)

    def __repr__(self) -> str:
        return f"<{len(self)} {self.kind.plural}>"

    def __getitem__(self, item: Any) -> Any:
        name = self.kind.plural
        raise TypeError(f"{name}: a set of agents; .get(...) gives a column, .frame() a table, .to_list()[0] an agent")

    def add(self, agent: Any) -> None:
        """Refuse: who lives in a world is settled when it is made.

        Parameters
        ----------
        agent
            Whoever is to be added or removed.

        Raises
        ------
        TypeError
            Always.
        """
        raise TypeError(fixed(self.kind))

    discard = remove = add

    # columns ----------------------------------------------------------------------------------------------------

    def __getattr__(self, name: str) -> NDArray[Any]:
        if name.startswith("_") or name in ("model", "kind", "rows", "random"):
            raise AttributeError(name)
        return self.get(name)

    def get(self, attr_names: Any, handle_missing: str = "error", default_value: Any = None) -> NDArray[Any]:
        """Return a column as an array, or several side by side, a row for each agent.

        Parameters
        ----------
        attr_names
            Name of a column, or several.
        handle_missing
            ``"error"`` or ``"default"``: what happens where there is no such column.
        default_value
            What stands for a column that is not there.

        Returns
        -------
        Shape (agents,), or (agents, columns) for several names.

        Raises
        ------
        AttributeError
            If there is no such column and that is an error.
        ValueError
            If `handle_missing` is neither.
        """
        if handle_missing not in ("error", "default"):
            raise ValueError(f'handle_missing: must be "error" or "default", got {handle_missing!r}')
        if not isinstance(attr_names, str):
            columns = [self.get(name, handle_missing, default_value) for name in attr_names]
            return np.stack(columns, axis=1) if columns else np.empty((len(self), 0))
        if handle_missing == "default" and attr_names not in self.kind.names(self.model):
            return np.full(len(self), default_value)
        return self.kind.read(self.model, known_name(self.kind, self.model, attr_names), self.rows)

    def set(self, attr_name: str, value: ArrayLike) -> Self:
        """Write one value, or one for each agent, to a column.

        Parameters
        ----------
        attr_name
            Name of a column.
        value
            One value, or one for each agent, shape (agents,).

        Returns
        -------
        The set itself.

        Raises
        ------
        AttributeError
            If there is no such column, or it cannot be set.
        ValueError
            If there are too few or too many values, or one is not allowed.
        """
        # With its mask: what has not happened is no value that could be set.
        values = np.asanyarray(value)
        if values.ndim > 1 or (values.ndim == 1 and len(values) != len(self)):
            raise ValueError(f"{attr_name}: must be one value or one for each of {len(self)} {self.kind.plural}")
        self.kind.write(self.model, known_name(self.kind, self.model, attr_name), self.rows, values)
        return self

    def agg(self, attribute: str, func: Callable[..., Any] | Iterable[Callable[..., Any]]) -> Any:
        """Return what one function, or each of several, makes of a column.

        Parameters
        ----------
        attribute
            Name of a column.
        func
            A function of an array, or several.

        Returns
        -------
        Its value; a list of values for several functions.
        """
        values = self.get(attribute)
        return func(values) if callable(func) else [one(values) for one in func]

    def frame(self, *names: str) -> pd.DataFrame:
        """Return some columns (none named: all) as a frame, a row for each agent.

        Parameters
        ----------
        *names
            Names of columns.

        Returns
        -------
        Columns by name, in that order.
        """
        from dizao.model.mesa_adapter.frames import frame

        chosen = names or self.kind.names(self.model)
        return frame({name: self.get(name) for name in chosen})

    # parts ------------------------------------------------------------------------------------------------------

    def select(
        self,
        filter_func: Any = None,
        at_most: float = float("inf"),
        inplace: bool = False,
        agent_type: type[Any] | None = None,
    ) -> Self:
        """Return those of the agents that a mask or a predicate picks.

        Parameters
        ----------
        filter_func
            An array of booleans, one for each agent; or a function, called with the whole set, whose attributes are
            columns (``lambda residents: residents.trust > 0.5``). If that gives no such array it is called with each
            row (``lambda resident: len(resident.neighbors) > 3``), as Mesa does.
        at_most
            How many of them, the first; a fraction of the set if it is a float of at most 1.
        inplace
            Whether this set shrinks instead of a new one being made.
        agent_type
            Nobody is picked if it is not the class of the rows.

        Returns
        -------
        A new set, or this one where it shrinks.
        """
        most = int(len(self) * at_most) if isinstance(at_most, float) and at_most <= 1.0 else at_most
        rows = self.rows
        if agent_type is not None and not issubclass(self.kind, agent_type):
            rows = rows[:0]
        elif filter_func is not None:
            mask = _as_mask(self._answer(filter_func), len(self))
            rows = rows[mask] if mask is not None else self._picked_by_rows(filter_func, most)
        return self._update_rows(rows if most >= len(rows) else rows[: int(most)], inplace)

    def groupby(self, by: Any, result_type: str = "agentset") -> "Groups":
        """Divide the set by a column, an array, or a function of the set or of a row.

        Parameters
        ----------
        by
            Name of a column, one key for each agent, or a function.
        result_type
            ``"agentset"``: parts are sets; else they are lists of rows.

        Returns
        -------
        Parts by key, None for those whose key is missing.

        Raises
        ------
        ValueError
            If there is not one key for each agent.
        """
        keys = self.get(by) if isinstance(by, str) else self._answer(by) if callable(by) else np.asarray(by)
        if not isinstance(keys, np.ndarray) or keys.shape != (len(self),):
            if not callable(by):
                raise ValueError(f"groupby: must have a key for each of {len(self)} {self.kind.plural}")
            keys = _objects([by(row) for row in self])
        codes, names = pd.factorize(np.ma.getdata(keys))
        codes[np.ma.getmaskarray(keys)] = -1
        parts = {_plain(name): self._new(self.rows[codes == code]) for code, name in enumerate(names)}
        parts = {name: part for name, part in parts.items() if len(part)}
        if (codes < 0).any():
            parts[None] = self._new(self.rows[codes < 0])
        return Groups(parts if result_type == "agentset" else {name: list(part) for name, part in parts.items()})

    def sort(self, key: Any, ascending: bool = False, inplace: bool = False) -> Self:
        """Return the agents in the order of a column, or of a function of the set or of a row.

        Parameters
        ----------
        key
            Name of a column, or a function.
        ascending
            Whether the lowest come first; as with Mesa, the highest do.
        inplace
            Whether this set is put in order instead of a new one being made.

        Returns
        -------
        The set in order; equal ones keep their order, or have it turned round with the highest first.
        """
        values = self.get(key) if isinstance(key, str) else self._answer(key)
        if not isinstance(values, np.ndarray) or values.shape != (len(self),):
            values = _objects([key(row) for row in self])
        order = np.argsort(values, kind="stable")
        return self._update_rows(self.rows[order if ascending else order[::-1]], inplace)

    def shuffle(self, inplace: bool = False) -> Self:
        """Return the agents in an order by the model's ``random``, which no decision in the model uses.

        Parameters
        ----------
        inplace
            Whether this set is shuffled instead of a new one being made.

        Returns
        -------
        The set in a random order.
        """
        rows = self.rows.tolist()
        self.random.shuffle(rows)
        return self._update_rows(np.array(rows, dtype=np.int64), inplace)

    def to_list(self) -> list[R]:
        """Return all rows.

        Returns
        -------
        Rows, in the order of the set.
        """
        return list(self)

    # rows -------------------------------------------------------------------------------------------------------

    def map(self, method: Any, *arguments: Any, **options: Any) -> list[Any]:
        """Return what a function of a row, or a method by name, gives for each.

        Parameters
        ----------
        method
            A function, called with a row first; or the name of a method.
        *arguments
            What else it is called with.
        **options
            What else it is called with, by name.

        Returns
        -------
        What it gives, in the order of the set.
        """
        if isinstance(method, str):
            return [getattr(row, method)(*arguments, **options) for row in self]
        return [method(row, *arguments, **options) for row in self]

    def do(self, method: Any, *arguments: Any, **options: Any) -> Self:
        """Call a function of a row, or a method by name, with each.

        Parameters
        ----------
        method
            A function, called with a row first; or the name of a method.
        *arguments
            What else it is called with.
        **options
            What else it is called with, by name.

        Returns
        -------
        The set itself.
        """
        self.map(method, *arguments, **options)
        return self

    def shuffle_do(self, method: Any, *arguments: Any, **options: Any) -> Self:
        """Call a function of a row, or a method by name, with each in shuffled order.

        Parameters
        ----------
        method
            A function, called with a row first; or the name of a method.
        *arguments
            What else it is called with.
        **options
            What else it is called with, by name.

        Returns
        -------
        The set itself, in its own order.
        """
        self.shuffle().map(method, *arguments, **options)
        return self

    # inside -----------------------------------------------------------------------------------------------------

    def _new(self, rows: Rows) -> Self:
        return type(self)(self.model, self.kind, rows)

    def _update(self, agents: Iterable[R]) -> Self:
        return self._update_rows(np.array([agent.row for agent in agents], dtype=np.int64), inplace=True)

    def _update_rows(self, rows: Rows, inplace: bool) -> Self:
        if not inplace:
            return self._new(rows)
        self.rows = rows
        return self

    def _rows_of(self, other: Any) -> Rows:
        if isinstance(other, Cohort) and other.kind is self.kind and other.model is self.model:
            return other.rows
        raise TypeError(f"{self.kind.plural}: can be joined with {self.kind.plural} of the same model only")

    def _warn_of_rows(self) -> None:
        if len(self) > MANY_ROWS:
            told = f"{len(self):,} {self.kind.plural} one by one; get, set, agg, groupby and masks take whole columns"
            warnings.warn(told, UserWarning, stacklevel=3)

    def _answer(self, function: Any) -> Any:
        """Return what a function says of the whole set; None where it was meant for a row."""
        if not callable(function):
            return function
        try:
            return function(self)
        except (AttributeError, TypeError, ValueError):
            # Numpy has no single answer to `and`, and a set has no neighbours: the rows will be asked.
            return None

    def _picked_by_rows(self, predicate: Any, most: float) -> Rows:
        if not callable(predicate):
            raise ValueError(f"select: must have a boolean for each of {len(self)} {self.kind.plural}")
        rows = (agent.row for agent in self if predicate(agent))
        return np.fromiter(rows if most == float("inf") else islice(rows, int(most)), dtype=np.int64)


class Groups(GroupBy):  # type: ignore[misc]
    """The parts of a set by key; numbers come from columns."""

    def agg(self, attr_name: str, func: Callable[..., Any]) -> dict[Hashable, Any]:
        """Return what a function makes of a column, for each part.

        Parameters
        ----------
        attr_name
            Name of a column.
        func
            A function of an array.

        Returns
        -------
        Its value, by the key of the part.
        """
        return {
            name: part.agg(attr_name, func) if isinstance(part, Cohort) else func([getattr(a, attr_name) for a in part])
            for name, part in self.groups.items()
        }


def _as_mask(found: Any, number: int) -> NDArray[np.bool_] | None:
    mask = np.ma.filled(found, False) if np.ma.isMaskedArray(found) else np.asarray(found)
    return mask if mask.shape == (number,) and mask.dtype == np.bool_ else None


def _objects(values: list[Any]) -> NDArray[Any]:
    found = np.empty(len(values), dtype=object)
    found[:] = values
    return found


def _plain(value: Any) -> Any:
    return value.item() if isinstance(value, np.generic) else value
