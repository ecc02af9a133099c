"""All numbers of the pages that a command prints: made by that command, and put where they stand.

From the checkout's root:

    uv run python benchmarks/docs.py                  # run what was not run with these sources; fill the pages
    uv run python benchmarks/docs.py cases laboratory # only these commands
    uv run python benchmarks/docs.py --fill           # run nothing: only fill the pages from docs/data/
    uv run python benchmarks/docs.py --check          # change nothing: say what would be changed; exit code 1 if so
    uv run python benchmarks/docs.py --list           # the commands, and which of them are due

All of them take about three hours on two quiet cores. Ctrl-C loses little: finished runs are kept, and the
same command goes on. It prints each number that has changed. A sentence that no longer follows from the numbers, or is
not found, it names: that has to be written anew by hand, in its page and in docs_*.py here; until then the exit code is
1.
"""

import argparse
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

import docs_behaviour
import docs_calibration
import docs_desks
import docs_dispatch
import docs_evaluation
import docs_levels
import docs_pages
import docs_plausible
import docs_pool
import docs_ranking
import docs_readme
import docs_systems
from docs_sources import DATA, ROOT, SOURCES, is_current, is_kept, run
from docs_text import Filled, Said, filled, with_block

from dizao.scenarios.commands.manual import refreshed

MADE_FROM_CODE = ("docs/outputs.md", "docs/odd.md", "docs/evidence.md", "docs/artefacts.md")

ARTEFACTS = """\
![The difference between reward and paying up front at both ends of each modelling choice, a panel a scenario: \
the choices that move it most on top](figures/artefacts.png)"""
"""The figure of docs/artefacts.md, which is there once its command was run."""


class Part(NamedTuple):
    """Something in a page that is made from the results of commands.

    Attributes
    ----------
    page
        Its path from the checkout's root.
    sources
        The commands; the part is left as it is while one of them was never run.
    says
        The sentences.
    block, table
        Instead: the name of a marked block, and what makes it.
    """

    page: str
    sources: tuple[str, ...]
    says: Callable[[], Iterable[Said]] = tuple
    block: str = ""
    table: Callable[[], str] | None = None


def _kept_table(name: str) -> Callable[[], str]:
    return lambda: (DATA / f"{name}.md").read_text(encoding="utf-8")


def _artefacts() -> str:
    return f"{_kept_table('artefacts')()}\n{ARTEFACTS}"


def _system(name: str, says: Callable[[], Iterable[Said]], *more: str) -> Iterator[Part]:
    page, source = f"docs/scenarios/{name}.md", f"system_{name}"
    yield Part(page, (source,), block="variants", table=_kept_table(source))
    yield Part(page, (source, *more), says)


PARTS = (
    Part("README.md", ("compare_nanhu",), block="nanhu", table=docs_readme.nanhu_table),
    Part("README.md", ("compare_village",), block="village", table=docs_readme.village_table),
    Part("README.md", ("compare_nanhu", "compare_village"), docs_readme.first_command),
    Part("README.md", ("same_rate",), docs_readme.same_rate),
    Part("README.zh.md", ("compare_nanhu",), block="nanhu", table=docs_readme.nanhu_table_zh),
    Part("README.zh.md", ("compare_village",), block="village", table=docs_readme.village_table_zh),
    Part("README.zh.md", ("compare_nanhu", "compare_village"), docs_readme.first_command_zh),
    Part("README.zh.md", ("same_rate",), docs_readme.same_rate_zh),
    Part("README.md", ("artefacts",), block="flips", table=docs_readme.flips),
    Part("docs/artefacts.md", ("artefacts",), block="artefacts", table=_artefacts),
    Part("docs/cases.md", ("cases",), block="cases", table=docs_pages.cases_table),
    Part("docs/cases.md", ("cases", "case_jiangan_part"), docs_pages.cases),
    Part("docs/cases.md", ("cases", "case_alone"), docs_pages.chengwan),
    Part("docs/cases.md", ("system_bridge",), docs_pages.bridge),
    Part("docs/cases.md", ("case_lift",), docs_pages.lift),
    Part("docs/odd.md", ("laboratory",), docs_pages.laboratory),
    Part("docs/odd.md", ("plausible",), block="plausible", table=docs_plausible.table),
    Part("docs/odd.md", ("plausible",), docs_plausible.run),
    Part("docs/odd.md", ("plausible_made_up",), docs_plausible.made_up),
    Part("docs/odd.md", ("behaviour",), docs_behaviour.behaviour),
    Part("docs/odd.md", (), docs_calibration.rate_of_needs),
    Part("docs/odd.md", (), docs_calibration.numbers_of_places),
    Part("docs/evidence.md", ("laboratory", "cases"), docs_pages.evidence),
    Part(
        "docs/evidence.md", (docs_ranking.PRIOR, docs_ranking.MEMBERS), block="rankings",
        table=lambda: docs_ranking.side_by_side(DATA),
    ),
    *_system("four_levels", docs_levels.says, *docs_levels.RUNS),
    Part("docs/scenarios/four_levels.md", docs_levels.RUNS[:3], block="turning", table=docs_levels.turning),
    *_system("platforms", docs_systems.platforms, "platforms_no_mediating", "platforms_never_give_up"),
    *_system("party_chain", docs_systems.chain, "chain_busy_office", "chain_sure"),
    *_system("members", docs_systems.members),
    Part(
        "docs/scenarios/members.md", ("system_members",), block="hours", table=_kept_table("system_members_hours")
    ),
    *_system("two_ends", docs_systems.two_ends),
    *_system("bridge", docs_systems.bridge, "bridge_no_fairness", "bridge_cheap"),
    *_system("dispatch", docs_dispatch.says, *docs_dispatch.RUNS),
    Part("docs/scenarios/dispatch.md", docs_dispatch.RUNS, block="sweep", table=docs_dispatch.sweep),
    Part("docs/scenarios/dispatch.md", docs_dispatch.RUNS, block="turning", table=docs_dispatch.turning),
    *_system("issue_councils", docs_systems.councils, "councils_no_members"),
    *_system("roll_out", docs_systems.roll_out),
    Part("docs/scenarios/roll_out.md", ("evaluation",), block="evaluation", table=_kept_table("evaluation")),
    Part(
        "docs/scenarios/roll_out.md", ("evaluation_attended",), block="evaluation_attended",
        table=_kept_table("evaluation_attended"),
    ),
    Part("docs/scenarios/roll_out.md", ("evaluation", "evaluation_attended"), docs_evaluation.evaluation),
    *_system("organizations", docs_systems.organizations, "organizations_news", "organizations_few_come"),
    *_system("data_pool", docs_pool.page, docs_pool.SWEEP),
    Part("docs/scenarios/data_pool.md", (docs_pool.SWEEP,), block="tags", table=docs_pool.table),
    Part("docs/scenarios/data_pool.md", (docs_pool.LEAN,), docs_pool.lean),
    *_system("burden_reduction", docs_desks.burden, *docs_desks.BURDEN),
    Part("docs/scenarios/burden_reduction.md", docs_desks.BURDEN, block="scarcity", table=docs_desks.scarcity),
    *_system("cadre_visits", docs_desks.visits, *docs_desks.VISITS, *docs_desks.ASKED),
    Part("docs/scenarios/cadre_visits.md", docs_desks.VISITS, block="ceremony", table=docs_desks.ceremony),
    Part(
        "docs/scenarios/README.md", tuple(f"system_{name}" for name in ("platforms", "party_chain", "members")),
        docs_systems.overview,
    ),
)  # fmt: skip
"""All that is made from results, page by page."""


