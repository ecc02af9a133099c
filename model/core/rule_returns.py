"""What decisions return, and how a function that replaces one is held to it (docs/how-to/change-a-rule.md).

The model's own rules need no check, and pay for none: only a replaced rule is wrapped.
"""

import inspect
import math
import sys
from collections.abc import Callable
from functools import wraps
from typing import Any, NamedTuple

import numpy as np

from dizao.agents.compiled import compiled, returns_number, rule
from dizao.agents.levy import LevyRules
from dizao.agents.parameters import People
from dizao.agents.prospects import Prospect, coded
from dizao.agents.resident import DISTRUST, NO_REASON
from dizao.agents.works import WorksRules
from dizao.model.parameters import Levy, Works

MOST = sys.float_info.max
"""Beyond it there is only the infinite, of which sums are undefined."""

EXAMPLES: dict[Any, Any] = {
    float: 0.5, int: 1, People: coded(People()), WorksRules: Works(), LevyRules: Levy(),
    Prospect: Prospect(0.5, 1.0, 0.5, 0.5, 1.0),
}  # fmt: skip
"""Arguments by the annotations of decisions, to find out before anything runs whether a function can be compiled."""


class Returned(NamedTuple):
    """What a decision returns.

    Attributes
    ----------
    least, most
        Bounds, both allowed.
    whole
        Whether it is a whole number.
    up_to
        Name of an argument that is a bound as well.
    """

    least: float = -MOST
    most: float = MOST
    whole: bool = False
    up_to: str = ""

    @property
    def said(self) -> str:
        """What is allowed, in words."""
        kind = "whole number" if self.whole else "finite number"
        if (self.least, self.most) == (-MOST, MOST):
            return f"a {kind}"
        if self.most == MOST:
            return f"a {kind} of at least {self.least:g}" + (f" and at most {self.up_to}" if self.up_to else "")
        return f"a {kind if self.whole else 'number'} between {self.least:g} and {self.most:g}"


LOG_ODDS, SHARE, COUNT = Returned(), Returned(0.0, 1.0), Returned(0.0, whole=True)
WITHIN_MEANS = Returned(0.0, whole=True, up_to="free_fen")

RETURNED: dict[str, Returned] = {
    "acceptance": SHARE,
    "accrued": COUNT,
    "attend_log_odds": LOG_ODDS,
    "belief_log_odds": LOG_ODDS,
    "causal_willingness": LOG_ODDS,
    "contribution": WITHIN_MEANS,
    "crowding_term": LOG_ODDS,
    "effort": SHARE,
    "expected_promise": SHARE,
    "expected_refund": SHARE,
    "expected_return": Returned(),
    "field_terms": LOG_ODDS,
    "free_contribution": WITHIN_MEANS,
    "free_money": COUNT,
    "giving_log_odds": LOG_ODDS,
    "heard": SHARE,
    "inequality_willingness": LOG_ODDS,
    "intrinsic_willingness": LOG_ODDS,
    "keep_log_odds": LOG_ODDS,
    "learnt_belief": SHARE,
    "learnt_efficacy": SHARE,
    "learnt_subsidy": SHARE,
    "learnt_reciprocity": Returned(0.0),
    "learnt_trust": SHARE,
    "levy_terms": LOG_ODDS,
    "match_term": LOG_ODDS,
    "mediated": SHARE,
    "net_worth": Returned(-1.0, 1.0),
    "norm_willingness": LOG_ODDS,
    "objection": Returned(float(NO_REASON), float(DISTRUST), whole=True),
    "persuaded": LOG_ODDS,
    "pivotal_willingness": LOG_ODDS,
    "planned_scope": Returned(0.0),
    "prior_belief": SHARE,
    "quality": SHARE,
    "reach_log_odds": LOG_ODDS,
    "score": Returned(0.0, 100.0),
    "seen_belief": SHARE,
    "settled_nearer": SHARE,
    "settlement": SHARE,
    "stake_in_means": Returned(),
    "subsidy_pull": LOG_ODDS,
    "supervise_log_odds": LOG_ODDS,
    "ties_told": Returned(0.0),
    "unfairness": Returned(-1.0, 0.0),
    "unit_duty": LOG_ODDS,
    "unpaid_log_odds": LOG_ODDS,
    "visible_giving_term": LOG_ODDS,
    "visits": COUNT,
    "voice_log_odds": LOG_ODDS,
    "vote_log_odds": LOG_ODDS,
    "vote_noise": SHARE,
    "waiting": SHARE,
    "willingness": LOG_ODDS,
    "worth_of_scope": Returned(0.0),
}
"""What each decision returns, by its name, as its docstring says."""


def held_to(name: str, original: Callable[..., Any], replacement: Callable[..., Any]) -> Any:
    """Return a rule that decides as a function does, and stops a run in which that returns what it must not.

    Parameters
    ----------
    name
        Name of the decision.
    original
        The decision, of which the annotations say what it takes.
    replacement
        The function.

    Returns
    -------
    A rule, not kept on disk.

    Raises
    ------
    ValueError
        If the function cannot be compiled, or never returns a number.
    """
    returned, plain = RETURNED[name], inspect.unwrap(replacement)
    own = rule(plain, cache=False) if compiled else _number_of(name, plain)
    takes = inspect.signature(inspect.unwrap(original)).parameters
    if compiled:
        try:
            number, found = returns_number(own, [EXAMPLES[one.annotation] for one in takes.values()])
        except ValueError as error:
            raise ValueError(f"rules: {name}: cannot be compiled: {error}") from error
        if not number:
            raise ValueError(f"rules: {name}: must return {returned.said}, returns {found}")
    bounding = list(takes).index(returned.up_to) if returned.up_to else -1
    return _within(name, own, returned, bounding)


def _number_of(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    """Return the function as it runs where nothing is compiled, when each answer is looked at."""

    @wraps(function)
    def number(*arguments: Any) -> Any:
        value = function(*arguments)
        if isinstance(value, (bool, np.bool_)) or not isinstance(value, (int, float, np.integer, np.floating)):
            raise ValueError(f"rules: {name}: must return {RETURNED[name].said}, returns {type(value).__name__}")
        return value

    return number


def _within(name: str, own: Any, returned: Returned, bounding: int) -> Any:
    """Return a rule around another, whose messages are known before: compiled code puts none together."""
    least, most = returned.least, returned.most
    undefined = f"rules: {name}: must return {returned.said}, got nan"
    other = "an infinite one" if returned == LOG_ODDS else "a number outside"
    outside = f"rules: {name}: must return {returned.said}, got {other}"

    def within(*arguments: Any) -> Any:
        value = own(*arguments)
        if math.isnan(value):
            raise ValueError(undefined)
        if not least <= value <= most:
            raise ValueError(outside)
        return value

    def whole_within(*arguments: Any) -> Any:
        value = within_bounds(*arguments)
        if value != math.floor(value):
            raise ValueError(outside)
        return int(value)

    def within_argument(*arguments: Any) -> Any:
        value = whole(*arguments)
        if value > arguments[bounding]:
            raise ValueError(outside)
        return value

    within_bounds = rule(within, cache=False)
    if not returned.whole:
        return within_bounds
    whole = rule(whole_within, cache=False)
    return whole if bounding < 0 else rule(within_argument, cache=False)
