"""Submissions exported by ODK Central or KoboToolbox, read as a table of answers.

Their files carry groups in the column names, columns of their own (when, who, which device), and
choices as values or as labels. What the form wrote is found again by its names or its labels; what
the server added is left out and counted; anything else stays, and is refused as no question.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from forms import xlsform_words as words
from forms.answers import Raw
from forms.answers_table import AnswersTable, Row, Sheet, exact, is_filled, refusal, text_of
from forms.questionnaire import Questionnaire
from forms.sentence import Sentence
from forms.workbook_figures import STATES_RAW
from forms.workbook_marks import STATE_WORDS, plain_label
from forms.xlsform import survey_rows, version_of

GROUPS = re.compile(r"[/\-.:]")
# What both servers add: when, who, from where, which copy. KoboToolbox marks most of its own with _.
SERVERS = re.compile(
    r"_.*|__version__|(meta|formhub)[/\-.:].*|start|end|today|audit|deviceid|device_id|username|email|phonenumber"
    r"|simserial|subscriberid|SubmissionDate|KEY|PARENT_KEY|SubmitterID|SubmitterName|AttachmentsPresent"
    r"|AttachmentsExpected|Status|ReviewState|DeviceID|Edits|FormVersion|instanceID|instanceName"
    r"|rootUuid|deprecatedID|SET-OF-.*"
)
# Of these one stands in every export, and in no table that a person makes.
COPIES = frozenset({"KEY", "_uuid", "_id", "meta-instanceID", "meta/instanceID", "meta/rootUuid"})
SHOWN = 10
# ODK Central's own column; KoboToolbox's "__version__" is no version of ours.
CENTRALS_VERSION = "FormVersion"
UNKNOWN_VERSION = Sentence("không rõ", "unknown")
OTHER_VERSION = Sentence(
    "Chú ý: {n} phiếu làm bằng biểu phiên bản khác ({versions}); bộ câu hỏi của đợt là {own}. Câu hỏi có thể đã đổi, hãy đối chiếu trước khi ghi.",
    "Note: {n} submissions were made with another version of the form ({versions}); the round's questionnaire is {own}. Questions may have changed: compare before writing.",
)


@dataclass(frozen=True, slots=True)
class Submissions:
    """The answers found, how many columns of the server were left out, what is to be said of versions."""

    table: AnswersTable
    ignored: int
    other_version: Sentence | None = None


def is_export(sheet: Sheet) -> bool:
    """Whether a file's head is that of ODK Central or KoboToolbox."""
    return not COPIES.isdisjoint(sheet.head[1:])


def read_submissions(path: Path, sheet: Sheet, questionnaire: Questionnaire) -> Submissions:
    """The submissions of a form of this questionnaire.

    Raises :class:`Refused` where there is no column of codes, a row has none, an answer stands beside a
    state, or a commune was submitted more than once.
    """
    columns = Columns(questionnaire, sheet.head)
    if words.CODE not in columns.places:
        raise refusal(
            path,
            f"không có cột “{words.CODE}”. Hãy xuất từ biểu XLSForm do hệ thống này lập.",
            f"has no column “{words.CODE}”. Export it from an XLSForm that this system wrote.",
        )
    rows = tuple(row_of(path, number, columns, cells) for number, cells in sheet.rows)
    refuse_several(path, rows, {number: copy_of(sheet.head, cells) for number, cells in sheet.rows})
    versions = [columns.version(cells) for _, cells in sheet.rows]
    told = told_of_versions(version_of(questionnaire), versions)
    return Submissions(AnswersTable(columns.questions, rows), columns.ignored, told)


def told_of_versions(own: str, versions: Sequence[str]) -> Sentence | None:
    """What to say of submissions of another version's form, or of none that is known; None where all are own."""
    others = Counter(version for version in versions if version != own)
    if not others:
        return None
    vi, en = (
        ", ".join(f"{name or unknown}: {times}" for name, times in others.most_common(SHOWN))
        for unknown in (UNKNOWN_VERSION.vi, UNKNOWN_VERSION.en)
    )
    blanks = {"n": others.total(), "own": own}
    return Sentence(
        OTHER_VERSION.vi.format(versions=vi, **blanks),
        OTHER_VERSION.en.format(versions=en, **blanks),
    )


