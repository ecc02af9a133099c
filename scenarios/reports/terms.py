"""The terms of a mechanism in one line, and what mechanisms of a scenario are called: presets, policies, own rules."""

from collections.abc import Callable, Iterator
from typing import Any

from dizao.model.mechanisms.parts import Allocation, Incentive, Mechanism, Payment
from dizao.model.mechanisms.presets import presets
from dizao.model.mechanisms.terms import IncomeBand, Terms
from dizao.model.parameters.place_groups import KINDS
from dizao.model.settings import Settings
from dizao.scenarios.loading.language import Language
from dizao.scenarios.loading.policies import FORMER, OWN
from dizao.scenarios.loading.scenario import Scenario
from dizao.scenarios.reports.texts import is_said, say

WAN = 10_000.0
"""From so many yuan on Chinese counts them by ten thousand."""

Say = Callable[..., str]


def terms(mechanism: Mechanism, language: Language, settings: Settings | None = None) -> str:
    """Return the terms of a mechanism in one line.

    Parameters
    ----------
    mechanism
        The rules.
    language
        ``en`` or ``zh``.
    settings
        The scenario's numbers: titles of its categories and groups of places stand for their names.

    Returns
    -------
    Words; what is as usual is not said.
    """
    return say(language, "terms.join").join(clauses(mechanism, language, settings))


def clauses(mechanism: Mechanism, language: Language, settings: Settings | None) -> list[str]:
    """Return the terms of a mechanism one by one.

    Parameters
    ----------
    mechanism, language, settings
        As for `terms`.

    Returns
    -------
    At least one: how much is paid, and when; then limits, allocation, protection, incentives, and terms of a part
    of the projects, the most specific last.
    """

    def speak(key: str, **values: object) -> str:
        return say(language, f"terms.{key}", **values)

    found = [_timing(mechanism.payment, speak)]
    if mechanism.payment.timing != "none":
        found += [*_payment(mechanism, speak), *_allocation(mechanism.allocation, speak)]
    found += [*_protection(mechanism, speak), *_incentive(mechanism.incentive, speak)]
    if mechanism.payment.timing != "none":
        found += _parts(mechanism, speak, language, settings)
    return found


def percent(share: float) -> str:
    """Return a share in percent, with no more digits than it has.

    Parameters
    ----------
    share
        In [0, 1].

    Returns
    -------
    Such as 12.5%.
    """
    return f"{round(100.0 * share, 6):g}%"


def _yuan(yuan: float, speak: Say) -> str:
    divided = speak("yuan.large", yuan="") != speak("yuan", yuan="") and yuan >= WAN
    number = f"{yuan / WAN if divided else yuan:,.6f}".rstrip("0").rstrip(".")
    return speak("yuan.large" if divided else "yuan", yuan=number)


def _timing(payment: Payment, speak: Say) -> str:
    return speak(
        f"timing.{payment.timing}",
        rate=percent(payment.rate),
        parts=payment.milestones,
        match=f"{payment.match_rate:g}",
    )


def _payment(mechanism: Mechanism, speak: Say) -> Iterator[str]:
    payment, usual = mechanism.payment, Payment()
    if payment.timing == "advance_reward":
        yield speak("advance", advance=percent(payment.advance_share))
    if payment.fixed_yuan > 0.0:
        yield speak("fixed", yuan=_yuan(payment.fixed_yuan, speak))
    most = payment.fixed_yuan + payment.rate * mechanism.allocation.largest_cost_yuan
    if payment.cap_yuan != usual.cap_yuan or payment.cap_yuan < most:
        yield speak("cap", yuan=_yuan(payment.cap_yuan, speak))
    if payment.minimum_resident_share > 0.0:
        yield speak("residents", share=percent(payment.minimum_resident_share))
    if payment.delay_weeks != usual.delay_weeks:
        yield speak("delay", weeks=payment.delay_weeks)
    if payment.tier_scores:
        steps = zip(payment.tier_scores, payment.tier_shares, strict=True)
        tiers = [speak("tier", score=f"{score:g}", share=percent(share)) for score, share in steps]
        yield speak("tiers", tiers=speak("join").join(tiers))
    if payment.waterfall != usual.waterfall:
        yield speak("waterfall", order=speak("join").join(speak(f"claimant.{one}") for one in payment.waterfall))


def _allocation(allocation: Allocation, speak: Say) -> Iterator[str]:
    usual = Allocation()
    if allocation.rule != usual.rule:
        known = allocation.rule if is_said(f"terms.rule.{allocation.rule}") else "other"
        yield speak(f"rule.{known}", weeks=allocation.round_weeks, name=allocation.rule)
    if allocation.largest_cost_yuan != usual.largest_cost_yuan:
        yield speak("largest", yuan=_yuan(allocation.largest_cost_yuan, speak))
    if allocation.minimum_consent > 0.0:
        yield speak("consent", share=percent(allocation.minimum_consent))
    if allocation.reserve != usual.reserve:
        yield speak("acceptance")
    if allocation.unspent != usual.unspent:
        yield speak("carry_over")


