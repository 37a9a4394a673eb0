"""What people call each parameter of the method: on pages, in annexes, wherever its name in the file says nothing."""

from __future__ import annotations

from forms.numbers import both_ways
from forms.sentence import Sentence

PARAMETER_WORDS = {
    "beta": Sentence("Hệ số khó khăn β", "Remoteness factor β"),
    "section_coverage": Sentence("Độ phủ tối thiểu của một phần", "Least coverage of a section"),
    "children_published": Sentence(
        "Tỷ lệ phần con phải được công bố", "Share of inner sections that must be published"
    ),
    "geometric_floor": Sentence(
        "Điểm thấp nhất khi lấy trung bình nhân", "Lowest score in a geometric mean"
    ),
    "evidence_claimed": Sentence("Xã tự khai", "Claimed by the commune"),
    "evidence_approved": Sentence("Tỉnh đã duyệt", "Approved by the province"),
    "evidence_verified": Sentence("Đã kiểm chứng", "Verified"),
    "evidence_measured": Sentence("Máy đo", "Measured"),
    "alpha": Sentence("Số mũ dân số α", "Population power α"),
    "remote_share": Sentence(
        "Sàn cho xã khó khăn (phần ngân sách)", "Floor for remote communes (share of the budget)"
    ),
    "province_share": Sentence(
        "Sàn cho mỗi tỉnh (phần theo nhu cầu)", "Floor for each province (share of its due)"
    ),
    "zone_factor_remote": Sentence(
        "Hệ số đơn giá ở xã khó khăn", "Factor of unit costs in remote communes"
    ),
    "population_percentile": Sentence(
        "Phân vị dân số cho xã chưa xác nhận", "Population percentile where none is confirmed"
    ),
    "draws": Sentence("Số lần thử", "Draws"),
    "seed": Sentence("Hạt giống của các lần thử", "Seed of the draws"),
    "weight_spread": Sentence("Độ rộng thử: trọng số", "Spread of weights"),
    "cost_spread": Sentence("Độ rộng thử: đơn giá", "Spread of unit costs"),
    "evidence_spread": Sentence("Độ rộng thử: mức bằng chứng", "Spread of evidence weights"),
    "alpha_spread": Sentence("Độ rộng thử: α", "Spread of α"),
    "beta_spread": Sentence("Độ rộng thử: β", "Spread of β"),
    "interval": Sentence("Khoảng phương pháp của thứ hạng", "Method interval of ranks"),
    "class_firm": Sentence("Ngưỡng “chắc chắn được”", "Threshold of “firm in”"),
    "class_likely": Sentence("Ngưỡng “nhiều khả năng được”", "Threshold of “likely”"),
    "class_marginal": Sentence("Ngưỡng “sát ngưỡng”", "Threshold of “marginal”"),
    "shading": Sentence("Mức khai thấp đem thử", "Shading that is tried"),
}
# It tells series of draws apart and measures nothing: 2026, not 2.026.
NO_QUANTITY = ("seed",)
DECIMALS = 4


def parameter_words(name: str) -> Sentence:
    """What a parameter is called; one that is no longer shipped keeps its name."""
    return PARAMETER_WORDS.get(name, Sentence(name, name))


def parameter_value(name: str, value: float) -> Sentence:
    """A value of the parameter as people write it, to four decimals."""
    if name in NO_QUANTITY:
        return Sentence(f"{value:.0f}", f"{value:.0f}")
    return both_ways(round(value, DECIMALS))
