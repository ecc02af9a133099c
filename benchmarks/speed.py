"""How quick and how large the engine is, beside what was aimed at: prints a report and writes benchmarks/results.md.

From the checkout's root ``uv run python benchmarks/speed.py`` takes about five minutes, ``--quick`` one: there the
district is a tenth of its size. Nothing else should run meanwhile. Each measurement is a process of its own
(`measures.py`); Python may cache bytecode in it, as it does for whoever installs the package.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

HERE = Path(__file__).resolve().parent
DISTRICT = 1_092_750
"""Residents of Wuchang."""

GIB = 2**30


class Plan(NamedTuple):
    """What is measured: how large the district is, for how many weeks and how often, and which sizes are compared."""

    district: int
    weeks: int
    repeats: int
    sizes: tuple[int, ...]
    cold: bool = True


class Docked(NamedTuple):
    """Which worlds are lived in the engine and in the reference: residents and weeks, and how often."""

    worlds: tuple[tuple[int, int], ...]
    repeats: int


FULL = Plan(DISTRICT, 52, 5, (100_000, 300_000, 1_000_000, 3_000_000, 10_000_000))
QUICK = Plan(DISTRICT // 10, 26, 3, (30_000, 100_000, 300_000))

DOCKED = Docked(((10_000, 40), (100_000, 40)), 3)
DOCKED_QUICKLY = Docked(((2_000, 40), (10_000, 12)), 1)
DOCKED_SCENARIOS = ("nanhu", "busy")
SPEED_AIM, MEMORY_AIM = 300.0, 5.0
"""How many times the reference's speed, and how many times less memory, was aimed at: `busy`, the largest world."""

SPEED_REMEDY = (
    "What would reach the first: a larger world, for which the engine's pace still grows (table above) and the "
    "reference's does not, or more cores. With two, a loop is shared only if it takes a quarter of a millisecond: to "
    "wake up a thread takes a good part of that."
)


class Aim(NamedTuple):
    """A figure that was aimed at: at most, or at least where ``least``; and what would reach it where it is missed."""

    key: str
    what: str
    value: float
    unit: str
    remedy: str
    least: bool = False


AIMS = (
    Aim("run", "`dizao run wuchang`, from the command to the last figure", 60.0, "s", "more cores, or fewer weeks"),
    Aim("run_memory", "memory of that run at its peak", 2.0, "GiB", "writing the ledger while it grows"),
    Aim("made", "making the district", 5.0, "s", "making units on all threads, as the week's stages are"),
    Aim("after", "memory after construction, ties included", 120.0, "bytes a resident", "ties in a household not kept"),
    Aim("peak", "memory of construction at its peak", 150.0, "bytes a resident", "ties of one unit at a time"),
    Aim(
        "busy", "`busy` at the district's size", 40.0, "million resident-weeks a second",
        "a third thread, and state that is read together in records of its own (see the distance below)", True,
    ),
    Aim("year", "a year of 5,000 residents without Mesa", 50.0, "ms", "fewer small NumPy calls a week"),
    Aim("list", "`dizao list`", 0.5, "s", "a command line that does not load typer before it knows the command"),
    Aim("warm", "`dizao run taoyuan`, compiled before", 4.0, "s", "figures on request; tables written without pandas"),
    Aim("cold", "`dizao run taoyuan`, nothing compiled", 30.0, "s", "machine code that comes with the package"),
)  # fmt: skip

FOR_SCALE = (
    "For scale, on this class of machine, in million agent-steps a second: plain Mesa objects 0.5, Starsim 4, "
    "a bare NumPy toy with one rule 50."
)


# measuring ------------------------------------------------------------------------------------------------------


