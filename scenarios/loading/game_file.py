"""A game of the laboratory: loaded from TOML, overridden, checked, and turned into what the kernels play.

>>> from dizao.scenarios.loading.game_file import load_lab
>>> load_lab("mori2024", ["game.threshold=4"]).session.blocks[0].game.threshold
40.0
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from dizao.agents import laboratory as talk
from dizao.agents.parameters import People
from dizao.model.laboratory import game as rules
from dizao.model.laboratory.game import Block, Game, Session
from dizao.model.laboratory.session import play
from dizao.model.laboratory.summary import Round
from dizao.scenarios.loading.checks import raise_first
from dizao.scenarios.loading.errors import Key, ScenarioError, shown, suggestion
from dizao.scenarios.loading.estimates import with_own_numbers
from dizao.scenarios.loading.game_needs import GAME_NEEDS, IN_THE_DISTRICT, PEOPLE_NEEDS
from dizao.scenarios.loading.game_schema import KEYS, LAB_TABLE, MOST_PEOPLE, PEOPLE_TABLE
from dizao.scenarios.loading.layers import Layer, check_shapes, find, library, merge, read_layer
from dizao.scenarios.loading.schema import Problem, check
from dizao.scenarios.loading.set_values import listed, set_layer
from dizao.scenarios.loading.shapes import highest, lowest

FOLDER = "lab"
EMPTY = 'empty; a game has kind = "lab", a title, a source and a table [game]'
FORMS = {"linear": rules.LINEAR, "threshold": rules.THRESHOLD, "dilemma": rules.DILEMMA, "donation": rules.DONATION}
LEAVERS = {"replaced": rules.REPLACED, "shrink": rules.SHRINK, "zero": rules.ZERO}
LEADERS = {"none": rules.NO_LEADER, "random": rules.RANDOM, "authority": rules.AUTHORITY}
TALKS = {"none": talk.NO_TALK, "written": talk.WRITTEN, "face_to_face": talk.FACE_TO_FACE}
NEEDED = {"threshold": "prize", "linear": "per_head_return", "dilemma": "multiplier"}
"""What each form needs besides a threshold."""

GOALS = ("threshold", "threshold_total")


@dataclass(frozen=True)
class Lab:
    """A game that can be played.

    Attributes
    ----------
    name
        Name in the library, or of the file.
    title, source
        What it is, and where it comes from.
    session
        Groups, rounds and rules.
    people
        What people are like.
    """

    name: str
    title: str
    source: str
    session: Session
    people: People

    def play(self, seed: int = 0) -> list[Round]:
        """Play all rounds; the seed decides about players and random draws.

        Parameters
        ----------
        seed
            Seed of the replicate, in [0, 2**63).

        Returns
        -------
        What was played, a record a round.
        """
        return play(self.session, seed, self.people)


def games() -> dict[str, Path]:
    """Return the files of the games that come with the package, by name.

    Returns
    -------
    Paths of TOML files by the names that ``dizao lab`` takes, in the order of the alphabet.
    """
    return library(FOLDER)


def load_lab(name_or_path: str | Path, overrides: Iterable[str] = ()) -> Lab:
    """Load a game and check it whole.

    Parameters
    ----------
    name_or_path
        Name of a game of the package, or the path of a TOML file.
    overrides
        ``KEY=VALUE`` as for ``--set``: ``game.threshold=2`` or ``people.belief_learning=0``.

    Returns
    -------
    The game with its rules for each block of rounds, and its people.

    Raises
    ------
    ScenarioError
        If anything about it is wrong; the message is one line.
    """
    path = find(str(name_or_path), shelf=FOLDER)
    layers = [read_layer(path, EMPTY, FOLDER)]
    if changes := listed(overrides):
        layers.append(set_layer(changes, _full_key))
    return _resolve(path.stem, layers)


def _full_key(words: Key, label: str) -> Key:
    if words[0] not in {"game", "people", "title", "source"}:
        near = [f"game.{name}" for name in KEYS] + [f"people.{name}" for name in People._fields]
        hint = suggestion(f"game.{words[0]}", near) or "; must start with game or people"
        raise ScenarioError(label, ".".join(words), f"unknown key{hint}")
    return words


def _resolve(name: str, layers: Sequence[Layer]) -> Lab:
    check_shapes(layers)
    file_table, set_table = dict(layers[0].table), dict(layers[1].table) if len(layers) > 1 else {}
    people_table = {"people": set_table.pop("people")} if "people" in set_table else {}
    people, wrong = check({"people": with_own_numbers(people_table.get("people", {}))}, PEOPLE_TABLE)
    merged = merge(_without_other_goal(file_table, set_table), set_table)
    file, problems = check(merged, LAB_TABLE)
    raise_first([*problems, *wrong], layers)
    stages = _stages(file.game)
    raise_first([*_blocks(file.game), *_all_contradictions(stages)], layers)
    rules = [values for _, _, values in stages]
    given = set_table.get("game") or file.game.model_dump(exclude_unset=True)
    played = [one | {"giving_rule": people.people.giving_rule} for one in rules]
    raise_first([*_without_use(given, rules), *_idle_people(people_table.get("people", {}), played)], layers)
    blocks = tuple(Block(first, _game(values)) for first, _, values in stages)
    session = Session(stages[0][2]["groups"], stages[0][2]["rounds"], blocks)
    return Lab(name, file.title, file.source, session, People(**dict(people.people)))


def _without_other_goal(file: dict[str, Any], change: dict[str, Any]) -> dict[str, Any]:
    """Leave a file's threshold out where ``--set`` gives the other kind of it."""
    game, changed = file.get("game"), change.get("game")
    if not isinstance(game, dict) or not isinstance(changed, dict):
        return file
    given = [goal for goal in GOALS if goal in changed]
    return file | {"game": {k: v for k, v in game.items() if k not in GOALS or len(given) != 1}}


