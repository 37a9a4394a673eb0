"""Rows of scores as the API gives them: from the calculation as it stands, or from an edition's stored rows."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

# Keyed by text; pandas knows no more than that its keys are hashable.
Row = Mapping[Any, Any]
PLACES = ("name", "kind", "province_code", "province_name")
NUMBERS = ("readiness", "low", "high", "coverage", "remoteness", "priority", "gap", "need_total")
COUNTS = ("rank", "unknown_needs")
DRAWN = ("rank_low", "rank_high", "funded_vnd", "chance")


def scores_of(code: str, place: Row, row: Row) -> dict[str, Any]:
    """One commune's scores; ``row`` has the names of the edition's table."""
    return {
        "code": code,
        **{name: str(place[name]) for name in PLACES},
        **{name: known(row.get(name)) for name in NUMBERS},
        **{name: whole(row.get(name)) for name in COUNTS},
        "remote": truth(row.get("remote")),
        "reason": row.get("reason") or "",
        "reason_en": row.get("reason_en") or "",
        "sections": parts(row, "section_"),
        "needs": {name: each for name, each in parts(row, "need_").items() if name != "total"},
    }


def priority_of(code: str, place: Row, row: Row) -> dict[str, Any]:
    """One commune in an edition: its scores, who funds it and how sure that is."""
    return {
        **scores_of(code, place, row),
        **{name: known(row.get(name)) for name in DRAWN},
        "funded": truth(row.get("funded")),
        "funded_columns": {
            name: truth(each) for name, each in parts(row, "funded_").items() if name != "vnd"
        },
        "standing": row.get("standing") or None,
    }


def parts(row: Row, prefix: str) -> dict[str, Any]:
    """The figures whose names begin so, by the rest of the name."""
    return {
        name.removeprefix(prefix): known(each)
        for name, each in row.items()
        if name.startswith(prefix)
    }


def known(value: Any) -> Any:
    """A figure as JSON has it; a missing one is null."""
    if value is None or value is pd.NA:
        return None
    plain = value.item() if isinstance(value, np.generic) else value
    return None if isinstance(plain, float) and math.isnan(plain) else plain


def whole(value: Any) -> int | None:
    """A count or a rank; null where it is missing."""
    found = known(value)
    return None if found is None else int(found)


def truth(value: Any) -> bool | None:
    """True or false, however it is stored; null where it is missing."""
    found = known(value)
    return None if found is None else bool(found)
