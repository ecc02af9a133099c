"""Others who use a thing and pay nothing: what a household thinks of it, and who would not pay alone (ODD 7.15)."""

from dizao.agents.compiled import rule
from dizao.model.core import draws
from dizao.model.core.draws import draw


@rule
def known_free_use(seed: int, need: int, household: int, free_use: float, known_share: float) -> float:
    """Share of use by others who pay nothing, as a household thinks of it: 0 unless it does (latent; ODD 7.15).

    Parameters
    ----------
    seed
        Seed of the replicate, in [0, 2**63).
    need, household
        Permanent numbers.
    free_use
        Share of use by others who pay nothing, in [0, 1].
    known_share
        Share of households who think of it, in [0, 1].

    Returns
    -------
    `free_use`, or 0.
    """
    if free_use > 0.0 and draw(seed, draws.KNOWS_USERS, need, household, 0) < known_share:
        return free_use
    return 0.0


@rule
def pays_alone(seed: int, need: int, household: int, asked: float, free_use: float, share: float) -> bool:
    """Whether a household would pay while others use the thing and do not, and is one of those who refuse that.

    Parameters
    ----------
    seed
        Seed of the replicate, in [0, 2**63).
    need, household
        Permanent numbers.
    asked
        What is asked of it, fen.
    free_use
        Share of use by others who pay nothing, as it thinks of it (`known_free_use`).
    share
        Share of households who consent and give only if the others pay, in [0, 1].

    Returns
    -------
    Whether it says no and gives nothing (latent; ODD 7.15).
    """
    if free_use <= 0.0 or asked <= 0.0 or share <= 0.0:
        return False
    return draw(seed, draws.CONDITIONAL, need, household, 0) < share
