"""Stage 5, build 共建: works, then collecting, then campaigns, so that nothing passes two steps in a week (ODD 3)."""

from typing import TYPE_CHECKING

from . import campaign, collect, construct

if TYPE_CHECKING:
    from .model import ReferenceModel


def run(model: "ReferenceModel") -> None:
    """Live a week on sites, in collections and in campaigns."""
    construct.run(model)
    collect.run(model)
    campaign.run(model)
