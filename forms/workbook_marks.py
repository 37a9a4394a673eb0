"""The hidden marks by which a form's cells are found again, wherever rows, columns or sheets went.

A hidden row names the columns, a hidden column names each row's question. The mark of the first
column also carries the start of the form's signature: a sheet from another form is seen.
"""

from __future__ import annotations

import re
import unicodedata

from forms.answers import State
from forms.fields import NOT_APPLICABLE, UNKNOWN
from forms.sentence import Sentence

IDENTITY = "#identity"
QUESTION, HEAD = "#question", "#head"
ANSWER, STATE, REASON, NOTE = "#answer", "#state", "#reason", "#note"
COLUMNS = (ANSWER, STATE, REASON, NOTE)
OF_SIGNATURE = 16
ANSWERED = Sentence("Đã trả lời", "Answered")
STATE_LABELS = {
    State.ANSWERED: ANSWERED,
    State.NOT_APPLICABLE: NOT_APPLICABLE,
    State.UNKNOWN: UNKNOWN,
}
IN_A_SHEET_NAME = re.compile(r"[\[\]:*?/\\]")
LONGEST_SHEET_NAME = 31


def question_mark(signature: str) -> str:
    """The mark of the column of question ids, of the form with this signature."""
    return f"{QUESTION} {signature[:OF_SIGNATURE]}"


def plain_label(text: str) -> str:
    """A label as it is compared: NFC, one space between words, letter case aside."""
    return " ".join(unicodedata.normalize("NFC", text).split()).casefold()


# A state as a person may write it → the state.
STATE_WORDS = {
    plain_label(word): state
    for state, label in STATE_LABELS.items()
    for word in (label.vi, label.en, state.value)
} | {"na": State.NOT_APPLICABLE, "?": State.UNKNOWN}


def sheet_names(titles: list[str]) -> list[str]:
    """Names that Excel takes for these titles: 31 characters, no signs of its own, none twice."""
    names: list[str] = []
    for number, title in enumerate(titles, 1):
        plain = IN_A_SHEET_NAME.sub(" ", title).strip(" '")[:LONGEST_SHEET_NAME].strip(" '")
        taken = {name.casefold() for name in names}
        if not plain or plain.casefold() in taken:
            plain = f"{number} {plain}"[:LONGEST_SHEET_NAME]
        names.append(plain)
    return names
