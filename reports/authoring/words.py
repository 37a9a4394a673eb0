"""What the figures of the authoring report are called and how they are read, for page and workbook."""

from __future__ import annotations

from dataclasses import dataclass

from forms.questionnaire import Kind
from forms.sentence import Sentence

TOO_FEW = Sentence("quá ít số liệu", "too few answers")
NONE = Sentence("–", "–")
TITLE = Sentence("ĐÁNH GIÁ CÂU HỎI", "WHAT EACH QUESTION DOES")
KINDS = {
    Kind.INTEGER: Sentence("số nguyên", "whole number"),
    Kind.DECIMAL: Sentence("số", "number"),
    Kind.PERCENT: Sentence("phần trăm", "per cent"),
    Kind.CHOICE: Sentence("lựa chọn", "choice"),
    Kind.YES_NO: Sentence("có/không", "yes/no"),
    Kind.TEXT: Sentence("văn bản", "text"),
}


@dataclass(frozen=True, slots=True)
class Term:
    """A figure's name and how to read it."""

    name: Sentence
    meaning: Sentence


NOMINAL = Term(
    Sentence("Trọng số đặt ra", "Nominal weight"),
    Sentence(
        "Phần của câu trong chỉ số theo trọng số của bộ câu hỏi; cộng lại bằng 100%.",
        "The question's share of the index by the questionnaire's weights; together 100%.",
    ),
)
EFFECTIVE = Term(
    Sentence("Trọng số thực tế", "Effective weight"),
    Sentence(
        "Phần khác biệt giữa các đơn vị (phương sai của chỉ số) do câu này tạo ra; cộng lại, cùng phần do câu bỏ trống, bằng 100%. Nhỏ hơn 0 là kéo ngược.",
        "The share of how units differ (the variance of the index) that the question makes; with the share of what was left open, together 100%. Below 0 it pulls the other way.",
    ),
)
LEVELLED = Term(
    Sentence("Xê dịch nếu mọi đơn vị cùng điểm", "Shift if all scored alike"),
    Sentence(
        "Thứ hạng đổi bao nhiêu bậc nếu mọi đơn vị được điểm bình quân ở câu này: bình quân và nhiều nhất.",
        "By how many places ranks move if everybody had the average score on the question: on average, and at most.",
    ),
)
WITHOUT = Term(
    Sentence("Xê dịch nếu bỏ câu", "Shift if struck out"),
    Sentence(
        "Thứ hạng đổi bao nhiêu bậc nếu bỏ hẳn câu này; các câu còn lại trong nhóm nặng thêm.",
        "By how many places ranks move if the question is struck out; the others of its section then weigh more.",
    ),
)
ITEM_SECTION = Term(
    Sentence("Tương quan với nhóm", "Correlation with its section"),
    Sentence(
        "Tương quan Pearson của điểm câu với bình quân các câu khác trong nhóm, từ −1 đến 1; âm là ngược chiều.",
        "Pearson's correlation of its score with the mean of the section's other scores, −1 to 1; negative runs against them.",
    ),
)
ITEM_INDEX = Term(
    Sentence("Tương quan với chỉ số", "Correlation with the index"),
    Sentence(
        "Như trên, với chỉ số tính không có câu này.",
        "The same, with the index calculated without the question.",
    ),
)
ALPHA = Term(
    Sentence("Alpha nếu bỏ câu", "Alpha without it"),
    Sentence(
        "Hệ số alpha của Cronbach cho nhóm khi bỏ câu; cao hơn alpha của nhóm nghĩa là câu không đo cùng một điều.",
        "Cronbach's alpha of the section without the question; above the section's alpha, the question measures something else.",
    ),
)
ENDS = Term(
    Sentence("Ở 0 và ở 100 điểm", "At 0 and at 100 points"),
    Sentence(
        "Tỷ lệ câu trả lời đạt 0 điểm và đạt 100 điểm; gần 100% là câu không phân biệt được ai.",
        "The shares of the answers that score 0 and 100; near 100% the question tells nobody apart.",
    ),
)
TERMS = (NOMINAL, EFFECTIVE, LEVELLED, WITHOUT, ITEM_SECTION, ITEM_INDEX, ALPHA, ENDS)
MISSING = Sentence(
    "Chỉ tính trên các đơn vị có trả lời; thiếu số liệu không bao giờ là 0. Dưới 10 đơn vị thì ghi “quá ít số liệu”.",
    "Only units that answered count; missing is never 0. Below 10 units it says “too few answers”.",
)
PATTERN = Sentence(
    "Phần khác biệt của chỉ số do câu bỏ trống hoặc không áp dụng: {share}.",
    "The share of how the index differs that comes from what was left open or does not apply: {share}.",
)
UNITS = Sentence(
    "{units} đơn vị có trả lời, {ranked} được xếp hạng; {silent} chưa trả lời câu nào và không tính.",
    "{units} units answered, {ranked} are ranked; {silent} answered nothing and are left out.",
)
