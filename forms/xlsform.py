"""A questionnaire as an XLSForm workbook, for ODK and KoboToolbox: survey, choices and settings.

What the forms' XPath cannot check is left to the gate at import, and a note on the form says so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from forms import xlsform_words as words
from forms.fields import YES_NO_LABELS
from forms.questionnaire import Kind, Questionnaire, Section
from forms.sentence import Refused, Sentence
from forms.workbook_cover import SECRECY
from forms.xlsform_rows import NOTHING, QuestionRows, Row

# A workbook holds when it was made; always the same, so that the same questionnaire gives the same bytes.
FIXED_DATE = datetime(2026, 1, 1)  # noqa: DTZ001 - Excel knows no time zones
OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
# What a unit's code looks like, where the author does not say otherwise: five digits.
CODE_FORM = "[0-9]{5}"
BILINGUAL = ("label", "hint", "constraint_message", "required_message")
HEAD = (
    "type",
    "name",
    *(
        f"{each}::{language}"
        for each in BILINGUAL
        for language in (words.VIETNAMESE, words.ENGLISH)
    ),
    "relevant",
    "constraint",
    "required",
    "appearance",
    "calculation",
)
CHOICES_HEAD = ("list_name", "name", f"label::{words.VIETNAMESE}", f"label::{words.ENGLISH}")
Cells = tuple[str, ...]


def write_xlsform(questionnaire: Questionnaire, code_form: str = CODE_FORM) -> bytes:
    """The workbook's bytes; ``code_form`` is the regular expression of a unit's code.

    The same questionnaire gives the same bytes. Raises :class:`Refused` where a question has a name
    that the form needs for itself.
    """
    rows = survey_rows(questionnaire, code_form)
    refuse_clashes(rows)
    content = BytesIO()
    workbook = Workbook(content, OPTIONS)
    workbook.set_properties({"title": questionnaire.title.vi, "created": FIXED_DATE})
    fill(workbook.add_worksheet("survey"), HEAD, map(cells_of, rows))
    fill(workbook.add_worksheet("choices"), CHOICES_HEAD, choices(questionnaire))
    settings = settings_of(questionnaire)
    fill(workbook.add_worksheet("settings"), tuple(settings), [tuple(settings.values())])
    workbook.close()
    return content.getvalue()


def survey_rows(questionnaire: Questionnaire, code_form: str = CODE_FORM) -> list[Row]:
    """Every row of the survey sheet: what must not be written, whose form it is, the sections, its version."""
    rows = [
        Row("note", "note_secrecy", secrecy(questionnaire)),
        *left_to_import(questionnaire),
        commune(code_form),
    ]
    for section in questionnaire.children(None):
        rows += section_rows(questionnaire, section)
    return [*rows, Row("calculate", words.VERSION, calculation=f"'{version_of(questionnaire)}'")]


def version_of(questionnaire: Questionnaire) -> str:
    """The form's version: the questionnaire's own, and the start of its SHA-256."""
    return f"{questionnaire.version}-{questionnaire.sha256[:8]}"


def secrecy(questionnaire: Questionnaire) -> Sentence:
    """The questionnaire's banner, else the usual one; its author may have written one language only."""
    meta = questionnaire.meta
    return Sentence(meta.get("secrecy_vi", SECRECY.vi), meta.get("secrecy_en", SECRECY.en))


def commune(code_form: str) -> Row:
    """Whose answers these are."""
    return Row(
        "text",
        words.CODE,
        words.COMMUNE,
        words.COMMUNE_HINT,
        constraint=f"regex(., '^{code_form}$')",
        message=words.COMMUNE_WRONG,
        required=words.REQUIRED,
        appearance="numbers" if code_form == CODE_FORM else "",
    )


def section_rows(questionnaire: Questionnaire, section: Section) -> Iterator[Row]:
    """A section as a group, with its questions and the sections inside it."""
    no = f"{section.no}. " if section.no else ""
    title = Sentence(no + section.title.vi, no + section.title.en)
    yield Row("begin_group", section.id, title)
    for number, question in enumerate(questionnaire.questions, 1):
        if question.section == section.id:
            yield from QuestionRows(questionnaire, question, number).rows()
    for child in questionnaire.children(section.id):
        yield from section_rows(questionnaire, child)
    yield Row("end_group", "")


def left_to_import(questionnaire: Questionnaire) -> Iterator[Row]:
    """A note that lists the rules which only the import can check."""
    rules = [
        Sentence(f"({number}) {rule.vi}", f"({number}) {rule.en}")
        for number, question in enumerate(questionnaire.questions, 1)
        for rule in QuestionRows(questionnaire, question, number).left()
    ]
    if rules:
        vi, en = " ".join(rule.vi for rule in rules), " ".join(rule.en for rule in rules)
        said = words.LEFT_TO_IMPORT
        label = Sentence(said.vi.format(rules=vi), said.en.format(rules=en))
        yield Row("note", "note_left_to_import", label)


def refuse_clashes(rows: list[Row]) -> None:
    """Refuse a name that two rows have: the form could not tell them apart."""
    for name, times in Counter(row.name for row in rows if row.name).items():
        if times > 1:
            raise Refused(words.NAMES_CLASH.filled(name=name))


def choices(questionnaire: Questionnaire) -> Iterator[Cells]:
    """The lists: states, yes and no, then each choice's own options."""
    lists: dict[str, Mapping[str, Sentence]] = {
        words.STATES: words.STATE_CHOICES,
        words.YES_NO: YES_NO_LABELS,
    }
    for question in questionnaire.questions:
        if question.kind is Kind.CHOICE:
            lists[question.id] = {option.value: option.label for option in question.options}
    for name, options in lists.items():
        for value, label in options.items():
            yield name, value, label.vi, label.en


def settings_of(questionnaire: Questionnaire) -> dict[str, str]:
    """The form's own name and version."""
    title = questionnaire.title
    return {
        "form_title": f"{title.vi} – {title.en}" if title.en else title.vi,
        "form_id": questionnaire.id,
        "version": version_of(questionnaire),
        "default_language": words.VIETNAMESE,
        "instance_name": f"${{{words.CODE}}}",
    }


def cells_of(row: Row) -> Cells:
    """A row as the survey sheet's cells."""
    said = (row.label, row.hint, row.message, row.required or NOTHING)
    both = (text for sentence in said for text in (sentence.vi, sentence.en))
    required = "yes" if row.required else ""
    return (
        row.type,
        row.name,
        *both,
        row.relevant,
        row.constraint,
        required,
        row.appearance,
        row.calculation,
    )


def fill(sheet: Worksheet, head: Cells, rows: Iterable[Cells]) -> None:
    """A sheet's head and rows, as text."""
    for number, cells in enumerate([head, *rows]):
        for column, text in enumerate(cells):
            if text:
                sheet.write_string(number, column, text)
