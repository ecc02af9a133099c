"""What is kept of needs and projects: one row each from the start, since potential needs are exogenous (ODD 2).

A project's id is its need's. Every project is in exactly one stage; ``week_of[p, stage]`` is the week in which it
entered one, NEVER if it has not.
"""

import zlib
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dizao.model.core.tables import zeros
from dizao.model.parameters import FEN_PER_YUAN, Category

NEVER = -32_768
"""Stands in a column of weeks for: has not happened."""

MATTER, PROJECT = 0, 1
BUILDING_SCOPE = 0
"""Scope of a need that concerns one building; others concern a whole unit."""

UNIT_LEVEL, COMMUNITY_LEVEL, STREET_LEVEL = 0, 1, 2
LEVELS = ("unit", "community", "street")

STAGES = (
    "potential",  # has not been voiced (yet)
    "voiced",  # waits for an office to record it
    "recorded",  # waits for a meeting
    "vote",  # votes are collected door to door
    "apply",  # waits for a decision on public money
    "campaign",  # pledges are made
    "collect",  # pledges are paid
    "build",  # under construction
    "evaluate",  # finished and in use, waits for acceptance
    "use",  # accepted, refused, or never inspected; in use
    "ended",  # worn out
    "no_consent",
    "unfunded",
    "abandoned",
)
(
    POTENTIAL,
    VOICED,
    RECORDED,
    VOTING,
    APPLYING,
    CAMPAIGNING,
    COLLECTING,
    BUILDING,
    EVALUATING,
    IN_USE,
    ENDED,
    NO_CONSENT,
    UNFUNDED,
    ABANDONED,
) = range(len(STAGES))

BENEFIT_SHARES = 1
"""How costs are shared: by benefit; 0: equally."""

NOT_INSPECTED, REFUSED, ACCEPTED = -1, 0, 1

NO_DEFECTS, REPAIRED, LEFT = 0, 1, 2
"""What completion acceptance found: nothing (or it has not looked), what the builder repaired, or left."""

CONSENT_RULES = ("none", "art278_half", "art278_three_quarters", "property_law_two_thirds", "village_70", "unanimous")


class Kinds(NamedTuple):
    """The scenario's categories as columns, by code; shape (categories,). Money in fen, times in weeks.

    ``key`` stands for the name in ids and draws, so that a category keeps its random draws whichever others there are.
    """

    key: NDArray[np.int64]
    kind: NDArray[np.int8]
    rate: NDArray[np.float64]
    scope: NDArray[np.int8]
    level: NDArray[np.int8]
    cost_fen: NDArray[np.float64]
    cost_spread: NDArray[np.float64]
    labour_share: NDArray[np.float64]
    value_fen: NDArray[np.float64]
    value_spread: NDArray[np.float64]
    value_scale: NDArray[np.float64]
    loser_share: NDArray[np.float64]
    present_years: NDArray[np.float64]
    decay: NDArray[np.float64]
    life_years: NDArray[np.float64]
    build_weeks: NDArray[np.int32]
    consent: NDArray[np.int8]
    free: NDArray[np.int8]
    levy: NDArray[np.int8]


class Needs(NamedTuple):
    """Columns of all potential needs of a run, sorted by unit, week and category; shape (needs,).

    ``first_household`` and ``end_household`` are rows: the households concerned. ``value_fen`` is the mean value a
    year to one of them, ``pinned_cost_fen`` the cost of a pinned project (0: drawn), ``ineligible`` 1 where a pinned
    one can not apply for public money. ``met`` is 1 where something functioning already served it when it arose,
    ``level`` where it lies or was settled. ``chain_week`` is when it arrives, or stops, on its way up the party chain
    (NEVER: was not told there), ``chain_end`` what happens then. ``benefit_fen`` is a settled matter's, discounted; a
    project has its own column.
    """

    id: NDArray[np.int64]
    unit: NDArray[np.int32]
    category: NDArray[np.int8]
    kind: NDArray[np.int8]
    first_household: NDArray[np.int32]
    end_household: NDArray[np.int32]
    value_fen: NDArray[np.float64]
    pinned_cost_fen: NDArray[np.int64]
    ineligible: NDArray[np.uint8]
    week_arose: NDArray[np.int32]
    week_voiced: NDArray[np.int32]
    week_recorded: NDArray[np.int32]
    week_settled: NDArray[np.int32]
    chain_week: NDArray[np.int32]
    chain_end: NDArray[np.int8]
    level: NDArray[np.int8]
    tries: NDArray[np.int8]
    benefit_fen: NDArray[np.float64]
    met: NDArray[np.uint8]
    project: NDArray[np.int32]


