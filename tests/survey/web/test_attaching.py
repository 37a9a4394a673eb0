"""Evidence on pages: attached by the commune, seen by those who check, sent only as a download."""

from __future__ import annotations

import io

import pytest
from sqlalchemy import select
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from forms.attached_files import LARGEST
from survey.accounts import Role
from survey.evidence_files.attachments import MOST, MOST_EVER, Attachment
from survey.store import attachments, journal
from survey.store.content_tables import contents
from survey.store.database import reading
from tests.builders import BA_DINH
from tests.forms import evidence_files as files
from tests.survey.evidence_places import TriedPlace
from tests.survey.web.offices import Offices
from tests.visitor import Page, Visitor

QUESTION = "conn_villages_dead"
PAGE = f"/survey/evidence/{QUESTION}"


def send(
    offices: Offices, content: bytes = files.PDF, name: str = "Biên bản.pdf", status: int = 200
) -> Page:
    return offices.officer.checked(posted(offices, PAGE, content, name), status)


def posted(offices: Offices, path: str, content: bytes, name: str) -> TestResponse:
    """The post of a form with one file, as a browser would write it."""
    file = FileStorage(io.BytesIO(content), name, "file")
    boundary, body = encode_multipart({"csrf_token": offices.officer.token(), "file": file})
    type_ = f'multipart/form-data; boundary="{boundary}"'
    return offices.officer.client.post(path, data=body, content_type=type_, follow_redirects=True)


def attached(offices: Offices) -> tuple[Attachment, ...]:
    with reading(offices.app.config["ENGINE"]) as conn:
        return attachments.attached(conn, 1, BA_DINH)


def actions(offices: Offices) -> list[str]:
    with reading(offices.app.config["ENGINE"]) as conn:
        return [entry.action for entry in journal.entries(conn)]


def downloaded(visitor: Visitor, offices: Offices, status: int = 200) -> TestResponse:
    path = f"/evidence/{BA_DINH}/{attached(offices)[0].id}"
    answer = visitor.client.get(path, buffered=True)
    assert answer.status_code == status
    return answer


def test_an_attached_file_is_listed_counted_on_the_section_and_in_the_journal(
    offices: Offices,
) -> None:
    page = send(offices)
    assert "Đã đính kèm tệp" in page.text
    assert "Biên bản.pdf" in page.text
    assert "Tệp minh chứng (1)" in offices.officer.open("/survey/section/conn").text
    assert "attach" in actions(offices)


def test_the_page_warns_of_identity_cards_and_secrets_in_words(offices: Offices) -> None:
    assert "KHÔNG gửi ảnh căn cước" in offices.officer.open(PAGE).text
    english = offices.signed_in("canbo", "en").open(PAGE).text
    assert "Do NOT send identity cards" in english
    assert "classified" in english


