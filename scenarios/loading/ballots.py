"""Ballots of participatory budgeting as files of Pabulib (.pb), written and read with pabutools.

A run leaves one file for each round in which residents voted. Any file of Pabulib with approval ballots can be counted
by the rules that the model uses (``dizao elect FILE``).
"""

import csv
import re
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from dizao.model.mechanisms.participatory import Ballots, Vote, equal_shares, greedy
from dizao.scenarios.loading.errors import ScenarioError, one_line, shown
from dizao.scenarios.loading.schema import LARGEST
from dizao.scenarios.loading.text_file import read_text, wrong_kind

if TYPE_CHECKING:
    from pabutools.election import Instance, Profile

BALLOTS = "ballots-week-*.pb"
"""Pattern of the files that a run leaves."""

RULES = {"equal_shares": equal_shares, "greedy": greedy}
"""Rules that count ballots, by name."""


PARTS_OF_FILE = ("meta", "projects", "votes")
"""The parts of a file, each with a line of its columns."""

AMOUNTS_OF_FILE = ("budget", "min_sum_cost", "max_sum_cost")
"""Amounts that stand before the projects."""

AMOUNT = re.compile(r"[0-9]{1,40}(\.[0-9]{0,40})?")


class Election(NamedTuple):
    """What a file holds: money and costs in its unit, names of the projects, and ballots by position."""

    title: str
    money: Fraction
    names: list[str]
    costs: list[Fraction]
    ballots: Ballots


def file_name(vote: Vote) -> str:
    """Return the name of a round's file.

    Parameters
    ----------
    vote
        A round that residents decided.

    Returns
    -------
    Name without a folder, such as ``ballots-week-012.pb``.
    """
    return f"ballots-week-{vote.week:03d}.pb"


def pabulib_text(vote: Vote, title: str) -> str:
    """Return a round in the format of Pabulib, costs in whole fen; the same round gives the same bytes.

    Parameters
    ----------
    vote
        A round that residents decided; projects are called by the ids of their needs.
    title
        What is written as description and unit of the vote.

    Returns
    -------
    The text of a .pb file; a ballot stands on a line of its own for each household that cast it.
    """
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

    Parameters
    ----------
    path
        A .pb file.

    Returns
    -------
    Its title, money, projects (in the order of their names, short ones first) and ballots; empty ballots are left out.

    Raises
    ------
    ScenarioError
        If it cannot be read, its ballots are no approvals, or an amount is none.
    """
    from pabutools.election import ApprovalProfile
    from pabutools.election.pabulib import parse_pabulib_from_string

    where = str(path)
    if problem := wrong_kind(path, "a .pb file"):
        raise ScenarioError(where, "", problem)
    text = read_text(path, where)
    try:
        _check_amounts(text, where)
        instance, profile = parse_pabulib_from_string(text)
    except ScenarioError:
        raise
    except KeyError as error:
        told = str(error.args[0])
        told = told if " " in told else f"{told} is missing"
        raise ScenarioError(where, "", f"is no file of Pabulib: {one_line(told)}") from None
    except Exception as error:
        raise ScenarioError(where, "", f"is no file of Pabulib: {one_line(str(error))}") from None
    if not isinstance(profile, ApprovalProfile):
        kind = instance.meta.get("vote_type", "another kind")
        raise ScenarioError(where, "vote_type", f"must be approval, got {kind}")
    return _election(instance, profile)


def _check_amounts(text: str, where: str) -> None:
    """Refuse amounts that are none before they are read: a few characters can stand for more digits than memory has.

    Raises
    ------
    ScenarioError
        If the budget or a cost is no number written plainly, below 0, or beyond what is counted.
    """
    rows = csv.reader(text.splitlines(), delimiter=";")
    part, columns, names, said = "", list[str](), set[str](), set[str]()
    for row in rows:
        first = row[0].strip() if row else ""
        if first.lower() in PARTS_OF_FILE:
            part, columns = first.lower(), [name.strip() for name in next(rows, [])]
        elif part == "meta" and first in AMOUNTS_OF_FILE:
            _check_amount(row[1] if len(row) > 1 else "", where, first)
            if first in said:
                raise ScenarioError(where, first, "must be said once")
            said.add(first)
        elif part == "projects" and first:
            cells = dict(zip(columns, row, strict=False))
            _check_amount(cells.get("cost", ""), where, f"cost of {first}")
            if first in names:
                raise ScenarioError(where, "project_id", f"must name a project once, got {first} again")
            names.add(first)


def _check_amount(text: str, where: str, key: str) -> None:
    plain = text.strip().replace(",", ".")
    if not AMOUNT.fullmatch(plain) or Fraction(plain) > LARGEST:
        allowed = f"must be a number between 0 and {LARGEST:g}, written with digits"
        raise ScenarioError(where, key, f"{allowed}, got {shown(text.strip())}")


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
    title = one_line(instance.meta.get("description", ""))
    return Election(
        title, money, [one_line(project.name) for project in projects], costs, dict(sorted(ballots.items()))
    )


def elect(election: Election, rule: str) -> list[str]:
    """Return the names of the projects that win by a rule of `RULES`.

    Parameters
    ----------
    election
        What a file holds.
    rule
        ``equal_shares`` or ``greedy``.

    Returns
    -------
    Names, in the order of the file's projects; none where nobody has voted and the rule is ``equal_shares``.
    """
    positions = RULES[rule](range(len(election.names)), election.costs, election.money, election.ballots)
    return [election.names[k] for k in positions]
