"""The tables of the report, made from those of the comparison."""

import math
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from dizao.model.outcomes import OUTCOMES
from dizao.scenarios.experiments.effects import LEVEL, chosen
from dizao.scenarios.experiments.winners import interval
from dizao.scenarios.reports.numbers import Scale, decimals_for, scale_for
from dizao.scenarios.reports.page.values import Numbers, Shown, Value
from dizao.scenarios.reports.steps import STEPS
from dizao.scenarios.reports.tables import scales
from dizao.scenarios.reports.texts import Voice
from dizao.scenarios.reports.winners import KINDS

if TYPE_CHECKING:
    from dizao.scenarios.experiments.comparison import Comparison

PER_TABLE = 4
"""Outcomes side by side: more are too narrow on paper."""

WITHIN_WEEKS = (24, 52, 104)
"""After how many weeks completed projects are counted in the table."""

TAKING_PART = ("attended", "gave_money", "gave_labour", "supervised", "kept_up")
PAYERS = ("upfront", "reward", "givers", "residents", "sponsors", "unrepaid")
CARRIERS = ("lender", "builder", "advances")
SPREAD = (0.025, 0.975)
"""Quantiles that hold the middle 95% of single worlds."""


class Head(NamedTuple):
    """A column: what it is, its unit, and whether it holds words."""

    title: str
    unit: str = ""
    words: bool = False


class Cell(NamedTuple):
    """A cell: a number, below it the difference to the baseline or the span that it holds for; or words."""

    number: Shown | None = None
    difference: Shown | None = None
    verdict: str = ""
    words: str = ""
    span: tuple[Shown, Shown] | None = None


class Row(NamedTuple):
    """A row: what it is called, the name that commands take, and its cells."""

    title: str
    name: str
    cells: list[Cell]


class Table(NamedTuple):
    """A table of the page."""

    name: str
    title: str
    note: str
    first: str
    heads: list[Head]
    rows: list[Row]


