"""What must hold in every world and every week, each as a function that fails if it does not."""

from collections.abc import Callable
from weakref import WeakKeyDictionary

import numpy as np

from dizao.agents.organization import COMMUNITY_OFFICE, COUNTY_OFFICE, STREET_OFFICE
from dizao.agents.resident import CAME_LAST
from dizao.model.core.ledger import ACCOUNTS, BEARERS, MAY_BE_NEGATIVE
from dizao.model.engine import Engine
from dizao.model.mechanisms.payment import is_matching
from dizao.model.systems.cadre_visits import FROM_FORMALITIES
from dizao.model.world.place import slice_of_each
from dizao.model.world.projects import (
    ABANDONED,
    ACCEPTED,
    APPLYING,
    BUILDING,
    CAMPAIGNING,
    COLLECTING,
    ENDED,
    EVALUATING,
    IN_USE,
    LEFT,
    NEVER,
    NO_CONSENT,
    POTENTIAL,
    RECORDED,
    STAGES,
    UNFUNDED,
    VOICED,
    VOTING,
)

type Check = Callable[[Engine], None]

WAY = (POTENTIAL, VOICED, RECORDED, VOTING, APPLYING, CAMPAIGNING, COLLECTING, BUILDING, EVALUATING, IN_USE, ENDED)
"""The stages in the order in which a project that is built passes through them."""

EVERY_WEEK: list[Check] = []
AT_THE_END: list[Check] = []


def every_week(check: Check) -> Check:
    EVERY_WEEK.append(check)
    return check


def at_the_end(check: Check) -> Check:
    AT_THE_END.append(check)
    return check


def stake_sums(engine: Engine, name: str) -> np.ndarray:
    """Sum a column of the stakes over the households of each project; 0 where there is no stake yet."""
    projects, column = engine.world.projects, getattr(engine.world.stakes, name)
    sums = np.zeros(len(projects.need), dtype=np.int64)
    for p in np.flatnonzero(projects.first_stake >= 0):
        start, end, first = engine.block_of(int(p))
        sums[p] = column[first : first + end - start].sum()
    return sums


def per_project(engine: Engine, account: str) -> np.ndarray:
    """Return the balance of each project's account of a kind, fen."""
    return engine.ledger.balance(account, np.arange(len(engine.world.projects.need)))


def journal_of(engine: Engine) -> dict[str, np.ndarray]:
    """Return the journal so far, made once a week."""
    week, journal = _journals.get(engine, (None, {}))
    if week != engine.week:
        journal = engine.ledger.journal()
        _journals[engine] = engine.week, journal
    return journal


_journals: WeakKeyDictionary[Engine, tuple[int, dict[str, np.ndarray]]] = WeakKeyDictionary()


def flows(engine: Engine, source: str, target: str, *reasons: str) -> np.ndarray:
    """Sum what the journal has between one project's account and another kind of account, by project, fen."""
    ledger, number = engine.ledger, len(engine.world.projects.need)
    ends = dict(zip(ACCOUNTS, ledger._ends, strict=True))
    journal = journal_of(engine)
    own, other = ("source", target) if source == "escrow" else ("target", source)
    row = journal[own] - ledger.first["escrow"]
    across = journal["target" if own == "source" else "source"]
    mine = (row >= 0) & (row < number) & (across >= ledger.first[other]) & (across < ends[other])
    mine &= np.isin(journal["why"], reasons) if reasons else True
    return np.bincount(row[mine], weights=journal["fen"][mine], minlength=number).astype(np.int64)


def insured_projects(engine: Engine) -> np.ndarray:
    """Return for each project whether its rules make good the sunk cost of an abandoned project."""
    number = len(engine.world.projects.need)
    return np.array([engine.terms_of(p).protection.refund_share > 0 for p in range(number)], dtype=bool)


# money ----------------------------------------------------------------------------------------------------------


@every_week
def balances_add_up_to_nothing(engine: Engine) -> None:
    assert engine.ledger.fen.sum() == 0
    assert engine.ledger.minutes.sum() == 0


