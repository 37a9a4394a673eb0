"""A province's Excel forms: out as one zip, back as another, a report a file, own communes only."""

from __future__ import annotations

import time
import zipfile
from io import BytesIO

import pytest

from forms.workbook_returned import read_form
from survey.accounts import Role
from survey.communes import load_register
from survey.issuing import Issue
from survey.responses import Response, Via
from survey.store import responses, rounds
from survey.store.database import reading, writing
from tests.builders import BA_DINH, MONDAY, MUONG_HUM, answered, the_questionnaire
from tests.forms.forms_at_hand import SECRET, filled
from tests.survey.founded import revisions_made
from tests.survey.web.handing_in import PROVINCES, a_zip, accept, downloaded, upload
from tests.survey.web.offices import Offices
from tests.visitor import Page, Visitor

NEIGHBOUR = "00008"
HO_CHI_MINH_CITY = "79"


def forms_of(visitor: Visitor) -> dict[str, bytes]:
    """The province's forms by commune code."""
    with zipfile.ZipFile(BytesIO(downloaded(visitor, f"{PROVINCES}.zip"))) as archive:
        assert archive.testzip() is None
        return {name[:5]: archive.read(name) for name in archive.namelist()}


def form_of(offices: Offices, code: str) -> bytes:
    """One commune's form as the zip would hold it."""
    with reading(offices.app.config["ENGINE"]) as connection:
        running = rounds.current_round(connection)
    assert running is not None
    issue = Issue(running, the_questionnaire(), load_register(), SECRET, MONDAY.date(), "vi")
    return issue.form(stored(offices, code))


def hand_back(offices: Offices, files: dict[str, bytes], status: int = 200) -> Page:
    return upload(offices.reviewer, a_zip(files), status, name="xã nộp.zip", path=PROVINCES)


def stored(offices: Offices, code: str) -> Response:
    with reading(offices.app.config["ENGINE"]) as connection:
        return responses.response_of(connection, 1, code)


def changes(offices: Offices) -> int:
    with reading(offices.app.config["ENGINE"]) as connection:
        return revisions_made(connection, 1)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_page_opens_in_both_languages_and_the_queue_leads_to_it(
    offices: Offices, language: str
) -> None:
    visitor = offices.signed_in("tinh", language)
    visitor.open(PROVINCES)
    assert visitor.open("/review").all("a", href=PROVINCES)


@pytest.mark.parametrize("path", [PROVINCES, f"{PROVINCES}.zip"])
def test_it_needs_a_reviewer(offices: Offices, path: str) -> None:
    assert "/sign-in" in Visitor(offices.app).refused(path, 302).location
    for who in ("canbo", "bo", "quantri"):
        offices.signed_in(who).refused(path, 403)


@pytest.mark.parametrize("path", [PROVINCES, f"{PROVINCES}/accept"])
def test_only_a_reviewer_may_hand_in_for_communes(offices: Offices, path: str) -> None:
    for who in ("canbo", "bo", "quantri"):
        offices.signed_in(who).post(path, {}, 403)


def test_the_zip_holds_a_form_of_every_commune_of_the_province_and_no_other(
    offices: Offices,
) -> None:
    forms = forms_of(offices.reviewer)
    assert set(forms) == {each.code for each in load_register().of_province("01")}
    assert read_form("a.xlsx", forms[BA_DINH], SECRET).identity.commune_code == BA_DINH


def test_returned_forms_are_reported_file_by_file_and_nothing_is_stored_yet(
    offices: Offices,
) -> None:
    page = hand_back(
        offices,
        {
            "Nộp/Ba Đình.xlsx": filled({"infra_scanners": 2}, form_of(offices, BA_DINH)),
            "Nộp/chưa điền.xlsx": form_of(offices, NEIGHBOUR),
            "Nộp/ảnh.jpg": b"\xff\xd8",
            "__MACOSX/._x": b"x",
            "Nộp/~$mở.xlsx": b"x",
        },
    )
    assert "3 tệp: 0 đã lưu, 1 chờ đồng ý, 1 không nhận" in page.text
    assert "ảnh.jpg không phải sổ tính Excel" in page.text
    assert "không làm thay đổi câu trả lời nào" in page.text
    assert changes(offices) == 0


def test_what_is_ticked_is_stored_by_the_reviewer_through_the_workbook(offices: Offices) -> None:
    cells = {"infra_scanners": 2, "infra_pc_working": "nhiều"}
    codes = {"a.xlsx": BA_DINH, "b.xlsx": NEIGHBOUR}
    files = {name: filled(cells, form_of(offices, code)) for name, code in codes.items()}
    page = hand_back(offices, files)
    assert page.text.count("không phải là số") == 2
    path = f"{PROVINCES}/accept"
    sent = {name: text for name, text in page.fields(path).items() if name != "take-1"}
    done = offices.reviewer.post(path, sent)
    assert "Đã lưu 1 câu, bản lưu số 1" in done.text
    assert stored(offices, BA_DINH).answers == answered(infra_scanners=2)
    assert stored(offices, NEIGHBOUR).revision == 0
    assert (offices.history[0].via, offices.history[0].by) == (Via.WORKBOOK, "Người tinh")
    offices.reviewer.post(path, sent)
    assert len(offices.history) == 1


def test_one_form_by_itself_is_taken_too(offices: Offices) -> None:
    form = filled({"infra_scanners": 2}, form_of(offices, BA_DINH))
    page = upload(offices.reviewer, form, path=PROVINCES)
    accept(offices.reviewer, page)
    assert stored(offices, BA_DINH).answers == answered(infra_scanners=2)


