"""Takes the members that come with dizao from a run of `dizao plausible` (ODD 9.1).

From the checkout's root:

    uv run dizao plausible nanhu
    uv run python benchmarks/ship_members.py results/nanhu-plausible-0

Kept are the places of all numbers that a world of facts has, in single precision, the density of each set and the facts
that alone keep it out; what the table says of its origin stays in it. Refused is a run whose facts or ranges are not
those of this checkout.
"""

import argparse
import json
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from dizao.scenarios.calibration.plausible.cube import ends_of_worlds, keys_of_worlds
from dizao.scenarios.calibration.plausible.facts import sha256_of_table
from dizao.scenarios.execution.columns_plausible import PLAUSIBLE
from dizao.scenarios.execution.store import write_table
from dizao.scenarios.loading.members import DENSITY, FILE, MADE_FROM, POSITION, WITHOUT, read_members

SHIPPED = Path(__file__).resolve().parent.parent / "scenarios" / "evidence" / FILE


def taken(run: Path) -> tuple[dict[str, np.ndarray], dict[bytes, bytes]]:
    """Return the columns and the metadata that come with dizao.

    Parameters
    ----------
    run
        Folder of `dizao plausible`.

    Returns
    -------
    Arrays by name, and metadata.

    Raises
    ------
    SystemExit
        If it was made from other facts or ranges than those of this checkout.
    """
    read_members(run)
    table: pa.Table = pq.read_table(run / FILE)
    made = table.schema.metadata[MADE_FROM]
    if (json.loads(made)["sha256_of_facts"], json.loads(made)["ends"]) != (sha256_of_table(), ends_of_worlds()):
        raise SystemExit(f"{run}: its facts or ranges are not those of this checkout; run dizao plausible anew")
    whole = table.to_pandas()
    places = {name: whole[name].to_numpy(np.float32) for name in (POSITION + key for key in keys_of_worlds())}
    return {WITHOUT: whole[WITHOUT].to_numpy(object), DENSITY: whole[DENSITY].to_numpy()} | places, {MADE_FROM: made}


def main() -> None:
    """Write the table, and say how large it is."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("run", type=Path, help="folder of dizao plausible")
    columns, metadata = taken(parser.parse_args().run)
    about = {name: PLAUSIBLE["plausible_sets"][name] for name in (WITHOUT, DENSITY)}
    write_table(SHIPPED, columns, about, metadata)
    members = int((columns[WITHOUT] == "").sum())
    print(f"{SHIPPED}: {members} members, {len(columns[WITHOUT]) - members} sets that a single fact keeps out, "
          f"{SHIPPED.stat().st_size / 1e3:.0f} kB")  # fmt: skip


if __name__ == "__main__":
    main()
