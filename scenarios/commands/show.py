"""What ``dizao show`` prints: legible in a terminal of any width, and whole where it is piped."""

from typing import Any, NamedTuple

from rich.console import Console
from rich.table import Table
from rich.text import Text

from dizao.model.mechanisms.parts import PARTS, Payment
from dizao.model.mechanisms.presets import Preset, presets
from dizao.model.mechanisms.terms import TABLES, IncomeLimit
from dizao.model.outputs.outcomes import OUTCOMES
from dizao.model.parameters import CATEGORIES, Category
from dizao.model.parameters.place_groups import OWN, GroupNumbers
from dizao.model.systems.registry import SECTIONS
from dizao.model.world.pins import PinnedOrganization, PinnedProject
from dizao.scenarios.commands.listing import UNBOUNDED
from dizao.scenarios.commands.wording import IN_ENGLISH, Wording
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

ABOUT_PRESETS = ("term", "formula", "source", "against")
"""What is said of a named mechanism besides what it is."""

PINS: dict[str, type[Any]] = {"projects": PinnedProject, "organizations": PinnedOrganization}


def print_scenario(console: Console, scenario: Scenario, wording: Wording = IN_ENGLISH) -> None:
    """Print a resolved scenario as the TOML file that would say the same without extending another.

    What differs from the default is marked with the default; the unit stands beside the number.

    Parameters
    ----------
    console
        Where it is printed.
    scenario
        The scenario, as it was loaded.
    wording
        In which language notes stand beside keys and values.
    """
    table, show = scenario.table(), _Shown(console, wording)
    words = {key: wording.meaning(key) for key in WORDS if key in table}
    console.print(Text("\n").join(_line(key, table[key], 0, note) for key, note in words.items()))
    for name, section in SECTIONS.items():
        notes = _with_rules(wording.notes(name, section), scenario, name, wording)
        show.table(name, table[name], section()._asdict(), notes)
    _show_categories(show, scenario)
    _show_places(show, scenario)
    for name, kind in PINS.items():
        _show_pins(show, name, kind, table.get(name, []))
    if table.get("ties"):
        show.table("ties", table["ties"], {}, {})
    said = scenario.knowledge.table()
    show.table("uncertain", said, {}, wording.names(scenario) if wording.is_chinese else {})
    if scenario.system is not None:
        _show_system(show, table["system"])
    for name in ("mechanism", "former"):
        preset = scenario.presets[table[name]["preset"]]
        _show_mechanism(show, name, table[name], parts_table(preset.mechanism))
    for policy in scenario.policies.values():
        _show_policy(show, scenario, policy)
    for name, parts in table["presets"].items():
        _show_mechanism(show, f"presets.{name}", parts, parts_table(presets()[name].mechanism))


class _Shown(NamedTuple):
    """Where tables are printed, and in which language notes stand beside keys and values."""

    console: Console
    wording: Wording

    def table(self, name: str, table: dict[str, Any], default: dict[str, Any], notes: dict[str, str]) -> None:
        """Print a table with a note beside each key that has one; what differs from the default is marked."""
        title, said = self.wording.title(name), self.wording.frame("default", "default {value}", value="{value}")
        lines = [Text(f"\n[{name}]", "bold cyan").append(f"  # {title}" if title else "", "dim")]
        width = max(len(_pair(key, value)) for key, value in table.items())
        for key, value in table.items():
            changed = key in default and value != default[key]
            parts = [notes.get(key, ""), said.format(value=toml_value(default[key])) if changed else ""]
            note = self.wording.frame("comma", ", ").join(part for part in parts if part)
            lines.append(_line(key, value, width, note, changed))
        self.console.print(Text("\n").join(lines))


def _show_policy(show: _Shown, scenario: Scenario, policy: Policy) -> None:
    """Print a policy: its terms in words, and what differs from the preset that it starts from."""
    table, base = policy.table(), scenario.presets[policy.base]
    about: dict[str, Any] = {key: table[key] for key in ("title", "title_zh", "base") if key in table}
    show.table(f"policies.{policy.name}", about, {}, {})
    for language in LANGUAGES if show.wording.language == "en" else (show.wording.language,):
        show.console.print(Text(f"# {terms(policy.mechanism, language, scenario.base)}"))
    _show_mechanism(show, f"policies.{policy.name}", table, parts_table(base.mechanism))


def print_preset(console: Console, preset: Preset, wording: Wording = IN_ENGLISH) -> None:
    """Print a named mechanism: what it is, and its four parts.

    Parameters
    ----------
    console
        Where it is printed.
    preset
        The named mechanism, with what the scenario changes in it.
    wording
        In which language it is explained.
    """
    grade = wording.frame("evidence", "evidence: {grade}", grade=wording.grade(preset.grade))
    if wording.is_chinese:
        lines = [f"{preset.title_zh}（{grade}）", preset.about_zh]
    else:
        lines = [f"{preset.title} {preset.title_zh} ({grade})", preset.about]
    colon = wording.frame("colon", ": ")
    lines += [f"{wording.frame(name, name)}{colon}{wording.of_preset(preset, name)}" for name in ABOUT_PRESETS]
    for line in lines:
        console.print(Text(f"# {line}"))
    ground = parts_table(presets()["none"].mechanism)
    _show_mechanism(_Shown(console, wording), f"presets.{preset.name}", parts_table(preset.mechanism), ground)


