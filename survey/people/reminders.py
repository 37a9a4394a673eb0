"""Reminders: who is meant, and a text that can be sent as it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from forms.sentence import Sentence
from survey.communes import in_sentence


class Audience(StrEnum):
    """Whom a reminder is for."""

    UNSEEN = "unseen"
    UNSENT = "unsent"
    RETURNED = "returned"


AUDIENCE_WORDS = {
    Audience.UNSENT: Sentence("Chưa gửi phiếu", "Not submitted"),
    Audience.UNSEEN: Sentence("Chưa ai đăng nhập", "Nobody has signed in"),
    Audience.RETURNED: Sentence("Được trả lại, chưa gửi lại", "Returned, not sent again"),
}
WHY = {
    Audience.UNSENT: Sentence(
        "Đến ngày {today}, các xã, phường, đặc khu có tên dưới đây chưa gửi phiếu. Đề nghị đăng nhập, hoàn thiện và gửi phiếu.",
        "On {today} the communes named below have not submitted their response. Please sign in, complete it and submit it.",
    ),
    Audience.UNSEEN: Sentence(
        "Đến ngày {today}, các xã, phường, đặc khu có tên dưới đây chưa đăng nhập lần nào. Đề nghị dùng tài khoản đã cấp để đăng nhập và bắt đầu nhập phiếu; nếu chưa nhận được mật khẩu, hãy báo lại cho tỉnh.",
        "On {today} nobody of the communes named below has ever signed in. Please sign in with the account that you were given and begin; if you have no password yet, tell the province.",
    ),
    Audience.RETURNED: Sentence(
        "Phiếu của các xã, phường, đặc khu có tên dưới đây đã được trả lại kèm ý kiến. Đề nghị đăng nhập, đọc ý kiến ở từng câu, sửa rồi gửi lại.",
        "The responses of the communes named below were returned with comments. Please sign in, read the comments at the questions, correct the answers and submit again.",
    ),
}
TEXT = Sentence(
    "Kính gửi: Ủy ban nhân dân các xã, phường, đặc khu của {province}\n\n"
    "Về việc: {round}\n\n{why}\n\n"
    "Địa chỉ đăng nhập: {address}\nHạn nhập phiếu: hết ngày {day} ({left}); đơn vị được gia hạn theo ngày ghi bên tên.\n"
    "Nơi đường truyền yếu có thể nhập khi không có mạng hoặc điền biểu Excel rồi nộp sau. Cần gia hạn hoặc hỗ trợ, hãy báo cho tỉnh trước thời hạn.\n\n"
    "Danh sách ({n}):\n{communes}\n\nTrân trọng.",
    "To: the People's Committees of communes, wards and special zones of {province}\n\n"
    "About: {round}\n\n{why}\n\n"
    "Sign in at: {address}\nOpen until the end of {day} ({left}); where time was extended, the day stands beside the name.\n"
    "Where the line is weak, you can answer with no connection, or fill in the Excel form and hand it in later. If you need more time or help, tell the province before the deadline.\n\n"
    "Communes ({n}):\n{communes}\n\nThank you.",
)


@dataclass(frozen=True, slots=True)
class Reminded:
    """One commune of the list; ``until`` is its own last day where that differs from the round's."""

    name: str
    share: int
    until: date | None = None

    def line(self, number: int) -> Sentence:
        """Its line in the text."""
        day = f"{self.until:%d/%m/%Y}" if self.until else ""
        vi = f"{number}. {self.name} (đã trả lời {self.share}%{f', đến hết {day}' if day else ''})"
        en = f"{number}. {self.name} ({self.share}% answered{f', until {day}' if day else ''})"
        return Sentence(vi, en)


@dataclass(frozen=True, slots=True)
class Occasion:
    """What every reminder of a round says: names, days and where to sign in."""

    province: str
    round: str
    address: str
    closes: date
    today: date


def reminder(audience: Audience, of: Occasion, communes: Sequence[Reminded]) -> Sentence:
    """The whole text in both languages, ready to be sent."""
    lines = [each.line(number) for number, each in enumerate(communes, 1)]
    left, why = time_left(of), WHY[audience].filled(today=f"{of.today:%d/%m/%Y}")
    listed = Sentence("\n".join(line.vi for line in lines), "\n".join(line.en for line in lines))
    return TEXT.filled(
        province=in_sentence(of.province),
        round=of.round,
        address=of.address,
        day=f"{of.closes:%d/%m/%Y}",
        n=len(communes),
        left=left,
        why=why,
        communes=listed,
    )


def time_left(of: Occasion) -> Sentence:
    """How many days there are until the round's last day."""
    days = (of.closes - of.today).days
    if days > 0:
        return Sentence(f"còn {days} ngày", f"{days} days left")
    if days == 0:
        return Sentence("hôm nay", "today")
    return Sentence(f"đã quá {-days} ngày", f"{-days} days ago")
