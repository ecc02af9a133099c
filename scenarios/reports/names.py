"""What planners call the parameters that a ranking samples, by their keys, from the catalogues of texts."""

from dizao.scenarios.loading.scenario import Scenario
from dizao.scenarios.reports.texts import LANGUAGES, TEXTS, say

PREFIX = "name."

NAMES: dict[str, tuple[str, str]] = {
    key.removeprefix(PREFIX): (english, TEXTS["zh"][key])
    for key, english in TEXTS["en"].items()
    if key.startswith(PREFIX)
}
"""The name of a parameter in English and in Chinese; a test holds that every parameter that may be sampled has one."""


def names_of_parts(scenario: Scenario) -> dict[str, tuple[str, str]]:
    """Return what a scenario calls parameters of one category or group of places, where it says how known they are.

    Parameters
    ----------
    scenario
        Whose categories and groups have titles.

    Returns
    -------
    The name in English and in Chinese by dotted key.
    """
    said = scenario.knowledge
    keys = dict.fromkeys((*said.ranges, *said.named, *said.known))
    return {key: _of_a_part(key, scenario) for key in keys if key.count(".") == 2}


def _of_a_part(key: str, scenario: Scenario) -> tuple[str, str]:
    """Return the name of a number of a category or of a group of places."""
    head, part, name = key.split(".")
    titled = {one.name: one for one in scenario.base.places} if head == "places" else scenario.base.categories
    kinds = ("categories",) if head == "categories" else ("places", "place", "network", "people", "offices")
    pair = next(NAMES[f"{kind}.{name}"] for kind in kinds if f"{kind}.{name}" in NAMES)
    titles = (titled[part].title, titled[part].title_zh)
    first, second = (
        say(language, "number.of_a_part", name=name, part=title)
        for language, name, title in zip(LANGUAGES, pair, titles, strict=True)
    )
    return first, second
