"""One section as a sheet: a row for each question, what may be filled in open, the rest locked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from forms.answers import Answer, State
from forms.condition_words import condition_in_words
from forms.fields import YES_NO_LABELS
from forms.numbers import write_number
from forms.questionnaire import Kind, Question, Section
from forms.sentence import Sentence
from forms.workbook_form import Form
from forms.workbook_marks import COLUMNS, HEAD, STATE_LABELS
from forms.workbook_rules import rule_of, rule_of_length, rule_of_state

MARKS, TITLE, HEADINGS, FIRST = 0, 1, 2, 3
AT_MARK, AT_NUMBER, AT_LABEL, AT_UNIT, AT_ANSWER, AT_STATE, AT_REASON, AT_NOTE = range(8)
COLUMN_HEADS = (
    (Sentence("Câu", "No."), 6),
    (Sentence("Câu hỏi", "Question"), 58),
    (Sentence("Đơn vị", "Unit"), 11),
    (Sentence("Trả lời", "Answer"), 32),
    (Sentence("Trạng thái (nếu không có số)", "State (if no figure)"), 18),
    (Sentence("Lý do (nếu hệ thống hỏi lại)", "Reason (if doubted)"), 26),
    (Sentence("Ghi chú, nguồn số liệu", "Note, source of the figure"), 26),
)
LOOKS = {Kind.INTEGER: "integer", Kind.DECIMAL: "decimal", Kind.PERCENT: "decimal"}
# The widest number whose every digit Excel keeps.
DIGITS_KEPT = 15
# Points of a line of text; the lowest and the highest row, in lines.
LINE, LEAST_LINES, MOST_LINES = 17, 2, 20


@dataclass(frozen=True, slots=True)
class SectionSheet:
    """One section being written; ``lists`` are the ranges of the choices' options."""

    form: Form
    section: Section
    cells: Worksheet
    formats: Mapping[str, Format]
    lists: Mapping[str, str]

    def write(self, mark: str) -> None:
        """Marks, title, headings and a row for each question."""
        questions = self.form.questionnaire.questions_in(self.section.id)
        self.head(mark)
        for row, question in enumerate(questions, FIRST):
            self.question(row, question)
        self.rules(FIRST + len(questions) - 1)
        self.cells.set_landscape()
        self.cells.repeat_rows(HEADINGS)
        self.cells.freeze_panes(FIRST, AT_UNIT)

    def head(self, mark: str) -> None:
        """The hidden marks, the section's title and the columns' headings."""
        self.cells.set_column(AT_MARK, AT_MARK, 4, None, {"hidden": True})
        self.cells.set_row(MARKS, None, None, {"hidden": True})
        self.cells.write_string(MARKS, AT_MARK, mark)
        for column, each in enumerate(COLUMNS, AT_ANSWER):
            self.cells.write_string(MARKS, column, each)
        title = self.form.heading_of(self.section)
        self.cells.merge_range(TITLE, AT_NUMBER, TITLE, AT_UNIT, title, self.formats["title"])
        self.cells.set_row(TITLE, 40)
        self.cells.write_string(HEADINGS, AT_MARK, HEAD)
        for column, (heading, width) in enumerate(COLUMN_HEADS, AT_NUMBER):
            self.cells.set_column(column, column, width)
            words = self.form.say(heading)
            self.cells.write_string(HEADINGS, column, words, self.formats["head"])
        self.cells.set_row(HEADINGS, 3 * LINE)

    def question(self, row: int, question: Question) -> None:
        """One question with the answer that stands."""
        say, formats = self.form.say, self.formats
        self.cells.write_string(row, AT_MARK, question.id)
        number = str(self.form.numbers[question.id])
        self.cells.write_string(row, AT_NUMBER, number, formats["number"])
        self.cells.write_string(row, AT_LABEL, say(question.label), formats["label"])
        unit = say(question.unit) if question.unit else ""
        self.text(row, AT_UNIT, unit, formats["unit"])
        self.answer(row, question, self.form.answers.get(question.id))
        listed = self.lists.get(question.id, "")
        rule = rule_of(question, self.form.language, listed)
        self.cells.data_validation(row, AT_ANSWER, row, AT_ANSWER, rule)
        if help_text := self.help_of(question):
            size = {"x_scale": 3, "y_scale": max(1, len(help_text) / 220), "font_size": 10}
            self.cells.write_comment(row, AT_LABEL, help_text, {"author": "", **size})

    def help_of(self, question: Question) -> str:
        """The question's help, and on which other questions it depends whether it is asked."""
        words = [self.form.say(question.help)]
        condition = condition_in_words(self.form.questionnaire, question)
        if condition is not None:
            words.append(self.form.say(condition))
        return "\n".join(each for each in words if each)

    def answer(self, row: int, question: Question, answer: Answer | None) -> None:
        """Value, state, reason and note, in a row high enough for them."""
        stands = answer or Answer()
        look = self.formats[LOOKS.get(question.kind, "text")]
        shown = shown_value(question, stands, self.form.language)
        if isinstance(shown, str):
            self.text(row, AT_ANSWER, shown, look)
        else:
            self.cells.write_number(row, AT_ANSWER, shown, look)
        label = self.form.say(STATE_LABELS[stands.state])
        state = "" if stands.state is State.ANSWERED else label
        texts = {AT_STATE: state, AT_REASON: stands.reason, AT_NOTE: stands.note}
        for column, text in texts.items():
            self.text(row, column, text, self.formats["text"])
        asked = self.form.say(question.label)
        self.cells.set_row(row, height({AT_LABEL: asked, AT_ANSWER: str(shown), **texts}))

    def text(self, row: int, column: int, text: str, look: Format) -> None:
        """Text as text, whatever sign it starts with; an empty cell where there is none."""
        if text:
            self.cells.write_string(row, column, text, look)
        else:
            self.cells.write_blank(row, column, None, look)

    def rules(self, last: int) -> None:
        """What Excel checks in the state, the reason and the note; both value and state is red."""
        if last < FIRST:
            return
        state = rule_of_state(self.form.language)
        self.cells.data_validation(FIRST, AT_STATE, last, AT_STATE, state)
        self.cells.data_validation(FIRST, AT_REASON, last, AT_NOTE, rule_of_length())
        answered = self.form.say(STATE_LABELS[State.ANSWERED])
        both = f'=AND(LEN($E{FIRST + 1})>0,LEN($F{FIRST + 1})>0,$F{FIRST + 1}<>"{answered}")'
        rule = {"type": "formula", "criteria": both, "format": self.formats["contradiction"]}
        self.cells.conditional_format(FIRST, AT_ANSWER, last, AT_STATE, rule)


def height(texts: Mapping[int, str]) -> int:
    """Points that a row needs for its texts, by column; LibreOffice and Excel would not agree."""
    widths = {column: width for column, (_, width) in enumerate(COLUMN_HEADS, AT_NUMBER)}
    lines = max(-(-len(text) // widths[column]) for column, text in texts.items())
    return min(max(LEAST_LINES, lines), MOST_LINES) * LINE


def shown_value(question: Question, answer: Answer, language: str) -> str | float:
    """A value as its cell holds it: a label, or a number; as text where Excel would lose a digit.

    Per cent of 1 or less is text with its sign, as :mod:`forms.workbook_figures` asks of everyone.
    """
    value = answer.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return YES_NO_LABELS["yes" if value else "no"].in_language(language)
    if isinstance(value, str):
        is_choice = question.kind is Kind.CHOICE
        return question.option(value).label.in_language(language) if is_choice else value
    if question.kind is Kind.PERCENT and 0 < abs(value) <= 1:
        return f"{write_number(value)}%"
    kept = float(f"{value:.{DIGITS_KEPT}g}") == value
    return value if kept else write_number(value)
