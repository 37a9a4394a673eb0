"""Everything essential with JavaScript off: sixty questions, evidence, a hint, the check, the receipt, paper."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from survey.responses import Status
from survey.store import attachments, responses
from survey.store.database import reading
from tests.browser.conftest import Served
from tests.browser.person import Person
from tests.browser.test_offline import SECTIONS, all_sixty
from tests.browser.test_whole_job import fill_section
from tests.builders import BA_DINH, the_questionnaire
from tests.forms.evidence_files import PDF
from tests.survey.founded import PASSWORD, found_in

pytestmark = pytest.mark.browser
COND = "/survey/section/cond"


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    found_in(tmp_path).dispose()
    with Served(tmp_path / "survey.db", tmp_path) as running:
        yield running


def test_an_officer_does_the_whole_job_without_javascript(
    chromium: Browser, served: Served
) -> None:
    officer = Person(chromium, served.address, "canbo", PASSWORD, scripts=False)
    raws = all_sixty(the_questionnaire())
    fill_section(officer, "infra", raws | {"infra_pc_qualified": "50"})
    officer.save()
    expect(officer.page.locator("#problems")).to_contain_text("Cần xem lại 1 câu")
    officer.page.locator("#problems a").first.click()
    officer.answer("infra_pc_qualified", "30")
    officer.save()
    for section in SECTIONS[1:-1]:
        fill_section(officer, section, raws)
        officer.save()

    officer.go(COND)
    officer.answer("cond_population", "9.000")
    officer.page.locator("#q-cond_border").get_by_role("button", name="Xác nhận").click()
    expect(officer.page.locator('[name="cond_border"][value="no"]')).to_be_checked()
    assert officer.value("cond_population") == "9.000"
    fill_section(officer, "cond", raws | {"cond_border": "no", "cond_population": "9.000"})
    officer.save()

    officer.go("/survey/evidence/infra_lan")
    file = {"name": "sơ đồ.pdf", "mimeType": "application/pdf", "buffer": PDF}
    officer.page.set_input_files("#file", files=[file])
    officer.page.click("#attach button")
    expect(officer.page.locator("main a[download]")).to_have_text("sơ đồ.pdf")

    officer.go("/survey/check")
    officer.save()
    expect(officer.page.locator("dd.code")).to_be_visible()
    officer.go(f"/copies/{BA_DINH}")
    expect(officer.page.locator("main")).to_contain_text("9.000")
    with reading(served.app.config["ENGINE"]) as connection:
        response = responses.response_of(connection, 1, BA_DINH)
        [made] = attachments.attached(connection, 1, BA_DINH)
    assert response.status is Status.SUBMITTED
    assert response.answers["cond_border"].value is False
    assert made.question_id == "infra_lan"
    assert officer.faults == []
    officer.context.close()


@pytest.mark.drill
def test_a_page_of_the_ministry_that_is_calculated_opens_by_itself(
    chromium: Browser, served: Served
) -> None:
    served.app.config["PATIENCE"] = 0
    analyst = Person(chromium, served.address, "bo", PASSWORD, scripts=False)
    analyst.go("/ministry/map")
    expect(analyst.page.locator("h1")).to_have_text("Đang tính số liệu mới nhất")
    expect(analyst.page.locator("h1")).to_contain_text("Bản đồ", timeout=20_000)
