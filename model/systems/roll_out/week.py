"""The roll-out's weeks: who is reached first, what others do without meanwhile, and what they hear (ODD 7.29)."""

import math
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from dizao.agents.compiled import kernel
from dizao.agents.organization import COMMUNITY_OFFICE
from dizao.agents.parameters import People
from dizao.agents.resident import ATTENDED, CHILD, learnt_efficacy, learnt_trust
from dizao.model.core.draws import draw
from dizao.model.state import PROGRAMME
from dizao.model.systems.roll_out import PILOT, PILOT_STREET
from dizao.model.world.make import Records
from dizao.model.world.place import slice_of_each

if TYPE_CHECKING:
    from dizao.model.state import State

# who is reached when --------------------------------------------------------------------------------------------


def choose(state: "State") -> None:
    """Choose pilot communities and pilot streets, and write down when the programme reaches each unit.

    Parameters
    ----------
    state
        The state of the run in the first week of the programme; its start weeks are set.
    """
    rules, units = state.settings.roll_out, state.world.units
    pilot = _chosen(state, units.community, rules.pilots, PILOT)
    second = _chosen(state, units.street, rules.pilot_streets, PILOT_STREET)
    phase = np.where(second, min(rules.street_week, rules.all_week), rules.all_week)
    state.start_weeks = np.maximum(state.start_weeks, np.where(pilot, 0, phase)).astype(np.int64)


def _chosen(state: "State", places: NDArray[np.integer[Any]], share: float, purpose: int) -> NDArray[np.bool_]:
    """Return which units lie in the chosen places: those with the highest scores, so many as the share says.

    With noise that is Gumbel's these are the same as places drawn one after another, each with a chance that is
    proportional to the exponential of its score.
    """
    rules, units, residents = state.settings.roll_out, state.world.units, state.world.residents
    ids, place_of_unit = np.unique(places, return_inverse=True)
    adult = residents.age != CHILD
    unit_of_each = slice_of_each(units.first_resident)
    came = np.bincount(unit_of_each[adult & (residents.took_part & ATTENDED > 0)], minlength=len(units.id))
    income = np.array([where.income_yuan_per_head for where in state.localities])
    adults = np.maximum(1, np.bincount(place_of_unit, weights=units.adults))
    attendance = np.bincount(place_of_unit, weights=came) / adults
    incomes = np.bincount(place_of_unit, weights=income * units.adults) / adults
    noise = [-math.log(-math.log(draw(state.seed, purpose, int(place), 0, 0))) for place in ids]
    scores = rules.willing * standardized(attendance) - rules.poor * standardized(incomes) + noise
    chosen = np.zeros(len(ids), dtype=np.bool_)
    chosen[np.argsort(-scores, kind="stable")[: math.floor(share * len(ids) + 0.5)]] = True
    return chosen[place_of_unit]


def standardized(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return departures from the mean in standard deviations.

    Parameters
    ----------
    values
        Shape (n,).

    Returns
    -------
    Shape (n,); 0 where all are alike.
    """
    spread = float(values.std())
    return (values - values.mean()) / spread if spread > 1e-12 else np.zeros(len(values))


# what others do without meanwhile -------------------------------------------------------------------------------


def meets(state: "State", units: NDArray[np.int32], due: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Say for each of some units whether its platform meets this week: where the programme is to come yet, as before.

    Parameters
    ----------
    state
        The state of the run.
    units
        Rows of units, shape (n,).
    due
        Whether the programme's calendar has each of them meet, shape (n,).

    Returns
    -------
    Shape (n,).
    """
    every = state.settings.roll_out.former_meeting_every_weeks
    if every == 0:
        return due
    as_before = (state.week + state.meeting_phase[units]) % every == 0
    return np.where((state.week < 0) | (state.week < state.start_weeks[units]), as_before, due)


def offered(state: "State", p: int, offer: int) -> int:
    """Return what a project is offered: where the programme has not come yet, what is left of the former offer.

    Parameters
    ----------
    state
        The state of the run.
    p
        Row of the project.
    offer
        What the rules in force there give, fen.

    Returns
    -------
    Fen.
    """
    waits = 0 <= state.week < state.start_weeks[state.world.projects.unit[p]]
    return int(offer * (1.0 - state.settings.roll_out.money_moved)) if waits else offer


def move_minutes(state: "State") -> None:
    """Let community offices that wait give minutes of this week to those that the programme has reached.

    Parameters
    ----------
    state
        The state of the run. Offices' minutes of the week are moved; their sum stays what it was.
    """
    share, left = state.settings.roll_out.minutes_moved, state.world.organizations.minutes_left
    offices = state.offices(COMMUNITY_OFFICE, np.arange(len(state.start_weeks)))
    has_come = np.unique(offices[state.start_weeks <= state.week])
    waiting = np.setdiff1d(offices, has_come)
    if state.week < 0 or share == 0.0 or not len(has_come):
        return
    given = (np.maximum(0, left[waiting]) * share).astype(np.int64)
    left[waiting] -= given.astype(left.dtype)
    each, more = divmod(int(given.sum()), len(has_come))
    left[has_come] += np.array([each + (k < more) for k in range(len(has_come))], dtype=left.dtype)


# what others hear -----------------------------------------------------------------------------------------------


def tell_neighbours(state: "State") -> None:
    """Let adults of the other units of a street learn from what became of the programme's projects this week.

    Parameters
    ----------
    state
        The state of the run, with this week's events; trust and efficacy are moved.
    """
    share, units, projects = state.settings.roll_out.spill_over, state.world.units, state.world.projects
    news = [event for event in state.events if projects.terms[event[0]] == PROGRAMME]
    if not news or share == 0.0:
        return
    people = state.people
    lessons = people._replace(
        trust_gain=share * people.trust_gain,
        trust_loss=share * people.trust_loss,
        efficacy_learning=share * people.efficacy_learning,
    )
    # Finished, abandoned, kept, broken: in this order, so that it does not matter whose projects come first.
    heard = np.zeros((4, len(units.id)), dtype=np.int64)
    for p, finished, kept in news:
        own = projects.unit[p]
        others = (units.street == units.street[own]) & (np.arange(len(units.id)) != own)
        heard[[finished == 1, finished == 0, kept == 1, kept == -1]] += others
    _learn_from_others(heard, state.records, lessons)


@kernel
def _learn_from_others(heard: NDArray[np.int64], tables: Records, p: People) -> None:
    """Move efficacy and trust of the adults of each unit, once for each thing that they have heard of."""
    residents = tables.residents
    for u in range(heard.shape[1]):
        if heard[0, u] + heard[1, u] + heard[2, u] + heard[3, u] == 0:
            continue
        for r in range(tables.units.first_resident[u], tables.units.first_resident[u + 1]):
            for outcome in range(2):
                for _ in range(heard[outcome, u]):
                    residents.efficacy[r] = learnt_efficacy(float(residents.efficacy[r]), 1.0 - outcome, p)
            for broken in range(2):
                for _ in range(heard[2 + broken, u]):
                    residents.trust[r] = learnt_trust(float(residents.trust[r]), 1 - broken, p)