# blocks and what they contradict --------------------------------------------------------------------------------

Stage = tuple[int, Key, dict[str, Any]]
"""From which round, at which key of the file, with which value of every key of a game."""


def _given(table: Any) -> dict[str, Any]:
    return {name: getattr(table, name) for name in table.model_fields_set if name in KEYS}


def _stages(game: Any) -> list[Stage]:
    """Return the resolved rules from each block's round on: what a block does not say stays as it was."""
    values = {name: default for name, (_, default) in KEYS.items()} | _given(game)
    if game.form == "dilemma" and "group_size" not in game.model_fields_set:
        values["group_size"] = 2
    stages: list[Stage] = [(1, ("game",), values)]
    for block in sorted(game.block, key=lambda block: block.from_round):
        changes = _given(block)
        if any(goal in changes for goal in GOALS):
            values = values | dict.fromkeys(GOALS)
        values = values | changes
        stages.append((block.from_round, ("game", "block"), values))
    return stages


def _blocks(game: Any) -> Iterator[Problem]:
    """Yield what is wrong with the blocks as such."""
    key = ("game", "block")
    rounds = game.rounds or KEYS["rounds"][1]
    begins = [block.from_round for block in game.block]
    for begin in begins:
        if begin > rounds:
            yield Problem((*key, "from_round"), f"must be at most {rounds} (game.rounds), got {begin}")
    if len(set(begins)) < len(begins):
        yield Problem((*key, "from_round"), f"must differ from block to block, got {shown(begins)}")
    for block in game.block:
        for name in ("rounds", "groups"):
            if getattr(block, name) is not None:
                yield Problem((*key, name), "must stand in [game]: people neither come nor go in between")


def _all_contradictions(stages: Sequence[Stage]) -> Iterator[Problem]:
    people = stages[0][2]["groups"] * stages[0][2]["group_size"]
    if people > MOST_PEOPLE:
        problem = f"must be at most {MOST_PEOPLE // stages[0][2]['group_size']} for groups of this size"
        yield Problem(("game", "groups"), f"{problem}, got {stages[0][2]['groups']}")
    for _, key, values in stages:
        if values["group_size"] > people:
            problem = f"must be at most {people}, the number of people, got {values['group_size']}"
            yield Problem((*key, "group_size"), problem)
        for name, text in [*_missing(values), *_sizes(values), *_useless(values)]:
            yield Problem((*key, name), text)


