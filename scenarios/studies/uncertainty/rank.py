"""Mechanisms ranked over draws of the uncertain parameters: which runs are made, and what is made of them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from dizao.model.outputs.outcomes import OUTCOMES
from dizao.scenarios.analysis.headline import HEADLINE
from dizao.scenarios.analysis.uncertainty import decisive, flips, ranks
from dizao.scenarios.analysis.uncertainty.decisive import COLUMNS
from dizao.scenarios.analysis.uncertainty.flips import CONDITIONS, PairRuns
from dizao.scenarios.analysis.uncertainty.found import Flip, Uncertainty
from dizao.scenarios.analysis.uncertainty.information import Draws, information_table
from dizao.scenarios.analysis.uncertainty.lookup import lookup_table
from dizao.scenarios.analysis.uncertainty.points import DISPOSITIONS, OTHERS, Points
from dizao.scenarios.execution.replicates import Outcomes, Result, Task, run_replicates
from dizao.scenarios.loading.errors import ScenarioError
from dizao.scenarios.loading.scenario import Scenario
from dizao.scenarios.studies.compare import compare
from dizao.scenarios.studies.design import BASELINE, COMPARED, Run
from dizao.scenarios.studies.uncertainty import design
from dizao.scenarios.studies.uncertainty.design import Space
from dizao.scenarios.studies.uncertainty.parameters import ALWAYS, known_numbers
from dizao.scenarios.studies.uncertainty.sampling import Sampling, check_sampling

Floats = npt.NDArray[np.float64]
Pair = tuple[str, str]

WANTED = ("reward", "upfront")
"""The pair that is always reported on, where both are run."""

FEWEST_NUMBERS = 2
"""Numbers that are drawn at least; all that is estimated jointly counts as one. One number is no question of which."""

DRAWING, DRAWING_ONLY = "draws (1 of 3)", "draws"
"""What progress calls the draws: the first of three designs, or the only one."""

FEW = ((5,), (3, 2))
"""Parameters with Sobol indices of their own: of the one pair, or of the headline's pair and of the leading one."""


def space_of(scenario: Scenario, baseline: str | None = None) -> Space:
    """Return the numbers of a scenario that are drawn, with their ranges.

    Parameters
    ----------
    scenario
        What is asked, and what it says of its uncertain numbers.
    baseline
        Name of the mechanism under which its numbers stand; None: its own. What is drawn is the same under all.

    Returns
    -------
    The space of the draws.

    Raises
    ------
    ScenarioError
        If too few numbers are drawn to be ranked over.
    """
    space = Space.of(scenario.settings(baseline), scenario.knowledge)
    if (count := len(set(space.groups()))) < FEWEST_NUMBERS:
        allowed = f"needs {FEWEST_NUMBERS} numbers or more that are not known (dizao show --uncertain)"
        raise ScenarioError("--draws", "", f"{allowed}, got {count}")
    return space


@dataclass(frozen=True)
class Question:
    """What is to be ranked, and over what.

    Attributes
    ----------
    scenario, mechanisms, baseline
        What is compared.
    seed
        Of the designs; replicate r of every draw has seed ``seed + r``, as in a comparison.
    sampling
        How many points there are, and where they are from.
    """

    scenario: Scenario
    mechanisms: tuple[str, ...]
    baseline: str
    seed: int
    sampling: Sampling


