"""The tables of a run: every column with its unit and meaning, in order.

docs/outputs.md is made from this, the parquet files carry it, and a test compares it with what the engine writes.
"""

from dizao.model.core.definitions import Column
from dizao.model.systems.registry import COUNTS, SYSTEMS


def _of_systems(table: str) -> dict[str, Column]:
    """Return the columns that systems of the field add to a table."""
    return {name: column for one in SYSTEMS for (where, name), (_, column) in one.columns.items() if where == table}


STAGES = {
    "potential": "has arisen and has not been voiced",
    "voiced": "waits for an office to record it",
    "recorded": "waits for a meeting",
    "vote": "votes are collected door to door",
    "apply": "waits for a decision on public money",
    "campaign": "pledges are made",
    "collect": "pledges are paid",
    "build": "under construction",
    "evaluate": "finished and in use, waits for acceptance",
    "use": "in use: accepted, refused for good, or never inspected",
    "ended": "worn out",
    "no_consent": "the vote did not pass",
    "unfunded": "the money did not come together; contributions went back",
    "abandoned": "given up on site",
}
"""Stages of a project; it is in exactly one."""

WEEKLY = {
    "week": Column("week", "0 is the first of the programme; the warm-up is below 0"),
    "arose": Column("needs", "needs that arose (in the first row with the backlog)"),
    "voiced": Column("needs", "needs voiced for the first time"),
    "settled": Column("needs", "needs settled"),
    "meetings": Column("meetings", "meetings of units' platforms and of councils"),
    "attendances": Column("people", "people at these meetings"),
    "objections": Column("objections", "objections said aloud"),
    "proposals": Column("projects", "projects put to the vote"),
    "consents": Column("projects", "votes passed"),
    "applications": Column("projects", "applications for public money"),
    "offers": Column("projects", "applications that got an offer"),
    "asked_again": Column(
        "projects", "proposals put to the vote once more, since there is less public money than was told"
    ),
    "offers_void": Column("projects", "decisions that such a second vote has made void"),
    "funded": Column("projects", "campaigns whose pledges and offers covered the cost"),
    "unfunded": Column("projects", "campaigns given up"),
    "completed": Column("projects", "works finished"),
    "abandoned": Column("projects", "sites given up"),
    "accepted": Column("projects", "works accepted"),
    "refused": Column("projects", "works refused"),
    "supervisors": Column("people", "residents who supervised works"),
    "keepers": Column("households", "households that lent a hand in upkeep"),
    "sites_waiting": Column("projects", "sites that stood still for want of cash"),
    "labour_minutes": Column("minutes", "residents' labour in construction"),
    "public_fen": Column("fen", "public money paid to projects and in refunds"),
    "residents_fen": Column("fen", "money that households paid, advances included"),
    "lost_fen": Column("fen", "sunk cost of abandoned projects, and claims on refused work"),
    "benefit_fen": Column("fen", "benefit that flowed, not discounted"),
    **COUNTS,
    "campaigns_open": Column("projects", "campaigns under way at the end of the week"),
    "sites_open": Column("projects", "sites under way at the end of the week"),
    "in_use": Column("projects", "finished things in use at the end of the week"),
    "budget_free_fen": Column("fen", "what the county has and has not set aside"),
    "expected_subsidy": Column("share", "mean over units of the public share of cost that people expect"),
    "trust": Column("share", "mean trust of adults; taken every fourth week, as are the next four"),
    "efficacy": Column("share", "mean efficacy of adults"),
    "fatigue": Column("share", "mean fatigue of adults"),
    "belief": Column("share", "mean running belief of deciding adults that others give"),
    "reciprocity": Column("ratio", "mean rho of deciding adults"),
}

NEEDS = {
    "id": Column("id", "permanent number of the need"),
    "unit": Column("id", "its governance unit"),
    "kind": Column("name", "matter or project"),
    "category": Column("name", "its category in the scenario"),
    "households": Column("households", "households concerned"),
    "value_fen_year": Column("fen a year", "mean value to one of them"),
    "week_arose": Column("week", "when it arose"),
    "week_voiced": Column("week", "when somebody voiced it; missing: never"),
    "week_recorded": Column("week", "when an office had recorded it; missing: never"),
    "week_settled": Column("week", "when it was settled or its project came into use; missing: never"),
    "level": Column("name", "where it lies or was settled: unit, community or street"),
    "met": Column("yes/no", "something functioning already served it when it arose"),
}

