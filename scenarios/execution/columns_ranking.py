"""The tables of a ranking under uncertainty (`dizao compare --draws`): every column with its unit and meaning."""

from dizao.scenarios.execution.columns import Column

OUTCOME = "the outcome's unit"

PAIR = {"pair_a": Column("name", "first of the pair"), "pair_b": Column("name", "second of the pair")}

RANKING: dict[str, dict[str, Column]] = {
    "uncertain": {
        "key": Column("name", "as in a scenario file; `categories.*`: a factor on that number of every category"),
        "title": Column("name", "what it is called"),
        "title_zh": Column("name", "the same in Chinese"),
        "unit": Column("name", "of its values; times: a factor"),
        "low": Column("see unit", "lower end of its range"),
        "high": Column("see unit", "upper end"),
        "default": Column("see unit", "the scenario's own value; 1 for a factor"),
        "grade": Column("name", "evidence: C assumed, B drawn from an estimate"),
        "source": Column("name", "where range and value come from"),
        "log": Column("yes/no", "drawn evenly in proportions"),
        "whole": Column("yes/no", "a whole number"),
        "always": Column("yes/no", "drawn whatever its grade, and always reported on"),
    },
    "draw_runs": {
        "draw": Column("id", "row of draws.parquet"),
        "replicate": Column("id", "world inside the draw; its seed is SEED + replicate"),
        "mechanism": Column("name", "mechanism"),
        "outcome": Column("name", "outcome"),
        "value": Column(OUTCOME, "what the run ended with; missing where undefined"),
    },
    "best": {
        "mechanism": Column("name", "mechanism"),
        "best_share": Column("share", "draws in which it is best, among those in which mechanisms differ"),
        "low": Column("share", "lower end of Wilson's 95% interval"),
        "high": Column("share", "upper end"),
        "mean_regret": Column("yuan", "mean over all draws of what the best of a draw has more"),
        "regret_90": Column("yuan", "its 90th percentile"),
        "largest_regret": Column("yuan", "its largest"),
        "dominated_by": Column("name", "a mechanism that dominates it; empty: none"),
        "draws": Column("draws", "draws in which mechanisms differ"),
    },
    "beats": {
        "mechanism": Column("name", "first of an ordered pair"),
        "other": Column("name", "second"),
        "share": Column("share", "draws in which the first is better"),
        "low": Column("share", "lower end of Wilson's 95% interval"),
        "high": Column("share", "upper end"),
        "equal": Column("share", "draws in which both are equal"),
        "draws": Column("draws", "all draws"),
    },
    "decisive": {
        **PAIR,
        "key": Column("name", "a number; `dispositions`: all that is estimated; `others`: all the rest"),
        "first": Column("share", "variance of the difference that it brings alone; missing with `morris`"),
        "first_low": Column("share", "lower end of the 95% bootstrap interval"),
        "first_high": Column("share", "upper end"),
        "total": Column("share or yuan", "`sobol`: variance with all it acts with; `morris`: mean elementary effect"),
        "total_low": Column("share or yuan", "lower end of the 95% bootstrap interval"),
        "total_high": Column("share or yuan", "upper end"),
        "method": Column("name", "`sobol` for the few that matter most, `morris` for all"),
        "first_needs": Column("draws", "that first-order indices take, where there are too few and they are missing"),
        "total_needs": Column("draws", "that total indices take, likewise"),
    },
    "conditions": {
        **PAIR,
        "key": Column("name", "a parameter that is uncertain or that decides"),
        "third": Column("id", "1: lowest third of its range, 2: middle, 3: highest"),
        "from": Column("see unit", "lower end of the third"),
        "to": Column("see unit", "upper end"),
        "share": Column("share", "independent runs in it that the first wins, of those in which the pair differs"),
        "low": Column("share", "lower end of Wilson's 95% interval"),
        "high": Column("share", "upper end"),
        "n": Column("runs", "such runs"),
    },
    "bands": {
        "mechanism": Column("name", "mechanism"),
        "outcome": Column("name", "outcome"),
        "mean": Column(OUTCOME, "mean over the worlds at the scenario's own numbers"),
        "monte_carlo_low": Column(OUTCOME, "Monte Carlo error: lower end of the 95% interval of that mean"),
        "monte_carlo_high": Column(OUTCOME, "upper end"),
        "parameters_low": Column(OUTCOME, "uncertainty of the numbers: below it lie 2.5% of the draws' means"),
        "parameters_high": Column(OUTCOME, "above it lie 2.5%"),
        "spread_low": Column(OUTCOME, "spread of outcomes: below it lie 2.5% of the worlds at the own numbers"),
        "spread_high": Column(OUTCOME, "above it lie 2.5%"),
    },
    "information": {
        "kind": Column("name", "perfect: all of a draw; group or parameter: known exactly; study: its result is known"),
        "name": Column("name", "which: group, study (information.toml), or key of a parameter"),
        "value_yuan": Column("yuan", "mean over draws of what the rule that is then chosen has more; negative: no use"),
        "low": Column("yuan", "lower end of its 95% interval"),
        "high": Column("yuan", "upper end"),
        "wrong_before": Column("share", "draws in which another rule is better than the one that is chosen today"),
        "wrong_after": Column("share", "the same, with that knowledge"),
        "upper_bound": Column("yes/no", "with one world in a draw perfect information knows its random draws too"),
        "draws": Column("draws", "all draws; below 20 there are no rows"),
    },
    "flip": {
        "first": Column("name", "first of the headline's pair"),
        "second": Column("name", "second"),
        "x_key": Column("name", "number across"),
        "x": Column("see unit", "its value"),
        "y_key": Column("name", "number up"),
        "y": Column("see unit", "its value"),
        "probability": Column("share", "chance that the first is better, all other numbers drawn"),
    },
    "flip_runs": {
        "x": Column("see unit", "value of the number across"),
        "y": Column("see unit", "value of the number up"),
        "difference": Column(
            "yuan", "net present value of the first less that of the second; runs that are equal are left out"
        ),
        "block": Column("id", "draw or base row; runs of a block are left out together"),
    },
}
"""All tables but draws.parquet, by the name of their file; that one has a column for each key."""