class Ranking:
    """Runs the draws, then what tells which numbers decide; `found` holds what is known so far.

    Parameters
    ----------
    question
        What is asked.
    defaults
        Outcomes of runs at the scenario's own numbers: mechanism, replicate, outcome, value.
    run
        Makes runs.
    """

    def __init__(self, question: Question, defaults: pd.DataFrame, run: Run) -> None:
        self.question, self.defaults, self.run = question, defaults, run
        self.space = space_of(question.scenario, question.baseline)
        self.positions = self._positions()
        self.values = self.space.values(self.positions)
        self.found: Uncertainty | None = None

    def _positions(self) -> Floats:
        """Return where in the ranges the draws lie."""
        sampling, seed = self.question.sampling, self.question.seed
        if sampling.members is None:
            return design.draws(self.space, sampling.draws, seed)
        return design.draws_of_members(self.space, sampling.members, sampling.draws, seed)

    def rank(self) -> Uncertainty:
        """Run everything and return what was found.

        Returns
        -------
        The ranking, what decides, and where the headline's pair changes places.
        """
        self.draw()
        return self.decide()

    def draw(self) -> Uncertainty:
        """Run all mechanisms in every draw, and rank them.

        Returns
        -------
        The ranking; what decides about it is still empty.
        """
        asked, count = self.question, self.question.sampling.replicates
        draws = np.repeat(np.arange(len(self.values)), count)
        seeds = asked.seed + np.tile(np.arange(count), len(self.values))
        what = DRAWING if asked.sampling.members is None else DRAWING_ONLY
        outcomes = self._run(self.values[draws], seeds, asked.mechanisms, what)
        rows = [
            (int(draw), int(seed) - asked.seed, name, outcome, ended[name][outcome])
            for draw, seed, ended in zip(draws, seeds, outcomes, strict=True)
            for name in asked.mechanisms
            for outcome in OUTCOMES
        ]
        runs = pd.DataFrame(rows, columns=["draw", "replicate", "mechanism", "outcome", "value"])
        self.found = self._ranked(runs)
        return self.found

    def _ranked(self, runs: pd.DataFrame) -> Uncertainty:
        asked, best, beats = self.question, ranks.best_table(runs, HEADLINE), ranks.beats_table(runs, HEADLINE)
        drawn = pd.DataFrame(self.values, columns=self.space.keys)
        drawn.insert(0, "draw", np.arange(len(drawn)))
        known = Draws(self.space.numbers, drawn, runs, self.defaults, asked.scenario.base.place.units)
        return Uncertainty(
            scenario=asked.scenario,
            mechanisms=asked.mechanisms,
            baseline=asked.baseline,
            pair=ranks.headline_pair(best, beats, WANTED),
            outcome=HEADLINE,
            seed=asked.seed,
            replicates=asked.sampling.replicates,
            uncertain=self.space.numbers,
            draws=drawn,
            runs=runs,
            defaults=self.defaults,
            best=best,
            beats=beats,
            decisive=pd.DataFrame(columns=["pair_a", "pair_b", *COLUMNS]),
            conditions=pd.DataFrame(columns=["pair_a", "pair_b", *CONDITIONS]),
            flip=None,
            bands=ranks.bands_table(runs, self.defaults),
            information=information_table(known, HEADLINE, asked.seed),
            lookup=lookup_table(drawn, runs, HEADLINE),
            members=asked.sampling.members,
            known=known_numbers(self.space.settings, asked.scenario.knowledge),
        )

    def pairs(self, found: Uncertainty) -> list[Pair]:
        """Return the headline's pair and, where it is another, the two that are best most often.

        Parameters
        ----------
        found
            The ranking over the draws.

        Returns
        -------
        Names, one pair or two.
        """
        first = ranks.leading(found.best)
        return [found.pair] if set(first) == set(found.pair) else [found.pair, first]

    def decide(self) -> Uncertainty:
        """Find the few numbers that decide about the pairs, and where the headline's pair changes places.

        Returns
        -------
        The ranking, what decides, and where the headline's pair changes places; the draws are run where they have not
        been.
        """
        found = self.found or self.draw()
        pairs, asked = self.pairs(found), self.question
        if asked.sampling.members is not None:
            self.found = self._decided_by_draws(found, pairs)
            return self.found
        named = tuple(dict.fromkeys(name for pair in pairs for name in pair))
        groups = self.space.groups()
        walk = design.trajectories(groups, asked.sampling.trajectories, asked.seed)
        screened = self._differences(walk, named, pairs, "which numbers matter (2 of 3)")
        screens = [decisive.screen(groups, walk, decisive.drawn_in(one), asked.seed) for one in screened]
        few = decisive.few(screens, FEW[len(pairs) - 1])
        apart = self.space.groups(few)
        points = design.saltelli(apart, asked.sampling.base, asked.seed)
        told = self._differences(points, named, pairs, "how much the few matter (3 of 3)")
        tables = [decisive.indices(apart, decisive.drawn_in(one), asked.seed) for one in told]
        self.found = self._decided(found, pairs, screens, tables, few, points, told)
        return self.found

    def _decided(
        self,
        found: Uncertainty,
        pairs: Sequence[Pair],
        screens: Sequence[pd.DataFrame],
        tables: Sequence[pd.DataFrame],
        few: Sequence[str],
        points: Points,
        told: Sequence[Floats],
    ) -> Uncertainty:
        single = [key for key in few if key not in (OTHERS, DISPOSITIONS)]
        keys = list(dict.fromkeys([*(key for key in ALWAYS if key in self.space.keys), *single]))
        drawn = [self._drawn(found.runs, pair) for pair in pairs]
        designed = [PairRuns(self.space.values(points.positions), values, points.blocks) for values in told]
        # Between the two base rows of a block lie points that share most numbers with them.
        ends = np.flatnonzero(np.diff(points.blocks, prepend=-1) | np.diff(points.blocks, append=-1))
        known = [
            flips.conditions(self.space.numbers, flips.joined([one, other.some(ends)]), keys)
            for one, other in zip(drawn, designed, strict=True)
        ]
        deciding = [pd.concat(parts, ignore_index=True) for parts in zip(tables, screens, strict=True)]
        return replace(
            found,
            decisive=_for_pairs(pairs, deciding),
            conditions=_for_pairs(pairs, known),
            flip=self._flip(flips.joined([drawn[0], designed[0]]), tables[0], screens[0], single),
        )

    def _decided_by_draws(self, found: Uncertainty, pairs: Sequence[Pair]) -> Uncertainty:
        """Find what decides in draws that are members: there is no design that moves one number at a time."""
        groups, seed = self.space.groups(), self.question.seed
        drawn = [self._drawn(found.runs, pair) for pair in pairs]
        tables = [decisive.explained(groups, self.positions, decisive.drawn_in(one.difference), seed) for one in drawn]
        few = decisive.few(tables, FEW[len(pairs) - 1])
        single = [key for key in few if key not in (OTHERS, DISPOSITIONS)]
        keys = list(dict.fromkeys([*(key for key in ALWAYS if key in self.space.keys), *single]))
        known = [flips.conditions(self.space.numbers, one, keys) for one in drawn]
        return replace(
            found,
            decisive=_for_pairs(pairs, tables),
            conditions=_for_pairs(pairs, known),
            flip=self._flip(drawn[0], tables[0], tables[0], single),
        )

    def _flip(self, runs: PairRuns, table: pd.DataFrame, screened: pd.DataFrame, few: Sequence[str]) -> Flip | None:
        two = decisive.two_that_matter(table) or decisive.two_that_matter(screened)
        return None if two is None else flips.flip_of(self.space.numbers, runs, two, few)

    def _drawn(self, runs: pd.DataFrame, pair: Pair) -> PairRuns:
        values = ranks.better_is_more(ranks.by_draw(runs, HEADLINE), HEADLINE)
        return PairRuns(self.values, (values[pair[0]] - values[pair[1]]).to_numpy(), np.arange(len(values)))

    def _differences(self, points: Points, names: tuple[str, ...], pairs: Sequence[Pair], what: str) -> list[Floats]:
        """Run some mechanisms at all points, the world of a block the same, and return the differences of pairs."""
        outcomes = self._run(self.space.values(points.positions), self.question.seed + points.blocks, names, what)
        sign = -1.0 if OUTCOMES[HEADLINE].better == "lower" else 1.0
        return [
            np.array([sign * (ended[first][HEADLINE] - ended[second][HEADLINE]) for ended in outcomes])
            for first, second in pairs
        ]

    def _run(
        self, values: Floats, seeds: npt.NDArray[np.int64], names: tuple[str, ...], what: str
    ) -> list[dict[str, Outcomes]]:
        """Return the outcomes of mechanisms at rows of values, in order."""
        rules = tuple((name, self.question.scenario.mechanism(name)) for name in names)
        settings = self.space.checked(values)
        tasks = [Task(k, int(seed), one, rules) for k, (seed, one) in enumerate(zip(seeds, settings, strict=True))]
        results: list[Result] = []
        self.run(tasks, results, what)
        return [result.outcomes for result in sorted(results, key=lambda result: result.replicate)]


