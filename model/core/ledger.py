"""The accounts: all money and all minutes move through `Ledger.post`, in whole fen and minutes (ODD 2, scales).

Accounts are double entry: what leaves one arrives at another, so all balances always add up to zero. Accounts at the
border of the model (income, the treasury, the market for works, time) may go below zero; the others may not.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

ACCOUNTS = (
    "income",  # where households' spare money comes from
    "households",  # one a unit; savings are the sub-ledger
    "escrow",  # one a project
    "contractor",  # who is paid for works
    "contractor_claims",  # what builders carry until acceptance, one a project (below zero: owed to them)
    "lender",  # money lent against rewards, one a project (below zero: owed to the lender)
    "collective",  # money that village collectives advance, one a project (below zero: owed to the collective)
    "fees",  # what lenders earn
    "organizations",  # local firms, one a unit
    "firms_income",  # where their funds come from
    "upkeep_fund",  # one a unit
    "community_fund",  # one a unit
    "upkeep_works",  # money spent on upkeep
    "county",  # the programme's budget, one a part of it where groups of places have parts of their own
    "treasury",  # where the budget comes from and lapses to
    "goods",  # what points are exchanged for
    "loss_borne",  # memorandum: what each of `BEARERS` has lost (below zero)
    "losses",  # memorandum: sunk cost of abandoned projects and refused works
    "time_residents",  # one a unit
    "time_members",  # one a unit
    "time_offices",  # one an office
    "work",  # minutes given to projects, meetings, visits and files
)
MAY_BE_NEGATIVE = frozenset(
    {
        "income",
        "contractor_claims",
        "lender",
        "collective",
        "firms_income",
        "treasury",
        "loss_borne",
        "time_residents",
        "time_members",
        "time_offices",
    }
)
BEARERS = ("residents", "organizations", "lender", "collective", "contractor", "county")
"""Who can lose money in a project; the rows of ``loss_borne``."""


LAYOUT = ("first", "_ends", "_never_negative", "_several")
"""What says where accounts lie; copies share it, since it never changes."""


class LedgerError(RuntimeError):
    """An account that must not go below zero would have."""


class Accounts(NamedTuple):
    """How many accounts of the kinds that come in several there are; ``pots``: parts of the county's budget."""

    units: int
    projects: int
    offices: int
    pots: int = 1


