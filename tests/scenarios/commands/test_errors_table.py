"""Mistakes and what is said of each: one line, exit code 2 (1 where the machine fails), and nothing left behind."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

import pytest

from dizao.model.engine import Engine
from dizao.model.parameters import CATEGORIES
from dizao.scenarios.commands.main import execute
from dizao.scenarios.execution import progress, replicates
from dizao.scenarios.loading import checks
from dizao.scenarios.loading.case_names import RESERVED
from dizao.scenarios.reports import run_folder
from dizao.scenarios.studies import run

HERE = 'extends = "taoyuan"\n'
TWO_VARIANTS = '[[system.variants]]\nname = "a"\ntitle = "A"\ntitle_zh = "甲"\n' * 2
MECHANISMS = (
    "none, upfront, reward, advance_reward, match, quadratic, assurance, refund_bonus, points, ranked_reward, "
    "participatory_budget"
)
GATE = '[[projects]]\ncategory = "gate"\nweek = 3\nunit = 1\n'
LONG = "w" * 300
SEEDS = "must be a whole number between 0 and 9223372036854775807"


class Mistake(NamedTuple):
    """A command, the files that it finds, and what it must say."""

    command: str
    told: str
    files: Mapping[str, str | bytes] = MappingProxyType({})
    code: int = 2


def scenario(text: str, told: str) -> Mistake:
    """Return the mistake of running a file that holds a text after ``extends = "taoyuan"``."""
    return Mistake("run my.toml", told, {"my.toml": HERE + text})


def alone(text: str | bytes, told: str) -> Mistake:
    """Return the mistake of running a file that holds just this."""
    return Mistake("run my.toml", told, {"my.toml": text})


def option(words: str, told: str) -> Mistake:
    """Return the mistake of an option of ``run taoyuan``."""
    return Mistake(f"run taoyuan {words}", told)


def ties(name: str, content: str | bytes | None, told: str, unit: str = "1") -> Mistake:
    """Return the mistake of a file of ties."""
    files: dict[str, str | bytes] = {"my.toml": f'{HERE}[ties]\n{unit} = "{name}"\n'}
    return Mistake("run my.toml", told, files if content is None else files | {name: content})


ELECTION = """META
key;value
description;d
budget;5
vote_type;approval
PROJECTS
project_id;cost
1;3
2;4
VOTES
voter_id;vote
1;1,2
"""
RULE = '--rule: must be one of equal_shares, greedy, got "\\u001b[2J"'
AMOUNT = "must be a number between 0 and 1e+12, written with digits"


def election(line: str, instead: str, told: str) -> Mistake:
    """Return the mistake of a file of ballots in which a line is another."""
    return Mistake("elect x.pb", f"x.pb: {told}", {"x.pb": ELECTION.replace(line, instead)})


def nodes(content: str, got: str) -> Mistake:
    """Return the mistake of an edge list with nodes of which it is not clear whom they stand for."""
    told = f"nodes must all be whole numbers from 0 on, or all be names, got {got}"
    return ties("club.edges", content, f"club.edges: ties.1: {told}")


CASE = """kind = "case"
[place]
households = 60
[[place.partner]]
name = "next door"
households = 20
[project]
cost_yuan = [10_000, 12_000]
"""
SOURCE = "[[project.source]]\nname = {}\nshare = 0.5\n"


def case(text: str, told: str) -> Mistake:
    """Return the mistake of a case that holds a text behind its costs."""
    return Mistake("case my.toml", f"my.toml: project.{told}", {"my.toml": CASE + text})


def called(name: str) -> Mistake:
    """Return the mistake of a source that is called as somebody else whose money it is."""
    told = f'source.name: must not be one of {", ".join(RESERVED)}, which mean somebody else, got "{name}"'
    return case(SOURCE.format(f'"{name}"'), told)


MISTAKES = {
    # keys and values of a file
    "misspelt key": scenario(
        "[works]\nlender_shre = 0.1", "my.toml: works.lender_shre: unknown key; did you mean lender_share?"
    ),
    "misspelt table": scenario("[wroks]\nlender_share = 0.1", "my.toml: wroks: unknown key; did you mean works?"),
    "text for a number": scenario(
        '[works]\nlender_share = "much"',
        'my.toml: works.lender_share: must be a number between 0 and 1, got "much"',
    ),
    "true for a number": scenario(
        "[works]\nlender_share = true", "my.toml: works.lender_share: must be a number between 0 and 1, got true"
    ),
    "a list for a number": scenario(
        "[works]\nlender_share = [1]", "my.toml: works.lender_share: must be a number between 0 and 1, got [1]"
    ),
    "a date for a number": scenario(
        "[calendar]\nprogramme_weeks = 2024-01-01",
        "my.toml: calendar.programme_weeks: must be a whole number between 1 and 5200, got 2024-01-01",
    ),
    "a group of places with a name of results": scenario(
        '[places.all]\ntitle = "All"\ntitle_zh = "全部"\nunits = 4',
        "my.toml: places.all: must be another name than all, common, which tables of results use",
    ),
    "half a week": scenario(
        "[calendar]\nprogramme_weeks = 12.5",
        "my.toml: calendar.programme_weeks: must be a whole number between 1 and 5200, got 12.5",
    ),
    "nan": scenario(
        "[works]\nlender_share = nan", "my.toml: works.lender_share: must be a number between 0 and 1, got nan"
    ),
    "inf": scenario(
        "[budget]\nyuan_per_year = inf", "my.toml: budget.yuan_per_year: must be a number 0 or more, got inf"
    ),
    "negative": scenario("[budget]\nyuan_per_year = -5", "my.toml: budget.yuan_per_year: must be 0 or more, got -5"),
    "out of range": scenario(
        "[mechanism.payment]\nrate = 2", "my.toml: mechanism.payment.rate: must be between 0 and 1, got 2"
    ),
    "a number for a table": scenario("works = 3", "my.toml: works: must be a table, got 3"),
    "unknown word": scenario(
        '[platforms]\nhour = "noon"', 'my.toml: platforms.hour: must be one of "any", "day", "evening", got "noon"'
    ),
    "absurdly large": scenario(
        f"[place]\nresidents = 1{'0' * 400}",
        "my.toml: place.residents: must be at most 1e+12, got a very large number",
    ),
    # contradictions
    "fewer residents than households": scenario(
        "[place]\nresidents = 3115\nparty_members = 0",
        "my.toml: place.residents: must be at least 3116 (place.households), got 3115",
    ),
    "a unit without residents": scenario(
        "[place]\nunits = 5000", "my.toml: place.units: must be at most 3116 (place.households), got 5000"
    ),
    "nobody at all": scenario(
        "[place]\nresidents = 0", "my.toml: place.residents: must be a whole number of at least 1, got 0"
    ),
    "more streets than communities": scenario(
        "[place]\nstreets = 9", "my.toml: place.streets: must be at most 1 (place.communities), got 9"
    ),
    "members who are children": scenario(
        "[place]\nparty_members = 7600",
        "my.toml: place.party_members: must be at most 6694 (residents who are not children), got 7600",
    ),
    "too long a run": scenario(
        "[calendar]\nprogramme_weeks = 5200",
        "my.toml: calendar.programme_weeks: must keep the whole run within 5200 weeks, got 5200",
    ),
    "tiers that go down": scenario(
        "[mechanism.payment]\ntier_scores = [50, 40]\ntier_shares = [1, 1]",
        "my.toml: mechanism.payment.tier_scores: must be ascending, got [50.0, 40.0]",
    ),
    "a free project": scenario(
        "[categories.gate]\ncost_yuan = 0", "my.toml: categories.gate.cost_yuan: must be above 0 for a project, got 0"
    ),
    "no category left": scenario(
        "[categories]\n" + "\n".join(f"{name} = false" for name in CATEGORIES),
        "my.toml: categories: must be a table with at least one category, got an empty table",
    ),
    "a category that is true": scenario(
        "[categories]\ngate = true", "my.toml: categories.gate: must be a table, or false to leave it out, got true"
    ),
    "a new category, half said": scenario(
        "[categories.gat]\ncost_yuan = 3",
        "my.toml: categories.gat: unknown category; did you mean gate?; a new one must also have title, title_zh, "
        "kind, rate, scope, level",
    ),
    # pins and systems
    "a pin of an unknown category": scenario(
        GATE.replace("gate", "gat"),
        "my.toml: projects.category: unknown category; did you mean gate? known: " + ", ".join(CATEGORIES),
    ),
    "a pin in no unit": scenario(
        GATE.replace("unit = 1", "unit = 99"),
        "my.toml: projects.unit: must be 0 (every unit) or the id of one of 4 units, got 99",
    ),
    "a pin without a week": scenario(
        GATE.replace("week = 3\n", ""),
        "my.toml: projects.week: missing; must be a whole number between -1000 and 10000",
    ),
    "a pin after the last week": scenario(
        GATE.replace("week = 3", "week = 122"),
        "my.toml: projects.week: must be between -78 and 121, the weeks in which needs arise, got 122",
    ),
    "a pin after a shorter run": Mistake(
        "run my.toml --weeks 3",
        "my.toml: projects.week: must be between -78 and 2, the weeks in which needs arise, got 3",
        {"my.toml": HERE + GATE},
    ),
    "a pin in no building": scenario(
        GATE.replace("gate", "stairwell") + "building = 999\n",
        "my: projects.building: must be 0 (at random) or one of the 12 buildings of unit 1, got 999",
    ),
    "a pin of a unit in a building": scenario(
        GATE + "building = 2\n", "my.toml: projects.building: must be 0: gate is for a unit, got 2"
    ),
    "a pin as a table": scenario(
        '[projects]\ncategory = "gate"', "my.toml: projects: must be a list of tables, each headed [[...]], got a table"
    ),
    "the same pin twice": scenario(
        GATE * 2,
        "my.toml: projects: must be pinned once for a category, week and unit, got 2 of gate in week 3 in unit 1",
    ),
    "a pin of every unit and of one": scenario(
        GATE + GATE.replace("unit = 1", "unit = 0"),
        "my.toml: projects: must be pinned once for a category, week and unit, got 2 of gate in week 3 in unit 1",
    ),
    "the same firms twice": scenario(
        "[[organizations]]\nunit = 2\nyuan_per_year = 5\n" * 2,
        "my.toml: organizations: must be pinned once for a unit, got 2 for unit 2",
    ),
    "variants of one name": scenario(
        f'[system]\nnumber = 3\njudged_by = "completed"\nexpected = "higher"\n{TWO_VARIANTS}',
        "my.toml: system.variants: must have a name each, got a twice",
    ),
    "a system without a judge": scenario(
        f'[system]\nnumber = 3\nexpected = "higher"\n{TWO_VARIANTS}',
        "my.toml: system.judged_by: missing; must be the name of an outcome (dizao show --outcomes)",
    ),
    # cases
    **{f"a source called {name}": called(name) for name in ("households", "labour", "builder", "left_over", "county")},
    "a source called as the partner": case(
        SOURCE.format('"next door"'),
        'source.name: must differ from the names of others, got "next door", which is a partner too',
    ),
    "a source called as the lender": case(
        SOURCE.format('"bank"') + '[project.prefinance]\nlender = "bank"\n',
        'source.name: must differ from the names of others, got "bank", which is a lender too',
    ),
    "a source called as one without a name": case(
        SOURCE.format('"source 2"') + "[[project.source]]\nshare = 0.1\n",
        'source.name: must differ from the names of others, got "source 2", which is a source too',
    ),
    "a lender called as the builder": case(
        '[project.prefinance]\nlender = "builder"\n',
        f'prefinance.lender: must not be one of {", ".join(RESERVED)}, which mean somebody else, got "builder"',
    ),
    "sources above the cost": case(
        SOURCE.format('"a"') + "[[project.source]]\nyuan = [100, 5_001]\n",
        "source: must be at most the cost together (10,000 yuan), got 10,001",
    ),
    "shares above the cost": case(
        SOURCE.format('"a"') + SOURCE.format('"b"').replace("0.5", "[0, 0.6]"),
        "source: must be at most the cost together (10,000 yuan), got 11,000",
    ),
    "units above the cost": case(
        "units = [1, 11]\n[[project.source]]\nper_unit = 1_000\n",
        "source: must be at most the cost together (10,000 yuan), got 11,000",
    ),
    "an event after the last week": case(
        'weeks = [20, 30]\n[[project.event]]\nweek = [3, 20]\nkind = "explain"\n',
        "event.week: must be below 20 (project.weeks), until when it is followed, got [3, 20]",
    ),
    # files
    "a name too long for a file": Mistake(f"run {LONG}.toml", f"{LONG}.toml: no such file"),
    "a results file with a name too long": Mistake(
        f"calibrate needs --out {LONG}", f"{LONG}: cannot be written: File name too long", code=1
    ),
    "missing file": Mistake("run gone.toml", "gone.toml: no such file"),
    "empty file": alone("", 'my.toml: empty; a scenario has a title and a question, or extends = "NAME" and a change'),
    "only a remark": alone(
        "# soon\n", 'my.toml: empty; a scenario has a title and a question, or extends = "NAME" and a change'
    ),
    "no question": alone('title = "T"', "my.toml: question: missing; must be text"),
    "not TOML": alone("title = ", "my.toml: must be TOML: invalid value (at line 1, column 9)"),
    "a key twice": alone("a = 1\na = 2", "my.toml: must be TOML: cannot overwrite a value (at line 2, column 6)"),
    "nested without end": alone("x = " + "[" * 3000, "my.toml: must be TOML, got tables nested too deeply"),
    "not UTF-8": alone(b'title = "\xff"', "my.toml: must be UTF-8 text, got byte 0xff at position 9"),
    "UTF-16": alone('title = "T"'.encode("utf-16"), "my.toml: must be UTF-8 text, got UTF-16: save it as UTF-8"),
    "UTF-16 without a mark": alone(
        'title = "T"'.encode("utf-16-le"), "my.toml: must be UTF-8 text, got byte 0x00 at position 1: save it as UTF-8"
    ),
    "UTF-32": alone('title = "T"'.encode("utf-32"), "my.toml: must be UTF-8 text, got UTF-32: save it as UTF-8"),
    "a title that steers": scenario(
        'title = "\\u001b[2J"', 'my.toml: title: must be without control characters, got "\\u001b[2J"'
    ),
    "a key that steers": scenario(
        '[categories."\\u001b[2J"]\nrate = 1', r"my.toml: categories.\x1b[2J: must be a key without control characters"
    ),
    "a name that steers": Mistake(
        "run \x1b[2J.toml", r'must be a name or a path without control characters, got "\u001b[2J.toml"'
    ),
    "a directory": Mistake("run d.toml", "d.toml: must be a .toml file, got a directory", {"d.toml/x": ""}),
    "a device": Mistake("run /dev/zero", "/dev/zero: must be a .toml file, got something else"),
    "cyclic extends": Mistake(
        "run a.toml",
        "b.toml: extends: must not lead back to the same file, got a.toml -> b.toml -> a.toml",
        {"a.toml": 'extends = "b.toml"', "b.toml": 'extends = "a.toml"'},
    ),
    "extends itself": alone(
        'extends = "my.toml"', "my.toml: extends: must not lead back to the same file, got my.toml -> my.toml"
    ),
    "a parent with a name too long": alone(
        f'extends = "{LONG}.toml"', f'my.toml: extends: no such file, got "{"w" * 56}...'
    ),
    "a parent that is gone": alone('extends = "gone.toml"', 'my.toml: extends: no such file, got "gone.toml"'),
    "a parent that is a number": alone(
        "extends = 3", "my.toml: extends: must be the name of a scenario or a path, got 3"
    ),
    # ties
    "ties of no unit": ties(
        "club.edges", "0 1\n", "my.toml: ties.99: must be the id of one of 4 units, got 99", unit="99"
    ),
    "ties of a word": ties("club.edges", "0 1\n", 'my.toml: ties.one: must be the id of a unit, got "one"', unit="one"),
    "ties of a unit twice": Mistake(
        "run my.toml",
        "my.toml: ties: must name a unit once, got 2 for unit 1",
        {"my.toml": f'{HERE}[ties]\n1 = "a.edges"\n01 = "a.edges"\n', "a.edges": "0 1\n"},
    ),
    "ties that are a number": scenario("[ties]\n1 = 3", "my.toml: ties.1: must be the path of a file, got 3"),
    "ties that are gone": ties("gone.edges", None, "gone.edges: ties.1: no such file"),
    "ties in a directory": Mistake(
        "run my.toml",
        "d: ties.1: must be a file, got a directory",
        {"my.toml": f'{HERE}[ties]\n1 = "d"\n', "d/x": ""},
    ),
    "no GraphML": ties("club.graphml", "no", "club.graphml: ties.1: must be GraphML: syntax error: line 1, column 0"),
    "half an edge": ties(
        "club.edges", "0 1\n2\n", "club.edges: ties.1: must be an edge list, two nodes a line: line 2 has one"
    ),
    "three nodes a line": ties(
        "club.edges", "Ann Lee Bob\n", "club.edges: ties.1: must be an edge list, two nodes a line: line 1 has 3"
    ),
    "ties in UTF-16": ties(
        "club.edges",
        "0 1\n".encode("utf-16"),
        "club.edges: ties.1: must be UTF-8 text, got UTF-16: save it as UTF-8",
    ),
    "a node that is no number": nodes("0 1\n2 x\n", "x"),
    "a node below 0": nodes("0 1\n-1 2\n", "-1"),
    "a node that is not whole": nodes("0 1\n2.0 3\n", "2.0"),
    "a node beyond all numbers": nodes("99999999999999999999999 1\n", "99999999999999999999999"),
    "a node in two spellings": ties(
        "club.edges", "7 1\n07 2\n", "club.edges: ties.1: nodes must be written in one way each, got 7 in several"
    ),
    "nodes divided by commas": nodes("0, 1\n", "0,"),
    "ties of a unit with 5,001 digits": ties(
        "club.edges",
        "0 1\n",
        f'my.toml: ties.{"1" * 112}...: must be the id of a unit, got "{"1" * 56}...',
        unit="1" * 5001,
    ),
    "no edge": ties("club.edges", "# nobody\n", "club.edges: ties.1: must have a tie in it, got none"),
    "a tie to nobody": ties(
        "club.edges",
        "0 999999\n",
        "my: ties.1: a tie leads to nobody: the unit has 1361 residents, 1184 of them adults",
    ),
    # options
    "unknown scenario": Mistake(
        "run nanhuu",
        "nanhuu: unknown scenario; did you mean nanhu? known: bridge, burden_reduction, busy, cadre_visits, "
        "county, data_pool, dispatch, duhe, four_levels, issue_councils, members, mountain, nanhu, organizations, "
        "party_chain, platforms, roll_out, taoyuan, two_ends, urban, village, wuchang, or the path of a .toml "
        "file",
    ),
    "unknown mechanism": option(
        "-m rewrd", f"--mechanism: rewrd: unknown mechanism; did you mean reward? known: {MECHANISMS}"
    ),
    "unknown baseline": Mistake(
        "compare taoyuan --baseline upfornt",
        f"--baseline: upfornt: unknown mechanism; did you mean upfront? known: {MECHANISMS}",
    ),
    "seed below 0": option("--seed -1", f"--seed: {SEEDS}, got -1"),
    "half a seed": option("--seed 1.5", f"--seed: {SEEDS}, got 1.5"),
    "no seed at all": option("--seed abc", f"--seed: {SEEDS}, got abc"),
    "scale 0": option("--scale 0", "--scale: must be above 0 and at most 1, got 0.0"),
    "scale nan": option("--scale nan", "--scale: must be above 0 and at most 1, got nan"),
    "scale in words": option("--scale half", "--scale: must be a number, got half"),
    "no weeks": option("--weeks 0", "--weeks: must be a whole number between 1 and 5200, got 0"),
    "a wave of three sets": Mistake(
        "plausible taoyuan --wave-size 3", "--wave-size: must be a whole number between 4 and 20000, got 3"
    ),
    "members beside a comparison": Mistake(
        "plausible taoyuan --out r",
        "--out: must be a folder without results of dizao compare, got r; dizao plausible needs one of its own",
        {"r/manifest.json": '{"kind": "comparison"}'},
    ),
    "no thread": option("--threads 0", "--threads: must be a whole number between 1 and 100000, got 0"),
    "unknown language": option("--lang fr", "--lang: must be en or zh, got fr"),
    "no value": option(
        "--set works.lender_share", "--set: works.lender_share: must be KEY=VALUE, such as works.lender_share=0"
    ),
    "a key and what is in it": option(
        "--set works=3 --set works.lender_share=1",
        "--set: works: must be set as a whole or key by key, got 3 and a table",
    ),
    "a value under keys of --set": Mistake(
        "run my.toml --set works.lender_share=1",
        "my.toml: works: must be a table, got 3",
        {"my.toml": HERE + "works = 3"},
    ),
    "a value under keys of a child": Mistake(
        "run my.toml",
        "p.toml: categories.gate: must be a table, got 3",
        {"my.toml": 'extends = "p.toml"\n[categories.gate]\nrate = 1', "p.toml": HERE + "[categories]\ngate = 3"},
    ),
    "a value under keys in a game": Mistake(
        "lab my.toml --set game.rounds=2",
        "my.toml: game: must be a table, got 3",
        {"my.toml": 'kind = "lab"\ngame = 3'},
    ),
    "a value under keys in a case": Mistake(
        "case my.toml --set place.households=2",
        "my.toml: place: must be a table, got 3",
        {"my.toml": 'kind = "case"\nplace = 3'},
    ),
    "what is in a key and it": option(
        "--set categories.gate.rate=1 --set categories.gate=false",
        "--set: categories.gate: must be set as a whole or key by key, got a table and false",
    ),
    "an option that steers": Mistake("elect x.pb --rule \x1b[2J", RULE, {"x.pb": ELECTION}),
    "a wrong value": option(
        "--set works.lender_share=1e400", "--set: works.lender_share: must be a number between 0 and 1, got inf"
    ),
    "one replicate": Mistake(
        "compare taoyuan --replicates 1", "--replicates: must be a whole number between 2 and 100000, got 1"
    ),
    "no worker": Mistake("compare taoyuan --workers 0", "--workers: must be a whole number between 1 and 256, got 0"),
    "nothing to compare": Mistake(
        "compare taoyuan -m upfront", "--mechanism: must name a mechanism besides the baseline, got only upfront"
    ),
    "a limit without an aim": Mistake(
        "compare taoyuan --max-replicates 5", "--max-replicates: goes with --until, which was not given"
    ),
    "an aim out of reach": Mistake("compare taoyuan --until 2", "--until: must be above 0 and below 1, got 2"),
    "unknown game": Mistake(
        "lab mori",
        "mori: unknown game; did you mean mori2024? known: andreozzi2020, fischbacher2001, leader, linear, match, "
        "mori2024, paths, punishment, refund, restart, seed, talk, voluntary, or the path of a .toml file",
    ),
    "no system": Mistake(
        "systems taoyuan", "taoyuan: system: missing; must be a table that says what the system is judged by"
    ),
    "no part": Mistake(
        "validate --part zzz", "--part: must be laboratory, cases, district, all, tournament or contrasts, got zzz"
    ),
    "no ballots": Mistake("elect x.pb", "x.pb: is no file of Pabulib: vote_type is missing", {"x.pb": ""}),
    "ballots that are gone": Mistake("elect x.pb", "x.pb: no such file"),
    "ballots in a directory": Mistake("elect d", "d: must be a .pb file, got a directory", {"d/x": ""}),
    "ballots without end": Mistake("elect /dev/zero", "/dev/zero: must be a .pb file, got something else"),
    "ballots in UTF-16": Mistake(
        "elect x.pb", "x.pb: must be UTF-8 text, got UTF-16: save it as UTF-8", {"x.pb": ELECTION.encode("utf-16")}
    ),
    "a cost beyond all numbers": election("1;3", "1;1e400", f'cost of 1: {AMOUNT}, got "1e400"'),
    "a cost below 0": election("1;3", "1;-3", f'cost of 1: {AMOUNT}, got "-3"'),
    "a cost that is nan": election("1;3", "1;nan", f'cost of 1: {AMOUNT}, got "nan"'),
    "a cost with a billion digits": election("1;3", "1;1e999999999", f'cost of 1: {AMOUNT}, got "1e999999999"'),
    "a budget below 0": election("budget;5", "budget;-5", f'budget: {AMOUNT}, got "-5"'),
    "a budget beyond all money": election("budget;5", "budget;1000000000001", f'budget: {AMOUNT}, got "1000000000001"'),
    "a limit with a billion digits": election(
        "budget;5", "budget;5\nmax_sum_cost;1e999999999", f'max_sum_cost: {AMOUNT}, got "1e999999999"'
    ),
    "two budgets": election("budget;5", "budget;5\nbudget;50", "budget: must be said once"),
    "a project twice": election("2;4", "1;4", "project_id: must name a project once, got 1 again"),
    "a vote for nothing": election(
        "1;1,2", "1;9", "is no file of Pabulib: No project with name 9 found in the instance."
    ),
    "a case to show": Mistake(
        "show jiangan_lift", "jiangan_lift: is a case, no scenario; dizao case jiangan_lift runs it"
    ),
    "a game to show": Mistake("show mori2024", "mori2024: is a game, no scenario; dizao lab mori2024 runs it"),
    "a scenario as a case": Mistake("case nanhu", "nanhu: is a scenario, no case; dizao run nanhu runs it"),
    "a game as a scenario": Mistake("run mori2024", "mori2024: is a game, no scenario; dizao lab mori2024 runs it"),
    "values to show of no scenario": Mistake(
        "show --parameters --set works.lender_share=1", "show: --set, --scale and --uncertain go with NAME"
    ),
    "a share of nothing to show": Mistake(
        "show --outcomes --scale 0.5", "show: --set, --scale and --uncertain go with NAME"
    ),
    "a language without a name": option('--lang ""', '--lang: must be en or zh, got ""'),
    "a seed in 5,000 digits": option(f"--seed {'9' * 5000}", f'--seed: {SEEDS}, got "{"9" * 56}...'),
    "nothing to show": Mistake("show", "show: give one of NAME, --parameters, --outcomes"),
    "results in no folder": option('--out ""', '--out: must be the path of a folder, got ""'),
    "results in no file": Mistake('calibrate needs --out ""', '--out: must be the path of a file, got ""'),
    "results in a folder that steers": option(
        "--out \x1b[2J", r'--out: must be a path without control characters, got "\u001b[2J"'
    ),
    "a billion replicates": Mistake(
        "compare taoyuan --replicates 1000000000",
        "--replicates: must be a whole number between 2 and 100000, got 1000000000",
    ),
    "replicates in 30 digits": Mistake(
        f"compare taoyuan --replicates {'9' * 30}",
        f"--replicates: must be a whole number between 2 and 100000, got {'9' * 30}",
    ),
    "replicates of a system in 30 digits": Mistake(
        f"systems bridge --replicates {'9' * 30}",
        f"--replicates: must be a whole number between 2 and 100000, got {'9' * 30}",
    ),
    "a billion draws": Mistake(
        "compare taoyuan --draws 1000000000",
        "--draws: must be a whole number between 0 and 10000, got 1000000000",
    ),
    "a billion worlds of draws": Mistake(
        "compare taoyuan --draws 10000 --draw-replicates 100000",
        "--draw-replicates: must be between 1 and 10 with 10000 draws, got 100000",
    ),
    "a million workers": Mistake(
        "case jiangan_lift --workers 1000000", "--workers: must be a whole number between 1 and 256, got 1000000"
    ),
    "a large file": alone("#" * (2**20 + 1), "my.toml: must be at most 1 MiB, got 1.0 MiB"),
    "results of a comparison in the way": Mistake(
        "run taoyuan --out r",
        "--out: must be a folder without results of dizao compare, got r; dizao run needs one of its own",
        {"r/manifest.json": '{"kind": "comparison"}'},
    ),
    "results of a run in the way": Mistake(
        "compare taoyuan --out r",
        "--out: must be a folder without results of dizao run, got r; dizao compare needs one of its own",
        {"r/manifest.json": '{"kind": "run"}'},
    ),
    "results of a system in the way": Mistake(
        "systems --out r",
        "--out: must be a folder without results of dizao systems NAME, got r; dizao systems needs one of its own",
        {"r/manifest.json": '{"kind": "system"}'},
    ),
    "finished runs in the way": Mistake(
        "run taoyuan --out r",
        "--out: must be a folder without finished runs of dizao compare, got r; dizao run needs one of its own",
        {"r/runs/none-0-1.json": "{}"},
    ),
    "a manifest of others in the way": Mistake(
        "run taoyuan --out r",
        "--out: must be a folder without a manifest.json that dizao has not written, got r; "
        "dizao run needs one of its own",
        {"r/manifest.json": "[]"},
    ),
    # what the machine refuses
    "a file in the way": Mistake(
        "run taoyuan --out here", "here: cannot be written: File exists", {"here": "x"}, code=1
    ),
    "a file on the way": Mistake(
        "run taoyuan --out here/there", "here/there: cannot be written: Not a directory", {"here": "x"}, code=1
    ),
    "no place to write": Mistake(
        "compare taoyuan --out /proc/nowhere/x", "/proc/nowhere/x: cannot be written: No such file or directory", code=1
    ),
}


def put(files: Mapping[str, str | bytes]) -> None:
    for name, content in files.items():
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())


def here() -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in Path().rglob("*") if path.is_file()}


@pytest.fixture
def nothing_runs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Let worlds be made, since some mistakes show there, and no week be lived."""

    def live(self: Engine, *arguments: Any) -> None:
        raise AssertionError("a mistake went unnoticed")

    monkeypatch.setattr(Engine, "warm_up", live)
    monkeypatch.setattr(Engine, "run", live)
    monkeypatch.setattr(progress, "compiled", False)
    monkeypatch.chdir(tmp_path)


