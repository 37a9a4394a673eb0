"""The form's first sheet: whose it is, what must not be written, and how to fill it in."""

from __future__ import annotations

from collections.abc import Mapping

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from forms.sentence import Sentence
from forms.workbook_form import Form

COVER = Sentence("Hướng dẫn", "Instructions")
SIMULATED = Sentence(
    "SỐ LIỆU MÔ PHỎNG – KHÔNG PHẢI SỐ LIỆU THẬT", "SIMULATED ANSWERS – NOT REAL FIGURES"
)
SECRECY = Sentence(
    "KHÔNG nhập bí mật nhà nước, số liệu quốc phòng – an ninh hoặc dữ liệu cá nhân của người dân.",
    "Do NOT enter state secrets, defence or security figures, or citizens' personal data.",
)
FACTS = (
    Sentence("Xã, phường, đặc khu", "Commune"),
    Sentence("Tỉnh, thành phố", "Province"),
    Sentence("Đợt khảo sát", "Round"),
    Sentence("Số liệu chốt đến ngày", "Figures as of"),
    Sentence("Nhận trả lời đến hết ngày", "Open until"),
    Sentence("Biểu lập ngày", "Form made on"),
    Sentence("Từ bản lưu số", "From revision"),
)
SCOPE = Sentence("Phạm vi số liệu", "What the figures cover")
STEPS = (
    Sentence(
        "Mỗi phần của phiếu là một trang. Chỉ ghi vào các ô màu trắng; ô đã có số là câu trả lời đang lưu.",
        "Each section is a sheet. Write only in the white cells; what stands there already is stored.",
    ),
    Sentence(
        "Đưa chuột vào câu hỏi có góc đỏ để xem giải thích. Ô có danh sách thì chọn một dòng.",
        "Point at a question with a red corner to read its help. Where a cell has a list, choose a line.",
    ),
    Sentence(
        "Số viết như thường lệ, ví dụ 1.234,5. Tỷ lệ phần trăm: ghi 45 hoặc 45%; từ 1 trở xuống phải kèm dấu %, ví dụ 0,5%.",
        "Write numbers as usual, for example 1.234,5. Per cent: 45 or 45%; for 1 or less the % sign is needed, for example 0,5%.",
    ),
    Sentence(
        "Không có số thì để trống cột “Trả lời” và chọn ở cột “Trạng thái”: “Không áp dụng” hoặc “Chưa có số liệu”. Cả hai đều khác số 0.",
        "Without a figure leave “Answer” empty and choose “Not applicable” or “No figure yet” under “State”. Neither is the same as 0.",
    ),
    Sentence(
        "Xóa một câu trả lời thì câu đó trở lại chưa trả lời. Không ghi công thức; dán thì chọn Dán giá trị.",
        "An answer that you delete becomes unanswered. Write no formulas; when pasting, paste values.",
    ),
    Sentence(
        "Lưu dạng .xlsx, đăng nhập hệ thống, mở “Tải, nộp biểu Excel” và chọn tệp. Hệ thống cho xem mọi thay đổi trước, chỉ lưu khi anh/chị đồng ý.",
        "Save as .xlsx, sign in, open “Excel form” and choose the file. You see every change first; nothing is stored until you accept.",
    ),
    Sentence(
        "Mỗi biểu chỉ dùng cho một xã, một đợt. Không chép trang từ biểu khác sang.",
        "A form is for one commune and one round. Do not copy sheets from another form.",
    ),
)


def write_cover(cells: Worksheet, form: Form, formats: Mapping[str, Format]) -> None:
    """Title, marks, facts and steps, one under the other."""
    cells.set_column(0, 0, 30)
    cells.set_column(1, 1, 66)
    banners = [(form.say(form.questionnaire.title), "title")]
    banners += [(form.say(SIMULATED), "simulated")] if form.asked.simulated else []
    banners += [(form.say(SECRECY), "secrecy")]
    row = 0
    for text, look in banners:
        cells.merge_range(row, 0, row, 1, text, formats[look])
        cells.set_row(row, 42)
        row += 1
    for label, text in zip(FACTS, facts_of(form), strict=True):
        cells.write_string(row, 0, form.say(label), formats["bold"])
        cells.write_string(row, 1, text, formats["plain"])
        row += 1
    if form.questionnaire.scope:
        cells.write_string(row, 0, form.say(SCOPE), formats["bold"])
        cells.write_string(row, 1, form.say(form.questionnaire.scope), formats["plain"])
        cells.set_row(row, 54)
        row += 1
    for number, step in enumerate(STEPS, 1):
        cells.merge_range(row, 0, row, 1, f"{number}. {form.say(step)}", formats["plain"])
        cells.set_row(row, 36)
        row += 1


def facts_of(form: Form) -> tuple[str, ...]:
    """What stands beside each of :data:`FACTS`."""
    asked, identity = form.asked, form.identity
    days = (asked.cutoff, asked.closes, form.made_on)
    return (
        f"{asked.commune} ({identity.commune_code})",
        asked.province,
        asked.round_name,
        *(f"{day:%d/%m/%Y}" for day in days),
        str(identity.revision),
    )
