"""The laboratory's targets: what was observed, what the model and three baselines say, which of them is met (ODD 8).

Targets with ``fitted`` "yes" were in the likelihood, "prior" set one number each, "no" were never looked at when
numbers were chosen. A target is met if the value lies in its range. Where a source gives no interval, the range is half
to twice the effect; where it gives a sign, all that has it.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dizao.model.laboratory.session import group_gifts
from dizao.model.laboratory.summary import NORMAL_95, Round, classified
from dizao.scenarios.experiments import evidence
from dizao.scenarios.experiments.baselines import BASELINES
from dizao.scenarios.experiments.posterior import INTERCEPT, SPREAD, kept
from dizao.scenarios.experiments.store import replacing
from dizao.scenarios.laboratory import Lab, load_lab

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


class Player:
    """Somebody who plays games: the model, or a baseline; each game is played once."""

    def __init__(
        self, playing: Callable[[Lab], list[Round]], overrides: Sequence[str] = (), model: bool = True
    ) -> None:
        self.playing, self.overrides, self.model = playing, list(overrides), model
        self._played: dict[tuple[str, ...], list[Round]] = {}

    def rounds(self, game: str, *changes: str) -> list[Round]:
        """Return the rounds of a game with some values changed."""
        key = (game, *changes)
        if key not in self._played:
            self._played[key] = self.playing(load_lab(game, [*changes, *self.overrides]))
        return self._played[key]

    def gift(self, game: str, *changes: str, at: int = 0) -> float:
        """Return the mean gift of a round."""
        return _number(self.rounds(game, *changes)[at].gift)

    def groups(self, game: str) -> NDArray[np.float64] | None:
        """Return the mean gifts of groups, shape (rounds, groups), or None for a baseline, which has no groups."""
        lab = load_lab(game, self.overrides)
        return group_gifts(lab.session, 0, lab.people) if self.model else None


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
        """Return whether a value lies in the range."""
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


def targets() -> list[Target]:
    """Return all targets, those of the two data sets first."""
    return [*_threshold_targets(), *_dilemma_targets(), *_prior_targets(), *_test_targets()]


def _threshold_targets() -> Iterator[Target]:
    data = evidence.thresholds()
    for k, threshold in enumerate((2, 4)):
        change = f"game.threshold={threshold}"
        yield Target(
            f"mori_gives_{threshold}", MORI, *_of_sample(data.gives[:, k].astype(float)), "yes",
            lambda who, change=change: who.gift("mori2024", change),
        )  # fmt: skip
        yield Target(
            f"mori_belief_{threshold}", MORI, *_of_sample(data.belief[:, k]), "yes",
            lambda who, change=change: _number(who.rounds("mori2024", change)[0].belief),
        )  # fmt: skip


def _dilemma_targets() -> Iterator[Target]:
    data, game = evidence.dilemma(), "andreozzi2020"
    for period in (1, 5):
        t = period - 1
        yield Target(f"dilemma_gift_{period}", ANDREOZZI, *_of_sample(data.gift[:, t] / 2.0), "yes",
                     lambda who, t=t: who.gift(game, at=t))  # fmt: skip
        yield Target(f"dilemma_belief_{period}", ANDREOZZI, *_of_sample(data.belief[:, t]), "yes",
                     lambda who, t=t: _number(who.rounds(game)[t].belief))  # fmt: skip
        for k, seen in enumerate(("0", "50", "100")):
            yield Target(f"dilemma_answer_{seen}_{period}", ANDREOZZI, *_of_sample(data.answer[:, t, k] / 2.0), "yes",
                         lambda who, t=t, seen=seen: _number(who.rounds(game)[t].answers[seen]))  # fmt: skip
    members = classified(*(data.answer[:, 0, k] for k in range(3)))
    for name in ("conditional", "selfish", "hump"):
        yield Target(f"dilemma_{name}", ANDREOZZI, *_of_sample(members[name].astype(float)), "yes",
                     lambda who, name=name: _number(who.rounds(game)[0].types[name]))  # fmt: skip


def _prior_targets() -> Iterator[Target]:
    for kind, size in (("written", 0.46), ("face_to_face", 1.21)):
        yield Target(f"talk_{kind}", BALLIET, *_effect(size), "prior",
                     lambda who, kind=kind: _standardised(who, f'game.communication="{kind}"'))  # fmt: skip
    yield Target("match", KARLAN, *_ratio(1.19), "prior",
                 lambda who: _divided(who.gift("match"), who.gift("match", "game.match_rate=0")))  # fmt: skip
    yield Target("seed", LIST, *_ratio(6.0), "prior",
                 lambda who: _divided(who.gift("seed"), who.gift("seed", "game.seed_money=0.1")))  # fmt: skip


def _test_targets() -> Iterator[Target]:
    for name, share in (("conditional", 0.5), ("selfish", 1.0 / 3.0), ("hump", 0.14)):
        yield Target(f"fischbacher_{name}", FISCHBACHER, *_of_share(share, FISCHBACHER_SUBJECTS), "no",
                     lambda who, name=name: _number(who.rounds("fischbacher2001")[0].types[name]))  # fmt: skip
    yield Target("ledyard_start", LEDYARD, 0.5, 0.4, 0.6, "no", lambda who: who.gift("linear"))
    yield Target("ledyard_decline", LEDYARD, NOTHING, 0.0, 1.0 - HARDLY, "no",
                 lambda who: _divided(who.gift("linear", at=-1), who.gift("linear")))  # fmt: skip
    yield Target("ledyard_never_0", LEDYARD, NOTHING, HARDLY, 1.0, "no", lambda who: who.gift("linear", at=-1))
    for size, groups in ((100, 60), (1000, 6)):
        changes = (f"game.group_size={size}", f"game.groups={groups}")
        yield Target(f"size_{size}", PEREDA, NOTHING, NO_HARM, UNBOUNDED, "no",
                     lambda who, changes=changes: _divided(who.gift("fischbacher2001", *changes),
                                                           who.gift("fischbacher2001")))  # fmt: skip
    yield Target("leader_high", JACK, NOTHING, HARDLY, UNBOUNDED, "no",
                 lambda who: who.gift("leader") - who.gift("leader", "game.leader_gift=0"))  # fmt: skip
    yield Target("leader_authority", JACK, NOTHING, HARDLY, UNBOUNDED, "no",
                 lambda who: who.gift("leader", "game.leader=authority") - who.gift("leader"))  # fmt: skip
    yield Target("paths_early", HONDURAS, NOTHING, DURABLE, 1.0, "no", _early_stays_high)
    yield Target("paths_bimodal", HONDURAS, NOTHING, BIMODAL, 1.0, "no", _bimodality)


def _divided(one: float, other: float) -> float:
    return one / other if other > 0.0 else NOTHING


def _standardised(who: Player, change: str) -> float:
    """Return the difference that a change makes to gifts, in standard deviations of people.

    In a game played once among strangers these are those of groups times the root of the group size.
    """
    game, size = "talk", load_lab("talk").session.blocks[0].game.group_size
    before, after = who.rounds(game, 'game.communication="none"')[0], who.rounds(game, change)[0]
    if before.group_sd is None or after.group_sd is None:
        return 0.0
    spread = math.sqrt(0.5 * size * (before.group_sd**2 + after.group_sd**2))
    return (_number(after.gift) - _number(before.gift)) / spread


def _early_stays_high(who: Player) -> float:
    """Return which part of groups that begin high end high."""
    groups = who.groups("paths")
    if groups is None:
        return NOTHING
    high = groups[:EARLY].mean(axis=0) > HIGH
    return float(np.mean(groups[-EARLY:, high].mean(axis=0) > DURABLE)) if high.any() else NOTHING


def _bimodality(who: Player) -> float:
    """Return Sarle's coefficient of the groups' last gifts: (skewness squared + 1) / kurtosis."""
    groups = who.groups("paths")
    if groups is None:
        return NOTHING
    last = groups[-EARLY:].mean(axis=0)
    z = (last - last.mean()) / last.std()
    return float((np.mean(z**3) ** 2 + 1.0) / np.mean(z**4))


# the table ------------------------------------------------------------------------------------------------------


def intercept_shift() -> float:
    """Return how far off the intercept may lie in a new study: its own error, and that of the spread of studies."""
    estimates = kept()["estimates"]
    spread = max(estimates[SPREAD]["value"], estimates[SPREAD]["error"])
    return NORMAL_95 * math.hypot(estimates[INTERCEPT]["error"], spread)


def validate() -> pd.DataFrame:
    """Return the table: one row a target, with the model's value, its range over studies, and the baselines' values.

    The range comes from studies whose intercept lies so far off as `intercept_shift` says.
    """
    middle = load_lab("linear").people.giving_intercept
    shift = intercept_shift()
    model = Player(lambda lab: lab.play(0))
    others = [Player(lambda lab: lab.play(0), [f"people.giving_intercept={middle + x}"]) for x in (-shift, shift)]
    baselines = {name: Player(playing, model=False) for name, playing in BASELINES.items()}
    rows = []
    for target in targets():
        value = target.answer(model)
        ends = [value, *(target.answer(other) for other in others)]
        known = [end for end in ends if not math.isnan(end)]
        row = {
            "target": target.name, "source": target.source, "observed": target.observed, "observed_low": target.low,
            "observed_high": target.high, "fitted": target.fitted, "model": value,
            "model_low": min(known, default=NOTHING), "model_high": max(known, default=NOTHING),
            "met": target.met(value),
        }  # fmt: skip
        for name, player in baselines.items():
            answer = target.answer(player)
            row |= {name: answer, f"{name}_met": target.met(answer)}
        rows.append(row)
    return pd.DataFrame(rows)


def save(rows: pd.DataFrame, folder: Path) -> list[str]:
    """Write the table as CSV and as JSON, and return the names of the files."""
    files = {"laboratory.csv": rows.to_csv(index=False), "laboratory.json": rows.to_json(orient="records", indent=1)}
    for name, text in files.items():
        with replacing(folder / name) as unfinished:
            unfinished.write_text(text, encoding="utf-8")
    return list(files)
