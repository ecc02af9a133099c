"""Which setting changes what: every setting against runs of every command and mechanism (docs/settings-effects.md).

From the checkout's root `uv run python benchmarks/setting_effects.py` tries every setting in small worlds
(`setting_worlds.py`) and writes down under which mechanisms, systems, cases and games any byte of the results changes.
What was tried is kept in results/, so that the same command goes on after an interruption; remove that file after a
change of the rules. ``--new`` tries only what the table does not have yet, which suits new settings that leave all
others as they were.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "benchmarks"))

import setting_worlds as tried_in  # noqa: E402
from setting_worlds import TOWN, VILLAGE, Job, concerns, keys, worlds  # noqa: E402

from dizao.model.acting import DOCUMENTED, PARTS, SECTIONS, idle_part, idle_setting  # noqa: E402
from dizao.model.systems.registry import system_of_section  # noqa: E402
from dizao.scenarios.execution.executor import Item, Report, executor  # noqa: E402
from dizao.scenarios.loading import case_effects  # noqa: E402
from dizao.scenarios.loading.errors import ScenarioError  # noqa: E402
from dizao.scenarios.loading.game_needs import GAME_NEEDS  # noqa: E402
from dizao.scenarios.studies.design import COMPARED  # noqa: E402

DATA, PAGE = ROOT / "benchmarks" / "setting_effects.json", ROOT / "docs" / "settings-effects.md"
KEPT = ROOT / "results" / "setting-effects.jsonl"

Found = dict[str, dict[str, list[str]]]
"""By setting and world: the mechanisms under which anything changes ("" where a world has but one run)."""

NOTHING = "–"

HEAD = """# Which setting changes what

Made by `uv run python benchmarks/setting_effects.py`, by running: every setting of `dizao show --parameters` and every
key of a game, at both ends of its range (or at each word that it may be; at one end where it is declared to do nothing
under any mechanism), in {worlds} small worlds with one seed. Named is where any byte of the results changes. `–` says
that none does; the last column says where a setting acts if it does not act everywhere, as it is declared in
`model/acting.py`, in a system's record and in `scenarios/loading/game_needs.py`. A test holds that what is declared to
do nothing does nothing, that a setting which never changes anything does not exist, and that a sample of these rows is
still so.

What is set without effect for a run is refused; what stands in a file is told of in one line. Where a setting is not
declared and changes nothing, nothing happened there which it is about, with this seed: so it is not refused.

*run*: mechanisms in an urban place: all presets and four rules that no preset has ({extra}); `mechanism.*` is that
setting of each. *compare*: whether `dizao compare` changes, which runs none, upfront and reward. *village*: under its
own mechanism. *systems*: the whole system, by name. *case* and *lab*: which of {cases} cases and {games} games. What
needs another setting is tried with it ({needing} settings: `WITH` in `benchmarks/setting_worlds.py`).

