"""The journal as people read it. What is stored stays as it was written: its hash covers it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from forms.sentence import Sentence
from survey.communes import plain
from survey.people.posts import POST_WORDS
from survey.signing_in.api_tokens import SCOPE_WORDS
from survey.store.journal import Entry
from survey.web.edition_view import PART_WORDS
from survey.web.response_view import STEP_WORDS, VIA_WORDS

ACTION_WORDS = {
    **STEP_WORDS,
    "account added": Sentence("thêm tài khoản", "account added"),
    "account activated": Sentence("mở khóa tài khoản", "account activated"),
    "account deactivated": Sentence("khóa tài khoản", "account deactivated"),
    "one-time password issued": Sentence("cấp mật khẩu dùng một lần", "one-time password issued"),
    "personal data erased": Sentence("xóa dữ liệu cá nhân", "personal data erased"),
    "role changed": Sentence("đổi vai trò", "role changed"),
    "account handed over": Sentence("bàn giao tài khoản", "account handed over"),
    "signed off": Sentence("lãnh đạo xã duyệt", "signed off by the leader"),
    "sign-off asked for": Sentence("yêu cầu lãnh đạo xã duyệt", "sign-off asked for"),
    "sign-off no longer asked for": Sentence(
        "bỏ yêu cầu lãnh đạo xã duyệt", "sign-off no longer asked for"
    ),
    "password chosen by letter": Sentence("đặt lại mật khẩu qua thư", "password chosen by letter"),
    "password changed": Sentence("đổi mật khẩu", "password changed"),
    "signed in": Sentence("đăng nhập", "signed in"),
    "sign-in refused": Sentence("từ chối đăng nhập", "sign-in refused"),
    "lock released": Sentence("bỏ khóa tạm", "lock released"),
    "second factor set up": Sentence("bật xác thực hai bước", "second step set up"),
    "second factor reset": Sentence("đặt lại xác thực hai bước", "second step reset"),
    "recovery code used": Sentence("dùng mã khôi phục", "recovery code used"),
    "recovery codes made": Sentence("tạo mã khôi phục mới", "recovery codes made"),
    "sessions revoked": Sentence("đóng các phiên đăng nhập", "sessions revoked"),
    "round opened": Sentence("mở đợt", "round opened"),
    "round closed": Sentence("đóng đợt", "round closed"),
    "round reopened": Sentence("mở lại đợt", "round reopened"),
    "round extended": Sentence("gia hạn đợt", "round extended"),
    "register updated": Sentence("cập nhật danh mục xã", "register updated"),
    "attach": Sentence("đính kèm tài liệu", "document attached"),
    "withdraw": Sentence("rút tài liệu", "document withdrawn"),
    "evidence tidied": Sentence("xóa tệp minh chứng thừa", "leftover evidence removed"),
    "evidence moved": Sentence("chuyển nơi lưu minh chứng", "evidence moved"),
    "moved evidence removed": Sentence(
        "xóa minh chứng đã chuyển ở nơi cũ", "moved evidence removed from the old place"
    ),
    "import": Sentence("nhập từ tệp", "file import"),
    "edition made": Sentence("lập ấn bản", "edition made"),
    "edition published": Sentence("công bố ấn bản", "edition published"),
    "scenario saved": Sentence("lưu kịch bản", "scenario saved"),
    "scenario renamed": Sentence("đổi tên kịch bản", "scenario renamed"),
    "scenario taken off the list": Sentence(
        "gỡ kịch bản khỏi danh sách", "scenario taken off the list"
    ),
    "scenario put back": Sentence("đưa kịch bản lại danh sách", "scenario put back"),
    "line measured": Sentence("đo tốc độ đường truyền", "line measured"),
    "token made": Sentence("tạo mã truy cập API", "API token made"),
    "token revoked": Sentence("thu hồi mã truy cập API", "API token revoked"),
    "remark": Sentence("trao đổi", "remark"),
    "talk settled": Sentence("trao đổi đã xong", "talk settled"),
    "deadline extended": Sentence("gia hạn", "deadline extended"),
    "response locked": Sentence("khóa phiếu", "response locked"),
    "response unlocked": Sentence("mở khóa phiếu", "response unlocked"),
    "file taken out": Sentence("tải tệp về", "file downloaded"),
    "backup taken": Sentence("sao lưu", "backup taken"),
    "journal exported": Sentence("xuất nhật ký", "journal exported"),
    "demonstration made": Sentence("tạo số liệu mô phỏng", "demonstration made"),
}
BY_WORDS = {
    "system": Sentence("hệ thống", "system"),
    "command line": Sentence("dòng lệnh", "command line"),
}
DETAIL_WORDS = {
    "how": Sentence("bằng", "by"),
    "round": Sentence("đợt", "round"),
    "revision": Sentence("bản lưu", "revision"),
    "via": Sentence("qua", "via"),
    "changed": Sentence("số câu đổi", "changed"),
    "changes": Sentence("số thay đổi", "changes"),
    "communes": Sentence("số xã", "communes"),
    "file": Sentence("tệp", "file"),
    "files": Sentence("số tệp", "files"),
    "path": Sentence("địa chỉ", "address"),
    "download_mbps": Sentence("tải xuống, Mbps", "download, Mbps"),
    "sent": Sentence("số byte", "bytes"),
    "question": Sentence("câu hỏi", "question"),
    "attachment": Sentence("tài liệu số", "document"),
    "sha256": Sentence("mã băm", "hash"),
    "name": Sentence("tên", "name"),
    "before": Sentence("trước là", "before"),
    "role": Sentence("vai trò", "role"),
    "place": Sentence("địa bàn", "place"),
    "successor": Sentence("người nhận", "successor"),
    "token": Sentence("mã truy cập số", "token"),
    "scopes": Sentence("được đọc", "may read"),
    "until": Sentence("đến ngày", "until"),
    "reason": Sentence("lý do", "reason"),
    "results": Sentence("mã băm kết quả", "hash of the results"),
    "inputs": Sentence("mã băm đầu vào", "hashes of the inputs"),
    "replaces": Sentence("thay thế ấn bản", "replaces edition"),
    "asked": Sentence("kịch bản", "scenario"),
    "from": Sentence("từ", "from"),
    "to": Sentence("đến", "to"),
}
SCOPES = {scope.value: said for scope, said in SCOPE_WORDS.items()}
VALUE_WORDS = {
    **VIA_WORDS,
    **POST_WORDS,
    "database": Sentence("cơ sở dữ liệu", "database"),
    "folder": Sentence("thư mục", "folder"),
    "password": Sentence("mật khẩu", "password"),
    "password and code": Sentence("mật khẩu và mã xác thực", "password and code"),
    "identity provider": Sentence("hệ thống định danh", "identity provider"),
    "identity provider and code": Sentence(
        "hệ thống định danh và mã xác thực", "identity provider and code"
    ),
}
SUBJECTS = {
    "round": Sentence("đợt {id}", "round {id}"),
    "edition": Sentence("ấn bản {id}", "edition {id}"),
    "scenario": Sentence("kịch bản {id}", "scenario {id}"),
}
HASH = re.compile(r"[0-9a-f]{64}")
DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


@dataclass(frozen=True, slots=True)
class Line:
    """One entry of the journal in both languages."""

    entry: Entry
    by: Sentence
    action: Sentence
    subject: Sentence
    detail: tuple[tuple[Sentence, Sentence], ...]


def line(entry: Entry) -> Line:
    """The entry in words; what has no words here is shown as it is stored."""
    return Line(
        entry,
        words(entry.by, BY_WORDS),
        words(entry.action, ACTION_WORDS),
        subject(entry.subject),
        tuple(detail(entry)),
    )


def subject(stored: str) -> Sentence:
    """To what it was done: a round or edition by its number, else a sign-in name or a commune's code."""
    kind, _, number = stored.partition(" ")
    return (
        SUBJECTS[kind].filled(id=number)
        if kind in SUBJECTS and number.isdigit()
        else words(stored, {})
    )