def _missing(values: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield what the form needs and the rules do not say."""
    form = values["form"]
    goals = [goal for goal in GOALS if values[goal] is not None]
    if len(goals) == 2:
        yield "threshold_total", "must not stand beside threshold: say one of them"
    if form == "threshold" and not goals:
        yield "threshold", "missing; the form threshold needs threshold or threshold_total"
    needed = NEEDED.get(form)
    if needed is not None and values[needed] is None:
        yield needed, f"missing; the form {form} needs it"


def _sizes(values: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield contributions that nobody can give and thresholds that nobody can reach."""
    low, high = lowest(values["endowment"]), highest(values["endowment"])
    choices, size = values["choices"], values["group_size"]
    if choices == "any":
        if low < 1.0:
            yield (
                "endowment",
                f'must be at least 1 where choices = "any" (whole units), got {shown(values["endowment"])}',
            )
        full = float(int((low + high) / 2.0))
    else:
        full = float(choices[-1])
        if full > low:
            yield "choices", f"must not go beyond the endowment ({low:g}), got {shown(choices)}"
        if full <= 0.0:
            yield "choices", f"must hold a contribution above 0, got {shown(choices)}"
    outside = (1.0 + values["match_rate"]) / max(1.0 - values["seed_money"], 1e-12)
    most = size * full * outside
    if values["threshold"] is not None and values["threshold"] > size * outside * (1.0 + 1e-9):
        yield (
            "threshold",
            f"must be at most {int(size * outside)}, what all members can give, got {values['threshold']}",
        )
    if values["threshold_total"] is not None and values["threshold_total"] > most * (1.0 + 1e-9):
        yield "threshold_total", f"must be at most {most:g}, what all members can give, got {values['threshold_total']}"


def _useless(values: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield what means nothing in this form and would be taken for something that is played."""
    form = values["form"]
    goal = form in {"threshold", "donation"} and any(values[name] is not None for name in GOALS)
    if form == "dilemma" and values["group_size"] != 2:
        yield "group_size", f"must be 2 in the form dilemma, got {values['group_size']}"
    if values["sequential"] and form != "dilemma":
        yield "sequential", f"must be false in the form {form}: only in a dilemma half move first"
    for name in ("refund", "refund_bonus"):
        if values[name] > 0.0 and not goal:
            yield name, f"must be 0 without a threshold, got {shown(values[name])}"
    if values["rebate"] != "none" and form != "threshold":
        yield "rebate", f'must be "none" in the form {form}, got {shown(values["rebate"])}'
    if values["seed_money"] > 0.0 and form not in {"threshold", "donation"}:
        yield "seed_money", f"must be 0 in the form {form}, which has no threshold, got {shown(values['seed_money'])}"


def _without_use(given: dict[str, Any], rules: Sequence[dict[str, Any]], key: Key = ("game",)) -> Iterator[Problem]:
    """Yield what is said and no rule reads: a leader's contribution without a leader, a prize in another form.

    What is said is what ``--set`` says, else the file: one that is changed for a game is not blamed for what it then
    has too much. A block may bring what another needs, so that a key is of use if it is under the rules of any round.
    """
    for name, value in given.items():
        condition = GAME_NEEDS.get(name)
        if condition and value not in (None, KEYS[name][1]) and not any(condition.holds(one) for one in rules):
            yield Problem((*key, name), f"acts only {condition.words}, got {shown(value)}")
    for block in given.get("block", []):
        yield from _without_use(block, rules, (*key, "block"))


def _idle_people(given: dict[str, Any], rules: Sequence[dict[str, Any]]) -> Iterator[Problem]:
    """Yield what is set of people and no game reads, or not this one."""
    for name in given:
        condition = PEOPLE_NEEDS.get(name, IN_THE_DISTRICT)
        if not any(condition.holds(one) for one in rules):
            yield Problem(("people", name), f"has no effect here: it acts only {condition.words}")


# the game as kernels read it ------------------------------------------------------------------------------------


def _goal_units(values: dict[str, Any], full: float) -> float:
    if values["form"] not in {"threshold", "donation"}:
        return 0.0
    if values["threshold_total"] is not None:
        return float(values["threshold_total"])
    return float(values["threshold"] or 0) * full


def _game(values: dict[str, Any]) -> Game:
    listed = values["choices"] != "any"
    low, high = lowest(values["endowment"]), highest(values["endowment"])
    prize = values["prize"] or 0.0
    full = float(values["choices"][-1]) if listed else float(int((low + high) / 2.0))
    return Game(
        form=FORMS[values["form"]],
        group_size=int(values["group_size"]),
        endowment_low=low,
        endowment_high=high,
        choices=np.array(values["choices"] if listed else [], dtype=np.float64),
        threshold=_goal_units(values, full),
        counted=int(listed and values["threshold"] is not None),
        prize_low=lowest(prize),
        prize_high=highest(prize),
        per_head_return=float(values["per_head_return"] or 0.0),
        multiplier=float(values["multiplier"] or 0.0),
        sequential=int(values["sequential"]),
        strangers=int(values["matching"] == "strangers"),
        voluntary=int(values["membership"] == "voluntary"),
        exit_payoff=float(values["exit_payoff"]),
        leavers=LEAVERS[values["leavers"]],
        refund=float(values["refund"]),
        refund_bonus=float(values["refund_bonus"]),
        rebate=int(values["rebate"] == "proportional"),
        match_rate=float(values["match_rate"]),
        seed_money=float(values["seed_money"]),
        leader=LEADERS[values["leader"]],
        leader_contribution=rules.OWN_CONTRIBUTION
        if values["leader_contribution"] == "own"
        else float(values["leader_contribution"]),
        communication=TALKS[values["communication"]],
        public=int(values["visibility"] == "public"),
        honours=int(values["honours"]),
        private_reward=float(values["private_reward"]),
        open_steps=int(values["open_steps"]) if values["pledging"] == "open" else 1,
        punishment_cost=float(values["punishment_cost"]),
        punishment_effect=float(values["punishment_effect"]),
    )
