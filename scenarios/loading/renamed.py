"""What keys, outcomes and words of files were called before: an old one is refused with the name that it has now."""

from dizao.scenarios.loading.errors import Key

VERSION = "0.2.0"
"""Which renamed them."""

KEYS: dict[str, str] = {
    "run_out_weeks": "follow_up_weeks",
    "alive_condition": "functioning_condition",
    "first_gifts": "first_contributions",
    "member_standing": "member_status",
    "member_standing_sd": "member_status_sd",
    "station_standing": "station_status",
    "full_standing": "full_status",
    "organization_standing": "organization_status",
    "office_standing": "office_status",
    "leader_standing": "leader_status",
    "authority_standing": "authority_status",
    "lead_gift_ratio": "lead_contribution_ratio",
    "free_gift_spread": "free_contribution_spread",
    "lender_fee": "lender_rate",
    "luck_persistence": "draw_persistence",
    "leader_gift": "leader_contribution",
    "mean_gift_yuan": "mean_contribution_yuan",
    "median_gift_yuan": "median_contribution_yuan",
}
"""Last word of an old key: that of the new one, which stands in the same table."""

VALUES: dict[str, str] = {
    "alive_after_a_year": "functioning_after_12_months",
    "public_yuan_per_alive": "public_yuan_per_functioning",
    "lead_gift": "lead_contribution",
}
"""Old word in a value, an outcome or a kind of event: the new one."""


def renamed_key(key: Key) -> str:
    """Return what to say of a key that was renamed, or nothing if it was not."""
    return _said(".".join((*key[:-1], KEYS[key[-1]]))) if key and key[-1] in KEYS else ""


def renamed_value(value: object) -> str:
    """Return what to say of a word that was renamed, or nothing if it was not."""
    return _said(f'"{VALUES[value]}"') if isinstance(value, str) and value in VALUES else ""


def _said(new: str) -> str:
    return f"renamed in version {VERSION}; write {new}"
