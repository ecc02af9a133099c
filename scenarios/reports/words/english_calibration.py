"""Texts about calibration, in English; `dizao.scenarios.reports.words.chinese_calibration` has the same keys."""

TEXTS = {
    "calibrate.written": "written to {path}",
    "needs.head": "Rate of needs: one factor on all categories; more than {applications} applications were counted",
    "needs.factor": "factor",
    "needs.applications": "applications",
    "needs.range": "90% of districts",
    "needs.number": "another number",
    "needs.at": "ends of its range",
    "needs.compatible": "The present rates (factor 1) are compatible with the count, a lower bound: they stay.",
    "needs.incompatible": "The present rates (factor 1) are not compatible with the count: they are too low.",
    "needs.bounds": (
        "Compatible: {lowest} and above. The mean reaches the count at {at} "
        "(95% over {replicates} worlds: {low} to {high}). "
        "The count has no upper end; the range of the rates ends at {end}."
    ),
    "needs.open": (
        "Not identified: each category's own rate, and whatever else brings more or fewer needs to an application. "
        "The second table has some of it, at factor 1."
    ),
    "places.head": "What reports of finished projects say of numbers that nobody knows",
    "places.number": "number",
    "places.prior": "prior",
    "places.possible": "possible, 90%",
    "places.value": "mean",
    "places.quantiles": "90%",
    "places.contraction": "narrower",
    "places.explained": "found again",
    "places.covered": "covered",
    "places.default": "default",
    "places.case": "case and number",
    "places.observed": "observed",
    "places.before": "prior: median [90%]",
    "places.after": "posterior: median [90%]",
    "places.search": (
        "{particles} particles, worth {effective}; allowed distance from {first} to {last}. "
        "At {never} of the prior's points some case is not finished in {tries} tries: they are left out."
    ),
    "places.moved": "Moved by the reports (variance at least 30% smaller): {names}.",
    "places.unmoved": "The reports move none of these numbers: the posterior hardly differs from the prior.",
    "places.outside": "The present default lies outside the 90% interval: {names}.",
    "places.key": (
        "possible: where every case is finished at all. narrower: part of its variance that is gone. "
        "found again: part that is explained where known numbers made the data (0 or less: not identified). "
        "covered: how often the 90% interval then holds the true number."
    ),
}
