"""Who paid for the projects of the programme, and who carried the cash until a reward came: from the ledger."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dizao.model.outputs.run_tables import RunTables
from dizao.model.parameters import FEN_PER_YUAN

REASONS = ("reward", "milestone", "points", "refund bonus", "repaid")
"""Reasons of the ledger that are looked at; the accounts tell whom they concern."""

PROJECT_ACCOUNTS = ("escrow", "lender", "collective", "contractor_claims")
"""Kinds of accounts that bear the id of a project."""


class Flow(NamedTuple):
    """Money of one reason between two kinds of accounts."""

    why: str
    source: str
    target: str


REWARDS = (Flow("reward", "county", "escrow"), Flow("milestone", "county", "escrow"))
TO_GIVERS = (Flow("points", "county", "escrow"), Flow("refund bonus", "county", "escrow"))
TO_HOUSEHOLDS = Flow("repaid", "escrow", "households")
TO_LENDER = Flow("repaid", "escrow", "lender")
TO_COLLECTIVE = Flow("repaid", "escrow", "collective")
TO_BUILDER = Flow("repaid", "escrow", "contractor_claims")


class Carried(NamedTuple):
    """What somebody laid out until the reward: repaid by it, or not."""

    repaid: float
    open: float


def project_flows(run: RunTables) -> dict[Flow, NDArray[np.int64]]:
    """Sum the ledger by flow and project of the programme, fen; the projects in the order of their table.

    Parameters
    ----------
    run
        Tables and outcomes of one run.

    Returns
    -------
    Fen by flow, each of shape (projects of the programme,); only flows that occur.
    """
    ledger, rows = run.tables["ledger"], np.flatnonzero(run.cohort())
    place = {int(number): k for k, number in enumerate(run.tables["projects"]["id"][rows])}
    sums: dict[Flow, NDArray[np.int64]] = {}
    for why in REASONS:
        picked = np.flatnonzero((ledger["why"] == why) & (ledger["fen"] > 0))
        entries = zip(ledger["source"][picked], ledger["target"][picked], ledger["fen"][picked], strict=True)
        for source, target, fen in entries:
            flow = Flow(why, source.partition(":")[0], target.partition(":")[0])
            project = place.get(_project_of(source, target), -1)
            if project >= 0:
                sums.setdefault(flow, np.zeros(len(rows), dtype=np.int64))[project] += int(fen)
    return sums


def _project_of(*accounts: str) -> int:
    """Return the id of the project that an entry concerns; -1 if none."""
    for account in accounts:
        kind, _, number = account.partition(":")
        if kind in PROJECT_ACCOUNTS:
            return int(number)
    return -1


def paid(run: RunTables, flows: Mapping[Flow, NDArray[np.int64]]) -> dict[str, float]:
    """Return who paid how much and did not get it back, yuan.

    Rewards and what givers got as points or bonuses are what the ledger says (the latter only where there was any);
    all other public money counts as up front, refunds too, since none hangs on acceptance.

    Parameters
    ----------
    run
        Tables and outcomes of one run.
    flows
        What `project_flows` returned for the run, fen.

    Returns
    -------
    Yuan by who paid.
    """
    projects, rows = run.tables["projects"], run.cohort()

    def total(*columns: str) -> float:
        return sum(float(projects[column][rows].sum()) for column in columns) / FEN_PER_YUAN

    reward, givers = (
        sum(float(_of(flows, flow, rows).sum()) for flow in kind) / FEN_PER_YUAN for kind in (REWARDS, TO_GIVERS)
    )
    return {
        "residents": total("residents_fen", "advances_fen"),
        "sponsors": total("organizations_fen"),
        "upfront": total("public_fen") - reward - givers,
        "reward": reward,
        **({"givers": givers} if givers else {}),
        "unrepaid": total("loan_fen", "collective_fen", "credit_fen", "owed_fen"),
    }


def carried(run: RunTables, flows: Mapping[Flow, NDArray[np.int64]]) -> dict[str, Carried]:
    """Return who laid money out until a reward came, yuan: what it repaid, and what is lost or still open.

    Parameters
    ----------
    run
        Tables and outcomes of one run.
    flows
        What `project_flows` returned for the run, fen.

    Returns
    -------
    Yuan repaid and open, by who laid it out.
    """
    projects, rows = run.tables["projects"], run.cohort()
    claims = {
        "lender": (TO_LENDER, "loan_fen"),
        "collective": (TO_COLLECTIVE, "collective_fen"),
        "builder": (TO_BUILDER, "credit_fen"),
        "advances": (TO_HOUSEHOLDS, "advances_fen"),
    }
    return {
        name: Carried(
            float(_of(flows, back, rows).sum()) / FEN_PER_YUAN, float(projects[left][rows].sum()) / FEN_PER_YUAN
        )
        for name, (back, left) in claims.items()
    }


def _of(flows: Mapping[Flow, NDArray[np.int64]], flow: Flow, rows: NDArray[Any]) -> NDArray[np.int64]:
    """Return a flow by project: zeros if nothing flowed."""
    return flows.get(flow, np.zeros(int(rows.sum()), dtype=np.int64))