class Projects(NamedTuple):
    """Columns of the needs that want a project; shape (projects,), ``week_of`` (projects, stages).

    Money is whole fen, labour whole minutes. ``asked_fen`` is the sum asked of all, ``gap_fen`` what residents must
    raise in money, ``offer_fen`` the public offer, of which ``grant_fen`` is still to come when works start and
    ``promise_fen`` still hangs on them; ``match_fen`` what of it contributions are to bring in. ``loan_limit_fen``
    is what a willing lender gives (0: there is none), ``collective_limit_fen`` what a collective does, ``loan_fen``
    and ``collective_fen`` what they are owed; ``in_arrears`` is 1 once public money was due and did not come in the
    year. ``advance_fen`` is the part of the gap that a reward will repay,
    ``bill_fen`` what the builder is to get, ``done_fen`` the works done so far, paid or not; ``owed_fen`` is what
    the builder is owed by contract (or has lost of it), ``retention_fen`` what of it stays in the escrow of a
    closed project. ``engineer`` is 1 where there is one, ``defects`` what completion acceptance found (ODD 7.20).
    ``terms`` says under which rules money was offered: -1 none yet, 0 those of the warm-up, 1 those of the
    programme. ``examined`` is 1 once the county's office has looked at an application. ``told_fen`` is the offer
    that people counted on when they voted, ``asked_again`` 1 while a decision for less waits for (or has) their
    second vote. ``points_fen`` and ``bonus_fen`` are what givers got besides. ``free_use`` is the share of use by
    others who pay nothing, ``free_known`` the share of households who think of it, ``fair_part`` the unit's part of
    the benefit of a shared project over its part of the cost, ``free_value_fen`` what it is worth a year to users
    who pay nothing (part of ``benefit_fen_year``). ``residents_minutes_now`` and ``offices_minutes_now`` are the
    minutes spent on it, discounted to week 0 (ODD 7.19), as is ``benefit_fen``.
    """

    need: NDArray[np.int32]
    unit: NDArray[np.int32]
    category: NDArray[np.int8]
    stage: NDArray[np.int8]
    week_of: NDArray[np.int32]
    week_decided: NDArray[np.int32]
    campaign_week: NDArray[np.int32]
    attempts: NDArray[np.int8]
    campaigns: NDArray[np.int8]
    first_stake: NDArray[np.int64]
    shares: NDArray[np.int8]
    cost_fen: NDArray[np.int64]
    engineer: NDArray[np.uint8]
    labour_wanted_minutes: NDArray[np.int64]
    terms: NDArray[np.int8]
    examined: NDArray[np.uint8]
    told_fen: NDArray[np.int64]
    asked_again: NDArray[np.uint8]
    in_arrears: NDArray[np.uint8]
    free_use: NDArray[np.float64]
    free_known: NDArray[np.float64]
    fair_part: NDArray[np.float64]
    refuse_alone: NDArray[np.float64]
    free_value_fen: NDArray[np.int64]
    offer_fen: NDArray[np.int64]
    grant_fen: NDArray[np.int64]
    promise_fen: NDArray[np.int64]
    match_fen: NDArray[np.int64]
    collective_limit_fen: NDArray[np.int64]
    loan_limit_fen: NDArray[np.int64]
    fee_fen: NDArray[np.int64]
    advance_fen: NDArray[np.int64]
    sponsor_fen: NDArray[np.int64]
    gap_fen: NDArray[np.int64]
    asked_fen: NDArray[np.int64]
    pledged_fen: NDArray[np.int64]
    pledged_minutes: NDArray[np.int64]
    pledges_freed: NDArray[np.uint8]
    bill_fen: NDArray[np.int64]
    done_fen: NDArray[np.int64]
    progress: NDArray[np.int32]
    milestones: NDArray[np.int32]
    milestone_week: NDArray[np.int32]
    waited: NDArray[np.int32]
    collective_fen: NDArray[np.int64]
    loan_fen: NDArray[np.int64]
    credit_fen: NDArray[np.int64]
    owed_fen: NDArray[np.int64]
    retention_fen: NDArray[np.int64]
    advances_fen: NDArray[np.int64]
    public_fen: NDArray[np.int64]
    residents_fen: NDArray[np.int64]
    organizations_fen: NDArray[np.int64]
    points_fen: NDArray[np.int64]
    bonus_fen: NDArray[np.int64]
    labour_minutes: NDArray[np.int64]
    lost_fen: NDArray[np.int64]
    supervision: NDArray[np.float64]
    supervised_months: NDArray[np.int32]
    supervision_minutes: NDArray[np.int64]
    keep_minutes: NDArray[np.int64]
    quality: NDArray[np.float64]
    score: NDArray[np.float64]
    accepted: NDArray[np.int8]
    week_accepted: NDArray[np.int32]
    week_paid: NDArray[np.int32]
    ready_week: NDArray[np.int32]
    defects: NDArray[np.int8]
    week_taken_over: NDArray[np.int32]
    repaired: NDArray[np.uint8]
    condition: NDArray[np.float64]
    keepers: NDArray[np.int32]
    benefit_fen_year: NDArray[np.int64]
    benefit_fen: NDArray[np.float64]
    residents_minutes_now: NDArray[np.float64]
    offices_minutes_now: NDArray[np.float64]
    functioning_after_12_months: NDArray[np.int8]


