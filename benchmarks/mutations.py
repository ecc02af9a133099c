"""Would docking notice a mistake? Small errors are put into a copy of the state, one at a time; each must be caught.

From the checkout's root ``uv run python benchmarks/mutations.py`` takes some minutes and writes
benchmarks/mutations.md; ``--only WORD`` tries those whose description has the word. Each error lives in a copy of
`agents` and `model`, in a process of its own, without compilation (worlds are tiny, and nothing need be compiled anew).
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "benchmarks" / "mutations.md"
COPIED = ("agents", "model")

LOOK = """
import sys
from tests.docking.docking import first_difference
from tests.docking.worlds import FEW, WORLDS, world_of
for number in dict.fromkeys([*map(int, sys.argv[1:]), *FEW, *range(WORLDS)]):
    try:
        found = first_difference(*world_of(number))
    except Exception as error:
        found = f"{type(error).__name__}: {error}"
    if found is not None:
        print(number, found)
        break
"""
"""What the process of an error does: look for a world in which engine and reference differ, first as it is told."""


class Mutation(NamedTuple):
    """One error: what it is, in which file, and the text (found there once) that another takes the place of."""

    what: str
    path: str
    right: str
    wrong: str


MUTATIONS = (
    # signs and numbers of rules
    Mutation(
        "fatigue makes people voice needs", "agents/resident.py",
        "- p.voice_fatigue * fatigue", "+ p.voice_fatigue * fatigue",
    ),
    Mutation(
        "the less reciprocal look less at the return", "agents/resident.py",
        "(1.0 - reciprocity) * p.belief_slope / 3.0", "(reciprocity - 1.0) * p.belief_slope / 3.0",
    ),
    Mutation(
        "hump-shaped people give most at the ends", "agents/resident.py",
        "2.0 * min(belief, 1.0 - belief)", "2.0 * max(belief, 1.0 - belief)",
    ),
    Mutation(
        "not asked yet is a refusal", "agents/resident.py",
        "(p.belief_anchor + asked_ties)", "(p.belief_anchor + asked_ties + 1)",
    ),
    Mutation(
        "broken promises cost as little as kept ones bring", "agents/resident.py",
        "return trust - p.trust_loss * trust", "return trust - p.trust_gain * trust",
    ),
    Mutation(
        "secured money does not bring the goal nearer", "agents/household.py",
        "(belief + secured_share - 1.0) / p.goal_spread", "(belief - 1.0) / p.goal_spread",
    ),
    Mutation(
        "only insured money is expected back", "agents/household.py",
        "return efficacy + (1.0 - efficacy) * insured", "return insured",
    ),
    Mutation(
        "a member who cannot give more gives half", "agents/household.py",
        "    if free_fen >= asked_fen:\n        return asked_fen\n    half", "    half",
    ),
    Mutation(
        "supervision makes quality worse", "agents/organization.py",
        "+ w.quality_supervision * supervision", "- w.quality_supervision * supervision",
    ),
    Mutation(
        "what is left of the decay is taken for what is restored", "model/stages/manage.py",
        "1.0 - monthly * (1.0 - restored)", "1.0 - monthly * restored",
    ),
    # weeks
    Mutation(
        "a talk is remembered a week longer when needs are voiced", "model/stages/hear.py",
        "households.contact_week[h] < p.contact_memory_weeks", "households.contact_week[h] <= p.contact_memory_weeks",
    ),
    Mutation(
        "votes are counted a week late", "model/stages/votes.py",
        "works.vote_weeks - 1]", "works.vote_weeks]",
    ),
    Mutation(
        "campaigns last a week longer", "model/stages/campaign.py",
        "projects.campaign_week[rows] + weeks - 1]", "projects.campaign_week[rows] + weeks]",
    ),
    # votes, persuasion, levies, mutual pledges
    Mutation(
        "losses are felt as gains in a vote", "agents/resident.py",
        "p.vote_stake * (stake / (1.0 + abs(stake)))", "p.vote_stake * (abs(stake) / (1.0 + abs(stake)))",
    ),
    Mutation(
        "a vote about much is as fickle as one about little", "model/stages/votes.py",
        "mind * vote_noise(stake, people)", "mind * vote_noise(0.0, people)",
    ),
    Mutation(
        "a talk makes up a mind anew", "agents/resident.py",
        "(1.0 - p.persuasion) * mind + p.persuasion * logit(met)", "logit(met)",
    ),
    Mutation(
        "whoever talks meets the same mind", "model/governance/persuasion.py",
        "households.id[h], households.contact_by[h])", "households.id[h], 0)",
    ),
    Mutation(
        "meetings persuade as well", "model/stages/meetings.py",
        "households.contact_by[residents.household[r]] = NOBODY",
        "households.contact_by[residents.household[r]] = residents.id[r]",
    ),
    Mutation(
        "who voted no owes as willingly", "agents/levy.py",
        "duty - w.dissent * voted_no", "duty",
    ),
    Mutation(
        "a levy is owed as much in every unit", "agents/levy.py",
        "w.duty + w.duty_spread * z", "w.duty",
    ),
    Mutation(
        "who owes pays though nobody collects", "model/stages/pledges.py",
        "asked_fen == 0 or asks.collected == 0", "asked_fen == 0",
    ),
    Mutation(
        "whether somebody collects is drawn anew for each project", "model/stages/campaign.py",
        "is_collected(setting.seed, unit, setting.levy)", "is_collected(setting.seed, needs.id[n], setting.levy)",
    ),
    Mutation(
        "names are read out from the beginning", "model/stages/pledges.py",
        "2 * (setting.week - asks.since) >= setting.levy.weeks", "setting.week >= asks.since",
    ),
    Mutation(
        "leaders pay more than the share of a levy", "model/stages/pledges.py",
        "(free >= asked_fen and asks.levied == 0)", "free >= asked_fen",
    ),
    Mutation(
        "a levy weighs whether it is worth it", "model/stages/pledges.py",
        "sight.hump, due, field + owed, people)", "sight.hump, prospect, field + owed, people)",
    ),
    Mutation(
        "courts let those pay who cannot", "model/finance/levies.py",
        "households.committed_fen[h], spare_fen, people) < owed:",
        "households.committed_fen[h], spare_fen, people) < 0:",
    ),
    Mutation(
        "who is sued may spend it elsewhere", "model/finance/levies.py",
        "            households.committed_fen[h] += owed\n", "",
    ),
    Mutation(
        "mutual pledges are called though too few pledge", "model/finance/levies.py",
        "return bool(pledged >= share * asked)", "return True",
    ),
    Mutation(
        "a grant is paid a week late", "model/finance/grants.py",
        "has_come(state, p, int(projects.week_decided[p]))", "has_come(state, p, int(projects.week_decided[p]) + 1)",
    ),
    Mutation(
        "a reward is paid a week late", "model/stages/evaluate.py",
        "has_come(state, p, int(projects.week_accepted[p]))", "has_come(state, p, int(projects.week_accepted[p]) + 1)",
    ),
    Mutation(
        "a need is on the agenda in the week in which it was recorded", "model/stages/meetings.py",
        "due & (needs.week_recorded[rows] < state.week)", "due & (needs.week_recorded[rows] <= state.week)",
    ),
    Mutation(
        "a matter goes up after its first failure", "model/governance/matters.py",
        "% state.settings.works.settle_tries == 0", "% state.settings.works.settle_tries == 1",
    ),
    Mutation(
        "a year is a week shorter when things functioning are counted", "model/stages/share.py",
        "(state.week - finished == WEEKS_PER_YEAR)", "(state.week - finished == WEEKS_PER_YEAR - 1)",
    ),
    Mutation(
        "sites are watched in the second week of the month", "model/stages/construct.py",
        "if projects.progress[p] % WEEKS_PER_MONTH == 0:", "if projects.progress[p] % WEEKS_PER_MONTH == 1:",
    ),
    # what is seen, and when
    Mutation(
        "neighbours' votes of this very week are seen", "model/stages/votes.py",
        "NEVER < stakes.voted_week[row] < week", "NEVER < stakes.voted_week[row] <= week",
    ),
    Mutation(
        "neighbours' upkeep of this very month is looked for", "model/stages/manage.py",
        "first, week - call, tables)", "first, week, tables)",
    ),
    Mutation(
        "who keeps it up is noted before the others have decided", "model/stages/manage.py",
        "        keeping[keepers] = k\n",
        "        keeping[keepers] = k\n"
        "        if random_draw < logistic(keep_log_odds(owns, share, ratio, fatigue, people)):\n"
        "            stakes.kept_week[row] = week\n",
    ),
    Mutation(
        "rho wears off by the belief that was just learnt", "model/stages/share.py",
        "        belief = float(residents.belief[r])\n",
        "        belief = learnt_belief(float(residents.belief[r]), seen, p)\n",
    ),
    Mutation(
        "rho: what disappointment took comes back towards the mean of all", "model/stages/share.py",
        "float(residents.reciprocity_first[r])", "p.reciprocity_mean",
    ),
    Mutation(
        "rho: only what was lost before comes back", "agents/resident.py",
        "p.reciprocity_recovery * (first - worn)", "p.reciprocity_recovery * (first - reciprocity)",
    ),
    Mutation(
        "rho: nothing comes back in the district", "agents/resident.py",
        "return max(worn, min(first, worn + p.reciprocity_recovery * (first - worn)))", "return worn",
    ),
    # what is told in a campaign
    Mutation(
        "told: only what was pledged is told, not what was refused", "model/stages/pledges.py",
        "told * (asks.pledged_before / max(1.0, float(asks.asked_before)))", "told * min(1, asks.pledged_before)",
    ),
    Mutation(
        "told: who was not asked yet has refused", "model/stages/campaign.py",
        "asked_before += stakes.asked_week[first + k] > NEVER", "asked_before += 1",
    ),
    Mutation(
        "told: names on a list say nothing of others", "model/stages/pledges.py",
        "max(sight.contact, float(terms.seen))", "sight.contact",
    ),
    Mutation(
        "told: who comes in person says nothing of others", "model/stages/pledges.py",
        "max(sight.contact, float(terms.seen))", "float(terms.seen)",
    ),
    Mutation(
        "told: news come on top of ties", "model/stages/pledges.py",
        "pledged, sight.asked + told, p)", "pledged, sight.asked, p)",
    ),
    # other rules of giving
    Mutation(
        "giving: what would come together anyway counts as brought about", "agents/prospects.py",
        "ratio * (given - kept) + refund", "ratio * given + refund",
    ),
    Mutation(
        "giving: what fails comes back as if one had kept out", "agents/prospects.py",
        "refund * (1.0 - given)", "refund * (1.0 - kept)",
    ),
    Mutation(
        "giving: one's own gain is others' as well", "model/stages/pledges.py",
        "asks.present_years - max(0.0, stake.value)", "asks.present_years",
    ),
    Mutation(
        "giving: a joy of giving asks what others do", "agents/giving.py",
        "p.belief_slope * reciprocity + p.return_weight", "p.belief_slope * reciprocity * belief + p.return_weight",
    ),
    Mutation(
        "giving: a norm holds for everybody alike", "agents/giving.py",
        "p.belief_slope * reciprocity * held", "p.belief_slope * held",
    ),
    Mutation(
        "giving: who gives envies those who give", "agents/giving.py",
        "p.guilt * belief - p.envy * (1.0 - belief)", "p.guilt * (1.0 - belief) - p.envy * belief",
    ),
    Mutation(
        "giving: an owed share is weighed by what it decides", "model/stages/pledges.py",
        "Prospect(prospect.belief, 1.0, 1.0,", "Prospect(prospect.belief, 1.0, prospect.own_return,",
    ),
    Mutation(
        "giving: pay crowds out what the own return made willing", "agents/giving.py",
        "Prospect(seen.belief, 1.0, 1.0,", "Prospect(seen.belief, 1.0, seen.own_return,",
    ),
    Mutation(
        "ties that pledged count as those asked", "model/stages/campaign.py",
        "stakes.ties_asked[row] += asked", "stakes.ties_asked[row] += pledged",
    ),
    Mutation(
        "trust is forgotten as fast as fatigue", "model/stages/share.py",
        "mean + (trust - mean) * trust_stays", "mean + (trust - mean) * fatigue_stays",
    ),
    # random draws
    Mutation(
        "all households of a need object by the same random draw", "model/stages/proposals.py",
        "draws.OBJECT, needs.id[need], households.id[h], 0", "draws.OBJECT, needs.id[need], 0, 0",
    ),
    Mutation(
        "the random draw of a vote is drawn anew each week", "model/stages/votes.py",
        "draws.VOTE, needs.id[n], households.id[h], 0", "draws.VOTE, needs.id[n], households.id[h], week",
    ),
    Mutation(
        "a household has the same random draw in all campaigns", "model/stages/pledges.py",
        "draws.PLEDGE, need, households.id[h], 0", "draws.PLEDGE, 0, households.id[h], 0",
    ),
    Mutation(
        "who watched once watches always", "model/stages/construct.py",
        "draws.SUPERVISE, need, residents.id[r], week", "draws.SUPERVISE, need, residents.id[r], 0",
    ),
    Mutation(
        "inspectors have the same random draw after the repair", "model/stages/evaluate.py",
        "draws.INSPECT, need, int(projects.repaired[p]), 0", "draws.INSPECT, need, 0, 0",
    ),
    # money
    Mutation(
        "what is set aside is offered once more", "model/state.py",
        "self.ledger.balance(\"county\", pots) - self.reserved_fen", "self.ledger.balance(\"county\", pots)",
    ),
    Mutation(
        "what is no longer needed stays set aside", "model/finance/payments.py",
        "        state.reserved_fen[state.pot_of(p)] -= fen\n", "        state.reserved_fen[state.pot_of(p)] -= 0\n",
    ),
    Mutation(
        "insured contributions are made good twice", "model/stages/construct.py",
        "    refund(state, p, terms.protection)\n", "    refund(state, p, terms.protection)\n" * 2,
    ),
    Mutation(
        "what is left goes to the community's fund", "model/stages/evaluate.py",
        "ledger.account(\"upkeep_fund\", projects", "ledger.account(\"community_fund\", projects",
    ),
    Mutation(
        "the builder's claim is paid to the lender", "model/finance/claims.py",
        "escrow, ledger.account(\"contractor_claims\", p)", "escrow, ledger.account(\"lender\", p)",
    ),
    Mutation(
        "the collective's claim is paid to the lender", "model/finance/claims.py",
        "escrow, ledger.account(\"collective\", p)", "escrow, ledger.account(\"lender\", p)",
    ),
    Mutation(
        "what a collective has advanced is not lost with the site", "model/stages/construct.py",
        "    lose(state, p, \"collective\", int(projects.collective_fen[p]))\n", "",
    ),
    Mutation(
        "lender and collective carry the same fen", "model/finance/bridge_finance.py",
        "left = open_promise(state, p) - collective_room(state, p)\n    return max(0, min(int(projects.loan_limit",
        "left = open_promise(state, p)\n    return max(0, min(int(projects.loan_limit",
    ),
    Mutation(
        "a loan costs a whole year, however soon the reward comes", "model/finance/funding_plan.py",
        "weeks_to_reward(state, p) / WEEKS_PER_YEAR)", "1.0)",
    ),
    Mutation(
        "arrears are a broken promise every week", "model/finance/public_arrears.py",
        "        projects.in_arrears[p] = 1\n", "",
    ),
    Mutation(
        "a site loses patience while public money is overdue", "model/stages/construct.py",
        "    if is_overdue(state, p):\n        return\n", "",
    ),
    Mutation(
        "the loan is as large as the builder's credit", "model/stages/construct.py",
        "loan = min(now - cash - collective, loan_room(state, p))",
        "loan = min(now - cash - collective, credit_room(state, p))",
    ),
    Mutation(
        "each pledge is rounded by itself", "model/stages/collect.py",
        "due = called * before // pledged - dues", "due = called * stakes.pledged_fen[row] // pledged",
    ),
    Mutation(
        "spare money of the last week is counted twice", "model/finance/payments.py",
        "    households.savings_week[h] = week\n", "    households.savings_week[h] = week - 1\n",
    ),
    Mutation(
        "an advance stays a contribution as well", "model/stages/collect.py",
        "        stakes.paid_fen[k] -= advanced\n", "",
    ),
    Mutation(
        "the lender's part is advanced as well", "model/finance/funding_plan.py",
        "// parts_of_promise(payment) - carried)", "// parts_of_promise(payment))",
    ),
    Mutation(
        "more is advanced than the promise can repay", "model/finance/bridge_finance.py",
        "wanted = min(missing, open_promise(state, p))", "wanted = missing",
    ),
    Mutation(
        "the bonus goes by what was paid", "model/finance/guarantees.py",
        "fen, state.world.stakes.pledged_fen, state.records", "fen, state.world.stakes.paid_fen, state.records",
    ),
    Mutation(
        "a smaller plan is worth as much", "model/finance/funding_plan.py",
        "(stakes.value_fen[block] * kept)", "(stakes.value_fen[block] * 1.0)",
    ),
    Mutation(
        "a reward has the lowest tier that is reached", "model/mechanisms/payment.py",
        "return reached[-1] if reached", "return reached[0] if reached",
    ),
    Mutation(
        "a round leaves money for one round too many", "model/mechanisms/budget_year.py",
        "return len(range(weeks_into_year, WEEKS_PER_YEAR, allocation.round_weeks))",
        "return 1 + len(range(weeks_into_year, WEEKS_PER_YEAR, allocation.round_weeks))",
    ),
    Mutation(
        "money of the warm-up is kept for the programme", "model/stages/apply.py",
        "== \"lapse\" or state.week == 0:", "== \"lapse\":",
    ),
    # expected subsidies
    Mutation(
        "subsidies of other units count like one's own", "model/finance/expectations.py",
        "(others, demand.learning * demand.neighbours)", "(others, demand.learning)",
    ),
    Mutation(
        "expected subsidies make matters be voiced, too", "model/finance/expectations.py",
        " * (table.kind[needs] == PROJECT)", "",
    ),
    Mutation(
        "larger plans are worth as much more as they cost", "model/stages/proposals.py",
        "worth_of_scope(scope, state.settings.demand.scope_value)", "worth_of_scope(scope, 1.0)",
    ),
    Mutation(
        "larger plans cost what was meant", "model/stages/proposals.py",
        "        projects.cost_fen[p] = int(projects.cost_fen[p] * scope)\n", "",
    ),
    Mutation(
        "who expects money waits less for it", "agents/subsidy.py",
        "base + weight * expected", "base - weight * expected",
    ),
    Mutation(
        "expected subsidies leave giving as it is", "model/stages/pledges.py",
        "    field += float(terms.pull)\n", "",
    ),
    Mutation(
        "a decision is learnt from again when it is paid", "model/finance/expectations.py",
        "    news += [(int(p), int(projects.public_fen[p])) for p in settled]\n",
        "    news += [(int(p), int(projects.offer_fen[p])) for p in settled]\n",
    ),
    # contracts
    Mutation(
        "contract: the retention is paid with the final payment", "model/finance/contracts.py",
        "- retained(state, p)\n", "- 0\n",
    ),
    Mutation(
        "contract: what is retained is paid a week late", "model/finance/contracts.py",
        "np.flatnonzero(held & (due <= state.week))", "np.flatnonzero(held & (due < state.week))",
    ),
    Mutation(
        "contract: what others repair costs the builder nothing", "model/finance/contracts.py",
        "    lose(state, p, \"contractor\", spent)\n", "",
    ),
    Mutation(
        "contract: an abandoned site pays givers before the builder", "model/stages/construct.py",
        "    settle_abandoned(state, p)\n    return_everything(state, p)\n",
        "    return_everything(state, p)\n    settle_abandoned(state, p)\n",
    ),
    Mutation(
        "contract: what the builder is owed has no part in the reward", "model/finance/claims.py",
        "if taken_over else 0", "if False else 0",
    ),
    Mutation(
        "contract: the builder's stake is what he was lent", "model/stages/evaluate.py",
        "int(projects.credit_fen[p] + projects.owed_fen[p]) / bill",
        "int(projects.credit_fen[p] + projects.loan_fen[p]) / bill",
    ),
    Mutation(
        "contract: those who look at the end see what they saw at the takeover", "model/finance/contracts.py",
        "draws.HANDOVER, need, when, 0", "draws.HANDOVER, need, 0, 0",
    ),
    Mutation(
        "needs are not open again when a thing is worn out", "model/state.py",
        "        self.world.needs.met[self._for_the_same(need)] = 0\n", "",
    ),
)  # fmt: skip


class Caught(NamedTuple):
    """In which world an error was seen, and how; None where it was not."""

    world: int | None
    how: str


def try_one(mutation: Mutation, look: str = LOOK) -> Caught:
    """Put an error into a copy of the engine and look for the first world in which it shows."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "dizao"
        for name in COPIED:
            shutil.copytree(ROOT / name, home / name, ignore=shutil.ignore_patterns("__pycache__"))
        target = home / mutation.path
        text = target.read_text(encoding="utf-8")
        if text.count(mutation.right) != 1:
            raise SystemExit(f"{mutation.path}: {mutation.right!r} is there {text.count(mutation.right)} times")
        target.write_text(text.replace(mutation.right, mutation.wrong), encoding="utf-8")
        shown = _look(folder, look, known_worlds().get(mutation.what, ""))
    world, _, how = shown.partition(" ")
    return Caught(int(world), how) if world else Caught(None, "not caught")


