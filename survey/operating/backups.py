"""A backup: one file with every row at one moment and every piece of evidence; and the way back.

It is a zip with an SQLite database, whatever database it was taken from, the evidence by its hash, wherever
that is kept, and a list of what is inside with counts and hashes, so that whoever restores it can show that
nothing is missing. Pieces of files on their way in are left out: devices send them again.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, select

from forms.sentence import Refused, Sentence
from reports.editions.version import software
from survey.store.content_tables import arrival_pieces, arrivals, content_parts, contents
from survey.store.copying import Content, Said, copy_all, refuse_difference
from survey.store.database import engine_for, reading, upgrade, writing
from survey.store.file_places import KeptFiles
from survey.store.files import wait_for
from survey.store.schema import attachments
from survey.store.upgrading import revision_of

FORMAT = 1
DATABASE, LIST, EVIDENCE = "survey.db", "backup.json", "evidence/"
# Evidence is in the zip once, as files, so that it can be restored to either place.
PLACE_OF_EVIDENCE = (contents, content_parts, arrivals, arrival_pieces)
NO_BACKUP = Sentence(
    "{file} không phải tệp sao lưu của chương trình này, hoặc đã bị cắt cụt ({why}). Hãy dùng bản sao lưu khác.",
    "{file} is no backup of this program, or was cut short ({why}). Use another backup.",
)
DAMAGED = Sentence(
    "Tệp sao lưu bị hỏng: {part} không còn như lúc ghi; chưa khôi phục gì. Hãy dùng bản sao lưu khác.",
    "The backup is damaged: {part} is not as it was written; nothing was restored. Use another backup.",
)
TAKEN = Sentence(
    "Đã có tệp {file}. Hãy chọn tên khác; không có gì bị ghi đè.",
    "There is a file {file} already. Choose another name; nothing is overwritten.",
)


@dataclass(frozen=True, slots=True)
class Backup:
    """What a backup says of itself. ``evidence`` counts files; ``lost`` those missing when it was taken."""

    at: str
    software: str
    revision: str
    database: str
    tables: Mapping[str, Content]
    evidence: int
    lost: tuple[str, ...]


def back_up(engine: Engine, files: KeptFiles, out: Path, at: datetime, said: Said) -> Backup:
    """Write a backup while others work on: one moment of the database, then the evidence it speaks of.

    The file has its name only once it is whole and on the disk. Raises Refused where it is there already.
    """
    if out.exists():
        raise Refused(TAKEN.filled(file=out))
    with tempfile.TemporaryDirectory(dir=out.parent, prefix="backup-") as folder:
        copied = Path(folder) / DATABASE
        taken = copy_to_file(engine, copied, said)
        whole = Path(folder) / "whole.zip"
        backup = packed(whole, copied, taken, files, at)
        with whole.open("rb") as written:
            os.fsync(written.fileno())
        whole.rename(out)
    wait_for(out.parent)
    return backup


@dataclass(frozen=True, slots=True)
class Taken:
    """One moment of a database: what its tables hold, at which migration, and the evidence it speaks of."""

    tables: Mapping[str, Content]
    revision: str
    evidence: tuple[str, ...]


def copy_to_file(engine: Engine, place: Path, said: Said) -> Taken:
    """One moment of the database as an SQLite file."""
    with opened(place) as copy, reading(engine) as source, writing(copy) as target:
        tables = copy_all(source, target, said, without=PLACE_OF_EVIDENCE)
        names = sorted(set(source.scalars(select(attachments.c.sha256))))
        return Taken(tables, revision_of(target), tuple(names))


def packed(whole: Path, database: Path, taken: Taken, files: KeptFiles, at: datetime) -> Backup:
    """Everything in one zip; the list of what is inside comes last, so that a file cut short has none."""
    lost = []
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as into:
        into.write(database, DATABASE)
        for name in taken.evidence:
            try:
                into.writestr(EVIDENCE + name, files.read(name), zipfile.ZIP_STORED)
            except Refused:
                lost.append(name)
        backup = Backup(
            at=at.isoformat(),
            software=software(),
            revision=taken.revision,
            database=sha256_of(database),
            tables=taken.tables,
            evidence=len(taken.evidence) - len(lost),
            lost=tuple(lost),
        )
        into.writestr(LIST, json.dumps({"format": FORMAT, **asdict(backup)}, indent=1))
    return backup


def restore_backup(file: Path, engine: Engine, files: KeptFiles, said: Said) -> Backup:
    """Put a backup into an empty database and evidence folder, all of it or nothing.

    One taken by an earlier version is brought up to date on the way. Raises Refused where the file is damaged or
    the database holds anything.
    """
    with tempfile.TemporaryDirectory(prefix="restore-") as folder, read(file) as (whole, backup):
        place = Path(folder) / DATABASE
        with whole.open(DATABASE) as packed_file, place.open("wb") as unpacked:
            shutil.copyfileobj(packed_file, unpacked)
        if sha256_of(place) != backup.database:
            raise Refused(DAMAGED.filled(part=DATABASE))
        with opened(place) as source_engine:
            upgrade(engine)
            with reading(source_engine) as source, writing(engine) as target:
                copied = copy_all(source, target, said)
                if revision_of(target) == backup.revision:
                    refuse_difference(backup.tables, copied)
                keep_evidence(whole, files, target)
    return backup


def keep_evidence(whole: zipfile.ZipFile, files: KeptFiles, target: Connection) -> None:
    """Put every piece of evidence where it belongs; its name is its hash."""
    for name in whole.namelist():
        if name.startswith(EVIDENCE):
            content = whole.read(name)
            if hashlib.sha256(content).hexdigest() != name.removeprefix(EVIDENCE):
                raise Refused(DAMAGED.filled(part=name))
            files.keep_with(target, content)


@contextmanager
def read(file: Path) -> Iterator[tuple[zipfile.ZipFile, Backup]]:
    """A backup and what it says of itself. Raises Refused where it is none."""
    try:
        whole = zipfile.ZipFile(file)
    except (OSError, zipfile.BadZipFile) as fault:
        raise Refused(NO_BACKUP.filled(file=file, why=str(fault)[:100])) from fault
    with whole:
        try:
            backup = backup_of(json.loads(whole.read(LIST)))
        except (zipfile.BadZipFile, KeyError, ValueError, TypeError) as fault:
            raise Refused(NO_BACKUP.filled(file=file, why=str(fault)[:100])) from fault
        yield whole, backup


def backup_of(listed: Mapping[str, Any]) -> Backup:
    """What the list says. Raises KeyError, TypeError or ValueError where it says something else."""
    if listed["format"] != FORMAT:
        raise ValueError(f"format {listed['format']}")
    tables = {
        name: Content(each["rows"], each["digest"]) for name, each in listed["tables"].items()
    }
    texts = {name: str(listed[name]) for name in ("at", "software", "revision", "database")}
    return Backup(
        **texts, tables=tables, evidence=int(listed["evidence"]), lost=tuple(listed["lost"])
    )


@contextmanager
def opened(place: Path) -> Iterator[Engine]:
    """An SQLite file of ours, brought up to date; all in the one file once it is closed."""
    engine = engine_for(f"sqlite:///{place}")
    try:
        upgrade(engine)
        yield engine
    finally:
        engine.dispose()


def sha256_of(place: Path) -> str:
    """The SHA-256 of a file."""
    with place.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
