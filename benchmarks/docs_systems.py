"""What the pages of docs/scenarios/ say in numbers, made from what ``dizao systems`` found."""

from collections.abc import Iterator
from typing import NamedTuple

import docs_sources as kept
import pandas as pd
from docs_text import Said, shown

THOUSAND, POINTS = 1e-3, 100.0
NET, BENEFIT, GAVE = "net_benefit_yuan", "benefit_yuan", "gave_money"
SETTLED, SOON = "settled_share", "settled_in_half_year_share"


class Change(NamedTuple):
    """A difference to the system's first variant, with its interval, as it is written in a page."""

    value: float
    low: float
    high: float
    places: int

    @property
    def size(self) -> str:
        """The difference without its sign."""
        return f"⟨{shown(abs(self.value), self.places)}⟩"

    @property
    def signed(self) -> str:
        """The difference with its sign."""
        return f"⟨{shown(self.value, self.places, sign=True)}⟩"

    @property
    def interval(self) -> str:
        """Both ends, as sizes of what rose or fell: the end named first belongs to the larger fall."""
        ends = (self.low, self.high) if self.value >= 0.0 else (-self.low, -self.high)
        return f"⟨{shown(ends[0], self.places)}⟩ to ⟨{shown(ends[1], self.places)}⟩"

    @property
    def signed_interval(self) -> str:
        """Both ends with their signs."""
        return f"⟨{shown(self.low, self.places, sign=True)}⟩ to ⟨{shown(self.high, self.places, sign=True)}⟩"


def changed(source: str, variant: str, outcome: str, factor: float = 1.0, places: int = 0) -> Change:
    """Return what a variant changes."""
    return Change(*(factor * value for value in kept.Effects(source).change(variant, outcome)), places)


def mean(source: str, variant: str, outcome: str, factor: float = 1.0) -> float:
    """Return the mean of an outcome in a variant."""
    return factor * kept.Effects(source).mean(variant, outcome)


def platforms() -> Iterator[Said]:
    """Platforms: more is settled, and sooner, at the cost of hours."""
    page = "system_platforms"
    settled, net = changed(page, "whole", SETTLED, POINTS, 1), changed(page, "whole", NET, THOUSAND)
    yield Said(f"**The sign is as hoped**: {settled.size} points more needs settled with all of it.", settled.low > 0.0)
    less = mean("platforms_no_mediating", "whole", SETTLED, POINTS)
    yield Said(f"(`--set platforms.convenor_mediates=0`) all of it still settles ⟨{shown(less, 1)}⟩%.")
    young, old = (mean(page, "night", f"attended_{age}", POINTS) for age in ("young", "older"))
    by_day = mean(page, "fours", "attended_older", POINTS)
    yield Said(
        f"The evening turns that round (⟨{shown(young)}⟩% against ⟨{shown(old)}⟩%): it brings those who work, and the old lose what the "
        f"calendar had gained them (⟨{shown(by_day)}⟩% by day).",
        young > old and by_day > old,
    )
    lost = changed(page, "representatives", "completed", 1.0, 1)
    yield Said(f"and lose projects**: {lost.size} of nine, since consent fails more often.", lost.high < 0.0)
    yield Said(f"**Net benefit has the wrong sign**: {net.size} thousand yuan lower with all of it.", net.high < 0.0)
    never = "platforms_never_give_up"
    gain = changed(never, "whole", SETTLED, POINTS, 1)
    ends = [f"⟨{shown(mean(never, name, SETTLED, POINTS), 1)}⟩%" for name in ("whole", "off")]
    yield Said(
        f"all of it settles {ends[0]} against {ends[1]} ({gain.signed} points, {gain.interval}):", gain.low > 0.0
    )


def bridge() -> Iterator[Said]:
    """The bridge: sharing the cost gets it built."""
    page = "system_bridge"
    hours, shared = changed(page, "talk", "meeting_hours"), changed(page, "shared", "completed", 1.0, 2)
    consents = [shown(mean(page, name, "consents"), 2) for name in ("talk", "alone")]
    yield Said("**Sharing the cost gets the bridge built more often; nothing else does.**", shared.low > 0.0)
    yield Said(
        f"Talk costs {hours.size} hours in meetings and wins a few more votes (⟨{consents[0]}⟩ consents, against ⟨{consents[1]}⟩)"
    )
    without = changed("bridge_no_fairness", "shared", "completed", 1.0, 2)
    alone = [shown(mean(name, "alone", "completed"), 2) for name in ("bridge_no_fairness", page)]
    yield Said(f"sharing still gives {without.signed} ({without.signed_interval}).", without.low > 0.0)
    yield Said(f"That others use it for nothing lowers what alone achieves from ⟨{alone[0]}⟩ to ⟨{alone[1]}⟩.")
    cheap = changed("bridge_cheap", "shared", "completed", 1.0, 2)
    yield Said(
        f"alone builds ⟨{shown(mean('bridge_cheap', 'alone', 'completed'), 2)}⟩ and sharing adds {cheap.size} ({cheap.interval}).",
        cheap.low > 0.0,
    )
    net = changed(page, "shared", NET, THOUSAND, 1)
    yield Said(
        f"Net benefit: {net.signed} thousand yuan ({net.signed_interval}), not significant.",
        net.low < 0.0 < net.high,
    )