def detail(entry: Entry) -> Iterator[tuple[Sentence, Sentence]]:
    """Each part of the detail that says something: what it is, and its value."""
    for name, value in entry.detail.items():
        if value is not None:
            yield words(name, DETAIL_WORDS), KINDS.get(name, written)(value)


def day(value: object) -> Sentence:
    """A day as people here write it; what was entered otherwise, as it was."""
    shown = DAY.sub(r"\3/\2/\1", str(value))
    return Sentence(shown, shown)


def scopes(value: object) -> Sentence:
    """What a token may read, in the words that its owner chose by."""
    said = [words(each, SCOPES) for each in str(value).split()]
    return Sentence("; ".join(each.vi for each in said), "; ".join(each.en for each in said))


def written(value: object) -> Sentence:
    """A part of the detail on one line; of a hash the first characters, which fit on a phone."""
    if not isinstance(value, Mapping):
        return value_in_words(short(str(value)))
    parts = [(words(str(name), PART_WORDS), short(str(each))) for name, each in value.items()]
    return Sentence(
        "; ".join(f"{name.vi} {each}" for name, each in parts),
        "; ".join(f"{name.en} {each}" for name, each in parts),
    )


def short(text: str) -> str:
    """A SHA-256 by its first twelve characters; the whole of it is stored, and on the edition's page."""
    return f"{text[:12]}…" if HASH.fullmatch(text) else text


def value_in_words(value: str) -> Sentence:
    """A value in both languages; of a post (``officer 00004``) its role, and its place as it is stored."""
    role, _, place = value.partition(" ")
    if role in POST_WORDS and place.isdigit():
        said = POST_WORDS[role]
        return Sentence(f"{said.vi} {place}", f"{said.en} {place}")
    return words(value, VALUE_WORDS)


def words(stored: str, table: dict[str, Sentence]) -> Sentence:
    """A stored word in both languages."""
    return table.get(stored) or Sentence(stored, stored)


# Parts of the detail that are no text, a number or a word of the tables.
KINDS: dict[str, Callable[[object], Sentence]] = {"until": day, "scopes": scopes}


def actions_called(search: str, language: str) -> frozenset[str]:
    """The stored actions whose words hold what a reader looks for, marks or not."""
    wanted = plain(search).split()
    return frozenset(
        action
        for action, said in ACTION_WORDS.items()
        if wanted and all(word in plain(said.in_language(language)) for word in wanted)
    )
