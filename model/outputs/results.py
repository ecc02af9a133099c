"""What a run ends with: tables as columns, and the outcomes (ODD 4; docs/outputs.md lists every column)."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from dizao.agents.compiled import kernel
from dizao.agents.organization import KIND_NAMES
from dizao.agents.resident import (
    ATTENDED,
    CHILD,
    GAVE_LABOUR,
    GAVE_MONEY,
    KEPT_UP,
    MIDDLE,
    OLDER,
    SUPERVISED,
    YOUNG,
)
from dizao.model.outputs.outcomes import OUTCOMES
from dizao.model.outputs.welfare import HOURS, WHOLE_LIFE, contributions, welfare
from dizao.model.outputs.whole_lives import WholeLives
from dizao.model.parameters import FEN_PER_YUAN, MINUTES_PER_HOUR, WEEKS_PER_YEAR
from dizao.model.points import listed
from dizao.model.systems.registry import SYSTEMS
from dizao.model.world.make import Records
from dizao.model.world.place import slice_of_each
from dizao.model.world.population import INCOME_GROUPS
from dizao.model.world.projects import (
    APPLYING,
    BUILDING,
    COLLECTING,
    EVALUATING,
    IN_USE,
    LEVELS,
    MATTER,
    NEVER,
    STAGES,
    VOTING,
    Needs,
    Projects,
)

if TYPE_CHECKING:
    from dizao.model.state import State

type Columns = dict[str, NDArray[Any]]


def _weeks(column: NDArray[np.int32]) -> NDArray[Any]:
    """Mask the weeks of what has not happened."""
    return np.ma.masked_array(column.astype(np.int32), mask=column == NEVER)


def weekly_table(state: "State") -> Columns:
    """Return the totals of every week lived so far.

    Parameters
    ----------
    state
        The state of the run.

    Returns
    -------
    Columns by name, each of shape (weeks lived,).
    """
    return {name: np.array(values) for name, values in state.weekly.items()}


def _names(codes: NDArray[Any], names: list[str] | tuple[str, ...]) -> NDArray[Any]:
    return np.array(names, dtype=object)[codes.astype(np.int64)]


def needs_table(state: "State") -> Columns:
    """Return all needs that have arisen.

    Parameters
    ----------
    state
        The state of the run.

    Returns
    -------
    Columns by name, one row a need; values in fen a year.
    """
    world, needs = state.world, state.world.needs
    arisen = needs.week_arose < state.week
    columns = {
        "id": needs.id,
        "unit": world.units.id[needs.unit],
        "kind": _names(needs.kind, ("matter", "project")),
        "category": _names(needs.category, list(state.settings.categories)),
        "households": needs.end_household - needs.first_household,
        "value_fen_year": np.round(needs.value_fen).astype(np.int64),
        "week_arose": needs.week_arose,
        "week_voiced": _weeks(needs.week_voiced),
        "week_recorded": _weeks(needs.week_recorded),
        "week_settled": _weeks(needs.week_settled),
        "level": _names(needs.level, LEVELS),
        "met": needs.met.astype(bool),
    }
    return {name: column[arisen] for name, column in columns.items()}


def _columns_of_systems(state: "State", table: str) -> Columns:
    """Return the columns that systems of the field add to a table."""
    loaded = [system.loaded() for system in SYSTEMS if system.columns]
    return {
        name: make(state) for system in loaded for (where, name), (make, _) in system.columns.items() if where == table
    }


def projects_table(state: "State") -> Columns:
    """Return all needs that want a project and have arisen, with what became of them.

    Parameters
    ----------
    state
        The state of the run.

    Returns
    -------
    Columns by name, one row a project; what has not happened is masked.
    """
    world, projects = state.world, state.world.projects
    needs = world.needs
    rows = np.flatnonzero(needs.week_arose[projects.need] < state.week)
    names = [*state.term_names, "none"]
    offered = np.where(projects.offer_fen > 0, projects.terms, len(names) - 1)
    in_use = np.isin(projects.stage, (EVALUATING, IN_USE))
    completed = projects.week_of[:, EVALUATING] > NEVER
    columns: Columns = {
        "id": needs.id[projects.need],
        "unit": world.units.id[projects.unit],
        **_columns_of_systems(state, "projects"),
        "category": _names(projects.category, list(state.settings.categories)),
        "stage": _names(projects.stage, STAGES),
        "mechanism": _names(offered, names),
    }
    columns |= {f"week_{name}": _weeks(projects.week_of[:, k]) for k, name in enumerate(STAGES)}
    columns |= {name: _weeks(getattr(projects, name)) for name in ("week_accepted", "week_paid")}
    same = (
        "cost_fen", "offer_fen", "bill_fen", "asked_fen", "pledged_fen", "sponsor_fen", "fee_fen", "loan_limit_fen",
        "collective_limit_fen", "collective_fen", "loan_fen", "credit_fen", "retention_fen", "advances_fen",
        "public_fen", "residents_fen", "organizations_fen",
        "match_fen", "points_fen", "bonus_fen",
        "labour_minutes", "supervision_minutes", "keep_minutes", "lost_fen", "campaigns", "attempts", "repaired",
        "in_arrears",
    )  # fmt: skip
    columns |= {name: getattr(projects, name) for name in same}
    columns["owed_fen"] = _unpaid_fen(state)
    columns["shares"] = _names(projects.shares, ("equal", "benefit"))
    columns["quality"] = np.ma.masked_invalid(projects.quality)
    columns["score"] = np.ma.masked_invalid(projects.score)
    columns["accepted"] = np.ma.masked_array(projects.accepted == 1, mask=projects.accepted < 0)
    columns["condition"] = np.ma.masked_array(projects.condition, mask=~completed)
    columns["benefit_fen_year"] = projects.benefit_fen_year
    columns["benefit_fen"] = np.round(projects.benefit_fen).astype(np.int64)
    columns["functioning"] = in_use
    columns["functioning_after_12_months"] = np.ma.masked_array(
        projects.functioning_after_12_months == 1, mask=projects.functioning_after_12_months < 0
    )
    return {name: column[rows] for name, column in columns.items()}


def units_table(state: "State") -> Columns:
    """Return the units: who lives there, and what they got out of the window's projects.

    Parameters
    ----------
    state
        The state of the run.

    Returns
    -------
    Columns by name, each of shape (units,).
    """
    world, units, projects = state.world, state.world.units, state.world.projects
    residents = world.residents
    number = len(units.id)
    cohort = cohort_of(state)
    adults = residents.age != CHILD
    of_resident = slice_of_each(world.units.first_resident)

    def mean(column: NDArray[np.float32]) -> NDArray[np.float64]:
        sums = np.bincount(of_resident[adults], weights=column[adults], minlength=number)
        return sums / np.maximum(1, units.adults)

    def total(column: NDArray[Any]) -> NDArray[np.int64]:
        return np.bincount(projects.unit[cohort], weights=column[cohort], minlength=number).astype(np.int64)

    completed = projects.week_of[:, EVALUATING] > NEVER
    return {
        "id": units.id,
        "street": units.street,
        "community": units.community,
        "station": units.station.astype(bool),
        "place": _names(units.group, [group.name for group in state.groups]),
        "households": np.diff(units.first_household),
        "residents": np.diff(units.first_resident),
        "adults": units.adults,
        "party_members": np.diff(units.first_member),
        "last_turnout": units.turnout,
        "expected_subsidy": units.expected_subsidy,
        "completed": total(completed),
        "in_use": total(np.isin(projects.stage, (EVALUATING, IN_USE))),
        "benefit_fen": total(projects.benefit_fen),
        "public_fen": total(projects.public_fen),
        "residents_fen": total(projects.residents_fen + projects.advances_fen),
        "lost_fen": total(projects.lost_fen),
        "upkeep_fund_fen": state.ledger.balance("upkeep_fund", np.arange(number)),
        "trust": mean(residents.trust),
        "efficacy": mean(residents.efficacy),
        "belief": mean(residents.belief),
        "reciprocity": mean(residents.reciprocity),
    }


def ledger_table(state: "State") -> Columns:
    """Return the journal with accounts by name; places and projects bear their permanent ids.

    Parameters
    ----------
    state
        The state of the run.

    Returns
    -------
    Columns by name, one row an entry; fen and minutes.
    """
    journal = state.ledger.journal()
    used = np.unique(np.concatenate([journal["source"], journal["target"]]))
    names = np.array([account_name(state, int(account)) for account in used], dtype=object)
    journal["source"] = names[np.searchsorted(used, journal["source"])]
    journal["target"] = names[np.searchsorted(used, journal["target"])]
    return journal


def account_name(state: "State", account: int) -> str:
    """Name an account by its kind and the permanent id of its owner.

    Parameters
    ----------
    state
        The state of the run.
    account
        Number of the account.

    Returns
    -------
    Such as ``escrow:12``, or the kind alone where there is one of it.
    """
    world = state.world
    name, row = state.ledger.kind_and_row(account)
    by_project = {"escrow", "contractor_claims", "lender", "collective"}
    by_unit = {"households", "organizations", "upkeep_fund", "community_fund", "time_residents", "time_members"}
    if name in by_project:
        return f"{name}:{world.needs.id[world.projects.need[row]]}"
    if name in by_unit:
        return f"{name}:{world.units.id[row]}"
    if name == "time_offices":
        kind = KIND_NAMES[world.organizations.kind[row]]
        return f"{name}:{kind}:{world.organizations.place[row]}"
    if name == "county" and len(state.pot_shares) > 1:
        return f"{name}:{state.pot_names[row]}"
    return state.ledger.name(account)


TABLES: dict[str, Callable[["State"], Columns]] = {
    "weekly": weekly_table,
    "needs": needs_table,
    "projects": projects_table,
    "units": units_table,
    "ledger": ledger_table,
}


# outcomes -------------------------------------------------------------------------------------------------------


def cohort_of(state: "State") -> NDArray[np.int64]:
    """Return the rows of the projects whose needs arise in the programme window: the denominator of everything.

    Parameters
    ----------
    state
        The state of the run.

    Returns
    -------
    Rows of the projects.
    """
    projects = state.world.projects
    return np.flatnonzero(_in_window(state)[projects.need])


def _in_window(state: "State") -> NDArray[np.bool_]:
    weeks = state.world.needs.week_arose
    return (weeks >= 0) & (weeks < state.settings.calendar.programme_weeks)


def gini(values: NDArray[np.float64], weights: NDArray[np.float64]) -> float:
    """Return the Gini coefficient of values that weigh differently; values below 0 count as 0; nan if all are 0.

    Parameters
    ----------
    values
        Not negative, shape (n,).
    weights
        How much each weighs, shape (n,).

    Returns
    -------
    Coefficient, in [0, 1], or nan.
    """
    values = np.maximum(values, 0.0)
    order = np.argsort(values, kind="stable")
    values, weights = values[order], weights[order]
    total = float((values * weights).sum())
    if total <= 0.0:
        return float("nan")
    people = np.cumsum(weights) / weights.sum()
    wealth = np.cumsum(values * weights) / total
    widths = np.diff(people, prepend=0.0)
    return float(1.0 - (widths * (wealth + np.concatenate([[0.0], wealth[:-1]]))).sum())


@kernel
def _benefits_by_household(
    rows: NDArray[np.int64],
    of_projects: NDArray[np.float64],
    tables: Records,
    benefit: NDArray[np.float64],
    served: NDArray[np.bool_],
) -> None:
    """Add to each household what it has had from some projects, fen, and whether it gained from any."""
    needs, projects, stakes = tables.needs, tables.projects, tables.stakes
    for p in rows:
        n, first = projects.need[p], projects.first_stake[p]
        if projects.benefit_fen_year[p] == 0:
            continue
        flow = of_projects[p] / projects.benefit_fen_year[p]
        for k in range(needs.end_household[n] - needs.first_household[n]):
            value = stakes.value_fen[first + k]
            benefit[needs.first_household[n] + k] += value * flow
            if value > 0:
                served[needs.first_household[n] + k] = True


def household_benefits(
    state: "State", benefit_fen: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Return each household's benefit from the window's projects, fen, discounted, and whether it gained from any.

    Parameters
    ----------
    state
        The state of the run.
    benefit_fen
        What each project has brought, fen, shape (projects,): so far, or over its whole life.

    Returns
    -------
    Fen, shape (households,); whether it gained, shape (households,).
    """
    world = state.world
    number = len(world.households.id)
    benefit, served = np.zeros(number), np.zeros(number, dtype=np.bool_)
    rows = cohort_of(state)
    rows = rows[world.projects.week_of[rows, EVALUATING] > NEVER]
    _benefits_by_household(rows, benefit_fen, state.records, benefit, served)
    return benefit, served


