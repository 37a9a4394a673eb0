"""Measuring the line from the officer's machine: step by step as the script does."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from survey.accounts import Role
from survey.responses import Status
from survey.store.database import reading
from survey.store.measurements import measurements_made
from tests.builders import BA_DINH, MONDAY
from tests.survey.web.offices import Offices
from tests.visitor import Visitor

PAGE = "/survey/measure/conn_down_mbps"
QUESTION = "/survey/section/conn"


class Line:
    """A script at the other end of a line with a round trip of 20 ms, on the server's clock."""

    def __init__(self, offices: Offices, who: str = "canbo") -> None:
        self.offices, self.visitor = offices, offices.signed_in(who)
        self.moment = MONDAY
        self.times: list[float] = []
        self.ticket = ""
        offices.app.config["CLOCK"] = self.now

    def now(self) -> datetime:
        return self.moment

    def post(self, name: str, status: int = 200, **sent: Any) -> Any:
        headers = {"X-CSRFToken": self.visitor.token(), **sent.pop("headers", {})}
        answer = self.visitor.client.post(f"/survey/measure/{name}", headers=headers, **sent)
        assert answer.status_code == status, (answer.status, answer.text[:300])
        return answer

    def start(self, status: int = 200) -> Any:
        told = self.post("start", status).get_json()
        self.ticket = told.get("ticket", "")
        return told

    def step(self, down: int = 0, up: bytes = b"", ms: float = 20, status: int = 200) -> Any:
        """One step: 10 ms each way; an upload takes its time on the way in, a download on the way out."""
        headers = {"X-Ticket": self.ticket, "X-Want": str(down)}
        way_in = ms - 10 if up else 10
        self.moment += timedelta(milliseconds=way_in)
        answer = self.post("step", status, data=up, headers=headers)
        self.moment += timedelta(milliseconds=ms - way_in)
        if status == 200:
            assert answer.headers["Content-Type"] == "application/octet-stream"
            assert answer.headers["Cache-Control"] == "no-store"
            self.ticket = answer.data[down:].decode()
            self.times.append(ms)
        return answer

    def finish(self, status: int = 200) -> Any:
        return self.post("finish", status, json={"ticket": self.ticket, "times": self.times})

    def measure(self, day: int = 0) -> None:
        """A whole measurement: 100 Mbit/s down and 40 up."""
        self.moment, self.times = MONDAY + timedelta(days=day), []
        self.start()
        self.step()
        self.step(down=8192, ms=30)
        self.step(down=1_000_000, ms=100)
        self.step()
        self.step(up=b"x" * 500_000, ms=120)
        self.finish()


@pytest.fixture
def line(offices: Offices) -> Line:
    return Line(offices)


def test_a_measurement_is_stored_and_shown_at_the_question(offices: Offices, line: Line) -> None:
    line.measure()
    [made] = stored(offices)
    assert (made.download_mbps, made.upload_mbps, made.latency_ms) == (100, 40, 20)
    assert made.server_down == pytest.approx(100, rel=0.01)
    assert made.server_up == pytest.approx(40, rel=0.01)
    assert "100 Mbps, 1 trong 3 ngày" in line.visitor.open(QUESTION).text
    assert "100 Mbps, 1 trong 3 ngày" in line.visitor.open(PAGE).text


def stored(offices: Offices) -> Any:
    with reading(offices.app.config["ENGINE"]) as conn:
        return measurements_made(conn, 1).get(BA_DINH, ())


def test_the_measured_mean_becomes_the_answer_with_its_note_kept(
    offices: Offices, line: Line
) -> None:
    fields = {"base": "0", "key": "k", "conn_down_mbps": "33", "conn_down_mbps--note": "i-Speed"}
    line.visitor.post(QUESTION, fields)
    for day in range(3):
        line.measure(day)
    page = line.visitor.open(PAGE)
    assert "3 trong 3 ngày" in page.text
    line.visitor.post(QUESTION, page.fields(QUESTION))
    answer = offices.response.answers["conn_down_mbps"]
    assert (answer.value, answer.note) == (100, "i-Speed")
    page = line.visitor.open(PAGE)
    assert "Câu trả lời đang là số đo" in page.text
    assert not page.all("input", name="conn_down_mbps")
    assert "Câu trả lời là số đo" in line.visitor.open(QUESTION).text


def test_the_reviewer_and_the_ministry_read_how_it_was_measured(
    offices: Offices, line: Line
) -> None:
    offices.answer_all()
    line.measure()
    fields = {"base": str(offices.response.revision), "key": "k", "conn_down_mbps": "100"}
    line.visitor.post(QUESTION, fields | {"conn_down_mbps--state": ""})
    offices.submit()
    said = "Đo trên máy: 100 Mbps, 1 trong 3 ngày. Câu trả lời là số đo."
    assert said in offices.reviewer.open(f"/review/{BA_DINH}").text
    offices.decide("approve")
    row = offices.signed_in("bo").open(f"/ministry/communes/{BA_DINH}").by_id("a-conn_down_mbps")
    assert "máy đo" in row.text
    assert said in row.text


