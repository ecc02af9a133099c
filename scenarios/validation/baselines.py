"""Three simple answers to every game, which the model must beat: all selfish, fixed types, a coin (ODD 8).

Each is worked out, not simulated. Selfish people and fixed types start from the model's first beliefs and keep them.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, ndtri
from scipy.stats import binom

from dizao.agents.parameters import People
from dizao.model.core.generator import generator
from dizao.model.laboratory.game import LINEAR, THRESHOLD, Game, full_contribution, wanted
from dizao.model.laboratory.perceptions import required_share
from dizao.model.laboratory.summary import Round, classified
from dizao.scenarios.calibration import evidence
from dizao.scenarios.loading.game_file import Lab

Array = NDArray[np.float64]
Playing = Callable[[Lab], list[Round]]

QUANTILES = (np.arange(200) + 0.5) / 200.0
"""Beliefs are summed over so many quantiles."""


def _first_beliefs(game: Game, people: People) -> Array:
    """Return first beliefs of a game's members, by quantile."""
    required = min(1.0, float(required_share(game.group_size, game, people)))
    middle = people.laboratory_belief + people.prior_required_slope * (required - people.prior_required_reference)
    return np.asarray(expit(middle + people.prior_sd * ndtri(QUANTILES)))


def _beliefs_of(lab: Lab) -> Callable[[Game], Array]:
    return lambda game: _first_beliefs(game, lab.people)


def _told(
    lab: Lab,
    contributions: Callable[[Game], Array],
    answers: Callable[[Game], tuple[Array, Array, Array]],
    beliefs: Callable[[Game], Array],
) -> list[Round]:
    """Return the rounds of a baseline that plays each as the first.

    Contributions are shares of the largest contribution.
    """
    rounds = []
    for number in range(1, lab.session.rounds + 1):
        game = lab.session.block_of(number).game
        endowment = 0.5 * (game.endowment_low + game.endowment_high)
        scale = float(full_contribution(endowment, game)) / endowment
        given, answered, believed = contributions(game), answers(game), float(np.mean(beliefs(game))) * scale
        mean = float(np.mean(given)) * scale
        types: dict[str, float | None] = {name: float(np.mean(one)) for name, one in classified(*answered).items()}
        told: dict[str, float | None] = {
            name: float(np.mean(one)) * scale for name, one in zip(("0", "50", "100"), answered, strict=True)
        }
        zero, full = float(np.mean(given == 0.0)), float(np.mean(given == 1.0))
        rounds.append(
            Round(number, lab.session.people, mean, None, None, None, zero, full, believed, 0.0, None, types, told)
        )
    return rounds


# everybody selfish ----------------------------------------------------------------------------------------------


def selfish(lab: Lab) -> list[Round]:
    """Everybody gives where the own contribution pays: where it is expected to decide, or returns more than it costs.

    Parameters
    ----------
    lab
        The game, as it was loaded.

    Returns
    -------
    What would be played, a record a round; all rounds under the same rules are alike.
    """
    return _told(
        lab, lambda game: _selfish_contributions(game, lab.people), lambda game: (np.zeros(1),) * 3, _beliefs_of(lab)
    )


def _selfish_contributions(game: Game, people: People) -> Array:
    if game.form == LINEAR:
        return np.array([1.0 if game.per_head_return * (1.0 + game.match_rate) > 1.0 else 0.0])
    if game.form != THRESHOLD or not game.counted:
        return np.zeros(1)
    full = float(game.choices[-1])
    needed = int(np.ceil(wanted(game) / full - 1e-9))
    decides = binom.pmf(needed - 1, game.group_size - 1, _first_beliefs(game, people))
    prize = 0.5 * (game.prize_low + game.prize_high)
    return np.asarray((decides * prize > full).astype(float))


# fixed types ----------------------------------------------------------------------------------------------------


def fixed_types(lab: Lab) -> list[Round]:
    """Types of the repeated dilemma's first period: selfish, matching, hump-shaped, half; beliefs never change.

    Parameters
    ----------
    lab
        The game, as it was loaded.

    Returns
    -------
    What would be played, a record a round; all rounds under the same rules are alike.
    """
    return _told(
        lab,
        lambda game: _typed_contributions(_first_beliefs(game, lab.people)),
        lambda game: _typed_answers(),
        _beliefs_of(lab),
    )


def _type_shares() -> dict[str, float]:
    first = evidence.dilemma_table().query("period == 1")
    members = classified(*(first[f"if_other_gives_{level}"] for level in evidence.LEVELS))
    return {name: float(np.mean(one)) for name, one in members.items()}


def _blend(by_type: dict[str, Array]) -> Array:
    """Return people of all types in their shares, each type with its contributions over and over."""
    counts = {name: round(200 * share) for name, share in _type_shares().items()}
    return np.concatenate([np.resize(by_type[name], counts[name] * len(QUANTILES)) for name in counts])


def _typed_contributions(belief: Array) -> Array:
    half = np.full(len(belief), 0.5)
    hump = np.minimum(belief, 1.0 - belief)
    return _blend({"conditional": belief, "selfish": np.zeros(len(belief)), "hump": hump, "unconditional": half})


def _typed_answers() -> tuple[Array, Array, Array]:
    shares = {
        "conditional": (0.0, 0.5, 1.0),
        "selfish": (0.0,) * 3,
        "hump": (0.0, 0.5, 0.0),
        "unconditional": (0.5,) * 3,
    }
    answers = [_blend({name: np.array([row[k]]) for name, row in shares.items()}) for k in range(3)]
    return answers[0], answers[1], answers[2]


# a coin ---------------------------------------------------------------------------------------------------------


def coin(lab: Lab) -> list[Round]:
    """Everybody tosses a coin that shows all as often as people gave on average in the two data sets.

    Parameters
    ----------
    lab
        The game, as it was loaded.

    Returns
    -------
    What would be played, a record a round; all rounds under the same rules are alike.
    """
    mean = 0.5 * (evidence.dilemma().contribution.mean() / 2.0 + evidence.thresholds().gives.mean())
    sides = np.array([0.0] * round(1000 * (1.0 - mean)) + [1.0] * round(1000 * mean))
    rng = generator(0)
    tosses = [rng.permutation(np.tile(sides, 20)) for _ in range(3)]
    return _told(lab, lambda game: sides, lambda game: (tosses[0], tosses[1], tosses[2]), lambda game: sides)


BASELINES: dict[str, Playing] = {"selfish": selfish, "types": fixed_types, "coin": coin}
"""By the name of their column."""