class Maker:
    """Makes tables of a comparison, taking note of every number.

    Parameters
    ----------
    comparison
        What was found.
    numbers
        Gets the numbers.
    """

    def __init__(self, comparison: "Comparison", numbers: Numbers) -> None:
        self.comparison, self.numbers, self.voice = comparison, numbers, comparison.voice
        self.order = sorted(comparison.mechanisms, key=lambda name: name != comparison.baseline)

    def mechanism(self, name: str, cells: list[Cell]) -> Row:
        """Return the row of a mechanism."""
        return Row(title_of(self.comparison, name), name, cells)

    def outcomes(self) -> list[Table]:
        """Return mechanisms by headline outcomes, with paired differences, a few outcomes a table."""
        rows = chosen(self.comparison.effects)
        found = list(scales(rows, self.voice))
        chunks = [found[start : start + PER_TABLE] for start in range(0, len(found), PER_TABLE)]
        about = {"baseline": self.voice.called(self.comparison.baseline)}
        return [
            Table(
                f"outcomes-{place + 1}",
                self.voice.say("page.outcomes.title", number=place + 1, all=len(chunks)),
                self.voice.say("page.outcomes.note", **about),
                self.voice.say("page.mechanism"),
                [self._head(str(group["outcome"].iloc[0]), means) for group, means, _ in chunk],
                [self.mechanism(name, [self._effect(name, *one) for one in chunk]) for name in self.order],
            )
            for place, chunk in enumerate(chunks)
        ]

    def _head(self, outcome: str, scale: Scale) -> Head:
        return Head(self.voice.title(outcome), scale.unit)

    def _effect(self, mechanism: str, group: pd.DataFrame, means: Scale, changes: Scale) -> Cell:
        outcome = str(group["outcome"].iloc[0])
        about = {"unit": OUTCOMES[outcome].unit, "mechanism": mechanism, "outcome": outcome, "source": "effects.csv"}
        if mechanism == self.comparison.baseline:
            known = group["baseline_mean"].dropna()
            mean = float(known.iloc[0]) if len(known) else math.nan
            return Cell(self.numbers.show(Value(f"effects/{outcome}/{mechanism}/mean", value=mean, **about), means))
        row = group[group["mechanism"] == mechanism].iloc[0]
        mean = Value(f"effects/{outcome}/{mechanism}/mean", value=float(row["mean"]), **about)
        difference = Value(
            f"effects/{outcome}/{mechanism}/difference",
            value=float(row["difference"]),
            low=float(row["ci_low"]),
            high=float(row["ci_high"]),
            band="monte_carlo",
            **about,
        )
        shown = self.numbers.show(difference, changes, sign=True) if row["n"] >= 2 else None
        return Cell(self.numbers.show(mean, means), shown, verdict(row, OUTCOMES[outcome].better))

    def means(
        self, name: str, columns: Sequence[tuple[str, str, float]], unit: str, said: Callable[[str, float], str]
    ) -> Table:
        """Return means of the ways of runs with their intervals, mechanisms by columns.

        Parameters
        ----------
        name
            Of the table; its texts are found by it.
        columns
            Kind, name and week of each column (`dizao.scenarios.experiments.courses`).
        unit
            Of all numbers.
        said
            Returns the title of a column from its name and week.
        """
        means = self.comparison.means.fillna({"at": -1.0}).set_index(["mechanism", "kind", "name", "at"])
        kept = [(k, n, at) for k, n, at in columns if any((one, k, n, at) in means.index for one in self.order)]
        values = [float(means["mean"].get((one, *key), 0.0)) for one in self.order for key in kept]
        scale = scale_for(unit, values, self.voice.language)
        rows = []
        for one in self.order:
            cells = []
            for key in kept:
                found = means.loc[(one, *key)] if (one, *key) in means.index else None
                cells.append(self._mean(name, one, key, unit, found, scale))
            rows.append(self.mechanism(one, cells))
        heads = [Head(said(column, at), scale.unit) for _, column, at in kept]
        return self._table(name, self.voice.say("page.mechanism"), heads, rows)

    def _mean(
        self, table: str, mechanism: str, key: tuple[str, str, float], unit: str, row: pd.Series | None, scale: Scale
    ) -> Cell:
        place = "/".join(str(part) for part in key if part != -1.0)
        ends = (0.0, math.nan, math.nan) if row is None else tuple(float(row[x]) for x in ("mean", "ci_low", "ci_high"))
        about = {"band": "monte_carlo", "mechanism": mechanism, "source": "courses.parquet"}
        value = Value(f"{table}/{place}/{mechanism}", unit, *ends, **about)
        return Cell(self.numbers.show(value, scale, apart=False))

    def _table(self, name: str, first: str, heads: list[Head], rows: list[Row]) -> Table:
        about = {"baseline": self.voice.called(self.comparison.baseline)}
        return Table(
            name,
            self.voice.say(f"page.{name}.title", **about),
            self.voice.say(f"page.{name}.note", **about),
            first,
            heads,
            rows,
        )

    def steps(self) -> Table:
        """Return the funnel of needs for a project."""
        columns = [("projects", step, -1.0) for step in STEPS]
        return self.means("steps", columns, "needs", lambda name, at: self.voice.say(f"funnel.{name}"))

    def payers(self) -> Table:
        """Return who paid in the end."""
        columns = [("paid", name, -1.0) for name in PAYERS]
        return self.means("payers", columns, "yuan", lambda name, at: self.voice.say(f"money.{name}"))

    def carriers(self) -> Table:
        """Return who laid money out and got it back, and who did not."""
        columns = [(kind, name, -1.0) for kind in ("repaid", "unpaid") for name in CARRIERS]
        left = iter(columns)

        def said(name: str, at: float) -> str:
            kind = next(left)[0]
            shown = self.voice.say(f"money.{name}")
            return self.voice.say("payers.unpaid", name=shown) if kind == "unpaid" else shown

        return self.means("carriers", columns, "yuan", said)

    def waits(self) -> Table:
        """Return how many projects were completed after so many weeks."""
        at_all = float(self.comparison.means.loc[self.comparison.means["kind"] == "completed_within", "at"].max())
        columns = [("completed_within", "projects", float(week)) for week in WITHIN_WEEKS if week < at_all]
        columns.append(("completed_within", "projects", at_all))

        def said(name: str, at: float) -> str:
            return self.voice.say("page.waits.ever") if at == at_all else self.voice.say("page.waits.within", weeks=at)

        return self.means("waits", columns, "projects", said)

    def taking_part(self) -> Table:
        """Return how many take part in all, kind by kind."""
        runs = self.comparison.runs
        found = {one: _by_mechanism(runs, one) for one in TAKING_PART}
        marks = {name: [float(v.mean()) for v in each.values()] for name, each in found.items()}
        shown = {name: scale_for(OUTCOMES[name].unit, marks[name], self.voice.language) for name in found}
        heads = [self._head(name, shown[name]) for name in found]
        rows = []
        for one in self.order:
            cells = []
            for name, each in found.items():
                about = {"band": "monte_carlo", "mechanism": one, "outcome": name, "source": "runs.parquet"}
                value = Value(f"taking_part/{name}/{one}", OUTCOMES[name].unit, *interval(each[one], LEVEL), **about)
                cells.append(Cell(self.numbers.show(value, shown[name])))
            rows.append(self.mechanism(one, cells))
        return self._table("taking_part", self.voice.say("page.mechanism"), heads, rows)

    def losers(self) -> Table:
        """Return how many units lose and gain."""
        rows, heads = [], [Head(self.voice.say(f"page.losers.{name}")) for name in ("losing", "gaining", "households")]
        for _, row in self.comparison.losers.iterrows():
            about = {"mechanism": str(row["mechanism"]), "source": "losers.csv"}
            ends = {"low": float(row["losing_low"]), "high": float(row["losing_high"]), "band": "monte_carlo"}
            name = str(row["mechanism"])
            values = (
                Value(f"losers/losing/{name}", "units", float(row["losing"]), **ends, **about),
                Value(f"losers/gaining/{name}", "units", float(row["gaining"]), **about),
                Value(f"losers/households/{name}", "share", float(row["households_losing"]), **about),
            )
            plain = Scale(1.0, "", 1, self.voice.language)
            percent = Scale(0.01, "%", 0, self.voice.language)
            shown = [self.numbers.show(value, plain if value.unit == "units" else percent) for value in values]
            rows.append(self.mechanism(name, [Cell(one) for one in shown]))
        heads[-1] = heads[-1]._replace(unit="%")
        return self._table("losers", self.voice.say("page.mechanism"), heads, rows)

    def groups(self) -> list[Table]:
        """Return the change in net benefit per household by income, age and tenure, a table a kind."""
        winners = self.comparison.winners
        every = winners[winners["kind"].isin(list(KINDS))]
        scale = scale_for("yuan", every[["difference"]].to_numpy().ravel(), self.voice.language)
        ends = every[["difference", "ci_low", "ci_high"]].to_numpy().ravel() / scale.divisor
        scale = scale._replace(decimals=decimals_for(ends, 2))
        tables = []
        for kind in KINDS:
            rows = every[every["kind"] == kind]
            if not len(rows):
                continue
            names = [name for name in KINDS[kind] if name in set(rows["group"])]
            heads = [Head(self.voice.say(f"group.{kind}.{name}"), scale.unit) for name in names]
            found = rows.set_index(["mechanism", "group"])
            made = [
                self.mechanism(one, [self._winner(kind, name, one, found.loc[(one, name)], scale) for name in names])
                for one in self.order
                if one != self.comparison.baseline
            ]
            about = {"kind": self.voice.say(f"kind.{kind}"), "baseline": self.voice.called(self.comparison.baseline)}
            title, note = (self.voice.say(f"page.groups.{part}", **about) for part in ("title", "note"))
            tables.append(Table(f"groups-{kind}", title, note, self.voice.say("page.mechanism"), heads, made))
        return tables

    def _winner(self, kind: str, group: str, mechanism: str, row: pd.Series, scale: Scale) -> Cell:
        ends = (float(row[key]) for key in ("difference", "ci_low", "ci_high"))
        about = {"band": "monte_carlo", "mechanism": mechanism, "source": "winners.parquet"}
        value = Value(f"winners/{kind}/{group}/{mechanism}", "yuan", *ends, **about)
        return Cell(difference=self.numbers.show(value, scale, sign=True), verdict=verdict(row, "higher"))

    def bands(self) -> Table:
        """Return the three bands of net benefit: luck, what nobody knows, single worlds; never mixed."""
        outcome, uncertainty = "net_benefit_yuan", self.comparison.uncertainty
        found = _by_mechanism(self.comparison.runs, outcome)
        drawn = None if uncertainty is None else uncertainty.bands
        scale = scale_for("yuan", [float(np.abs(x).max()) for x in found.values()], self.voice.language)
        rows = []
        for one in self.order:
            mean, low, high = interval(found[one], LEVEL)
            about = {"mechanism": one, "outcome": outcome}
            luck = Value(
                f"bands/monte_carlo/{one}", "yuan", mean, low, high, "monte_carlo", **about, source="runs.parquet"
            )
            ends = [float(end) for end in np.quantile(found[one], SPREAD)]
            worlds = Value(f"bands/spread/{one}", "yuan", math.nan, *ends, "spread", **about, source="runs.parquet")
            cells = [Cell(self.numbers.show(luck, scale)), Cell(words=self.voice.say("page.bands.without"))]
            if drawn is not None:
                cells[1] = self._drawn(drawn, one, outcome, scale)
            rows.append(self.mechanism(one, [*cells, Cell(self.numbers.show(worlds, scale))]))
        heads = [
            Head(self.voice.say(f"page.bands.{name}"), scale.unit) for name in ("monte_carlo", "parameters", "spread")
        ]
        return self._table("bands", self.voice.say("page.mechanism"), heads, rows)

    def _drawn(self, bands: pd.DataFrame, mechanism: str, outcome: str, scale: Scale) -> Cell:
        row = bands[(bands["mechanism"] == mechanism) & (bands["outcome"] == outcome)].iloc[0]
        ends = (float(row["parameters_low"]), float(row["parameters_high"]))
        about = {"mechanism": mechanism, "outcome": outcome, "source": "bands.csv"}
        return Cell(
            self.numbers.show(
                Value(f"bands/parameters/{mechanism}", "yuan", math.nan, *ends, "parameters", **about), scale
            )
        )

    def precision(self) -> Table:
        """Return how large the error of luck is in each headline outcome, and how many worlds would narrow it."""
        rows, heads = [], [Head(self.voice.say(f"page.precision.{name}")) for name in ("width", "needed")]
        heads[0] = heads[0]._replace(unit="%")
        for outcome, group in chosen(self.comparison.effects).groupby("outcome", sort=False):
            width = _widest(group)
            needed = group["replicates_needed"].dropna()
            about = {"outcome": str(outcome), "source": "effects.csv"}
            share = Value(f"precision/width/{outcome}", "share", width, **about)
            worlds = Value(
                f"precision/needed/{outcome}", "replicates", float(needed.max()) if len(needed) else math.nan, **about
            )
            cells = [
                Cell(self.numbers.show(share, Scale(0.01, "%", 1, self.voice.language))),
                Cell(self.numbers.show(worlds, Scale(1.0, "", 0, self.voice.language))),
            ]
            rows.append(Row(self.voice.title(str(outcome)), str(outcome), cells))
        return self._table("precision", self.voice.say("page.outcome"), heads, rows)


