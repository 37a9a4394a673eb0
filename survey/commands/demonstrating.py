"""``demo``: the whole survey on this machine, with simulated answers of every commune."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import click

from survey.commands.database import INSTANCE
from survey.commands.refusals import tells_refusals
from survey.commands.serving import host_option, listen, port_option, settings_for
from survey.communes import load_register
from survey.simulated.demonstration import OFFICERS_COMMUNE, PASSWORD, demonstrate
from survey.simulated.demonstration_accounts import sign_ins
from survey.store.database import engine_for, upgrade

DATABASE = INSTANCE / "demo.db"


@click.command(epilog="Example: python3 run.py demo --port 8080")
@host_option
@port_option
@click.option(
    "--fresh", is_flag=True, help="Begin anew: what was done in the demonstration is lost."
)
@click.option("--prepare-only", is_flag=True, help="Make the database, but do not serve.")
@tells_refusals
def demo(host: str | None, port: int | None, fresh: bool, prepare_only: bool) -> None:
    """Show the whole survey with simulated answers of all communes, at 127.0.0.1:8000 unless told.

    Its own database lies in instance/demo.db; what you do in it is still there at the next start.
    """
    if fresh:
        remove(DATABASE)
    if DATABASE.exists():
        bring_up_to_date(DATABASE)
    else:
        make(DATABASE)
    announce()
    if not prepare_only:
        listen(
            replace(
                settings_for(INSTANCE, host, port),
                database_url=f"sqlite:///{DATABASE}",
                second_factor=False,
            )
        )


def make(database: Path) -> None:
    """Make the database beside its place and move it there when it is whole: never half of one."""
    unfinished = database.with_suffix(".unfinished")
    remove(unfinished)
    database.parent.mkdir(parents=True, exist_ok=True)
    engine = engine_for(f"sqlite:///{unfinished}")
    label = "Dữ liệu mô phỏng / Simulated data"
    with click.progressbar(length=len(load_register().communes), label=label) as bar:
        before = 0
        for done in demonstrate(engine, datetime.now(UTC)):
            bar.update(done - before)
            before = done
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    unfinished.replace(database)


def bring_up_to_date(database: Path) -> None:
    """Give an earlier version's demonstration the tables that this version needs; what was done in it stays."""
    engine = engine_for(f"sqlite:///{database}")
    upgrade(engine)
    engine.dispose()


def remove(database: Path) -> None:
    """Remove a database file with what SQLite keeps beside it."""
    for ending in ("", "-wal", "-shm"):
        database.with_name(database.name + ending).unlink(missing_ok=True)


def announce() -> None:
    """Print one sign-in for each role."""
    register = load_register()
    click.echo("Dữ liệu mô phỏng, không phải số liệu thật. / Simulated data, not real figures.")
    click.echo(f"Mật khẩu của mọi tài khoản / Password of every account: {PASSWORD}")
    for each in sign_ins(register, register.communes[OFFICERS_COMMUNE]):
        click.echo(f"  {each.sign_in:<8} {each.name} ({each.role.value})")
