"""What every column of an edition's table means: its type, its unit and its words, once for all that is taken away."""

from __future__ import annotations

from dataclasses import dataclass

from forms.questionnaire import Questionnaire
from forms.sentence import Sentence
from reports.annex.method_sheet import MONEY_WORDS

POINTS, SHARE, VND, RANK = "0–100", "0–1", "VND", "rank"


@dataclass(frozen=True, slots=True)
class Column:
    """One column. ``type``: string, number, integer or boolean; ``unit`` is empty where there is none."""

    name: str
    type: str
    unit: str
    about: Sentence


def column(name: str, kind: str, unit: str, vi: str, en: str) -> Column:
    """A column in one line."""
    return Column(name, kind, unit, Sentence(vi, en))


CODE = column("code", "string", "", "mã xã, 5 chữ số", "code of the commune, 5 digits")
PLACE = (
    CODE,
    column("name", "string", "", "tên xã, phường, đặc khu", "name of the commune"),
    column(
        "kind",
        "string",
        "",
        "xa: xã; phuong: phường; dac_khu: đặc khu",
        "xa: rural commune; phuong: ward; dac_khu: special zone",
    ),
    column("province_code", "string", "", "mã tỉnh, 2 chữ số", "code of the province, 2 digits"),
    column("province_name", "string", "", "tên tỉnh, thành phố", "name of the province"),
)
FIGURES = (
    column("readiness", "number", POINTS, "điểm sẵn sàng", "readiness"),
    column(
        "low",
        "number",
        POINTS,
        "điểm nếu mọi câu thiếu tính 0",
        "readiness if all that is missing scored 0",
    ),
    column(
        "high",
        "number",
        POINTS,
        "điểm nếu mọi câu thiếu tính 100",
        "readiness if all that is missing scored 100",
    ),
    column(
        "coverage", "number", SHARE, "độ phủ số liệu", "answered share of the applicable weight"
    ),
    column("remoteness", "number", POINTS, "chỉ số khó khăn", "remoteness"),
    column("remote", "boolean", "", "địa bàn khó khăn", "whether the commune is remote"),
    column("priority", "number", POINTS, "điểm ưu tiên", "priority"),
    column(
        "rank",
        "integer",
        RANK,
        "thứ hạng ưu tiên trên cả nước",
        "rank by priority in the whole country",
    ),
    column("gap", "number", POINTS, "khoảng cách có căn cứ", "evidenced gap"),
    column("reason", "string", "", "lý do chưa xếp hạng", "why not ranked, in Vietnamese"),
    column(
        "reason_en",
        "string",
        "",
        "lý do chưa xếp hạng, bằng tiếng Anh",
        "why not ranked, in English",
    ),
    column(
        "need_total",
        "number",
        VND,
        "tổng nhu cầu tính được, không gồm nguồn ngoài",
        "known need, without external money",
    ),
    column(
        "unknown_needs", "integer", "needs", "số khoản nhu cầu chưa rõ", "needs that are not known"
    ),
    column("funded", "boolean", "", "được cấp kinh phí", "whether funded within the budget"),
    column("funded_vnd", "number", VND, "số tiền được cấp", "funded with"),
    column(
        "rank_low",
        "number",
        RANK,
        "khoảng phương pháp: hạng từ (5%)",
        "method interval: rank from (5%)",
    ),
    column(
        "rank_high",
        "number",
        RANK,
        "khoảng phương pháp: hạng đến (95%)",
        "method interval: rank to (95%)",
    ),
    column(
        "chance",
        "number",
        SHARE,
        "khả năng được cấp qua các cách tính",
        "chance of funding over other choices of method",
    ),
    column(
        "standing",
        "string",
        "",
        "mức chắc chắn: firm_in chắc chắn được, likely nhiều khả năng, marginal sát ngưỡng, firm_out chắc chắn không",
        "class of the chance: firm_in, likely, marginal or firm_out",
    ),
)
KNOWN = {each.name: each for each in (*PLACE, *FIGURES)}
# Prefix of a column that comes once for each money column → type, unit and words.
BY_MONEY = {
    "need_": ("number", VND, Sentence("nhu cầu tính được: {of}", "known need: {of}")),
    "funded_": ("boolean", "", Sentence("được cấp: {of}", "funded: {of}")),
    "chance_": ("number", SHARE, Sentence("khả năng được cấp: {of}", "chance of funding: {of}")),
}
SECTION = Sentence("điểm nhóm {no}. {title}", "score of section {no}. {title}")


def described(name: str, questionnaire: Questionnaire) -> Column:
    """What a column of this name means. Raises KeyError for a name that no edition's table has."""
    if name in KNOWN:
        return KNOWN[name]
    if name.startswith("section_"):
        section = questionnaire.section(name.removeprefix("section_"))
        title = section.title
        words = Sentence(
            SECTION.vi.format(no=section.no, title=title.vi),
            SECTION.en.format(no=section.no, title=title.en),
        )
        return Column(name, "number", POINTS, words)
    return by_money(name)


def by_money(name: str) -> Column:
    """A column that comes once for each money column."""
    for prefix, (kind, unit, words) in BY_MONEY.items():
        if name.startswith(prefix):
            money = name.removeprefix(prefix)
            of = MONEY_WORDS.get(money, Sentence(money, money))
            said = Sentence(words.vi.format(of=of.vi.lower()), words.en.format(of=of.en.lower()))
            return Column(name, kind, unit, said)
    raise KeyError(name)