@every_week
def accounts_of_units_hold_their_households_savings(engine: Engine) -> None:
    households, number = engine.world.households, len(engine.world.units.id)
    unit = slice_of_each(engine.world.units.first_household)
    savings = np.bincount(unit, weights=households.savings_fen, minlength=number).astype(np.int64)
    assert engine.ledger.balance("households", np.arange(number)).tolist() == savings.tolist()


@every_week
def only_accounts_at_the_border_are_below_zero(engine: Engine) -> None:
    for account in np.flatnonzero(engine.ledger.fen < 0):
        assert engine.ledger.kind_and_row(int(account))[0] in MAY_BE_NEGATIVE


@every_week
def no_household_has_less_than_nothing(engine: Engine) -> None:
    assert (engine.world.households.savings_fen >= 0).all()


@every_week
def households_hold_back_just_what_they_pledged(engine: Engine) -> None:
    world, projects = engine.world, engine.world.projects
    committed = np.zeros(len(world.households.id), dtype=np.int64)
    for p in np.flatnonzero((projects.first_stake >= 0) & (projects.pledges_freed == 0)):
        start, end, first = engine.block_of(int(p))
        committed[start:end] += world.stakes.pledged_fen[first : first + end - start]
    assert (committed >= 0).all()
    assert world.households.committed_fen.tolist() == committed.tolist()


@every_week
def pledges_of_a_project_are_its_households_pledges(engine: Engine) -> None:
    projects = engine.world.projects
    assert projects.pledged_fen.tolist() == stake_sums(engine, "pledged_fen").tolist()
    assert projects.pledged_minutes.tolist() == stake_sums(engine, "labour_minutes").tolist()


@every_week
def what_residents_paid_is_what_their_stakes_say(engine: Engine) -> None:
    projects = engine.world.projects
    stakes = stake_sums(engine, "paid_fen") + stake_sums(engine, "advanced_fen")
    assert (projects.residents_fen + projects.advances_fen).tolist() == stakes.tolist()


@every_week
def what_each_side_paid_is_what_the_journal_says(engine: Engine) -> None:
    projects = engine.world.projects
    bonus = flows(engine, "escrow", "households", "refund bonus")
    residents = flows(engine, "households", "escrow") - flows(engine, "escrow", "households") + bonus
    organizations = flows(engine, "organizations", "escrow") - flows(engine, "escrow", "organizations")
    public = flows(engine, "county", "escrow") - flows(engine, "escrow", "county")
    assert (projects.residents_fen + projects.advances_fen).tolist() == residents.tolist()
    assert projects.public_fen.tolist() == public.tolist()
    assert projects.organizations_fen.tolist() == organizations.tolist()
    assert projects.bonus_fen.tolist() == bonus.tolist()
    assert projects.points_fen.tolist() == flows(engine, "escrow", "goods").tolist()
    assert projects.loan_fen.tolist() == (-per_project(engine, "lender")).tolist()
    assert projects.collective_fen.tolist() == (-per_project(engine, "collective")).tolist()
    owed = projects.credit_fen + projects.owed_fen
    assert owed.tolist() == (-per_project(engine, "contractor_claims")).tolist()


@every_week
def builders_get_what_they_have_done(engine: Engine) -> None:
    projects = engine.world.projects
    assert (projects.done_fen <= projects.bill_fen).all()
    finished = projects.week_of[:, EVALUATING] > NEVER
    assert (projects.done_fen == projects.bill_fen)[finished].all()
    assert engine.ledger.balance("contractor")[0] == projects.done_fen.sum()


@every_week
def amounts_are_not_negative(engine: Engine) -> None:
    projects, stakes = engine.world.projects, engine.world.stakes
    for table in (projects, stakes):
        for name in table._fields:
            # What a project is worth may be negative, to one household and to all.
            if name.endswith(("_fen", "_minutes")) and name not in ("value_fen", "benefit_fen"):
                assert (getattr(table, name) >= 0).all(), name


@every_week
def only_what_is_retained_is_left_in_escrow_when_a_project_is_over(engine: Engine) -> None:
    projects = engine.world.projects
    over = np.isin(projects.stage, (IN_USE, ENDED, UNFUNDED, ABANDONED, NO_CONSENT))
    assert per_project(engine, "escrow")[over].tolist() == projects.retention_fen[over].tolist()
    assert (projects.retention_fen[projects.stage != IN_USE] == 0).all()


