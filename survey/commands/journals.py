"""``journal``: has anyone altered the record of who did what, and a copy of it to hand over."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from survey.commands.database import database_option, opened_engine, person
from survey.commands.refusals import tell, tells_refusals
from survey.store import journal as store
from survey.store.database import reading, writing
from survey.store.journal_file import export, verify_file


@click.group()
def journal() -> None:
    """The record of who did what: check it, and export it.

    Example: python3 run.py journal verify
    """


@journal.command(
    epilog="""\b
    Example: python3 run.py journal verify
    Of a copy: python3 run.py journal verify --file journal-2026.zip
    """
)
@click.option("--file", type=click.Path(path_type=Path), help="An exported journal instead.")
@database_option
@tells_refusals
def verify(file: Path | None, database: str | None) -> None:
    """Check the journal's chain of hashes; exit status 1 where an entry was altered or removed.

    The last entry's hash is printed: noted elsewhere, it shows later that no one rewrote the whole.
    """
    if file is not None:
        fault, number = verify_file(file)
        told = f"{number}"
    else:
        with reading(opened_engine(database)) as connection:
            fault, last = store.verify(connection), store.entries(connection, limit=1)
        told = "".join(f"{entry.number}\t{entry.hash}" for entry in last)
    if fault is not None:
        tell([fault])
        sys.exit(1)
    click.echo("Nhật ký nguyên vẹn. / The journal is intact.")
    click.echo(told)


@journal.command("export", epilog="Example: python3 run.py journal export journal-2026.zip")
@click.argument("out", type=click.Path(path_type=Path))
@database_option
@tells_refusals
def export_journal(out: Path, database: str | None) -> None:
    """Write all entries with their hashes, and all revisions, as JSON lines in a zip OUT.

    The export is itself entered. «journal verify --file OUT» checks the copy anywhere, with no database.
    """
    engine = opened_engine(database)
    with writing(engine) as connection:
        store.enter(connection, datetime.now(UTC), person(), "journal exported", out.name, {})
    with reading(engine) as connection:
        click.echo(f"{export(connection, out)} → {out}")
