"""The annex's sheet of needs that are not known: by question, and a line for each commune, by province."""

from __future__ import annotations

from collections import Counter

from forms.numbers import both_ways
from forms.sentence import Sentence
from reports.annex.funding_sheets import frozen_of, money_words
from reports.annex.province_sheet import roman
from reports.annex.topics import TOTAL, Topic
from reports.annex.writing import FIRST_ROW, Sheet

# By commune, in the order of codes: the questions whose need is not known.
Unknown = dict[str, list[str]]
INTRODUCTION = Sentence(
    "Mỗi khoản dưới đây là nhu cầu của một xã ở một câu hỏi, chưa tính được vì xã chưa có số liệu hoặc phiếu chưa được "
    "duyệt. Các khoản này không được coi là bằng 0 và chưa nằm trong tổng nhu cầu. Cần làm: xã bổ sung số liệu, tỉnh duyệt phiếu.",
    "Each item below is one commune's need at one question that can't be calculated: the commune has no figure yet, or its "
    "response is not approved. None counts as nothing, and none is in the total need. To do: the commune adds its figure, the "
    "province approves the response.",
)
BY_QUESTION = (
    Sentence("Khoản mục", "Column"),
    # A commune lacks a question's figure once, but may be in several lines: the total is of items, not of communes.
    Sentence("Số khoản", "Items"),
    Sentence("Câu hỏi chưa có số liệu", "Question without a figure"),
)
BY_COMMUNE = (
    (Sentence("STT", "No."), 7),
    (Sentence("Mã", "Code"), 9),
    (Sentence("Tỉnh, xã", "Province, commune"), 28),
    (Sentence("Số khoản", "Items"), 10),
    (
        Sentence(
            "Nhu cầu chưa tính được vì thiếu số liệu",
            "Need that can't be calculated for want of figures",
        ),
        82,
    ),
)
WIDTHS = tuple(width for _, width in BY_COMMUNE)
EVERY_ONE = Sentence("Cả {n} câu hỏi", "All {n} questions")
COMMUNES = Sentence("{n} xã", "{n} communes")


def write_unknown(page: Sheet) -> None:
    """Every need that is not known, counted by question and listed by commune; never counted as nothing."""
    unknown = unknown_of(page)
    page.paragraph(FIRST_ROW - 1, INTRODUCTION, WIDTHS)
    at = write_questions(page, FIRST_ROW, unknown)
    write_communes(page, at + 1, unknown)


def unknown_of(page: Sheet) -> Unknown:
    """The needs that are not known of the communes that the annex is about."""
    _, selection = frozen_of(page)
    listed = set(page.annex.places.index)
    found: Unknown = {}
    # In the order of the questionnaire, as they were asked.
    order = {name: at for at, name in enumerate(page.annex.questionnaire.by_id)}
    for code, question in selection.packages.unknown_needs:
        if code in listed:
            found.setdefault(code, []).append(question)
    return {code: sorted(names, key=order.__getitem__) for code, names in found.items()}


def write_questions(page: Sheet, at: int, unknown: Unknown) -> int:
    """How many items each question has, a commune an item, the most first; returns the first free row."""
    asked, costs = page.annex.questionnaire.by_id, page.annex.questionnaire.unit_costs or {}
    column, items, question = (page.annex.say(each) for each in BY_QUESTION)
    across(page, at, (column, items, question), "head")
    counts = Counter(question for names in unknown.values() for question in names)
    communes = page.annex.say(COMMUNES.filled(n=both_ways(len(unknown))))
    across(page, at + 1, (page.annex.say(TOTAL), counts.total(), communes), "sum_text")
    at += 2
    for name, count in counts.most_common():
        gap = asked[name].gap
        money = money_words(costs[gap.cost].column) if gap else Sentence("", "")
        across(page, at, (page.annex.say(money), count, page.annex.say(asked[name].alone)))
        at += 1
    return at


def across(page: Sheet, at: int, line: tuple[str, str | int, str], form: str = "text") -> None:
    """A line of the first table: three columns of the second make its first."""
    first, count, last = line
    page.cells.merge_range(at, 0, at, 2, first, page.formats[form])
    if isinstance(count, int):
        page.number(at, 3, count, "sum_count" if form == "sum_text" else "count")
    else:
        page.text(at, 3, count, form)
    page.text(at, 4, last, form)
    page.tall_enough(at, (last, WIDTHS[4]))


def write_communes(page: Sheet, at: int, unknown: Unknown) -> None:
    """The total, then each province I, II, III … with its communes under it."""
    page.head(at, [heading for heading, _ in BY_COMMUNE])
    page.cells.repeat_rows(at)
    sums(page, at + 1, "", page.annex.say(TOTAL), unknown)
    at += 2
    # Looked up once: a commune at a time it would take longer than all the rest of the workbook.
    name = page.annex.places["name"].to_dict()
    number = 0
    for place, (_, rows) in enumerate(page.annex.places.groupby("province_code"), 1):
        own = {code: unknown[code] for code in rows.index if code in unknown}
        sums(page, at, roman(place), str(rows["province_name"].iloc[0]), own)
        at += 1
        for code, questions in own.items():
            number += 1
            write_commune(page, at, (number, code, str(name[code])), questions)
            at += 1


def sums(page: Sheet, at: int, first: str, name: str, own: Unknown) -> None:
    """How many needs of how many communes are not known."""
    page.text(at, 0, first, "sum_text")
    page.text(at, 1, "", "sum_text")
    page.text(at, 2, name, "sum_text")
    page.number(at, 3, sum(map(len, own.values())), "sum_count")
    page.text(at, 4, page.annex.say(COMMUNES.filled(n=both_ways(len(own)))), "sum_text")


def write_commune(page: Sheet, at: int, place: tuple[int, str, str], questions: list[str]) -> None:
    """One commune's line: its questions by name, or that it is all of them."""
    asked = page.annex.questionnaire.by_id
    number, code, name = place
    page.number(at, 0, number, "centre")
    page.text(at, 1, code, "code")
    page.text(at, 2, name)
    page.number(at, 3, len(questions), "count")
    _, selection = frozen_of(page)
    every = len(selection.packages.unknown_of)
    said = "; ".join(page.annex.say(asked[each].alone) for each in questions)
    if len(questions) == every > 1:
        said = page.annex.say(EVERY_ONE.filled(n=every))
    page.text(at, 4, said)
    page.tall_enough(at, (name, WIDTHS[2]), (said, WIDTHS[4]))


UNKNOWN_NEEDS = Topic(
    Sentence("Nhu cầu chưa rõ", "Unknown needs"),
    Sentence("NHU CẦU CHƯA TÍNH ĐƯỢC", "NEEDS THAT ARE NOT KNOWN"),
    WIDTHS,
    write_unknown,
)
