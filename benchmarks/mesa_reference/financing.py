"""How a project is to be paid (ODD 7.5): what residents must raise, who is asked, and what a smaller plan needs."""

from typing import TYPE_CHECKING

from dizao.model.core import draws
from dizao.model.parameters import FEN_PER_YUAN, MINUTES_PER_HOUR, WEEKS_PER_YEAR

from . import cash, contracts, levies, payment, proposals

if TYPE_CHECKING:
    from .model import ReferenceModel
    from .things import Project


def start_campaign(model: "ReferenceModel", p: "Project") -> None:
    """Find who lends and sponsors, work out what residents must raise, and ask; where that is nothing, build."""
    works = model.settings.works
    _find_collective(model, p)
    _find_lender(model, p)
    _find_sponsor(model, p)
    ask(model, p)
    replaceable = min(p.kind.labour_share * p.cost_fen, p.gap_fen - p.advance_fen)
    p.labour_wanted_minutes = int(replaceable / (works.labour_wage * FEN_PER_YUAN) * MINUTES_PER_HOUR)
    p.campaign_week, p.campaigns = model.week, 1
    if p.gap_fen == 0:
        call_pledges(model, p, "build")
    else:
        p.enter("campaign", model.week)


def _find_collective(model: "ReferenceModel", p: "Project") -> None:
    """The village's collective or the township may advance money against the promise, without a fee."""
    works = model.settings.works
    if model.random_draw(draws.COLLECTIVE, p.id) < works.collective_advance_share:
        p.collective_limit_fen = min(int(works.collective_limit_yuan * FEN_PER_YUAN), p.promise_fen)


def _find_lender(model: "ReferenceModel", p: "Project") -> None:
    """Somebody may be willing to lend the rest; the price for the weeks that it is told to take is raised with it."""
    works, rest = model.settings.works, p.promise_fen - p.collective_limit_fen
    weeks = model.terms_of(p).payment.delay_weeks + p.kind.build_weeks if p.promise_fen > 0 else 0
    if rest > 0 and model.random_draw(draws.LENDER, p.id) < works.lender_share:
        p.loan_limit_fen = int(min(works.lender_limit_yuan * FEN_PER_YUAN, rest))
        p.fee_fen = int(p.loan_limit_fen * works.lender_rate * weeks / WEEKS_PER_YEAR)


def _find_sponsor(model: "ReferenceModel", p: "Project") -> None:
    """Local firms may give; it is set aside at once."""
    works, firms = model.settings.works, f"organizations:{p.unit.id}"
    if model.random_draw(draws.SPONSOR, p.id) < works.sponsor_probability:
        wanted = int(works.sponsor_share * max(0, p.cost_fen - p.offer_fen))
        p.sponsor_fen = p.organizations_fen = min(wanted, model.accounts.fen[firms])
        model.move(firms, p.escrow, p.sponsor_fen, "sponsor's contribution")


def ask(model: "ReferenceModel", p: "Project") -> None:
    """Divide gap = cost + fee - offer - sponsor's part + advance over the households (ODD 7.5; matches: 7.10)."""
    works, rules = model.settings.works, model.terms_of(p).payment
    carried = p.collective_limit_fen + p.loan_limit_fen + int(works.contractor_credit_share * p.cost_fen)
    hired = p.cost_fen - int(p.kind.labour_share * p.cost_fen)
    carried += hired - contracts.paid_on_the_way(model, hired)
    p.advance_fen = max(0, p.promise_fen // payment.parts(rules) - carried)
    secured = 0 if rules.timing in payment.MATCHES else p.offer_fen
    own = max(0, p.cost_fen + p.fee_fen - secured - p.sponsor_fen)
    p.match_fen = payment.planned_match(rules, own, levies.planned_payers(model, p) * len(p.stakes), p.offer_fen)
    p.gap_fen = own - p.match_fen + p.advance_fen
    p.asked_fen = proposals.share_out(p, int(p.gap_fen / levies.planned_payers(model, p)))


def is_matching(model: "ReferenceModel", p: "Project") -> bool:
    """Whether public money comes only with contributions."""
    return model.terms_of(p).payment.timing in payment.MATCHES


def labour_value(model: "ReferenceModel", minutes: int) -> int:
    """The cost that residents' labour replaces, fen."""
    return int(minutes * model.settings.works.labour_wage * FEN_PER_YUAN / MINUTES_PER_HOUR)


def match_of_pledges(model: "ReferenceModel", p: "Project") -> int:
    """What the pledges would bring in if all were called."""
    return payment.match_of_contributions(
        model.terms_of(p).payment, [s.pledged_fen for s in p.stakes if s.pledged_fen > 0]
    )


def redesign(model: "ReferenceModel", p: "Project", kept: float) -> None:
    """Cut a plan to a part: cost, fee, loan, offer and every household's value shrink alike; pledges stand."""
    for name in ("cost_fen", "fee_fen", "collective_limit_fen", "loan_limit_fen"):
        setattr(p, name, int(getattr(p, name) * kept))
    rules = payment.paid_for(model.terms_of(p), p.unit, p.need.category)
    most = int(p.offer_fen * kept)
    if rules.timing in payment.MATCHES:
        most = payment.offer(rules, p.cost_fen, rules.minimum_resident_share)
    cut_offer(model, p, min(p.offer_fen, most))
    for s in p.stakes:
        s.value_fen = int(s.value_fen * kept)
    ask(model, p)


def cut_offer(model: "ReferenceModel", p: "Project", fen: int) -> None:
    """Cut an offer of which nothing is paid yet; what was set aside for the rest is free again."""
    cash.release(model, p, p.offer_fen - fen)
    p.promise_fen = p.promise_fen * fen // max(1, p.offer_fen)
    p.grant_fen = fen - p.promise_fen
    p.offer_fen = fen


def call_pledges(model: "ReferenceModel", p: "Project", stage: str) -> None:
    """The plan is covered: every pledge is called for the same part, so that just what is needed comes in."""
    own = p.gap_fen + p.match_fen
    labour = min(labour_value(model, p.pledged_minutes), own)
    matched = match_of_pledges(model, p)
    p.match_fen = min(p.offer_fen, (own - labour) * matched // max(1, p.pledged_fen + matched))
    p.gap_fen = own - labour - p.match_fen
    p.bill_fen = p.cost_fen - labour
    p.enter(stage, model.week)
