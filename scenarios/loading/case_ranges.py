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
        """Return the uniform of a key."""
        return float(draw(self.seed, draws.CASE_RANGE, zlib.crc32(key.encode()), 0, 0))

    def number(self, key: str, value: Any, silent: float = 0.0) -> float:
        """Return the number of a key: drawn where it is a range, ``silent`` where the file says nothing."""
        if value is None:
            return silent
        if isinstance(value, list):
            return float(value[0]) + (float(value[1]) - float(value[0])) * self.random_draw(key)
        return float(value)

    def whole(self, key: str, value: Any, silent: int = 0) -> int:
        """Return the whole number of a key."""
        if isinstance(value, list):
            return int(value[0]) + int((int(value[1]) - int(value[0]) + 1) * self.random_draw(key))
        return silent if value is None else int(value)

    def chance(self, key: str, value: Any, silent: float, no: float = 0.0) -> float:
        """Return a share of which true is all, and false is ``no``."""
        if isinstance(value, bool):
            return 1.0 if value else no
        return self.number(key, value, silent)

    def floors(self, key: str, values: Sequence[Any]) -> tuple[float, ...]:
        """Return the numbers of a list by floor."""
        return tuple(self.number(f"{key}.{floor}", one) for floor, one in enumerate(values))
