"""The table of modelling choices: every key exists, every end is allowed, and none leaves everything as it is."""

import pytest

from dizao.model.outputs.outcomes import OUTCOMES
from dizao.scenarios import Scenario, load
from dizao.scenarios.analysis.headline import HEADLINE
from dizao.scenarios.loading.choices import Choice, End, changes, choices, layer, value_of
from dizao.scenarios.loading.scenario_file import layers_of, resolve
from dizao.scenarios.reports.texts import LANGUAGES, TEXTS
from dizao.scenarios.studies.artefacts import SCENARIOS

pytestmark = pytest.mark.small

FIRST = 18
"""Choices that were asked for at least."""


@pytest.fixture(scope="module", params=SCENARIOS)
def place(request: pytest.FixtureRequest) -> Scenario:
    return load(request.param)


def ends(choice: Choice) -> tuple[End, End]:
    return choice.low, choice.high


def by_name(name: str) -> Choice:
    return next(one for one in choices() if one.name == name)


def test_there_are_many_and_each_has_a_name_of_its_own() -> None:
    names = [one.name for one in choices()]
    assert len(names) == len(set(names)) >= FIRST


@pytest.mark.parametrize("choice", choices(), ids=lambda one: one.name)
def test_every_key_exists_and_every_end_is_allowed(choice: Choice, place: Scenario) -> None:
    assert place.asked is not None
    for end in ends(choice):
        assert end.outcome in ("", *OUTCOMES)
        wanted = changes(end, place)
        switched = resolve(place.name, [*layers_of(*place.asked), layer(end, place)])
        assert {key: value_of(switched, key) for key in wanted} == wanted


@pytest.mark.parametrize("choice", choices(), ids=lambda one: one.name)
def test_a_choice_is_not_as_it_is_at_both_ends_and_the_ends_differ(choice: Choice, place: Scenario) -> None:
    # A village's cash, or the lack of arrears on a street, may be what an end says; then the other one differs.
    different = [
        any(value_of(place, key) != value for key, value in changes(end, place).items())
        or end.outcome not in ("", HEADLINE)
        for end in ends(choice)
    ]
    assert any(different)
    assert choice.low._replace(name="high") != choice.high


def test_a_factor_reaches_every_project_and_no_matter(place: Scenario) -> None:
    found = changes(by_name("cost").high, place)
    for name, category in place.base.categories.items():
        key = f"categories.{name}.cost_yuan"
        assert found.get(key) == (8.0 * category.cost_yuan if category.kind == "project" else None)
    assert found["reward.payment.cap_yuan"] == 8.0 * place.presets["reward"].mechanism.payment.cap_yuan


def test_the_same_rate_is_that_of_the_other_mechanism(place: Scenario) -> None:
    rates = {name: place.presets[name].mechanism.payment.rate for name in ("upfront", "reward")}
    assert rates["upfront"] != rates["reward"]
    choice = by_name("same_rate")
    assert changes(choice.low, place) == {"upfront.payment.rate": rates["reward"]}
    assert changes(choice.high, place) == {"reward.payment.rate": rates["upfront"]}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_choice_and_end_has_its_words_and_no_other_has(language: str) -> None:
    wanted = {f"artefact.{choice.name}" for choice in choices()}
    wanted |= {f"artefact.{end.choice}.{end.name}" for one in choices() for end in ends(one) if not end.is_usual}
    there = {key for key in TEXTS[language] if key.startswith("artefact.")}  # type: ignore[index]
    assert there == wanted
