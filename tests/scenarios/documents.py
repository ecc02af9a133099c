"""What a loader may be given: bytes, almost-TOML, files of known keys with any values, ``--set``, files of ties."""

import codecs
import json
from typing import Any

from hypothesis import strategies as st

from dizao.model.mechanisms.parts import PARTS
from dizao.model.mechanisms.presets import presets
from dizao.model.outputs.outcomes import OUTCOMES
from dizao.model.parameters import CATEGORIES, Category
from dizao.model.systems.registry import SECTIONS
from dizao.model.world.pins import PinnedOrganization, PinnedProject
from dizao.scenarios.loading.layers import library

EXTREMES = [
    0,
    1,
    -1,
    2,
    3.5,
    1e-300,
    1e300,
    -0.0,
    float("nan"),
    float("inf"),
    -float("inf"),
    2**31,
    2**63,
    -(2**63),
    10**400,
]
WORDS = [
    *presets(),
    *CATEGORIES,
    *OUTCOMES,
    *library(),
    "",
    "true",
    "own",
    "compound",
    "unit",
    "project",
    "a\nb",
    "街",
    "\x00",
    "\x1b[2J",
    "\u202e",
]

numbers = st.sampled_from(EXTREMES) | st.integers(-10, 2000) | st.floats(0.0, 1.0)
words = st.sampled_from(WORDS) | st.text(max_size=8)
scalars = numbers | words | st.booleans()
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=2), max_leaves=6
)


def fields(section: Any) -> st.SearchStrategy[dict[str, Any]]:
    """Return tables of some fields of a section, mostly with numbers, and now and then a key that is not there."""
    return st.dictionaries(st.sampled_from(section._fields) | words, numbers | values, max_size=4)


parts = st.fixed_dictionaries({}, optional={name: fields(part) | values for name, part in PARTS.items()})
mechanisms = parts | st.builds(lambda table, name: {**table, "preset": name}, parts, words)
categories = st.dictionaries(st.sampled_from([*CATEGORIES]) | words, fields(Category) | st.booleans(), max_size=3)
variants = st.fixed_dictionaries({}, optional={"name": words, "title": words, "title_zh": words, "set": values})
systems = st.fixed_dictionaries(
    {}, optional={"number": numbers, "judged_by": words, "expected": words, "variants": st.lists(variants, max_size=3)}
)
KEYS: dict[str, st.SearchStrategy[Any]] = {
    "extends": st.sampled_from([*library(), "own.toml", "../own.toml"]) | values,
    "title": values,
    "question": values,
    "scale": numbers | values,
    "ties": st.dictionaries(st.sampled_from(["1", "2", "01", "-1", "x", "1" * 5001, "١"]), words | values, max_size=2)
    | values,
    "projects": st.lists(fields(PinnedProject), max_size=3) | values,
    "organizations": st.lists(fields(PinnedOrganization), max_size=3) | values,
    "categories": categories | values,
    "mechanism": mechanisms | values,
    "former": mechanisms | values,
    "presets": st.dictionaries(st.sampled_from([*presets()]) | words, parts | values, max_size=2),
    "system": systems | values,
    **{name: fields(section) | values for name, section in SECTIONS.items()},
}
tables = st.lists(st.sampled_from([*KEYS]), max_size=3, unique=True).flatmap(
    lambda keys: st.fixed_dictionaries({key: KEYS[key] for key in keys})
)


def toml(value: Any) -> str:
    """Return a value as TOML, or as something near it where TOML has no such value."""
    if isinstance(value, dict):
        return (
            "{"
            + ", ".join(f"{json.dumps(key, ensure_ascii=False)} = {toml(inner)}" for key, inner in value.items())
            + "}"
        )
    if isinstance(value, list):
        return "[" + ", ".join(map(toml, value)) + "]"
    return json.dumps(value, ensure_ascii=False) if isinstance(value, (str, bool)) else str(value)


def encoded(text: str) -> bytes:
    """Return a text as bytes, whatever is in it."""
    return text.encode("utf-8", "replace")


def as_file(table: dict[str, Any]) -> bytes:
    """Return a file with a line for each key of a table."""
    return encoded("\n".join(f"{key} = {toml(value)}" for key, value in table.items()))


