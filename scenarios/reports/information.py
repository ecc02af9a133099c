"""What it is worth to know more before a rule is chosen: which rows are shown, what they are called, the sentence."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.table import Table

from dizao.scenarios.analysis.uncertainty.enough import FEWEST_DRAWS_TOLD
from dizao.scenarios.analysis.uncertainty.information import GROUP, PARAMETER, PERFECT, STUDY
from dizao.scenarios.loading.information import group_titles, possible_studies
from dizao.scenarios.reports.drawn_from import over
from dizao.scenarios.reports.numbers import scale_for
from dizao.scenarios.reports.texts import Voice
from dizao.scenarios.reports.unless import named

if TYPE_CHECKING:
    import pandas as pd

    from dizao.scenarios.analysis.uncertainty.found import Uncertainty

COUNTY_HOUSEHOLDS = 100_000
"""Households of the county that values are also given for."""

MOST_PARAMETERS = 5
"""Single parameters that are shown; those of which nothing is significant are not."""

SHARES = ("wrong_before", "wrong_after")


def shown_rows(found: "Uncertainty") -> "pd.DataFrame":
    """Return the rows that are shown: all but the parameters, and of those the few that are worth something.

    Parameters
    ----------
    found
        The ranking over uncertain parameters.

    Returns
    -------
    Rows of its table of information, in its order.
    """
    table = found.information
    single = table[(table["kind"] == PARAMETER) & (table["low"] > 0.0)].head(MOST_PARAMETERS)
    return table.loc[[*table.index[table["kind"] != PARAMETER], *single.index]]


def name_of(kind: str, name: str, voice: Voice) -> str:
    """Return what some knowledge is called.

    Parameters
    ----------
    kind
        Of knowledge, as in the table.
    name
        Which.
    voice
        How the report speaks.

    Returns
    -------
    The name that planners understand.
    """
    if kind == PERFECT:
        return voice.say("information.perfect")
    if kind == PARAMETER:
        return named(name, voice)
    titled = {one.name: one for one in (*group_titles(), *(study.about for study in possible_studies()))}
    return titled[name].title_zh if voice.language == "zh" else titled[name].title


def sentence(found: "Uncertainty", voice: Voice) -> str:
    """Return which study, and which group of parameters, it would pay most to find out about.

    Parameters
    ----------
    found
        The ranking over uncertain parameters.
    voice
        How the report speaks.

    Returns
    -------
    One sentence for each, or that none is worth anything significant; that there are too few draws where there are.
    """
    table = found.information
    if table.empty:
        return voice.say("draws.too_few", draws=len(found.draws), least=FEWEST_DRAWS_TOLD)
    return " ".join(_best_of(table[table["kind"] == kind], kind, found, voice) for kind in (GROUP, STUDY))


def _best_of(rows: "pd.DataFrame", kind: str, found: "Uncertainty", voice: Voice) -> str:
    if rows.empty or not float(rows.iloc[0]["low"]) > 0.0:
        return voice.say(f"information.nothing.{kind}")
    row = rows.iloc[0]
    ends = [float(row[part]) / households(found) for part in ("value_yuan", "low", "high")]
    scale = scale_for("yuan", ends, voice.language)
    value, low, high = (scale.number(end) for end in ends)
    about = {"name": name_of(kind, str(row["name"]), voice), "value": scale.with_unit(value), "low": low, "high": high}
    shares = {part: f"{100.0 * float(row[part]):.0f}" for part in SHARES}
    return voice.say(f"information.best.{kind}", **about, **shares)


def households(found: "Uncertainty") -> int:
    """Return the households of the scenario.

    Parameters
    ----------
    found
        The ranking over uncertain parameters.

    Returns
    -------
    Their number.
    """
    return found.scenario.base.place.households


def texts(found: "Uncertainty", voice: Voice) -> Iterator[Table | str]:
    """Yield what stands on screen: heading, table and notes; the sentence alone where there are too few draws.

    Parameters
    ----------
    found
        The ranking over uncertain parameters.
    voice
        How the report speaks.

    Yields
    ------
    Tables and texts, to be printed in order.
    """
    if found.information.empty:
        yield sentence(found, voice)
        return
    rows = shown_rows(found)
    each = rows[["value_yuan", "low", "high"]] / households(found)
    scale = scale_for("yuan", each.to_numpy().ravel().tolist(), voice.language)
    yield voice.say("information.head", unit=scale.unit, over=over(found, voice))
    table = Table(box=None, pad_edge=False)
    table.add_column(voice.say("information.what"))
    for name in ("household", "interval", *SHARES):
        table.add_column(voice.say(f"information.{name}"), justify="right")
    for (_, row), (_, one) in zip(rows.iterrows(), each.iterrows(), strict=True):
        value, low, high = (scale.number(float(one[part])) for part in ("value_yuan", "low", "high"))
        shares = [f"{100.0 * float(row[part]):.0f}%" for part in SHARES]
        between = voice.say("information.between", low=low, high=high)
        table.add_row(name_of(str(row["kind"]), str(row["name"]), voice), value, between, *shares)
    yield table
    yield voice.say("information.notes") + (voice.say("information.bound") if rows.iloc[0]["upper_bound"] else "")
    yield sentence(found, voice)
