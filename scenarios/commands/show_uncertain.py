"""What ``dizao show NAME --uncertain`` prints: what draws sample, and what is held, because it is known or else."""

from rich.console import Console
from rich.table import Table
from rich.text import Text

from dizao.scenarios.commands.wording import Wording, chinese
from dizao.scenarios.loading.parameter_table import number
from dizao.scenarios.loading.scenario import Scenario
from dizao.scenarios.loading.uncertain import DIGITS
from dizao.scenarios.studies.uncertainty.parameters import held_for_other_reasons, known_numbers, uncertain

MOST_HELD = 6
"""Numbers that are held for one reason of which the keys are printed."""


def print_uncertain(console: Console, scenario: Scenario, wording: Wording) -> None:
    """Print what a scenario knows and does not know.

    Parameters
    ----------
    console
        Where it is printed.
    scenario
        The scenario, as it was loaded.
    wording
        In which language.
    """
    settings, knowledge = scenario.base, scenario.knowledge
    names = wording.names(scenario)
    drawn, known = uncertain(settings, knowledge), known_numbers(settings, knowledge)
    said = "sampled by --draws: {count}, as sets that the field has not ruled out; with --prior each from its range"
    console.print(_head(wording.frame("drawn", said, count=len(drawn))))
    table = _table(wording, ("name", "low", "high", "own", "unit", "grade", "meaning"))
    for one in drawn:
        given = one.key in knowledge.ranges
        about = wording.frame("given", "given by the scenario") if given else wording.grade(one.grade)
        ends = (number(_short(one.low)), number(_short(one.high)), number(_short(one.default)))
        table.add_row(Text(one.key, "bold yellow" if given else "bold"), *map(Text, ends), Text(wording.unit(one.unit)),
                      Text(about), Text(names[one.key]))  # fmt: skip
    console.print(table)
    said = "held because the scenario says that they are known: {count}"
    console.print(_head("\n" + wording.frame("known", said, count=len(known))))
    table = _table(wording, ("name", "own", "meaning"))
    for key, value in known.items():
        table.add_row(Text(key, "bold"), Text(number(_short(value))), Text(names[key]))
    if known:
        console.print(table)
    console.print(_head("\n" + wording.frame("held", "held for other reasons")))
    for why, keys in held_for_other_reasons(settings, knowledge).items():
        listed = ", ".join(keys[:MOST_HELD])
        more = wording.frame("more", " and others, {count} in all", count=len(keys)) if len(keys) > MOST_HELD else ""
        reason = chinese()["reasons"].get(why, why) if wording.is_chinese else why
        console.print(Text.assemble((reason, "bold"), wording.frame("colon", ": "), f"{listed}{more}"))


def _head(text: str) -> Text:
    return Text(text, "bold cyan")


def _short(value: float) -> float:
    return float(f"{value:.{DIGITS}g}")


def _table(wording: Wording, fields: tuple[str, ...]) -> Table:
    english = {"name": "key", "own": "value", "low": "lowest", "high": "highest"}
    table = Table(box=None, pad_edge=False, header_style="bold cyan")
    for field in fields:
        table.add_column(wording.column(field, english.get(field, "")), no_wrap=field != fields[-1], overflow="fold")
    return table