def councils() -> Iterator[Said]:
    """Councils: where and when, not whether."""
    page = "system_issue_councils"
    settled = changed(page, "issue", SETTLED, POINTS, 1)
    yield Said("**The effect that is hoped for is not there**:", settled.low < 0.0 < settled.high)
    hours, people = (changed(page, "issue", name) for name in ("official_hours", "attended"))
    yield Said(f"({hours.size} hours fewer in the four villages).", hours.low > 0.0)
    yield Said(f"{people.size} more have come to a meeting, since seats go round.", people.low > 0.0)
    without = changed("councils_no_members", "issue", SETTLED, POINTS, 1)
    yield Said("the shares of needs settled are the same again.", without.low < 0.0 < without.high)


def members() -> Iterator[Said]:
    """Members and volunteers: more benefit, for more hours."""
    page = "system_members"
    benefit, net = (changed(page, "whole", name, THOUSAND) for name in (BENEFIT, NET))
    gave, soon = changed(page, "whole", GAVE), changed(page, "whole", SOON, POINTS, 1)
    score, built = (changed(page, "whole", name, 1.0, 1) for name in ("score", "completed"))
    off = mean(page, "none", BENEFIT, THOUSAND)
    yield Said(
        f"**With everything against nobody acting: {benefit.signed} thousand yuan ({benefit.interval}) on ⟨{shown(off)}⟩ thousand; "
        f"the sign is as hoped.** {gave.size} more households give ({gave.interval}), {soon.size} points more of the needs are settled "
        f"within half a year ({soon.interval}), residents score works {score.size} points higher ({score.interval}), and "
        f"{built.size} more projects are completed ({built.interval}).",
        min(one.low for one in (benefit, gave, soon, score, built)) > 0.0,
    )
    hours = [shown(round(changed(page, "whole", f"{who}_hours").value, -2)) for who in ("member", "volunteer")]
    yield Said(
        f"It takes ⟨{hours[0]}⟩ members' and ⟨{hours[1]}⟩ volunteers' hours, so that **net benefit falls by {net.size} thousand yuan** "
        f"({net.interval}).",
        net.high < 0.0,
    )
    first = "only_first_contributions"
    givers, worth = changed(page, first, GAVE), changed(page, first, BENEFIT, THOUSAND)
    yield Said(
        f"Where members do nothing else it adds {givers.size} givers ({givers.interval}) and {worth.size} thousand yuan of benefit "
        f"({worth.interval});",
        givers.low > 0.0,
    )


def chain() -> Iterator[Said]:
    """The party chain: sooner settled, at the cost of hours."""
    page = "system_party_chain"
    on, off = (mean(page, name, SOON, POINTS) for name in ("whole", "none"))
    yield Said(
        f"with the chain ⟨{shown(on)}⟩% of needs are settled within half a year, without it ⟨{shown(off)}⟩%.",
        changed(page, "whole", SOON).low > 0.0,
    )
    weeks = [mean(page, name, "weeks_to_settle") for name in ("no_building", "whole")]
    yield Said(
        f"with all five (⟨{shown(weeks[0], 1)}⟩ weeks, against ⟨{shown(weeks[1], 1)}⟩): one step less",
        weeks[0] < weeks[1],
    )
    busy = [changed("chain_busy_office", name, SOON, POINTS, 1) for name in ("whole", "no_building", "no_compound")]
    yield Said(
        f"all five bring {busy[0].signed} points ({busy[0].interval}), without building groups {busy[1].signed} ({busy[1].interval}), "
        f"without the compound branch {busy[2].signed} ({busy[2].interval}).",
        busy[0].value > busy[1].value > busy[2].value,
    )
    with_households = ("no_street", "no_community", "no_compound", "no_building", "whole")
    sure = [changed("chain_sure", name, SOON, POINTS, 1) for name in with_households]
    low, high = (choose(sure, key=lambda one: one.value) for choose in (min, max))
    yield Said(f"all variants with member households lie between {low.signed} and {high.signed}.")
    in_use, net = changed(page, "whole", "functioning_after_12_months", 1.0, 1), changed(page, "whole", NET, THOUSAND)
    yield Said(f"gives {in_use.size} more projects in use ({in_use.interval}),", in_use.low > -0.05)
    yield Said(f"**net benefit falls by {net.size} thousand yuan** ({net.interval}).", net.high < 0.0)


