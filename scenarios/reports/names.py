"""What planners call the parameters that a ranking samples, by their keys, from the catalogues of texts."""

from dizao.scenarios.reports.texts import TEXTS

PREFIX = "name."

NAMES: dict[str, tuple[str, str]] = {
    key.removeprefix(PREFIX): (english, TEXTS["zh"][key])
    for key, english in TEXTS["en"].items()
    if key.startswith(PREFIX)
}
"""The name of a parameter in English and in Chinese; a test holds that every parameter that may be sampled has one."""
