"""Talks in person about a proposal or a campaign (做工作): whoever talks meets a mind anew in part (ODD 7.4)."""

from dizao.agents.compiled import rule
from dizao.agents.household import NOBODY
from dizao.agents.parameters import People
from dizao.model.core import draws
from dizao.model.core.draws import draw
from dizao.model.world.make import Records


@rule
def meets_anew(seed: int, week: int, need: int, h: int, row: int, tables: Records, p: People) -> bool:
    """Note a talk in person of this week; return whether it met a better mind than all before it (ODD 7.4).

    Parameters
    ----------
    seed
        Seed of the replicate, in [0, 2**63).
    week
        This week.
    need
        Permanent number of the need.
    h, row
        Rows of the household and of its stake in the project, of which ``met`` may be written.
    tables
        The world's records.
    p
        Behavioural parameters.

    Returns
    -------
    Whether the household's mind may have moved; never where there is no persuasion.
    """
    households, stakes = tables.households, tables.stakes
    if p.persuasion <= 0.0 or households.contact_week[h] != week or households.contact_by[h] == NOBODY:
        return False
    met = draw(seed, draws.PERSUADE, need, households.id[h], households.contact_by[h])
    if met <= stakes.met[row]:
        return False
    stakes.met[row] = met
    return True
