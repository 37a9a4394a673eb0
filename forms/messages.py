"""Every sentence shown when an answer is refused: what is wrong, and what to do."""

from __future__ import annotations

from forms.sentence import Sentence

NOT_A_NUMBER = Sentence(
    "“{text}” không phải là số. Hãy chỉ ghi số, ví dụ {example}.",
    "“{text}” is not a number. Write digits only, for example {example}.",
)
NUMBER_TOO_LONG = Sentence(
    "Số quá dài. Hãy kiểm tra và ghi lại.", "The number is too long. Check it and write it again."
)
NOT_WHOLE = Sentence(
    "“{text}” không phải số nguyên. Hãy ghi số nguyên, không có phần lẻ.",
    "“{text}” is not a whole number: a comma is read as the decimal sign. Write thousands as 1234 or 1.234, and no decimals.",
)
BELOW = Sentence(
    "{value} nhỏ hơn mức cho phép. Hãy ghi từ {least} đến {most}{unit}.",
    "{value} is below what is possible. Write {least} to {most}{unit}.",
)
ABOVE = Sentence(
    "{value} lớn hơn mức cho phép. Hãy ghi từ {least} đến {most}{unit}.",
    "{value} is above what is possible. Write {least} to {most}{unit}.",
)
BELOW_ONLY = Sentence(
    "{value} nhỏ hơn mức cho phép. Hãy ghi từ {least}{unit} trở lên.",
    "{value} is below what is possible. Write {least}{unit} or more.",
)
ABOVE_ONLY = Sentence(
    "{value} lớn hơn mức cho phép. Hãy ghi không quá {most}{unit}.",
    "{value} is above what is possible. Write at most {most}{unit}.",
)
NOT_AN_OPTION = Sentence(
    "“{text}” không có trong các lựa chọn. Hãy dùng một trong: {options}.",
    "“{text}” is not one of the options. Use one of: {options}.",
)
VALUES_TOO = Sentence(
    "Trong tệp cũng ghi được mã: {values}.", "In a file the codes will do too: {values}."
)
NOT_YES_NO = Sentence(
    "“{text}” không phải có hoặc không. Hãy ghi “có” hoặc “không”.",
    "“{text}” is neither yes nor no. Write “yes” or “no”.",
)
TOO_LONG = Sentence(
    "Nội dung dài quá {most} ký tự. Hãy rút ngắn lại.",
    "The text is longer than {most} characters. Shorten it.",
)
CONTROL = Sentence(
    "Nội dung có ký tự điều khiển không đọc được. Hãy gõ lại, không dán.",
    "The text has unreadable control characters. Type it again instead of pasting.",
)
FORMULA = Sentence(
    "Ô này chứa công thức. Hãy ghi giá trị, không ghi công thức.",
    "This is a formula. Write the value, not a formula.",
)
UNKNOWN_QUESTION = Sentence(
    "Không có câu hỏi “{question}” trong bộ câu hỏi. Hãy kiểm tra tên cột.",
    "There is no question “{question}” in the questionnaire. Check the column's name.",
)
VALUE_AND_STATE = Sentence(
    "Đã ghi giá trị lại vừa chọn “Không áp dụng” hoặc “Chưa có số liệu”. Hãy chỉ giữ một.",
    "There is both a value and “Not applicable” or “No figure yet”. Keep only one.",
)
NOT_A_STATE = Sentence(
    "Trạng thái “{text}” không hợp lệ. Hãy mở lại trang.",
    "“{text}” is not a state. Open the page again.",
)
UNANSWERED = Sentence(
    "Chưa trả lời. Hãy trả lời, hoặc chọn “Chưa có số liệu”.",
    "Not answered. Answer it, or choose “No figure yet”.",
)
