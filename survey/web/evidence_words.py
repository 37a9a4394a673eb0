"""What is said wherever evidence is chosen: on its own page, and by the script beside a question."""

from __future__ import annotations

from forms.sentence import Sentence

CHOOSE = Sentence(
    "Tệp PDF, ảnh JPEG, PNG hoặc Excel (.xlsx), tối đa 5 MB",
    "A PDF, JPEG, PNG or Excel file (.xlsx), at most 5 MB",
)
SECRET = Sentence(
    "KHÔNG gửi ảnh căn cước, hộ chiếu hoặc giấy tờ có thông tin cá nhân của người dân; KHÔNG gửi tài liệu mật.",
    "Do NOT send identity cards, passports or papers with citizens' personal data; do NOT send classified documents.",
)
