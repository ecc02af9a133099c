"""Double-entry accounts by name (ODD 2, ledger): whole fen and whole minutes, one entry for everything that moves."""

from collections import defaultdict
from typing import NamedTuple


class Entry(NamedTuple):
    """One movement; ``fen`` or ``minutes`` is 0."""

    week: int
    source: str
    target: str
    fen: int
    minutes: int
    why: str


MAY_BE_NEGATIVE = (
    "income", "contractor_claims", "lender", "collective", "firms_income", "treasury", "loss_borne",
    "time_residents", "time_members", "time_offices",
)  # fmt: skip
"""Accounts at the model's border."""


class Accounts:
    """All balances, and the journal. An account is named by its kind and the permanent id of its owner."""

    def __init__(self) -> None:
        self.fen: defaultdict[str, int] = defaultdict(int)
        self.journal: list[Entry] = []

    def move(self, week: int, source: str, target: str, fen: int, why: str) -> None:
        """Move money; nothing leaves no trace."""
        if fen == 0:
            return
        self.fen[source] -= fen
        self.fen[target] += fen
        if fen < 0 or (self.fen[source] < 0 and not source.startswith(MAY_BE_NEGATIVE)):
            raise ValueError(f"week {week}: {why}: {fen} fen from {source}")
        self.journal.append(Entry(week, source, target, fen, 0, why))

    def spend_time(self, week: int, source: str, minutes: int, why: str) -> None:
        """Book minutes that people gave."""
        if minutes > 0:
            self.journal.append(Entry(week, source, "work", 0, minutes, why))

    def since(self, week: int) -> list[Entry]:
        """Entries from a week on."""
        found = []
        for entry in reversed(self.journal):
            if entry.week < week:
                break
            found.append(entry)
        return found
