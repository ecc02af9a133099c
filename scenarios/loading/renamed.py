"""What keys, outcomes and words of files were called before: an old one is refused with its new name, or its end."""

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


_KEPT_BACK = "what is pledged is kept back, so that all of it is paid in the first week"

REMOVED: dict[Key, str] = {
    ("place", "kind"): "no rule read it; what makes a village is network.kin_ties and the categories",
    ("place", "area_square_metres"): "votes are counted by shares of all area; place.area_sd says how it is spread",
    ("works", "collect_weeks"): _KEPT_BACK,
    ("works", "quality_short"): f"{_KEPT_BACK}, and works never lack any",
}
"""Keys that changed nothing and are gone: why."""


def renamed_key(key: Key) -> str:
    """Return what to say of a key that was renamed or is gone.

    Parameters
    ----------
    key
        Key of a file, one word for each level of tables.

    Returns
    -------
    A half-sentence for the end of a message; empty if it was neither.
    """
    if key in REMOVED:
        return f"removed in version {VERSION}: {REMOVED[key]}"
    return _said(".".join((*key[:-1], KEYS[key[-1]]))) if key and key[-1] in KEYS else ""


def renamed_value(value: object) -> str:
    """Return what to say of a word that was renamed.

    Parameters
    ----------
    value
        Whatever stands in a file.

    Returns
    -------
    A half-sentence for the end of a message; empty if it was not renamed.
    """
    return _said(f'"{VALUES[value]}"') if isinstance(value, str) and value in VALUES else ""


def _said(new: str) -> str:
    return f"renamed in version {VERSION}; write {new}"