@every_week
def what_is_retained_is_paid_or_used_when_its_time_is_over(engine: Engine) -> None:
    projects, contract = engine.world.projects, engine.settings.contract
    assert (projects.retention_fen <= projects.owed_fen).all()
    most = (contract.retention_share * projects.bill_fen).astype(np.int64)
    used = flows(engine, "escrow", "upkeep_works", "repair") + flows(engine, "escrow", "contractor_claims", "retention")
    assert (projects.retention_fen + used <= most).all()
    weeks = np.where(projects.defects == LEFT, 0, contract.retention_weeks)
    assert (projects.retention_fen[projects.week_taken_over + weeks < engine.week] == 0).all()


@every_week
def what_a_builder_is_not_paid_in_the_end_is_lost(engine: Engine) -> None:
    projects = engine.world.projects
    closed = np.isin(projects.stage, (IN_USE, ENDED, ABANDONED))
    assert (projects.owed_fen - projects.retention_fen <= projects.lost_fen)[closed].all()


@every_week
def nobody_has_paid_for_what_was_given_up_before_it_began(engine: Engine) -> None:
    projects = engine.world.projects
    given_up = projects.stage == UNFUNDED
    columns = (
        "residents_fen", "advances_fen", "loan_fen", "collective_fen", "credit_fen", "owed_fen", "points_fen",
        "lost_fen",
    )  # fmt: skip
    for name in columns:
        assert (getattr(projects, name)[given_up] == 0).all(), name
    # Only a bonus for pledges is paid then, by whoever has promised it.
    for name in ("public_fen", "organizations_fen"):
        assert (getattr(projects, name) <= projects.bonus_fen)[given_up].all(), name
    for name in ("paid_fen", "advanced_fen"):
        assert (stake_sums(engine, name)[given_up] == 0).all(), name


@every_week
def an_abandoned_site_loses_all_that_went_into_it(engine: Engine) -> None:
    projects = engine.world.projects
    insured = insured_projects(engine)
    rows = (projects.stage == ABANDONED) & ~insured
    assert projects.lost_fen[rows].tolist() == projects.done_fen[rows].tolist()


@every_week
def losses_are_borne_by_somebody(engine: Engine) -> None:
    borne = -engine.ledger.balance("loss_borne", np.arange(len(BEARERS)))
    assert (borne >= 0).all()
    assert borne.sum() == engine.ledger.balance("losses")[0] == engine.world.projects.lost_fen.sum()


# public money ---------------------------------------------------------------------------------------------------


@every_week
def money_set_aside_is_there_and_is_that_of_open_offers(engine: Engine) -> None:
    projects = engine.world.projects
    at_application = [engine.terms_of(p).allocation.reserve == "application" for p in range(len(projects.need))]
    open_offers = np.isin(projects.stage, (CAMPAIGNING, COLLECTING, BUILDING, EVALUATING))
    asked_again = (projects.stage == VOTING) & (projects.asked_again == 1)
    held = (open_offers | asked_again) & (projects.terms >= 0) & np.array(at_application, dtype=bool)
    assert engine.reserved_fen.sum() == int((projects.grant_fen + projects.promise_fen)[held].sum())
    in_parts = engine.ledger.balance("county", np.arange(len(engine.pot_shares)))
    assert (engine.reserved_fen >= 0).all()
    assert (engine.reserved_fen <= in_parts).all()


@every_week
def spending_stays_within_what_was_appropriated(engine: Engine) -> None:
    since = -engine.settings.calendar.warm_up_weeks
    sums = engine.ledger.fen_since(since)
    spent = int(flows(engine, "county", "escrow").sum() - flows(engine, "escrow", "county").sum())
    assert spent + sums.get("lapsed", 0) <= sums.get("appropriation", 0)


