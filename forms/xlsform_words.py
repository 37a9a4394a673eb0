"""Names and sentences of the XLSForm that are not the questionnaire's own."""

from __future__ import annotations

from forms.fields import NOT_APPLICABLE, UNKNOWN
from forms.sentence import Sentence

VIETNAMESE, ENGLISH = "Tiếng Việt (vi)", "English (en)"
CODE = "commune_code"
# What every submission carries of the form that it was made with.
VERSION = "form_version"
STATE, REASON, NOTE, WARNING = "_state", "_reason", "_note", "_warning"
STATES, YES_NO = "answer_states", "yes_no"
# State as a form's choice → its label; the values are those of State.
STATE_CHOICES = {"not_applicable": NOT_APPLICABLE, "unknown": UNKNOWN}

COMMUNE = Sentence("Mã xã, phường, đặc khu", "Commune code")
COMMUNE_HINT = Sentence(
    "Mã theo danh mục đơn vị hành chính, ghi đủ các chữ số, kể cả số 0 ở đầu, ví dụ 00004.",
    "The code of the administrative register, with every digit and leading zero, for example 00004.",
)
COMMUNE_WRONG = Sentence(
    "Mã chưa đúng dạng. Hãy ghi đủ các chữ số theo danh mục, kể cả số 0 ở đầu.",
    "The code is not of the right form. Write all its digits as in the register, leading zeros too.",
)
REQUIRED = Sentence("Hãy ghi mã trước.", "Write the code first.")
STATE_LABEL = Sentence(
    "{number}. Nếu không có trả lời, chọn một dòng", "{number}. If there is no answer, choose one"
)
STATE_HINT = Sentence(
    "Cả hai đều khác số 0. Ghi trả lời ở trên thì dòng này tự ẩn.",
    "Neither is the same as 0. It hides once there is an answer above.",
)
REASON_LABEL = Sentence(
    "{number}. Lý do số liệu vẫn đúng", "{number}. Why the answer is right all the same"
)
NOTE_LABEL = Sentence(
    "{number}. Ghi chú, tên tài liệu minh chứng", "{number}. Note, name of evidence"
)
WARNING_LABEL = Sentence("⚠ {number}. {said}", "⚠ {number}. {said}")
NOT_ONE = Sentence("Trả lời chưa đúng. {said}", "The answer cannot be right. {said}")
BETWEEN = Sentence("Hãy ghi từ {least} đến {most}{unit}.", "Write {least} to {most}{unit}.")
AT_LEAST = Sentence("Hãy ghi từ {least}{unit} trở lên.", "Write {least}{unit} or more.")
AT_MOST = Sentence("Hãy ghi không quá {most}{unit}.", "Write at most {most}{unit}.")
TOO_LONG = Sentence("Hãy ghi không quá {most} ký tự.", "Write at most {most} characters.")
LEFT_TO_IMPORT = Sentence(
    "Biểu này chưa kiểm tra được các quy tắc sau; hệ thống sẽ kiểm tra khi nhập số liệu: {rules}",
    "This form cannot check these rules; they are checked when the answers are imported: {rules}",
)
NAMES_CLASH = Sentence(
    "Bộ câu hỏi có mã “{name}” trùng với tên mà biểu XLSForm tự dùng. Hãy đổi mã câu hỏi này.",
    "The questionnaire's id “{name}” is also a name that the XLSForm needs for itself. Rename it.",
)
