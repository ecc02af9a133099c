"""When a key of a game, or a number of its people, acts; asked of a round's rules and people's rule of giving."""

from dizao.agents.parameters import LABORATORY_ONLY
from dizao.model.core.definitions import Condition

WITH_GOAL = ("threshold", "donation")

GAME_NEEDS: dict[str, Condition] = {
    **dict.fromkeys(
        ("threshold", "threshold_total"),
        Condition("in the forms threshold and donation", lambda rules: rules["form"] in WITH_GOAL),
    ),
    "prize": Condition("in the form threshold", lambda rules: rules["form"] == "threshold"),
    "per_head_return": Condition("in the form linear", lambda rules: rules["form"] == "linear"),
    "multiplier": Condition("in the form dilemma", lambda rules: rules["form"] == "dilemma"),
    **dict.fromkeys(
        ("exit_payoff", "leavers"),
        Condition('with membership = "voluntary"', lambda rules: rules["membership"] == "voluntary"),
    ),
    "leader_contribution": Condition('with a leader (leader is not "none")', lambda rules: rules["leader"] != "none"),
    "open_steps": Condition('with pledging = "open"', lambda rules: rules["pledging"] == "open"),
    "punishment_cost": Condition("where punishment_effect is above 0", lambda rules: rules["punishment_effect"] > 0.0),
}
"""Keys that do not act in every game."""

IN_THE_DISTRICT = Condition("in the district", lambda rules: False)
"""Of people's numbers that no game reads."""

_ALWAYS = Condition("in games", lambda rules: True)
_SEVERAL = Condition("in more than one round", lambda rules: rules["rounds"] > 1)
_PARTLY_THERE = Condition(
    'with seed_money above 0, or pledging = "open"',
    lambda rules: rules["seed_money"] > 0.0 or rules["pledging"] == "open",
)
_EXIT = GAME_NEEDS["exit_payoff"]

WEIGHING = ("causal", "pivotal", "inequality")
"""Rules of giving that weigh what the own contribution brings about."""


def _gives(name: str) -> Condition:
    return Condition(f'with people.giving_rule = "{name}"', lambda rules: rules["giving_rule"] == name)


PEOPLE_NEEDS: dict[str, Condition] = {
    **dict.fromkeys(
        (
            "giving_intercept", "belief_slope", "return_weight", "hump_slope", "hump_share", "reciprocity_mean",
            "reciprocity_sd", "prior_required_slope", "prior_required_reference", "prior_sd", "return_floor",
            "return_ceiling", "giving_rule", "selfish_share",
            *LABORATORY_ONLY,
        ),
        _ALWAYS,
    ),
    **dict.fromkeys(("belief_learning", "reciprocity_erosion", "reciprocity_recovery"), _SEVERAL),
    **dict.fromkeys(("goal_weight", "goal_spread"), _PARTLY_THERE),
    "belief_anchor": Condition(
        'with a leader (leader is not "none"), or pledging = "open"',
        lambda rules: rules["leader"] != "none" or rules["pledging"] == "open",
    ),
    "lead_weight": GAME_NEEDS["leader_contribution"],
    "match_constant": Condition("where match_rate is above 0", lambda rules: rules["match_rate"] > 0.0),
    "honour_weight": Condition(
        'with honours = true or visibility = "public"',
        lambda rules: rules["honours"] or rules["visibility"] == "public",
    ),
    "crowding_weight": Condition("where private_reward is above 0", lambda rules: rules["private_reward"] > 0.0),
    "unneeded_share": Condition("in forms other than threshold", lambda rules: rules["form"] != "threshold"),
    "leader_status": Condition('with leader = "random"', lambda rules: rules["leader"] == "random"),
    "authority_status": Condition('with leader = "authority"', lambda rules: rules["leader"] == "authority"),
    "written_weight": Condition('with communication = "written"', lambda rules: rules["communication"] == "written"),
    "face_to_face_weight": Condition(
        'with communication = "face_to_face"', lambda rules: rules["communication"] == "face_to_face"
    ),
    "public_honour": Condition(
        'with visibility = "public" and honours = false',
        lambda rules: rules["visibility"] == "public" and not rules["honours"],
    ),
    "punishment_weight": GAME_NEEDS["punishment_cost"],
    **dict.fromkeys(("exit_intercept", "exit_weight"), _EXIT),
    "external_weight": _gives("causal"),
    **dict.fromkeys(("norm_middle", "norm_spread"), _gives("norm")),
    **dict.fromkeys(("envy", "guilt"), _gives("inequality")),
    "answered_share": Condition(
        'with sequential = true, and people.giving_rule = "causal", "pivotal" or "inequality"',
        lambda rules: rules["sequential"] and rules["giving_rule"] in WEIGHING,
    ),
    "foresight_weight": Condition(
        'with matching = "partners" in more than one round',
        lambda rules: rules["matching"] == "partners" and rules["rounds"] > 1,
    ),
}  # fmt: skip
"""Numbers of people that games read; all others act in the district alone."""
