"""What an administrator types, read into values or refused with a sentence; and the words shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from unicodedata import normalize

from werkzeug.datastructures import FileStorage

from forms.loading import load_text
from forms.questionnaire import Questionnaire
from forms.sentence import Refused, Sentence
from survey.accounts import Account
from survey.communes import Register
from survey.founding import SHIPPED_QUESTIONNAIRE
from survey.people.enrolling import LONGEST_NAME, Enrolment, is_sign_in
from survey.people.posts import LEADER_WORDS, ROLE_WORDS, post_asked
from survey.rounds import Round, RoundState

ACTIVE_WORDS = Sentence("đang dùng", "active")
CLOSED_WORDS = Sentence("đã khóa", "deactivated")
OVER_WORDS = Sentence("hết hạn", "over")
ERASED_WORDS = Sentence("đã xóa dữ liệu, đóng hẳn", "erased, closed for good")
NATION = Sentence("Cả nước", "The whole country")
NO_SIGN_IN = Sentence(
    "Tên đăng nhập cần từ 3 đến 80 ký tự, không có khoảng trắng.",
    "A sign-in needs 3 to 80 characters without spaces.",
)
NO_NAME = Sentence("Hãy nhập họ và tên.", "Enter the name.")
NO_ROUND_NAME = Sentence("Hãy nhập tên đợt.", "Enter the round's name.")
NOT_A_DAY = Sentence(
    "“{raw}” không phải là ngày. Hãy nhập ngày/tháng/năm, ví dụ 31/12/2026.",
    "“{raw}” is not a day. Enter day/month/year, for example 31/12/2026.",
)
NOT_UTF_8 = Sentence(
    "Tệp {name} không phải UTF-8. Hãy lưu lại bằng mã UTF-8 rồi tải lên.",
    "The file {name} is not UTF-8. Save it as UTF-8 and upload it again.",
)
CLOSES_FIRST = Sentence(
    "Ngày kết thúc phải sau ngày bắt đầu.", "The closing day must come after the opening day."
)


def place_in_words(account: Account, register: Register) -> Sentence:
    """Where an account works: its commune, its province, or the whole country."""
    if account.commune_code is not None and account.commune_code in register.communes:
        commune = register.communes[account.commune_code]
        name = f"{commune.name} ({commune.code}), {register.provinces[commune.province_code].name}"
        return Sentence(name, name)
    if account.province_code is not None and account.province_code in register.provinces:
        name = f"{register.provinces[account.province_code].name} ({account.province_code})"
        return Sentence(name, name)
    return NATION


def role_in_words(account: Account) -> Sentence:
    """What the account is for; of officers, who leads."""
    return LEADER_WORDS if account.leader else ROLE_WORDS[account.role]


def state_in_words(account: Account, day: date) -> Sentence:
    """Whether an account may sign in on this day, and if not, why."""
    if account.erased:
        return ERASED_WORDS
    if not account.active:
        return CLOSED_WORDS
    return OVER_WORDS if account.over(day) else ACTIVE_WORDS


def read_enrolment(form: Mapping[str, str], register: Register) -> Enrolment:
    """The account that the form asks for; Refused with the first thing to mend."""
    typed = {name: normalize("NFC", form.get(name, "")).strip() for name in FIELDS}
    sign_in, name = typed["sign_in"], typed["name"]
    if not is_sign_in(sign_in):
        raise Refused(NO_SIGN_IN)
    if not name or len(name) > LONGEST_NAME:
        raise Refused(NO_NAME)
    post = post_asked(typed["role"], typed["place"], register)
    until = read_day(form["until"]) if form.get("until", "").strip() else None
    return Enrolment(sign_in, name, **asdict(post), until=until)


FIELDS = ("sign_in", "name", "role", "place")


def shipped() -> tuple[Questionnaire, str]:
    """The questionnaire that comes with the program, parsed and as text."""
    text = SHIPPED_QUESTIONNAIRE.read_text("utf-8")
    return load_text(text, SHIPPED_QUESTIONNAIRE.name), text


def asked_questionnaire(upload: FileStorage | None) -> tuple[Questionnaire, str]:
    """The uploaded questionnaire, or the shipped one where none was chosen; with its text.

    Raises QuestionnaireRefused with every fault of the file.
    """
    if upload is None or not upload.filename:
        return shipped()
    name = upload.filename[:100]
    try:
        text = upload.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused(NOT_UTF_8.filled(name=name)) from None
    return load_text(text, name), text


def new_round_of(form: Mapping[str, str], upload: FileStorage | None) -> tuple[Round, str]:
    """The round that the form asks for (id 0) and the text of its questionnaire."""
    name = normalize("NFC", form.get("name", "")).strip()
    if not name or len(name) > 120:
        raise Refused(NO_ROUND_NAME)
    cutoff, opens, closes = (read_day(form.get(day, "")) for day in ("cutoff", "opens", "closes"))
    if closes <= opens:
        raise Refused(CLOSES_FIRST)
    asked, text = asked_questionnaire(upload)
    made = Round(
        id=0,
        name=name,
        questionnaire_id=asked.id,
        questionnaire_version=asked.version,
        cutoff=cutoff,
        opens=opens,
        closes=closes,
        state=RoundState.OPEN,
        simulated=False,
    )
    return made, text


def read_day(raw: str) -> date:
    """dd/MM/yyyy as people type it; Refused where it is not a day."""
    try:
        return datetime.strptime(raw.strip(), "%d/%m/%Y").date()  # noqa: DTZ007
    except ValueError:
        raise Refused(NOT_A_DAY.filled(raw=raw.strip()[:20])) from None
