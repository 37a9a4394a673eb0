"""What an account is for and where: a role with the place that it needs."""

from __future__ import annotations

from dataclasses import dataclass

from forms.sentence import Refused, Sentence
from survey.accounts import Account, Role
from survey.communes import Register

# What stands in a workbook or on a form: a leader is an officer who signs off for the commune.
LEADER = "leader"
ROLES = {**{role.value: role for role in Role}, LEADER: Role.OFFICER}
ROLE_WORDS = {
    Role.OFFICER: Sentence("Cán bộ xã", "Commune officer"),
    Role.REVIEWER: Sentence("Cán bộ thẩm định tỉnh", "Province reviewer"),
    Role.ANALYST: Sentence("Chuyên viên Bộ", "Ministry analyst"),
    Role.ADMINISTRATOR: Sentence("Quản trị viên", "Administrator"),
}
LEADER_WORDS = Sentence(
    "Lãnh đạo xã (duyệt trước khi gửi, nếu đợt yêu cầu)",
    "Commune leader (signs off before submission, where a round asks for it)",
)
# A role as forms, files and the journal name it.
POST_WORDS: dict[str, Sentence] = {
    **{role.value: said for role, said in ROLE_WORDS.items()},
    LEADER: LEADER_WORDS,
}
NO_ROLE = Sentence("Hãy chọn một vai trò.", "Choose a role.")
NO_COMMUNE = Sentence(
    "Cán bộ xã cần mã xã hiện hành gồm 5 chữ số, ví dụ 00091.",
    "A commune officer needs a current five-digit commune code, for example 00091.",
)
NO_PROVINCE = Sentence(
    "Cán bộ thẩm định cần mã tỉnh hiện hành gồm 2 chữ số, ví dụ 01.",
    "A reviewer needs a current two-digit province code, for example 01.",
)
NO_PLACE_WANTED = Sentence(
    "Vai trò này không gắn với địa bàn: hãy để trống mã địa bàn.",
    "This role has no place: leave the place code empty.",
)


@dataclass(frozen=True, slots=True)
class Post:
    """A commune code for an officer (who may be its leader), a province code for a reviewer, else neither."""

    role: Role
    commune_code: str | None = None
    province_code: str | None = None
    leader: bool = False

    @property
    def text(self) -> str:
        """How the journal names it: ``officer 00004``, ``leader 00004``, ``reviewer 01``, ``analyst``."""
        word = LEADER if self.leader else self.role.value
        return f"{word} {self.commune_code or self.province_code or ''}".strip()


def post_of(account: Account) -> Post:
    """The post of an account."""
    return Post(account.role, account.commune_code, account.province_code, account.leader)


def post_asked(word: str, place: str, register: Register) -> Post:
    """The post of this role's word at this place. Raises Refused where the role has no such place."""
    if word not in ROLES:
        raise Refused(NO_ROLE)
    role = ROLES[word]
    if role is Role.OFFICER:
        if place not in register.communes:
            raise Refused(NO_COMMUNE)
        return Post(role, commune_code=place, leader=word == LEADER)
    if role is Role.REVIEWER:
        if place not in register.provinces:
            raise Refused(NO_PROVINCE)
        return Post(role, province_code=place)
    if place:
        raise Refused(NO_PLACE_WANTED)
    return Post(role)
