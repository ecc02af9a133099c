"""Ballots of participatory budgeting as files of Pabulib (.pb), written and read with pabutools.

A run leaves one file for each round in which residents voted. Any file of Pabulib with approval ballots can be counted
by the rules that the model uses (``dizao elect FILE``).
"""

from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from dizao.model.mechanisms.participatory import Ballots, Vote, equal_shares, greedy
from dizao.scenarios.loading.errors import ScenarioError, one_line

if TYPE_CHECKING:
    from pabutools.election import Instance, Profile

BALLOTS = "ballots-week-*.pb"
"""Pattern of the files that a run leaves."""

RULES = {"equal_shares": equal_shares, "greedy": greedy}
"""Rules that count ballots, by name."""


class Election(NamedTuple):
    """What a file holds: money and costs in its unit, names of the projects, and ballots by position."""

    title: str
    money: Fraction
    names: list[str]
    costs: list[Fraction]
    ballots: Ballots


def file_name(vote: Vote) -> str:
    """Return the name of a round's file."""
    return f"ballots-week-{vote.week:03d}.pb"


def pabulib_text(vote: Vote, title: str) -> str:
    """Return a round in the format of Pabulib, costs in whole fen; the same round gives the same bytes."""
    from pabutools.election import ApprovalBallot, ApprovalProfile, Instance, Project
    from pabutools.election.pabulib import election_as_pabulib_string

    projects = [Project(str(n), cost=fen) for n, fen in zip(vote.need, vote.offer_fen, strict=True)]
    instance = Instance(projects, budget_limit=vote.money_fen)
    won = {n for n, fen in zip(vote.need, vote.granted_fen, strict=True) if fen > 0}
    instance.project_meta = {project: {"selected": int(int(project.name) in won)} for project in projects}
    instance.meta = {"description": title, "country": "model", "unit": title, "instance": f"week {vote.week}"}
    instance.meta |= {
        "date_begin": str(vote.week),
        "date_end": str(vote.week),
        "rule": "see mechanism",
        "currency": "fen, 1/100 yuan",
    }
    profile = ApprovalProfile(instance=instance)
    for approved, number in vote.ballots.items():
        for _ in range(number):
            profile.append(ApprovalBallot(projects[k] for k in approved))
    return _with_sorted_votes(election_as_pabulib_string(instance, profile))


def _with_sorted_votes(text: str) -> str:
    """Sort the projects of each ballot: they come out of a set, in another order in every process."""
    head, mark, votes = text.partition("VOTES\n")
    columns, *lines = votes.splitlines()
    at = columns.split(";").index("vote")
    rows = [line.split(";") for line in lines]
    for row in rows:
        row[at] = ",".join(sorted(row[at].split(","), key=int))
    return head + mark + "\n".join([columns, *(";".join(row) for row in rows)]) + "\n"


def read_election(path: Path) -> Election:
    """Read a file of Pabulib with approval ballots.

    Raises
    ------
    ScenarioError
        If it cannot be read, or its ballots are no approvals.
    """
    from pabutools.election import ApprovalProfile
    from pabutools.election.pabulib import parse_pabulib

    try:
        instance, profile = parse_pabulib(str(path))
    except OSError as error:
        raise ScenarioError(str(path), "", f"cannot be read: {error.strerror or error}") from None
    except KeyError as error:
        raise ScenarioError(str(path), "", f"is no file of Pabulib: {error.args[0]} is missing") from None
    except Exception as error:
        raise ScenarioError(str(path), "", f"is no file of Pabulib: {one_line(str(error))}") from None
    if not isinstance(profile, ApprovalProfile):
        kind = instance.meta.get("vote_type", "another kind")
        raise ScenarioError(str(path), "vote_type", f"must be approval, got {kind}")
    return _election(instance, profile)


def _election(instance: "Instance", profile: "Profile") -> Election:
    projects = sorted(instance, key=lambda project: (len(project.name), project.name))
    place = {project: k for k, project in enumerate(projects)}
    ballots: Ballots = {}
    for ballot in profile:
        approved = tuple(sorted(place[project] for project in ballot))
        if approved:
            ballots[approved] = ballots.get(approved, 0) + 1
    costs = [Fraction(str(project.cost)) for project in projects]
    money = Fraction(str(instance.budget_limit))
    title = instance.meta.get("description", "")
    return Election(title, money, [project.name for project in projects], costs, dict(sorted(ballots.items())))


def elect(election: Election, rule: str) -> list[str]:
    """Return the names of the projects that win by a rule of `RULES`."""
    positions = RULES[rule](range(len(election.names)), election.costs, election.money, election.ballots)
    return [election.names[k] for k in positions]
