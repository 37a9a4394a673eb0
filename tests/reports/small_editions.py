"""Inputs of editions of the small index, in a few words."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import pandas as pd

from forms.answers import Answers
from reports.editions.inputs import Inputs, RoundInput, inputs_of
from reports.frame import frame_of
from reports.method import Method, changed
from reports.method_file import load_method
from reports.scenario import Scenario
from tests.reports.small_frames import TEXT, given, the_questionnaire

ROUND = RoundInput("Đợt thử", False, "2026-11-01")


@lru_cache
def few_draws() -> Method:
    """The shipped method with as few draws as it allows."""
    return changed(load_method(), {"draws": 100})


def several() -> dict[str, Answers]:
    """Eight units, from little to much, every second one remote, the last one silent."""
    levels = (5, 15, 30, 45, 60, 75, 90)
    units = {
        f"u{number}": given(
            a=level, b=100 - level, d="low" if level < 50 else "high", far=95 if number % 2 else 10
        )
        for number, level in enumerate(levels, 1)
    }
    return {**units, "u8": given(a=None)}


def inputs(
    answers: dict[str, Answers] | None = None, text: str = TEXT, **scenario: object
) -> Inputs:
    """Inputs of these units in two provinces, ``p1`` (u1 to u4) and ``p2``."""
    units = several() if answers is None else answers
    codes = list(units)
    frame = frame_of(the_questionnaire(), units, {})
    places = pd.DataFrame(
        [
            [f"Xã {code}", "commune", province_of(code), f"Tỉnh {province_of(code)}"]
            for code in codes
        ],
        index=pd.Index(codes, name="code"),
        columns=["name", "kind", "province_code", "province_name"],
    )
    asked = Scenario(few_draws())
    return inputs_of(
        text,
        replace(asked, **scenario),  # type: ignore[arg-type]
        of=ROUND,
        places=places,
        columns={code: {} for code in codes},
        answers={code: each for code, each in units.items() if each},
        frame=frame,
    )


def province_of(code: str) -> str:
    """The first four units belong to the first province."""
    return "p1" if code in ("u1", "u2", "u3", "u4") else "p2"