def test_a_file_comes_back_as_a_download_and_as_nothing_else(either: Offices) -> None:
    send(either, files.PDF_WITH_SCRIPT, 'x"\r\n.html.pdf')
    for who in ("canbo", "tinh", "bo"):
        answer = downloaded(either.signed_in(who), either)
        assert answer.data == files.PDF_WITH_SCRIPT
        assert answer.headers["Content-Type"] == "application/pdf"
        assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
        assert '"x".html' not in answer.headers["Content-Disposition"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in answer.headers["Content-Security-Policy"]
        assert answer.headers["Cache-Control"] == "no-store"


def test_each_kind_is_sent_with_its_own_type_whatever_it_was_called(offices: Offices) -> None:
    send(offices, files.picture("PNG"), "trang.html")
    answer = downloaded(offices.officer, offices)
    assert answer.headers["Content-Type"] == "image/png"
    assert answer.headers["Content-Disposition"].endswith('trang.png"')


def test_a_vietnamese_name_is_sent_as_headers_allow(offices: Offices) -> None:
    send(offices, files.picture("JPEG"), "Ảnh trụ sở.jpeg")
    answer = downloaded(offices.officer, offices)
    for _, value in answer.headers:
        value.encode("latin-1")
    assert "filename*=UTF-8''" in answer.headers["Content-Disposition"]


def test_nobody_else_downloads_it(offices: Offices) -> None:
    send(offices)
    offices.add("khac", Role.OFFICER, "00008", None)
    offices.add("tinh2", Role.REVIEWER, None, "15")
    for who in ("khac", "tinh2", "quantri"):
        downloaded(offices.signed_in(who), offices, 403)
    answer = offices.app.test_client().get(f"/evidence/{BA_DINH}/1")
    assert "/sign-in" in answer.headers["Location"]


def test_a_file_is_only_found_under_its_own_commune(offices: Offices) -> None:
    send(offices)
    offices.officer.open(f"/evidence/{BA_DINH}/99", 404)
    analyst = offices.signed_in("bo")
    analyst.open(f"/evidence/00008/{attached(offices)[0].id}", 404)
    analyst.open("/evidence/99999/1", 404)


def test_reviewers_find_it_beside_the_answer(offices: Offices) -> None:
    send(offices)
    text = offices.reviewer.open(f"/review/{BA_DINH}").text
    assert "Tài liệu minh chứng: Biên bản.pdf" in text
    assert "Biên bản.pdf" not in offices.signed_in("quantri").open(f"/review/{BA_DINH}").text


def test_a_required_document_that_is_attached_is_no_concern(offices: Offices) -> None:
    offices.answer_all()
    offices.officer.post(
        "/survey/section/conn",
        {"base": str(offices.response.revision), "key": "q", QUESTION: "2", "then": "stay"},
    )
    before = offices.reviewer.open(f"/review/{BA_DINH}").text
    assert "cần tài liệu minh chứng (Danh sách thôn" in before
    send(offices)
    after = offices.reviewer.open(f"/review/{BA_DINH}").text
    assert "cần tài liệu minh chứng (Danh sách thôn" not in after


@pytest.mark.parametrize(
    ("section", "question", "words"),
    [
        ("conn", QUESTION, "Ghi chú · minh chứng bắt buộc"),
        ("cond", "cond_region", "Ghi chú · minh chứng bắt buộc"),
        ("cond", "cond_villages_dbkk", "Ghi chú · minh chứng"),
        ("cond", "cond_population", "Ghi chú"),
    ],
)
def test_beside_a_question_stands_whether_evidence_may_or_must_be_given(
    offices: Offices, section: str, question: str, words: str
) -> None:
    page = offices.officer.open(f"/survey/section/{section}")
    beside = zip(page.all("fieldset"), page.all("summary"), strict=True)
    assert [said.text for place, said in beside if place["id"] == f"q-{question}"] == [words]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_before_submitting_the_officer_is_told_which_required_evidence_is_missing(
    offices: Offices, language: str
) -> None:
    offices.answer_all()
    officer = offices.signed_in("canbo", language)
    answer = {"base": str(offices.response.revision), "key": "q", QUESTION: "2"}
    offices.officer.post("/survey/section/conn", answer)
    page = officer.open("/survey/check")
    assert page.all("a", href=f"/survey/section/conn#q-{QUESTION}")
    assert page.all("a", href=PAGE)
    assert page.all("form", action="/survey/submit")
    send(offices)
    page = officer.open("/survey/check")
    assert not page.all("a", href=PAGE)


def test_a_note_that_names_the_paper_is_evidence_enough_to_submit_with(offices: Offices) -> None:
    answer = {"base": "0", "key": "q", QUESTION: "2"}
    offices.officer.post("/survey/section/conn", answer)
    assert "1 câu chưa có minh chứng bắt buộc" in offices.officer.open("/survey/check").text
    note = {"base": "1", "key": "n", QUESTION: "2", f"{QUESTION}--note": "Công văn số 12/UBND"}
    offices.officer.post("/survey/section/conn", note)
    assert "minh chứng bắt buộc" not in offices.officer.open("/survey/check").text


def test_a_withdrawn_file_is_gone_from_every_page_but_stays_written(either: Offices) -> None:
    send(either)
    [one] = attached(either)
    page = either.officer.post(f"{PAGE}/withdraw", {"attachment": str(one.id)})
    assert "Đã rút tệp" in page.text
    downloaded(either.officer, either, 404)
    assert "Biên bản" not in either.reviewer.open(f"/review/{BA_DINH}").text
    [kept] = attached(either)
    assert not kept.stands
    assert "withdraw" in actions(either)
    again = either.officer.post(f"{PAGE}/withdraw", {"attachment": str(one.id)}, 422)
    assert "không còn đính kèm" in again.text


@pytest.mark.parametrize("number", ["", "x", "99", "-1", "9" * 40])
def test_what_is_no_file_of_this_question_cannot_be_withdrawn(
    offices: Offices, number: str
) -> None:
    offices.officer.post(f"{PAGE}/withdraw", {"attachment": number}, 422)


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        (files.EXE, "chung tu.pdf", "không phải PDF, ảnh JPEG"),
        (b"", "trong.pdf", "trống"),
        (files.PDF + bytes(LARGEST), "lon.pdf", "lớn hơn 5 MB"),
        (b"x", "", "Chưa chọn tệp nào"),
        (files.a_document(), "van ban.docx", "không phải PDF, ảnh JPEG"),
    ],
    ids=["renamed exe", "empty", "too large", "nothing chosen", "word"],
)
def test_what_is_refused_is_told_and_nothing_is_kept(
    offices: Offices, content: bytes, name: str, says: str
) -> None:
    assert says in send(offices, content, name, 422).text
    assert attached(offices) == ()


