"""How yuan, hours and benefits of whole lives are added up (ODD 7.19)."""

from typing import Annotated, NamedTuple

from dizao.agents.parameters import Parameter


class Welfare(NamedTuple):
    """Weights of the account of welfare (ODD 7.19). They change what is reported, not what anybody does."""

    discount_rate: Annotated[
        float,
        Parameter(
            "share",
            0.0,
            0.08,
            "C",
            "3.5% in the UK's Green Book (2022), 8% in China's rules for the appraisal of construction projects (2006)",
            "social discount a year, of every yuan, hour and benefit",
        ),
    ] = 0.04
    cost_of_public_funds: Annotated[
        float,
        Parameter(
            "ratio",
            1.0,
            1.5,
            "C",
            "1.2 in Norway's circular R-109 (Ministry of Finance) and in France's Quinet report (2013); none for China",
            "what a yuan of public money costs everybody, in yuan",
            1.0,
        ),
    ] = 1.2
    inequality_aversion: Annotated[
        float,
        Parameter(
            "ratio",
            0.0,
            2.0,
            "C",
            "elasticity of the marginal utility of income: 1.3 in the UK's Green Book, 1.6 (1.2 to 2.0) in Acland and "
            "Greenberg (2023)",
            "how much more a yuan counts to the poor: (mean income / own income) to this power; 0: not more",
        ),
    ] = 1.3
