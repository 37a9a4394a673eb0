"""The whole main job in a real browser: answer, return, mend, approve, rank, export."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser, expect

from forms.answers import State
from forms.loading import load_questionnaire
from forms.numbers import write_number
from forms.questionnaire import Questionnaire
from survey.accounts import Role
from survey.commands.__main__ import commands
from survey.communes import load_register
from survey.founding import SHIPPED_QUESTIONNAIRE, found
from survey.signing_in.passwords import hash_password
from survey.simulated.simulation import simulate
from survey.store import accounts, overview, rounds
from survey.store.database import engine_for, reading, writing
from tests.browser.conftest import Served
from tests.browser.person import Person
from tests.builders import MUONG_HUM

pytestmark = pytest.mark.browser
PASSWORD = "mot mat khau du dai"
PEOPLE = (
    ("xa", "Cán bộ xã", Role.OFFICER, MUONG_HUM, None),
    ("tinh", "Thẩm định tỉnh", Role.REVIEWER, None, "15"),
    ("bo", "Chuyên viên Bộ", Role.ANALYST, None, None),
)
NOT_APPLICABLE, UNKNOWN = "svc_ecert", "skill_over50"
REASON = "Xã mất điện nhiều ngày do mưa lũ, có sổ trực."
WORDS = "Đề nghị đối chiếu số máy với sổ tài sản."


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """The survey as an administrator starts it, with one account of each role."""
    database = tmp_path / "survey.db"
    engine = engine_for(f"sqlite:///{database}")
    at = datetime.now(UTC)
    found(engine, password="x" * 20, at=at)
    with writing(engine) as connection:
        for sign_in, name, role, commune, province in PEOPLE:
            accounts.add_account(
                connection,
                sign_in=sign_in,
                name=name,
                role=role,
                commune_code=commune,
                province_code=province,
                password_hash=hash_password(PASSWORD),
                must_change_password=False,
                at=at,
            )
    engine.dispose()
    with Served(database, tmp_path) as running:
        yield running


def plausible_answers(questionnaire: Questionnaire) -> dict[str, str]:
    """What the officer of Mường Hum writes, as raw text by question."""
    simulated = next(
        each for each in simulate(load_register(), 7) if each.commune_code == MUONG_HUM
    )
    raws = {name: str(raw) for name, raw in simulated.raws.items() if raw != "?"}
    return {
        **{question.id: "?" for question in questionnaire.questions},
        **{name: raw.replace(".", ",") for name, raw in raws.items()},
        NOT_APPLICABLE: "NA",
        UNKNOWN: "?",
        "infra_pc_working": "40",
        "infra_pc_qualified": "30",
        "infra_outage_h": "60",
        "dig_archive_m": "1.234,5",
    }


def fill_section(officer: Person, section: str, raws: Mapping[str, str]) -> None:
    """Answer every question that the page shows."""
    officer.go(f"/survey/section/{section}")
    for place in officer.page.locator("fieldset.q").all():
        question_id = (place.get_attribute("id") or "").removeprefix("q-")
        if place.is_visible():
            officer.answer(question_id, raws[question_id])


def answer_everything(officer: Person, questionnaire: Questionnaire) -> None:
    """All six sections, with an error to mend, two warnings, and a night in between."""
    raws = plausible_answers(questionnaire)
    fill_section(officer, "infra", raws | {"infra_pc_qualified": "50"})
    officer.save()
    expect(officer.page.locator("#q-infra_pc_qualified .error")).to_be_visible()
    officer.answer("infra_pc_qualified", "30")
    officer.explain("infra_outage_h", REASON)
    officer.save()
    fill_section(officer, "conn", raws)
    officer.answer("conn_down_mbps", "nhanh")
    officer.save()
    expect(officer.page.locator("#q-conn_down_mbps .error")).to_contain_text("không phải là số")
    assert officer.value("conn_down_mbps") == "nhanh"
    officer.answer("conn_down_mbps", "12,5")
    officer.save()
    officer.sign_out()
    officer.sign_in()
    officer.go("/survey/section/conn")
    assert officer.value("conn_down_mbps") == "12,5"
    for section in ("skill", "svc", "dig", "cond"):
        fill_section(officer, section, raws)
        officer.save()
    officer.go("/survey/section/dig")
    assert officer.value("dig_archive_m") == "1.234,5"


def explain_what_is_doubted(officer: Person) -> None:
    """Follow every link of the check page and give a reason, until nothing is doubted."""
    for _ in range(12):
        officer.go("/survey/check")
        doubted = officer.page.locator("[aria-labelledby=warnings-title] a")
        if not doubted.count():
            return
        target = (doubted.first.get_attribute("href") or "").partition("#q-")[2]
        doubted.first.click()
        officer.explain(target, REASON)
        officer.save_here()
    raise AssertionError("warnings remain")


def submit(officer: Person) -> str:
    """Submit and read the receipt's code."""
    officer.go("/survey/check")
    expect(officer.page.locator(".problems")).to_have_count(0)
    officer.save()
    return officer.page.inner_text("dd.code")


