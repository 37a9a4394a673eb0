"""``edition write``, ``provinces``, ``submission`` and ``package``: an edition as files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click

from reports.annex.submission import FIRST, write_submission
from survey.commands.database import database_option, opened_engine
from survey.commands.refusals import tells_refusals
from survey.deciding.edition_writing import (
    as_stored,
    edition_by_id,
    write_edition,
    write_open_data,
    write_provinces,
)

Command = TypeVar("Command", bound=Callable[..., None])
language_option = click.option(
    "--language", type=click.Choice(["vi", "en"]), default="vi", show_default=True
)


def out_option(what: str) -> Callable[[Command], Command]:
    """The option that says where to write."""
    return click.option("--out", type=click.Path(path_type=Path), required=True, help=what)


@click.command("write", epilog="Example: python3 run.py edition write 1 --out an-ban-1.xlsx")
@click.argument("edition_id", type=int)
@out_option("The workbook to write.")
@language_option
@database_option
@tells_refusals
def write(edition_id: int, out: Path, language: str, database: str | None) -> None:
    """Write an edition as the Excel annex: the same inputs give the same bytes."""
    write_edition(opened_engine(database), edition_id, out, language)
    click.echo(f"→ {out}")


@click.command("provinces", epilog="Example: python3 run.py edition provinces 1 --out cac-tinh.zip")
@click.argument("edition_id", type=int)
@out_option("The zip to write.")
@language_option
@database_option
@tells_refusals
def provinces(edition_id: int, out: Path, language: str, database: str | None) -> None:
    """Write a workbook for each province, all in one zip; ranks are the country's."""
    write_provinces(opened_engine(database), edition_id, out, language)
    click.echo(f"→ {out}")


@click.command(
    "submission", epilog="Example: python3 run.py edition submission 1 --out phu-luc.docx"
)
@click.argument("edition_id", type=int)
@out_option("The Word file to write.")
@click.option(
    "--first",
    type=click.IntRange(1, 1000),
    default=FIRST,
    show_default=True,
    help="How many communes.",
)
@language_option
@database_option
@tells_refusals
def submission(edition_id: int, out: Path, first: int, language: str, database: str | None) -> None:
    """Write the Word annex of a submission letter: the first communes, in the layout of Decree 30/2020."""
    engine = opened_engine(database)
    found = as_stored(engine, edition_by_id(engine, edition_id))
    write_submission(out, found, language, first)
    click.echo(f"→ {out}")


@click.command("package", epilog="Example: python3 run.py edition package 1 --out an-ban-1.zip")
@click.argument("edition_id", type=int)
@out_option("The zip to write.")
@database_option
@tells_refusals
def package(edition_id: int, out: Path, database: str | None) -> None:
    """Write a published edition's open data as a Frictionless data package."""
    write_open_data(opened_engine(database), edition_id, out)
    click.echo(f"→ {out}")


COMMANDS = (write, provinces, submission, package)
