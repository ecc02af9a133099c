"""The reference of ``benchmarks/mesa_reference``, loaded from its folder: benchmarks are not installed."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

PATH = Path(__file__).resolve().parents[2] / "benchmarks" / "mesa_reference" / "__init__.py"


def _load() -> ModuleType:
    spec = importlib.util.spec_from_file_location("mesa_reference", PATH, submodule_search_locations=[str(PATH.parent)])
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


ReferenceModel = _load().ReferenceModel
