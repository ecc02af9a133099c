"""The tables of a history match (`dizao plausible`): every column with its unit and meaning."""

from dizao.scenarios.execution.columns import Column

FACT_UNIT, NUMBER_UNIT = "the fact's unit", "see unit"


def _quantiles(name: str, unit: str, of: str) -> dict[str, Column]:
    return {f"{name}_{end}": Column(unit, f"{end}% quantile {of}") for end in ("5", "50", "95")}


PLAUSIBLE: dict[str, dict[str, Column]] = {
    "plausible_facts": {
        "name": Column("name", "fact, as in facts.toml"),
        "title": Column("name", "what it is called"),
        "title_zh": Column("name", "the same in Chinese"),
        "use": Column("name", "`condition`, or `test`: shown, rules out nothing"),
        "world": Column("name", "world that it bears on"),
        "unit": Column("name", "of its value"),
        "scale": Column("name", "on which error and discrepancy are standard deviations: `log`, `logit`, `identity`"),
        "observed": Column(FACT_UNIT, "what was observed"),
        "error": Column("the scale", "standard deviation of the observation"),
        "discrepancy": Column("the scale", "standard deviation for definition and transfer"),
        "undefined": Column("share", "sets of the prior in which the outcome is undefined"),
        "alone": Column("share", "sets of the prior that the fact alone puts beyond three standard deviations"),
        "last": Column("share", "sets of the prior that are ruled out and would not be without it"),
        "kept_without": Column("share", "sets of the prior that all other facts leave"),
        **_quantiles("prior", FACT_UNIT, "of the outcome over the prior"),
        **_quantiles("kept", FACT_UNIT, "over the members"),
        **_quantiles("without", FACT_UNIT, "over the sets that all other facts leave"),
    },
    "plausible_numbers": {
        "key": Column("name", "as in a scenario file; `categories.*`: a factor on that number of every category"),
        "unit": Column("name", "of its values"),
        "low": Column(NUMBER_UNIT, "lower end of its range"),
        "high": Column(NUMBER_UNIT, "upper end"),
        "worlds": Column("name", "worlds that have it; empty: none, so that nothing conditions it"),
        **_quantiles("kept", NUMBER_UNIT, "over the members"),
        "contraction": Column("share", "part of the variance over the range that is gone; below 0: none"),
        "shift": Column("share", "how far the mean has moved, in parts of the range"),
        "clear": Column("yes/no", "contraction or shift is beyond four standard errors of a sample of that size"),
    },
    "plausible_waves": {
        "wave": Column("number", "wave, from 1"),
        "share": Column("share", "part of the prior that was left before it"),
        "candidates": Column("points", "points of the prior that were looked at for it"),
        "walked": Column("sets", "its sets that come from Markov chains"),
        "sets": Column("sets", "sets that were simulated"),
        "kept": Column("sets", "of these, not ruled out by simulation"),
        "fact": Column("name", "fact whose emulator was fitted after it; empty after the last wave"),
        "points": Column("sets", "that the emulator was fitted to; missing: there is none"),
        "active": Column("numbers", "with a length scale in it"),
        "inside": Column("share", "simulated values within three standard deviations of what the others foretell"),
        "explained": Column("share", "part of their variance that the others foretell; below 0: none"),
    },
    "plausible_sets": {
        "set": Column("id", "simulated set, in the order of the waves"),
        "wave": Column("number", "wave, from 1"),
        "kept": Column("yes/no", "not ruled out"),
        "weight": Column("share", "of the member; 0: ruled out"),
        "density": Column("ratio", "with which sets were drawn where it lies; 1 over it is its weight among any sets"),
        "without": Column("name", "facts of which each alone, if it were not known, would leave it; none of a member"),
        "deciding": Column("ratio", "second-largest implausibility; kept up to 3"),
    },
}
"""Columns by table. The last also has NAME and implausibility.NAME for each fact: outcome, and how far off."""