def title_of(comparison: "Comparison", name: str) -> str:
    """Return what a mechanism is called in the language of the report, by its full title."""
    preset = comparison.scenario.presets.get(name)
    if preset is None:
        return comparison.voice.called(name)
    return preset.title_zh if comparison.language == "zh" else preset.title


def verdict(row: pd.Series, better: str) -> str:
    """Say whether a difference is for the better, for the worse, clear but neither, or cannot be told."""
    low, high = float(row["ci_low"]), float(row["ci_high"])
    if not (low > 0.0 or high < 0.0):
        return "open"
    if not better:
        return "clear"
    return "better" if (low > 0.0) == (better == "higher") else "worse"


def _by_mechanism(runs: pd.DataFrame, outcome: str) -> dict[str, "np.ndarray"]:
    rows = runs[runs["outcome"] == outcome]
    return {str(name): each["value"].to_numpy(dtype=np.float64) for name, each in rows.groupby("mechanism", sort=False)}


def _widest(group: pd.DataFrame) -> float:
    """Return the largest half-width of the intervals of an outcome, as a share of the larger mean; nan without one."""
    half = (group["ci_high"] - group["ci_low"]) / 2.0
    size = np.maximum(group["mean"].abs(), group["baseline_mean"].abs())
    shares = (half / size.where(size > 0.0)).dropna()
    return float(shares.max()) if len(shares) else math.nan


def listed(voice: Voice, names: Iterable[str]) -> str:
    """Return names one after the other."""
    return voice.listed([voice.called(name) for name in names])