class Stakes(NamedTuple):
    """What each household concerned has in a project; project ``p`` has a block from ``first_stake[p]``.

    The k-th row of the block belongs to the k-th household concerned. ``vote`` is -1 before the owner was reached,
    then 0 or 1; ``kept_week`` the last month in which the household lent a hand. Bit k of ``labourers`` is 1 where the
    household's k-th resident has pledged labour. ``ties_asked`` and ``ties_pledged`` count the deciding adult's ties to
    people of other households that were asked and that pledged before this week; ``leaders`` sums the status of the
    latter. ``told`` is 1 for who was told of the campaign by the party chain. ``met`` is the best of the uniforms of
    those who talked in person with the household about it, 0 where nobody did (ODD 7.4).
    """

    value_fen: NDArray[np.int64]
    asked_fen: NDArray[np.int64]
    pledged_fen: NDArray[np.int64]
    paid_fen: NDArray[np.int64]
    advanced_fen: NDArray[np.int64]
    labour_minutes: NDArray[np.int32]
    asked_week: NDArray[np.int32]
    pledged_week: NDArray[np.int32]
    voted_week: NDArray[np.int32]
    kept_week: NDArray[np.int32]
    ties_asked: NDArray[np.int32]
    ties_pledged: NDArray[np.int32]
    leaders: NDArray[np.float64]
    met: NDArray[np.float64]
    vote: NDArray[np.int8]
    labourers: NDArray[np.uint16]
    explained: NDArray[np.uint8]
    told: NDArray[np.uint8]


class Block(NamedTuple):
    """Who a project concerns: households from ``start`` to ``end``, whose stakes are the rows from ``first`` on."""

    start: int
    end: int
    first: int


def present_years(life_years: float, discount_rate: float) -> float:
    """Return how many first years' values a level flow over a life is worth (an annuity, paid continuously).

    Parameters
    ----------
    life_years
        Life of the thing, years.
    discount_rate
        A year.

    Returns
    -------
    Years.
    """
    if discount_rate <= 0.0:
        return life_years
    return float((1.0 - np.exp(-discount_rate * life_years)) / discount_rate)


def category_keys(names: list[str]) -> list[int]:
    """Return a number below a million for each name, all different.

    Parameters
    ----------
    names
        Names of the categories.

    Returns
    -------
    Numbers in [0, 1000000), in the order of the names.
    """
    keys: list[int] = []
    for name in names:
        key = zlib.crc32(name.encode()) % 1_000_000
        while key in keys:
            key = (key + 1) % 1_000_000
        keys.append(key)
    return keys


def kinds_from(categories: Mapping[str, Category], discount_rate: float) -> Kinds:
    """Turn the categories into columns.

    Parameters
    ----------
    categories
        By name, in the order of their codes.
    discount_rate
        A year, for present values.

    Returns
    -------
    A row for each category.
    """
    rows = list(categories.values())
    spreads = [(c.value_spread * 3**0.5) for c in rows]
    columns: dict[str, Sequence[float]] = {
        "key": category_keys(list(categories)),
        "kind": [("matter", "project").index(c.kind) for c in rows],
        "rate": [c.rate for c in rows],
        "scope": [("building", "unit").index(c.scope) for c in rows],
        "level": [LEVELS.index(c.level) for c in rows],
        "cost_fen": [c.cost_yuan * FEN_PER_YUAN for c in rows],
        "cost_spread": [c.cost_spread for c in rows],
        "labour_share": [c.labour_share for c in rows],
        "value_fen": [c.value_yuan * FEN_PER_YUAN for c in rows],
        "value_spread": [c.value_spread for c in rows],
        "value_scale": [float(np.sin(spread) / spread) if spread else 1.0 for spread in spreads],
        "loser_share": [c.loser_share for c in rows],
        "present_years": [present_years(c.life_years, discount_rate) for c in rows],
        "decay": [c.decay for c in rows],
        "life_years": [c.life_years for c in rows],
        "build_weeks": [c.build_weeks for c in rows],
        "free": [int(c.ask == "free") for c in rows],
        "levy": [int(c.ask == "levy") for c in rows],
        "consent": [CONSENT_RULES.index(c.consent) for c in rows],
    }
    kinds = zeros(Kinds, len(rows))
    for name, values in columns.items():
        getattr(kinds, name)[:] = values
    return kinds