@every_week
def rewards_follow_acceptance_and_their_delay(engine: Engine) -> None:
    projects = engine.world.projects
    for p in np.flatnonzero(projects.week_paid > NEVER):
        assert projects.accepted[p] == ACCEPTED
        assert projects.week_of[p, EVALUATING] <= projects.week_accepted[p]
        assert projects.week_paid[p] - projects.week_accepted[p] >= engine.terms_of(int(p)).payment.delay_weeks
    rewarded = flows(engine, "county", "escrow", "reward") > 0
    assert (projects.week_paid[rewarded] > NEVER).all()


@every_week
def nobody_gets_more_public_money_than_was_offered(engine: Engine) -> None:
    projects = engine.world.projects
    offered = flows(engine, "county", "escrow", "grant", "milestone", "reward")
    assert (offered + projects.grant_fen + projects.promise_fen <= projects.offer_fen).all()
    assert (projects.offer_fen <= projects.cost_fen).all()


@every_week
def a_match_is_what_its_formula_makes_of_the_contributions(engine: Engine) -> None:
    projects, stakes = engine.world.projects, engine.world.stakes
    granted = flows(engine, "county", "escrow", "grant")
    for p in np.flatnonzero(granted * (projects.stage != ABANDONED)):
        payment = engine.terms_of(int(p)).payment
        if not is_matching(payment):
            continue
        start, end, first = engine.block_of(int(p))
        contributions = stakes.paid_fen[first : first + end - start].astype(float)
        matched = (
            contributions.sum()
            if payment.timing == "match"
            else np.sqrt(contributions).sum() ** 2 - contributions.sum()
        )
        lacking = projects.bill_fen[p] - projects.sponsor_fen[p] - contributions.sum()
        assert abs(granted[p] - min(payment.match_rate * matched, lacking)) <= 1 or granted[p] == projects.offer_fen[p]
        assert granted[p] <= min(payment.match_rate * matched, lacking) + 1


# stages ---------------------------------------------------------------------------------------------------------


@every_week
def every_project_is_in_one_stage_that_it_has_entered(engine: Engine) -> None:
    projects, now = engine.world.projects, engine.week
    assert ((projects.stage >= 0) & (projects.stage < len(STAGES))).all()
    entered = projects.week_of[np.arange(len(projects.stage)), projects.stage]
    assert (entered > NEVER).all()
    assert (entered[projects.stage != POTENTIAL] < now).all()
    ends = projects.week_of[:, [ENDED, NO_CONSENT, UNFUNDED, ABANDONED]] > NEVER
    assert (ends.sum(axis=1) <= 1).all()


@every_week
def stages_are_entered_in_their_order(engine: Engine) -> None:
    weeks = engine.world.projects.week_of[:, WAY]
    for row in weeks[(weeks > NEVER).sum(axis=1) > 1]:
        entered = row[row > NEVER]
        assert (np.diff(entered) >= 0).all(), row


@every_week
def a_project_skips_only_the_campaign_that_it_does_not_need(engine: Engine) -> None:
    projects = engine.world.projects
    entered = projects.week_of[:, WAY] > NEVER
    for row in entered:
        last = int(np.flatnonzero(row)[-1])
        missing = {WAY[k] for k in range(last) if not row[k]}
        assert missing <= {CAMPAIGNING, COLLECTING}, missing


@every_week
def what_is_in_use_serves_its_place_until_it_ends(engine: Engine) -> None:
    projects, needs = engine.world.projects, engine.world.needs
    in_use = np.isin(projects.stage, (EVALUATING, IN_USE))
    assert engine.functioning == {engine.place_of(int(n)) for n in projects.need[in_use]}
    met = np.flatnonzero(needs.met)
    # What is on its way is not stopped by a twin that is finished first.
    assert np.isin(projects.stage[needs.project[met]], (POTENTIAL, VOICED, RECORDED)).all()
    assert {engine.place_of(int(n)) for n in met} <= engine.functioning