def _for_pairs(pairs: Sequence[Pair], tables: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Put tables of pairs below each other, the pair in front."""
    named = [table.assign(pair_a=pair[0], pair_b=pair[1]) for pair, table in zip(pairs, tables, strict=True)]
    whole = pd.concat(named, ignore_index=True)
    return whole[["pair_a", "pair_b", *(name for name in whole if name not in ("pair_a", "pair_b"))]]


def rank(
    scenario: Scenario,
    mechanisms: Sequence[str] = COMPARED,
    baseline: str = BASELINE,
    draws: int | Sampling = 64,
    replicates: int = 10,
    workers: int = 1,
    seed: int = 0,
) -> Uncertainty:
    """Rank mechanisms over draws of the uncertain parameters, without a word and without a file.

    Parameters
    ----------
    scenario, mechanisms, baseline, workers, seed
        As for `dizao.scenarios.studies.compare.compare`.
    draws
        How many parameter sets, of those that the field has not ruled out; a `Sampling` says from what else they are
        taken, and how many worlds there are inside each: ``Sampling(64, over="prior")``.
    replicates
        Worlds at the scenario's own numbers, for the bands.

    Returns
    -------
    The ranking, what decides, and where the headline's pair changes places.

    Raises
    ------
    ScenarioError
        If a mechanism is unknown, or a number is not allowed.
    """
    sampling = draws if isinstance(draws, Sampling) else Sampling(draws)
    check_sampling(sampling, seed)
    space_of(scenario)
    own = compare(scenario, mechanisms, baseline, replicates, workers, seed)

    def run(some: Sequence[Task], complete: list[Result], what: str) -> None:
        complete.extend(run_replicates(some, workers))

    question = Question(scenario, own.mechanisms, own.baseline, seed, sampling)
    return Ranking(question, own.runs, run).rank()
