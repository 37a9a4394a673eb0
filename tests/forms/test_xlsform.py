"""The questionnaire as an XLSForm: pyxform takes it, and its form asks and refuses as the pages do."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from openpyxl import load_workbook

from forms.loading import load_questionnaire
from forms.questionnaire import Kind, Level, Questionnaire
from forms.sentence import Refused
from forms.xlsform import HEAD, survey_rows, version_of, write_xlsform
from tests.builders import SHIPPED, the_questionnaire
from tests.forms.small_questionnaire import a_file, a_question, loaded
from tests.forms.xforms import XForm

PUBLISHED = Path(__file__).parents[1] / "published"
EVERY = [SHIPPED, *sorted(PUBLISHED.glob("*.yaml"))]


@pytest.fixture(scope="module")
def form() -> XForm:
    return XForm(the_questionnaire())


@pytest.mark.parametrize("path", EVERY, ids=[path.stem for path in EVERY])
def test_every_questionnaire_converts_without_an_error_or_a_warning(path: Path) -> None:
    questionnaire = load_questionnaire(path)
    form = XForm(questionnaire)
    assert form.warnings == []
    assert {question.id for question in questionnaire.questions} <= form.binds.keys()
    assert form.xml.count("<translation") == 2


def test_sections_inside_sections_are_groups_inside_groups() -> None:
    form = XForm(loaded(a_file()))
    assert form.binds["trained"].get("nodeset").endswith("/people/old/trained")
    assert form.binds["staff"].get("nodeset").endswith("/people/staff")


def test_a_question_named_like_a_part_of_the_form_is_refused_by_name() -> None:
    for name in ("commune_code", "staff_state"):
        file = a_file()
        file["questions"].append(a_question(name, "tools"))
        with pytest.raises(Refused, match=name):
            write_xlsform(loaded(file))


def test_every_label_hint_and_message_stands_in_both_languages() -> None:
    for row in survey_rows(the_questionnaire()):
        for said in (row.label, row.hint, row.message):
            assert bool(said.vi) == bool(said.en), row.name


def test_every_kind_of_question_has_its_type() -> None:
    questionnaire = the_questionnaire()
    types = {row.name: row.type for row in survey_rows(questionnaire)}
    for question in questionnaire.questions:
        expected = {
            Kind.INTEGER: "integer",
            Kind.DECIMAL: "decimal",
            Kind.PERCENT: "decimal",
            Kind.CHOICE: f"select_one {question.id}",
            Kind.YES_NO: "select_one yes_no",
            Kind.TEXT: "text",
        }[question.kind]
        assert types[question.id] == expected


def test_the_commune_is_asked_first_and_must_look_like_a_code(form: XForm) -> None:
    asked = [row.name for row in survey_rows(the_questionnaire()) if row.type != "note"]
    assert asked[0] == "commune_code"
    assert form.binds["commune_code"].get("required") == "true()"
    for code, fits in (("00004", True), ("4", False), ("000044", False), ("0000a", False)):
        assert form.allows("commune_code", {"commune_code": code}) is fits


@pytest.mark.parametrize(
    ("name", "answers", "fits"),
    [
        ("infra_pc_working", {"infra_pc_working": "500"}, True),
        ("infra_pc_working", {"infra_pc_working": "501"}, False),
        ("infra_pc_working", {"infra_pc_working": "-1"}, False),
        ("infra_outage_h", {"infra_outage_h": "12.5"}, True),
        ("infra_outage_h", {"infra_outage_h": "176.5"}, False),
        ("infra_security_pct", {"infra_security_pct": "100.1"}, False),
        ("infra_pc_qualified", {"infra_pc_qualified": "31", "infra_pc_working": "30"}, False),
        ("infra_pc_qualified", {"infra_pc_qualified": "30", "infra_pc_working": "30"}, True),
        ("infra_pc_qualified", {"infra_pc_qualified": "31"}, True),
        ("skill_trained_12m", {"skill_trained_12m": "45", "skill_staff_total": "40"}, False),
        ("skill_trained_12m", {"skill_trained_12m": "44", "skill_staff_total": "40"}, True),
        ("conn_tslcd", {"conn_tslcd": "none", "conn_tslcd_pc": "4"}, True),
        (
            "conn_villages_4g",
            {"conn_villages_4g": "6", "conn_villages_dead": "5", "conn_villages": "10"},
            False,
        ),
        ("conn_villages_4g", {"conn_villages_4g": "6", "conn_villages": "10"}, True),
    ],
)
def test_ranges_and_rules_refuse_on_the_device_and_a_missing_answer_refuses_nothing(
    form: XForm, name: str, answers: dict[str, str], fits: bool
) -> None:
    assert form.allows(name, answers) is fits


def test_a_question_is_shown_unless_its_condition_is_known_to_be_false(form: XForm) -> None:
    assert form.shows("conn_tslcd_pc", {})
    assert form.shows("conn_tslcd_pc", {"conn_tslcd": "stable"})
    assert not form.shows("conn_tslcd_pc", {"conn_tslcd": "none"})


def test_the_states_are_offered_where_there_is_no_answer_and_only_there(form: XForm) -> None:
    assert form.shows("infra_pc_working_state", {})
    assert not form.shows("infra_pc_working_state", {"infra_pc_working": "0"})
    assert not form.shows("conn_tslcd_pc_state", {"conn_tslcd": "none"})


def test_a_warning_is_a_note_with_a_place_for_the_reason(form: XForm) -> None:
    doubted = {"infra_pc_working": "90", "skill_staff_total": "40"}
    for name in ("infra_pc_working_warning1", "infra_pc_working_reason"):
        assert form.shows(name, doubted)
        assert not form.shows(name, {**doubted, "infra_pc_working": "40"})
        assert not form.shows(name, {"infra_pc_working": "90"})
    assert form.shows("infra_pc_working_warning2", {"infra_pc_working": "0"})
    assert not form.shows("infra_pc_working_warning2", doubted)


def test_what_the_form_cannot_check_is_said_on_the_form() -> None:
    notes = {row.name: row.label for row in survey_rows(the_questionnaire())}
    said = notes["note_left_to_import"]
    assert "60 km/h" in said.vi
    assert "60 km/h" in said.en
    assert "note_left_to_import" not in {row.name for row in survey_rows(loaded(a_file()))}


def rules_expressed(questionnaire: Questionnaire) -> tuple[int, int]:
    """How many error rules there are, and how many questions' constraints hold one."""
    errors = [
        question.id
        for question in questionnaire.questions
        if any(check.level is Level.ERROR for check in question.checks)
    ]
    constraints = {row.name: row.constraint for row in survey_rows(questionnaire)}
    return len(errors), sum("not(" in constraints[name] for name in errors)


def test_every_rule_of_the_shipped_questionnaire_that_refuses_is_on_the_form() -> None:
    there, written = rules_expressed(the_questionnaire())
    assert there == written > 10


def test_every_submission_carries_the_version_of_its_form(form: XForm) -> None:
    written = form.binds["form_version"].get("calculate")
    assert written == f"'{version_of(the_questionnaire())}'"
    assert f'version="{version_of(the_questionnaire())}"' in form.xml


def test_the_same_questionnaire_gives_the_same_bytes() -> None:
    assert write_xlsform(the_questionnaire()) == write_xlsform(the_questionnaire())


def test_text_of_a_questionnaire_never_becomes_a_formula() -> None:
    file = a_file()
    file["questions"][0]["vi"] = "=1+1"
    file["questions"][0]["help_vi"] = "=2+2"
    workbook = load_workbook(io.BytesIO(write_xlsform(loaded(file))))
    cells = [cell for sheet in workbook for row in sheet for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert [cell.value for cell in workbook["survey"][1]] == list(HEAD)
