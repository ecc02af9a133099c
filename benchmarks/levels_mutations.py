"""Would docking notice a mistake in levels? The same as mutations.py, for this system.

From the checkout's root ``uv run python benchmarks/levels_mutations.py`` takes some minutes and writes its section of
benchmarks/mutations.md; ``--only WORD`` tries those whose description has the word.
"""

import argparse
from collections.abc import Sequence

from mutations import Mutation, complain, report, try_one  # beside this file

LOOK = """
import sys
from tests.docking.docking import first_difference
from tests.docking.levels_system import FEW, world_with_levels
for number in dict.fromkeys([*map(int, sys.argv[1:]), *FEW, *range(40)]):
    try:
        found = first_difference(*world_with_levels(number))
    except Exception as error:
        found = f"{type(error).__name__}: {error}"
    if found is not None:
        print(number, found)
        break
"""
"""What the process of an error does."""

HEADING = "## Levels"
HEAD = "Made by `uv run python benchmarks/levels_mutations.py`, in the worlds of `tests/docking/levels_system.py`."

MUTATIONS = (
    Mutation(
        "a need that goes down one level goes down all", "model/systems/levels/powers.py",
        "draw(seed, LEVELS_POWER, ids[k], levels[k], 0)", "draw(seed, LEVELS_POWER, ids[k], 2, 0)",
    ),
    Mutation(
        "who is two steps down errs no more than who is one", "agents/organization.py",
        "(1.0 - errs) ** steps * chance", "(1.0 - errs) ** min(steps, 1) * chance",
    ),
    Mutation(
        "what goes up is taken up a week too soon", "model/systems/levels/powers.py",
        "state.week + 1 + int(rules.answer_weeks)", "state.week + int(rules.answer_weeks)",
    ),
    Mutation(
        "what goes up again begins its way anew", "model/systems/levels/powers.py",
        "on_the_way.setdefault(n, state.week + 1 + int(rules.answer_weeks))",
        "on_the_way[n] = state.week + 1 + int(rules.answer_weeks)",
    ),
    Mutation(
        "what was settled meanwhile goes up all the same", "model/systems/levels/powers.py",
        "if needs.week_settled[n] == NEVER:", "if needs.week_settled[n] >= NEVER:",
    ),
    Mutation(
        "the county keeps its minutes", "model/systems/levels/money.py",
        "        column[county] = 0\n", "        column[county] += 0\n",
    ),
    Mutation(
        "places have equal parts of the money", "model/systems/levels/money.py",
        "of_place = np.bincount(part, weights=weights)", "of_place = np.bincount(part)",
    ),
    Mutation(
        "inspectors of the unit are the hardest to capture", "model/systems/levels/money.py",
        "steps = len(KINDS) - 1 - list(KINDS).index(rules.money)", "steps = 1 + list(KINDS).index(rules.money)",
    ),
)  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> None:
    """Try all errors, print and write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="only errors whose description has this word; nothing is written")
    chosen = parser.parse_args(arguments)
    found = []
    for mutation in MUTATIONS:
        if chosen.only in mutation.what:
            found.append((mutation, try_one(mutation, LOOK)))
            print(f"{mutation.what}: {found[-1][1].world}: {found[-1][1].how}", flush=True)
    if not chosen.only:
        report(found, HEADING, HEAD)
    complain(found)


if __name__ == "__main__":
    main()