PROJECTS = {
    "id": Column("id", "that of its need"),
    "unit": Column("id", "its governance unit"),
    **_of_systems("projects"),
    "category": Column("name", "its category in the scenario"),
    "stage": Column("name", "stage at the end of the run"),
    "mechanism": Column("name", "rules under which public money was offered: former, the run's mechanism, or none"),
    **{f"week_{name}": Column("week", f"entered the stage {name}; missing: never") for name in STAGES},
    "week_accepted": Column("week", "accepted; missing: never"),
    "week_paid": Column("week", "reward paid; missing: never"),
    "cost_fen": Column("fen", "cost as proposed, after any redesign"),
    "offer_fen": Column("fen", "public money offered"),
    "bill_fen": Column("fen", "what the builder was to get"),
    "asked_fen": Column("fen", "asked of all households concerned together"),
    "pledged_fen": Column("fen", "pledged by them"),
    "sponsor_fen": Column("fen", "promised by local firms"),
    "fee_fen": Column("fen", "fee of the loan"),
    "loan_limit_fen": Column("fen", "what a willing lender gives; 0: there is none"),
    "collective_limit_fen": Column("fen", "what the village's collective advances; 0: it does not"),
    "collective_fen": Column("fen", "advanced by the collective and not repaid"),
    "loan_fen": Column("fen", "lent and not repaid"),
    "credit_fen": Column("fen", "carried by the builder and not repaid"),
    "retention_fen": Column("fen", "retained in the escrow to the end of defects liability"),
    "advances_fen": Column("fen", "advanced by households and not repaid"),
    "public_fen": Column("fen", "public money paid and not returned"),
    "residents_fen": Column("fen", "households' contributions paid and not returned"),
    "organizations_fen": Column("fen", "organizations' contributions paid and not returned"),
    "match_fen": Column("fen", "what of the offer contributions bring in; 0: no match"),
    "points_fen": Column("fen", "worth of the points that givers got"),
    "bonus_fen": Column("fen", "refund bonuses paid"),
    "labour_minutes": Column("minutes", "residents' labour in construction"),
    "supervision_minutes": Column("minutes", "residents' supervision"),
    "keep_minutes": Column("minutes", "residents' upkeep"),
    "lost_fen": Column("fen", "money lost in it, whoever bore it"),
    "campaigns": Column("campaigns", "campaigns held; a second one follows a redesign"),
    "attempts": Column("votes", "times it was put to the vote"),
    "repaired": Column("repairs", "repairs after a refusal"),
    "in_arrears": Column("projects", "1: public money for it was due and did not come in the year"),
    "owed_fen": Column("fen", "owed to the builder for works beyond what the escrow holds"),
    "shares": Column("name", "how the cost was shared out: equal, or by benefit"),
    "quality": Column("share", "quality of the works, 0 to 1; missing: not finished"),
    "score": Column("points", "residents' mean score, 0 to 100; missing: not scored"),
    "accepted": Column("yes/no", "accepted by inspectors; missing: not inspected"),
    "condition": Column("share", "condition at the end of the run, 0 to 1; missing: not finished"),
    "benefit_fen_year": Column("fen a year", "value a year to all concerned in perfect condition, losers subtracted"),
    "benefit_fen": Column("fen", "benefit delivered by the end of the run, discounted to week 0"),
    "functioning": Column("yes/no", "in use at the end of the run"),
    "functioning_after_12_months": Column(
        "yes/no", "in use 52 weeks after completion; missing: not finished so long ago"
    ),
}

UNITS = {
    "id": Column("id", "permanent number of the unit"),
    "street": Column("id", "its street or township"),
    "community": Column("id", "its community or village"),
    "station": Column("yes/no", "has a service station"),
    "place": Column("name", "its group of places; empty where the scenario has none"),
    "households": Column("households", "households"),
    "residents": Column("people", "residents"),
    "adults": Column("people", "residents who are not children"),
    "party_members": Column("people", "party members"),
    "last_turnout": Column("people", "people at its last meeting"),
    "expected_subsidy": Column("share", "public share of a project's cost that its people expect, at the end"),
    "completed": Column("projects", "projects of the window that were completed"),
    "in_use": Column("projects", "of these, in use at the end of the run"),
    "benefit_fen": Column("fen", "their benefit, discounted to week 0"),
    "public_fen": Column("fen", "public money in projects of the window"),
    "residents_fen": Column("fen", "households' contributions and advances in them"),
    "lost_fen": Column("fen", "money lost in them"),
    "upkeep_fund_fen": Column("fen", "its upkeep fund at the end of the run"),
    "trust": Column("share", "mean trust of its adults at the end"),
    "efficacy": Column("share", "mean efficacy of its adults at the end"),
    "belief": Column("share", "mean running belief of its adults at the end"),
    "reciprocity": Column("ratio", "mean rho of its adults at the end"),
}

PLACES = {
    "place": Column("name", "group of places, as the scenario calls it; `all`: all units"),
    "units": Column("units", "units that are simulated"),
    "households": Column("households", "their households"),
    "income_fen_a_head": Column("fen a year", "income a head"),
    "projects": Column("projects", "needs of the window that want a project"),
    "completed": Column("projects", "of these, completed"),
    "in_use": Column("projects", "of these, in use at the end of the run"),
    "households_served": Column("households", "households that gained from one of them"),
    "benefit_fen": Column("fen", "their benefit by the end of the run, discounted to week 0"),
    "public_fen": Column("fen", "public money in them"),
    "residents_fen": Column("fen", "households' contributions and advances in them"),
    "contributions_of_income": Column("share", "these, of all households' income in the weeks of the programme"),
    "served_share": Column("share", "households served"),
    "served_share_poorest_units": Column("share", "the same in the fifth of these units with the least income a head"),
    "served_share_poorest_households": Column("share", "the same in the fifth of these households with the least"),
    "benefit_fen_a_household": Column("fen", "benefit to a household by the end of the run, discounted to week 0"),
    "benefit_fen_a_household_poorest_units": Column("fen", "the same in the poorest fifth of these units"),
    "benefit_fen_a_household_poorest_households": Column("fen", "the same in the poorest fifth of these households"),
}

LEDGER = {
    "week": Column("week", "when"),
    "source": Column("name", "account that gives: its kind, and the id of the unit, project or office"),
    "target": Column("name", "account that gets, likewise"),
    "fen": Column("fen", "money moved; 0 in an entry of time"),
    "minutes": Column("minutes", "time given; 0 in an entry of money"),
    "why": Column("name", "what for"),
}

TABLES: dict[str, dict[str, Column]] = {
    "weekly": WEEKLY,
    "needs": NEEDS,
    "projects": PROJECTS,
    "units": UNITS,
    "ledger": LEDGER,
    "places": PLACES,
}
"""All tables of a run by the name of their file."""