def test_there_are_many() -> None:
    assert len(MISTAKES) >= 80


@pytest.mark.usefixtures("nothing_runs")
@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_one_line_and_leaves_nothing(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    mistake = MISTAKES[name]
    put(mistake.files)
    before = here()
    # Not shlex: it would take escapes and blanks that are meant for the command.
    words = ["" if word == '""' else word for word in mistake.command.split()]
    assert execute(words) == mistake.code
    told = capsys.readouterr()
    assert told.err == f"error: {mistake.told}\n"
    assert told.out == ""
    assert here() == before
    assert not Path("results").exists()


@pytest.mark.usefixtures("nothing_runs")
@pytest.mark.parametrize("line", ["rnu", "run taoyuan --sed 1", "run taoyuan --seed", "run taoyuan nanhu", "elect"])
def test_a_wrong_call_is_one_line(line: str, capsys: pytest.CaptureFixture[str]) -> None:
    # The words are typer's and differ between its versions.
    assert execute(line.split()) == 2
    told = capsys.readouterr().err
    assert told.startswith("error: ")
    assert told.count("\n") == 1
    assert here() == {}


@pytest.mark.usefixtures("nothing_runs")
@pytest.mark.parametrize("command", ["run", "compare"])
def test_what_would_not_fit_into_memory_is_said_before_starting(
    command: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (checks, sys.modules["dizao.scenarios.execution.session"]):
        monkeypatch.setattr(module, "memory_available", lambda: 2**30)
    sizes = ["--set", "place.residents=100000000", "--set", "place.households=50000000"]
    assert execute([command, "wuchang", *sizes]) == 2
    told = capsys.readouterr().err
    assert told.startswith("error: wuchang: place.residents: must fit into memory: ")
    assert told.endswith("got 100000000 residents\n")
    assert "1.0 GiB free; try --scale 0.0" in told
    assert here() == {}


@pytest.mark.parametrize("worker_processes", ["1", "2"])
def test_a_tie_to_nobody_is_told_by_a_comparison_too(
    worker_processes: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(replicates, "compiled", False)
    put({"my.toml": f'{HERE}[ties]\n1 = "club.edges"\n', "club.edges": "0 999999\n"})
    before = here()
    assert execute(["compare", "my.toml", "--replicates", "2", "--workers", worker_processes]) == 2
    told = [line for line in capsys.readouterr().err.splitlines() if line.startswith("error")]
    assert len(told) == 1
    assert told[0].startswith("error: my: ties.1: a tie leads to nobody: the unit has ")
    assert here() == before


# a full disk ----------------------------------------------------------------------------------------------------


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Return a folder on a file system of 64 kB, where the system lets us mount one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(folder)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("mounting a small tmpfs is not allowed here")
    yield folder
    subprocess.run(["umount", str(folder)], check=False)


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="needs a Unix")
def test_a_full_disk_is_one_line_and_leaves_no_half_file(
    small_disk: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.scenarios.commands.test_main import FakeEngine

    monkeypatch.setattr(run, "Engine", FakeEngine)
    monkeypatch.setattr(progress, "compiled", False)
    monkeypatch.setattr(run_folder, "figure_files", lambda results: iter([("units.png", b"x" * 100_000)]))
    out = small_disk / "results"
    assert execute(["run", "taoyuan", "--out", str(out)]) == 1
    told = capsys.readouterr().err
    assert told == f"error: {out}/units.png: cannot be written: No space left on device\n"
    assert not (out / "units.png").exists()
    assert not (out / "manifest.json").exists()
    assert [path.name for path in out.iterdir() if path.suffix not in (".parquet", ".lock")] == []