def test_a_post_far_too_large_is_refused_before_it_is_read(offices: Offices) -> None:
    page = send(offices, bytes(LARGEST * 2), "x.pdf", 413)
    assert "lớn hơn 5 MB" in page.text


def test_other_pages_still_take_two_megabytes_only(offices: Offices) -> None:
    answer = posted(offices, "/survey/section/infra", bytes(3_000_000), "x.pdf")
    assert answer.status_code == 413
    assert "2 MB" in answer.text


def test_the_sixth_file_is_refused_until_one_is_withdrawn(offices: Offices) -> None:
    for number in range(MOST):
        send(offices, files.PDF + b"\n" * number)
    assert "nhiều nhất 5 tệp" in send(offices, files.picture("PNG"), "6.png", 422).text
    assert "Đã đủ 5 tệp" in offices.officer.open(PAGE).text
    offices.officer.post(f"{PAGE}/withdraw", {"attachment": str(attached(offices)[0].id)})
    send(offices, files.picture("PNG"), "6.png")


def test_attaching_and_withdrawing_without_end_is_refused(offices: Offices) -> None:
    for number in range(MOST_EVER):
        send(offices, files.PDF + b"\n" * number)
        offices.officer.post(f"{PAGE}/withdraw", {"attachment": str(attached(offices)[-1].id)})
    assert "kể cả tệp đã rút" in send(offices, files.picture("PNG"), "x.png", 422).text


def test_the_same_file_sent_again_is_attached_once(either: Offices) -> None:
    send(either)
    send(either)
    assert len(attached(either)) == 1
    assert actions(either).count("attach") == 1


def test_a_submitted_response_takes_and_loses_no_file(offices: Offices) -> None:
    offices.answer_all()
    send(offices)
    offices.submit()
    page = send(offices, files.picture("PNG"), "x.png", 422)
    assert "Không thể đính kèm hoặc rút tài liệu" in page.text
    sent = {"attachment": str(attached(offices)[0].id)}
    offices.officer.post(f"{PAGE}/withdraw", sent, 422)
    assert [each.stands for each in attached(offices)] == [True]
    assert "không thêm hoặc rút tệp được" in offices.officer.open(PAGE).text


def test_only_officers_have_the_page(offices: Offices) -> None:
    for who in ("tinh", "bo", "quantri"):
        offices.signed_in(who).open(PAGE, 403)
    offices.officer.open("/survey/evidence/no_such_question", 404)


def test_a_post_without_the_forms_token_is_refused(offices: Offices) -> None:
    sent = {"file": (io.BytesIO(files.PDF), "x.pdf")}
    assert offices.officer.client.post(PAGE, data=sent).status_code == 400
    assert attached(offices) == ()


def test_opening_the_pages_changes_nothing(offices: Offices) -> None:
    send(offices)
    before = actions(offices)
    offices.officer.open(PAGE)
    downloaded(offices.officer, offices)
    assert actions(offices) == before


def test_a_file_that_was_lost_is_told(either: Offices) -> None:
    send(either)
    config, [one] = either.app.config, attached(either)
    kind = "database" if config["SETTINGS"].evidence_in_database else "folder"
    TriedPlace(kind, config["ENGINE"], config["SETTINGS"].evidence_folder).lose(one.sha256)
    assert "Không còn đọc được tệp" in downloaded(either.officer, either, 400).text


def test_a_file_is_where_the_setting_says_and_nowhere_else(either: Offices) -> None:
    send(either)
    folder, [one] = either.app.config["SETTINGS"].evidence_folder, attached(either)
    in_folder = [path.name for path in folder.rglob("*") if path.is_file()]
    with reading(either.app.config["ENGINE"]) as conn:
        in_database = list(conn.scalars(select(contents.c.sha256)))
    kept = (in_folder, in_database)
    assert kept in (([one.sha256], []), ([], [one.sha256]))
    assert either.app.config["SETTINGS"].evidence_in_database == bool(in_database)
