"""``import-answers``: answers of many communes from one file into a round."""

from __future__ import annotations

import getpass
import hashlib
import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from forms.answers_table import AnswersTable, Sheet, read_sheet, table_of
from forms.loading import load_text
from forms.questionnaire import Questionnaire
from forms.submissions import is_export, read_submissions
from survey.commands.database import database_option, opened_engine, round_asked, round_option
from survey.commands.refusals import tells_refusals
from survey.importing import Import, Plan, apply, plan
from survey.store import communes, rounds
from survey.store.database import reading

MOST_SHOWN = 100


@click.command(epilog="Example: python3 run.py import-answers answers.xlsx --round 1 --apply")
@click.argument("file", type=click.Path(path_type=Path))
@round_option
@click.option(
    "--apply", "really", is_flag=True, help="Write; without it, only say what would happen."
)
@database_option
@tells_refusals
def import_answers(file: Path, round_id: int | None, really: bool, database: str | None) -> None:
    """Import answers of many communes from FILE (CSV or xlsx) into a round.

    The first column is the commune code, the others are question ids; an empty cell changes
    nothing, NA is not applicable, ? is unknown. An export of ODK Central or KoboToolbox, of a form
    that xlsform wrote, is taken as it is. Every answer passes the same gate as the pages. A dry run
    unless --apply; all or nothing: where anything is refused, nothing is written.
    """
    sheet = read_sheet(file)
    engine = opened_engine(database)
    with reading(engine) as connection:
        into = round_asked(connection, round_id)
        text = rounds.questionnaire_text(connection, into)
        questionnaire = load_text(text, into.questionnaire_id)
        asked = Import(
            table_in(file, sheet, questionnaire),
            questionnaire,
            communes.load_register(connection),
            into,
            by=f"import:{getpass.getuser()}",
            at=datetime.now(UTC),
            key=hashlib.sha256(file.read_bytes()).hexdigest()[:32],
        )
    outcome = apply(engine, asked) if really else plan(engine, asked)
    tell(outcome, applied=really)
    if outcome.refusals:
        sys.exit(2)


def table_in(file: Path, sheet: Sheet, questionnaire: Questionnaire) -> AnswersTable:
    """The table of answers; of an export of ODK or KoboToolbox, saying what was left out."""
    if not is_export(sheet):
        return table_of(file, sheet)
    found = read_submissions(file, sheet, questionnaire)
    click.echo(
        f"Tệp xuất từ ODK hoặc KoboToolbox / an export of ODK or KoboToolbox: phiếu / submissions: "
        f"{len(found.table.rows)} · cột của máy chủ, bỏ qua / the server's own columns, left out: {found.ignored}"
    )
    if found.other_version is not None:
        click.echo(found.other_version.vi)
        click.echo(found.other_version.en)
    return found.table


def tell(outcome: Plan, *, applied: bool) -> None:
    """Print every refusal by row, commune and question, then the sums."""
    for refusal in outcome.refusals[:MOST_SHOWN]:
        where = f"dòng/row {refusal.row} · {refusal.commune or '-'} · {refusal.question or '-'}"
        click.echo(f"{where}: {refusal.sentence.vi}\n  {refusal.sentence.en}", err=True)
    more = len(outcome.refusals) - MOST_SHOWN
    if more > 0:
        click.echo(f"… và {more} chỗ khác / and {more} more", err=True)
    click.echo(
        f"Thay đổi / changed: {len(outcome.changes)} · giữ nguyên / unchanged: {outcome.unchanged} · "
        f"thay câu trả lời cũ / answers replaced: {outcome.replaced} · cảnh báo / warnings: {outcome.warnings} · bị từ chối / refused: {len(outcome.refusals)}"
    )
    if outcome.refusals:
        click.echo("Chưa ghi gì cả. / Nothing was written.")
    elif not applied:
        click.echo("Mới chạy thử; thêm --apply để ghi. / A dry run; add --apply to write.")