def environment(**more: str) -> dict[str, str]:
    """Return a child's environment, in which Python may cache bytecode."""
    return {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"} | more


def measured(name: str, **arguments: Any) -> dict[str, Any]:
    """Return what a measurement prints that runs in a process of its own."""
    command = [sys.executable, str(HERE / "measures.py"), name, json.dumps(arguments)]
    shown = subprocess.run(command, env=environment(), capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(shown.stdout.splitlines()[-1])
    return found


def command(*words: str, **more: str) -> tuple[float, float]:
    """Run a command of dizao in a process of its own; return its seconds, and its peak memory in bytes."""
    began = time.perf_counter()
    start = [sys.executable, "-c", "from dizao.scenarios.commands.main import main; main()", *words]
    child = subprocess.Popen(start, env=environment(**more), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit(f"dizao {' '.join(words)} ended with exit code {child.returncode}")
    return time.perf_counter() - began, usage.ru_maxrss * (1.0 if sys.platform == "darwin" else 1024.0)


def measure(plan: Plan) -> dict[str, Any]:
    """Measure all that the report needs."""
    measured("compile_rules")
    with tempfile.TemporaryDirectory() as folder:
        found = _commands(plan, folder)
    made = measured("construction", scenario="wuchang", residents=plan.district)
    found |= {"made": made["seconds"], "after": made["after"], "peak": made["peak"]}
    found["week"] = measured("busy", residents=plan.district, weeks=plan.weeks)
    found["busy"] = found["week"]["rate"] / 1e6
    found["deciding"] = measured("busy", residents=plan.district, weeks=plan.weeks, deciding=True)["rate"] / 1e6
    found["year"] = measured("year", repeats=plan.repeats)["milliseconds"]
    found["bandwidth"] = measured("bandwidth")["bytes_a_second"]
    sizes = [size for size in plan.sizes if _fits(size)]
    weeks = max(4, plan.weeks // 4)
    found["sizes"] = [
        measured("busy", residents=size, weeks=weeks) | measured("construction", scenario="busy", residents=size)
        for size in sizes
    ]
    found["left_out"] = [size for size in plan.sizes if size not in sizes]
    return found


def _commands(plan: Plan, folder: str) -> dict[str, Any]:
    """Time the command line: what answers at once, a warm run, a cold one, and the district."""
    out, share = f"{folder}/out", plan.district / DISTRICT
    command("run", "taoyuan", "--out", out)
    listed = [command("list")[0] for _ in range(plan.repeats)]
    warm = [command("run", "taoyuan", "--out", out)[0] for _ in range(min(3, plan.repeats))]
    found = {"list": statistics.median(listed), "warm": statistics.median(warm)}
    found["run"], memory = command("run", "wuchang", "--scale", f"{share}", "--out", out)
    if plan.cold:
        found["cold"], _ = command("run", "taoyuan", "--out", out, XDG_CACHE_HOME=f"{folder}/cache")
    return found | {"run_memory": memory / GIB}


def _fits(residents: int) -> bool:
    """Whether a world of a size, and as much again, fits into the memory that is free."""
    from dizao.scenarios.loading.checks import BYTES_PER_RESIDENT, memory_available

    free = memory_available()
    return free is None or 2 * BYTES_PER_RESIDENT * residents < free


def beside(plan: Docked) -> list[dict[str, Any]]:
    """Live the same weeks in the engine and in the reference, in turn, each in a process of its own."""
    return [_beside(scenario, *world, plan.repeats) for scenario in DOCKED_SCENARIOS for world in plan.worlds]


def _beside(scenario: str, residents: int, weeks: int, repeats: int) -> dict[str, Any]:
    world: dict[str, Any] = {"scenario": scenario, "residents": residents}
    runs: dict[str, list[dict[str, Any]]] = {"engine": [], "reference": []}
    for _ in range(repeats):
        for what, found in runs.items():
            found.append(measured("docked", what=what, weeks=weeks, **world))
    lived = {what: statistics.median(run["seconds"] for run in found) for what, found in runs.items()}
    size = {what: measured("docked_bytes", what=what, **world)["bytes"] for what in runs}
    same = len({json.dumps(run["moved"]) for found in runs.values() for run in found}) == 1
    return world | {"weeks": weeks, "seconds": lived, "bytes": size, "same": same}


# telling --------------------------------------------------------------------------------------------------------


def verdict(aim: Aim, value: float) -> str:
    """Say whether an aim is reached, or by how much it is missed."""
    ratio = value / aim.value
    if (ratio >= 1.0) if aim.least else (ratio <= 1.0):
        return "reached"
    missed = abs(ratio - 1.0)
    return f"missed by {missed:.0%}" if missed >= 0.01 else "missed by less than 1%"


def exponent(sizes: Sequence[float], values: Sequence[float]) -> float:
    """Return the power of the size with which values grow: the slope between logarithms."""
    return float(np.polyfit(np.log(sizes), np.log(values), 1)[0]) if len(sizes) > 1 else float("nan")


def report(plan: Plan, found: dict[str, Any]) -> str:
    """Write all that was measured as a page of Markdown."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / GIB
    size = "" if plan.district == DISTRICT else f" A short version: the district has {plan.district:,} residents."
    head = (
        f"Made by `uv run python benchmarks/speed.py` on {datetime.now(UTC):%d %B %Y}, on a machine with "
        f"{os.cpu_count()} cores and {memory:.0f} GiB, in one run.{size} {FOR_SCALE}"
    )
    parts = ["# Speed and size", head, *_aims(found), *_stages(found), *_floor(found), *_scaling(found)]
    return "\n\n".join([*parts, *told_beside(found.get("beside", []))]) + "\n"


def _aims(found: dict[str, Any]) -> list[str]:
    rows, missed = ["| what | aim | measured | |", "|---|---:|---:|---|"], []
    for aim in AIMS:
        bound, value = "at least" if aim.least else "at most", found.get(aim.key)
        told = verdict(aim, value) if value is not None else ""
        shown = f"{value:.3g}" if value is not None else "not measured"
        rows.append(f"| {aim.what} | {bound} {aim.value:g} {aim.unit} | {shown} | {told} |")
        if told.startswith("missed"):
            missed.append(f"- {aim.what}: {told}. What would reach it: {aim.remedy}.")
    return ["## Aims", "\n".join(rows), *(["\n".join(missed)] if missed else [])]


def _stages(found: dict[str, Any]) -> list[str]:
    stages = sorted(found["week"]["stages"].items(), key=lambda stage: -stage[1])
    rows = ["| stage | share of a busy week |", "|---|---:|", *(f"| {name} | {share:.1%} |" for name, share in stages)]
    text = (
        "Nobody can pay what the campaigns of `busy` ask, so that they never end: whoever looks at one finds that and "
        "need not weigh the rest. Where everybody can pay, and must decide whenever they look, "
        f"{found['deciding']:.1f} million resident-weeks a second remain."
    )
    return ["## Where a busy week goes", "\n".join(rows), text]


def _floor(found: dict[str, Any]) -> list[str]:
    week, bandwidth = found["week"], found["bandwidth"]
    floor = week["bytes_a_resident_week"] * week["residents"] / bandwidth
    text = (
        f"A copy of large arrays on all threads moves {bandwidth / 1e9:.1f} GB a second. A busy week must look once at "
        f"everybody's state, at each household's, and at its stake in the open campaign: "
        f"{week['bytes_a_resident_week']:.0f} bytes a resident, {1e3 * floor:.1f} ms at that pace. It takes "
        f"{1e3 * week['seconds_a_week']:.1f} ms, {week['seconds_a_week'] / floor:.1f} times as long."
    )
    return ["## Distance from the memory's floor", text]


def _scaling(found: dict[str, Any]) -> list[str]:
    rows = ["| residents | ms a busy week | million resident-weeks a second | s to make | bytes a resident |"]
    rows.append("|---:|---:|---:|---:|---:|")
    for x in found["sizes"]:
        milliseconds = f"{1e3 * x['seconds_a_week']:.2f} | {x['rate'] / 1e6:.1f} | {x['seconds']:.2f}"
        rows.append(f"| {x['residents']:,} | {milliseconds} | {x['after']:.1f} |")
    sizes = [x["residents"] for x in found["sizes"]]
    powers = {name: exponent(sizes, [x[key] for x in found["sizes"]]) for name, key in
              (("seconds a week", "seconds_a_week"), ("seconds to make", "seconds"), ("bytes", "bytes"))}  # fmt: skip
    text = "Grow with the number of residents to the power: "
    text += ", ".join(f"{name} {power:.2f}" for name, power in powers.items()) + "."
    left_out = ", ".join(f"{size:,}" for size in found["left_out"])
    more = f" Left out, since twice the world would not fit into free memory: {left_out}." if left_out else ""
    return ["## Scaling", "\n".join(rows), text + more]


def told_beside(worlds: Sequence[dict[str, Any]]) -> list[str]:
    """Tell how the engine does beside the reference; nothing where that was not measured."""
    if not worlds:
        return []
    head = "| scenario | residents | weeks | same results | | seconds | resident-weeks a second | bytes a resident |"
    rows = [head, "|---|---:|---:|---|---|---:|---:|---:|", *(row for world in worlds for row in _rows_beside(world))]
    faster, smaller = _ratios(worlds[-1])
    text = (
        "The reference is the same model in plain Mesa objects (`benchmarks/mesa_reference`). Both live the same weeks "
        "of the same world, in turn, each in a process of its own; medians. Making the world, its warm-up and "
        "compiling are not counted; bytes are those of a world just made. "
        f"Aims in the last world: {SPEED_AIM:.0f} times as fast ({_reached(faster, SPEED_AIM)}), "
        f"{MEMORY_AIM:.0f} times smaller ({_reached(smaller, MEMORY_AIM)})."
    )
    if faster < SPEED_AIM:
        text += f" {SPEED_REMEDY}"
    return ["## Beside plain Mesa objects", "\n".join(rows), text]


def _rows_beside(world: dict[str, Any]) -> list[str]:
    """Write a row for the engine, one for the reference, and one for the ratio."""
    same = "yes" if world["same"] else "NO"
    first = f"| {world['scenario']} | {world['residents']:,} | {world['weeks']} | {same} |"
    rows = []
    for what, seconds in world["seconds"].items():
        rate = world["residents"] * world["weeks"] / seconds
        rows.append(f"{first} {what} | {seconds:.3g} | {rate:,.0f} | {world['bytes'][what]:.0f} |")
    faster, smaller = _ratios(world)
    return [*rows, f"{first} ratio | {faster:.0f} | {faster:.0f} | {smaller:.1f} |"]


def _ratios(world: dict[str, Any]) -> tuple[float, float]:
    """Return how many times faster, and how many times smaller, the engine is."""
    seconds, size = world["seconds"], world["bytes"]
    return seconds["reference"] / seconds["engine"], size["reference"] / size["engine"]


def _reached(ratio: float, aim: float) -> str:
    return "reached" if ratio >= aim else f"missed, {ratio:.3g}"


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a tenth of the district, in about a minute")
    parser.add_argument("--reference", action="store_true", help="also beside plain Mesa objects; ten minutes more")
    parser.add_argument("--out", type=Path, default=HERE / "results.md", help="where the report goes")
    chosen = parser.parse_args(arguments)
    plan = QUICK if chosen.quick else FULL
    found = measure(plan)
    if chosen.reference:
        found["beside"] = beside(DOCKED_QUICKLY if chosen.quick else DOCKED)
    text = report(plan, found)
    print(text)
    chosen.out.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
