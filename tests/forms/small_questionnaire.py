"""A small questionnaire as a file's content, sound until a test breaks it."""

from __future__ import annotations

import copy
from typing import Any

import pytest
import yaml

from forms.loading import QuestionnaireRefused, load_text
from forms.questionnaire import Questionnaire
from forms.sentence import Sentence

File = dict[str, Any]


def a_file() -> File:
    """A small sound questionnaire: somebody's index of two sections, one of them in two parts."""
    return {
        "meta": {"id": "small", "version": "1", "title_vi": "Phiếu nhỏ", "title_en": "Small form"},
        "sections": [
            {"id": "tools", "no": "I", "vi": "Thiết bị", "en": "Tools", "weight": 60},
            {
                "id": "people",
                "vi": "Con người",
                "en": "People",
                "weight": 40,
                "combine": "geometric",
            },
            {"id": "old", "vi": "Lớn tuổi", "en": "Older", "weight": 1, "parent": "people"},
            {"id": "place", "vi": "Địa bàn", "en": "Place"},
        ],
        "questions": [
            a_question("staff", "people", unit={"vi": "người", "en": "people"}, range=[0, 300]),
            a_question(
                "computers",
                "tools",
                range=[0, 500],
                scored=True,
                weight=2,
                score={"expr": "computers / staff", "zero": 0, "full": 1, "scale": "log1p"},
                checks=[
                    {"if": "computers == 0", "level": "warn", "vi": "Không có máy?", "en": "None?"}
                ],
                gap={"qty": "max(0, staff - computers)", "cost": "computer"},
                why={"text": "mỗi người một máy", "src": ["law"]},
            ),
            a_question(
                "lan",
                "tools",
                type="choice",
                scored=True,
                weight=1,
                options=[
                    {"value": "no", "vi": "Chưa", "en": "None", "score": 0, "points": 5},
                    {"value": "full", "vi": "Đủ", "en": "Full", "score": 100},
                ],
            ),
            a_question("on_lan", "tools", ask_if="lan != 'no'", implied=0, range=[0, 500]),
            a_question("trained", "old", type="yes_no", scored=True, weight=1),
            a_question("remarks", "place", type="text"),
            a_question("far", "place", type="yes_no", prefill="island_hint"),
        ],
        "remoteness": {
            "class": {"cap": 60, "terms": ["points(lan)", "10 if far else 0"]},
            "access": {
                "weight": 40,
                "at_least": 1,
                "terms": [{"expr": "register_km_to_seat", "zero": 0, "full": 100}],
            },
            "remote_if": "far or lan == 'no'",
            "official": ["far"],
        },
        "unit_costs": {"computer": {"vnd": 20_000_000, "column": "infrastructure", "src": ["law"]}},
        "sources": {"law": "Luật"},
    }


def a_question(question_id: str, section: str, **keys: Any) -> File:
    """One question for a whole number, unless told otherwise."""
    return {
        "id": question_id,
        "section": section,
        "type": "integer",
        "vi": "Câu hỏi?",
        "en": "Question?",
    } | keys


def question(file: File, question_id: str) -> File:
    """A question of a file, to be broken."""
    found: File = next(each for each in file["questions"] if each["id"] == question_id)
    return found


def loaded(file: object) -> Questionnaire:
    """A file's content loaded as text."""
    return load_text(yaml.safe_dump(copy.deepcopy(file), allow_unicode=True), "phieu.yaml")


def refusals(text: str) -> tuple[Sentence, ...]:
    """Every sentence about a text that is refused."""
    with pytest.raises(QuestionnaireRefused) as refused:
        load_text(text, "phieu.yaml")
    return refused.value.refusals
