"""``move-evidence``: what communes attached, from a folder into the database or back."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from functools import partial

import click

from forms.sentence import Refused, Sentence
from survey.commands.database import INSTANCE, database_option, opened_engine, person
from survey.commands.progress import Progress
from survey.commands.refusals import tell, tells_refusals
from survey.evidence_files.moving import Moved, copy_evidence, remove_copied
from survey.settings import read_settings
from survey.store.evidence_place import in_database, in_folder

DATABASE, FOLDER = "database", "folder"
STILL_READ_THERE = Sentence(
    "EVIDENCE vẫn chỉ nơi cũ, nên chưa xóa gì. Hãy đặt EVIDENCE={to} trên mọi máy chủ, khởi động lại, rồi chạy lại với --remove.",
    "EVIDENCE still names the old place, so nothing was removed. Set EVIDENCE={to} on every host, restart, then run with --remove again.",
)
LOST = Sentence(
    "Không nơi nào còn nguyên vẹn {n} tệp: {names}. Hãy khôi phục từ bản sao lưu; không có gì bị xóa.",
    "Neither place has {n} files as they were: {names}. Restore them from a backup; nothing was removed.",
)
COPYING = Sentence("Đang chép minh chứng: {done}/{total}", "Copying evidence: {done}/{total}")
NAMED = 5


@click.command(
    epilog="""\b
    Example: python3 run.py move-evidence --to database
    Then set EVIDENCE=database, restart, and: python3 run.py move-evidence --to database --remove
    """
)
@click.option("--to", "to", type=click.Choice((DATABASE, FOLDER)), required=True)
@click.option(
    "--remove", is_flag=True, help="Then remove from the old place what the new one has whole."
)
@database_option
@tells_refusals
def move_evidence(to: str, remove: bool, database: str | None) -> None:
    """Copy what communes attached into the database, or from there into EVIDENCE_FOLDER.

    Each file is read again in its new place and compared with its hash. It may run while the survey is in
    use, be broken off and be repeated. Nothing leaves the old place without --remove.
    """
    settings = read_settings(os.environ, INSTANCE)
    if remove and settings.evidence_in_database != (to == DATABASE):
        raise Refused(STILL_READ_THERE.filled(to=to))
    engine, now = opened_engine(database), datetime.now(UTC)
    places = {DATABASE: in_database(engine).files, FOLDER: in_folder(settings).files}
    [other] = places.keys() - {to}
    by = person()
    said = partial(Progress(), COPYING)
    moved = copy_evidence(engine, places[other], places[to], to=to, by=by, now=now, said=said)
    report(moved)
    if remove:
        n = remove_copied(engine, places[other], places[to], of=other, by=by, now=now)
        click.echo(f"Đã xóa ở nơi cũ / removed from the old place: {n}")


def report(moved: Moved) -> None:
    """Say what was done; exit with 1 where something is lost."""
    click.echo(f"Đã chép và đối chiếu / copied and compared: {moved.copied}")
    click.echo(f"Đã có sẵn, nguyên vẹn / there already, whole: {moved.there}")
    if moved.lost:
        tell([LOST.filled(n=len(moved.lost), names=", ".join(moved.lost[:NAMED]))])
        sys.exit(1)