def test_a_claim_far_from_the_measurement_is_a_point_to_look_at(
    offices: Offices, line: Line
) -> None:
    offices.answer_all()
    line.measure()
    fields = {"base": str(offices.response.revision), "key": "k", "conn_down_mbps": "300"}
    line.visitor.post(QUESTION, fields | {"conn_down_mbps--state": ""})
    offices.submit()
    assert "khác nhiều so với số đo" in offices.reviewer.open(f"/review/{BA_DINH}").text


def test_six_a_day_and_no_more(line: Line) -> None:
    for _ in range(6):
        line.start()
    assert "6 lần hôm nay" in line.start(429)["sentence"]
    line.moment += timedelta(days=1)
    line.start()


def test_the_same_ticket_finished_twice_is_one_measurement(offices: Offices, line: Line) -> None:
    line.measure()
    line.finish()
    assert len(stored(offices)) == 1


def test_a_response_that_may_not_change_is_not_measured(offices: Offices, line: Line) -> None:
    offices.answer_all()
    line.start()
    for down, up in ((0, b""), (9000, b""), (0, b""), (0, b"x" * 9000)):
        line.step(down, up)
    offices.submit()
    assert offices.response.status is Status.SUBMITTED
    assert "đã gửi" in line.finish(409).get_json()["sentence"]
    line.start(409)
    assert stored(offices) == ()
    assert "không đo thêm" in line.visitor.open(PAGE).text


def test_another_accounts_ticket_is_refused(offices: Offices, line: Line) -> None:
    from_canbo = line.start()["ticket"]
    offices.add("canbo2", Role.OFFICER, "00008", None)
    other = Line(offices, "canbo2")
    other.ticket = from_canbo
    other.step(status=409)
    assert stored(offices) == ()


def test_a_step_cannot_be_repeated_until_it_goes_fast(offices: Offices, line: Line) -> None:
    line.start()
    line.step()
    before = line.ticket
    line.step(down=1_000_000, ms=900)
    slow, line.ticket = line.ticket, before
    line.step(down=1_000_000, ms=100, status=409)
    line.ticket = slow
    line.step()
    line.step(up=b"x" * 500_000, ms=120)
    whole = line.ticket
    line.ticket = before
    line.times = line.times[:1]
    line.finish(409)
    line.ticket, line.times = whole, [20, 900, 20, 120]
    line.finish()
    [made] = stored(offices)
    # By hand: 8 Mbit in 900 - 20 ms.
    assert made.download_mbps == 9.09


def test_an_old_ticket_is_worth_nothing(offices: Offices, line: Line) -> None:
    line.measure()
    finished = line.ticket
    line.step(status=409)
    line.moment += timedelta(seconds=31)
    line.ticket = finished
    line.step(status=409)
    line.finish()
    assert len(stored(offices)) == 1


@pytest.mark.parametrize(
    "want", ["", "-1", "x", "9" * 30, "0000000003000000", "000000001" + "9" * 5000, "2097153", "²"]
)
def test_a_step_that_cannot_be_read_is_refused(line: Line, want: str) -> None:
    line.start()
    headers = {"X-Ticket": line.ticket, "X-Want": want}
    line.post("step", 409, headers=headers)


@pytest.mark.parametrize("times", [None, "x", [None], ["1"], [1] * 65, {}, [10**400]])
def test_times_that_cannot_be_read_are_refused(line: Line, times: object) -> None:
    line.start()
    line.post("finish", 409, json={"ticket": line.ticket, "times": times})


def test_more_than_five_megabytes_are_not_sent(line: Line) -> None:
    line.start()
    line.step(down=2_000_000)
    line.step(down=2_000_000)
    assert "5 MB" in line.step(down=2_000_000, status=409).get_json()["sentence"]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_page_opens_in_both_languages_says_so_without_javascript_and_changes_nothing(
    offices: Offices, language: str
) -> None:
    page = offices.signed_in("canbo", language).open(PAGE)
    assert "JavaScript" in page.one("noscript").text
    assert offices.history == ()
    assert stored(offices) == ()


def test_the_page_is_the_officers_and_of_a_question_that_is_measured(offices: Offices) -> None:
    assert "/sign-in" in Visitor(offices.app).refused(PAGE, 302).location
    for who in ("tinh", "bo", "quantri"):
        offices.signed_in(who).refused(PAGE, 403)
    for name in ("infra_pc_working", "nothing"):
        offices.officer.refused(f"/survey/measure/{name}", 404)


def test_the_script_is_loaded_on_its_own_page_only(offices: Offices) -> None:
    assert "measure.js" in offices.officer.open(PAGE).html
    assert "measure.js" not in offices.officer.open(QUESTION).html
