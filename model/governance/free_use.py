"""Others who use a thing and pay nothing: what a household thinks of it (ODD 7.15)."""

from dizao.agents.compiled import rule
from dizao.model.core import draws
from dizao.model.core.draws import draw


@rule
def known_free_use(seed, need, household, free_use, known_share):
    """Share of use by others who pay nothing, as a household thinks of it: 0 unless it does (latent)."""
    if free_use > 0.0 and draw(seed, draws.KNOWS_USERS, need, household, 0) < known_share:
        return free_use
    return 0.0
