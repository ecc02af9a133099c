"""The laboratory's targets: what was observed, what the model and three baselines say, which of them is met (ODD 8).

Targets with ``fitted`` "yes" were in the likelihood, "prior" set or bound one number each, "no" were fitted by nothing
(but see ODD 8.5: linear games were in view when two assumed numbers were chosen). A target is met if the value lies in
its range. Where a source gives no interval, the range is half to twice the effect; where it gives a sign, all that has
it.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dizao.model.laboratory.session import group_contributions
from dizao.model.laboratory.summary import NORMAL_95, Round, classified
from dizao.scenarios.calibration import evidence
from dizao.scenarios.calibration.posterior import INTERCEPT, SPREAD
from dizao.scenarios.execution.executor import Executor, Item, Report, Serial
from dizao.scenarios.execution.progress import WorkProgress
from dizao.scenarios.loading.estimates import posterior, rules_of_giving
from dizao.scenarios.loading.game_file import Lab, load_lab
from dizao.scenarios.validation.baselines import BASELINES

ANDREOZZI = "Andreozzi, Ploner & Saral 2020"
MORI = "Mori, Hanaki & Kameda 2024"
FISCHBACHER = "Fischbacher, Gaechter & Fehr 2001"
LEDYARD = "Ledyard 1995"
PEREDA = "Pereda et al. 2019"
JACK = "Jack & Recalde 2015"
HONDURAS = "arXiv 2512.09316"
BALLIET = "Balliet 2010"
KARLAN = "Karlan & List 2007"
LIST = "List & Lucking-Reiley 2002"

FISCHBACHER_SUBJECTS = 44
UNBOUNDED = math.inf
HARDLY = 1e-3
"""More than nothing."""

NO_HARM = 0.95
"""A ratio from which a difference is taken for none."""

RULE_OF_THREE = 3.0

BIMODAL = 5.0 / 9.0
"""Sarle's coefficient of a uniform distribution; two heaps have more."""

EARLY, HIGH, DURABLE = 5, 0.6, 0.5
"""Rounds that count as early (and as late), and the shares that count as high at first and at last."""

NOTHING = math.nan

STUDIES = 3
"""Answers of the model: its own, and those of two other studies."""


class Player:
    """Somebody who plays games: the model, or a baseline; each game is played once."""

    def __init__(
        self, playing: Callable[[Lab], list[Round]], overrides: Sequence[str] = (), model: bool = True
    ) -> None:
        self.playing, self.overrides, self.model = playing, list(overrides), model
        self._played: dict[tuple[str, ...], list[Round]] = {}

    def rounds(self, game: str, *changes: str) -> list[Round]:
        """Return the rounds of a game with some values changed.

        Parameters
        ----------
        game
            Name of a game of the package.
        *changes
            ``KEY=VALUE``, as for ``--set``.

        Returns
        -------
        What was played, a record a round.
        """
        key = (game, *changes)
        if key not in self._played:
            self._played[key] = self.playing(load_lab(game, [*changes, *self.overrides]))
        return self._played[key]

    def contribution(self, game: str, *changes: str, at: int = 0) -> float:
        """Return the mean contribution of a round.

        Parameters
        ----------
        game
            Name of a game of the package.
        *changes
            ``KEY=VALUE``, as for ``--set``.
        at
            Position of the round, from 0; -1 for the last.

        Returns
        -------
        Share of the endowment; nan where nobody is left.
        """
        return _number(self.rounds(game, *changes)[at].contribution)

    def groups(self, game: str) -> NDArray[np.float64] | None:
        """Return the mean contributions of groups, round by round.

        Parameters
        ----------
        game
            Name of a game of the package.

        Returns
        -------
        Shares of the endowment, shape (rounds, groups); None for a baseline, which has no groups.
        """
        lab = load_lab(game, self.overrides)
        return group_contributions(lab.session, 0, lab.people) if self.model else None


def _number(value: float | None) -> float:
    return NOTHING if value is None else value


