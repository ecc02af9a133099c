"""Texts about cases, in English; `dizao.scenarios.reports.words.chinese_cases` has the same keys."""

TEXTS = {
    "case.head": "{name}: {households} households, {replicates} replicates from seed {seed}",
    "case.source": "Source: {source}",
    "case.outcome": "outcome",
    "case.mean": "mean",
    "case.range": "95%",
    "case.consent": "consent",
    "case.funded": "paid for",
    "case.completed": "finished",
    "case.private_yuan": "residents' money, yuan",
    "case.payers": "payers",
    "case.mean_contribution_yuan": "mean contribution, yuan",
    "case.median_contribution_yuan": "median contribution, yuan",
    "case.weeks": "weeks until finished",
    "case.objecting_share": "objecting",
    "case.floor": "objecting on floor {floor}",
    "case.money": "whose money, yuan",
    "case.households": "households",
    "case.partner_households": "partner's households",
    "case.patrons": "patrons",
    "case.member": "member's first contribution",
    "case.organization": "organization's first contribution",
    "case.office": "office's first contribution",
    "case.labour": "labour, at its worth",
    "case.land": "land in kind",
    "case.lender": "lender, not repaid",
    "case.builder": "builder, not paid",
    "case.left_over": "left over for upkeep",
    "case.sentence": "In {consent} of 100 replicates the plan has its consent, in {funded} it is paid for, in "
    "{completed} ({low} to {high}) it is finished.",
    "case.contributions": "Where anybody pays, the mean contribution is {mean} yuan ({low} to {high}).",
    "case.nobody": "Nobody pays in any replicate.",
    "case.key": "Consent, paid for, finished: share of replicates, with the interval of its probability. Others: where "
    "95% of the replicates lie. Money and payers count all replicates, also those that come to nothing; contributions those in "
    "which somebody pays, weeks those that are finished. Ranges of the file are drawn anew in each replicate.",
    "cases.head": "Cases: what was observed, what the model says, and two baselines",
    "cases.case": "case",
    "cases.observed": "observed",
    "cases.model": "model",
    "cases.selfish": "selfish",
    "cases.subsidy": "subsidy / cost",
    "cases.yes": "yes",
    "cases.no": "no",
    "cases.met": "{met} of {all} observations lie where the model says; selfish {selfish}, subsidy / cost {subsidy} "
    "of {told}. Brier score of yes and no: model {brier}, selfish {brier_selfish}, subsidy / cost {brier_subsidy} (0 "
    "is best; .25 is what a coin has).",
    "cases.key": "{mark} where it lies: a number in the model's 95% range, a yes or no on the likelier side. Reported "
    "cases are mostly successes, so that a high share of yes says little.",
    "cases.written": "written to {folder}: {files}",
}
