"""Pledges are paid, and cash is found before works start (ODD 7.6)."""

from typing import TYPE_CHECKING

from dizao.model.core import draws
from dizao.model.parameters import WEEKS_PER_MONTH

from . import cash, financing, partners, payment, prefinance, protection

if TYPE_CHECKING:
    from .model import ReferenceModel
    from .things import Project


def run(model: "ReferenceModel") -> None:
    """Collect what is due on every funded project, then start those whose bill is covered."""
    for p in model.in_stage("collect"):
        if not p.pledges_freed:
            _collect(model, p)
        if p.pledges_freed:
            _start(model, p)


def _collect(model: "ReferenceModel", p: "Project") -> None:
    """Call every pledge for the same part, which is there since pledges are kept back; then settle the plan."""
    called = min(p.gap_fen, p.pledged_fen)
    givers = [s for s in p.stakes if s.pledged_fen > 0]
    for s, share in zip(givers, cash.parts(called, [s.pledged_fen for s in givers]), strict=True):
        if share > 0:
            cash.open_purse(model, s.household)
            cash.pay_in(model, p, s.household, share, "contributions")
            s.paid_fen += share
            p.residents_fen += share
    cash.free_pledges(p)
    _settle_match(model, p)
    _plan_with_what_came(p)
    _set_advances_apart(p)


def _settle_match(model: "ReferenceModel", p: "Project") -> None:
    """Under a match what is paid is M of the contributions that came, no more than is lacking and than was offered."""
    if not financing.is_matching(model, p):
        return
    contributions = [s.paid_fen for s in p.stakes if s.paid_fen > 0]
    lacking = max(0, p.bill_fen - p.sponsor_fen - p.residents_fen)
    matched = min(p.offer_fen, payment.match_of_contributions(model.terms_of(p).payment, contributions), lacking)
    p.gap_fen += p.match_fen - matched
    p.match_fen = matched
    financing.cut_offer(model, p, matched)


def _plan_with_what_came(p: "Project") -> None:
    """The little by which rounding makes a match smaller than was planned is left out of the works."""
    missing = max(0, p.gap_fen - p.residents_fen)
    p.bill_fen -= min(missing, p.bill_fen)


def _set_advances_apart(p: "Project") -> None:
    """Of what givers paid, the part that the reward is to repay is an advance and no contribution."""
    share = min(1.0, p.advance_fen / max(1, p.gap_fen))
    for s in p.stakes:
        advance = int(s.paid_fen * share)
        s.advanced_fen += advance
        s.paid_fen -= advance
        p.residents_fen -= advance
        p.advances_fen += advance


def _start(model: "ReferenceModel", p: "Project") -> None:
    """Start works whose bill is covered, or (some) in the hope that it will be; else wait, and give up in the end."""
    works = model.settings.works
    missing = prefinance.still_paid(model, p) - prefinance.covered(model, p)
    if missing > 0 and model.random_draw(draws.START, p.id) >= works.start_uncovered:
        if p.waited % WEEKS_PER_MONTH == 0:
            missing -= prefinance.ask_advances(model, p, missing)
        if missing > 0:
            _wait(model, p)
            return
    if partners.waits_for_other(model, p):
        return
    p.waited = 0
    protection.pay_points(model, p)
    p.enter("build", model.week)


def _wait(model: "ReferenceModel", p: "Project") -> None:
    p.waited += 1
    if p.waited > model.settings.works.patience_weeks:
        given = p.residents_fen + p.advances_fen
        cash.give_up(model, p)
        protection.pay_bonus(model, p, given)