def known_worlds() -> dict[str, str]:
    """Return the world in which each error was seen the last time, by description: there it is looked for first."""
    rows = [line.split(" | ") for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    return {cells[0].removeprefix("| "): cells[2] for cells in rows if len(cells) > 2 and cells[2].isdigit()}


def _look(folder: str, look: str, known: str) -> str:
    path = os.pathsep.join((folder, str(ROOT)))
    environment = os.environ | {"NUMBA_DISABLE_JIT": "1", "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-W", "ignore", "-c", look, *known.split()]
    shown = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=True)
    return shown.stdout.strip()


HEADING = "# Errors that docking catches"
HEAD = (
    "Made by `uv run python benchmarks/mutations.py`. Each error was put alone into a copy of the engine; the table "
    "names a world of `tests/docking` in which engine and reference part (the last time's is tried first), and where."
)


def table(found: Sequence[tuple[Mutation, Caught]], heading: str = HEADING, head: str = HEAD) -> str:
    """Write what was found as a section of Markdown."""
    caught = sum(result.world is not None for _, result in found)
    rows = ["| error | in | world | what differs first |", "|---|---|---:|---|"]
    for mutation, result in found:
        world = "none" if result.world is None else str(result.world)
        rows.append(f"| {mutation.what} | `{mutation.path}` | {world} | {result.how.replace('|', ' ')} |")
    return "\n\n".join((heading, head, f"Caught: {caught} of {len(found)}.", "\n".join(rows))) + "\n"