def outcomes(state: "State", lives: WholeLives | None) -> dict[str, float]:
    """Return every outcome, in the order of `dizao.model.outputs.outcomes.OUTCOMES`; nan where it is undefined.

    Parameters
    ----------
    state
        The state of the run.
    lives
        What projects have brought and taken up over their whole lives; None leaves out what hangs on it.

    Returns
    -------
    By name.
    """
    cohort = cohort_of(state)
    found = _money_and_time(state) | _pipeline(state) | _people(state) | contributions(state, cohort)
    found |= dict.fromkeys(WHOLE_LIFE, float("nan"))
    if lives is not None:
        found |= welfare(state, cohort, lives)
    found |= _fairness(state, None if lives is None else lives.benefit_fen)
    for measure in (system.loaded().measure for system in SYSTEMS if system.measure is not None):
        found |= measure(state)
    works = state.settings.works
    unpaid = ("labour_hours", "meeting_hours", "member_hours", "organizing_hours", "volunteer_hours")
    wages = sum(found[name] for name in unpaid) * works.resident_wage
    wages += found["official_hours"] * works.official_wage
    spent = found["public_yuan"] + found["residents_yuan"] + found["organizations_yuan"] + wages
    found["net_benefit_yuan"] = found["benefit_yuan"] + found["transfers_yuan"] - spent
    functioning = found["functioning_after_12_months"]
    found["public_yuan_per_functioning"] = found["public_yuan"] / functioning if functioning else float("nan")
    private = found["residents_yuan"] + found["organizations_yuan"]
    found["leverage"] = private / found["public_yuan"] if found["public_yuan"] else float("nan")
    return {name: float(found[name]) for name in OUTCOMES}


