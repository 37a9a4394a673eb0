"""Why a step of a response is refused, in words that say what to do."""

from __future__ import annotations

from collections.abc import Sequence

from forms.answers import Problem
from forms.sentence import Refused, Sentence

STATUS_WORDS = {
    "draft": Sentence("đang nhập", "draft"),
    "submitted": Sentence("đã gửi", "submitted"),
    "returned": Sentence("đã trả lại", "returned"),
    "approved": Sentence("đã duyệt", "approved"),
}
STEP_WORDS = {
    "save": Sentence("sửa", "change"),
    "attach": Sentence("đính kèm hoặc rút tài liệu", "attach or withdraw a document"),
    "submit": Sentence("gửi", "submit"),
    "verify": Sentence("kiểm chứng", "verify"),
    "return": Sentence("trả lại", "return"),
    "approve": Sentence("phê duyệt", "approve"),
    "reopen": Sentence("mở lại", "reopen"),
}
# Step → the states from which it may be taken.
ALLOWED = {
    "save": ("draft", "returned"),
    "attach": ("draft", "returned"),
    "submit": ("draft", "returned"),
    "verify": ("submitted", "approved"),
    "return": ("submitted",),
    "approve": ("submitted",),
    "reopen": ("approved",),
}


class NotAllowedNow(Refused):
    """The response is not in a state in which this can be done."""

    def __init__(self, step: str, commune_code: str, now: str, needed: Sequence[str]) -> None:
        doing, stands = STEP_WORDS[step], STATUS_WORDS[now]
        vi = " hoặc ".join(STATUS_WORDS[each].vi for each in needed)
        en = " or ".join(STATUS_WORDS[each].en for each in needed)
        super().__init__(
            Sentence(
                f"Không thể {doing.vi}: phiếu của xã {commune_code} {stands.vi}, không phải {vi}.",
                f"Cannot {doing.en}: the response of commune {commune_code} is {stands.en}, not {en}.",
            )
        )


class NotReady(Refused):
    """The response can't be submitted yet; ``problems`` are what stands in the way."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(
            Sentence(
                "Chưa gửi được: còn {n} điểm cần hoàn thiện. Hãy xem trang kiểm tra.",
                "Not submitted: {n} points still need attention. See the check page.",
            ).filled(n=len(problems))
        )
        self.problems = tuple(problems)


class NotSignedOff(Refused):
    """The round asks for a leader's sign-off, and what would be submitted has none."""

    def __init__(self) -> None:
        super().__init__(
            Sentence(
                "Chưa gửi được: đợt này cần lãnh đạo xã duyệt đúng bản sẽ gửi. Báo lãnh đạo đăng nhập, mở trang kiểm tra và bấm “Duyệt để gửi”.",
                "Not submitted: in this round a leader of the commune signs off exactly what is submitted. Ask them to sign in, open the check page and press “Sign off”.",
            )
        )


class NoWords(Refused):
    """Returning or reopening says nothing to the commune."""

    def __init__(self) -> None:
        super().__init__(
            Sentence(
                "Hãy viết ít nhất một ý kiến để xã biết cần sửa gì.",
                "Write at least one comment, so that the commune knows what to correct.",
            )
        )


class NoFindings(Refused):
    """A verification that finds nothing."""

    def __init__(self) -> None:
        super().__init__(
            Sentence(
                "Chưa có kết quả kiểm chứng nào. Hãy chọn kết quả cho ít nhất một câu.",
                "There is no finding yet. Choose what was found for at least one question.",
            )
        )


def refuse_unless(step: str, commune_code: str, now: str) -> None:
    """Raise :class:`NotAllowedNow` where the step can't be taken from the response's state."""
    if now not in ALLOWED[step]:
        raise NotAllowedNow(step, commune_code, now, ALLOWED[step])
