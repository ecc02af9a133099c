"""How many people a second play a game: one line for each form.

From the checkout's root `uv run python benchmarks/laboratory.py` takes a few seconds, and the first time half a minute.
"""

import time

from dizao.agents.compiled import threads
from dizao.scenarios.loading.game_file import load_lab

PEOPLE = 400_000
GAMES = ("mori2024", "andreozzi2020", "linear", "refund", "voluntary")


def main() -> None:
    print(f"{threads()} threads; a person plays one round")
    for name in GAMES:
        size = load_lab(name).session.blocks[0].game.group_size
        lab = load_lab(name, ["game.rounds=1", f"game.groups={PEOPLE // size}"])
        load_lab(name, ["game.rounds=1", "game.groups=2"]).play()
        begin = time.perf_counter()
        lab.play()
        seconds = time.perf_counter() - begin
        print(f"{name:15} {lab.session.people / seconds:12,.0f} people a second")


if __name__ == "__main__":
    main()