@at_the_end
def nobody_asks_for_what_is_in_use(engine: Engine) -> None:
    projects, needs = engine.world.projects, engine.world.needs
    finished, ended = projects.week_of[:, EVALUATING], projects.week_of[:, ENDED]
    places = np.column_stack([needs.unit, needs.category, needs.first_household])
    for p in np.flatnonzero(finished > NEVER):
        last = ended[p] if ended[p] > NEVER else engine.week
        same = (places == places[projects.need[p]]).all(axis=1)
        # What is finished in a week serves from the next, and what ends in a week serves to the end of it.
        assert not (same & (needs.week_voiced > finished[p]) & (needs.week_voiced <= last)).any()


# people, works, numbers -----------------------------------------------------------------------------------------


@every_week
def states_of_people_stay_in_their_bounds(engine: Engine) -> None:
    residents = engine.world.residents
    for name in ("trust", "efficacy", "belief", "fatigue"):
        column = getattr(residents, name)
        # A comparison with a missing number is false.
        assert ((column >= 0.0) & (column <= 1.0)).all(), name
    assert ((residents.reciprocity >= 0.0) & (residents.reciprocity <= 2.0)).all()


@every_week
def expected_subsidies_are_shares(engine: Engine) -> None:
    expected = engine.world.units.expected_subsidy
    assert ((expected >= 0.0) & (expected <= 1.0)).all()


@every_week
def quality_and_condition_stay_in_their_bounds(engine: Engine) -> None:
    projects = engine.world.projects
    built = ~np.isnan(projects.quality)
    # Quality is worked out in the week after the works are finished.
    finished = (projects.week_of[:, EVALUATING] > NEVER) & (projects.week_of[:, EVALUATING] < engine.week - 1)
    assert (built >= finished).all()
    assert ((projects.quality[built] >= 0.0) & (projects.quality[built] <= 1.0)).all()
    assert ((projects.condition >= 0.0) & (projects.condition <= 1.0)).all()
    assert ((projects.score[built] >= 0.0) & (projects.score[built] <= 100.0)).all()


@every_week
def numbers_are_finite(engine: Engine) -> None:
    for table in (engine.world.needs, engine.world.projects, engine.world.residents, engine.world.households):
        for name, column in zip(table._fields, table, strict=True):
            if column.dtype.kind == "f" and name not in ("quality", "score"):
                assert np.isfinite(column).all(), name


@every_week
def hours_of_labour_are_what_the_journal_says(engine: Engine) -> None:
    projects, minutes = engine.world.projects, engine.ledger.minutes_since(-engine.settings.calendar.warm_up_weeks)
    assert projects.labour_minutes.sum() == minutes.get("labour", 0)
    assert projects.supervision_minutes.sum() == minutes.get("supervision", 0)
    assert projects.keep_minutes.sum() == minutes.get("upkeep", 0)
    assert (projects.labour_minutes <= projects.pledged_minutes).all()


@every_week
def offices_spend_no_more_minutes_than_they_have(engine: Engine) -> None:
    organizations, offices = engine.world.organizations, engine.settings.offices
    weeks = engine.week + engine.settings.calendar.warm_up_weeks
    tasks = (offices.triage_minutes, offices.settle_minutes, offices.decide_minutes, offices.inspect_minutes)
    longest = max(*tasks, engine.settings.cadre_visits.official_minutes)
    rows = np.flatnonzero(np.isin(organizations.kind, (COMMUNITY_OFFICE, STREET_OFFICE, COUNTY_OFFICE)))
    spent = -engine.ledger.minutes[engine.ledger.account("time_offices", rows)]
    spared = [entry[2:5:2] for entry in engine.ledger.entries() if entry[1] == FROM_FORMALITIES]
    for accounts, minutes in spared:
        np.subtract.at(spent, np.searchsorted(engine.ledger.account("time_offices", rows), accounts), minutes)
    # The last task is finished, even if it reaches into the next week.
    assert (spent <= organizations.minutes[rows] * weeks + longest).all()
    assert (organizations.minutes_left > -longest).all()


# tables ---------------------------------------------------------------------------------------------------------


@at_the_end
def tables_are_whole(engine: Engine) -> None:
    for name, table in engine.tables().items():
        lengths = {column: len(values) for column, values in table.items()}
        assert len(set(lengths.values())) <= 1, (name, lengths)
        for column, values in table.items():
            if values.dtype.kind == "f":
                shown = np.ma.compressed(np.ma.masked_array(np.ma.getdata(values), mask=np.ma.getmaskarray(values)))
                assert np.isfinite(shown).all(), f"{name}.{column}"