def test_a_form_of_another_province_is_refused(offices: Offices) -> None:
    offices.add("laocai", Role.REVIEWER, None, "15")
    theirs = form_of(offices, MUONG_HUM)
    page = hand_back(offices, {"a.xlsx": filled({"infra_scanners": 2}, theirs)})
    assert f"Biểu của xã {MUONG_HUM} không thuộc tỉnh" in page.text
    assert not page.all("input", name="form-0")


def test_a_preview_of_another_provinces_form_can_not_be_accepted(offices: Offices) -> None:
    offices.add("laocai", Role.REVIEWER, None, "15")
    other = offices.signed_in("laocai")
    form = filled({"infra_scanners": 2}, form_of(offices, MUONG_HUM))
    page = upload(other, form, path=PROVINCES)
    accept(offices.reviewer, page, 400)
    assert stored(offices, MUONG_HUM).revision == 0


def test_two_files_of_one_commune_are_both_refused(offices: Offices) -> None:
    form = form_of(offices, BA_DINH)
    page = hand_back(offices, {"a.xlsx": filled({"infra_scanners": 2}, form), "b.xlsx": form})
    assert page.text.count("Có 2 tệp cùng của phường") == 2


def test_a_conflict_is_asked_and_the_other_forms_are_stored(offices: Offices) -> None:
    cells = {"infra_scanners": 2}
    codes = {"a.xlsx": BA_DINH, "b.xlsx": NEIGHBOUR}
    files = {name: filled(cells, form_of(offices, code)) for name, code in codes.items()}
    offices.save({"infra_scanners": "3"})
    page = hand_back(offices, files)
    again = accept(offices.reviewer, page)
    assert "1 đã lưu, 1 chờ đồng ý" in again.text
    assert again.all("a", href="#c-0-infra_scanners")
    accept(offices.reviewer, again, infra_scanners="mine")
    assert offices.response.answers == answered(infra_scanners=2)
    assert stored(offices, NEIGHBOUR).answers == answered(infra_scanners=2)


def test_a_response_that_was_submitted_is_refused_by_name(offices: Offices) -> None:
    form = form_of(offices, BA_DINH)
    offices.answer_all()
    page = hand_back(offices, {"a.xlsx": filled({"infra_scanners": 2}, form)})
    offices.submit()
    before = offices.history
    assert "đã gửi" in hand_back(offices, {"a.xlsx": form}).text
    done = accept(offices.reviewer, page, infra_scanners="mine")
    assert "1 không nhận" in done.text
    assert offices.history == before


def test_a_closed_round_takes_no_forms(offices: Offices) -> None:
    form = form_of(offices, BA_DINH)
    with writing(offices.app.config["ENGINE"]) as connection:
        rounds.close_round(connection, 1, MONDAY)
    page = hand_back(offices, {"a.xlsx": filled({"infra_scanners": 2}, form)})
    assert "đã đóng" in page.text
    assert changes(offices) == 0


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "không phải sổ tính Excel"),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "có mật khẩu"),
        (a_zip({}), "không có biểu nào"),
        (a_zip({"__MACOSX/a.xlsx": b"x"}), "không có biểu nào"),
        (a_zip({f"{number}.xlsx": b"" for number in range(401)}), "hơn 400 tệp"),
        (a_zip({"a.xlsx": bytes(30_000_000)}), "lớn bất thường"),
    ],
)
def test_a_zip_that_is_none_or_would_do_harm_is_refused(
    offices: Offices, content: bytes, words: str
) -> None:
    page = upload(offices.reviewer, content, 422, name="x.zip", path=PROVINCES)
    assert words in page.text
    assert changes(offices) == 0


def test_file_names_in_a_zip_are_shown_and_never_paths(offices: Offices) -> None:
    page = hand_back(offices, {"../../etc/passwd": b"x", "/tmp/<b>.xlsx": b"y"})
    assert "passwd" in page.text
    assert "../" not in page.html
    assert "<b>.xlsx" not in page.html


def test_a_damaged_file_in_a_zip_spoils_no_other(offices: Offices) -> None:
    form = filled({"infra_scanners": 2}, form_of(offices, BA_DINH))
    whole = bytearray(a_zip({"b.xlsx": form, "z.txt": b"q" * 400}))
    at = whole.index(b"z.txt") + len(b"z.txt")
    whole[at + 1] ^= 0xFF
    page = upload(offices.reviewer, bytes(whole), name="x.zip", path=PROVINCES)
    assert "1 chờ đồng ý, 1 không nhận" in page.text


def test_without_the_forms_token_nothing_is_taken(offices: Offices) -> None:
    upload(offices.reviewer, a_zip({}), 400, path=PROVINCES, token=False)
    offices.reviewer.post(f"{PROVINCES}/accept", {}, 400, token=False)


def test_accepting_nothing_says_so(offices: Offices) -> None:
    assert "0 tệp" in offices.reviewer.post(f"{PROVINCES}/accept", {}).text


@pytest.mark.drill
def test_the_largest_provinces_forms_arrive_in_a_moment_one_at_a_time(offices: Offices) -> None:
    offices.add("hcm", Role.REVIEWER, None, HO_CHI_MINH_CITY)
    visitor = offices.signed_in("hcm")
    began = time.monotonic()
    response = visitor.client.get(f"{PROVINCES}.zip", buffered=False)
    pieces = [len(piece) for piece in response.iter_encoded()]
    took = time.monotonic() - began
    response.close()
    print(f"168 forms, {sum(pieces):,} bytes in {took:.1f} s, at most {max(pieces):,} at once")
    assert len(pieces) == 169
    assert max(pieces) < 200_000
    assert took < 60
