"""What docs/cases.md, odd.md and evidence.md say in numbers of validation, made from what the commands found."""

from collections.abc import Iterator

import docs_sources as kept
import pandas as pd
from docs_text import Said, percent, share, shown, spelled

from dizao.scenarios.reports.case_validation import cells, notes
from dizao.scenarios.studies.cases import PROBABILITIES

HEAD = ("case", "outcome", "observed", "model", "95%", "selfish", "subsidy / cost")
PLAYERS = ("selfish", "types", "coin")
LIKELIER = 0.5

# docs/cases.md --------------------------------------------------------------------------------------------------


def cases_table() -> str:
    """Return the table that ``dizao validate --part cases`` prints, and the line below it."""
    rows = kept.table("cases")
    lines = [f"| {' | '.join(HEAD)} |", "|---" * len(HEAD) + "|"]
    for first, *others in cells(rows):
        texts = [f"`{first}`" if first else "", *(str(one).strip() for one in others)]
        lines.append(f"| {' | '.join(texts)} |")
    return "\n".join([*lines, "", notes(rows)[0]])


def _found(rows: pd.DataFrame, case: str, outcome: str) -> float:
    """Return what the model says of an outcome of a case."""
    return float(rows[(rows["case"] == case) & (rows["outcome"] == outcome)]["model"].iloc[0])


def _mean(name: str, outcome: str) -> float:
    """Return a number of one case that was run by itself."""
    return float(kept.numbers(name)[outcome]["mean"])


def cases() -> Iterator[Said]:
    """How many are met, and the numbers of those that are not."""
    rows = kept.table("cases")
    yes_no, sizes = (rows[rows["outcome"].isin(PROBABILITIES) == chosen] for chosen in (True, False))
    told, yes, met = len(yes_no), int((yes_no["observed_low"] >= LIKELIER).sum()), int(yes_no["model_met"].sum())
    yield Said(
        f"⟨{spelled(told).capitalize()}⟩ yes or no are few, ⟨{spelled(yes)}⟩ of them yes, from reports that report successes: always "
        f"saying yes would meet ⟨{spelled(yes)}⟩, the model meets ⟨{spelled(met)}⟩."
    )
    yield Said(f"of those ⟨{len(sizes)}⟩ numbers ⟨{spelled(int(sizes['model_met'].sum()))}⟩ are met.")
    gate = _found(rows, "dongxing_gate", "payers") / _found(rows, "dongxing_gate", "completed")
    part = _mean("case_jiangan_part", "payers") / _mean("case_jiangan_part", "completed")
    yield Said(
        f"(where it is built, ⟨{shown(gate)}⟩ of 77 do; in Jiang'an ⟨{shown(part)}⟩ of 146, if 60% of the plan may be built)",
        gate < 77.0 and part < 146.0,
    )
    strict, loose = _found(rows, "jiangan_lift", "funded"), _mean("case_jiangan_part", "funded")
    yield Said(
        f"in ⟨{shown(strict, 2)}⟩ of the replicates; with 0.6 it would be ⟨{shown(loose, 2)}⟩.",
        strict < LIKELIER < loose,
    )


def chengwan() -> Iterator[Said]:
    """What talk and a shared cost do in Chengwan."""
    rows = kept.table("cases")
    alone = _mean("case_alone", "completed")
    talk, together = (_found(rows, f"chengwan_{name}", "completed") for name in ("talk", "shared"))
    yield Said(
        f"**Talk alone seldom gets the Chengwan bridge built** (⟨{shown(talk, 2)}⟩; it was not built).",
        talk < LIKELIER,
    )
    yield Said(
        f"The order is right: alone ⟨{shown(alone, 2)}⟩, talk only ⟨{shown(talk, 2)}⟩, shared ⟨{shown(together, 2)}⟩.",
        alone < talk < together,
    )


def bridge() -> Iterator[Said]:
    """What is built alone in the scenario that is made after the case."""
    yield Said(f"alone builds ⟨{shown(kept.Effects('system_bridge').mean('alone', 'completed'), 2)}⟩:")


