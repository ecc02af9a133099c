"""Fingerprints of everything that a reorganization must not change: SHA-256 of tables, by their names before it.

    uv run python benchmarks/fingerprints.py FILE            write them
    uv run python benchmarks/fingerprints.py FILE --check    compare with what stands in FILE

Every scenario of the library at small scale under every preset with three seeds, all variants of all systems, the
games of the laboratory, the documented cases, and one ranking with eight draws at seed 1. Tables, columns and outcomes
are sorted by the names that they had in version 0.1.0 (`FORMER_NAMES`), so that renaming one changes nothing here.
"""

import hashlib
import json
import sys
from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np

SEEDS = (0, 1, 2)
UNITS = 4
"""Units to simulate, about, of a scenario of the library."""

SHORT = {"backlog_weeks": 26, "warm_up_weeks": 30, "programme_weeks": 60, "follow_up_weeks": 30}
CASE_REPLICATES = 6
LAB_SEEDS = (0, 1)

FORMER_NAMES: dict[str, str] = {
    "follow_up_weeks": "run_out_weeks",
    "functioning_after_12_months": "alive_after_a_year",
    "public_yuan_per_functioning": "public_yuan_per_alive",
    "functioning_condition": "alive_condition",
    "functioning": "alive",
    "first_contributions": "first_gifts",
    "member_status": "member_standing",
    "member_status_sd": "member_standing_sd",
    "station_status": "station_standing",
    "full_status": "full_standing",
    "organization_status": "organization_standing",
    "office_status": "office_standing",
    "leader_status": "leader_standing",
    "authority_status": "authority_standing",
    "lead_contribution_ratio": "lead_gift_ratio",
    "free_contribution_spread": "free_gift_spread",
    "draw_persistence": "luck_persistence",
    "mean_contribution_yuan": "mean_gift_yuan",
    "median_contribution_yuan": "median_gift_yuan",
    "contributions_fen": "gifts_fen",
    "contribution": "gift",
    "contribution_low": "gift_low",
    "contribution_high": "gift_high",
    "only_first_contributions": "only_first_gifts",
    "no_first_contributions": "no_first_gifts",
    "contributions": "gifts",
    "process": "courses",
}
"""New name of a table, column, outcome or key: the one in version 0.1.0."""

FORMER_VALUES: dict[str, str] = {"contributions": "gifts", "sponsor's contribution": "sponsor's gift"}
"""New text in a column: the one in version 0.1.0."""


def former(name: str) -> str:
    """Return what something was called."""
    return ".".join(FORMER_NAMES.get(part, part) for part in name.split("."))


def plain(value: Any) -> Any:
    """Return a value as text can hold it exactly."""
    if isinstance(value, np.ndarray):
        return hashlib.sha256(str(value.dtype).encode() + value.tobytes()).hexdigest()
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float):
        return value.hex()
    if isinstance(value, str):
        return FORMER_VALUES.get(value, value)
    if isinstance(value, Mapping):
        return {former(str(key)): plain(item) for key, item in sorted(value.items(), key=lambda x: former(str(x[0])))}
    if hasattr(value, "_asdict"):
        return plain(value._asdict())
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    return value


def of(value: Any) -> str:
    """Return the fingerprint of anything plain."""
    return hashlib.sha256(json.dumps(plain(value), sort_keys=True).encode()).hexdigest()[:16]


def of_table(table: Mapping[str, Any]) -> str:
    """Return the fingerprint of a table of columns, some masked."""
    digest = hashlib.sha256()
    for column in sorted(table, key=former):
        values = table[column]
        digest.update(f"{former(column)} {values.dtype}".encode())
        if values.dtype == object:
            digest.update(repr([plain(x) for x in values.tolist()]).encode())
        else:
            digest.update(np.ma.filled(values, 0).tobytes())
        digest.update(np.ma.getmaskarray(values).tobytes())
    return digest.hexdigest()[:16]


def worlds() -> Iterator[tuple[str, Any]]:
    """Yield each job by its name."""
    from dizao.model.mechanisms.presets import presets
    from dizao.scenarios import load
    from dizao.scenarios.loading.case_file import cases
    from dizao.scenarios.loading.game_file import games
    from dizao.scenarios.loading.layers import library
    from dizao.scenarios.studies.systems import load_variants

    for name in library():
        shown = load(name)
        units = shown.base.place.units
        scale = min(1.0, UNITS / units) if units > 2 else None
        for preset in presets():
            for seed in SEEDS:
                yield f"world {name} {preset} {seed}", ("world", name, preset, seed, scale)
        if shown.system is not None:
            _, variants = load_variants(name)
            for variant in variants:
                yield f"system {name} {former(variant)}", ("system", name, variant, None, scale)
    for name in games():
        yield f"lab {name}", ("lab", name, None, None, None)
    for name in cases():
        yield f"case {name}", ("case", name, None, None, None)
    yield "ranking", ("ranking", None, None, None, None)


