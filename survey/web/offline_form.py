"""The questionnaire as the browser needs it to check a whole response with no line, in one language."""

from __future__ import annotations

from typing import Any

from forms import messages
from forms.numbers import EXAMPLE, WHOLE_EXAMPLE
from forms.options import listed
from forms.questionnaire import Question
from forms.sentence import Sentence
from survey.web.language import say
from survey.web.work import Work

# The sentences of the gate, by the name that the script knows them by.
SAID = {
    "not_a_number": messages.NOT_A_NUMBER,
    "number_too_long": messages.NUMBER_TOO_LONG,
    "not_whole": messages.NOT_WHOLE,
    "below": messages.BELOW,
    "above": messages.ABOVE,
    "below_only": messages.BELOW_ONLY,
    "above_only": messages.ABOVE_ONLY,
    "not_an_option": messages.NOT_AN_OPTION,
    "not_yes_no": messages.NOT_YES_NO,
    "too_long": messages.TOO_LONG,
    "control": messages.CONTROL,
    "formula": messages.FORMULA,
    "value_and_state": messages.VALUE_AND_STATE,
    "not_a_state": messages.NOT_A_STATE,
    "unanswered": messages.UNANSWERED,
}


def offline_form(work: Work) -> dict[str, Any]:
    """Sections, questions in form order with their rules as JSON trees, what the register knows."""
    return {
        "register": dict(work.columns),
        "sections": [
            [each.id, f"{each.no}. {say(each.title)}" if each.no else say(each.title)]
            for each in work.pages
        ],
        "questions": [question_written(each) for each in work.questionnaire.questions],
        "examples": {"whole": WHOLE_EXAMPLE, "other": EXAMPLE},
        "said": {name: say(sentence) for name, sentence in SAID.items()},
    }


def question_written(question: Question) -> dict[str, Any]:
    """One question; what it has not is left out."""
    parts = {
        "id": question.id,
        "section": question.section,
        "kind": question.kind.value,
        "label": say(question.label),
        "unit": say(question.unit or Sentence("", "")),
        "least": question.minimum,
        "most": question.maximum,
        "options": [[each.value, each.label.vi, each.label.en] for each in question.options],
        "listed": say(listed(question.options)),
        "ask": question.ask_if.as_json() if question.ask_if else None,
        "implied": question.implied,
        "checks": [
            [each.condition.as_json(), each.level.value, say(each.sentence)]
            for each in question.checks
        ],
    }
    return {name: part for name, part in parts.items() if part not in (None, "", [])}