def test_the_whole_job_from_an_officers_first_answer_to_the_ministrys_workbook(
    served: Served, chromium: Browser, tmp_path: Path
) -> None:
    questionnaire = load_questionnaire(SHIPPED_QUESTIONNAIRE)
    officer = Person(chromium, served.address, "xa", PASSWORD)
    answer_everything(officer, questionnaire)
    explain_what_is_doubted(officer)
    first = submit(officer)

    reviewer = Person(chromium, served.address, "tinh", PASSWORD)
    reviewer.go(f"/review/{MUONG_HUM}")
    expect(reviewer.page.locator(".concerns")).to_contain_text(REASON)
    reviewer.page.locator("#q-infra_pc_working details summary").first.click()
    reviewer.page.fill("#comment-infra_pc_working", WORDS)
    reviewer.page.click("#decide-title >> xpath=.. >> button >> nth=0")

    officer.go("/survey/section/infra")
    expect(officer.page.locator("#q-infra_pc_working .comment")).to_contain_text(WORDS)
    officer.answer("infra_pc_working", "38")
    officer.save()
    explain_what_is_doubted(officer)
    second = submit(officer)
    assert second != first

    reviewer.go(f"/review/{MUONG_HUM}")
    expect(reviewer.page.locator("#differences-title")).to_be_visible()
    reviewer.page.click('button[formaction$="/approve"]')
    reviewer.go(f"/receipts?code={second}")
    expect(reviewer.page.locator("main")).to_contain_text("Mường Hum")

    analyst = Person(chromium, served.address, "bo", PASSWORD)
    analyst.go("/ministry/communes?search=muong+hum")
    row = analyst.page.locator("tbody tr")
    expect(row).to_have_count(1)
    expect(row).to_contain_text("Mường Hum")
    shown = row.inner_text()
    with analyst.page.expect_download() as download:
        analyst.go("/ministry")
        analyst.page.click('a[href*="priority-list.xlsx"]')
    listed = listed_in(Path(download.value.path()))
    exported = scores_of(
        analyst.context.request.get(served.address + "/ministry/scores.csv").text()
    )
    scored = score_by_command(served, questionnaire, tmp_path)

    assert listed["rank"] == 1
    for figure in ("readiness", "low", "high", "coverage"):
        assert float(exported[figure]) == float(scored[figure])
        assert listed[figure] == pytest.approx(float(scored[figure]), abs=1e-12)
    assert write_number(float(scored["readiness"]), 1) in shown
    assert [*officer.faults, *reviewer.faults, *analyst.faults] == []


def listed_in(path: Path) -> dict[str, float]:
    """The commune's line of the workbook: the first under the total."""
    sheet = openpyxl.load_workbook(io.BytesIO(path.read_bytes()), data_only=True).worksheets[0]
    for cells in sheet.iter_rows(values_only=True):
        if cells[1] == MUONG_HUM:
            names = ("readiness", "low", "high", "coverage", "priority", "rank")
            return dict(zip(names, map(float, cells[6:12]), strict=True))
    raise AssertionError("the workbook does not list the commune")


def scores_of(text: str) -> dict[str, str]:
    """The commune's line of a file of scores."""
    rows = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    return next(row for row in rows if row["code"] == MUONG_HUM)


def score_by_command(
    served: Served, questionnaire: Questionnaire, tmp_path: Path
) -> dict[str, str]:
    """The same answers through ``score``, as a file that someone keeps outside the system."""
    with reading(served.app.config["ENGINE"]) as connection:
        current = rounds.current_round(connection)
        assert current is not None
        answers = overview.approved_answers(connection, current.id)[MUONG_HUM]
    states = {State.NOT_APPLICABLE: "NA", State.UNKNOWN: "?"}
    with (tmp_path / "answers.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["code", *(question.id for question in questionnaire.questions)])
        given = (answers.get(question.id) for question in questionnaire.questions)
        cells = ["" if a is None else states.get(a.state, a.value) for a in given]
        writer.writerow([MUONG_HUM, *cells])
    out = tmp_path / "scores.csv"
    arguments = ["score", SHIPPED_QUESTIONNAIRE, tmp_path / "answers.csv", "--out", out]
    result = CliRunner().invoke(commands, [str(each) for each in arguments])
    assert result.exit_code == 0, result.output
    return scores_of(out.read_text("utf-8"))