def filled_pages(parts: Iterable[Part] = PARTS) -> dict[str, Filled]:
    """Return every page as it should be.

    Parameters
    ----------
    parts
        What is filled; parts whose commands were never run stay as they are.

    Returns
    -------
    The pages by their path, with what is changed in them and what nobody but us can put right.
    """
    found: dict[str, Filled] = {}
    for part in parts:
        before = found.get(part.page) or Filled((ROOT / part.page).read_text(encoding="utf-8"), [], [])
        found[part.page] = before
        if all(is_kept(name) for name in part.sources):
            made = with_block(before.text, part.block, part.table()) if part.table else filled(before.text, part.says())
            found[part.page] = Filled(made.text, before.changes + made.changes, before.problems + made.problems)
    return found


def write(pages: dict[str, Filled]) -> None:
    """Write the pages that have changed, and the blocks that are made from the code."""
    texts = {page: made.text for page, made in pages.items()}
    for page in MADE_FROM_CODE:
        texts[page] = refreshed(texts.get(page) or (ROOT / page).read_text(encoding="utf-8"))
    for page, text in texts.items():
        path = ROOT / page
        if path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8", newline="\n")


def told(pages: dict[str, Filled]) -> int:
    """Print what has changed and what is wrong, and return how many things are wrong."""
    for page, made in pages.items():
        for line in (*made.changes, *made.problems):
            print(f"{page}: {line}")
    missing = [name for name in SOURCES if not is_kept(name)]
    if missing:
        print(f"never run, so that what they print is not checked: {', '.join(missing)}")
    return sum(len(made.problems) for made in pages.values())


def main() -> int:
    """Run what is due, fill the pages, and return the exit code."""
    parser = argparse.ArgumentParser(description="Make the numbers of the pages anew.")
    parser.add_argument("names", nargs="*", metavar="NAME", help="only these commands (--list)")
    for option, what in (("fill", "run nothing"), ("check", "change nothing"), ("list", "list the commands")):
        parser.add_argument(f"--{option}", action="store_true", help=what)
    options = parser.parse_args()
    unknown = sorted(set(options.names) - set(SOURCES))
    if unknown:
        parser.error(f"unknown: {', '.join(unknown)}; known: {', '.join(SOURCES)}")
    names = options.names or list(SOURCES)
    if options.list:
        for name in names:
            print(
                f"{'' if is_current(name) else 'due':4}{name:25}{SOURCES[name].minutes:5g} min  {SOURCES[name].command}"
            )
        return 0
    if not (options.fill or options.check):
        _run([name for name in names if not is_current(name)])
    pages = filled_pages()
    wrong = told(pages)
    if options.check:
        return int(wrong > 0 or any(made.changes for made in pages.values()))
    write(pages)
    return int(wrong > 0)


def _run(names: list[str]) -> None:
    left = sum(SOURCES[name].minutes for name in names)
    for name in names:
        print(f"{name}: {SOURCES[name].command} (about {left:.0f} minutes for all that are left)", flush=True)
        run(name)
        left -= SOURCES[name].minutes


if __name__ == "__main__":
    sys.exit(main())