def _show_mechanism(show: _Shown, name: str, table: dict[str, Any], default: dict[str, Any]) -> None:
    if "preset" in table:
        show.table(name, {"preset": table["preset"]}, {"preset": table["preset"]}, {})
    for part, kind in PARTS.items():
        show.table(f"{name}.{part}", table[part], default[part], show.wording.notes(part, kind))
    notes = show.wording.notes("payment", Payment) | show.wording.notes("policy", IncomeLimit)
    for terms_of in TABLES:
        for one, own in table.get(terms_of, {}).items():
            show.table(f"{name}.{terms_of}.{toml_key(one)}", own, {}, notes)


def _show_categories(show: _Shown, scenario: Scenario) -> None:
    """Print each category without what is neither its own nor changed."""
    categories = scenario.table()["categories"]
    dropped = {name: False for name, values in categories.items() if values is False}
    if dropped:
        show.table("categories", dropped, {}, {})
    for name, values in categories.items():
        if values is not False:
            default = CATEGORIES[name]._asdict() if name in CATEGORIES else dict(values)
            usual = Category._field_defaults
            kept = {k: v for k, v in values.items() if k not in usual or v != usual[k] or v != default[k]}
            notes = show.wording.notes("categories", Category)
            notes = _with_rules(notes, scenario, f"categories.{name}", show.wording)
            show.table(f"categories.{toml_key(name)}", kept, default, notes)


def _with_rules(notes: dict[str, str], scenario: Scenario, table: str, wording: Wording) -> dict[str, str]:
    """Return notes on a table, with the rule and its grade beside the numbers that its file does not say."""
    found = dict(notes)
    for one in scenario.derived:
        where, _, key = one.key.rpartition(".")
        if where == table:
            rule = wording.derived(one)
            found[key] = f"{found[key]}{wording.frame('comma', ', ')}{rule}" if wording.is_chinese else rule
    return found


def _show_places(show: _Shown, scenario: Scenario) -> None:
    """Print each group of places with all its numbers; beside what was derived stands the rule."""
    kinds = [(SECTIONS[section], names) for section, names in OWN.items()] + [(GroupNumbers, ())]
    notes = {key: note for kind, names in kinds for key, note in show.wording.notes("places", kind, names).items()}
    for name, values in scenario.table().get("places", {}).items():
        show.table(f"places.{name}", values, {}, _with_rules(notes, scenario, f"places.{name}", show.wording))


def _show_pins(show: _Shown, name: str, kind: type[Any], pins: list[dict[str, Any]]) -> None:
    """Print what is pinned, a table each, without what is left to chance."""
    usual = kind._field_defaults  # type: ignore[attr-defined]
    for pin in pins:
        kept = {key: value for key, value in pin.items() if key not in usual or value != usual[key]}
        show.table(f"[{name}]", kept, {}, show.wording.notes(name, kind))


def _show_system(show: _Shown, table: dict[str, Any]) -> None:
    """Print what a system is judged by, and its variants."""
    show.table("system", {key: value for key, value in table.items() if key != "variants"}, {}, {})
    for variant in table["variants"]:
        show.table("[system.variants]", variant, {}, {})


def _line(key: str, value: Any, width: int, note: str, changed: bool = False) -> Text:
    text = Text(_pair(key, value).ljust(width) if note else _pair(key, value), CHANGED if changed else "")
    return text.append(f"  # {note}", "dim") if note else text


def _pair(key: str, value: Any) -> str:
    return f"{toml_key(key)} = {toml_value(value)}"


def print_parameters(console: Console, wording: Wording = IN_ENGLISH) -> None:
    """Print every parameter: a table where there is room for it, otherwise a paragraph each.

    Parameters
    ----------
    console
        Where it is printed; from `WIDE` characters a line on, a table.
    wording
        In which language.
    """
    rows = [wording.row(row) for row in parameter_rows()]
    if console.width >= WIDE:
        console.print(_wide(console, Row._fields, rows, wording))
        return
    for row in rows:
        about = ", ".join(part for part in (row.unit, row.range, row.grade) if part)
        console.print(Text.assemble((row.name, "bold"), f" = {row.default}", (f"  {about}", "dim")))
        source = wording.frame("source", "source") + wording.frame("colon", ": ") + row.source if row.source else ""
        _print_indented(console, row.meaning, source)


def _print_indented(console: Console, *texts: str) -> None:
    grid = Table.grid()
    for text in filter(None, texts):
        grid.add_row("    ", Text(text))
    console.print(grid)


def print_outcomes(console: Console, wording: Wording = IN_ENGLISH) -> None:
    """Print the unit and the definition of every outcome; a star marks the headline ones.

    Parameters
    ----------
    console
        Where it is printed; from `WIDE` characters a line on, a table.
    wording
        In which language.
    """
    fields = ("outcome", "unit", "better", "title", "definition")
    rows = [(f"{name}{' *' if x.headline else ''}", *wording.outcome(name)) for name, x in OUTCOMES.items()]
    if console.width >= WIDE:
        console.print(_wide(console, fields, rows, wording))
        return
    for name, unit, better, title, definition in rows:
        good = wording.better(better)
        console.print(Text.assemble((name, "bold"), (f"  {unit}{good}", "dim")))
        _print_indented(console, title, definition)


def _wide(console: Console, fields: tuple[str, ...], rows: Any, wording: Wording) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold cyan")
    folded = FOLDED if console.width < UNBOUNDED else {}
    for field in fields:
        folds = field in folded or field == fields[-1]
        table.add_column(wording.column(field), no_wrap=not folds, overflow="fold", max_width=folded.get(field))
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    return table
