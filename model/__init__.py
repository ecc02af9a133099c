"""The world and its week; `CoCreationModel` is its Mesa face, loaded when asked for."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dizao.model.cocreation import CoCreationModel

__all__ = ["CoCreationModel"]


def __getattr__(name: str) -> Any:
    """Import Mesa only when somebody asks for the model class."""
    if name == "CoCreationModel":
        from dizao.model.cocreation import CoCreationModel

        return CoCreationModel
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
