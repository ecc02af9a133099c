"""A mechanism is allocation x payment x protection x incentive: the four parts, and what each can be set to."""

from typing import Annotated, Literal, NamedTuple

from dizao.agents.parameters import ASSUMED, Parameter


class Allocation(NamedTuple):
    """Who gets public money, and from which pot."""

    rule: Annotated[
        Literal["first_come"], "who comes first: eligible applications in order of their week, then of their id"
    ] = "first_come"
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


class Payment(NamedTuple):
    """How much public money a project gets, and when."""

    timing: Annotated[
        Literal["none", "upfront", "acceptance"], "never, when the works start, or after acceptance (the reward)"
    ] = "none"
    rate: Annotated[float, Parameter("share", 0.1, 1.0, "C", ASSUMED, "public share of the cost")] = 0.0
    cap_yuan: Annotated[float, Parameter("yuan", 0.0, 500_000.0, "C", ASSUMED, "largest sum for one project")] = (
        200_000.0
    )
    delay_weeks: Annotated[int, Parameter("weeks", 0, 52, "C", ASSUMED, "weeks from the decision to the payment")] = 4
    minimum_resident_share: Annotated[
        float,
        Parameter("share", 0.0, 0.5, "C", ASSUMED, "part of the cost that residents must put in, in money or labour"),
    ] = 0.0
    waterfall: Annotated[
        tuple[Literal["lender", "contractor", "advances", "givers", "upkeep_fund", "community_fund"], ...],
        "who is paid in order, each up to what it is owed; the last takes the rest",
    ] = ("lender", "contractor", "advances", "upkeep_fund")


class Protection(NamedTuple):
    """What givers get back when a project is not finished; escrow that is not spent always goes back."""

    refund_share: Annotated[
        float, Parameter("share", 0.0, 1.0, "C", ASSUMED, "insured part of gifts that an abandoned site has eaten")
    ] = 0.0
    payer: Annotated[Literal["county", "community_fund"], "who pays that"] = "county"


class Incentive(NamedTuple):
    """What givers get besides the thing itself."""

    kind: Annotated[Literal["none"], "nothing but the thing itself"] = "none"


class Mechanism(NamedTuple):
    """The rules by which outside money meets residents' effort."""

    allocation: Allocation = Allocation()
    payment: Payment = Payment()
    protection: Protection = Protection()
    incentive: Incentive = Incentive()


PARTS: dict[str, type] = {
    "allocation": Allocation,
    "payment": Payment,
    "protection": Protection,
    "incentive": Incentive,
}