class Target(NamedTuple):
    """One target: its name (texts have its title), where it comes from, its range, and how a player answers it."""

    name: str
    source: str
    observed: float
    low: float
    high: float
    fitted: str
    answer: Callable[[Player], float]

    def met(self, value: float) -> bool:
        """Return whether a value lies in the range.

        Parameters
        ----------
        value
            A player's answer, in the unit of the target; nan where there is none.

        Returns
        -------
        Whether it does; nan never.
        """
        return self.low <= value <= self.high


# what was observed ----------------------------------------------------------------------------------------------


def _of_sample(values: NDArray[np.float64]) -> tuple[float, float, float]:
    """Return the mean over subjects and its 95% interval."""
    mean, half = float(np.mean(values)), NORMAL_95 * float(np.std(values, ddof=1)) / math.sqrt(len(values))
    # Where all did the same, up to so many might have done something else (the rule of three).
    half = half or RULE_OF_THREE / len(values)
    return mean, mean - half, mean + half


def _of_share(share: float, number: int) -> tuple[float, float, float]:
    half = NORMAL_95 * math.sqrt(share * (1.0 - share) / number)
    return share, share - half, share + half


def _effect(size: float) -> tuple[float, float, float]:
    return size, 0.5 * size, 2.0 * size


def _ratio(size: float) -> tuple[float, float, float]:
    """Return a ratio and the range of half to twice its distance from 1."""
    return size, 1.0 + 0.5 * (size - 1.0), 1.0 + 2.0 * (size - 1.0)


# the targets ----------------------------------------------------------------------------------------------------


Answer = Callable[[Player], float]


def _contribution(game: str, *changes: str, at: int = 0) -> Answer:
    """Return the question for the mean contribution of a round."""
    return lambda who: who.contribution(game, *changes, at=at)


def _belief(game: str, *changes: str, at: int = 0) -> Answer:
    return lambda who: _number(who.rounds(game, *changes)[at].belief)


def _answer(game: str, seen: str, at: int = 0) -> Answer:
    return lambda who: _number(who.rounds(game)[at].answers[seen])


def _type(game: str, name: str) -> Answer:
    return lambda who: _number(who.rounds(game)[0].types[name])


def _ratio_of(one: Answer, other: Answer) -> Answer:
    return lambda who: _divided(one(who), other(who))


def _difference(one: Answer, other: Answer) -> Answer:
    return lambda who: one(who) - other(who)


def targets() -> list[Target]:
    """Return all targets, those of the two data sets first.

    Returns
    -------
    Targets in the order of the table's rows.
    """
    return [*_threshold_targets(), *_dilemma_targets(), *_prior_targets(), *_test_targets()]


def _threshold_targets() -> Iterator[Target]:
    data, game = evidence.thresholds(), "mori2024"
    for k, threshold in enumerate((2, 4)):
        change, gives = f"game.threshold={threshold}", data.gives[:, k].astype(float)
        yield Target(f"mori_gives_{threshold}", MORI, *_of_sample(gives), "yes", _contribution(game, change))
        yield Target(f"mori_belief_{threshold}", MORI, *_of_sample(data.belief[:, k]), "yes", _belief(game, change))


def _dilemma_targets() -> Iterator[Target]:
    data, game = evidence.dilemma(), "andreozzi2020"
    for period in (1, 5):
        t = period - 1
        contributions, believed = _of_sample(data.contribution[:, t] / 2.0), _of_sample(data.belief[:, t])
        yield Target(f"dilemma_contribution_{period}", ANDREOZZI, *contributions, "yes", _contribution(game, at=t))
        yield Target(f"dilemma_belief_{period}", ANDREOZZI, *believed, "yes", _belief(game, at=t))
        for k, seen in enumerate(("0", "50", "100")):
            answers = _of_sample(data.answer[:, t, k] / 2.0)
            yield Target(f"dilemma_answer_{seen}_{period}", ANDREOZZI, *answers, "yes", _answer(game, seen, t))
    members = classified(*(data.answer[:, 0, k] for k in range(3)))
    for name in ("conditional", "selfish", "hump"):
        share = _of_sample(members[name].astype(float))
        yield Target(f"dilemma_{name}", ANDREOZZI, *share, "yes", _type(game, name))


