"""Votes (ODD 7.4): collected door to door for some weeks, then counted by heads and area."""

from typing import TYPE_CHECKING, NamedTuple

from dizao.agents.household import NOBODY
from dizao.model.core import draws
from dizao.model.world.projects import NEVER

from . import financing, partners, platforms
from .rules import found_for_vote, logit, persuaded, stake, vote_log_odds, worth

if TYPE_CHECKING:
    from .model import ReferenceModel
    from .things import Project, Stake


def run(model: "ReferenceModel") -> None:
    """Collect a week's votes on all proposals; count where the weeks are over."""
    opened = model.in_stage("vote")
    for p in opened:
        for s in p.stakes:
            moved = meets_anew(model, p, s)
            if (s.vote < 0 and _is_found(model, p, s)) or (s.vote == 0 and moved):
                s.vote, s.voted_week = int(_says_yes(model, p, s)), model.week
    for p in opened:
        began = p.week_decided if p.asked_again else p.weeks["vote"]
        if model.week >= began + model.settings.works.vote_weeks - 1:
            _count(model, p)


def _is_found(model: "ReferenceModel", p: "Project", s: "Stake") -> bool:
    people, h = model.settings.people, s.household
    chance = found_for_vote(h.talked_with(model.week, people.contact_memory_weeks), not h.owner, people)
    return model.random_draw(draws.REACH, p.id, h.id, model.week) < chance


def _says_yes(model: "ReferenceModel", p: "Project", s: "Stake") -> bool:
    who = s.household.deciding
    people, value = model.settings.people, s.value_fen * p.present_years(model) * who.efficacy
    outlay = min(s.asked_fen, max(0.0, value)) if p.kind.ask == "free" else s.asked_fen
    n = stake(value - outlay, s.household.spare_fen, s.household.unit.group.place.spare_money_share)
    said = _yes_of_ties(model, p, s)
    f = partners.fairness(model, p, s)
    x = vote_log_odds(worth(value, outlay), n, f, who.trust, s.explained, said, people)
    x -= platforms.lack_of_legitimacy(model)
    z = persuaded(logit(model.random_draw(draws.VOTE, p.id, s.household.id)), s.met, people)
    return x + z / (1.0 + people.vote_steadiness * abs(n)) > 0.0 and not partners.refuses_alone(model, p, s)


def meets_anew(model: "ReferenceModel", p: "Project", s: "Stake") -> bool:
    """Note whom a household talked with in person this week; return whether that met it better than all before."""
    h = s.household
    if model.settings.people.persuasion == 0.0 or h.contact_week != model.week or h.contact_by == NOBODY:
        return False
    met = model.random_draw(draws.PERSUADE, p.id, h.id, h.contact_by)
    better, s.met = met > s.met, max(met, s.met)
    return better


def _yes_of_ties(model: "ReferenceModel", p: "Project", s: "Stake") -> float:
    """Share of yes among the deciding adult's ties whose households voted before this week; 1/2 if none did."""
    votes = [t.vote for _, t in p.ties_in(s) if NEVER < t.voted_week < model.week]
    return sum(votes) / len(votes) if votes else 0.5


def _count(model: "ReferenceModel", p: "Project") -> None:
    """Apply with consent; without it go back to the meeting until the attempts are used up.

    A second vote on a decision for less than was told leads to the campaign, or makes the decision void.
    """
    consented = has_consent(p)
    if p.asked_again and consented:
        financing.start_campaign(model, p)
        return
    if p.asked_again:
        financing.cut_offer(model, p, 0)
        p.asked_again = p.examined = False
        p.terms, p.weeks["apply"] = -1, NEVER
    if consented:
        p.enter("apply", model.week)
    elif p.attempts < model.settings.works.proposal_attempts:
        p.stage = "recorded"
    else:
        p.enter("no_consent", model.week)


def has_consent(p: "Project") -> bool:
    """Apply the category's legal rule (ODD 7.4): heads and area must both suffice."""
    heads, area = _shares(p, [1.0] * len(p.stakes)), _shares(p, [s.household.area for s in p.stakes])
    part, of_all, of_part = (min(pair) for pair in zip(heads, area, strict=True))
    return {
        "none": True,
        "art278_half": part >= 2 / 3 and of_part > 1 / 2,
        "art278_three_quarters": part >= 2 / 3 and of_part >= 3 / 4,
        "property_law_two_thirds": of_all >= 2 / 3,
        "village_70": heads.part >= 0.7 and heads.yes_of_part > 1 / 2,
        "unanimous": heads.yes_of_all == 1.0,
    }[p.kind.consent]


class Shares(NamedTuple):
    """Who took part, and who said yes: of all, and of those who took part."""

    part: float
    yes_of_all: float
    yes_of_part: float


def _shares(p: "Project", sizes: list[float]) -> Shares:
    """Count a vote by sizes of the households."""
    everybody = sum(sizes)
    part = sum(x for x, s in zip(sizes, p.stakes, strict=True) if s.vote >= 0)
    yes = sum(x for x, s in zip(sizes, p.stakes, strict=True) if s.vote == 1)
    return Shares(part / everybody, yes / everybody, yes / part if part > 0.0 else 0.0)
