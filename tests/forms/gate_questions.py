"""One question of each kind, and a questionnaire of them, for tests of the gate."""

from __future__ import annotations

from forms.loading import load_text
from forms.questionnaire import Question, Questionnaire

TEXT = """
meta: {id: gate, version: "1", title_vi: Cổng, title_en: Gate}
sections:
- {id: all, no: I, vi: Tất cả, en: All, weight: 1}
questions:
- {id: staff, section: all, type: integer, vi: Số người, en: Staff, unit: {vi: người, en: people},
   range: [1, 300]}
- {id: speed, section: all, type: decimal, vi: Tốc độ, en: Speed, unit: {vi: Mbps, en: Mbps}, range: [0, 10000],
   scored: true, weight: 1, score: {expr: speed, zero: 10, full: 200},
   checks: [{if: "speed > 1000", level: warn, vi: "Kiểm tra đơn vị.", en: "Check the unit."}]}
- {id: share, section: all, type: percent, vi: Tỷ lệ, en: Share}
- {id: lan, section: all, type: choice, vi: Mạng, en: Network, options: [
   {value: none, vi: "Chưa có", en: "None"}, {value: full, vi: "Đầy đủ", en: "Full"}]}
- {id: pcs, section: all, type: integer, vi: Số máy, en: Computers, range: [0, 500], ask_if: "lan != 'none'",
   implied: 0, checks: [{if: "pcs > staff", level: error, vi: "Nhiều hơn số người.", en: "More than staff."}]}
- {id: self, section: all, type: percent, vi: Tự làm, en: Alone, ask_if: "pcs > 0"}
- {id: border, section: all, type: yes_no, vi: Biên giới, en: Border}
- {id: remark, section: all, type: text, vi: Nhận xét, en: Remark}
"""


def the_questionnaire() -> Questionnaire:
    """Eight questions, two of them asked only where others say so."""
    return load_text(TEXT, "gate.yaml")


def question(question_id: str) -> Question:
    """One of them."""
    return the_questionnaire().by_id[question_id]
