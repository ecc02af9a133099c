"""Rules swapped for one run: the stages of the week with a decision replaced (docs/how-to/change-a-rule.md).

Kernels call rules as globals of their modules. A swapped set is a twin of every function that leads to the replaced
rule, each in a namespace in which the twins stand; all else is shared, and nobody else's run sees any of it.
"""

import inspect
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from functools import lru_cache
from types import CodeType, FunctionType, ModuleType
from typing import Any, NamedTuple

from dizao.agents import giving, household, levy, organization, party_member, resident, subsidy
from dizao.agents.compiled import is_rule, rebound
from dizao.model.core.rule_returns import held_to

DECISIONS = (giving, household, levy, organization, party_member, resident, subsidy)
"""Modules whose rules can be swapped."""

MATHEMATICS = ("logistic", "logit")
"""Rules that decide nothing."""

OURS = ("dizao.agents.", "dizao.model.")

type Rules = Mapping[str, Callable[..., Any]]


def decisions() -> dict[str, Any]:
    """Return the decisions that can be swapped, by name.

    Returns
    -------
    Rules as they stand in `dizao.agents`, compiled or not.
    """
    found: dict[str, Any] = {}
    for module in DECISIONS:
        own = {name: value for name, value in vars(module).items() if is_rule(value) and name[0] != "_"}
        found |= {name: value for name, value in own.items() if value.__module__ == module.__name__}
    return {name: value for name, value in found.items() if name not in MATHEMATICS}


def own_rules(rules: Rules | None) -> dict[str, Callable[..., Any]]:
    """Return rules that were handed over, as a dictionary of one's own.

    Parameters
    ----------
    rules
        What replaces decisions, by their names; None: nothing.

    Returns
    -------
    The same, copied.

    Raises
    ------
    ValueError
        If they are no mapping from names.
    """
    if rules is None:
        return {}
    if not isinstance(rules, Mapping) or not all(isinstance(name, str) for name in rules):
        raise ValueError(f"rules: must be functions by the names of decisions, got {rules!r}")
    return dict(rules)


def with_rules[Record: NamedTuple](
    rules: Rules, stages: tuple[ModuleType, ...], records: tuple[Record, ...]
) -> tuple[tuple[ModuleType, ...], tuple[Record, ...]]:
    """Return the stages of the week, and records of functions, with some decisions replaced.

    Parameters
    ----------
    rules
        What replaces decisions, by their names; without any, stages and records are returned as they are.
    stages
        Modules.
    records
        Named tuples whose fields are functions of modules, or mappings to such; other fields stay as they are.

    Returns
    -------
    Modules and records in the order given; those that lead to a replaced rule are twins of the originals.

    Raises
    ------
    ValueError
        If a name is no decision, or what replaces it does not take what the decision takes, cannot be compiled or
        never returns a number.
    """
    if not rules:
        return stages, records
    for name, replacement in rules.items():
        _check(name, replacement)
    twins = _twins_for(tuple(sorted(rules.items())))
    return tuple(twins.get(stage, stage) for stage in stages), tuple(_with_twins(one, twins) for one in records)


def _with_twins[Record: NamedTuple](record: Record, twins: Mapping[ModuleType, ModuleType]) -> Record:
    """Return a record in which the twins of functions stand for them."""

    def twin(value: Any) -> Any:
        if isinstance(value, Mapping):
            return {key: twin(one) for key, one in value.items()}
        module = sys.modules.get(getattr(value, "__module__", ""))
        if not isinstance(value, FunctionType) or module is None or module not in twins:
            return value
        return getattr(twins[module], value.__name__)

    return record._replace(**{name: twin(value) for name, value in record._asdict().items()})


def _check(name: str, replacement: Any) -> None:
    known = decisions()
    if name not in known:
        near = get_close_matches(name, known, n=1)
        hint = f"; did you mean {near[0]}?" if near else ";"
        raise ValueError(f"rules: {name}: unknown decision{hint} known: {', '.join(sorted(known))}")
    if not callable(replacement) or not isinstance(inspect.unwrap(replacement), FunctionType):
        raise ValueError(f"rules: {name}: must be a function, got {replacement!r}")
    if "random" in _names(inspect.unwrap(replacement).__code__):
        raise ValueError(f"rules: {name}: must draw no random numbers; the same seed would give other tables")
    wanted, found = (inspect.signature(f).parameters.values() for f in (inspect.unwrap(known[name]), replacement))
    if [_as_called(one) for one in wanted] != [_as_called(one) for one in found]:
        raise ValueError(f"rules: {name}: must take ({_listed(wanted)}), got ({_listed(found)})")


