"""All that an edition is calculated from, as texts: equal inputs have equal hashes and give equal results."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from forms.answers import Answers
from forms.answers_json import from_json, to_json
from forms.loading import load_text
from forms.questionnaire import Questionnaire
from forms.sentence import Sentence
from reports.frame import Frame, frame_of
from reports.method import Method, Parameter, method_of
from reports.scenario import Scenario, applied

# Texts by what they hold. The order is that in which they are told.
PARTS = ("round", "questionnaire", "method", "costs", "register", "answers")
# The evidence of most approved answers.
USUAL = "approved"
PLACES = ("name", "kind", "province_code", "province_name")


@dataclass(frozen=True, slots=True)
class RoundInput:
    """The round as an edition names it; ``dated`` is the day of its last approval, as YYYY-MM-DD."""

    name: str
    simulated: bool
    dated: str


@dataclass(frozen=True)
class Inputs:
    """Texts by part: the questionnaire's YAML, all others canonical JSON."""

    texts: Mapping[str, str]

    @cached_property
    def sha256(self) -> dict[str, str]:
        """Each part's hash, in hex."""
        return {part: hashlib.sha256(self.texts[part].encode()).hexdigest() for part in PARTS}

    @cached_property
    def round(self) -> RoundInput:
        """Whose answers these are."""
        return RoundInput(**json.loads(self.texts["round"]))

    @cached_property
    def scenario(self) -> Scenario:
        """Method, weights, unit costs, budget and floors."""
        written = json.loads(self.texts["method"])
        return Scenario(
            method_in(written["parameters"]),
            written["weights"],
            json.loads(self.texts["costs"]),
            written["budget"],
            written["floors"],
        )

    @cached_property
    def asked(self) -> Questionnaire:
        """The questionnaire as it was asked."""
        return load_text(self.texts["questionnaire"], "edition")

    @cached_property
    def questionnaire(self) -> Questionnaire:
        """The questionnaire with the scenario's weights and unit costs."""
        return applied(self.asked, self.scenario)

    @cached_property
    def places(self) -> pd.DataFrame:
        """Code → name, kind, province_code, province_name."""
        rows = {code: each["place"] for code, each in json.loads(self.texts["register"]).items()}
        places = pd.DataFrame.from_dict(rows, orient="index", columns=list(PLACES))
        places.index.name = "code"
        return places

    def frame(self) -> Frame:
        """The answers of every unit of the register, each with how well it is known."""
        written = json.loads(self.texts["answers"])
        register = {
            code: each["columns"] for code, each in json.loads(self.texts["register"]).items()
        }
        answers = {
            code: from_json(written[code]["a"]) if code in written else {} for code in register
        }
        frame = frame_of(self.questionnaire, answers, register)
        return with_evidence(self.questionnaire, frame, written)


def inputs_of(
    questionnaire_text: str,
    scenario: Scenario,
    *,
    of: RoundInput,
    places: pd.DataFrame,
    columns: Mapping[str, Mapping[str, float]],
    answers: Mapping[str, Answers],
    frame: Frame,
) -> Inputs:
    """The inputs of a calculation. ``columns``: the register's figures by code; ``answers``: those that count.

    Notes and reasons are left out: they change no figure.
    """
    asked = load_text(questionnaire_text, "edition")
    costs = {name: cost.vnd for name, cost in (asked.unit_costs or {}).items()}
    method = {
        "parameters": [asdict(each) for each in scenario.method.parameters],
        "weights": dict(scenario.weights),
        "budget": scenario.budget,
        "floors": None if scenario.floors is None else dict(scenario.floors),
    }
    register = {
        str(code): {
            "place": [str(row[name]) for name in PLACES],
            "columns": known(columns[str(code)]),
        }
        for code, row in places.to_dict("index").items()
    }
    texts = {
        "round": canonical(asdict(of)),
        "questionnaire": questionnaire_text,
        "method": canonical(method),
        "costs": canonical({**costs, **scenario.costs}),
        "register": canonical(register),
        "answers": canonical(written_answers(answers, frame)),
    }
    return Inputs(texts)


def written_answers(answers: Mapping[str, Answers], frame: Frame) -> dict[str, Any]:
    """By code the answers ``a`` (state ``s``, value ``v``), and ``e``: what is known otherwise than approved."""
    row = {code: place for place, code in enumerate(frame.codes)}
    return {
        code: {"a": without_words(given), "e": evidence_at(frame, row[code])}
        for code, given in answers.items()
    }


def without_words(answers: Answers) -> dict[str, Any]:
    """Answers as JSON values, without notes and reasons."""
    return {
        question: {key: part for key, part in each.items() if key in ("s", "v")}
        for question, each in to_json(answers).items()
    }


def evidence_at(frame: Frame, row: int) -> dict[str, str]:
    """By question how well one unit's answers are known, where that is not the usual."""
    found = {question: str(words[row]) for question, words in frame.evidence.items()}
    return {question: word for question, word in found.items() if word != USUAL}


def with_evidence(questionnaire: Questionnaire, frame: Frame, written: Mapping[str, Any]) -> Frame:
    """The frame with the evidence of the written answers; of a unit without any, all is missing."""
    said = [written[code]["e"] if code in written else None for code in frame.codes]
    evidence = {
        question.id: np.array(
            ["missing" if each is None else each.get(question.id, USUAL) for each in said]
        )
        for question in questionnaire.questions
    }
    return replace(frame, evidence=evidence)


def method_in(parameters: list[dict[str, Any]]) -> Method:
    """The method of these written parameters, each still with its range and reason."""
    return method_of(
        [Parameter(**{**each, "reason": Sentence(**each["reason"])}) for each in parameters]
    )


def known(columns: Mapping[str, float]) -> dict[str, float]:
    """The figures that are known: NaN has no place in JSON."""
    return {name: float(value) for name, value in columns.items() if np.isfinite(value)}


def canonical(content: object) -> str:
    """JSON that is the same for the same content: keys sorted, no spaces, letters as they are."""
    return json.dumps(
        content, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")
    )
