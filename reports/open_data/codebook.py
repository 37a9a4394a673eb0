"""The codebook among the tables of an edition's open data: sections, questions, parameters, unit costs."""

from __future__ import annotations

from forms.questionnaire import Kind, Question
from forms.sentence import Sentence
from reports.editions.codebook import column
from reports.open_data.edition import OpenEdition, Row, Table

QUESTION = column("question_id", "string", "", "mã câu hỏi", "id of the question")


def sections(edition: OpenEdition) -> Table:
    """The sections with their weights."""
    about = (
        column("section_id", "string", "", "mã nhóm", "id of the section"),
        column("no", "string", "", "số thứ tự", "number on the form"),
        column("title_vi", "string", "", "tên tiếng Việt", "title in Vietnamese"),
        column("title_en", "string", "", "tên tiếng Anh", "title in English"),
        column("weight", "number", "", "trọng số", "weight"),
        column("parent", "string", "", "thuộc nhóm", "section that it is part of"),
    )
    rows = (
        (each.id, each.no, each.title.vi, each.title.en, each.weight, each.parent)
        for each in edition.inputs.questionnaire.sections
    )
    return Table("sections", Sentence("Các nhóm", "Sections"), about, rows, ("section_id",), {})


QUESTION_COLUMNS = (
    QUESTION,
    column("section_id", "string", "", "mã nhóm", "id of the section"),
    column("kind", "string", "", "loại câu trả lời", "kind of answer"),
    column("label_vi", "string", "", "câu hỏi tiếng Việt", "question in Vietnamese"),
    column("label_en", "string", "", "câu hỏi tiếng Anh", "question in English"),
    column("unit_vi", "string", "", "đơn vị tính", "unit in Vietnamese"),
    column("unit_en", "string", "", "đơn vị tính, tiếng Anh", "unit in English"),
    column("minimum", "number", "", "giá trị nhỏ nhất được nhận", "least value that is taken"),
    column("maximum", "number", "", "giá trị lớn nhất được nhận", "greatest value that is taken"),
    column(
        "options_vi", "string", "", "các lựa chọn: mã = tên", "options: value = label in Vietnamese"
    ),
    column(
        "options_en", "string", "", "các lựa chọn, tiếng Anh", "options: value = label in English"
    ),
    column("scored", "boolean", "", "có tính điểm", "whether it is scored"),
    column("weight", "number", "", "trọng số trong nhóm", "weight within its section"),
    column(
        "published", "boolean", "", "có trong answers.csv", "whether answers.csv holds its answers"
    ),
)


def questions(edition: OpenEdition) -> Table:
    """The codebook of every question, those whose answers are not published included."""
    rows = (question_row(each) for each in edition.inputs.questionnaire.questions)
    refers = {"section_id": ("sections", "section_id")}
    title = Sentence("Các câu hỏi", "Questions")
    return Table("questions", title, QUESTION_COLUMNS, rows, ("question_id",), refers)


def question_row(each: Question) -> Row:
    """One question."""
    unit = each.unit or Sentence("", "")
    vi, en = (
        "; ".join(
            f"{option.value} = {option.label.in_language(language)}" for option in each.options
        )
        for language in ("vi", "en")
    )
    return (
        each.id,
        each.section,
        each.kind.value,
        *(each.label.vi, each.label.en, unit.vi, unit.en),
        *(each.minimum, each.maximum, vi, en),
        *(each.scored, each.weight, is_open(each)),
    )


def parameters(edition: OpenEdition) -> Table:
    """The parameters of the method, each with its range and reason."""
    about = (
        column("name", "string", "", "tham số", "parameter"),
        column("value", "number", "", "giá trị", "value"),
        column("least", "number", "", "nhỏ nhất", "least that is allowed"),
        column("most", "number", "", "lớn nhất", "most that is allowed"),
        column("reason_vi", "string", "", "lý do", "why, in Vietnamese"),
        column("reason_en", "string", "", "lý do, tiếng Anh", "why, in English"),
    )
    rows = (
        (each.name, each.value, each.least, each.most, each.reason.vi, each.reason.en)
        for each in edition.inputs.scenario.method.parameters
    )
    return Table("parameters", Sentence("Tham số", "Parameters"), about, rows, ("name",), {})


def unit_costs(edition: OpenEdition) -> Table:
    """The unit costs with where they come from."""
    about = (
        column("cost_id", "string", "", "mã đơn giá", "id of the unit cost"),
        column("vnd", "number", "VND", "đơn giá", "unit cost"),
        column("column", "string", "", "cột kinh phí", "money column"),
        column("unit", "string", "", "đơn vị", "unit, in Vietnamese"),
        column("basis", "string", "", "căn cứ", "basis, in Vietnamese"),
        column("status", "string", "", "mức tin cậy", "how far it is verified"),
    )
    costs = edition.inputs.questionnaire.unit_costs or {}
    rows = (
        (each.id, each.vnd, each.column, each.unit, each.basis, each.status)
        for each in costs.values()
    )
    return Table("unit_costs", Sentence("Đơn giá", "Unit costs"), about, rows, ("cost_id",), {})


def is_open(question: Question) -> bool:
    """Whether answers may be published: what a person wrote in words may name somebody."""
    return question.kind is not Kind.TEXT
