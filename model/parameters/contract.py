"""Works contracts: progress payments, completion acceptance, retention, an engineer (ODD 7.20)."""

from typing import Annotated, NamedTuple

from dizao.agents.parameters import ASSUMED, Parameter


class Contract(NamedTuple):
    """What is agreed with builders, whoever pays and whenever (ODD 7.20)."""

    progress_share: Annotated[
        float,
        Parameter(
            "share",
            0.5,
            1.0,
            "C",
            "at least 80% in Caijian (2022) 183 for what public bodies order; none for residents' works",
            "part of the works done that is paid as they go on; the rest is owed until completion acceptance",
        ),
    ] = 0.8
    retention_share: Annotated[
        float,
        Parameter(
            "share",
            0.0,
            0.1,
            "C",
            "at most 3% of the price in Jianzhi (2017) 138; small works are often agreed without",
            "part of the bill that is retained to the end of defects liability",
        ),
    ] = 0.03
    retention_weeks: Annotated[
        int,
        Parameter(
            "weeks",
            0,
            104,
            "C",
            "usually one year, at most two, in Jianzhi (2017) 138",
            "weeks of defects liability, from the takeover",
        ),
    ] = 52
    repair_duty: Annotated[
        float,
        Parameter("probability", 0.0, 1.0, "C", ASSUMED, "builders who repair what completion acceptance refuses"),
    ] = 0.8
    acceptance_error: Annotated[
        float,
        Parameter(
            "share", 0.06, 0.3, "C", ASSUMED, "spread of the errors of those who ordered the works, of both kinds", 0.01
        ),
    ] = 0.15
    engineer_share: Annotated[
        float,
        Parameter("share", 0.0, 1.0, "C", ASSUMED, "projects with an engineer, who errs as little as inspectors"),
    ] = 0.2
    engineer_fee: Annotated[
        float,
        Parameter(
            "share",
            0.0,
            0.06,
            "C",
            "165,000 yuan for works of 5 million in the guided prices of 发改价格〔2007〕670号, free since 2015",
            "fee of an engineer, as a share of the cost without",
        ),
    ] = 0.03
