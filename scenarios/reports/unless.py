"""The headline "A beats B unless ..." of a ranking under uncertainty, and what is said on screen below it."""

from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from dizao.scenarios.analysis.intervals import interval, wilson
from dizao.scenarios.analysis.uncertainty.box import NEVER, NO_BOX
from dizao.scenarios.analysis.uncertainty.decisive import REGRESSION, SOBOL
from dizao.scenarios.analysis.uncertainty.enough import FEWEST_DRAWS_TOLD
from dizao.scenarios.analysis.uncertainty.found import Bound, Flip, Uncertain
from dizao.scenarios.analysis.uncertainty.ranks import better_is_more, by_draw
from dizao.scenarios.reports.drawn_from import aside, origin
from dizao.scenarios.reports.evidence import evidence_on
from dizao.scenarios.reports.indices import WIDEST_POINTS, needs
from dizao.scenarios.reports.least_regret import least_regret
from dizao.scenarios.reports.names import NAMES
from dizao.scenarios.reports.numbers import Scale, amount, scale_for
from dizao.scenarios.reports.texts import IN_ENGLISH, LANGUAGES, Voice

if TYPE_CHECKING:
    import pandas as pd

    from dizao.scenarios.analysis.uncertainty.found import Uncertainty

PERCENT_UNITS = ("share", "probability")
SCALES = ("log-odds", "log-odds per unit")
DIGITS = 3

INSTALL = "pip install 'dizao[explore]'"

MOST_DECISIVE = 4
"""Numbers that are named as deciding, besides all the others."""

MOST_KNOWN = 8
"""Numbers that are held of which the names are said."""

ROOM_AT = 30
"""Runs at which the note on thirds says how well a share is known."""


def headline(found: "Uncertainty", voice: Voice = IN_ENGLISH) -> str:
    """Return the sentence: who beats whom, unless what, how sure, and with which grade of evidence.

    Parameters
    ----------
    found
        The ranking over uncertain parameters.
    voice
        How the report speaks.

    Returns
    -------
    The headline, with the counts of draws behind it.
    """
    about, counts = pair_names(found, voice), _counts(found, voice)
    wins, losses = _counts_of(found)
    if not wins + losses:
        return voice.say("draws.headline.equal", **about, counts=counts)
    flip = found.flip if _hangs_on_something(found) else None
    key = _kind(flip, wilson(wins, wins + losses)[0] <= 0.5)
    if flip is None or key.endswith("unsaid"):
        return voice.say(f"draws.headline.{key}", **about, counts=counts)
    density = f"{100.0 * flip.box_density:.0f}"
    said = {"conditions": _conditions(flip, found, voice), "few": _two(flip, voice), "density": density}
    return voice.say(f"draws.headline.{key}", **about, **said, counts=counts)


def _hangs_on_something(found: "Uncertainty") -> bool:
    """Return whether anything can be said of what it hangs on: among members some number must clearly foretell it."""
    if found.members is None or found.flip is None or found.flip.box or found.flip.note == NEVER:
        return True
    first, second = found.pair
    table = found.decisive
    of_pair = table[(table["pair_a"] == first) & (table["pair_b"] == second)]
    return bool((of_pair["first_low"] > 0.0).any())


def _kind(flip: Flip | None, is_open: bool) -> str:
    """Return which headline fits; where the map does not predict, nothing is said of what it hangs on."""
    if flip is not None and flip.note == NEVER and not is_open:
        return "always"
    if flip is not None and flip.box:
        return "open_unless" if is_open else "unless"
    if flip is None or not flip.informative:
        return "open_unsaid" if is_open else "unsaid"
    if is_open:
        return "open"
    return "mostly" if flip.note == NO_BOX else "plain"


def pair_names(found: "Uncertainty", voice: Voice) -> dict[str, str]:
    """Return what the two of the headline are called.

    Parameters
    ----------
    found
        The ranking over uncertain parameters.
    voice
        How the report speaks.

    Returns
    -------
    Fields of texts: ``a`` and ``b`` for the two.
    """
    return {"a": voice.called(found.pair[0]), "b": voice.called(found.pair[1])}


def _counts_of(found: "Uncertainty") -> tuple[int, int]:
    """Return in how many draws the first of the pair is ahead, and in how many the second."""
    shares = found.beats.set_index(["mechanism", "other"])["share"] * len(found.draws)
    return round(shares[found.pair]), round(shares[found.pair[::-1]])


