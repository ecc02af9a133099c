"""What docs/odd.md, 8.6, says in numbers, made from what ``dizao calibrate needs`` and ``places`` wrote down."""

from collections.abc import Iterator
from typing import Any

from docs_text import MINUS, Said, percent, share, shown, spelled

from dizao.scenarios.calibration import needs, places
from dizao.scenarios.loading.estimates import kept

ATTEND, ASKED = "people.attend_intercept", "works.planned_participation"
NOT_FOUND = 0.1
"""Below so much of its variance explained on made data a number is not identified."""


def _plain(value: float, places_: int = 1) -> str:
    """Return a number with the minus sign that equations have there."""
    return shown(value, places_).replace(MINUS, "-")


def rate_of_needs() -> Iterator[Said]:
    """What one count says of the rate of needs."""
    estimate = kept(needs.FILE)
    factor = estimate["estimates"]["factor"]
    at = dict(zip(estimate["curve"]["factor"], estimate["curve"]["applications"], strict=True))
    low, high = factor["at_bound_interval"]
    yield Said(
        f"At f = 1 the model has about ⟨{at[1]:,}⟩ applications; f from ⟨{share(factor['lowest'])}⟩ up is compatible, and the mean is 850 "
        f"at ⟨{share(factor['at_bound'])}⟩ (⟨{share(low)}⟩ to ⟨{share(high)}⟩ over seeds).",
        factor["compatible"],
    )
    vote, reach = (round(estimate["also"][f"people.{name}_intercept"]["applications"][0], -1) for name in ("vote", "reach"))
    yield Said(
        f"at the low end of its range there are ⟨{vote}⟩ and ⟨{reach}⟩ applications at f = 1,", max(vote, reach) < 850
    )
    meetings = [
        number
        for name in ("invitations", "meeting_every_weeks")
        for number in estimate["also"][f"works.{name}"]["applications"]
    ]
    yield Said(f"hardly matters (⟨{min(meetings):,}⟩ to ⟨{max(meetings):,}⟩).", max(meetings) < 1.1 * min(meetings))


def numbers_of_places() -> Iterator[Said]:
    """Which numbers reports of finished projects move."""
    found: dict[str, Any] = kept(places.FILE)["estimates"]
    moved = [name for name, one in found.items() if one["moved"]]
    attend = found[ATTEND]
    savings = next(one for name, one in found.items() if one["moved"] and name != ATTEND)
    low, _, high = attend["quantiles"]
    yield Said(
        f"⟨{spelled(len(moved)).capitalize()}⟩ of ⟨{spelled(len(found))}⟩ numbers are moved (variance at least 30% smaller): the level of "
        f"attendance (by ⟨{percent(attend['contraction'])}⟩%, to ⟨{_plain(attend['value'])}⟩, ⟨{_plain(low)}⟩ to ⟨{_plain(high)}⟩ in 90%; "
        f"its default of ⟨{_plain(attend['default'])}⟩ had been set by hand",
        ATTEND in moved,
    )
    low, _, high = savings["quantiles"]
    yield Said(
        f"(by ⟨{percent(savings['contraction'])}⟩%, to ⟨{shown(savings['value'])}⟩ weeks of income, ⟨{shown(low)}⟩ to ⟨{shown(high)}⟩:"
    )
    asked = found[ASKED]
    low, _, high = asked["quantiles"]
    yield Said(f"The share expected to give is ⟨{share(asked['value'])}⟩ (⟨{share(low)}⟩ to ⟨{share(high)}⟩),")
    poor = [one["explained"] for one in found.values() if one["explained"] < NOT_FOUND]
    yield Said(f"made data explain ⟨{percent(min(poor))}⟩ to ⟨{percent(max(poor))}⟩% of them.")
    yield Said(
        "Every default lies inside its 90% interval, so all of them stay;",
        all(one.get("holds_default", True) for one in found.values()),
    )
