"""What `benchmarks/speed.py` measures, each by a process of its own: ``python measures.py NAME ARGUMENTS-AS-JSON``.

A measurement prints its figures as one line of JSON. Rules are compiled before a clock starts, unless that is what is
measured; the threads are those of the machine.
"""

import gc
import json
import statistics
import sys
import time
import tracemalloc
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dizao.agents.compiled import threads
from dizao.model.engine import Engine
from dizao.model.parameters import WEEKS_PER_MONTH, WEEKS_PER_YEAR
from dizao.model.settings import Settings
from dizao.scenarios import load

COUNTS = ("streets", "communities", "units", "residents", "households", "party_members", "stations")
WARMING_RESIDENTS = 5_000
WARMING_WEEKS = 12
"""Weeks in which a busy world fills up: campaigns open and everybody has been asked."""

DECIDING = ("categories.endless.cost_yuan=100000", "place.spare_money_share=0.05", "people.giving_intercept=-100")

COPIED_BYTES = 256 * 2**20
COPIES = 7
SMALL_RESIDENTS = 5_000


def resized(scenario: str, residents: int, *changes: str) -> Settings:
    """Return a scenario's numbers with all counts of its place changed in proportion, and some values changed."""
    place = load(scenario).base.place
    share = residents / place.residents
    counts = {name: max(1, round(getattr(place, name) * share)) for name in COUNTS}
    return load(scenario, [*(f"place.{name}={count}" for name, count in counts.items()), *changes]).settings()


def compile_rules() -> dict[str, float]:
    """Live two small worlds, so that everything is compiled and kept."""
    for scenario in ("busy", "taoyuan"):
        Engine(resized(scenario, WARMING_RESIDENTS), 0).run()
    return {}