def _counts(found: "Uncertainty", voice: Voice) -> str:
    wins, losses = _counts_of(found)
    low, high = wilson(wins, wins + losses)
    share = wins / (wins + losses) if wins + losses else float("nan")
    ends = {name: f"{100.0 * end:.0f}" for name, end in (("share", share), ("low", low), ("high", high))}
    about: dict[str, object] = {"draws": len(found.draws), "numbers": len(found.uncertain)}
    about |= {"wins": wins, "losses": losses, "equal": len(found.draws) - wins - losses, **ends}
    key = "draws.counts" if found.members is None else "draws.counts.members"
    return voice.say(key, **about, **pair_names(found, voice), **_gain(found, voice), aside=aside(found, voice))


def _gain(found: "Uncertainty", voice: Voice) -> dict[str, str]:
    """Return by how much the first of the pair is ahead, for a household."""
    values = better_is_more(by_draw(found.runs, found.outcome), found.outcome)
    apart = (values[found.pair[0]] - values[found.pair[1]]).to_numpy(dtype=float) / found.scenario.base.place.households
    ends = interval(apart)
    scale = scale_for("yuan", ends, voice.language)
    gain, low, high = (scale.number(end) for end in ends)
    return {"gain": scale.with_unit(gain), "gain_low": low, "gain_high": high}


def named(key: str, voice: Voice) -> str:
    """Return what a number, or several together, is called.

    Parameters
    ----------
    key
        As in a scenario file, or ``others`` or ``dispositions``.
    voice
        Its language.

    Returns
    -------
    The name that planners understand.
    """
    return NAMES[key][LANGUAGES.index(voice.language)] if key in NAMES else voice.called(key)


def _two(flip: Flip, voice: Voice) -> str:
    """Name the two numbers of the map."""
    return voice.say("draws.few", **_axes(flip, voice))


def _axes(flip: Flip, voice: Voice) -> dict[str, str]:
    return {"x": named(flip.x_key, voice), "y": named(flip.y_key, voice)}


def predicted(flip: Flip) -> dict[str, str]:
    """Return how many of the runs left out the map tells right, and how many always naming the more frequent winner.

    Parameters
    ----------
    flip
        The map.

    Returns
    -------
    Fields of texts: ``accuracy`` and ``usual``, in percent.
    """
    return {"accuracy": f"{100.0 * flip.accuracy:.0f}", "usual": f"{100.0 * flip.usual:.0f}"}


def _conditions(flip: Flip, found: "Uncertainty", voice: Voice) -> str:
    """Return the conditions of the box, one after the other."""
    return voice.listed([_condition(bound, found.by_key[bound.key], voice) for bound in flip.box]) if flip.box else ""


def _condition(bound: Bound, one: Uncertain, voice: Voice) -> str:
    which = "below" if bound.low <= one.low else "above" if bound.high >= one.high else "between"
    ends = {"low": value(one, bound.low, voice), "high": value(one, bound.high, voice)}
    return voice.say(f"condition.{which}", name=named(bound.key, voice), **ends)


def value(one: Uncertain, number: float, voice: Voice) -> str:
    """Return a value of a drawn number with its unit, as planners read it.

    Parameters
    ----------
    one
        The number that was drawn.
    number
        A value of it, in its unit.
    voice
        How the report speaks.

    Returns
    -------
    Words with `DIGITS` significant digits; on a scale of log-odds with the ends of the range as well.
    """
    if one.unit in PERCENT_UNITS:
        return voice.say("value.share", value=_short(100.0 * number))
    if one.unit in SCALES:
        return voice.say("value.scale", value=_short(number), low=_short(one.low), high=_short(one.high))
    if one.unit in ("yuan", "yuan a year"):
        return voice.say(f"value.{one.unit}", value=amount(number, "yuan", voice.language))
    return voice.say(f"value.{one.unit}", value=_short(round(number) if one.whole else number))


def _short(number: float) -> str:
    return f"{float(f'{number:.{DIGITS}g}'):,g}"


