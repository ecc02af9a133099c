"""The world and its week; `CoCreationModel` is its Mesa adapter, loaded when asked for."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dizao.model.mesa_adapter.cocreation import CoCreationModel
    from dizao.model.mesa_adapter.data_collection import Collect

__all__ = ["CoCreationModel", "Collect"]


def __getattr__(name: str) -> Any:
    """Import Mesa only when somebody asks for the model class."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from dizao.model.mesa_adapter import cocreation

    return getattr(cocreation, name)
