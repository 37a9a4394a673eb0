"""The province's desk: progress, filters, reminders, and approving what needs no look."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import timedelta

import pytest

from forms.answers import Answer, Answers, State
from survey.accounts import Role
from survey.communes import load_register
from survey.responses import Response, Revision, Status, Via, approve
from survey.store import emails, journal, responses
from survey.store.database import reading, writing
from tests.builders import BA_DINH, MONDAY, MUONG_HUM, answered, the_questionnaire
from tests.survey.founded import diced
from tests.survey.web.offices import Offices
from tests.visitor import Page, Visitor

NEIGHBOUR, OTHER = "00008", "00025"
QUESTIONNAIRE = the_questionnaire()


def clear_answers() -> Answers:
    """Answers in which there is nothing to look at: of a commune that may leave the rest out."""
    return {"cond_region": Answer(value="none", note="Quyết định 12/QĐ-UBND.")} | answered(
        infra_pc_working=40, infra_pc_qualified=30, skill_staff_total=41
    )


def store(offices: Offices, code: str, status: Status, answers: Answers, days: int = 0) -> None:
    """A response as it stands after one revision."""
    at = MONDAY + timedelta(days=days)
    step = {Status.DRAFT: "save", Status.RETURNED: "return"}.get(status, "submit")
    revision = Revision(1, 0, at, "An", Via.PAGE, step, answers, tuple(answers), code)
    response = Response(1, code, 1, status, answers, updated_at=at, submitted_at=at)
    with writing(offices.app.config["ENGINE"]) as conn:
        responses.append(conn, response, revision)


def standing(offices: Offices, code: str) -> Response:
    with reading(offices.app.config["ENGINE"]) as conn:
        return responses.response_of(conn, 1, code)


def order(page: Page) -> list[str]:
    """The codes in the order of the table."""
    rows = page.all("th", scope="row")
    return [each.text.split()[-1] for each in rows]


@pytest.fixture
def busy(offices: Offices) -> Offices:
    """Two submitted, of which one has points to look at; a draft; a returned one; Mường Hum elsewhere."""
    store(offices, BA_DINH, Status.SUBMITTED, clear_answers())
    unknown = {"skill_ok": Answer(State.UNKNOWN), "cond_region": Answer(value="none")}
    store(offices, NEIGHBOUR, Status.SUBMITTED, clear_answers() | unknown, days=1)
    store(offices, OTHER, Status.DRAFT, answered(infra_pc_working=4))
    store(offices, MUONG_HUM, Status.SUBMITTED, clear_answers())
    return offices


def test_the_queue_is_ordered_by_concern_and_sorts_and_filters(busy: Offices) -> None:
    visitor = busy.reviewer
    assert order(visitor.open("/review"))[:3] == [NEIGHBOUR, BA_DINH, OTHER]
    assert order(visitor.open("/review?order=answered&down=1"))[:1] != [OTHER]
    assert order(visitor.open("/review?look=concern")) == [NEIGHBOUR]
    assert order(visitor.open("/review?look=clear")) == [BA_DINH]
    by_name = order(visitor.open("/review?order=name"))
    assert order(visitor.open("/review?order=name&down=1")) == by_name[::-1]
    assert visitor.open("/review?order=nonsense&look=nonsense&down=x").status == 200
    assert MUONG_HUM not in by_name
    assert len(by_name) == len(load_register().of_province("01"))


def test_the_desk_says_how_far_each_is_and_who_never_signed_in(busy: Offices) -> None:
    busy.add("ngocha", Role.OFFICER, NEIGHBOUR, None)
    page = busy.reviewer.open("/review")
    share = 100 // len(QUESTIONNAIRE.questions)
    assert f"{share}%" in page.text
    assert "chưa có tài khoản" in page.text
    assert "chưa đăng nhập" in page.text
    busy.add("phuctan", Role.OFFICER, OTHER, None)
    assert OTHER in order(busy.reviewer.open("/review?look=unseen"))
    assert NEIGHBOUR not in order(busy.reviewer.open("/review?look=unseen"))
    busy.signed_in("phuctan")
    assert OTHER not in order(busy.reviewer.open("/review?look=unseen"))


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("path", ["/review", "/review/reminders", "/review/approve"])
def test_the_pages_open_in_both_languages_for_reviewers_only(
    busy: Offices, path: str, language: str
) -> None:
    busy.signed_in("tinh", language).open(path)
    for who in ("canbo", "bo", "quantri"):
        busy.signed_in(who).refused(path, 403)
    assert "/sign-in" in Visitor(busy.app).refused(path, 302).location


def test_reminders_name_who_has_not_submitted_and_no_one_elsewhere(busy: Offices) -> None:
    busy.add("cb@ngocha.gov.vn", Role.OFFICER, OTHER, None)
    register = load_register().communes
    page = busy.reviewer.open("/review/reminders")
    text, names = page.by_id("text-vi").text, page.by_id("names").text
    assert f"{register[OTHER].name} (đã trả lời 1%)" in text
    assert register[NEIGHBOUR].name not in text
    assert "cb@ngocha.gov.vn" in page.by_id("addresses").text
    assert f"{register[OTHER].name}\tNgười cb@ngocha.gov.vn" in names
    assert register[MUONG_HUM].name not in text + names
    returned = busy.reviewer.open("/review/reminders?to=returned")
    assert returned.all("p", class_="done")
    with writing(busy.app.config["ENGINE"]) as conn:
        emails.add_emails(conn, {"cb@ngocha.gov.vn": "ubnd@ngocha.hanoi.gov.vn"})
    listed = busy.reviewer.open("/review/reminders").by_id("addresses").text
    assert "ubnd@ngocha.hanoi.gov.vn" in listed
    assert "cb@ngocha.gov.vn" not in listed
    assert busy.reviewer.open("/review/reminders?to=nonsense").status == 200


def approve_several(offices: Offices, page: Page, *codes: str, **other: str) -> Page:
    fields = page.fields("/review/approve") | {f"take-{code}": "on" for code in codes} | other
    return offices.reviewer.post("/review/approve", fields)


def test_only_responses_with_nothing_to_look_at_stand_there_and_are_approved_one_by_one(
    busy: Offices,
) -> None:
    store(busy, "00070", Status.SUBMITTED, clear_answers())
    page = busy.reviewer.open("/review/approve")
    assert NEIGHBOUR not in page.text
    done = approve_several(busy, page, all="1")
    assert "Đã phê duyệt 2 phiếu" in done.title
    assert standing(busy, BA_DINH).status is Status.APPROVED
    assert standing(busy, NEIGHBOUR).status is Status.SUBMITTED
    with reading(busy.app.config["ENGINE"]) as conn:
        entered = [each for each in journal.entries(conn) if each.action == "approve"]
    assert {each.subject for each in entered} == {BA_DINH, "00070"}
    approve_several(busy, page, all="1")
    assert standing(busy, BA_DINH).revision == 2


def test_what_changed_or_gained_a_concern_meanwhile_is_left_out_and_named(busy: Offices) -> None:
    store(busy, "00070", Status.SUBMITTED, clear_answers())
    page = busy.reviewer.open("/review/approve")
    engine = busy.app.config["ENGINE"]
    now = standing(busy, BA_DINH)
    with writing(engine) as conn:
        made = approve(now, by="Khác", at=MONDAY, key="x")
        responses.append(conn, *made)
    done = approve_several(busy, page, BA_DINH, "00070", **{"base-00008": "1", "take-00008": "on"})
    assert "Đã phê duyệt 1 phiếu" in done.title
    left = done.one("section", class_="problems").text
    assert load_register().communes[BA_DINH].name in left
    assert "điểm cần xem nên chưa duyệt" in left
    assert standing(busy, NEIGHBOUR).status is Status.SUBMITTED


def test_nothing_ticked_approves_nothing_says_so_and_other_provinces_are_refused(
    busy: Offices,
) -> None:
    page = busy.reviewer.open("/review/approve")
    again = busy.reviewer.post("/review/approve", page.fields("/review/approve"), 400)
    assert "Hãy đánh dấu ít nhất một phiếu" in again.one("div", class_="problems").text
    assert again.all("input", name=f"take-{BA_DINH}")
    assert standing(busy, BA_DINH).status is Status.SUBMITTED
    sent = {f"base-{MUONG_HUM}": "1", f"take-{MUONG_HUM}": "on", "key": "k"}
    busy.reviewer.post("/review/approve", sent, 403)
    assert standing(busy, MUONG_HUM).status is Status.SUBMITTED


def test_an_outlier_among_similar_communes_is_shown_to_the_reviewer(busy: Offices) -> None:
    wards = [each for each in load_register().of_province("79") if each.kind == "phuong"]
    for commune in wards[:25]:
        store(busy, commune.code, Status.APPROVED, clear_answers())
    wild = clear_answers() | answered(infra_pc_working=400)
    store(busy, "00070", Status.SUBMITTED, wild)
    page = busy.reviewer.open("/review/00070")
    assert "Xã khai 400" in page.text
    assert "khác hẳn 28 đơn vị tương tự" in page.text
    assert order(busy.reviewer.open("/review"))[0] == "00070"


@pytest.mark.benchmark
def test_the_desk_of_the_largest_province_takes_300_ms_at_most(offices: Offices) -> None:
    by_province: dict[str, list[str]] = {}
    for commune in load_register().communes.values():
        by_province.setdefault(commune.province_code, []).append(commune.code)
    largest = max(by_province, key=lambda code: len(by_province[code]))
    pairs = []
    for code in load_register().communes:
        answers = diced(QUESTIONNAIRE, code)
        revision = Revision(1, 0, MONDAY, "An", Via.PAGE, "submit", answers, (), code)
        response = Response(1, code, 1, Status.SUBMITTED, answers, updated_at=MONDAY)
        pairs.append((replace(response, submitted_at=MONDAY), revision))
    with writing(offices.app.config["ENGINE"]) as conn:
        responses.append_many(conn, pairs)
    offices.add("lon", Role.REVIEWER, None, largest)
    visitor = offices.signed_in("lon")
    visitor.open("/review")
    for path in ("/review", "/review/approve", "/review/reminders", "/review/changes"):
        # The server's own time: what else this machine does at the moment says nothing about the page.
        took = []
        for _ in range(5):
            began = time.process_time()
            assert visitor.client.get(path).status_code == 200
            took.append(time.process_time() - began)
        print(f"{path}, {len(by_province[largest])} communes: {1000 * min(took):.0f} ms")
        assert min(took) < 0.3