def print_uncertainty(found: "Uncertainty", voice: Voice, console: Console) -> None:
    """Print the sentence first, then who is best how often, the uncertain parameters, and notes.

    Parameters
    ----------
    found
        The ranking over uncertain parameters.
    voice
        How the report speaks.
    console
        Where to print.
    """
    for text in (
        headline(found, voice),
        *least_regret(found, voice),
        *said_of_numbers(found, voice),
        *_about_the_box(found, voice),
    ):
        console.print(text + "\n", markup=False)
    console.print(_head(found, voice) + "\n", markup=False)
    console.print(_best(found, voice))
    told = int(found.best["draws"].iloc[0])
    console.print("\n" + voice.say("draws.table.notes", told=told) + "\n", markup=False)
    if len(found.conditions):
        console.print(voice.say("draws.thirds.head", **pair_names(found, voice)) + "\n", markup=False)
        console.print(_thirds(found, voice))
        low, high = wilson(ROOM_AT / 2.0, ROOM_AT)
        room = f"{50.0 * (high - low):.0f}"
        console.print("\n" + voice.say("draws.thirds.notes", n=ROOM_AT, room=room) + "\n", markup=False)
    for text in (*_deciding(found, voice), *(_bands(found, name, voice) for name in found.pair)):
        console.print(text + "\n", markup=False)


def said_of_numbers(found: "Uncertainty", voice: Voice) -> list[str]:
    """Say where draws are from, how many ranges are the scenario's own, which numbers are held because it knows them.

    Parameters
    ----------
    found
        The ranking over uncertain parameters.
    voice
        How the report speaks.

    Returns
    -------
    A sentence for each; of ranges and numbers none where the scenario says nothing of them.
    """
    comma = voice.say("list.semicolon")
    given = [named(one.key, voice) for one in found.uncertain if one.key in found.scenario.knowledge.ranges]
    said = [origin(found, voice)]
    said += [voice.say("draws.given", count=len(given), names=comma.join(given))] if given else []
    known = [named(key, voice) for key in list(found.known)[:MOST_KNOWN]]
    if len(found.known) > MOST_KNOWN:
        known.append(voice.say("draws.known.more", count=len(found.known) - MOST_KNOWN))
    return said + ([voice.say("draws.known", count=len(found.known), names=comma.join(known))] if known else [])


def _about_the_box(found: "Uncertainty", voice: Voice) -> list[str]:
    """Say how much the box holds, or why there is none."""
    flip, about = found.flip, pair_names(found, voice)
    if flip is None:
        return []
    if flip.box:
        shares = {"share": f"{100.0 * flip.box_share:.0f}", "coverage": f"{100.0 * flip.box_coverage:.0f}"}
        return [voice.say("flip.box", **about, **shares)]
    return [voice.say(flip.note, **about, command=INSTALL, least=FEWEST_DRAWS_TOLD)] if flip.note else []


def worlds(found: "Uncertainty", voice: Voice) -> str:
    """Return how many worlds there are in a draw.

    Parameters
    ----------
    found
        The ranking over uncertain parameters.
    voice
        How the report speaks.

    Returns
    -------
    Words to stand inside a sentence.
    """
    return voice.say(f"draws.worlds.{'one' if found.replicates == 1 else 'many'}", count=found.replicates)


def _head(found: "Uncertainty", voice: Voice) -> str:
    about = {"count": len(found.mechanisms), "draws": len(found.draws), "worlds": worlds(found, voice)}
    return voice.say("draws.table.head", **about, unit=_scale(found, voice).unit)


def _scale(found: "Uncertainty", voice: Voice) -> Scale:
    """Return how regrets are written, all in one unit."""
    return scale_for("yuan", found.best["largest_regret"].tolist(), voice.language)


def _percent(row: "pd.Series", share: str, low: str, high: str) -> dict[str, str]:
    """Return a share and its ends in percent."""
    cells = (("share", share), ("low", low), ("high", high))
    return {name: f"{100.0 * float(row[column]):.0f}" for name, column in cells}


def _best(found: "Uncertainty", voice: Voice) -> Table:
    table = Table(box=None, pad_edge=False)
    columns = ("mechanism", "best", "mean_regret", "regret_90", "largest_regret", "dominated")
    for name in columns:
        table.add_column(
            voice.say(f"draws.table.{name}"), justify="right" if name[0] in "bmlr" and name != "mechanism" else "left"
        )
    regrets, scale = ("mean_regret", "regret_90", "largest_regret"), _scale(found, voice)
    for _, row in found.best.sort_values("best_share", ascending=False, kind="stable").iterrows():
        cells = [scale.number(float(row[name])) for name in regrets]
        share = voice.say("draws.table.share", **_percent(row, "best_share", "low", "high"))
        by = voice.called(str(row["dominated_by"])) if row["dominated_by"] else ""
        table.add_row(voice.called(str(row["mechanism"])), share, *cells, by)
    return table


