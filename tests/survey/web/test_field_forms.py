"""The round's questionnaire for ODK and KoboToolbox, from the administrator's page."""

from __future__ import annotations

import io

from openpyxl import load_workbook

from forms.xlsform import write_xlsform
from tests.builders import the_questionnaire
from tests.survey.web.offices import Offices

PATH = "/admin/rounds/1/xlsform"


def test_an_administrator_downloads_the_form_that_the_command_writes(offices: Offices) -> None:
    visitor = offices.signed_in("quantri")
    assert PATH in visitor.open("/admin/rounds").html
    answer = visitor.client.get(PATH)
    assert answer.data == write_xlsform(the_questionnaire())
    assert load_workbook(io.BytesIO(answer.data)).sheetnames[0] == "survey"
    assert "attachment" in answer.headers["Content-Disposition"]


def test_nobody_else_does_and_an_unknown_round_has_none(offices: Offices) -> None:
    for who in ("canbo", "tinh", "bo"):
        offices.signed_in(who).open(PATH, 403)
    offices.signed_in("quantri").open("/admin/rounds/99/xlsform", 404)
