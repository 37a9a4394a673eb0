"""Checks of the machine: settings, folders, room on the disks."""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Connection, Engine, text

from survey.operating.checks import Finding, bad, doubt, good
from survey.settings import Settings

MEBIBYTE = 2**20
ROOM, HARDLY_ROOM = 1024 * MEBIBYTE, 100 * MEBIBYTE
FEW_LETTERS = 12
AT_HOME = ("127.0.0.1", "localhost", "::1")


def of_settings(settings: Settings) -> Iterator[Finding]:
    """The secret, and what a server that others reach needs."""
    if len(set(settings.secret_key)) < FEW_LETTERS:
        yield bad(
            "SECRET_KEY dễ đoán: quá ít ký tự khác nhau. Hãy đặt chuỗi ngẫu nhiên 64 ký tự.",
            "SECRET_KEY is easy to guess: too few different characters. Use 64 random ones.",
        )
    else:
        yield good("SECRET_KEY đủ mạnh.", "SECRET_KEY is strong enough.")
    if settings.own_secret and settings.database_url.startswith("postgresql"):
        yield doubt(
            "Chưa đặt SECRET_KEY: khóa chỉ có trên máy này. Nhiều máy chủ chung một cơ sở dữ liệu phải đặt cùng một SECRET_KEY.",
            "SECRET_KEY is not set: it is of this host alone. Hosts that share a database must have the same SECRET_KEY.",
        )
    yield of_second_factor(settings)
    if settings.host in AT_HOME:
        return
    if not settings.https:
        yield doubt(
            "Máy khác truy cập được nhưng HTTPS chưa bật: mật khẩu đi qua mạng không được mã hóa. Hãy đặt HTTPS=1 sau "
            "máy chủ HTTPS.",
            "Other machines can reach this server, but HTTPS is off: passwords cross the network readable. Set HTTPS=1 "
            "behind an HTTPS server.",
        )
    if not settings.trusted_hosts:
        yield doubt(
            "Chưa đặt TRUSTED_HOSTS: hãy nêu tên miền của hệ thống.",
            "TRUSTED_HOSTS is not set: name the host names that people use.",
        )


def of_folders(settings: Settings, engine: Engine) -> Iterator[Finding]:
    """Room on the disks, and who may read what lies there."""
    folders = {Path(tempfile.gettempdir())}
    if not settings.evidence_in_database:
        folders.add(settings.evidence_folder)
    if engine.dialect.name == "sqlite":
        database = Path(engine.url.database or "")
        folders.add(database.parent)
        yield from of_permissions(database)
        if database.exists() and not is_writable(database):
            yield not_writable(database)
    for folder in sorted(folders):
        yield of_room(folder)


def of_second_factor(settings: Settings) -> Finding:
    """Whether those who see the whole country need more than a password."""
    if settings.second_factor:
        return good(
            "Tài khoản bộ và quản trị phải có yếu tố thứ hai.",
            "Ministry and administrator accounts need a second factor.",
        )
    return doubt(
        "Yếu tố thứ hai đang tắt (SECOND_FACTOR=off): chỉ mật khẩu bảo vệ tài khoản bộ và quản trị.",
        "The second factor is off (SECOND_FACTOR=off): only passwords protect ministry and administrator accounts.",
    )


def takes_changes(conn: Connection, settings: Settings) -> bool:
    """Whether the database and the evidence folder can be written to, as far as can be told without writing."""
    folder = () if settings.evidence_in_database else (settings.evidence_folder,)
    if conn.dialect.name == "sqlite":
        database = Path(conn.engine.url.database or "")
        return all(map(is_writable, (database, database.parent, *folder)))
    copy = bool(conn.scalar(text("SELECT pg_is_in_recovery()")))
    return not copy and all(map(is_writable, folder))


def is_writable(place: Path) -> bool:
    """Whether a file or folder can be written to, or made; on a disk that is only for reading root can't either."""
    return os.access(standing(place), os.W_OK)


def standing(place: Path) -> Path:
    """The place itself, or the nearest folder above it that is there."""
    return next(each for each in (place, *place.absolute().parents) if each.exists())


def of_room(folder: Path) -> Finding:
    """Whether a folder can be written to and has room."""
    if not is_writable(folder):
        return not_writable(folder)
    there = standing(folder)
    free = shutil.disk_usage(there).free
    words = (
        f"{folder}: còn {free // MEBIBYTE} MiB trên đĩa.",
        f"{folder}: {free // MEBIBYTE} MiB free on the disk.",
    )
    if free >= ROOM:
        return good(*words)
    more = (f"{words[0]} Hãy giải phóng thêm.", f"{words[1]} Make more room.")
    return doubt(*more) if free >= HARDLY_ROOM else bad(*more)


def not_writable(place: Path) -> Finding:
    """Nothing can be stored there."""
    return bad(
        f"Không ghi được vào {place}. Hãy cấp quyền cho tài khoản chạy chương trình, hoặc gắn lại đĩa để ghi được.",
        f"{place} cannot be written to. Give the account that runs this program the right to, or mount the disk so that it can be written to.",
    )


def of_permissions(database: Path) -> Iterator[Finding]:
    """A database file that everybody on the machine may read."""
    if os.name != "posix" or not database.exists():
        return
    if stat.S_IMODE(database.stat().st_mode) & stat.S_IROTH:
        yield doubt(
            f"Mọi người dùng của máy đều đọc được {database}. Hãy chạy: chmod 640 {database}",
            f"Everyone on this machine can read {database}. Run: chmod 640 {database}",
        )
