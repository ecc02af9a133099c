"""Would docking notice a mistake in what clubs do: partners, councils, members? As `mutations.py`, in their worlds.

From the checkout's root ``uv run python benchmarks/club_mutations.py`` writes its part of benchmarks/mutations.md.
"""

from mutations import HEAD, Mutation, main

LOOK = """
import sys
from tests.docking.docking import first_difference
from tests.docking.system_worlds import system_world_of
from tests.docking.test_club_systems import FEW, WORLDS
for number in dict.fromkeys([*map(int, sys.argv[1:]), *FEW, *range(WORLDS)]):
    try:
        found = first_difference(*system_world_of(number))
    except Exception as error:
        found = f"{type(error).__name__}: {error}"
    if found is not None:
        print(number, found)
        break
"""
"""What the process of an error does: look for a world in which engine and reference differ."""

PARTNERS, TOGETHER, COUNCILS, MEMBERSHIPS = (
    "model/systems/partners/week.py",
    "model/systems/partners/building.py",
    "model/systems/councils/week.py",
    "model/systems/organizations/news.py",
)

CLUB_MUTATIONS = (
    # partners
    Mutation(
        "all think of users who pay nothing", "model/governance/free_use.py",
        "household, 0) < known_share", "household, 0) < 1.0",
    ),
    Mutation(
        "a part applies without the other's consent", TOGETHER,
        "if p not in shared or consented[shared[p].other(p)]", "if p not in shared or True",
    ),
    Mutation(
        "the first unit still bears the whole cost", PARTNERS,
        "= whole - int(projects.cost_fen[joint.part])", "= whole",
    ),
    Mutation(
        "a site goes on without the other", "model/stages/construct.py",
        "elif not any_says(state.points.site_waits, state, int(p)):", "else:",
    ),
    Mutation(
        "users who pay nothing have nothing from it", "model/stages/evaluate.py",
        "value + total(state.points.outside_value, state, p)",
        "value + 0 * total(state.points.outside_value, state, p)",
    ),
    Mutation(
        "the township tries once more", PARTNERS,
        "joint.tries >= settings", "joint.tries > settings",
    ),
    Mutation(
        "what fails leaves the other's campaign alone", PARTNERS,
        "stage[p] in BEFORE_WORKS", "stage[p] in (APPLYING,)",
    ),
    Mutation(
        "the other's bill counts twice", TOGETHER,
        "cash_lacking(state, other) > 0",
        "cash_lacking(state, other) + int(projects.bill_fen[other]) > 0",
    ),
    Mutation(
        "who refuses to pay alone may pay in labour", "model/stages/pledges.py",
        "asks.refuse_alone):\n        return\n", "asks.refuse_alone):\n        amount = 0\n",
    ),
    Mutation(
        "under bargaining the other unit pays what the first gains more", PARTNERS,
        "(cost + others - own) / (2.0 * cost)", "(cost + own - others) / (2.0 * cost)",
    ),
    Mutation(
        "a council keeps a matter for good", COUNCILS,
        "        held = state.week - int(needs.week_recorded[n]) <= state.settings.councils.hold_weeks\n",
        "        held = True\n",
    ),
    # organizations with members
    Mutation(
        "who knows tells itself", MEMBERSHIPS,
        "heard(known[o] - knows,", "heard(known[o],",
    ),
    Mutation(
        "members have the same random draw with news every week", MEMBERSHIPS,
        "residents.id[r], when.week) >= unheard", "residents.id[r], 0) >= unheard",
    ),
    Mutation(
        "news counts all members, oneself among them", "agents/organization.py",
        "max(1.0, members - 1.0)", "max(1.0, members)",
    ),
    Mutation(
        "who knows of one vote is counted at the next", MEMBERSHIPS,
        "        _forget(rows[k], tables, known)\n", "",
    ),
    Mutation(
        "reach is counted from the warm-up on", MEMBERSHIPS,
        "    if state.week == 0:\n        reach[:] = 0\n", "",
    ),
    Mutation(
        "organizations keep members from meetings", "model/world/memberships.py",
        "invitations[k] -= memberships", "invitations[k] += memberships",
    ),
    # councils
    Mutation(
        "a council is dissolved while money is applied for", COUNCILS,
        "council.need not in (STANDING, *waiting)", "council.need != STANDING",
    ),
    Mutation(
        "talks do not count when a matter is tried", COUNCILS,
        "float(len(came) + council.talked.pop(n))", "float(len(came) + 0 * council.talked.pop(n))",
    ),
    Mutation(
        "who sits in two councils has twice the time", COUNCILS,
        "np.maximum(1, seats[came])", "np.maximum(1, 0 * seats[came])",
    ),
    Mutation(
        "an issue council meets a week early", COUNCILS,
        "Council(*key, np.sort(came), state.week + 1)", "Council(*key, np.sort(came), state.week)",
    ),
    Mutation(
        "those who were talked with last come first", COUNCILS,
        "np.argsort(world.households.contact_week[start:end]", "np.argsort(-world.households.contact_week[start:end]",
    ),
    Mutation(
        "who would lose has no stake in a seat", COUNCILS,
        "min(MOST_STAKE, abs(", "min(MOST_STAKE, max(0.0, ",
    ),
    Mutation(
        "fatigue is rounded twice", COUNCILS,
        "residents.fatigue[came].astype(float) + state", "residents.fatigue[came] + state",
    ),
    Mutation(
        "matters in a council's hand stay on the agenda", COUNCILS,
        "matters = [int(n) for n in _open_needs(state) if kinds[n] == MATTER]", "matters = []",
    ),
    Mutation(
        "who comes to one council comes to all", COUNCILS,
        "COUNCIL_COME, gathering.about,", "COUNCIL_COME, 0,",
    ),
)  # fmt: skip


if __name__ == "__main__":
    main(
        CLUB_MUTATIONS, LOOK,
        "## In partners, councils and organizations with members (ODD 7.15 to 7.17)",
        HEAD.replace("mutations.py", "club_mutations.py"),
    )  # fmt: skip
