"""Would docking notice a mistake in what dispatch does? As `mutations.py`, in the worlds of `test_dispatch_system.py`.

From the checkout's root ``uv run python benchmarks/dispatch_mutations.py`` writes its part of benchmarks/mutations.md.
"""

from mutations import HEAD, Mutation, main

LOOK = """
import sys
from tests.docking.dispatch_system import FEW
from tests.docking.docking import first_difference
from tests.docking.test_dispatch_system import WORLDS, world_of_dispatch
for number in dict.fromkeys([*map(int, sys.argv[1:]), *FEW, *range(WORLDS)]):
    try:
        found = first_difference(*world_of_dispatch(number))
    except Exception as error:
        found = f"{type(error).__name__}: {error}"
    if found is not None:
        print(number, found)
        break
"""
"""What the process of an error does: look for a world in which engine and reference differ."""

WEEK = "model/systems/dispatch/week.py"

DISPATCH_MUTATIONS = (
    Mutation(
        "the right desk is met more seldom", WEEK,
        "(settings.hand_overs + 1)", "(settings.hand_overs + 9)",
    ),
    Mutation(
        "what is recorded is lost as well", WEEK,
        "if not way.recorded and _draw(", "if _draw(",
    ),
    Mutation(
        "a hand keeps all needs as long", WEEK,
        "HAND_OVER_WEEKS, n, way.told, way.left", "HAND_OVER_WEEKS, n, way.told, 0",
    ),
    Mutation(
        "what was found is still lost", WEEK,
        "ways[n].left - 1, state.week, False", "ways[n].left - 1, state.week, ways[n].lost",
    ),
    Mutation(
        "what was lost is not voiced again", WEEK,
        "np.union1d(np.setdiff1d(state.unvoiced, away), lost)", "np.setdiff1d(state.unvoiced, away + lost)",
    ),
    Mutation(
        "what is recorded on the way is recorded again", WEEK,
        "    note_recorded(state, known)\n", "",
    ),
    Mutation(
        "whoever lives first is answered", "model/stages/hear.py",
        "            return h\n", "            return needs.first_household[n]\n",
    ),
    Mutation(
        "an answer is no talk", WEEK,
        "        households.contact_week[h] = state.week\n", "",
    ),
)  # fmt: skip


if __name__ == "__main__":
    main(
        DISPATCH_MUTATIONS, LOOK, "## In opinion collection and dispatch (ODD 7.25)",
        HEAD.replace("mutations.py", "dispatch_mutations.py"),
    )  # fmt: skip
