"""``import-answers``: a dry run by default, all or nothing, every refusal named."""

from __future__ import annotations

import time
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
import xlsxwriter
from click.testing import Result
from sqlalchemy import Engine

from forms.answers import State
from forms.questionnaire import Kind
from survey.responses import Response, Status, Via
from survey.rounds import Round
from survey.store import journal, responses, rounds
from survey.store.database import reading, writing
from tests.builders import BA_DINH, MONDAY, the_questionnaire
from tests.survey.commands.running import run
from tests.survey.founded import approved, found_in, revisions_made

HEAD = "code,infra_pc_working,infra_pc_qualified,skill_staff_total\n"
GOOD = HEAD + "00004,40,30,42\n8,20,NA,?\n"


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = found_in(tmp_path)
    yield engine
    engine.dispose()


def importing(engine: Engine, path: Path, *options: str) -> Result:
    return run("import-answers", path, "--database", str(engine.url), *options)


def a_csv(folder: Path, text: str) -> Path:
    path = folder / "trả lời.csv"
    path.write_text(text, "utf-8")
    return path


def a_workbook(folder: Path, *rows: list[object]) -> Path:
    path = folder / "trả lời.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return path


def current_round(engine: Engine) -> Round:
    with reading(engine) as conn:
        found = rounds.current_round(conn)
    assert found is not None
    return found


def stored(engine: Engine, code: str = BA_DINH) -> Response:
    with reading(engine) as conn:
        return responses.response_of(conn, current_round(engine).id, code)


def changes(engine: Engine) -> tuple[int, int]:
    """What every write raises: the newest change and the length of the journal."""
    with reading(engine) as conn:
        return revisions_made(conn, 1), len(journal.entries(conn))


def test_a_dry_run_says_what_would_happen_and_writes_nothing(
    engine: Engine, tmp_path: Path
) -> None:
    before = changes(engine)
    result = importing(engine, a_csv(tmp_path, GOOD))
    assert result.exit_code == 0
    assert "changed: 2" in result.output
    assert "add --apply to write" in result.output
    assert changes(engine) == before


def test_applied_answers_stand_as_typed_on_a_page(engine: Engine, tmp_path: Path) -> None:
    assert importing(engine, a_csv(tmp_path, GOOD), "--apply").exit_code == 0
    first, second = stored(engine), stored(engine, "00008")
    assert first.answers["infra_pc_working"].value == 40
    assert first.status is Status.DRAFT
    assert second.answers["infra_pc_qualified"].state is State.NOT_APPLICABLE
    assert second.answers["skill_staff_total"].state is State.UNKNOWN
    with reading(engine) as conn:
        revision = responses.revision_of(conn, 1, BA_DINH, 1)
    assert revision is not None
    assert revision.via is Via.IMPORT


def test_a_workbook_says_the_same_as_a_csv(engine: Engine, tmp_path: Path) -> None:
    path = a_workbook(
        tmp_path,
        ["code", "infra_pc_working", "infra_pc_qualified", "skill_staff_total"],
        ["00004", 40, 30.0, "42"],
    )
    assert importing(engine, path, "--apply").exit_code == 0
    values = {name: answer.value for name, answer in stored(engine).answers.items()}
    assert values == {"infra_pc_working": 40, "infra_pc_qualified": 30, "skill_staff_total": 42}


def test_the_same_file_twice_makes_no_second_revision(engine: Engine, tmp_path: Path) -> None:
    path = a_csv(tmp_path, GOOD)
    importing(engine, path, "--apply")
    once = changes(engine)
    result = importing(engine, path, "--apply")
    assert result.exit_code == 0
    assert "unchanged: 2" in result.output
    assert changes(engine) == once
    assert stored(engine).revision == 1


def test_answers_that_stood_already_are_counted_before_they_are_replaced(
    engine: Engine, tmp_path: Path
) -> None:
    importing(engine, a_csv(tmp_path, GOOD), "--apply")
    path = a_csv(tmp_path, GOOD.replace("00004,40", "00004,41"))
    assert "answers replaced: 1" in importing(engine, path).output
    importing(engine, path, "--apply")
    importing(engine, a_csv(tmp_path, GOOD), "--apply")
    assert stored(engine).answers["infra_pc_working"].value == 40
    assert stored(engine).revision == 3


