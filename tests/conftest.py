"""What all tests share: the same random examples everywhere, and the number of threads as it was."""

import os
from collections.abc import Iterator

# Tests run beside each other: a process of many threads for linear algebra would only stand in the others' way.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import pytest
from hypothesis import HealthCheck, Phase, settings

from dizao.agents.compiled import set_threads, threads

# Before they are imported, so that a rule that is broken says with which numbers.
pytest.register_assert_rewrite("tests.model.invariants")

settings.register_profile(
    "same_everywhere",
    derandomize=True,
    database=None,
    deadline=None,
    max_examples=60,
    # Without shrinking: an example is a whole world, and the message says which rule it broke and where.
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=(HealthCheck.too_slow,),
)
settings.load_profile("same_everywhere")


@pytest.fixture
def threads_restored() -> Iterator[None]:
    before = threads()
    yield
    set_threads(before)
