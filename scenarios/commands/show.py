"""What ``dizao show`` prints: legible in a terminal of any width, and whole where it is piped."""

from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from dizao.agents.parameters import parameters_of
from dizao.model.mechanisms.parts import PARTS, Payment
from dizao.model.mechanisms.presets import Preset, presets
from dizao.model.mechanisms.terms import TABLES, IncomeLimit
from dizao.model.outputs.outcomes import OUTCOMES
from dizao.model.parameters import CATEGORIES, Category
from dizao.model.parameters.place_groups import OWN, GroupNumbers
from dizao.model.systems.registry import SECTIONS
from dizao.model.world.pins import PinnedOrganization, PinnedProject
from dizao.scenarios.commands.listing import UNBOUNDED
from dizao.scenarios.loading.parameter_table import Row, parameter_rows
from dizao.scenarios.loading.policies import Policy, parts_table
from dizao.scenarios.loading.scenario import Scenario
from dizao.scenarios.loading.toml_value import toml_key, toml_value
from dizao.scenarios.reports.terms import terms
from dizao.scenarios.reports.texts import LANGUAGES

WIDE = 150
"""Columns from which the parameters are one table; below, each is a paragraph."""

FOLDED = {"default": 13, "unit": 16, "range": 16, "source": 28}
"""Widths at which columns of that table fold where the lines are not of any length."""

CHANGED = "bold yellow"
WORDS = ("title", "title_zh", "question", "question_zh", "source", "scale")
"""What stands above the tables of a scenario."""

PINS: dict[str, type[Any]] = {"projects": PinnedProject, "organizations": PinnedOrganization}


def print_scenario(console: Console, scenario: Scenario) -> None:
    """Print a resolved scenario as the TOML file that would say the same without extending another.

    What differs from the default is marked with the default; the unit stands beside the number.

    Parameters
    ----------
    console
        Where it is printed.
    scenario
        The scenario, as it was loaded.
    """
    table = scenario.table()
    words = [key for key in WORDS if key in table]
    console.print(Text("\n").join(_line(key, table[key], 0, "") for key in words))
    for name, section in SECTIONS.items():
        units = {key: parameter.unit for key, parameter in parameters_of(section).items()}
        _print_table(console, name, table[name], section()._asdict(), units | _derived(scenario, name))
    _print_categories(console, table["categories"])
    _print_places(console, scenario)
    for name, kind in PINS.items():
        _print_pins(console, name, kind, table.get(name, []))
    if table.get("ties"):
        _print_table(console, "ties", table["ties"], {}, {})
    if scenario.system is not None:
        _print_system(console, table["system"])
    for name in ("mechanism", "former"):
        preset = scenario.presets[table[name]["preset"]]
        _print_mechanism(console, name, table[name], parts_table(preset.mechanism))
    for policy in scenario.policies.values():
        _print_policy(console, scenario, policy)
    for name, parts in table["presets"].items():
        _print_mechanism(console, f"presets.{name}", parts, parts_table(presets()[name].mechanism))


def _print_policy(console: Console, scenario: Scenario, policy: Policy) -> None:
    """Print a policy: its terms in words, and what differs from the preset that it starts from."""
    table, base = policy.table(), scenario.presets[policy.base]
    about: dict[str, Any] = {key: table[key] for key in ("title", "title_zh", "base") if key in table}
    _print_table(console, f"policies.{policy.name}", about, {}, {})
    for language in LANGUAGES:
        console.print(Text(f"# {terms(policy.mechanism, language, scenario.base)}"))
    _print_mechanism(console, f"policies.{policy.name}", table, parts_table(base.mechanism))


def print_preset(console: Console, preset: Preset) -> None:
    """Print a named mechanism: what it is, and its four parts.

    Parameters
    ----------
    console
        Where it is printed.
    preset
        The named mechanism, with what the scenario changes in it.
    """
    console.print(Text(f"# {preset.title} {preset.title_zh} (evidence: {preset.grade})"))
    console.print(Text(f"# {preset.about}"))
    for name in ("term", "formula", "source", "against"):
        console.print(Text(f"# {name}: {getattr(preset, name)}"))
    ground = parts_table(presets()["none"].mechanism)
    _print_mechanism(console, f"presets.{preset.name}", parts_table(preset.mechanism), ground)


def _print_mechanism(console: Console, name: str, table: dict[str, Any], default: dict[str, Any]) -> None:
    if "preset" in table:
        _print_table(console, name, {"preset": table["preset"]}, {"preset": table["preset"]}, {})
    for part, kind in PARTS.items():
        units = {key: parameter.unit for key, parameter in parameters_of(kind).items()}
        _print_table(console, f"{name}.{part}", table[part], default[part], units)
    known = parameters_of(Payment) | parameters_of(IncomeLimit)
    units = {key: parameter.unit for key, parameter in known.items()}
    for terms_of in TABLES:
        for one, own in table.get(terms_of, {}).items():
            _print_table(console, f"{name}.{terms_of}.{toml_key(one)}", own, {}, units)


