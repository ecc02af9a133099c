"""Rows of tables as Mesa's agents, one at a time, when somebody asks for one."""

from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, ClassVar, NoReturn

import mesa
import numpy as np
from numpy.typing import ArrayLike, NDArray

if TYPE_CHECKING:
    from dizao.model.mesa_adapter.seen import SeenModel

type Rows = NDArray[np.int64]
type Limits = tuple[float, float]


class Row(mesa.Agent):  # type: ignore[misc]
    """One agent, looked at: its attributes are read from the columns, and written to them.

    Parameters
    ----------
    model
        The model that it lives in.
    row
        Its row in the table.

    Notes
    -----
    It decides nothing: subclassing it changes nothing (docs/how-to/change-a-rule.md). Each time that it is asked for
    it is made anew; two rows are equal if they stand for the same agent of the same model. ``unique_id`` is permanent,
    and unique among agents of its kind.
    """

    plural: ClassVar[str] = "agents"
    writable: ClassVar[dict[str, Limits]] = {}

    def __init__(self, model: "SeenModel", row: int) -> None:
        # Not Mesa's own: that would register every row that was ever looked at.
        self.__dict__.update(model=model, row=int(row), pos=None)

    @classmethod
    def names(cls, model: "SeenModel") -> tuple[str, ...]:
        """Return the names of the columns that can be read.

        Parameters
        ----------
        model
            The model that they live in.

        Returns
        -------
        Names, in the order of the table.

        Raises
        ------
        NotImplementedError
            Here: each kind of row has its own.
        """
        raise NotImplementedError

    @classmethod
    def read(cls, model: "SeenModel", name: str, rows: Rows) -> NDArray[Any]:
        """Return a column for some rows, as a copy.

        Parameters
        ----------
        model
            The model that they live in.
        name
            Name of the column.
        rows
            Rows in the table, shape (n,).

        Returns
        -------
        A copy, shape (n,); masked where something has not happened.

        Raises
        ------
        NotImplementedError
            Here: each kind of row has its own.
        """
        raise NotImplementedError

    @classmethod
    def write(cls, model: "SeenModel", name: str, rows: Rows, values: ArrayLike) -> None:
        """Write a column for some rows.

        Parameters
        ----------
        model
            The model that they live in.
        name
            Name of the column.
        rows
            Rows in the table, shape (n,).
        values
            One value, or one for each row.

        Raises
        ------
        AttributeError
            If the column cannot be set, which is so unless a kind of row says otherwise.
        """
        raise AttributeError(f"{cls.plural}: {name} follows from what happens and cannot be set")

    @classmethod
    def all_rows(cls, model: "SeenModel") -> Rows:
        """Return the rows of all agents of this kind.

        Parameters
        ----------
        model
            The model that they live in.

        Returns
        -------
        Rows, ascending.

        Raises
        ------
        NotImplementedError
            Here: each kind of row has its own.
        """
        raise NotImplementedError

    @property
    def unique_id(self) -> int:
        """Permanent number."""
        return int(type(self).read(self.model, "id", np.array([self.row]))[0])

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") or name in ("model", "row"):
            raise AttributeError(name)
        value = type(self).read(self.model, known_name(type(self), self.model, name), np.array([self.row]))[0]
        if np.ma.is_masked(value):
            return None
        return value.item() if isinstance(value, np.generic) else value

    def __setattr__(self, name: str, value: Any) -> None:
        type(self).write(self.model, known_name(type(self), self.model, name), np.array([self.row]), value)

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and other.model is self.model and other.row == self.row

    def __hash__(self) -> int:
        return hash((type(self), id(self.model), self.row))

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *type(self).names(self.model)})

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.unique_id}>"

    def remove(self) -> None:
        """Refuse: who lives in a world is settled when it is made.

        Raises
        ------
        TypeError
            Always.
        """
        raise TypeError(fixed(type(self)))

    @classmethod
    def create_agents(cls, *arguments: Any, **options: Any) -> NoReturn:
        """Refuse: who lives in a world is settled when it is made.

        Parameters
        ----------
        *arguments
            As Mesa's; none is looked at.
        **options
            As Mesa's; none is looked at.

        Raises
        ------
        TypeError
            Always.
        """
        raise TypeError(fixed(cls))

    @classmethod
    def from_dataframe(cls, *arguments: Any, **options: Any) -> NoReturn:
        """Refuse: who lives in a world is settled when it is made.

        Parameters
        ----------
        *arguments
            As Mesa's; none is looked at.
        **options
            As Mesa's; none is looked at.

        Raises
        ------
        TypeError
            Always.
        """
        raise TypeError(fixed(cls))


def fixed(kind: type[Row]) -> str:
    """Say why agents of a kind can be neither added nor removed.

    Parameters
    ----------
    kind
        Class of the rows.

    Returns
    -------
    The words.
    """
    return f"{kind.plural}: are made with the world (see the section place of scenarios); none can be added or removed"


def known_name(kind: type[Row], model: "SeenModel", name: str) -> str:
    """Return the name of a column, or say that there is none.

    Parameters
    ----------
    kind
        Class of the rows.
    model
        The model that they live in.
    name
        Name of the column.

    Returns
    -------
    The name.

    Raises
    ------
    AttributeError
        If these agents have no such column.
    """
    names = kind.names(model)
    if name in names:
        return name
    near = get_close_matches(name, names, n=1)
    hint = f"; did you mean {near[0]}?" if near else ";"
    raise AttributeError(f"{kind.plural}: no column {name}{hint} known: {', '.join(names)}")
