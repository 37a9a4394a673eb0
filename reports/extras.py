"""Modules that stand on an optional package: imported only when asked for, and told plainly when they cannot be."""

from __future__ import annotations

import importlib
from collections.abc import Collection
from types import ModuleType

from forms.sentence import Refused, Sentence

OPTIONAL = ("dask", "distributed", "pyarrow")
NOT_INSTALLED = Sentence(
    "Cần gói {package}, máy này chưa cài. Hãy chạy bằng python3 run.py (tự cài đủ), "
    "hoặc cài vào môi trường đang dùng: pip install 'dask[distributed]' pyarrow",
    "This needs the package {package}, which is not installed here. Run it with python3 run.py (installs all "
    "that is needed), or install into your own environment: pip install 'dask[distributed]' pyarrow",
)


def needed(
    module: str, optional: Collection[str] = OPTIONAL, not_installed: Sentence = NOT_INSTALLED
) -> ModuleType:
    """One of our own modules that imports an optional package at its top.

    Imported by name: what is optional stays out of everyone else's start, and an
    installation without it can do the rest. Raises Refused, saying what to install, where one of
    the ``optional`` packages is missing.
    """
    try:
        return importlib.import_module(module)
    except ModuleNotFoundError as missing:
        package = (missing.name or "").partition(".")[0]
        if package not in optional:
            raise
        raise Refused(not_installed.filled(package=package)) from missing
