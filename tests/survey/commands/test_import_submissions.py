"""``xlsform`` out, ``import-answers`` back: what ODK and KoboToolbox export is taken as it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlalchemy import Engine

from forms.answers import Answer, Answers, State, read_answers
from forms.settling import check
from forms.xlsform import version_of
from survey.communes import load_register
from survey.importing import with_words
from survey.simulated.simulation import simulate
from survey.store import journal, responses
from survey.store.database import reading
from tests.builders import BA_DINH, SHIPPED, answered, the_questionnaire
from tests.forms.exports import kobo, odk
from tests.survey.commands.running import run
from tests.survey.founded import found_in

Export = Callable[..., str]
EXPORTS = [odk, kobo, partial(kobo, labels="vi"), partial(kobo, labels="en")]
NAMES = ["odk", "kobo", "kobo labels vi", "kobo labels en"]


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = found_in(tmp_path)
    yield engine
    engine.dispose()


def importing(engine: Engine, folder: Path, text: str, *options: str) -> tuple[int, str]:
    path = folder / "xuất.csv"
    path.write_text(text, "utf-8-sig")
    result = run("import-answers", path, "--database", str(engine.url), *options)
    return result.exit_code, result.output


def stored(engine: Engine, code: str) -> Answers:
    with reading(engine) as conn:
        return responses.response_of(conn, 1, code).answers


def simulated(most: int) -> dict[str, dict[str, Answer]]:
    """The simulated answers of some communes, as the gate reads them, that no rule refuses."""
    questionnaire, register = the_questionnaire(), load_register()
    found: dict[str, dict[str, Answer]] = {}
    for each in simulate(register, 7):
        answers, problems = read_answers(questionnaire, each.raws)
        columns = register.columns(each.commune_code)
        errors = [p for p in check(questionnaire, answers, columns) if p.level == "error"]
        if not problems and not errors:
            found[each.commune_code] = answers
        if len(found) == most:
            break
    return found


@pytest.mark.parametrize("export", EXPORTS, ids=NAMES)
def test_simulated_answers_come_back_equal_with_every_state(
    engine: Engine, tmp_path: Path, export: Export
) -> None:
    expected = simulated(25)
    answers = expected[next(iter(expected))]
    answers["infra_pc_working"] = Answer(State.NOT_APPLICABLE)
    answers["cond_travel_min"] = Answer(value=0, reason="Ủy ban xã ở\ngiữa tỉnh; đã đo lại.")
    text = export(the_questionnaire(), list(expected.items()))
    status, output = importing(engine, tmp_path, text, "--apply")
    assert status == 0, output
    assert "changed: 25" in output
    states = set()
    for code, answers in expected.items():
        back = stored(engine, code)
        assert {k: (a.state, a.value) for k, a in back.items()} == {
            k: (a.state, a.value) for k, a in answers.items()
        }
        states |= {answer.state for answer in back.values()}
    assert states == set(State)


def test_a_reason_and_a_note_come_along(engine: Engine, tmp_path: Path) -> None:
    given = {
        "infra_pc_working": Answer(value=0, reason="Máy hỏng\nsau lũ"),
        "conn_villages_dead": Answer(value=2, note="Danh sách số 12"),
    }
    assert (
        importing(engine, tmp_path, odk(the_questionnaire(), [(BA_DINH, given)]), "--apply")[0] == 0
    )
    assert stored(engine, BA_DINH) == given


def test_the_servers_own_columns_are_left_out_and_counted(engine: Engine, tmp_path: Path) -> None:
    given = [(BA_DINH, answered(infra_pc_working=40))]
    _, output = importing(engine, tmp_path, odk(the_questionnaire(), given))
    assert "submissions: 1" in output
    assert "left out: 15" in output
    _, output = importing(engine, tmp_path, kobo(the_questionnaire(), given))
    assert "left out: 13" in output


def test_a_decimal_point_between_semicolons_stays_a_decimal_point(
    engine: Engine, tmp_path: Path
) -> None:
    given = [(BA_DINH, answered(infra_outage_h=74.125))]
    assert importing(engine, tmp_path, kobo(the_questionnaire(), given), "--apply")[0] == 0
    assert stored(engine, BA_DINH)["infra_outage_h"].value == 74.125


@pytest.mark.parametrize("export", EXPORTS[:2], ids=NAMES[:2])
def test_a_form_of_another_version_is_named_and_counted(
    engine: Engine, tmp_path: Path, export: Export
) -> None:
    own = version_of(the_questionnaire())
    text = export(the_questionnaire(), [(BA_DINH, answered(infra_pc_working=40))])
    assert own in text
    assert "version" not in importing(engine, tmp_path, text)[1]
    status, output = importing(engine, tmp_path, text.replace(own, "0-cafe0123"))
    assert status == 0
    assert (
        f"1 submissions were made with another version of the form (0-cafe0123: 1); the round's questionnaire is {own}"
        in output
    )
    unmarked = importing(engine, tmp_path, text.replace("form_version", "today"))[1]
    assert "(unknown: 1)" in unmarked


def test_centrals_own_column_of_versions_is_read_too(engine: Engine, tmp_path: Path) -> None:
    text = f"commune_code,infra_pc_working,KEY,FormVersion\n{BA_DINH},40,uuid:1,0-0ld\n"
    assert "(0-0ld: 1)" in importing(engine, tmp_path, text)[1]


def test_the_same_export_twice_changes_nothing_more(engine: Engine, tmp_path: Path) -> None:
    text = odk(the_questionnaire(), [(BA_DINH, answered(infra_pc_working=40))])
    importing(engine, tmp_path, text, "--apply")
    _, output = importing(engine, tmp_path, text, "--apply")
    assert "unchanged: 1" in output
    with reading(engine) as conn:
        assert responses.response_of(conn, 1, BA_DINH).revision == 1


@pytest.mark.parametrize("export", [odk, kobo], ids=NAMES[:2])
def test_communes_that_submitted_more_than_once_are_named_and_nothing_is_written(
    engine: Engine, tmp_path: Path, export: Export
) -> None:
    mine = answered(infra_pc_working=40)
    several = [(BA_DINH, mine), ("00008", mine), (BA_DINH, mine), ("00025", mine), ("00025", mine)]
    status, output = importing(engine, tmp_path, export(the_questionnaire(), several), "--apply")
    assert status == 2
    assert "2 communes were submitted more than once" in output
    assert "00004: row 2 (" in output
    assert "row 4" in output
    assert "00025: row 5" in output
    assert "00008" not in output
    assert not stored(engine, "00008")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("commune_code", "xa"), "no column “commune_code”"),
        (("infra-infra_lan,", "infra-infra_wan,"), "row 1 · - · infra-infra_wan"),
        (("00004", ""), "row 2 has no unit code"),
        (("00004", "00005"), "row 2 · 00005"),
        (("40", "501"), "row 2 · 00004 · infra_pc_working"),
        (("full", "fuller"), "row 2 · 00004 · infra_lan"),
        (("unknown", "maybe"), "“maybe” is not a state of question infra_counters"),
    ],
    ids=["no code", "no such question", "no commune", "wrong commune", "range", "option", "state"],
)
def test_what_is_refused_is_named_as_in_any_other_file(
    engine: Engine, tmp_path: Path, change: tuple[str, str], says: str
) -> None:
    given = answered(infra_pc_working=40, infra_lan="full")
    given["infra_counters"] = Answer(State.UNKNOWN)
    text = odk(the_questionnaire(), [(BA_DINH, given)])
    status, output = importing(engine, tmp_path, text.replace(*change), "--apply")
    assert status == 2
    assert says in output
    assert not stored(engine, BA_DINH)
    with reading(engine) as conn:
        assert "import" not in [entry.action for entry in journal.entries(conn)]


def test_an_answer_beside_a_state_is_refused(engine: Engine, tmp_path: Path) -> None:
    text = odk(the_questionnaire(), [(BA_DINH, {"infra_counters": Answer(State.UNKNOWN)})])
    status, output = importing(engine, tmp_path, text.replace(",unknown,", "3,unknown,"), "--apply")
    assert status == 2
    assert "both an answer and a state" in output


def test_a_files_own_words_count_and_those_that_stood_stay_otherwise() -> None:
    before = Answer(value=3, note="sổ", reason="cũ")
    assert with_words(Answer(value=3), before) == before
    assert with_words(Answer(value=3, reason="mới"), before) == Answer(
        value=3, note="sổ", reason="mới"
    )
    assert with_words(Answer(value=4), before) == Answer(value=4)


def test_the_command_writes_a_workbook_of_three_sheets(tmp_path: Path) -> None:
    out = tmp_path / "phiếu.xlsx"
    result = run("xlsform", SHIPPED, "--out", out)
    assert result.exit_code == 0, result.output
    assert load_workbook(out).sheetnames == ["survey", "choices", "settings"]


def test_another_form_of_code_can_be_asked_for(tmp_path: Path) -> None:
    out = tmp_path / "hdi.xlsx"
    asked = Path(__file__).parents[2] / "published" / "hdi.yaml"
    assert run("xlsform", asked, "--out", out, "--code-form", "[A-Z]{3}").exit_code == 0
    cells = [cell.value for row in load_workbook(out)["survey"] for cell in row]
    assert "regex(., '^[A-Z]{3}$')" in cells


def test_a_questionnaire_that_is_not_there_is_told(tmp_path: Path) -> None:
    result = run("xlsform", tmp_path / "no.yaml", "--out", tmp_path / "x.xlsx")
    assert result.exit_code == 2
    assert not (tmp_path / "x.xlsx").exists()