def _print_categories(console: Console, categories: dict[str, Any]) -> None:
    """Print each category without what is neither its own nor changed."""
    units = {key: parameter.unit for key, parameter in parameters_of(Category).items()}
    dropped = {name: False for name, values in categories.items() if values is False}
    if dropped:
        _print_table(console, "categories", dropped, {}, {})
    for name, values in categories.items():
        if values is not False:
            default = CATEGORIES[name]._asdict() if name in CATEGORIES else dict(values)
            usual = Category._field_defaults
            kept = {k: v for k, v in values.items() if k not in usual or v != usual[k] or v != default[k]}
            _print_table(console, f"categories.{toml_key(name)}", kept, default, units)


def _derived(scenario: Scenario, table: str) -> dict[str, str]:
    """Return notes on the numbers of a table that its file does not say: the rule and its grade."""
    notes = {}
    for one in scenario.derived:
        where, _, key = one.key.rpartition(".")
        if where == table:
            notes[key] = f"derived: {one.rule}, grade {one.grade}"
    return notes


def _print_places(console: Console, scenario: Scenario) -> None:
    """Print each group of places with all its numbers; beside what was derived stands the rule."""
    units = {key: x.unit for section in OWN for key, x in parameters_of(SECTIONS[section]).items()}
    units |= {key: x.unit for key, x in parameters_of(GroupNumbers).items()}
    for name, values in scenario.table().get("places", {}).items():
        _print_table(console, f"places.{name}", values, {}, units | _derived(scenario, f"places.{name}"))


def _print_pins(console: Console, name: str, kind: type[Any], pins: list[dict[str, Any]]) -> None:
    """Print what is pinned, a table each, without what is left to chance."""
    units = {key: parameter.unit for key, parameter in parameters_of(kind).items()}
    usual = kind._field_defaults  # type: ignore[attr-defined]
    for pin in pins:
        kept = {key: value for key, value in pin.items() if key not in usual or value != usual[key]}
        _print_table(console, f"[{name}]", kept, {}, units)


def _print_system(console: Console, table: dict[str, Any]) -> None:
    """Print what a system is judged by, and its variants."""
    _print_table(console, "system", {key: value for key, value in table.items() if key != "variants"}, {}, {})
    for variant in table["variants"]:
        _print_table(console, "[system.variants]", variant, {}, {})


def _print_table(
    console: Console, name: str, table: dict[str, Any], default: dict[str, Any], units: dict[str, str]
) -> None:
    lines = [Text(f"\n[{name}]", "bold cyan")]
    width = max(len(_pair(key, value)) for key, value in table.items())
    for key, value in table.items():
        changed = key in default and value != default[key]
        notes = [units.get(key, ""), f"default {toml_value(default[key])}" if changed else ""]
        lines.append(_line(key, value, width, ", ".join(note for note in notes if note), changed))
    console.print(Text("\n").join(lines))


def _line(key: str, value: Any, width: int, note: str, changed: bool = False) -> Text:
    text = Text(_pair(key, value).ljust(width) if note else _pair(key, value), CHANGED if changed else "")
    return text.append(f"  # {note}", "dim") if note else text


def _pair(key: str, value: Any) -> str:
    return f"{toml_key(key)} = {toml_value(value)}"


def print_parameters(console: Console) -> None:
    """Print every parameter: a table where there is room for it, otherwise a paragraph each.

    Parameters
    ----------
    console
        Where it is printed; from `WIDE` characters a line on, a table.
    """
    rows = parameter_rows()
    if console.width >= WIDE:
        console.print(_wide(console, Row._fields, rows))
        return
    for row in rows:
        about = ", ".join(part for part in (row.unit, row.range, row.grade) if part)
        console.print(Text.assemble((row.name, "bold"), f" = {row.default}", (f"  {about}", "dim")))
        _print_indented(console, row.meaning, f"source: {row.source}" if row.source else "")


def _print_indented(console: Console, *texts: str) -> None:
    grid = Table.grid()
    for text in filter(None, texts):
        grid.add_row("    ", Text(text))
    console.print(grid)


def print_outcomes(console: Console) -> None:
    """Print the unit and the definition of every outcome; a star marks the headline ones.

    Parameters
    ----------
    console
        Where it is printed; from `WIDE` characters a line on, a table.
    """
    fields = ("outcome", "unit", "better", "title", "definition")
    rows = [
        (f"{name}{' *' if x.headline else ''}", x.unit, x.better, f"{x.title} {x.title_zh}", x.definition)
        for name, x in OUTCOMES.items()
    ]
    if console.width >= WIDE:
        console.print(_wide(console, fields, rows))
        return
    for name, unit, better, title, definition in rows:
        good = f", {better} is better" if better else ""
        console.print(Text.assemble((name, "bold"), (f"  {unit}{good}", "dim")))
        _print_indented(console, title, definition)


def _wide(console: Console, fields: tuple[str, ...], rows: Any) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold cyan")
    folded = FOLDED if console.width < UNBOUNDED else {}
    for field in fields:
        folds = field in folded or field == fields[-1]
        table.add_column(field, no_wrap=not folds, overflow="fold", max_width=folded.get(field))
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    return table
