"""``tidy-evidence``: files that belong to no answer, listed and removed."""

from __future__ import annotations

import os
from datetime import UTC, datetime

import click

from survey.commands.database import INSTANCE, database_option, opened_engine
from survey.commands.refusals import tells_refusals
from survey.evidence_files.tidying import listed, tidy
from survey.settings import read_settings
from survey.store.evidence_place import evidence_place
from survey.store.file_places import Kept
from survey.viet_nam_time import day_of


@click.command(epilog="Example: python3 run.py tidy-evidence --apply")
@click.option("--apply", "really", is_flag=True, help="Remove; without it, only list.")
@database_option
@tells_refusals
def tidy_evidence(really: bool, database: str | None) -> None:
    """List files kept as evidence that are of no answer and older than a day.

    They are left where the power went before their answer was written, or where a device never sent
    the rest. Documents that were withdrawn are kept. With --apply they are removed, and the journal
    says which.
    """
    engine, now = opened_engine(database), datetime.now(UTC)
    place = evidence_place(read_settings(os.environ, INSTANCE), engine)
    found = (
        tidy(engine, place, by="command line", now=now) if really else listed(engine, place, now)
    )
    tell(found, applied=really)


def tell(found: tuple[Kept, ...], *, applied: bool) -> None:
    """Print each file, then the sums."""
    for each in found:
        click.echo(f"{each.where}\t{each.size}\t{day_of(each.at):%d/%m/%Y}")
    size = sum(each.size for each in found)
    click.echo(f"Tệp thừa / files of no answer: {len(found)} · byte / bytes: {size}")
    if found and applied:
        click.echo("Đã xóa và ghi nhật ký. / Removed and entered in the journal.")
    elif found:
        click.echo("Mới liệt kê; thêm --apply để xóa. / Only listed; add --apply to remove.")