| setting | run | compare | village | systems | case | lab | acts only |
|---|---|---|---|---|---|---|---|
"""


# tried ----------------------------------------------------------------------------------------------------------


def jobs() -> Iterator[Job]:
    """Yield all that is tried, world by world."""
    for world in worlds():
        for key in keys():
            if concerns(key, world):
                yield Job(key, world)


def _work(item: Item[Job], report: Report) -> list[str]:
    return tried_in.effects(item.given, _values_of(item.given))


def _values_of(job: Job) -> int | None:
    """Return how many values are tried: one is enough to see that what is declared to do nothing nowhere does."""
    runs = len(tried_in.mechanisms()) if job.world == TOWN else 1
    return 1 if len(declared_idle(*job)) == runs else None


def tried(workers: int, known: Found) -> Found:
    """Try all that is neither known nor kept yet; return, by setting and world, what changes."""
    KEPT.parent.mkdir(exist_ok=True)
    lines = KEPT.read_text(encoding="utf-8").splitlines() if KEPT.exists() else []
    found = {(key, world): names for key, row in known.items() for world, names in row.items()}
    found |= {(key, world): names for key, world, names in map(json.loads, lines)}
    left = [job for job in jobs() if tuple(job) not in found]
    with executor(workers) as execute, KEPT.open("a", encoding="utf-8") as kept:
        for number, names in execute.map(_work, [Item(job.world, 1, job) for job in left]):
            found[tuple(left[number])] = names
            kept.write(json.dumps([*left[number], names]) + "\n")
            kept.flush()
    return {key: {world: found[key, world] for world in worlds() if concerns(key, world)} for key in keys()}


# declared -------------------------------------------------------------------------------------------------------


def declared_idle(key: str, world: str) -> list[str]:
    """Return under which mechanisms of a world ("" where there is one run) a setting is declared to do nothing."""
    kind, _, name = world.partition(" ")
    if kind == "lab":
        return [""] if _idle_in_game(key, name) else []
    head, _, field = key.rpartition(".")
    if kind == "case":
        idle = head != "categories" and case_effects.idle(tried_in.case_for(name, key), (head, field))
        return [""] if idle else []
    base = tried_in.settings_for(world, key)
    rules = tried_in.mechanisms_for(key) if world == TOWN else {"": base.mechanism}
    if head.startswith("mechanism."):
        return [one for one, each in rules.items() if idle_part(head.partition(".")[2], field, each)]
    if head == "categories":
        return []
    return [one for one, each in rules.items() if idle_setting(head, field, base._replace(mechanism=each))]


def _idle_in_game(key: str, game: str) -> bool:
    value = next((value for value in tried_in.others(key) if value is not None), None)
    try:
        tried_in.lab_for(game, key, f"{key}={json.dumps(value)}")
    except ScenarioError as error:
        return "acts only" in str(error)
    return False


def words_of(key: str) -> str:
    """Return where a setting acts, as it is declared; empty where it is declared nowhere."""
    head, _, name = key.rpartition(".")
    system = system_of_section(head)
    if head == "cases":
        return DOCUMENTED.words
    if head == "game":
        return GAME_NEEDS[name].words if name in GAME_NEEDS else ""
    if system is not None:
        usual = "" if name in system.switches or system.name == "members" else f"where {system.name} is on"
        return system.needs[name].words if name in system.needs else usual
    condition = PARTS.get(key.removeprefix("mechanism.")) or SECTIONS.get(key)
    return condition.words if condition is not None else ""


# the page -------------------------------------------------------------------------------------------------------


def page(found: Found) -> str:
    """Return docs/settings-effects.md."""
    lab = sum(world.startswith("lab ") for world in worlds())
    extra = ", ".join(name for name in tried_in.mechanisms() if name not in tried_in.presets())
    head = HEAD.format(
        worlds=len(worlds()), extra=extra, needing=len(tried_in.WITH), cases=len(tried_in.CASES), games=lab
    )
    return head + "".join(f"| {' | '.join(_cells(key, found[key]))} |\n" for key in keys())


def _cells(key: str, row: dict[str, list[str]]) -> list[str]:
    town = row.get(TOWN, [])
    systems = [world for world in worlds() if " " not in world and world not in (TOWN, VILLAGE)]
    return [
        f"`{key}`",
        _names(town, list(tried_in.mechanisms())),
        "yes" if set(COMPARED) & set(town) else NOTHING,
        "yes" if row.get(VILLAGE) else NOTHING,
        _names([world for world in systems if row.get(world)], systems),
        *(_of_kind(kind, row) for kind in ("case", "lab")),
        words_of(key),
    ]


def _of_kind(kind: str, row: dict[str, list[str]]) -> str:
    every = [world for world in worlds() if world.startswith(f"{kind} ")]
    return _names([world.partition(" ")[2] for world in every if row.get(world)], [w.partition(" ")[2] for w in every])


def _names(some: list[str], every: list[str]) -> str:
    """Return some names as a cell: all of them in one word, most of them by what is missing."""
    missing = [name for name in every if name not in some]
    if not some or not missing:
        return "all" if some else NOTHING
    return f"all but {', '.join(missing)}" if len(missing) <= len(every) // 3 else ", ".join(some)


def main(workers: int, new: bool) -> None:
    """Try all, or only what is new, and write the data and the page."""
    found = tried(workers, json.loads(DATA.read_text(encoding="utf-8")) if new else {})
    lines = ",\n".join(f"{json.dumps(key)}: {json.dumps(row)}" for key, row in found.items())
    DATA.write_text("{\n" + lines + "\n}\n", encoding="utf-8", newline="\n")
    PAGE.write_text(page(found), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--workers", type=int, default=2, help="processes beside each other")
    parser.add_argument("--new", action="store_true", help="try only what the table does not have yet")
    options = parser.parse_args()
    main(options.workers, options.new)
