"""The ledger: double entry, no overdraft, nothing lost."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dizao.model.core.ledger import ACCOUNTS, MAY_BE_NEGATIVE, Accounts, Ledger, LedgerError

pytestmark = pytest.mark.small


@pytest.fixture
def ledger() -> Ledger:
    ledger = Ledger(Accounts(units=2, projects=3, offices=2))
    ledger.post(0, ledger.account("treasury"), ledger.account("county"), 1_000, "appropriation")
    return ledger


def pay(ledger: Ledger, amount: int, project: int = 0) -> None:
    ledger.post(1, ledger.account("county"), ledger.account("escrow", project), amount, "grant")


def test_what_leaves_one_account_arrives_at_another(ledger: Ledger) -> None:
    pay(ledger, 300)
    assert ledger.balance("county")[0] == 700
    assert ledger.balance("escrow", [0, 1, 2]).tolist() == [300, 0, 0]
    assert ledger.fen.sum() == 0


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 400)), max_size=8))
def test_balances_add_up_to_nothing_whatever_is_posted(payments: list[tuple[int, int]]) -> None:
    ledger = Ledger(Accounts(units=2, projects=3, offices=2))
    ledger.post(0, ledger.account("treasury"), ledger.account("county"), 4_000, "appropriation")
    for project, amount in payments:
        pay(ledger, amount, project)
    assert ledger.fen.sum() == 0
    assert ledger.balance("escrow", [0, 1, 2]).sum() == sum(amount for _, amount in payments)


def test_an_overdraft_is_refused(ledger: Ledger) -> None:
    with pytest.raises(LedgerError, match="county would go below zero"):
        pay(ledger, 1_001)


def test_a_negative_amount_is_refused(ledger: Ledger) -> None:
    with pytest.raises(LedgerError, match="negative amount"):
        pay(ledger, -1)


@pytest.mark.parametrize("amount", [1_001, -1])
def test_a_refused_entry_leaves_everything_as_it_was(ledger: Ledger, amount: int) -> None:
    before = ledger.fen.tolist()
    with pytest.raises(LedgerError):
        pay(ledger, amount)
    assert ledger.fen.tolist() == before
    assert len(ledger.journal()["fen"]) == 1


@pytest.mark.parametrize("name", sorted(MAY_BE_NEGATIVE))
def test_only_accounts_at_the_border_may_be_overdrawn(name: str, ledger: Ledger) -> None:
    ledger.post(0, ledger.account(name), ledger.account("losses"), 10, "test")
    assert ledger.balance(name)[0] in (-10, -1_010)


@pytest.mark.parametrize("name", [name for name in ACCOUNTS if name not in MAY_BE_NEGATIVE and name != "county"])
def test_all_other_accounts_may_not(name: str, ledger: Ledger) -> None:
    with pytest.raises(LedgerError):
        ledger.post(0, ledger.account(name), ledger.account("treasury"), 1, "test")


def test_an_overdraft_among_many_entries_is_found(ledger: Ledger) -> None:
    accounts = ledger.account("escrow", [0, 1, 2])
    pay(ledger, 5, 0)
    with pytest.raises(LedgerError, match="escrow:2"):
        ledger.post(1, accounts, ledger.account("county"), [5, 0, 1], "returned")


def test_minutes_are_kept_apart_from_money(ledger: Ledger) -> None:
    before = ledger.fen.tolist()
    ledger.post(2, ledger.account("time_residents", [0, 1]), ledger.account("work"), [60, 90], "labour", time=True)
    assert ledger.fen.tolist() == before
    assert ledger.minutes.sum() == 0
    assert ledger.minutes_since(0) == {"labour": 150}


def test_entries_of_nothing_leave_no_trace(ledger: Ledger) -> None:
    pay(ledger, 0)
    assert len(ledger.journal()["fen"]) == 1


def test_the_journal_explains_every_balance(ledger: Ledger) -> None:
    pay(ledger, 300, 1)
    pay(ledger, 200, 2)
    journal, balances = ledger.journal(), np.zeros(len(ledger.fen), dtype=np.int64)
    np.subtract.at(balances, journal["source"], journal["fen"])
    np.add.at(balances, journal["target"], journal["fen"])
    assert balances.tolist() == ledger.fen.tolist()


def test_sums_count_from_a_week_on(ledger: Ledger) -> None:
    pay(ledger, 300)
    assert ledger.fen_since(0) == {"appropriation": 1_000, "grant": 300}
    assert ledger.fen_since(1) == {"grant": 300}


def test_every_account_has_a_name_of_its_own(ledger: Ledger) -> None:
    names = [ledger.name(account) for account in range(len(ledger.fen))]
    assert len(set(names)) == len(names)
    assert "escrow:2" in names
    assert "county" in names
    assert "loss_borne:lender" in names


def test_a_copy_goes_its_own_way(ledger: Ledger) -> None:
    twin = ledger.copy()
    pay(twin, 300)
    assert ledger.balance("county")[0] == 1_000
    assert len(ledger.journal()["fen"]) == 1
    assert len(twin.journal()["fen"]) == 2


def test_a_ledger_without_units_or_projects_is_possible() -> None:
    ledger = Ledger(Accounts(units=0, projects=0, offices=0))
    assert ledger.fen.sum() == 0
    assert len(ledger.journal()["fen"]) == 0