def _thirds(found: "Uncertainty", voice: Voice) -> Table:
    table = Table(box=None, pad_edge=False)
    table.add_column(voice.say("draws.thirds.number"))
    for name in ("low", "middle", "high"):
        table.add_column(voice.say(f"draws.thirds.{name}"), justify="right")
    rows = of_pair(found.conditions, found.pair)
    for key, one in rows.groupby("key", sort=False):
        table.add_row(named(str(key), voice), *(_share(row, voice) for _, row in one.iterrows()))
    return table


def _share(row: "pd.Series", voice: Voice) -> str:
    if not row["n"]:
        return voice.say("draws.thirds.none")
    return voice.say("draws.thirds.share", share=f"{100.0 * row['share']:.0f}", n=row["n"])


def of_pair(table: "pd.DataFrame", pair: tuple[str, str]) -> "pd.DataFrame":
    """Return the rows of a table that are about a pair.

    Parameters
    ----------
    table
        With the columns ``pair_a`` and ``pair_b``.
    pair
        Names, in the order of these columns.

    Returns
    -------
    Rows of the table, with all its columns.
    """
    return table[(table["pair_a"] == pair[0]) & (table["pair_b"] == pair[1])]


def _deciding(found: "Uncertainty", voice: Voice) -> list[str]:
    """Say of each pair which numbers decide, and of the headline's how good the map is."""
    lines = []
    for a, b in found.decisive[["pair_a", "pair_b"]].drop_duplicates().to_numpy():
        rows = of_pair(found.decisive, (a, b))
        about = {"a": voice.called(a), "b": voice.called(b)}
        if found.members is not None:
            lines.append(_foretold(rows[rows["method"] == REGRESSION], about, found, voice))
            continue
        rows = rows[rows["method"] == SOBOL]
        if rows.empty:
            lines.append(voice.say("draws.decide.nothing", **about))
            continue
        if wanted := needs(rows, "total", voice):
            about |= {"draws": f"{len(found.draws):,}", "width": str(WIDEST_POINTS)}
            lines.append(voice.say("draws.decide.few", **about, needs=wanted))
            continue
        listed = [
            voice.say(
                "draws.decide.one", name=named(row["key"], voice), **_percent(row, "total", "total_low", "total_high")
            )
            for _, row in rows.head(MOST_DECISIVE + 1).iterrows()
        ]
        lines.append(voice.say("draws.decide", **about, listed=voice.listed(listed)))
    if found.flip is not None:
        about = _axes(found.flip, voice) | predicted(found.flip)
        lines.append(voice.say("draws.map" if found.flip.informative else "draws.map.useless", **about))
    return lines


def _foretold(rows: "pd.DataFrame", about: dict[str, str], found: "Uncertainty", voice: Voice) -> str:
    """Say which single numbers foretell a share of the difference that is significant, and what would move them."""
    listed, moving = [], []
    for _, row in rows[rows["first_low"] > 0.0].head(MOST_DECISIVE).iterrows():
        name = named(row["key"], voice)
        listed.append(voice.say("draws.decide.one", name=name, **_percent(row, "first", "first_low", "first_high")))
        moving.append(voice.say("evidence.one", name=name, evidence=evidence_on(str(row["key"]), found, voice)))
    if not listed:
        return voice.say("draws.decide.nothing_foretold", **about)
    said = voice.say("draws.decide.foretold", **about, listed=voice.listed(listed))
    return said + voice.say("evidence.all", listed="".join(moving))


def _bands(found: "Uncertainty", mechanism: str, voice: Voice) -> str:
    """Return the three bands of a mechanism's outcome, each by its own name."""
    rows = found.bands[(found.bands["mechanism"] == mechanism) & (found.bands["outcome"] == found.outcome)]
    row = rows.iloc[0]
    columns = {
        "mean": "mean",
        "mc_low": "monte_carlo_low",
        "mc_high": "monte_carlo_high",
        "spread_low": "spread_low",
        "spread_high": "spread_high",
        "par_low": "parameters_low",
        "par_high": "parameters_high",
    }
    scale = scale_for("yuan", [float(row[name]) for name in columns.values()], voice.language)
    cells = {name: scale.with_unit(scale.number(float(row[column]))) for name, column in columns.items()}
    count = found.defaults["replicate"].nunique()
    return voice.say("draws.bands", mechanism=voice.called(mechanism), worlds=count, **cells)