def _as_called(parameter: inspect.Parameter) -> tuple[str, Any, bool]:
    """Return what a call depends on: name, kind, and whether it can be left out."""
    return parameter.name, parameter.kind, parameter.default is not inspect.Parameter.empty


def _listed(parameters: Iterable[inspect.Parameter]) -> str:
    """Return parameters as a function has them, without annotations."""
    plain = [one.replace(annotation=inspect.Parameter.empty) for one in parameters]
    return str(inspect.Signature(plain))[1:-1]


def _twins_for(rules: tuple[tuple[str, Callable[..., Any]], ...]) -> dict[ModuleType, ModuleType]:
    """Return the twins, made once for the same functions as long as they read the same numbers."""
    read = tuple(_read_by(function, set()) for _, function in rules)
    try:
        hash(read)
    except TypeError:
        return _swapped.__wrapped__(rules, read)
    return _swapped(rules, read)


def _read_by(function: Callable[..., Any], seen: set[Any]) -> tuple[Any, ...]:
    """Return what a function reads from outside, of which compiled code keeps the value that it first had."""
    plain = inspect.unwrap(function)
    if plain in seen:
        return ()
    seen.add(plain)
    found = inspect.getclosurevars(plain)
    outside = {**found.globals, **found.nonlocals}
    return tuple(
        (name, type(value), value, _read_by(value, seen) if isinstance(value, FunctionType) else ())
        for name, value in sorted(outside.items())
    )


@lru_cache(maxsize=8)
def _swapped(rules: tuple[tuple[str, Callable[..., Any]], ...], read: tuple[Any, ...]) -> dict[ModuleType, ModuleType]:
    """Return the twins of all modules that lead to a replaced rule; `read` only tells one set from another."""
    known = decisions()
    replaced = {id(known[name]): held_to(name, known[name], function) for name, function in rules}
    modules = [module for name, module in sys.modules.items() if name.startswith(OURS)]
    return _twins(_leading_to(set(replaced), modules), modules, replaced)


def _functions(module: ModuleType) -> Iterator[tuple[str, Any, set[str]]]:
    """Yield the functions that a module defines, with the global names that each of them uses."""
    for name, value in vars(module).items():
        plain = inspect.unwrap(value) if callable(value) and not isinstance(value, type) else None
        if isinstance(plain, FunctionType) and plain.__module__ == module.__name__:
            yield name, value, _names(plain.__code__)


def _names(code: CodeType) -> set[str]:
    inner = [constant for constant in code.co_consts if isinstance(constant, CodeType)]
    return set(code.co_names).union(*map(_names, inner))


def _leading_to(targets: set[int], modules: Sequence[ModuleType]) -> set[int]:
    """Return the functions, and the modules with such, from which the targets are reached."""
    concerned, found = set(targets), set(targets)
    while found:
        found = set()
        for module in modules:
            called = {name for name, value in vars(module).items() if id(value) in concerned}
            users = {id(value) for _, value, names in _functions(module) if called & names}
            if users:
                users.add(id(module))
            found |= users - concerned
        concerned |= found
    return concerned


def _twins(
    concerned: set[int], modules: Sequence[ModuleType], replaced: dict[int, Any]
) -> dict[ModuleType, ModuleType]:
    """Return a twin of each module concerned, in which what replaces functions and modules stands for the originals."""
    twins = {module: ModuleType(module.__name__) for module in modules if id(module) in concerned}
    made: dict[int, Any] = replaced | {id(module): twin for module, twin in twins.items()}
    for module, twin in twins.items():
        vars(twin).update(vars(module))
        for _, value, _ in _functions(module):
            if id(value) in concerned and id(value) not in made:
                made[id(value)] = rebound(value, vars(twin))
    for twin in twins.values():
        vars(twin).update({name: made[id(value)] for name, value in vars(twin).items() if id(value) in made})
    return twins
