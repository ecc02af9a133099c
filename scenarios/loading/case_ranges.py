"""The random draws of a case's ranges: each is drawn uniformly, keyed by the seed and the key of the file.

Files that extend each other therefore draw alike.
"""

import zlib
from collections.abc import Sequence
from typing import Any

from dizao.model.core import draws
from dizao.model.core.draws import draw


class Drawing:
    """Reads numbers of a case, one replicate's random draws for each key.

    Parameters
    ----------
    seed
        Of the replicate.
    """

    def __init__(self, seed: int) -> None:
        self.seed = seed

    def random_draw(self, key: str) -> float:
        """Return the uniform of a key.

        Parameters
        ----------
        key
            Dotted key of the file; a list's entries have their position in it, from 0.

        Returns
        -------
        In [0, 1).
        """
        return float(draw(self.seed, draws.CASE_RANGE, zlib.crc32(key.encode()), 0, 0))

    def number(self, key: str, value: Any, silent: float = 0.0) -> float:
        """Return the number of a key, drawn where it is a range.

        Parameters
        ----------
        key
            Dotted key of the file.
        value
            A number, a range [low, high], or None where the file says nothing.
        silent
            What holds where the file says nothing.

        Returns
        -------
        The number, in the unit of the key.
        """
        if value is None:
            return silent
        if isinstance(value, list):
            return float(value[0]) + (float(value[1]) - float(value[0])) * self.random_draw(key)
        return float(value)

    def whole(self, key: str, value: Any, silent: int = 0) -> int:
        """Return the whole number of a key, drawn where it is a range; both ends are as likely as those between.

        Parameters
        ----------
        key
            Dotted key of the file.
        value
            A whole number, a range [low, high], or None where the file says nothing.
        silent
            What holds where the file says nothing.

        Returns
        -------
        The whole number, in the unit of the key.
        """
        if isinstance(value, list):
            return int(value[0]) + int((int(value[1]) - int(value[0]) + 1) * self.random_draw(key))
        return silent if value is None else int(value)

    def chance(self, key: str, value: Any, silent: float, no: float = 0.0) -> float:
        """Return a share that the file may also say with true or false.

        Parameters
        ----------
        key
            Dotted key of the file.
        value
            A share, a range of shares, true (1), false (`no`), or None where the file says nothing.
        silent
            What holds where the file says nothing.
        no
            What false means.

        Returns
        -------
        The share, from 0 to 1.
        """
        if isinstance(value, bool):
            return 1.0 if value else no
        return self.number(key, value, silent)

    def floors(self, key: str, values: Sequence[Any]) -> tuple[float, ...]:
        """Return the numbers of a list by floor.

        Parameters
        ----------
        key
            Dotted key of the list in the file.
        values
            A number or a range for each floor, the lowest first; each is drawn for itself.

        Returns
        -------
        A number for each floor, in the unit of the key.
        """
        return tuple(self.number(f"{key}.{floor}", one) for floor, one in enumerate(values))