def lift() -> Iterator[Said]:
    """That nobody pays for the lift."""
    consent, funded = (_mean("case_lift", name) for name in ("consent", "funded"))
    yield Said(
        f"The model has it hardly ever consented to (⟨{shown(consent, 2)}⟩) and never paid for:",
        consent < 0.2 and funded == 0.0,
    )


# docs/odd.md 8.5 and docs/evidence.md ---------------------------------------------------------------------------


def laboratory() -> Iterator[Said]:
    """How many targets are met, and what fails."""
    rows = kept.table("laboratory")
    tests, at = rows[rows["fitted"] == "no"], rows.set_index("target")
    counts = [int(rows[f"{name}_met"].sum()) for name in PLAYERS]
    yield Said(
        f"With the defaults ⟨{rows['met'].sum()}⟩ of ⟨{len(rows)}⟩ targets are met; of the ⟨{len(tests)}⟩ that nothing was fitted to, "
        f"⟨{tests['met'].sum()}⟩. The baselines meet ⟨{counts[0]}⟩ (selfish), ⟨{counts[1]}⟩ (types) and ⟨{counts[2]}⟩ (coin) of "
        f"⟨{len(rows)}⟩.",
        max(counts) < rows["met"].sum(),
    )
    start = at.loc["ledyard_start"]
    yield Said(
        f"**Linear games start too low**: ⟨{share(start['model'])}⟩ of the endowment at a return of .4, where 40 to 60% is usual. "
        f"With an intercept at the upper end of its range it is ⟨{share(start['model_high'])}⟩.",
        not start["met"],
    )
    yield Said(
        f"From there contributions fall to ⟨{share(at.loc['ledyard_never_0', 'model'])}⟩ in ten rounds with partners, and never to 0.",
        bool(at.loc[["ledyard_decline", "ledyard_never_0"], "met"].all()),
    )
    selfish, conditional = (at.loc[f"fischbacher_{name}"] for name in ("selfish", "conditional"))
    yield Said(
        f"in the strategy method of a linear game (⟨{percent(selfish['model'])}⟩%, where a third is observed), and too many conditional "
        f"(⟨{percent(conditional['model'])}⟩%, half).",
        not selfish["met"] and not conditional["met"],
    )
    late = at.loc["dilemma_contribution_5"]
    yield Said(
        f"in period 5 of the dilemma it has ⟨{share(late['model'])}⟩ and people gave ⟨{share(late['observed'])}⟩,",
        late["model"] < late["observed_low"],
    )
    nothing = [at.loc[f"dilemma_answer_0_{period}"] for period in (1, 5)]
    model, seen = ([share(one[name]) for one in nothing] for name in ("model", "observed"))
    yield Said(
        f"**A few give in answer to nothing** (⟨{model[0]}⟩ and ⟨{model[1]}⟩), where hardly anybody does (⟨{seen[0]}⟩, ⟨{seen[1]}⟩)."
    )
    match, seed = (float(at.loc[name, "model"]) - 1.0 for name in ("match", "seed"))
    yield Said(
        f"**Match and seed money** do too little: +⟨{percent(match)}⟩% and +⟨{percent(seed)}⟩% against +19% and nearly six times.",
        match < 0.19 and seed < 5.0,
    )


def evidence() -> Iterator[Said]:
    """How closely outputs match what shaped them, and what did not."""
    rows, observed = kept.table("laboratory"), kept.table("cases")
    fitted, tests = (rows[(rows["fitted"] != "no") == chosen] for chosen in (True, False))
    yield Said(
        f"⟨{fitted['met'].sum()}⟩ of the ⟨{len(fitted)}⟩ laboratory targets that were fitted or set a prior are met (odd.md, 8.5)."
    )
    yield Said(
        f"⟨{observed['model_met'].sum()}⟩ of ⟨{len(observed)}⟩ observations lie where the model says with nothing fitted"
    )
    baselines = [int(tests[f"{name}_met"].sum()) for name in PLAYERS]
    yield Said(
        f"⟨{tests['met'].sum()}⟩ of ⟨{len(tests)}⟩ laboratory targets, better than three baselines,",
        max(baselines) < tests["met"].sum(),
    )
