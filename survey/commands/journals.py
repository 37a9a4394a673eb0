"""``check-journal``: has anyone altered the record of who did what?"""

from __future__ import annotations

import sys

import click

from survey.commands.database import database_option, opened_engine
from survey.commands.refusals import tell, tells_refusals
from survey.store import journal
from survey.store.database import reading


@click.command(epilog="Example: python3 run.py check-journal")
@database_option
@tells_refusals
def check_journal(database: str | None) -> None:
    """Check the journal's chain of hashes; exit status 1 where an entry was altered or removed.

    The last entry's hash is printed: noted elsewhere, it shows later that no one rewrote the whole.
    """
    with reading(opened_engine(database)) as connection:
        fault, last = journal.verify(connection), journal.entries(connection, limit=1)
    if fault is not None:
        tell([fault])
        sys.exit(1)
    click.echo("Nhật ký nguyên vẹn. / The journal is intact.")
    for entry in last:
        click.echo(f"{entry.number}\t{entry.hash}")
