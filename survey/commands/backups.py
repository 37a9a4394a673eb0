"""``backup``, ``restore`` and ``copy-database``: everything kept twice, and the way back."""

from __future__ import annotations

import os
import tempfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import click

from forms.sentence import Refused, Sentence
from survey.commands.database import INSTANCE, database_option, opened_engine, person
from survey.commands.refusals import tell, tells_refusals
from survey.operating.backups import Backup, back_up, restore_backup
from survey.settings import Settings, read_settings
from survey.store import journal
from survey.store.copying import copy_all
from survey.store.database import engine_for, reading, upgrade, writing
from survey.store.evidence_place import evidence_place
from survey.viet_nam_time import VIET_NAM

NAMED = "survey-{:%Y%m%d-%H%M%S}.zip"
LOST = Sentence(
    "{n} tệp minh chứng không còn trên máy chủ nên không có trong bản sao lưu. Hãy chạy «doctor».",
    "{n} pieces of evidence are no longer on the server, so the backup lacks them. Run «doctor».",
)
KEEP_OF_A_FOLDER = Sentence(
    "--keep chỉ dùng khi ghi vào một thư mục có sẵn. Hãy nêu thư mục, hoặc bỏ --keep.",
    "--keep goes with a folder that is there. Name a folder, or leave out --keep.",
)


def said(table: str, rows: int) -> None:
    """One line a table, on standard error."""
    click.echo(f"  {table:<24}{rows:>10,}", err=True)


@click.command(
    epilog="""\b
    Example: python3 run.py backup survey-before-update.zip
    Every night: python3 run.py backup /srv/backups --keep 30
    """
)
@click.argument("out", type=click.Path(path_type=Path))
@click.option("--keep", type=click.IntRange(1), help="In a folder: remove all but the newest N.")
@database_option
@tells_refusals
def backup(out: Path, keep: int | None, database: str | None) -> None:
    """Keep everything in one file OUT, while the survey is in use.

    It holds every row at one moment and all evidence, with counts and hashes. Where OUT is a folder the
    file is named by the time. Keep it where only you can read it: it holds accounts and documents.
    """
    engine, now = opened_engine(database), datetime.now(UTC)
    if keep is not None and not out.is_dir():
        raise Refused(KEEP_OF_A_FOLDER)
    place = out / NAMED.format(now.astimezone(VIET_NAM)) if out.is_dir() else out
    with writing(engine) as conn:
        journal.enter(conn, now, person(), "backup taken", place.name, {})
    files = evidence_place(settings_for(database), engine).files
    report(back_up(engine, files, place, now, said), place)
    if keep is not None:
        for old in sorted(out.glob("survey-????????-??????.zip"))[:-keep]:
            old.unlink()


@click.command(
    epilog="""\b
    Example: DATABASE_URL=sqlite:////srv/new/survey.db EVIDENCE_FOLDER=/srv/new/evidence python3 run.py restore FILE.zip
    To try one out: python3 run.py restore FILE.zip --drill
    """
)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--drill", is_flag=True, help="Restore into a place that is removed again.")
@database_option
@tells_refusals
def restore(file: Path, drill: bool, database: str | None) -> None:
    """Put the backup FILE into an empty database, SQLite or PostgreSQL, all of it or nothing.

    Every table's count and hash is compared with what the backup noted, and the journal is checked.
    Nothing that is there already is overwritten. A backup of an earlier version is brought up to date.
    """
    settings = settings_for(database)
    if not drill:
        report(into(file, settings), file)
        return
    with tempfile.TemporaryDirectory(prefix="drill-") as folder:
        url, evidence = f"sqlite:///{Path(folder) / 'survey.db'}", Path(folder) / "evidence"
        report(into(file, replace(settings, database_url=url, evidence_folder=evidence)), file)
    click.echo("Diễn tập khôi phục thành công. / The drill succeeded; nothing was kept.")


def into(file: Path, settings: Settings) -> Backup:
    """Restore into the place of these settings; refused where the journal in it is not whole."""
    engine = engine_for(settings.database_url)
    try:
        restored = restore_backup(file, engine, evidence_place(settings, engine).files, said)
        with reading(engine) as conn:
            fault = journal.verify(conn)
    finally:
        engine.dispose()
    if fault is not None:
        raise Refused(fault)
    return restored


@click.command(
    "copy-database",
    epilog="Example: python3 run.py copy-database --to postgresql://user@host/survey",
)
@database_option
@click.option("--to", "target", required=True, help="Address of the empty database to fill.")
@tells_refusals
def copy_database(database: str | None, target: str) -> None:
    """Copy every row into another empty database, as from SQLite to PostgreSQL, and compare hashes.

    Stop the survey first: what is saved after the copy began stays behind. Evidence that
    is kept in the database goes with it; a folder stays where it is.
    """
    source_engine, target_engine = opened_engine(database), engine_for(full(target))
    click.get_current_context().call_on_close(target_engine.dispose)
    upgrade(target_engine)
    with reading(source_engine) as source, writing(target_engine) as into_target:
        copied = copy_all(source, into_target, said)
    rows = sum(each.rows for each in copied.values())
    click.echo(f"Đã chép và đối chiếu {rows} dòng. / {rows} rows copied and compared.")


def report(backup: Backup, place: Path) -> None:
    """Say what the file holds."""
    rows = sum(each.rows for each in backup.tables.values())
    click.echo(f"{place}: {rows} dòng / rows, {backup.evidence} minh chứng / pieces of evidence")
    click.echo(f"  {backup.at}  {backup.software}")
    if backup.lost:
        tell([LOST.filled(n=len(backup.lost))])


def settings_for(database: str | None) -> Settings:
    """The environment's settings, with the database asked for."""
    given = {"DATABASE_URL": database} if database else {}
    return read_settings({**os.environ, **given}, INSTANCE)


def full(url: str) -> str:
    """An address as people write it, in full. Raises Refused where it is none."""
    return read_settings({"DATABASE_URL": url, "SECRET_KEY": "0" * 64}, INSTANCE).database_url
