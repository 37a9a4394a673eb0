"""Answers as JSON values, and back: ``{"q": {"s": "answered", "v": 5, "n": "…", "r": "…"}}``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from forms.answers import Answer, Answers, State

# Looked up, since the country's answers are some two hundred thousand: calling State takes five times as long.
STATES = {state.value: state for state in State}


def to_json(answers: Answers) -> dict[str, dict[str, Any]]:
    """One object for each answer, by question id; what is empty is left out."""
    return {question_id: _written(answers[question_id]) for question_id in sorted(answers)}


def _written(answer: Answer) -> dict[str, Any]:
    parts = {"s": answer.state.value, "v": answer.value, "n": answer.note, "r": answer.reason}
    return {name: part for name, part in parts.items() if part is not None and part != ""}


def from_json(written: Mapping[str, Mapping[str, Any]]) -> dict[str, Answer]:
    """The answers that :func:`to_json` wrote."""
    return {
        question_id: Answer(STATES[each["s"]], each.get("v"), each.get("n", ""), each.get("r", ""))
        for question_id, each in written.items()
    }