LENT = ("loan_fen", "collective_fen", "credit_fen")
"""What is owed to organizations that have carried cash."""


def _unpaid_fen(state: "State") -> NDArray[np.int64]:
    """Return what builders are owed by contract (or have lost of it) beyond what the escrows hold, fen."""
    owed = state.world.projects.owed_fen
    return np.maximum(0, owed - state.ledger.balance("escrow", np.arange(len(owed))))


def _sum(projects: Projects, rows: NDArray[np.int64], *names: str) -> float:
    return float(sum(int(getattr(projects, name)[rows].sum()) for name in names))


def _money_and_time(state: "State") -> dict[str, float]:
    """Money follows the cohort; meetings, visits and offices serve everybody, so their time is the calendar's."""
    needs, projects, rows = state.world.needs, state.world.projects, cohort_of(state)
    time = state.ledger.minutes_since(0)
    labour = _sum(projects, rows, "labour_minutes", "supervision_minutes", "keep_minutes")
    return {
        "benefit_yuan": float(projects.benefit_fen[rows].sum() + needs.benefit_fen[_in_window(state)].sum())
        / FEN_PER_YUAN,
        "public_yuan": _sum(projects, rows, "public_fen") / FEN_PER_YUAN,
        "residents_yuan": _sum(projects, rows, "residents_fen", "advances_fen") / FEN_PER_YUAN,
        "organizations_yuan": (_sum(projects, rows, "organizations_fen", *LENT) + float(_unpaid_fen(state)[rows].sum()))
        / FEN_PER_YUAN,
        "transfers_yuan": _sum(projects, rows, "points_fen", "bonus_fen") / FEN_PER_YUAN,
        "labour_hours": labour / MINUTES_PER_HOUR,
        **_hours(time),
        "lost_yuan": _sum(projects, rows, "lost_fen") / FEN_PER_YUAN,
        "unspent_yuan": _unspent(state) / FEN_PER_YUAN,
    }


