"""The tables of docs/odd.md, 9.1, on what was observed: worlds, and every fact with what it is used for."""

from dizao.scenarios.calibration.plausible.facts import Fact, facts, worlds


def fact_blocks() -> dict[str, str]:
    """Return the blocks of docs/odd.md on what was observed: worlds, and every fact with what it is used for.

    Returns
    -------
    dict
        Markdown by name.
    """
    of_worlds = ["| world | what it is | differs from the scenario in |", "|---|---|---|"]
    for world in worlds():
        changes = [f"`{key}` = {value}" for key, value in world.set.items()]
        scaled = [] if world.scale is None else [f"{world.scale:g} of its units"]
        of_worlds.append(f"| `{world.name}` | {world.title} | {', '.join([*scaled, *changes])} |")
    of_facts = [
        "| fact | use | world | observed | error | discrepancy | scale | source | why |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for fact in facts():
        out = fact.use == "out"
        numbers = ["", "", "", ""] if out else [f"{fact.value:g} {fact.unit}", *_on_the_scale(fact)]
        source = ", ".join([*([fact.source] if fact.source else []), *fact.statistics])
        title = f"`{fact.name}` {fact.title}"
        of_facts.append(f"| {' | '.join([title, fact.use, fact.world, *numbers, source, fact.why])} |")
    return {"worlds": "\n".join(of_worlds), "facts": "\n".join(of_facts)}


def _on_the_scale(fact: Fact) -> list[str]:
    return [f"{fact.error:g}", f"{fact.discrepancy:g}", fact.scale]
