"""A mechanism is allocation x payment x protection x incentive: the four parts, and what each can be set to."""

from typing import Annotated, Any, Literal, NamedTuple

from dizao.agents.parameters import ASSUMED, Parameter
from dizao.model.mechanisms.allocation import ALLOCATION_RULES
from dizao.model.mechanisms.terms import ANYWHERE, IncomeBand, Locality, Terms, TermsBy, of_name
from dizao.model.mechanisms.timings import TIMINGS


class Allocation(NamedTuple):
    """Who gets public money, and from which pot."""

    rule: Annotated[Literal[tuple(ALLOCATION_RULES)], "how applications are decided: see docs/odd.md, 7.10"] = (  # type: ignore[valid-type]
        "first_come"
    )
    round_weeks: Annotated[
        int,
        Parameter("weeks", 4, 52, "C", ASSUMED, "weeks between two dates of decision in a year; not with first_come"),
    ] = 26
    reserve: Annotated[
        Literal["application", "acceptance"],
        "when the offer is set aside in the county's budget: with the application, or only once the work is accepted",
    ] = "application"
    unspent: Annotated[
        Literal["lapse", "carry_over"],
        "what was not set aside by the end of a budget year: back to the treasury, or kept",
    ] = "lapse"
    largest_cost_yuan: Annotated[
        float, Parameter("yuan", 50_000.0, 500_000.0, "C", ASSUMED, "cost above which a project is not a small one")
    ] = 200_000.0
    minimum_consent: Annotated[
        float,
        Parameter("share", 0.0, 0.9, "C", ASSUMED, "share of yes among votes cast below which nothing is offered"),
    ] = 0.0


class Payment(NamedTuple):
    """How much public money a project gets, and when."""

    timing: Annotated[Literal[tuple(TIMINGS)], "when it is paid: see docs/odd.md, 7.10"] = "none"  # type: ignore[valid-type]
    rate: Annotated[
        float, Parameter("share", 0.1, 1.0, "C", ASSUMED, "public share of the cost; under a match the most it can be")
    ] = 0.0
    fixed_yuan: Annotated[
        float, Parameter("yuan", 0.0, 50_000.0, "C", ASSUMED, "sum for every project, whatever it costs")
    ] = 0.0
    cap_yuan: Annotated[float, Parameter("yuan", 0.0, 500_000.0, "C", ASSUMED, "largest sum for one project")] = (
        200_000.0
    )
    match_rate: Annotated[
        float,
        Parameter("ratio", 0.0, 3.0, "C", ASSUMED, "yuan for each yuan given; the factor of a quadratic match"),
    ] = 1.0
    advance_share: Annotated[
        float, Parameter("share", 0.1, 0.5, "C", ASSUMED, "part of the offer paid in advance (advance_reward)")
    ] = 0.3
    milestones: Annotated[
        int, Parameter("payments", 2, 5, "C", ASSUMED, "equal parts in which the offer is paid (milestones)")
    ] = 3
    delay_weeks: Annotated[int, Parameter("weeks", 0, 52, "C", ASSUMED, "weeks from the decision to the payment")] = 4
    minimum_resident_share: Annotated[
        float,
        Parameter("share", 0.0, 0.5, "C", ASSUMED, "part of the cost that residents must put in, in money or labour"),
    ] = 0.0
    tier_scores: Annotated[
        tuple[float, ...], Parameter("score", 0.0, 100.0, "C", ASSUMED, "lower bounds of a reward's tiers, ascending")
    ] = ()
    tier_shares: Annotated[
        tuple[float, ...], Parameter("share", 0.0, 1.0, "C", ASSUMED, "part of the reward that each tier gets")
    ] = ()
    waterfall: Annotated[
        tuple[
            Literal["lender", "collective", "contractor", "advances", "givers", "upkeep_fund", "community_fund"], ...
        ],
        "who is paid in order, each up to what it is owed; the last takes the rest",
    ] = ("lender", "collective", "contractor", "advances", "upkeep_fund")


class Protection(NamedTuple):
    """What givers get back when a project is not finished; escrow that is not spent always goes back."""

    refund_share: Annotated[
        float,
        Parameter("share", 0.0, 1.0, "C", ASSUMED, "insured part of contributions lost with an abandoned project"),
    ] = 0.0
    bonus_share: Annotated[
        float,
        Parameter("share", 0.0, 0.5, "C", ASSUMED, "bonus on a pledge or contribution whose project is not completed"),
    ] = 0.0
    payer: Annotated[
        Literal["county", "community_fund", "organizations"],
        "who pays both, as far as there is money: the county, the unit's community fund, its local firms",
    ] = "county"


class Incentive(NamedTuple):
    """What givers get besides the thing itself."""

    kind: Annotated[
        Literal["none", "points", "honours"],
        "nothing, goods for points that the county pays, or names read out",
    ] = "none"
    points_share: Annotated[
        float, Parameter("ratio", 0.0, 0.5, "C", ASSUMED, "worth of the points for a yuan given, or worked")
    ] = 0.1
    salience: Annotated[
        float, Parameter("share", 0.0, 1.0, "C", ASSUMED, "how much points are in view when somebody decides")
    ] = 1.0


class Mechanism(NamedTuple):
    """The rules by which outside money meets residents' effort."""

    allocation: Allocation = Allocation()
    payment: Payment = Payment()
    protection: Protection = Protection()
    incentive: Incentive = Incentive()
    categories: TermsBy = ()
    incomes: tuple[IncomeBand, ...] = ()
    places: TermsBy = ()
    kinds: TermsBy = ()
    """By category of project, income of the unit, group and kind of places, what of `OWN_TERMS` differs."""

    def terms_in(self, where: Locality) -> dict[str, float]:
        """Return what differs in a unit from the payment of all, before what single categories say.

        Parameters
        ----------
        where
            The unit.

        Returns
        -------
        Settings of the payment: of the narrowest band of incomes that says them, else of the group, else of the kind.
        """
        own = of_name(self.kinds, where.kind) | of_name(self.places, where.group)
        for band in sorted(self.incomes, key=lambda one: -one.limit):
            if band.holds(where):
                own |= dict(band.terms)
        return own

    def payment_for(self, category: str, where: Locality = ANYWHERE) -> Payment:
        """Return how projects of a category are paid for in a unit (ODD 7.10).

        Parameters
        ----------
        category
            Name of the category.
        where
            The unit.

        Returns
        -------
        The payment, with what is said of the category and of the unit alone.
        """
        own: dict[str, Any] = self.terms_in(where) | of_name(self.categories, category)
        return self.payment._replace(**own) if own else self.payment

    def all_terms(self) -> list[Terms]:
        """Return everything that differs for a part of the projects.

        Returns
        -------
        Terms of categories, incomes, groups and kinds.
        """
        by_name = (*self.categories, *self.places, *self.kinds)
        return [terms for _, terms in by_name] + [band.terms for band in self.incomes]


PARTS: dict[str, type] = {
    "allocation": Allocation,
    "payment": Payment,
    "protection": Protection,
    "incentive": Incentive,
}
