"""Which program calculated a figure."""

from __future__ import annotations

import platform

import numpy as np

VERSION = "0.1.0"


def software() -> str:
    """This program's version with those that its figures hang on."""
    return f"{VERSION} (Python {platform.python_version()}, NumPy {np.__version__})"
