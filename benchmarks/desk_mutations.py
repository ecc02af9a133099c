"""Would docking notice a mistake in burden reduction or cadre visits? The same as mutations.py, for these.

From the checkout's root ``uv run python benchmarks/desk_mutations.py`` takes some minutes and writes its section of
benchmarks/mutations.md; ``--only WORD`` tries those whose description has the word.
"""

from mutations import Mutation  # beside this file
from party_mutations import main

LOOK = """
import sys
from tests.docking.desk_systems import FEW, desk_world
from tests.docking.docking import first_difference
for number in dict.fromkeys([*map(int, sys.argv[1:]), *FEW["NAME"], *range(40)]):
    try:
        found = first_difference(*desk_world("NAME", number))
    except Exception as error:
        found = f"{type(error).__name__}: {error}"
    if found is not None:
        print(number, found)
        break
"""
"""What the process of an error does, with the name of a system in the place of NAME."""

HEADING = "## Burden reduction and cadre visits (ODD 7.26, 7.28)"
HEAD = "Made by `uv run python benchmarks/desk_mutations.py`, in the worlds of `tests/docking/desk_systems.py`."

CUTS, VISITS = "model/systems/burden/cuts.py", "model/systems/cadre_visits/week.py"

MUTATIONS = {
    "burden": (
        Mutation(
            "more is freed than there are formalities", CUTS,
            "share * cut_minutes(burden) / burden.offices, formalities",
            "share * cut_minutes(burden) / burden.offices, np.inf",
        ),
        Mutation(
            "what does not pass through is freed as well", CUTS,
            "(burden.pass_through * freed)",
            "(freed)",
        ),
        Mutation(
            "a sign takes its minutes every week", CUTS,
            "burden.sign_minutes / WEEKS_PER_MONTH",
            "burden.sign_minutes",
        ),
        Mutation(
            "streets are not relieved", CUTS,
            "        (STREET_OFFICE, units.street, whole.street),\n",
            "",
        ),
    ),
    "visits": (
        Mutation(
            "formalities give up what they have twice", VISITS,
            "    formalities[office] -= spared\n",
            "",
        ),
        Mutation(
            "all minutes of a visit are the desk's", VISITS,
            "- spared\n    if of_desk",
            "\n    if of_desk",
        ),
        Mutation(
            "at a ceremonial visit some are heard", VISITS,
            "< rules.ceremonial:",
            "< 0.5 * rules.ceremonial:",
        ),
        Mutation(
            "needs that have just arisen have waited for long", VISITS,
            "state.week - rules.long_weeks]",
            "state.week]",
        ),
        Mutation(
            "targeted calls always find somebody", VISITS,
            "random_draw(IS_FOUND) < rules.precision",
            "random_draw(IS_FOUND) < 1.0",
        ),
        Mutation(
            "who is called on has talked with nobody", VISITS,
            "    households.contact_week[h] = state.week\n",
            "",
        ),
        Mutation(
            "who has not been asked at the door says no less", VISITS,
            "still_open.pull + state.settings.cadre_visits.asked",
            "still_open.pull",
        ),
        Mutation(
            "what is heard is recorded for nothing", VISITS,
            'not state.take_minutes(office, int(offices.triage_minutes), "recording")',
            "False",
        ),
        Mutation(
            "an official of the community settles matters of the street", VISITS,
            "{COMMUNITY_OFFICE: COMMUNITY_LEVEL,",
            "{COMMUNITY_OFFICE: STREET_LEVEL,",
        ),
        Mutation(
            "officials settle what lies with the unit's meeting", VISITS,
            "UNIT_LEVEL < needs.level[n]",
            "UNIT_LEVEL <= needs.level[n]",
        ),
        Mutation(
            "every matter is tried on the spot", VISITS,
            "if lies_here and at_once and",
            "if lies_here and",
        ),
        Mutation(
            "what fails on the spot is never given up", VISITS,
            "offices.give_up_tries > 0",
            "False",
        ),
    ),
}  # fmt: skip
"""Errors by the system in whose worlds they are looked for."""


if __name__ == "__main__":
    main(mutations=MUTATIONS, look=LOOK, heading=HEADING, head=HEAD)