def organizations() -> Iterator[Said]:
    """Organizations: who is reached, and what it costs."""
    page = "system_organizations"
    settled = changed(page, "whole", SETTLED, POINTS, 1)
    ends = [shown(mean(page, name, SETTLED, POINTS), 1) for name in ("whole", "off")]
    yield Said(
        f"**By the outcome it is judged by, the effect is not significant**: ⟨{ends[0]}⟩% of needs are settled instead of ⟨{ends[1]}⟩% "
        f"({settled.signed_interval} points).",
        settled.low < 0.0 < settled.high,
    )
    known = [mean(page, name, "reached_share", POINTS) for name in ("off", "within", "in_unit", "whole")]
    inside = sorted(known[1:3])
    yield Said(
        f"⟨{shown(known[0])}⟩% know of it at a coverage of 40%, and ⟨{shown(inside[0])}⟩ to ⟨{shown(inside[1])}⟩% at 92%, like with like "
        "or mixed in a unit."
    )
    yield Said(
        f"Mixing *units* reaches fewer (⟨{shown(known[3])}⟩% know, instead of ⟨{shown(inside[1])}⟩%):",
        known[3] < inside[0],
    )
    falls = [-changed(page, name, NET, THOUSAND).value for name in ("within", "in_unit", "whole")]
    yield Said(f"net benefit falls by ⟨{shown(min(falls))}⟩ to ⟨{shown(max(falls))}⟩ thousand yuan.", min(falls) > 0.0)
    news, few = (changed(f"organizations_{name}", "whole", SETTLED, POINTS, 1) for name in ("news", "few_come"))
    yield Said(f"{news.signed} points ({news.signed_interval}) with `--set memberships.news=0.4`,")
    yield Said(f"{few.signed} ({few.signed_interval}) where half as many come to meetings")


def roll_out() -> Iterator[Said]:
    """The roll-out: later is later, and learning does not make up for it."""
    page = "system_roll_out"
    phased, alone = (changed(page, name, SETTLED, POINTS, 1) for name in ("phased", "at_once_alone"))
    ends = [f"⟨{shown(mean(page, name, SETTLED, POINTS), 1)}⟩%" for name in ("phased", "at_once", "at_once_alone")]
    yield Said(
        f"**The sign is wrong**: in phases {ends[0]} of needs are settled by month 28, at once {ends[1]} ({phased.signed} points, "
        f"{phased.signed_interval}).",
        phased.high < 0.0,
    )
    yield Said(
        f"Where all begin at once and nobody learns it is {ends[2]}: what learning brings ({alone.size} points at once) is about what coming later costs.",
        alone.high < 0.0,
    )
    within = [mean(page, name, SETTLED, POINTS) for name in ("phased", "phased_alone")]
    yield Said(f"In phases it brings ⟨{shown(within[0] - within[1], 1)}⟩,", within[0] > within[1])
    moved, public = changed(page, "moved", SETTLED, POINTS, 1), changed(page, "phased", "public_yuan", THOUSAND)
    yield Said(
        f"With money and minutes moved to pilots it is {moved.signed} ({moved.signed_interval}).", moved.high < 0.0
    )
    yield Said(f"{public.size} thousand yuan less of it is spent in phases", public.high < 0.0)


def two_ends() -> Iterator[Said]:
    """Two ends: each settles more and costs more, and neither needs the other."""
    page = "system_two_ends"
    service, own, both = (changed(page, name, SOON, POINTS, 1) for name in ("service", "self_governance", "both"))
    yield Said(
        f"**Each end settles sooner, both most**: {service.signed} points with the service end "
        f"({service.signed_interval}), {own.signed} with the self-governance end ({own.signed_interval}), "
        f"{both.signed} with both ({both.signed_interval}).",
        service.low > 0.0 and both.low > 0.0,
    )
    rows = pd.read_csv(kept.DATA / f"{page}_interaction.csv").set_index(["outcome", "scale"])
    npv = rows.loc[("net_present_value_yuan", "difference")]
    money, half = _interaction(npv, THOUSAND, 0), _interaction(rows.loc[(SOON, "difference")], POINTS, 1)
    odds = _interaction(rows.loc[(SOON, "log_odds")], 1.0, 2)
    yield Said(
        f"**They neither need nor replace each other**, as far as 48 worlds can say: the interaction is "
        f"{half.signed} points ({half.signed_interval}), {odds.signed} in log-odds ({odds.signed_interval}), and "
        f"{money.signed} thousand yuan of net present value ({money.signed_interval}), above 0 in "
        f"⟨{npv['above']:.0f}⟩ worlds and below in ⟨{npv['below']:.0f}⟩.",
        all(one.low < 0.0 < one.high for one in (half, odds, money)),
    )
    costs = [changed(page, name, "net_present_value_yuan", THOUSAND) for name in ("service", "self_governance")]
    yield Said(
        f"**Both lower net present value**: {costs[0].signed} thousand yuan ({costs[0].signed_interval}) and "
        f"{costs[1].signed} ({costs[1].signed_interval}).",
        all(one.high < 0.0 for one in costs),
    )


def _interaction(row: pd.Series, factor: float, places: int) -> Change:
    """Return an interaction as it is written in a page."""
    return Change(*(factor * float(row[name]) for name in ("interaction", "ci_low", "ci_high")), places)


def overview() -> Iterator[Said]:
    """All systems side by side."""
    found = {
        name: changed(f"system_{name}", "whole", NET, THOUSAND) for name in ("platforms", "party_chain", "members")
    }
    platforms_net, chain_net, members_net = (one.size for one in found.values())
    yield Said(
        f"platforms by {platforms_net}, the party chain by {chain_net}, members by {members_net} thousand yuan",
        all(one.high < 0.0 for one in found.values()),
    )