class Columns:
    """The head of an export: where each name of the form stands, and what is none of it."""

    def __init__(self, questionnaire: Questionnaire, head: Sequence[str]) -> None:
        self.questionnaire = questionnaire
        named = Names(questionnaire)
        self.places: dict[str, int] = {}
        self.foreign: list[str] = []
        self.ignored = 0
        for place, title in enumerate(head):
            name = named.of(title)
            if name is not None:
                self.places.setdefault(name, place)
            elif SERVERS.fullmatch(title) or not title:
                self.ignored += 1
                if title == CENTRALS_VERSION:
                    self.places[CENTRALS_VERSION] = place
            else:
                self.foreign.append(title)

    @property
    def questions(self) -> tuple[str, ...]:
        """The questions that stand in the file, and the columns that nobody knows."""
        asked = (q.id for q in self.questionnaire.questions if q.id in self.places)
        return (*asked, *self.foreign)

    def version(self, cells: Sequence[object]) -> str:
        """The version of the form that made a row; empty where the file does not say."""
        return self.cell(words.VERSION, cells) or self.cell(CENTRALS_VERSION, cells)

    def cell(self, name: str, cells: Sequence[object]) -> str:
        """A row's text under a name of the form; empty where there is none."""
        place = self.places.get(name)
        return text_of(cells[place]) if place is not None and place < len(cells) else ""


class Names:
    """The names of a form's rows, and their labels in both languages."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        rows = [row for row in survey_rows(questionnaire) if row.name]
        self.names = {row.name for row in rows}
        self.labels = {
            plain_label(label): row.name
            for row in rows
            for label in (row.label.vi, row.label.en)
            if label
        }

    def of(self, title: str) -> str | None:
        """The name of the form that a column's title means: the name or the label, groups aside."""
        for start in (0, *(match.end() for match in GROUPS.finditer(title))):
            end = title[start:]
            if end in self.names:
                return end
            if plain_label(end) in self.labels:
                return self.labels[plain_label(end)]
        return None


def row_of(path: Path, number: int, columns: Columns, cells: Sequence[object]) -> Row:
    """One submission's answers."""
    code = columns.cell(words.CODE, cells)
    if not code:
        raise refusal(path, f"dòng {number} thiếu mã đơn vị.", f"row {number} has no unit code.")
    return Row(number, code, dict(answers_in(path, number, columns, cells)))


def answers_in(
    path: Path, number: int, columns: Columns, cells: Sequence[object]
) -> Iterator[tuple[str, Raw]]:
    """What a submission says to each question; what is empty is left out."""
    for question in columns.questionnaire.questions:
        own = question.id
        value, state = columns.cell(own, cells), columns.cell(own + words.STATE, cells)
        if value and state:
            raise both(path, number, own)
        # A form's figures have decimal points, whatever separates the columns.
        given: object = exact(value) if question.kind.is_number else value
        if state:
            given = state_raw(path, number, own, state)
        if is_filled(given):
            note, reason = (columns.cell(own + end, cells) for end in (words.NOTE, words.REASON))
            yield own, Raw(given, note, reason)


def state_raw(path: Path, number: int, question: str, text: str) -> str:
    """A state by its value or its label, as the gate takes it."""
    raw = STATES_RAW.get(STATE_WORDS.get(plain_label(text)))
    if raw is None:
        raise refusal(
            path,
            f"dòng {number}: “{text[:40]}” không phải trạng thái của câu {question}. Hãy xuất lại tệp.",
            f"row {number}: “{text[:40]}” is not a state of question {question}. Export the file again.",
        )
    return raw


def both(path: Path, number: int, question: str) -> Exception:
    """The refusal of an answer beside a state: nobody can tell which was meant."""
    return refusal(
        path,
        f"dòng {number}: câu {question} vừa có trả lời vừa có trạng thái. Hãy xóa một trong hai.",
        f"row {number}: question {question} has both an answer and a state. Delete one of them.",
    )


def copy_of(head: Sequence[str], cells: Sequence[object]) -> str:
    """The server's own name of a submission."""
    named = zip(head, map(text_of, cells), strict=False)
    return next((text for title, text in named if title in COPIES and text), "")


def refuse_several(path: Path, rows: Sequence[Row], copies: Mapping[int, str]) -> None:
    """Refuse communes with more than one submission, naming each: which one counts is not ours to guess."""
    by_code: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_code[row.code].append(row)
    several = [found for found in by_code.values() if len(found) > 1]
    if not several:
        return

    def named(word: str) -> str:
        listed = [
            f"{found[0].code}: "
            + ", ".join(f"{word} {row.number} ({copies[row.number]})" for row in found)
            for found in several[:SHOWN]
        ]
        return "; ".join([*listed, *(["…"] if len(several) > SHOWN else [])])

    raise refusal(
        path,
        f"có {len(several)} xã gửi nhiều lần: {named('dòng')}. Hãy giữ một bản của mỗi xã rồi xuất lại.",
        f"{len(several)} communes were submitted more than once: {named('row')}. Keep one of each and export again.",
    )
