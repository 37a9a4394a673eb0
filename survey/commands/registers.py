"""``register``: bring the communes up to date, and see what each was before."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from survey.commands.database import database_option, opened_engine, person
from survey.commands.refusals import tells_refusals
from survey.communes import SHIPPED, load_register
from survey.store import communes, journal
from survey.store.database import reading, writing


@click.group()
def register() -> None:
    """The communes and provinces: bring them up to date, and see what changed.

    Example: python3 run.py register changes
    """


@register.command(epilog="Example: python3 run.py register update danh-muc-2027/")
@click.argument("folder", type=click.Path(path_type=Path, exists=True), default=SHIPPED)
@database_option
@tells_refusals
def update(folder: Path, database: str | None) -> None:
    """Store the register of FOLDER (communes.csv, provinces.csv, predecessors.csv), the shipped one if not given.

    What was answered under a code that is merged or re-coded stays, and is carried to its successor. A
    running server reads the register when it starts: start it again afterwards.
    """
    found = load_register(folder)
    with writing(opened_engine(database)) as connection:
        communes.store_register(connection, found)
        detail = {"communes": len(found.communes), "changes": len(found.successions)}
        at = datetime.now(UTC)
        journal.enter(connection, at, person(), "register updated", folder.name, detail)
    told = f"{len(found.communes)} · {len(found.successions)}"
    click.echo(f"Số xã, số thay đổi / communes, changes: {told}")


@register.command(epilog="Example: python3 run.py register changes")
@database_option
@tells_refusals
def changes(database: str | None) -> None:
    """List every change: code, predecessor, day, kind, source; nothing where there is none."""
    with reading(opened_engine(database)) as connection:
        found = communes.load_register(connection)
    for each in found.successions:
        click.echo(
            f"{each.code}\t{each.predecessor}\t{each.since:%d/%m/%Y}\t{each.change}\t{each.source}"
        )