def fingerprints_of_run(settings: Any, seed: int) -> dict[str, str]:
    """Return the fingerprints of the tables, outcomes and groups of a run."""
    from dizao.model.engine import Engine
    from dizao.model.outputs.groups import groups

    calendar = settings.calendar._replace(**SHORT)
    engine = Engine(settings._replace(calendar=calendar), seed)
    engine.warm_up()
    run = engine.fork(settings.mechanism_name, settings.mechanism)
    run.run()
    return {former(name): of_table(table) for name, table in run.tables().items()} | {
        "outcomes": of(run.outcomes()),
        "groups": of(groups(run, run.whole_lives())),
    }


def work(job: tuple[Any, ...]) -> dict[str, str]:
    """Return the fingerprints of one job."""
    kind, name, what, seed, scale = job
    if kind == "world":
        from dizao.scenarios import load

        return fingerprints_of_run(load(name, (), scale).settings(what), seed)
    if kind == "system":
        from dizao.scenarios.studies.systems import load_variants

        _, variants = load_variants(name, (), scale)
        one = variants[what]
        return fingerprints_of_run(one.settings()._replace(mechanism=one.mechanism()), 0)
    if kind == "lab":
        from dizao.scenarios.loading.game_file import load_lab

        lab = load_lab(name)
        return {f"seed {s}": of(lab.play(s)) for s in LAB_SEEDS}
    if kind == "case":
        from dizao.scenarios.loading.case_file import load_case
        from dizao.scenarios.studies.cases import answer_of, run_case

        case = load_case(name)
        found = run_case(case, CASE_REPLICATES)
        return {"endings": of(found), "answer": of(answer_of(case, found).table())}
    return ranking()


def ranking() -> dict[str, str]:
    """Return the fingerprints of what `dizao compare --draws 8 --prior --seed 1` writes."""
    import tempfile

    from dizao.scenarios import load
    from dizao.scenarios.commands.comparing import run_comparison
    from dizao.scenarios.commands.job import Job
    from dizao.scenarios.studies.compare import Asked
    from dizao.scenarios.studies.uncertainty.sampling import Sampling

    short = [f"calendar.{key}={value}" for key, value in SHORT.items()]
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out"
        asked = Asked(load("taoyuan", short), ("none", "upfront", "reward"), "upfront", 2, 1)
        run_comparison(asked, Job(out, 1), sampling=Sampling(8, over="prior"))
        found = {}
        for path in sorted(out.glob("*.csv")) + sorted(out.glob("*.parquet")):
            import pandas as pd

            frame = pd.read_csv(path) if path.suffix == ".csv" else pd.read_parquet(path)
            frame = frame.drop(columns=[name for name in ("title", "title_zh", "source") if name in frame])
            frame = frame.rename(columns=former)
            frame = frame.map(lambda x: former(x) if isinstance(x, str) else x)
            found[former(path.name)] = hashlib.sha256(frame[sorted(frame)].to_csv(index=False).encode()).hexdigest()[
                :16
            ]
    return found


def main() -> int:
    """Write fingerprints, or compare them."""
    path, check = Path(sys.argv[1]), "--check" in sys.argv
    only = next((x.partition("=")[2] for x in sys.argv if x.startswith("--only=")), "")
    jobs = {name: job for name, job in worlds() if only in name}
    workers = int(next((x.partition("=")[2] for x in sys.argv if x.startswith("--workers=")), "2"))
    with ProcessPoolExecutor(workers) as pool:
        found = dict(zip(jobs, pool.map(work, jobs.values(), chunksize=4), strict=True))
    if not check:
        path.write_text(json.dumps(found, indent=0, sort_keys=True) + "\n")
        print(f"{len(found)} jobs, {sum(map(len, found.values()))} fingerprints in {path}")
        return 0
    before = {name: value for name, value in json.loads(path.read_text()).items() if only in name}
    different = [
        f"{name}: {key}"
        for name in before | found
        for key in before.get(name, {}) | found.get(name, {})
        if before.get(name, {}).get(key) != found.get(name, {}).get(key)
    ]
    for line in different[:60]:
        print("differs:", line)
    print(f"{len(found)} jobs, {sum(map(len, found.values()))} fingerprints, {len(different)} differ")
    return 1 if different else 0


if __name__ == "__main__":
    raise SystemExit(main())
