"""``doctor``: is this place in order?"""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime

import click

from survey.commands.database import INSTANCE, database_option
from survey.commands.refusals import tells_refusals
from survey.operating.checks import Level
from survey.operating.doctor import examine
from survey.settings import read_settings
from survey.store.database import engine_for

MARKS = {Level.GOOD: "✓", Level.DOUBT: "?", Level.BAD: "✗"}


@click.command(epilog="Example: python3 run.py doctor")
@database_option
@tells_refusals
def doctor(database: str | None) -> None:
    """Check settings, disks, database, journal, clock, backups and evidence; change nothing.

    Each line is in order (✓), worth a look (?) or to be mended (✗); exit status 1 where any is to be mended.
    """
    given = {"DATABASE_URL": database} if database else {}
    settings = read_settings({**os.environ, **given}, INSTANCE)
    engine = engine_for(settings.database_url)
    click.get_current_context().call_on_close(engine.dispose)
    worst = False
    for finding in examine(settings, engine, datetime.now(UTC)):
        click.echo(f"{MARKS[finding.level]} {finding.said.vi}\n  {finding.said.en}")
        worst = worst or finding.level is Level.BAD
    sys.exit(1 if worst else 0)