def _protection(mechanism: Mechanism, speak: Say) -> Iterator[str]:
    protection = mechanism.protection
    payer = speak(f"payer.{protection.payer}")
    if protection.refund_share > 0.0:
        yield speak("refund", share=percent(protection.refund_share), payer=payer)
    if protection.bonus_share > 0.0:
        yield speak("bonus", share=percent(protection.bonus_share), payer=payer)


def _incentive(incentive: Incentive, speak: Say) -> Iterator[str]:
    if incentive.kind == "points":
        yield speak("points", share=percent(incentive.points_share))
        if incentive.salience != Incentive().salience:
            yield speak("salience", share=percent(incentive.salience))
    if incentive.kind == "honours":
        yield speak("honours")


def _parts(mechanism: Mechanism, speak: Say, language: Language, settings: Settings | None) -> Iterator[str]:
    """Yield the terms of kinds, groups, income bands and categories: each gives way to those after it."""
    groups = {one.name: one for one in settings.places} if settings is not None else {}
    categories = settings.categories if settings is not None else {}
    bands = sorted(mechanism.incomes, key=lambda band: -band.limit)
    yield from (_part(_title(KINDS.get(name), name, language), own, speak) for name, own in mechanism.kinds)
    yield from (_part(_title(groups.get(name), name, language), own, speak) for name, own in mechanism.places)
    yield from (_part(_poor(band, speak, language), band.terms, speak) for band in bands)
    for name, own in mechanism.categories:
        title = _title(categories.get(name), name, language)
        yield _part(title.lower() if name in categories else title, own, speak)


def _title(named: Any, name: str, language: Language) -> str:
    return name if named is None else str(named.title_zh if language == "zh" else named.title)


def _poor(band: IncomeBand, speak: Say, language: Language) -> str:
    if band.measure == "poorest_share":
        units = speak("poorest", share=percent(band.limit))
    else:
        units = speak("below", yuan=_yuan(band.limit, speak))
    title = band.title_zh if language == "zh" else band.title
    return speak("called", title=title, units=units) if title else units


def _part(title: str, terms: Terms, speak: Say) -> str:
    own, said = dict(terms), []
    if "rate" in own:
        said.append(speak("part.rate", rate=percent(own["rate"])))
    if "cap_yuan" in own:
        said.append(speak("part.cap", yuan=_yuan(own["cap_yuan"], speak)))
    if "minimum_resident_share" in own:
        said.append(speak("part.residents", share=percent(own["minimum_resident_share"])))
    return speak("part", part=title, terms=speak("join").join(said))


# what mechanisms are called -------------------------------------------------------------------------------------


def titles(scenario: Scenario, language: Language) -> dict[str, str]:
    """Return what the mechanisms of a scenario are called in full.

    Parameters
    ----------
    scenario
        Whose mechanisms.
    language
        ``en`` or ``zh``.

    Returns
    -------
    Titles by name: of presets their own, of policies the file's or else the terms in which they differ.
    """
    found = {name: preset.title_zh if language == "zh" else preset.title for name, preset in scenario.presets.items()}
    found |= {OWN: say(language, "mechanism.own"), FORMER: say(language, "mechanism.former")}
    return found | policy_titles(scenario, language)


def policy_titles(scenario: Scenario, language: Language) -> dict[str, str]:
    """Return what the policies of a scenario are called.

    Parameters
    ----------
    scenario
        Whose policies.
    language
        ``en`` or ``zh``.

    Returns
    -------
    By name: the title in the file, or else the terms that not all policies share; all terms where none would be left.
    """
    said = {name: clauses(one.mechanism, language, scenario.base) for name, one in scenario.policies.items()}
    named = {}
    for name, policy in scenario.policies.items():
        title = policy.title_zh if language == "zh" else policy.title
        own = [clause for clause in said[name] if not all(clause in other for other in said.values())]
        words = say(language, "terms.join").join(own or said[name])
        named[name] = title or words[:1].upper() + words[1:]
    return named


def about(scenario: Scenario, name: str, mechanism: Mechanism, language: Language) -> str:
    """Return what a mechanism is, in a line: what its preset says, or its terms where the scenario has changed it.

    Parameters
    ----------
    scenario
        Where it is run.
    name
        Its name.
    mechanism
        Its rules as they are run.
    language
        ``en`` or ``zh``.

    Returns
    -------
    A sentence, or the terms with a full stop.
    """
    preset = presets().get(name)
    if preset is not None and preset.mechanism == mechanism:
        return preset.about_zh if language == "zh" else preset.about
    words = terms(mechanism, language, scenario.base)
    return say(language, "terms.sentence", terms=words[:1].upper() + words[1:])