def with_section(page: str, section: str) -> str:
    """Put a section into a page in the place of the one that has its heading, or behind all others."""
    heading = section.partition("\n")[0]
    sections = [part.strip() + "\n" for part in re.split(r"^(?=#+ )", page, flags=re.MULTILINE) if part.strip()]
    places = [k for k, part in enumerate(sections) if part.partition("\n")[0] == heading] or [len(sections)]
    sections[places[0] : places[0] + 1] = [section]
    return "\n".join(sections)


def report(found: Sequence[tuple[Mutation, Caught]], heading: str = HEADING, head: str = HEAD) -> None:
    """Write the table into its section of benchmarks/mutations.md."""
    PAGE.write_text(with_section(PAGE.read_text(encoding="utf-8"), table(found, heading, head)), encoding="utf-8")


def main(
    mutations: Sequence[Mutation] = MUTATIONS,
    look: str = LOOK,
    heading: str = HEADING,
    head: str = HEAD,
    arguments: Sequence[str] | None = None,
) -> None:
    """Try all errors of a list, print and write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="only errors whose description has this word; nothing is written")
    chosen = parser.parse_args(arguments)
    found = []
    for mutation in mutations:
        if chosen.only in mutation.what:
            found.append((mutation, try_one(mutation, look)))
            print(f"{mutation.what}: {found[-1][1].world}: {found[-1][1].how}", flush=True)
    if not chosen.only:
        report(found, heading, head)
    complain(found)


def complain(found: Sequence[tuple[Mutation, Caught]]) -> None:
    """End with a message where an error was not caught."""
    missed = [mutation.what for mutation, result in found if result.world is None]
    if missed:
        raise SystemExit(f"not caught: {'; '.join(missed)}")


if __name__ == "__main__":
    main()
