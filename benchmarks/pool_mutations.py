"""Would docking notice a mistake in the data pool? As `mutations.py`, in its worlds.

From the checkout's root ``uv run python benchmarks/pool_mutations.py`` writes its part of benchmarks/mutations.md.
"""

from mutations import HEAD, Mutation, main

LOOK = """
import sys
from tests.docking.docking import first_difference
from tests.docking.data_pool_system import FEW, WORLDS, world_of_pool
for number in dict.fromkeys([*map(int, sys.argv[1:]), *FEW, *range(WORLDS)]):
    try:
        found = first_difference(*world_of_pool(number))
    except Exception as error:
        found = f"{type(error).__name__}: {error}"
    if found is not None:
        print(number, found)
        break
"""
"""What the process of an error does: look for a world in which engine and reference differ."""

TAGS, WEEK = "model/systems/data_pool/tags.py", "model/systems/data_pool/week.py"

POOL_MUTATIONS = (
    Mutation("no tag is wrong", TAGS, "return recall * (base * ", "return 0.0 * (base * "),
    Mutation("a tag may be worse than none", TAGS, "right = max(precision, base)", "right = max(precision, 0.01)"),
    Mutation("those who vote are tagged as able", TAGS, "np.isin(about, state.in_stage(CAMPAIGNING))", "about >= 0"),
    Mutation("needs that are met are looked for", TAGS, "met[state.unvoiced] == 0", "met[state.unvoiced] >= 0"),
    Mutation("nobody has a tag, nobody is visited", TAGS, "tagged[first:last] = True", "tagged[first:last] = False"),
    Mutation("income counts from a fifth higher on", WEEK, "pool.able_from_fifth - 1", "pool.able_from_fifth"),
    Mutation("all that forms took passes through", WEEK, "pool.forms_share * pool.pass_through", "pool.forms_share"),
    Mutation("upkeep is booked and not taken", WEEK, "[pool.offices] -= pool.upkeep", "[pool.offices] -= 0"),
)  # fmt: skip


if __name__ == "__main__":
    main(POOL_MUTATIONS, LOOK, "## In the data pool (ODD 7.27)", HEAD.replace("mutations.py", "pool_mutations.py"))
