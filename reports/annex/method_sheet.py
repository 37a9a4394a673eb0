"""The sheet that says how the numbers came about: formulas in words, parameters, weights, unit costs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from forms.sentence import Sentence
from reports.annex.writing import FIRST_ROW, Annex, Sheet
from reports.parameter_words import NO_QUANTITY, parameter_value, parameter_words

IN_WORDS = (
    Sentence(
        "Điểm sẵn sàng (0–100): trung bình có trọng số của các phần; mỗi câu được chấm giữa hai mốc cố định. "
        "Thấp và cao: coi số liệu thiếu là 0 và là 100. Thiếu số liệu không phải là 0.",
        "Readiness (0–100): the weighted mean of the sections; each question is scored between two fixed goalposts. "
        "Low and high count what is missing as 0 and as 100. Missing is not zero.",
    ),
    Sentence(
        "Độ phủ: tỷ lệ trọng số của các câu đã trả lời trên các câu áp dụng. Xã dưới ngưỡng không được xếp hạng.",
        "Coverage: the answered share of the applicable weight. A commune below the threshold is not ranked.",
    ),
    Sentence(
        "Chỉ số khó khăn (0–100): phân loại chính thức và thời gian đi lại; không làm giảm điểm sẵn sàng.",
        "Remoteness (0–100): official classes and travel times; it never lowers readiness.",
    ),
    Sentence(
        "Điểm ưu tiên (0–100) = 100 × (1 + β × chỉ số khó khăn/100)/(1 + β) × tổng (trọng số × mức thiếu có bằng chứng).",
        "Priority (0–100) = 100 × (1 + β × remoteness/100)/(1 + β) × Σ (weight × evidenced gap).",
    ),
    Sentence(
        "Nhu cầu (triệu đồng) = số lượng còn thiếu × đơn giá; số thiếu không biết được ghi “chưa rõ” và không cộng. "
        "Nguồn ngoài ngân sách không cộng vào tổng.",
        "Need (million dong) = quantity missing × unit cost; what is not known is printed as such and not added. "
        "Money from other sources is not added to the total.",
    ),
)
WIDTHS = (34, 16, 16, 24, 62)
MONEY_WORDS = {
    "infrastructure": Sentence("Hạ tầng, thiết bị", "Infrastructure and equipment"),
    "digitisation": Sentence("Số hóa tài liệu", "Digitisation"),
    "skills": Sentence("Kỹ năng số", "Digital skills"),
    "external": Sentence(
        "Nguồn ngoài ngân sách (không cộng vào tổng)", "Paid by others (not added to the total)"
    ),
}
STATUS_WORDS = {
    "verified": Sentence("đã kiểm chứng", "verified"),
    "judgement": Sentence("ước định", "judgement"),
    "recalled": Sentence("theo hiểu biết chung", "recalled"),
}
PARAMETERS = (
    Sentence("Tham số", "Parameter"),
    Sentence("Giá trị", "Value"),
    Sentence("Nhỏ nhất", "Least"),
    Sentence("Lớn nhất", "Most"),
    Sentence("Lý do", "Why"),
)
WEIGHTS = (
    Sentence("Phần", "Section"),
    Sentence("Trọng số", "Weight"),
    Sentence("", ""),
    Sentence("", ""),
    Sentence("Lý do", "Why"),
)
COSTS = (
    Sentence("Đơn giá", "Unit cost"),
    Sentence("Đồng", "Dong"),
    Sentence("Đơn vị", "Unit"),
    Sentence("Cột, mức tin cậy", "Column, status"),
    Sentence("Căn cứ, nguồn", "Basis, source"),
)


def write_method(page: Sheet) -> None:
    """Everything that a reader needs to question a figure."""
    annex, questionnaire = page.annex, page.annex.questionnaire
    version = Sentence(
        f"Bộ câu hỏi: {questionnaire.id}, phiên bản {questionnaire.version}; SHA-256 {questionnaire.sha256}",
        f"Questionnaire: {questionnaire.id}, version {questionnaire.version}; SHA-256 {questionnaire.sha256}",
    )
    for at, said in enumerate((*IN_WORDS, version), FIRST_ROW):
        page.paragraph(at, said, WIDTHS)
    at = FIRST_ROW + len(IN_WORDS)
    at = table(page, at + 2, PARAMETERS, parameters(annex))
    at = table(page, at + 1, WEIGHTS, weights(annex))
    table(page, at + 1, COSTS, costs(annex))


def parameters(annex: Annex) -> Iterable[Sequence[object]]:
    """Every parameter of the method."""
    for each in annex.method.parameters:
        value = each.value
        cell = annex.say(parameter_value(each.name, value)) if each.name in NO_QUANTITY else value
        name = annex.say(parameter_words(each.name))
        yield name, cell, each.least, each.most, annex.say(each.reason)


def weights(annex: Annex) -> Iterable[Sequence[object]]:
    """The sections' weights."""
    for section in annex.questionnaire.sections:
        yield annex.say(section.title), section.weight, "", "", section.weight_why


def costs(annex: Annex) -> Iterable[Sequence[object]]:
    """The unit costs, with where they come from."""
    sources = annex.questionnaire.sources or {}
    for cost in (annex.questionnaire.unit_costs or {}).values():
        said = "; ".join(sources.get(name, name) for name in cost.sources)
        basis = " — ".join(part for part in (cost.basis, said) if part)
        column = annex.say(MONEY_WORDS.get(cost.column, Sentence(cost.column, cost.column)))
        status = annex.say(STATUS_WORDS.get(cost.status, Sentence(cost.status, cost.status)))
        name, unit = annex.say(cost.name), annex.say(cost.unit)
        yield name, cost.vnd, unit, "; ".join(filter(None, (column, status))), basis


def table(
    page: Sheet, at: int, heading: Sequence[Sentence], rows: Iterable[Sequence[object]]
) -> int:
    """Write a head and rows from row ``at``; returns the first free row."""
    page.head(at, heading)
    for row in rows:
        at += 1
        page.tall_enough(at, *zip(map(str, row), WIDTHS, strict=True))
        for column, cell in enumerate(row):
            if isinstance(cell, int | float):
                page.number(at, column, cell, "free_number")
            else:
                page.text(at, column, str(cell))
    return at + 1
