"""Games for tests: one of each form, and any of them at random."""

from typing import Any

import numpy as np
from hypothesis import strategies as st

from dizao.agents.parameters import People
from dizao.model.laboratory.game import DILEMMA, DONATION, LINEAR, THRESHOLD, Block, Game, Session
from dizao.model.laboratory.session import play
from dizao.model.laboratory.summary import Round

PLAIN: dict[str, Any] = {
    "form": LINEAR,
    "group_size": 4,
    "endowment_low": 20.0,
    "endowment_high": 20.0,
    "choices": np.array([]),
    "threshold": 0.0,
    "counted": 0,
    "prize_low": 0.0,
    "prize_high": 0.0,
    "per_head_return": 0.4,
    "multiplier": 0.0,
    "sequential": 0,
    "strangers": 1,
    "voluntary": 0,
    "exit_payoff": 0.0,
    "leavers": 0,
    "refund": 0.0,
    "refund_bonus": 0.0,
    "rebate": 0,
    "match_rate": 0.0,
    "seed_money": 0.0,
    "leader": 0,
    "leader_contribution": -1.0,
    "communication": 0,
    "public": 0,
    "honours": 0,
    "private_reward": 0.0,
    "open_steps": 1,
    "punishment_cost": 0.0,
    "punishment_effect": 0.0,
}

USUAL = People()

FORMS: dict[str, dict[str, Any]] = {
    "linear": {},
    "threshold": {
        "form": THRESHOLD,
        "group_size": 5,
        "choices": np.array([0.0, 20.0]),
        "threshold": 80.0,
        "counted": 1,
        "prize_low": 60.0,
        "prize_high": 60.0,
    },
    "sum": {"form": THRESHOLD, "group_size": 6, "threshold": 60.0, "prize_low": 20.0, "prize_high": 40.0},
    "dilemma": {"form": DILEMMA, "group_size": 2, "choices": np.array([0.0, 10.0, 20.0]), "multiplier": 3.0},
    "donation": {"form": DONATION},
}


def game(form: str = "linear", **changes: Any) -> Game:
    return Game(**(PLAIN | FORMS[form] | changes))


def played(
    form: str = "linear", groups: int = 600, rounds: int = 1, seed: int = 1, people: People = USUAL, **changes: Any
) -> list[Round]:
    session = Session(groups, rounds, (Block(1, game(form, **changes)),))
    return play(session, seed, people)


@st.composite
def sessions(draw: st.DrawFn) -> Session:
    """Any valid session: two blocks that may differ in all but the people."""
    form = draw(st.sampled_from(sorted(FORMS)))
    groups, rounds = draw(st.integers(1, 12)), draw(st.integers(1, 5))
    first = draw(games(form))
    blocks = [Block(1, first)]
    if rounds > 1 and draw(st.booleans()):
        other = draw(games(form))
        blocks.append(Block(draw(st.integers(2, rounds)), other._replace(group_size=first.group_size)))
    return Session(groups, rounds, tuple(blocks))


@st.composite
def games(draw: st.DrawFn, form: str) -> Game:
    """Any valid game of a form."""
    low = draw(st.sampled_from([1.0, 5.0, 20.0, 100.0]))
    high = low * draw(st.sampled_from([1.0, 3.0]))
    listed = draw(st.sampled_from([(), (0.0, 1.0), (0.0, 0.5, 1.0), (0.0, 0.2, 0.7, 0.9, 1.0), (0.25, 1.0)]))
    changes: dict[str, Any] = {
        "group_size": 2 if form == "dilemma" else draw(st.integers(2, 9)),
        "endowment_low": low,
        "endowment_high": high,
        "choices": np.array(listed) * low,
        "threshold": draw(st.floats(0.1, 2.0)) * low if form in {"threshold", "sum", "donation"} else 0.0,
        "counted": draw(st.integers(0, 1)) if listed else 0,
        "prize_high": 10.0 * low,
        "per_head_return": draw(st.floats(0.0, 1.2)),
        "multiplier": draw(st.floats(0.0, 5.0)),
        "sequential": draw(st.integers(0, 1)) if form == "dilemma" else 0,
        "strangers": draw(st.integers(0, 1)),
        "voluntary": draw(st.integers(0, 1)),
        "exit_payoff": draw(st.floats(-1.0, 3.0)) * low,
        "leavers": draw(st.integers(0, 2)),
        "refund": draw(st.floats(0.0, 1.0)),
        "refund_bonus": draw(st.floats(0.0, 1.0)),
        "rebate": draw(st.integers(0, 1)),
        "match_rate": draw(st.sampled_from([0.0, 1.0, 3.0])),
        "seed_money": draw(st.floats(0.0, 1.0)),
        "leader": draw(st.integers(0, 2)),
        "leader_contribution": draw(st.sampled_from([-1.0, 0.0, 0.4, 1.0])),
        "communication": draw(st.integers(0, 2)),
        "public": draw(st.integers(0, 1)),
        "honours": draw(st.integers(0, 1)),
        "private_reward": draw(st.floats(0.0, 2.0)) * low,
        "open_steps": draw(st.sampled_from([1, 3, 10])),
        "punishment_cost": draw(st.floats(0.0, 2.0)),
        "punishment_effect": draw(st.floats(0.0, 4.0)),
    }
    return game(form, **changes)
