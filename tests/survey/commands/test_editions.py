"""``edition``: from making to verifying, and what is refused."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import Result
from openpyxl import load_workbook
from sqlalchemy import Engine, text

from survey.store import journal, overview, responses
from survey.store.database import reading, writing
from tests.builders import the_questionnaire
from tests.survey.commands.running import run
from tests.survey.founded import approve_all, approved, diced, found_in

BUDGET = "20.000.000.000"
REASON = "Đã đối chiếu với báo cáo của 34 tỉnh."
# Without a floor: some hundred communes reach one only by a long search in every draw.
FEW = ("--set", "draws=100", "--set", "remote_share=0")


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """A database with some hundred approved responses."""
    engine = found_in(tmp_path)
    approve_all(engine, the_questionnaire(), every=30)
    yield engine
    engine.dispose()


def edition(engine: Engine, *arguments: str | Path) -> Result:
    """An ``edition`` command on this database."""
    return run("edition", *arguments, "--database", str(engine.url))


def made(engine: Engine, name: str = "Lần 1", *options: str) -> str:
    """The line of an edition just made."""
    result = edition(engine, "make", name, "--budget", BUDGET, *FEW, *options)
    assert result.exit_code == 0, result.output
    return result.output.splitlines()[-1]


def published(engine: Engine, number: str, *options: str) -> Result:
    """``edition publish`` with a reason."""
    return edition(engine, "publish", number, "--reason", REASON, *options)


def test_an_edition_is_made_listed_shown_published_and_verified(engine: Engine) -> None:
    assert made(engine).startswith("1\tLần 1\tbản nháp / draft")
    shown = edition(engine, "show", "1", "--first", "3").output
    assert "answers       SHA-256" in shown
    assert "funded" in shown
    assert "đã công bố / published" in published(engine, "1").output
    assert "đã công bố / published" in edition(engine, "list").output
    verified = edition(engine, "verify", "1")
    assert verified.exit_code == 0, verified.output
    assert "is as it was made" in verified.output


def test_the_journal_says_who_made_and_published_what(engine: Engine) -> None:
    made(engine)
    published(engine, "1")
    with reading(engine) as conn:
        found = [each for each in journal.entries(conn) if each.subject == "edition 1"]
        assert journal.verify(conn) is None
    assert [each.action for each in found] == ["edition published", "edition made"]
    assert [each.detail.get("reason") for each in found] == [REASON, None]
    assert all(len(str(each.detail["results"])) == 64 for each in found)


def test_nothing_is_published_without_a_reason(engine: Engine) -> None:
    made(engine)
    for given in ((), ("--reason", "  "), ("--reason", "x" * 501)):
        refused = edition(engine, "publish", "1", *given)
        assert refused.exit_code == 2
        assert "Hãy ghi lý do công bố" in refused.output
    assert "bản nháp / draft" in edition(engine, "list").output


def test_an_edition_made_twice_has_identical_hashes_and_one_answer_changes_them(
    engine: Engine,
) -> None:
    made(engine)
    made(engine, "Lần 2")
    assert hashes(engine, "1") == hashes(engine, "2")
    add_one_more(engine)
    made(engine, "Lần 3")
    first, third = hashes(engine, "1"), hashes(engine, "3")
    differing = {part for part in first if first[part] != third[part]}
    assert {"answers", "results"} <= differing <= {"answers", "results", "round"}


def hashes(engine: Engine, number: str) -> dict[str, str]:
    """The hashes that ``show`` prints."""
    lines = edition(engine, "show", number).output.splitlines()
    return {line.split()[0]: line.split()[-1] for line in lines if "SHA-256" in line}


def add_one_more(engine: Engine) -> None:
    """Approve the response of a commune that had none."""
    with writing(engine) as conn:
        known = overview.approved_answers(conn, 1)
        code = next(
            row.commune_code for row in overview.queue(conn, 1) if row.commune_code not in known
        )
        responses.append_many(conn, [approved(code, diced(the_questionnaire(), code))])


def test_verify_names_a_row_that_was_tampered_with(engine: Engine) -> None:
    made(engine)
    with writing(engine) as conn:
        conn.execute(text("DROP TRIGGER edition_rows_kept_update"))
        code = conn.execute(
            text("SELECT code FROM edition_rows WHERE figures LIKE :funded LIMIT 1"),
            {"funded": '%"funded":true%'},
        ).scalar_one()
        conn.execute(
            text(
                "UPDATE edition_rows SET figures = replace(figures, :old, :new) WHERE code = :code"
            ),
            {"old": '"funded":true', "new": '"funded":false', "code": code},
        )
    result = edition(engine, "verify", "1")
    assert result.exit_code == 1
    assert "no longer have the hash" in result.output
    assert f"Commune {code}, column funded: stored as False, calculated as True." in result.output


def test_verify_names_an_input_that_was_tampered_with(engine: Engine) -> None:
    made(engine)
    with writing(engine) as conn:
        conn.execute(text("DROP TRIGGER edition_texts_kept_update"))
        conn.execute(text("UPDATE edition_texts SET compressed = x'00'"))
    result = edition(engine, "verify", "1")
    assert result.exit_code == 1
    assert "The input “answers” is gone or was changed." in result.output


def test_two_editions_are_compared_with_what_moved_whom(engine: Engine) -> None:
    made(engine)
    made(engine, "Lần 2", "--weight", "infra=60", "--cost", "pc_set=90.000.000")
    output = edition(engine, "compare", "1", "2").output
    assert "method, weights, budget" in output
    assert "unit costs" in output
    assert "by_" not in output
    assert edition(engine, "compare", "1", "1").output.strip().endswith("have the same inputs.")


def test_a_correction_is_a_new_edition_that_names_what_it_replaces(engine: Engine) -> None:
    made(engine)
    published(engine, "1")
    made(engine, "Lần 2")
    silent = published(engine, "2")
    assert silent.exit_code == 2
    assert "Say that it is replaced" in silent.output
    assert "← 1" in published(engine, "2", "--replaces", "1").output
    listed = edition(engine, "list").output
    assert "đã được thay thế / replaced" in listed
    again = published(engine, "1")
    assert again.exit_code == 2
    assert "has been published and cannot change" in again.output


@pytest.mark.drill
def test_the_workbook_of_an_edition_is_the_same_to_the_byte(engine: Engine, tmp_path: Path) -> None:
    made(engine)
    one, other = tmp_path / "1.xlsx", tmp_path / "2.xlsx"
    for out in (one, other):
        result = edition(engine, "write", "1", "--out", out)
        assert result.exit_code == 0, result.output
    assert one.read_bytes() == other.read_bytes()
    assert "Danh mục được cấp" in load_workbook(one, read_only=True).sheetnames


def test_one_rank_is_explained(engine: Engine) -> None:
    made(engine)
    code = edition(engine, "show", "1", "--first", "1").output.splitlines()[-1].split("\t")[1]
    output = edition(engine, "show", "1", "--commune", code).output
    assert "points of priority" in output
    assert output.startswith(code)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--budget", "0"), "must be above 0 VND"),
        (("--budget", "nhiều"), "is no sum of money"),
        (("--budget", BUDGET, "--floor", "01=30.000.000.000"), "more than the budget"),
        (("--set", "beta=9"), "beta: 9 is outside 0 to 2"),
        (("--set", "beta"), "needs NAME=NUMBER"),
        (("--weight", "infra=x"), "infra: “x” is no number"),
        (("--weight", "nowhere=1"), "there is no section or question “nowhere”"),
        (("--cost", "pc_set=-1"), "pc_set: -1 must be a number from 0 up"),
        (
            tuple(
                part
                for each in ("infra", "conn", "skill", "svc", "dig")
                for part in ("--weight", f"{each}=0")
            ),
            "All weights in “the whole questionnaire” are 0",
        ),
    ],
)
def test_what_cannot_be_calculated_is_refused_and_nothing_is_stored(
    engine: Engine, options: tuple[str, ...], said: str
) -> None:
    result = edition(engine, "make", "Lần 1", *options)
    assert result.exit_code == 2, result.output
    assert said in result.output
    assert edition(engine, "list").output == ""


def test_a_round_without_an_approved_response_and_a_name_that_is_none_are_refused(
    tmp_path: Path, engine: Engine
) -> None:
    (tmp_path / "empty").mkdir()
    empty = found_in(tmp_path / "empty")
    result = edition(empty, "make", "Lần 1")
    assert result.exit_code == 2
    assert "nothing to make an edition of" in result.output
    empty.dispose()
    assert "at most 120 characters" in edition(engine, "make", " ").output
    assert "no edition 9" in edition(engine, "verify", "9").output