def busy(residents: int, weeks: int, deciding: bool = False) -> dict[str, Any]:
    """Live some weeks of the scenario in which nothing rests.

    Nobody can pay what is asked there, so that a campaign never ends; where they are ``deciding`` everybody can, must
    weigh it whenever they look, and nobody is willing.
    """
    compile_rules()
    began = time.perf_counter()
    calendar = f"calendar.programme_weeks={WARMING_WEEKS + weeks}"
    engine = Engine(resized("busy", residents, calendar, *(DECIDING if deciding else ())), 0)
    made = time.perf_counter() - began
    for _ in range(WARMING_WEEKS):
        engine.step()
    before, months = dict(engine.seconds), []
    for _ in range(weeks // WEEKS_PER_MONTH):
        began = time.perf_counter()
        for _ in range(WEEKS_PER_MONTH):
            engine.step()
        months.append(time.perf_counter() - began)
    # The median month, so that what else the machine does for a moment does not count.
    seconds_a_week, seconds = statistics.median(months) / WEEKS_PER_MONTH, sum(months)
    return {
        "made": made,
        "seconds_a_week": seconds_a_week,
        "residents": len(engine.world.residents.id),
        "rate": len(engine.world.residents.id) / seconds_a_week,
        "bytes_a_resident_week": _bytes_touched(engine) / len(engine.world.residents.id),
        "stages": {name: (engine.seconds[name] - before[name]) / seconds for name in before if name != "world"},
    }


def _bytes_touched(engine: Engine) -> int:
    """Return what a busy week must look at once, at the least: everybody's state, and each household's open stake."""
    records = engine.records
    households = len(engine.world.households.id)
    sizes = (records.residents.dtype.itemsize, records.households.dtype.itemsize, records.stakes.dtype.itemsize)
    return len(engine.world.residents.id) * sizes[0] + households * (sizes[1] + sizes[2])


def construction(scenario: str, residents: int) -> dict[str, float]:
    """Make a world: seconds, and with a second one the bytes a resident that it takes, afterwards and at its peak."""
    settings = resized(scenario, residents)
    compile_rules()
    began = time.perf_counter()
    engine = Engine(settings, 0)
    seconds = time.perf_counter() - began
    del engine
    tracemalloc.start()
    engine = Engine(settings, 0)
    after, peak = tracemalloc.get_traced_memory()
    number = len(engine.world.residents.id)
    return {"seconds": seconds, "after": after / number, "peak": peak / number, "bytes": float(after)}


def year(repeats: int) -> dict[str, float]:
    """Live a year of a small world, without Mesa: milliseconds, the median of several worlds."""
    compile_rules()
    found = []
    for seed in range(repeats):
        engine = Engine(resized("taoyuan", SMALL_RESIDENTS), seed)
        engine.warm_up()
        began = time.perf_counter()
        for _ in range(WEEKS_PER_YEAR):
            engine.step()
        found.append(1000.0 * (time.perf_counter() - began))
    return {"milliseconds": statistics.median(found)}


def docked(what: str, scenario: str, residents: int, weeks: int) -> dict[str, Any]:
    """Live some weeks of a scenario, after its warm-up, in the engine or in the reference of plain Mesa objects.

    Returns
    -------
    Seconds to live them, residents, and what has moved so far by reason, by which to see that both lived the same.
    """
    settings = resized(scenario, residents)
    if what == "engine":
        compile_rules()
        world: Any = Engine(settings, 0)
    else:
        world = _reference()(settings, 0)
    for _ in range(max(WARMING_WEEKS, settings.calendar.warm_up_weeks)):
        world.step()
    gc.collect()
    began = time.perf_counter()
    for _ in range(weeks):
        world.step()
    seconds = time.perf_counter() - began
    return {"seconds": seconds, "residents": _number_of_residents(world), "moved": _moved(world)}


def docked_bytes(what: str, scenario: str, residents: int) -> dict[str, float]:
    """Make a world in the engine, or in the reference: the bytes a resident that it takes afterwards."""
    settings, make = resized(scenario, residents), Engine if what == "engine" else _reference()
    # Once before, so that neither machine code nor modules count.
    make(resized(scenario, WARMING_RESIDENTS), 0).step()
    tracemalloc.start()
    world: Any = make(settings, 0)
    gc.collect()
    return {"bytes": tracemalloc.get_traced_memory()[0] / _number_of_residents(world)}


def _reference() -> Any:
    from mesa_reference import ReferenceModel  # beside this file

    return ReferenceModel


def _number_of_residents(world: Any) -> int:
    return len(world.world.residents.id) if isinstance(world, Engine) else len(world.residents)


def _moved(world: Any) -> dict[str, int]:
    """Return the sum of fen and minutes that have moved, by reason."""
    sums: dict[str, int] = {}
    if isinstance(world, Engine):
        entries = [(entry[1], int(entry[4].sum())) for entry in world.ledger.entries()]
    else:
        entries = [(entry.why, entry.fen + entry.minutes) for entry in world.accounts.journal]
    for why, amount in entries:
        sums[why] = sums.get(why, 0) + amount
    return dict(sorted(sums.items()))


def bandwidth() -> dict[str, float]:
    """Copy large arrays on all threads: bytes a second read and written, the best of several times."""
    source = np.ones(COPIED_BYTES // 8)
    target = np.empty_like(source)
    parts = list(zip(np.array_split(source, threads()), np.array_split(target, threads()), strict=True))
    best = 0.0
    with ThreadPoolExecutor(threads()) as pool:
        for _ in range(COPIES):
            began = time.perf_counter()
            list(pool.map(_copy, parts))
            best = max(best, 2.0 * source.nbytes / (time.perf_counter() - began))
    return {"bytes_a_second": best}


def _copy(part: tuple[NDArray[np.float64], NDArray[np.float64]]) -> None:
    np.copyto(part[1], part[0])


MEASURES = {f.__name__: f for f in (compile_rules, busy, construction, year, docked, docked_bytes, bandwidth)}

if __name__ == "__main__":
    print(json.dumps(MEASURES[sys.argv[1]](**json.loads(sys.argv[2]))))  # type: ignore[operator]
