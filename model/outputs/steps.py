"""How far the needs of the programme get, step by step; projects and matters apart."""

from dizao.model.outputs.run_tables import RunTables, happened


def project_steps(run: RunTables) -> dict[str, int]:
    """Count the needs for a project by the step they got to, in the order of their lives.

    Parameters
    ----------
    run
        Tables and outcomes of one run.

    Returns
    -------
    Number of needs by step.
    """
    needs = run.tables["needs"]
    wanted = run.in_window() & (needs["kind"] == "project")
    reached = {
        "arose": int(wanted.sum()),
        "voiced": int((wanted & happened(needs["week_voiced"])).sum()),
    }
    names = {
        "proposed": "proposals",
        "consented": "consents",
        "funded": "funded",
        "completed": "completed",
        "functioning": "functioning_after_12_months",
    }
    return reached | {step: round(run.outcomes[outcome]) for step, outcome in names.items()}


def matter_steps(run: RunTables) -> dict[str, int]:
    """Count the matters that arose, were voiced and were settled.

    Parameters
    ----------
    run
        Tables and outcomes of one run.

    Returns
    -------
    Number of matters by step.
    """
    needs = run.tables["needs"]
    wanted = run.in_window() & (needs["kind"] == "matter")
    steps = {"arose": wanted}
    steps |= {step: wanted & happened(needs[f"week_{step}"]) for step in ("voiced", "settled")}
    return {step: int(rows.sum()) for step, rows in steps.items()}
