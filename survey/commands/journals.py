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
    """Check the journal's chain of hashes; exit status 1 where an entry was altered or removed."""
    with reading(opened_engine(database)) as connection:
        fault = journal.verify(connection)
    if fault is not None:
        tell([fault.sentence])
        sys.exit(1)
    click.echo("Nhật ký nguyên vẹn. / The journal is intact.")