def test_an_empty_cell_changes_nothing(engine: Engine, tmp_path: Path) -> None:
    importing(engine, a_csv(tmp_path, GOOD), "--apply")
    importing(engine, a_csv(tmp_path, HEAD + "00004,,31,\n"), "--apply")
    answers = stored(engine).answers
    assert (answers["infra_pc_working"].value, answers["infra_pc_qualified"].value) == (40, 31)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (HEAD + "00005,1,1,1\n", "row 2 · 00005 · -"),
        (HEAD + "00004,1,1,1\n00004,2,2,2\n", "rows 2 and 3"),
        (HEAD + "00004,1,1,1\n4,2,2,2\n", "row 3 · 00004 · -"),
        (GOOD.replace("skill_staff_total", "so_nguoi"), "row 1 · - · so_nguoi"),
        (HEAD + "00004,501,1,1\n", "row 2 · 00004 · infra_pc_working"),
        (HEAD + "00004,-1,1,1\n", "row 2 · 00004 · infra_pc_working"),
        (HEAD + "00004,nhiều,1,1\n", "row 2 · 00004 · infra_pc_working"),
        (HEAD + "00004,=1+1,1,1\n", "row 2 · 00004 · infra_pc_working"),
        (HEAD + "00004,10,20,30\n", "row 2 · 00004 · infra_pc_qualified"),
        (unicodedata.normalize("NFD", "mã,số_máy\n00004,1\n"), "row 1 · - · số_máy"),
    ],
    ids=[
        "wrong code",
        "commune twice",
        "commune twice, written differently",
        "unknown question",
        "out of range",
        "below range",
        "not a number",
        "formula as text",
        "contradiction",
        "decomposed head",
    ],
)
def test_what_is_refused_is_named_and_nothing_changes(
    engine: Engine, tmp_path: Path, text: str, says: str
) -> None:
    before = changes(engine)
    result = importing(engine, a_csv(tmp_path, text + "00016,5\n"), "--apply")
    assert result.exit_code == 2
    assert says in result.output
    assert changes(engine) == before
    assert stored(engine, "00016").revision == 0


def test_every_refusal_is_named_not_only_the_first(engine: Engine, tmp_path: Path) -> None:
    result = importing(engine, a_csv(tmp_path, HEAD + "00004,x,501,1\n99999,1,1,1\n"))
    assert "infra_pc_working" in result.output
    assert "infra_pc_qualified" in result.output
    assert "row 3 · 99999" in result.output
    assert "refused: 3" in result.output


def test_a_cell_that_is_no_option_is_answered_with_the_labels_and_the_codes(
    engine: Engine, tmp_path: Path
) -> None:
    result = importing(engine, a_csv(tmp_path, "code,infra_backup_power\n00004,Máy nổ\n"))
    assert "“Không có”; “Bộ lưu điện (UPS) cho một số máy, dưới 30 phút”" in result.output
    assert "Trong tệp cũng ghi được mã: none, ups_part, ups_net, gen." in result.output


def test_decomposed_text_means_the_same(engine: Engine, tmp_path: Path) -> None:
    asked = next(each for each in the_questionnaire().questions if each.kind is Kind.YES_NO)
    yes = unicodedata.normalize("NFD", "Có")
    result = importing(engine, a_csv(tmp_path, f"code,{asked.id}\n00004,{yes}\n"), "--apply")
    assert result.exit_code == 0, result.output
    assert stored(engine).answers[asked.id].value is True


def test_a_formula_in_a_workbook_is_refused_by_its_cell(engine: Engine, tmp_path: Path) -> None:
    before = changes(engine)
    path = a_workbook(tmp_path, ["code", "infra_pc_working"], ["00004", "=1+1"])
    result = importing(engine, path, "--apply")
    assert result.exit_code == 2
    assert "B2" in result.output
    assert changes(engine) == before


@pytest.mark.parametrize("name", ["lớn.csv", "lớn.xlsx"])
def test_a_file_over_100_mb_is_refused_at_once(engine: Engine, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    with path.open("wb") as file:
        file.truncate(100_000_001)
    began = time.monotonic()
    result = importing(engine, path, "--apply")
    assert result.exit_code == 2
    assert "100 MB" in result.output
    assert time.monotonic() - began < 2


def test_a_missing_file_is_refused(engine: Engine, tmp_path: Path) -> None:
    result = importing(engine, tmp_path / "không có.csv")
    assert result.exit_code == 2
    assert "no such file" in result.output


def test_an_approved_response_is_not_changed_by_a_file(engine: Engine, tmp_path: Path) -> None:
    with writing(engine) as conn:
        responses.append_many(conn, [approved(BA_DINH, {})])
    result = importing(engine, a_csv(tmp_path, GOOD), "--apply")
    assert result.exit_code == 2
    assert "row 2 · 00004" in result.output
    assert stored(engine, "00008").revision == 0


def test_a_closed_round_takes_no_file(engine: Engine, tmp_path: Path) -> None:
    with writing(engine) as conn:
        rounds.close_round(conn, 1, MONDAY)
    result = importing(engine, a_csv(tmp_path, GOOD), "--apply")
    assert result.exit_code == 2
    assert "closed" in result.output
    assert stored(engine).revision == 0


def test_a_round_that_does_not_exist_is_refused(engine: Engine, tmp_path: Path) -> None:
    result = importing(engine, a_csv(tmp_path, GOOD), "--round", "99")
    assert result.exit_code == 2
    assert "no such round" in result.output
