"""The annex's sheet of what an edition was set to: budget, floors, changed weights and costs, hashes of its inputs."""

from __future__ import annotations

from collections.abc import Iterator

from forms.numbers import both_ways
from forms.sentence import Sentence
from reports.annex.topics import MILLION, Topic
from reports.annex.writing import FIRST_ROW, Sheet
from reports.editions.frozen import FrozenEdition
from reports.editions.inputs import PARTS, Inputs

WIDTHS = (44, 66, 26, 14)
HEADINGS = (
    Sentence("Tham số", "Setting"),
    Sentence("Giá trị", "Value"),
    Sentence("Mặc định của bộ câu hỏi", "As the questionnaire has it"),
    Sentence("Đơn vị", "Unit"),
)
NONE = Sentence("không đặt", "none")
MILLION_DONG = Sentence("triệu đồng", "million dong")
DONG = Sentence("đồng", "dong")
NOTHING = Sentence("", "")
PART_WORDS = {
    "round": Sentence("Đợt khảo sát", "Round"),
    "questionnaire": Sentence("Bộ câu hỏi", "Questionnaire"),
    "method": Sentence("Phương pháp, trọng số, ngân sách", "Method, weights, budget"),
    "costs": Sentence("Đơn giá", "Unit costs"),
    "register": Sentence("Danh mục xã", "Register"),
    "answers": Sentence("Câu trả lời đã duyệt", "Approved answers"),
}
HASH = Sentence("SHA-256: {part}", "SHA-256: {part}")
WEIGHT = Sentence("Trọng số: {of}", "Weight: {of}")
COST = Sentence("Đơn giá: {of}", "Unit cost: {of}")
FLOOR = Sentence("Sàn của tỉnh {code}", "Floor of the province {code}")
Line = tuple[Sentence, Sentence, Sentence, Sentence]


def write_settings(page: Sheet) -> None:
    """A line for everything that the edition was set to."""
    frozen = page.annex.frozen
    assert frozen is not None
    page.head(FIRST_ROW, HEADINGS)
    page.cells.repeat_rows(FIRST_ROW)
    for at, line in enumerate(lines(frozen), FIRST_ROW + 1):
        texts = [page.annex.say(each) for each in line]
        for column, text in enumerate(texts):
            page.text(at, column, text)
        page.tall_enough(at, *zip(texts, WIDTHS, strict=True))


def lines(frozen: FrozenEdition) -> Iterator[Line]:
    """Budget and floors, seed and draws, what was changed, then the hashes."""
    scenario = frozen.inputs.scenario
    budget = NONE if scenario.budget is None else both_ways(round(scenario.budget / MILLION))
    yield Sentence("Ngân sách", "Budget"), budget, NOTHING, MILLION_DONG
    for code, vnd in sorted((scenario.floors or {}).items()):
        yield FLOOR.filled(code=code), both_ways(vnd / MILLION), NOTHING, MILLION_DONG
    yield Sentence("Hạt giống", "Seed"), plain(scenario.method.seed), NOTHING, NOTHING
    yield Sentence("Số lần thử", "Draws"), both_ways(scenario.method.draws), NOTHING, NOTHING
    yield from changed(frozen.inputs)
    for part in PARTS:
        digest = plain(frozen.inputs.sha256[part])
        yield HASH.filled(part=PART_WORDS[part]), digest, NOTHING, NOTHING


def changed(inputs: Inputs) -> Iterator[Line]:
    """Weights and unit costs that the scenario sets, beside what the questionnaire has."""
    scenario, asked = inputs.scenario, inputs.asked
    weights = {each.id: (each.title, each.weight) for each in asked.sections}
    weights |= {each.id: (each.alone, each.weight) for each in asked.questions}
    for name, weight in sorted(scenario.weights.items()):
        title, usual = weights[name]
        yield WEIGHT.filled(of=title), both_ways(weight), both_ways(usual), NOTHING
    for name, cost in (asked.unit_costs or {}).items():
        vnd = scenario.costs.get(name, cost.vnd)
        if vnd != cost.vnd:
            yield COST.filled(of=cost.name), both_ways(vnd), both_ways(cost.vnd), DONG


def plain(value: object) -> Sentence:
    """A name or a number that is written as it is."""
    return Sentence(str(value), str(value))


SETTINGS = Topic(
    Sentence("Tham số ấn bản", "Edition's settings"),
    Sentence("THAM SỐ VÀ ĐẦU VÀO CỦA ẤN BẢN", "WHAT THE EDITION WAS SET TO AND MADE FROM"),
    WIDTHS,
    write_settings,
)