@at_the_end
def the_week_counts_what_the_projects_show(engine: Engine) -> None:
    projects, weekly = engine.world.projects, {name: np.array(x) for name, x in engine.weekly.items()}
    assert weekly["completed"].sum() == (projects.week_of[:, EVALUATING] > NEVER).sum()
    assert weekly["abandoned"].sum() == (projects.stage == ABANDONED).sum()
    assert weekly["unfunded"].sum() == (projects.stage == UNFUNDED).sum()
    applied = (projects.week_of[:, APPLYING] > NEVER).sum()
    # Who was asked again and did not consent may come back with a new proposal.
    assert applied <= weekly["consents"].sum() <= applied + weekly["offers_void"].sum()
    assert weekly["accepted"].sum() == (projects.accepted == ACCEPTED).sum()
    assert weekly["lost_fen"].sum() == projects.lost_fen.sum()
    assert weekly["labour_minutes"].sum() == projects.labour_minutes.sum()


@at_the_end
def outcomes_are_finite_where_they_are_defined(engine: Engine) -> None:
    may_be_missing = {
        "settled_share", "settled_in_half_year_share", "weeks_to_settle", "public_yuan_per_functioning", "leverage",
        "score", "gini_units", "gini_income", "gini_age", "turnout", "attended_young", "attended_middle",
        "attended_older", "life_years", "contribution_per_asked_yuan",
        "settled_per_thousand_visit_hours", "contributions_per_visit_hour", "settled_per_official_hour",
        "member_share", "reached_share", "reached_tenants_share", "reached_young_share", "reached_older_share",
    }  # fmt: skip
    for name, value in engine.outcomes().items():
        assert np.isfinite(value) or (name in may_be_missing and np.isnan(value)), name
        if name.endswith("_share") or name.startswith("gini"):
            assert not value < 0.0, name
            assert not value > 1.0, name


CHECKS: dict[str, Check] = {check.__name__: check for check in [*EVERY_WEEK, *AT_THE_END]}


def broken(engine: Engine) -> dict[str, str]:
    """Run an engine to its end; return for each rule that did not hold where it broke first."""
    found: dict[str, str] = {}

    def check(checks: list[Check], when: str) -> None:
        for rule in checks:
            if rule.__name__ not in found:
                try:
                    rule(engine)
                except AssertionError as error:
                    found[rule.__name__] = f"{when}: {error}"

    while engine.week < engine.end_week:
        engine.step()
        check(EVERY_WEEK, f"after week {engine.week - 1}")
    check(AT_THE_END, "at the end")
    return found


# neighbours -----------------------------------------------------------------------------------------------------


@every_week
def neighbours_know_who_came(engine: Engine) -> None:
    residents, ties = engine.world.residents, engine.world.ties
    came = residents.attendance & CAME_LAST > 0
    assert residents.attendance.max() <= CAME_LAST
    known = np.bincount(slice_of_each(ties.first), weights=came[ties.neighbours], minlength=len(came))
    assert residents.ties_came.tolist() == known.tolist()


@every_week
def neighbours_know_who_was_asked_and_who_pledged(engine: Engine) -> None:
    residents, stakes, ties = engine.world.residents, engine.world.stakes, engine.world.ties
    for p in engine.in_stage(CAMPAIGNING)[:3]:
        start, end, first = engine.block_of(int(p))
        for k in range(end - start):
            r = engine.world.households.first_resident[start + k]
            others = ties.neighbours[ties.first[r] : ties.first[r + 1]]
            there = residents.household[others]
            others = others[(there >= start) & (there < end) & (there != start + k)]
            rows = first + residents.household[others] - start
            pledged = stakes.pledged_week[rows] > NEVER
            assert stakes.ties_asked[first + k] == (stakes.asked_week[rows] > NEVER).sum()
            assert stakes.ties_pledged[first + k] == pledged.sum()
            assert stakes.leaders[first + k] == residents.status[others[pledged]].sum(dtype=np.float64)
