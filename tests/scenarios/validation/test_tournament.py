"""Rules of giving beside each other, and field experiments given their control group."""

import numpy as np
import pytest

from dizao.scenarios.calibration import evidence
from dizao.scenarios.execution.executor import Serial
from dizao.scenarios.reports import tournament as report
from dizao.scenarios.validation import contrasts, laboratory
from dizao.scenarios.validation.tournament import order_of


def test_mechanisms_are_in_order_and_only_what_is_beyond_chance_is_sure() -> None:
    worlds = np.arange(10.0)
    values = {"low": worlds, "high": worlds + 5.0, "as high": worlds + 5.0 + np.tile([0.1, -0.11], 5)}
    assert order_of(values) == "high ~ as high > low"


def test_contrasts_without_a_source_for_the_control_group_are_left_out_and_said() -> None:
    assert {one.name for one in contrasts.contrasts()} == {"match", "seed"}
    assert {name for name, _, _ in contrasts.left_out()} == {"refund", "challenge", "lead_gift"}
    assert len(report.contrast_notes(evidence.read(contrasts.TABLE))) == 4


def test_the_control_group_gives_as_often_as_observed_and_the_ratio_is_that_of_the_source() -> None:
    one = contrasts.contrasts()[0]
    assert one.observed == pytest.approx(0.022 / one.control, abs=0.005)
    intercept = contrasts.intercept_of(one, "conditional")
    assert contrasts.taking_part(one, one.control_change, "conditional", intercept) == pytest.approx(
        one.control, abs=0.001
    )
    treated = contrasts.taking_part(one, one.treated_change, "conditional", intercept)
    assert treated > one.control


@pytest.mark.long
def test_targets_met_under_the_default_are_those_of_the_table() -> None:
    rows = laboratory.validate()
    assert laboratory.met_under([], Serial()) == rows["met"].tolist()