known = st.builds(lambda parent, table: as_file({"extends": parent} | table), st.sampled_from([*library()]), tables)
pieces = scalars.map(lambda value: encoded(toml(value)))
LIBRARY = [path.read_bytes() for path in library().values()]


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """Return a file of the library with a few pieces of it taken out, doubled, or replaced."""
    text = draw(st.sampled_from(LIBRARY))
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 12)))
        piece = draw(st.sampled_from([b"", text[start:end] * 2]) | st.binary(max_size=4) | pieces)
        text = text[:start] + piece + text[end:]
    return text


texts = st.text(max_size=40).map(encoded)
MARKS = [b"", codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_LE, codecs.BOM_UTF8 * 2]
"""What other programs put in front of a text."""


def marked(texts: st.SearchStrategy[bytes]) -> st.SearchStrategy[bytes]:
    """Return texts with a mark in front now and then, and some in the encoding that a mark stands for."""
    wide = texts.map(lambda text: text.decode("utf-8", "replace").encode("utf-16"))
    return texts | wide | st.builds(lambda mark, text: mark + text, st.sampled_from(MARKS), texts)


plain_files = st.binary(max_size=40) | texts | tables.map(as_file) | known | mutated()
files = marked(plain_files)
paths = st.sampled_from(
    [
        *(f"{name}.{field}" for name, section in SECTIONS.items() for field in section._fields),
        *(f"mechanism.{name}.{field}" for name, part in PARTS.items() for field in part._fields),
        *(f"categories.gate.{field}" for field in Category._fields),
        *KEYS, "reward.payment.rate", "a.b", "", ".", "..",
    ]
)  # fmt: skip
settings = st.builds(lambda path, value: f"{path}={toml(value)}", paths, values)
overrides = st.lists(settings | st.text(max_size=12), max_size=3)
pabulib_amounts = (
    st.sampled_from(["5", "0", "-1", "1e400", "1e999999999", "nan", "1/3", "1,5", "", " 7 ", "9" * 50]) | words
)
pabulib_names = st.sampled_from(["1", "2", "p", "\x1b[2J", ""]) | words


def pabulib_text(budget: str, projects: list[tuple[str, str]], votes: list[list[str]]) -> bytes:
    """Return almost a file of Pabulib."""
    lines = [
        "META",
        "key;value",
        "description;d",
        "vote_type;approval",
        f"budget;{budget}",
        "PROJECTS",
        "project_id;cost",
    ]
    lines += [f"{name};{cost}" for name, cost in projects]
    lines += ["VOTES", "voter_id;vote", *(f"{k};{','.join(vote)}" for k, vote in enumerate(votes))]
    return encoded("\n".join(lines))


elections = marked(
    st.binary(max_size=40)
    | st.builds(
        pabulib_text,
        pabulib_amounts,
        st.lists(st.tuples(pabulib_names, pabulib_amounts), max_size=3),
        st.lists(st.lists(pabulib_names, max_size=2), max_size=3),
    )
)
nodes = st.integers(-3, 4000) | st.sampled_from([10**23, "007", "7", "1.0", "1_0", "\u0661", "1e5"])
plain_edges = st.binary(max_size=30) | st.lists(
    st.tuples(nodes, st.sampled_from([" ", "\t", ",", "  "]), nodes | words), max_size=4
).map(lambda rows: "\n".join(f"{a}{gap}{b}" for a, gap, b in rows).encode("utf-8", "replace"))
edges = marked(plain_edges)
GRAPHML = '<graphml xmlns="http://graphml.graphdrawing.org/xmlns"><graph edgedefault="{}">{}</graph></graphml>'
graphml = st.binary(max_size=30) | st.builds(
    lambda kind, nodes: GRAPHML.format(
        kind, "".join(f'<node id="{a}"/><edge source="{a}" target="{b}"/>' for a, b in nodes)
    ).encode("utf-8", "replace"),
    st.sampled_from(["directed", "undirected", "", "x"]),
    st.lists(st.tuples(st.integers(-2, 50), st.integers(-2, 50) | words), max_size=4),
)
