"""How a comparison was made: what differs from the defaults, the versions, and how to get it again."""

import shlex
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from dizao.agents.parameters import Parameter, parameters_of
from dizao.model.mechanisms.parts import PARTS, Payment
from dizao.model.mechanisms.presets import presets
from dizao.model.mechanisms.terms import IncomeLimit
from dizao.model.parameters import CATEGORIES
from dizao.model.systems.registry import SECTIONS
from dizao.scenarios.loading.members import SHIPPED
from dizao.scenarios.loading.terms import terms_tables
from dizao.scenarios.loading.toml_value import toml_value

if TYPE_CHECKING:
    from dizao.scenarios.analysis.uncertainty.found import Uncertainty
    from dizao.scenarios.studies.comparison import Comparison

LIBRARIES = ("dizao", "numpy", "numba", "pandas", "scipy", "matplotlib")
"""Versions that the page names: what numbers and drawings depend on."""


class Difference(NamedTuple):
    """A number that is not the default: its key, its value, the default, and what is known of it."""

    key: str
    value: str
    default: str
    parameter: Parameter | None


def differences(comparison: "Comparison") -> list[Difference]:
    """Return what differs from the defaults: of sections, of categories, and of the mechanisms that were compared.

    Parameters
    ----------
    comparison
        What was found.

    Returns
    -------
    The differences: sections, then categories, then the parts of each mechanism; a category that is left out has the
    value false.
    """
    base = comparison.scenario.base
    found = [
        one
        for name, section in SECTIONS.items()
        for one in _changed(name, getattr(base, name)._asdict(), section()._asdict(), parameters_of(section))
    ]
    for name, category in base.categories.items():
        usual = CATEGORIES[name]._asdict() if name in CATEGORIES else {}
        found += _changed(f"categories.{name}", category._asdict(), usual, {})
    found += [Difference(f"categories.{name}", "false", "", None) for name in CATEGORIES if name not in base.categories]
    for name in comparison.mechanisms:
        rules, ground = comparison.rules(name), presets()[name if name in presets() else "none"].mechanism
        for part, kind in PARTS.items():
            values, usual = getattr(rules, part)._asdict(), getattr(ground, part)._asdict()
            found += _changed(f"{name}.{part}", values, usual, parameters_of(kind))
        known = parameters_of(Payment) | parameters_of(IncomeLimit)
        for table, own in terms_tables(rules).items():
            for one, terms in own.items():
                numbers = {key: value for key, value in terms.items() if key in known}
                found += _changed(f"{name}.{table}.{one}", numbers, {}, known)
    return found


def _changed(
    where: str, values: dict[str, Any], usual: dict[str, Any], known: dict[str, Parameter]
) -> Iterator[Difference]:
    for key, value in values.items():
        if key not in usual or value != usual[key]:
            default = toml_value(usual[key]) if key in usual else ""
            yield Difference(f"{where}.{key}", toml_value(value), default, known.get(key))


def grades() -> dict[str, int]:
    """Return how many parameters of the model have each grade of evidence.

    Returns
    -------
    Number of parameters by grade, A first.
    """
    every = [known.grade for section in SECTIONS.values() for known in parameters_of(section).values()]
    return {grade: every.count(grade) for grade in sorted(set(every))}


def command(comparison: "Comparison") -> str:
    """Return the command that makes the page again.

    Parameters
    ----------
    comparison
        What was found.

    Returns
    -------
    The command, one line, quoted as a shell needs it.
    """
    asked = comparison.scenario.asked
    words = ["dizao", "compare", asked.name_or_path if asked else comparison.scenario.name]
    words += [word for name in comparison.mechanisms for word in ("-m", name)]
    words += ["--baseline", comparison.baseline, "--replicates", str(len(comparison.results))]
    words += ["--seed", str(comparison.seed)]
    if asked is not None:
        words += [word for change in asked.overrides for word in ("--set", change)]
        words += ["--scale", f"{asked.scale:g}"] if asked.scale is not None else []
    words += ["--equal", comparison.design.equal] if comparison.design.equal != "budget" else []
    words += ["--draws", str(draws(comparison))]
    if comparison.uncertainty is not None and comparison.uncertainty.replicates > 1:
        words += ["--draw-replicates", str(comparison.uncertainty.replicates)]
    words += _over(comparison.uncertainty)
    words += ["--report", "--lang", comparison.language]
    return shlex.join(words)


def _over(found: "Uncertainty | None") -> list[str]:
    """Return the options that say what draws were taken from."""
    if found is None:
        return []
    if found.members is None:
        return ["--prior"]
    own = [] if found.members.source == SHIPPED else ["--members", found.members.source]
    return own + (["--without", found.members.without] if found.members.without else [])


def draws(comparison: "Comparison") -> int:
    """Return the number of draws that the ranking rests on, 0 without one.

    Parameters
    ----------
    comparison
        What was found.

    Returns
    -------
    Number of draws.
    """
    return 0 if comparison.uncertainty is None else len(comparison.uncertainty.draws)


def code(comparison: "Comparison") -> str:
    """Return the Python that makes the comparison again.

    Parameters
    ----------
    comparison
        What was found.

    Returns
    -------
    The lines of code.
    """
    asked = comparison.scenario.asked
    where = [repr(asked.name_or_path if asked else comparison.scenario.name)]
    if asked is not None and asked.overrides:
        where.append(f"{list(asked.overrides)!r}")
    if asked is not None and asked.scale is not None:
        where.append(f"scale={asked.scale!r}")
    design = comparison.design
    lines = ["from dizao.scenarios import load", "from dizao.scenarios.studies.compare import compare"]
    lines += ["from dizao.scenarios.studies.design import Design"] if design.equal != "budget" else []
    lines += ["", f"scenario = load({', '.join(where)})", "found = compare(", "    scenario,"]
    lines += [f"    {list(comparison.mechanisms)!r},", f"    baseline={comparison.baseline!r},"]
    lines += [f"    replicates={len(comparison.results)},", f"    seed={comparison.seed},"]
    lines += [f"    design=Design(equal={design.equal!r}),"] if design.equal != "budget" else []
    return "\n".join([*lines, ")", "found.effects"])