class Ledger:
    """Double-entry accounts and the journal of everything that moved.

    Parameters
    ----------
    accounts
        Number of units, projects and organizations.
    """

    def __init__(self, accounts: Accounts) -> None:
        several = {
            "households": accounts.units,
            "escrow": accounts.projects,
            "contractor_claims": accounts.projects,
            "lender": accounts.projects,
            "collective": accounts.projects,
            "organizations": accounts.units,
            "upkeep_fund": accounts.units,
            "community_fund": accounts.units,
            **({"county": accounts.pots} if accounts.pots > 1 else {}),
            "loss_borne": len(BEARERS),
            "time_residents": accounts.units,
            "time_members": accounts.units,
            "time_offices": accounts.offices,
        }
        self._several = frozenset(several)
        counts = np.array([max(1, several.get(name, 1)) for name in ACCOUNTS])
        ends = np.cumsum(counts)
        self.first = dict(zip(ACCOUNTS, (ends - counts).tolist(), strict=True))
        self._ends = ends
        self.fen = np.zeros(int(ends[-1]), dtype=np.int64)
        self.minutes = np.zeros(int(ends[-1]), dtype=np.int64)
        floors = np.array([name not in MAY_BE_NEGATIVE for name in ACCOUNTS])
        self._never_negative = np.repeat(floors, counts)
        self._journal: list[tuple[int, str, NDArray[np.int64], NDArray[np.int64], NDArray[np.int64], bool]] = []

    def account(self, name: str, row: ArrayLike = 0) -> NDArray[np.int64]:
        """Return the numbers of accounts: the kind's first plus a row (of a unit, project or organization).

        Parameters
        ----------
        name
            Kind of account, one of `ACCOUNTS`.
        row
            One row or several, shape (n,).

        Returns
        -------
        Account numbers, shape (n,), or (1,) for one row.
        """
        return np.atleast_1d(np.asarray(row, dtype=np.int64)) + self.first[name]

    def balance(self, name: str, row: ArrayLike = 0) -> NDArray[np.int64]:
        """Return the fen in some accounts of a kind.

        Parameters
        ----------
        name
            Kind of account, one of `ACCOUNTS`.
        row
            One row or several, shape (n,).

        Returns
        -------
        Fen, shape (n,), or (1,) for one row.
        """
        return self.fen[self.account(name, row)]

    def post(
        self,
        week: int,
        source: NDArray[np.int64],
        target: NDArray[np.int64],
        amount: ArrayLike,
        why: str,
        *,
        time: bool = False,
    ) -> None:
        """Move fen (or minutes, with ``time=True``) from sources to targets, entry by entry.

        Parameters
        ----------
        week
            When.
        source, target
            Account numbers, broadcast against `amount`.
        amount
            Whole, not negative; entries of 0 leave no trace.
        why
            What for, in a word or two.
        time
            Whether minutes are moved rather than fen.

        Raises
        ------
        LedgerError
            If an account that must not would go below zero, or an amount is negative.
        """
        amounts = np.atleast_1d(np.asarray(amount, dtype=np.int64))
        source, target, amounts = np.broadcast_arrays(source, target, amounts)
        if (amounts < 0).any():
            raise LedgerError(f"week {week}: {why}: negative amount")
        some = amounts > 0
        if not some.any():
            return
        source, target, amounts = source[some], target[some], amounts[some]
        balances = self.minutes if time else self.fen
        np.subtract.at(balances, source, amounts)
        np.add.at(balances, target, amounts)
        wrong = source[(balances[source] < 0) & self._never_negative[source]]
        if len(wrong):
            np.add.at(balances, source, amounts)
            np.subtract.at(balances, target, amounts)
            raise LedgerError(f"week {week}: {why}: {self.name(int(wrong[0]))} would go below zero")
        self._journal.append((week, why, source, target, amounts, time))

    def kind_and_row(self, account: int) -> tuple[str, int]:
        """Return which kind of account a number belongs to, and its row in it.

        Parameters
        ----------
        account
            Number of the account.

        Returns
        -------
        Kind, one of `ACCOUNTS`; row, from 0.
        """
        kind = ACCOUNTS[int(np.searchsorted(self._ends, account, side="right"))]
        return kind, account - self.first[kind]

    def name(self, account: int) -> str:
        """Return an account's name: ``escrow:12`` for the escrow of project row 12, ``county``.

        Parameters
        ----------
        account
            Number of the account.

        Returns
        -------
        The kind, followed by the row or the bearer where the kind comes in several.
        """
        kind, row = self.kind_and_row(account)
        if kind == "loss_borne":
            return f"{kind}:{BEARERS[row]}"
        return f"{kind}:{row}" if kind in self._several else kind

    def minutes_since(self, week: int) -> dict[str, int]:
        """Return the minutes moved from a week on, by reason.

        Parameters
        ----------
        week
            First week that counts.

        Returns
        -------
        Minutes by reason.
        """
        return self._sums(week, time=True)

    def fen_since(self, week: int) -> dict[str, int]:
        """Return the fen moved from a week on, by reason.

        Parameters
        ----------
        week
            First week that counts.

        Returns
        -------
        Fen by reason.
        """
        return self._sums(week, time=False)

    def moved_since(self, week: int, source: str, target: str) -> int:
        """Return the fen moved between two kinds of accounts from a week on.

        Parameters
        ----------
        week
            First week that counts.
        source
            Kind of account that money left.
        target
            Kind of account at which it arrived.

        Returns
        -------
        Fen.
        """
        total = 0
        for when, _, sources, targets, amounts, is_time in self._journal:
            if when >= week and not is_time:
                total += int(amounts[self.is_of(sources, source) & self.is_of(targets, target)].sum())
        return total

    def is_of(self, accounts: NDArray[np.int64], kind: str) -> NDArray[np.bool_]:
        """Return which accounts are of a kind.

        Parameters
        ----------
        accounts
            Numbers of accounts, shape (n,).
        kind
            One of `ACCOUNTS`.

        Returns
        -------
        Whether each is, shape (n,).
        """
        end = int(self._ends[ACCOUNTS.index(kind)])
        return (accounts >= self.first[kind]) & (accounts < end)

    def money_moved(self) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
        """Return all entries of money as columns.

        Returns
        -------
        Weeks, numbers of the accounts that money left and of those at which it arrived, fen; shape (entries,) each.
        """
        entries = [entry for entry in self._journal if not entry[5]]
        lengths = np.array([len(entry[2]) for entry in entries], dtype=np.int64)
        weeks = np.repeat(np.array([entry[0] for entry in entries], dtype=np.int64), lengths)
        source, target = _joined([entry[2] for entry in entries]), _joined([entry[3] for entry in entries])
        return weeks, source, target, _joined([entry[4] for entry in entries])

    def minutes_by_week(self) -> list[tuple[int, str, int]]:
        """Return all postings of time.

        Returns
        -------
        Week, reason, and the minutes of all together, for each.
        """
        return [(week, why, int(amounts.sum())) for week, why, _, _, amounts, time in self._journal if time]

    def _sums(self, week: int, *, time: bool) -> dict[str, int]:
        sums: dict[str, int] = {}
        for when, why, _, _, amounts, is_time in self._journal:
            if when >= week and is_time == time:
                sums[why] = sums.get(why, 0) + int(amounts.sum())
        return sums

    def entries(self) -> list[tuple[int, str, NDArray[np.int64], NDArray[np.int64], NDArray[np.int64], bool]]:
        """Return all postings in order.

        Returns
        -------
        A tuple for each: week, why, accounts from and to (numbers, shape (n,)), amounts in fen or minutes (shape (n,)),
        and whether they are of time.
        """
        return self._journal

    def journal(self) -> dict[str, NDArray[np.generic]]:
        """Return all entries as columns.

        Returns
        -------
        By name, each of shape (entries,): week, source and target (numbers of accounts), fen, minutes, why.
        """
        entries = self._journal
        lengths = np.array([len(entry[2]) for entry in entries], dtype=np.int64)
        amounts = _joined([entry[4] for entry in entries])
        time = np.repeat(np.array([entry[5] for entry in entries], dtype=bool), lengths)
        return {
            "week": np.repeat(np.array([entry[0] for entry in entries], dtype=np.int32), lengths),
            "source": _joined([entry[2] for entry in entries]),
            "target": _joined([entry[3] for entry in entries]),
            "fen": np.where(time, 0, amounts),
            "minutes": np.where(time, amounts, 0),
            "why": np.repeat(np.array([entry[1] for entry in entries], dtype=object), lengths),
        }

    def copy(self) -> "Ledger":
        """Return an independent copy; entries already made are shared, since they are never changed.

        Returns
        -------
        A ledger with the same balances.
        """
        twin = object.__new__(Ledger)
        for name, value in vars(self).items():
            twin.__dict__[name] = value if name in LAYOUT else value.copy()
        return twin


def _joined(parts: list[NDArray[np.int64]]) -> NDArray[np.int64]:
    return np.concatenate(parts) if parts else np.empty(0, dtype=np.int64)
