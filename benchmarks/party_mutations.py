"""Would docking notice a mistake in platforms, party chain or members' posts? The same as mutations.py, for these.

From the checkout's root ``uv run python benchmarks/party_mutations.py`` takes some minutes and writes its section of
benchmarks/mutations.md; ``--only WORD`` tries those whose description has the word.
"""

import argparse
from collections.abc import Mapping, Sequence

from mutations import Mutation, complain, report, try_one  # beside this file

LOOK = """
import sys
from tests.docking.docking import first_difference
from tests.docking.party_systems import FEW, SYSTEMS, world_with
few = FEW["NAME"]
for number in dict.fromkeys([*map(int, sys.argv[1:]), *few, *range(40)]):
    try:
        found = first_difference(*world_with(SYSTEMS, "NAME", number))
    except Exception as error:
        found = f"{type(error).__name__}: {error}"
    if found is not None:
        print(number, found)
        break
"""
"""What the process of an error does, with the name of a system in the place of NAME."""

HEADING = "## Platforms, party chain, members' posts"
HEAD = "Made by `uv run python benchmarks/party_mutations.py`, in the worlds of `tests/docking/party_systems.py`."

MUTATIONS = {
    "platforms": (
        Mutation(
            "days with a 4 are looked for a week ahead", "model/systems/platforms/week.py",
            "timedelta(days=DAYS_OF_WEEK * week)", "timedelta(days=DAYS_OF_WEEK * (week + 1))",
        ),
        Mutation(
            "an evening keeps the young away", "model/systems/platforms/week.py",
            "found[:, OLDER] -= platforms.dark", "found[:, (YOUNG, MIDDLE)] -= platforms.dark",
        ),
        Mutation(
            "a day with a 4 on a Saturday is a working day", "model/systems/platforms/week.py",
            "day < FIRST_FREE_DAY:", "day < FIRST_FREE_DAY + 1:",
        ),
        Mutation(
            "members who do not act call meetings", "model/systems/platforms/week.py",
            "active = members.minutes > 0", "active = members.minutes >= 0",
        ),
        Mutation(
            "units without a station pay for its meetings", "model/systems/platforms/week.py",
            "for unit in meeting[state.world.units.station[meeting] > 0]:", "for unit in meeting:",
        ),
        Mutation(
            "somebody of status makes it harder to settle", "agents/organization.py",
            "+ weight * status", "- weight * status",
        ),
        Mutation(
            "representatives speak for themselves only", "model/systems/platforms/week.py",
            "return number * platforms.represents if", "return number if",
        ),
        Mutation(
            "who represents hangs on who is asked before", "model/stages/attendance.py",
            "draws.REPRESENTATIVE, residents.id[r], 0, 0", "draws.REPRESENTATIVE, residents.id[r], number, 0",
        ),
        Mutation(
            "what representatives propose is liked better", "model/systems/platforms/week.py",
            "people.vote_intercept - platforms.legitimacy_loss",
            "people.vote_intercept + platforms.legitimacy_loss",
        ),
        Mutation(
            "offices give up one try later", "model/governance/matters.py",
            "state.world.needs.tries[rows] >= tries", "state.world.needs.tries[rows] > tries",
        ),
    ),
    "chain": (
        Mutation(
            "neighbours of the first households are counted from the first of all", "model/systems/party_chain/week.py",
            "min(len(centre), first + chain.households_each)",
            "min(len(centre), max(0, first) + chain.households_each)",
        ),
        Mutation(
            "who is told of a meeting looks at campaigns", "model/stages/campaign.py",
            "(households.contact_week[start + k] == week) | told",
            "(households.contact_week[start + k] == week) | told | (households.told_week[start + k] == week)",
        ),
        Mutation(
            "a step more is waited for", "model/systems/party_chain/week.py",
            "state.week + steps * settings.delay_weeks", "state.week + (steps + 1) * settings.delay_weeks",
        ),
        Mutation(
            "building groups settle what lies with the unit", "model/systems/party_chain/week.py",
            "COMMUNITY if level_of_power == COMMUNITY_LEVEL else COMPOUND",
            "COMMUNITY if level_of_power == COMMUNITY_LEVEL else BUILDING",
        ),
        Mutation(
            "what was forgotten is remembered at the office", "model/systems/party_chain/week.py",
            " & (needs.chain_end[rows] != FORGOTTEN)", "",
        ),
        Mutation(
            "nobody next door is easier to tell than anybody", "model/systems/party_chain/week.py",
            "voice_log_odds(harm, trust, 1.0, fatigue, p)", "voice_log_odds(harm, trust, 0.0, fatigue, p)",
        ),
        Mutation(
            "a household has the same random draw in telling of all needs", "model/systems/party_chain/week.py",
            "CHAIN_TOLD, needs.id[n], households.id[h],", "CHAIN_TOLD, 0, households.id[h],",
        ),
        Mutation(
            "word of a campaign takes one step", "model/systems/party_chain/week.py",
            "after = max(1, COMPOUND * settings.delay_weeks)", "after = max(1, BUILDING * settings.delay_weeks)",
        ),
        Mutation(
            "word of meetings is passed on or not for good", "model/systems/party_chain/week.py",
            "week = when.week if what == OF_MEETING else 0", "week = 0",
        ),
        Mutation(
            "passing a need on takes nothing of the member next door", "model/systems/party_chain/week.py",
            "world.members.spent_minutes[m] += minutes * min(steps, 1)", "world.members.spent_minutes[m] += 0",
        ),
    ),
    "posts": (
        Mutation(
            "members who do not act watch works", "model/systems/members/week.py",
            "if active and draw(seed, DUTY, person, WATCHING", "if draw(seed, DUTY, person, WATCHING",
        ),
        Mutation(
            "a building is led by the member with fewest minutes", "model/systems/members/week.py",
            "members.minutes[m] > (members.minutes[best] if best >= 0 else 0)",
            "0 < members.minutes[m] < (members.minutes[best] if best >= 0 else 9_999)",
        ),
        Mutation(
            "whoever mediates watches works as well", "model/systems/members/week.py",
            "draw(seed, DUTY, person, WATCHING, 0)", "draw(seed, DUTY, person, MEDIATING, 0)",
        ),
        Mutation(
            "what duties take beyond a week is forgiven", "model/systems/members/week.py",
            "np.maximum(0, members.spent_minutes - members.minutes, out=members.spent_minutes)",
            "np.multiply(0, members.spent_minutes, out=members.spent_minutes)",
        ),
        Mutation(
            "duties leave all minutes for visits", "model/stages/hear.py",
            "free = members.minutes[m] - members.spent_minutes[m]", "free = members.minutes[m]",
        ),
        Mutation(
            "leaders call where somebody has just talked", "model/systems/members/week.py",
            "return not lately and (open_vote", "return (open_vote",
        ),
        Mutation(
            "leaders call on those whose vote was given", "model/systems/members/week.py",
            "open_vote if voting else open_contribution", "open_contribution if voting else open_vote",
        ),
        Mutation(
            "watching takes no minutes", "model/systems/members/week.py",
            "            members.spent_minutes[m] += each\n            number += 1\n", "            number += 1\n",
        ),
        Mutation(
            "members watch works that do not concern them", "model/systems/members/week.py",
            "if members.resident[m] >= first and members", "if members",
        ),
        Mutation(
            "a team talks with one household only", "model/systems/members/week.py",
            "TEAM_VISIT, person, when.week, k", "TEAM_VISIT, person, when.week, 0",
        ),
        Mutation(
            "a team is one volunteer", "model/systems/members/week.py",
            "posts.team_size * posts.volunteer_minutes", "posts.volunteer_minutes",
        ),
    ),
}  # fmt: skip
"""The errors, by the system in whose worlds they must show."""


def main(
    arguments: Sequence[str] | None = None,
    mutations: Mapping[str, Sequence[Mutation]] = MUTATIONS,
    look: str = LOOK,
    heading: str = HEADING,
    head: str = HEAD,
) -> None:
    """Try all errors of some systems, print and write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="only errors whose description has this word; nothing is written")
    chosen = parser.parse_args(arguments)
    found = []
    for system, errors in mutations.items():
        for mutation in errors:
            if chosen.only in mutation.what:
                found.append((mutation, try_one(mutation, look.replace("NAME", system))))
                print(f"{mutation.what}: {found[-1][1].world}: {found[-1][1].how}", flush=True)
    if not chosen.only:
        report(found, heading, head)
    complain(found)


if __name__ == "__main__":
    main()