def _prior_targets() -> Iterator[Target]:
    for kind, size in (("written", 0.46), ("face_to_face", 1.21)):
        yield Target(f"talk_{kind}", BALLIET, *_effect(size), "prior", _standardised(f'game.communication="{kind}"'))
    match = _ratio_of(_contribution("match"), _contribution("match", "game.match_rate=0"))
    yield Target("match", KARLAN, *_ratio(1.19), "prior", match)
    seed = _ratio_of(_contribution("seed"), _contribution("seed", "game.seed_money=0.1"))
    yield Target("seed", LIST, *_ratio(6.0), "prior", seed)


def _test_targets() -> Iterator[Target]:
    once = "fischbacher2001"
    for name, share in (("conditional", 0.5), ("selfish", 1.0 / 3.0), ("hump", 0.14)):
        observed = _of_share(share, FISCHBACHER_SUBJECTS)
        yield Target(f"fischbacher_{name}", FISCHBACHER, *observed, "no", _type(once, name))
    first, last = _contribution("linear"), _contribution("linear", at=-1)
    yield Target("ledyard_start", LEDYARD, 0.5, 0.4, 0.6, "no", first)
    yield Target("ledyard_decline", LEDYARD, NOTHING, 0.0, 1.0 - HARDLY, "no", _ratio_of(last, first))
    yield Target("ledyard_never_0", LEDYARD, NOTHING, HARDLY, 1.0, "no", last)
    for size, groups in ((100, 60), (1000, 6)):
        large = _contribution(once, f"game.group_size={size}", f"game.groups={groups}")
        yield Target(f"size_{size}", PEREDA, NOTHING, NO_HARM, UNBOUNDED, "no", _ratio_of(large, _contribution(once)))
    high = _difference(_contribution("leader"), _contribution("leader", "game.leader_contribution=0"))
    yield Target("leader_high", JACK, NOTHING, HARDLY, UNBOUNDED, "no", high)
    authority = _difference(_contribution("leader", "game.leader=authority"), _contribution("leader"))
    yield Target("leader_authority", JACK, NOTHING, HARDLY, UNBOUNDED, "no", authority)
    yield Target("paths_early", HONDURAS, NOTHING, DURABLE, 1.0, "no", _early_stays_high)
    yield Target("paths_bimodal", HONDURAS, NOTHING, BIMODAL, 1.0, "no", _bimodality)


def _divided(one: float, other: float) -> float:
    return one / other if other > 0.0 else NOTHING


def _standardised(change: str) -> Answer:
    """Return the question for the difference that a change makes to contributions, in standard deviations of people.

    In a game played once among strangers these are those of groups times the root of the group size.
    """

    def answer(who: Player) -> float:
        before, after = who.rounds("talk", 'game.communication="none"')[0], who.rounds("talk", change)[0]
        if before.group_sd is None or after.group_sd is None:
            return 0.0
        size = load_lab("talk").session.blocks[0].game.group_size
        spread = math.sqrt(0.5 * size * (before.group_sd**2 + after.group_sd**2))
        return (_number(after.contribution) - _number(before.contribution)) / spread

    return answer


def _early_stays_high(who: Player) -> float:
    """Return which part of groups that begin high end high."""
    groups = who.groups("paths")
    if groups is None:
        return NOTHING
    high = groups[:EARLY].mean(axis=0) > HIGH
    return float(np.mean(groups[-EARLY:, high].mean(axis=0) > DURABLE)) if high.any() else NOTHING


def _bimodality(who: Player) -> float:
    """Return Sarle's coefficient of the groups' last contributions: (skewness squared + 1) / kurtosis."""
    groups = who.groups("paths")
    if groups is None:
        return NOTHING
    last = groups[-EARLY:].mean(axis=0)
    z = (last - last.mean()) / last.std()
    return float((np.mean(z**3) ** 2 + 1.0) / np.mean(z**4))


# the table ------------------------------------------------------------------------------------------------------