def _hours(minutes: dict[str, int]) -> dict[str, float]:
    """Return the hours that count in each outcome, from the minutes by the words in the ledger."""
    found = dict.fromkeys(HOURS.values(), 0)
    for why, outcome in HOURS.items():
        found[outcome] += minutes.get(why, 0)
    return {outcome: total / MINUTES_PER_HOUR for outcome, total in found.items()}


def _unspent(state: "State") -> float:
    """What was appropriated from week 0 and has not been paid out for projects by the end."""
    ledger = state.ledger
    spent = ledger.moved_since(0, "county", "escrow") - ledger.moved_since(0, "escrow", "county")
    return float(ledger.moved_since(0, "treasury", "county") - spent)


def _pipeline(state: "State") -> dict[str, float]:
    """Counts of needs and projects of the window at each step of their lives."""
    world, projects = state.world, state.world.projects
    # What two units build together is one project and one need, whoever takes part.
    rows = np.setdiff1d(cohort_of(state), listed(state.points.not_counted, state))
    needs, window = world.needs, _in_window(state)
    window[projects.need[listed(state.points.not_counted, state)]] = False
    settled = window & (needs.week_settled > NEVER)
    served = settled | (window & (needs.met == 1))
    weeks = (needs.week_settled - needs.week_arose)[settled]
    completed = projects.week_of[rows, EVALUATING] > NEVER
    return {
        "needs": float(window.sum()),
        "voiced": float((needs.week_voiced[window] > NEVER).sum()),
        "settled_share": float(served.sum() / window.sum()) if window.any() else float("nan"),
        "settled_per_official_hour": _per_thousand_hours(state, int(served.sum())),
        "matters_settled": float((settled & (needs.kind == MATTER)).sum()),
        "settled_in_half_year_share": _share_within(needs, window, WEEKS_PER_YEAR // 2),
        "weeks_to_settle": float(weeks.mean()) if len(weeks) else float("nan"),
        "proposals": float((projects.week_of[rows, VOTING] > NEVER).sum()),
        "consents": float((projects.week_of[rows, APPLYING] > NEVER).sum()),
        "applications": float((projects.terms[rows] >= 0).sum()),
        "funded": float((projects.week_of[rows][:, [COLLECTING, BUILDING]] > NEVER).any(axis=1).sum()),
        "completed": float(completed.sum()),
        "functioning_after_12_months": float((projects.functioning_after_12_months[rows] == 1).sum()),
        "score": float(projects.score[rows][completed].mean()) if completed.any() else float("nan"),
    }


def _per_thousand_hours(state: "State", number: int) -> float:
    """Return a number over the thousand hours that offices are paid for in the programme window; nan without any."""
    minutes = int(state.world.organizations.paid_minutes.sum()) * state.settings.calendar.programme_weeks
    return 1_000.0 * number * MINUTES_PER_HOUR / minutes if minutes else float("nan")


def _share_within(needs: Needs, window: NDArray[np.bool_], weeks: int) -> float:
    """Return which share of the needs of the window was settled in so many weeks from arising; nan without needs."""
    in_time = (needs.week_settled > NEVER) & (needs.week_settled - needs.week_arose <= weeks)
    return float(in_time[window].mean()) if window.any() else float("nan")


def _people(state: "State") -> dict[str, float]:
    """Who took part since the programme began, kind by kind; and what people are like at the end."""
    world, residents = state.world, state.world.residents
    part = residents.took_part
    deciding = world.households.first_resident[:-1]
    bits = {"attended": ATTENDED, "gave_labour": GAVE_LABOUR, "supervised": SUPERVISED}
    counts = {name: float((part & bit > 0).sum()) for name, bit in bits.items()}
    counts |= {
        name: float((part[deciding] & bit > 0).sum())
        for name, bit in (("gave_money", GAVE_MONEY), ("kept_up", KEPT_UP))
    }
    counts |= _meetings(state)
    return counts | {name: state.weekly[name][-1] for name in ("trust", "efficacy", "belief", "reciprocity")}


def _meetings(state: "State") -> dict[str, float]:
    """Who comes to meetings, how many at a time, and how tired people are of it."""
    residents, weeks = state.world.residents, np.array(state.weekly["week"])
    came, since = residents.took_part & ATTENDED > 0, weeks >= 0
    found = {}
    for name, age in (("young", YOUNG), ("middle", MIDDLE), ("older", OLDER)):
        band = residents.age == age
        found[f"attended_{name}"] = float(came[band].mean()) if band.any() else float("nan")
    meetings, people = (float(np.array(state.weekly[name])[since].sum()) for name in ("meetings", "attendances"))
    window = since & (weeks < state.settings.calendar.programme_weeks)
    tired = np.array(state.weekly["fatigue"])[window]
    found["turnout"] = people / meetings if meetings else float("nan")
    return found | {"fatigue": float(tired.mean()) if len(tired) else float("nan")}


def _fairness(state: "State", whole_life_fen: NDArray[np.float64] | None) -> dict[str, float]:
    """Who is served, and how benefits over whole lives are spread over units, households and income groups."""
    world, projects = state.world, state.world.projects
    benefit, served = household_benefits(state, projects.benefit_fen if whole_life_fen is None else whole_life_fen)
    rows = cohort_of(state)
    units = np.unique(projects.unit[rows[projects.week_of[rows, EVALUATING] > NEVER]])
    found = {
        "units_served_share": len(units) / max(1, len(world.units.id)),
        "households_served_share": float(served.mean()) if len(served) else float("nan"),
    }
    if whole_life_fen is None:
        return found
    return found | {
        "gini_units": _gini_between(slice_of_each(world.units.first_household), benefit, len(world.units.id)),
        "gini_income": _gini_between(world.households.income_group, benefit, INCOME_GROUPS),
        "gini_age": _gini_between(age_of_deciding(state), benefit, OLDER + 1),
    }


def _gini_between(group: NDArray[Any], benefit: NDArray[np.float64], number: int) -> float:
    """Return the Gini coefficient of the mean benefit of households between groups, which weigh by households."""
    sizes = np.bincount(group, minlength=number).astype(np.float64)
    return gini(np.bincount(group, weights=benefit, minlength=number) / np.maximum(1, sizes), sizes)


def age_of_deciding(state: "State") -> NDArray[np.uint8]:
    """Return the age band of each household's deciding adult.

    Parameters
    ----------
    state
        The state of the run.

    Returns
    -------
    Age bands, shape (households,).
    """
    households = state.world.households
    return state.world.residents.age[households.first_resident[: len(households.id)]]