def _intercept_shift(rule: str = "") -> float:
    """Return how far off the intercept may lie in a new study: its own error, and that of the spread of studies.

    Of another rule of giving than today's it is the spread between the three studies that it was estimated on.
    """
    own = rules_of_giving()["rules"].get(rule, {})
    if "people" in own:
        return NORMAL_95 * float(own["study_spread"])
    estimates = posterior()["estimates"]
    spread = max(estimates[SPREAD]["value"], estimates[SPREAD]["error"])
    return NORMAL_95 * math.hypot(estimates[INTERCEPT]["error"], spread)


def met_under(changes: Sequence[str], execute: Executor, progress: WorkProgress | None = None) -> list[bool]:
    """Return which targets the model meets with some numbers changed.

    Parameters
    ----------
    changes
        ``KEY=VALUE``, as for ``--set``.
    execute
        Where games are played.
    progress
        Is told how far it is; None: nobody is.

    Returns
    -------
    One truth value a target, in the order of `targets`.
    """
    asked = targets()
    tasks = [Item("laboratory", len(asked), Asking("", tuple(changes)))]
    answers = execute.in_order(_answers, tasks, None if progress is None else progress.of("laboratory"))[0]
    return [target.met(value) for target, value in zip(asked, answers, strict=True)]


def validate(
    execute: Executor | None = None, progress: WorkProgress | None = None, changes: Sequence[str] = ()
) -> pd.DataFrame:
    """Return the table: one row a target, with the model's value, its range over studies, and the baselines' values.

    The range comes from studies whose intercept lies so far off as `_intercept_shift` says.

    Parameters
    ----------
    execute
        Where games are played; None: one after another in this process.
    progress
        Is told how far it is; None: nobody is.
    changes
        ``KEY=VALUE``, as for ``--set``, of the model; baselines have none.

    Returns
    -------
    Columns `target`, `source`, `observed` (nan: only a range is known), `observed_low`, `observed_high`, `fitted`,
    `model`, `model_low`, `model_high`, `met`; value and `_met` of each baseline.
    """
    people, asked = load_lab("linear", changes).people, targets()
    middle, shift = people.giving_intercept, _intercept_shift(people.giving_rule)
    moved = [(*changes, f"people.giving_intercept={middle + x}") for x in (-shift, shift)]
    players = [Asking("", tuple(one)) for one in (changes, *moved)] + [Asking(name) for name in BASELINES]
    tasks = [Item("laboratory", len(asked), one) for one in players]
    found = (execute or Serial()).in_order(_answers, tasks, None if progress is None else progress.of("laboratory"))
    return pd.DataFrame([_row(target, [answers[k] for answers in found]) for k, target in enumerate(asked)])


class Asking(NamedTuple):
    """Who is asked for answers: a baseline by its name, or the model (no name) with some numbers changed."""

    baseline: str
    changes: tuple[str, ...] = ()


def _answers(task: Item[Asking], report: Report) -> list[float]:
    """Return the answers to all targets."""
    asked, found = task.given, []
    if asked.baseline:
        player = Player(BASELINES[asked.baseline], model=False)
    else:
        player = Player(lambda lab: lab.play(0), asked.changes)
    for number, target in enumerate(targets()):
        found.append(target.answer(player))
        report(number + 1)
    return found


def _row(target: Target, answers: Sequence[float]) -> dict[str, object]:
    """Return the row of a target: the model's answer, those of two other studies, those of the baselines."""
    value = answers[0]
    known = [end for end in answers[:STUDIES] if not math.isnan(end)]
    row: dict[str, object] = {
        "target": target.name, "source": target.source, "observed": target.observed, "observed_low": target.low,
        "observed_high": target.high, "fitted": target.fitted, "model": value,
        "model_low": min(known, default=NOTHING), "model_high": max(known, default=NOTHING),
        "met": target.met(value),
    }  # fmt: skip
    for name, answer in zip(BASELINES, answers[STUDIES:], strict=True):
        row |= {name: answer, f"{name}_met": target.met(answer)}
    return row
