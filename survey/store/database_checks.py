"""Checks of the database: its tables, what it promises at a power cut, its journal, its evidence."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection, select, text

from survey.operating.checks import Finding, Level, bad, doubt, good
from survey.store import communes, journal
from survey.store.file_places import KeptFiles
from survey.store.schema import attachments
from survey.store.upgrading import at_head

# Clocks of several machines differ by seconds; by minutes, entries would seem to come from the future.
CLOCK_MAY_DIFFER = timedelta(minutes=2)
BACKUP_IS_OLD = timedelta(days=2)


def of_tables(conn: Connection) -> Finding:
    """Whether the tables are those of this version, with a register in them."""
    if not at_head(conn):
        return bad(
            "Bảng dữ liệu thuộc phiên bản cũ hơn. Hãy sao lưu rồi chạy «serve» để nâng cấp.",
            "The tables are of an earlier version. Take a backup, then run «serve» to upgrade.",
        )
    known = len(communes.load_register(conn).communes)
    if not known:
        return bad(
            "Cơ sở dữ liệu chưa có danh mục xã. Hãy chạy «serve» một lần.",
            "The database has no register of communes. Run «serve» once.",
        )
    return good(
        f"Cơ sở dữ liệu đúng phiên bản, có {known} xã.",
        f"The database is of this version and has {known} communes.",
    )


def of_safety(conn: Connection) -> Finding:
    """Whether the database keeps what it has acknowledged when the power goes, and is whole."""
    if conn.dialect.name == "postgresql":
        settings = {
            name: conn.scalar(text(f"SHOW {name}")) for name in ("fsync", "full_page_writes")
        }
        settings["synchronous_commit"] = conn.scalar(text("SHOW synchronous_commit"))
        off = [name for name, value in settings.items() if value == "off"]
        if off:
            return bad(
                f"PostgreSQL tắt {', '.join(off)}: dữ liệu đã lưu có thể mất khi mất điện. Hãy bật lại.",
                f"PostgreSQL has {', '.join(off)} off: saved data may be lost with the power. Turn it on.",
            )
        return good("PostgreSQL ghi an toàn.", "PostgreSQL writes safely.")
    fault = conn.scalar(text("PRAGMA quick_check(1)"))
    if fault != "ok":
        return bad(
            f"Tệp SQLite bị hỏng ({fault}). Hãy dừng hệ thống và khôi phục từ bản sao lưu.",
            f"The SQLite file is damaged ({fault}). Stop the survey and restore a backup.",
        )
    return good("Tệp SQLite nguyên vẹn.", "The SQLite file is whole.")


def of_journal(conn: Connection) -> Finding:
    """Whether anyone altered the journal."""
    fault = journal.verify(conn)
    return (
        good("Nhật ký nguyên vẹn.", "The journal is intact.")
        if fault is None
        else Finding(Level.BAD, fault)
    )


def of_clock(conn: Connection, now: datetime) -> Finding:
    """Whether the clock goes on from the last entry."""
    last = journal.entries(conn, limit=1)
    if last and last[0].at > now + CLOCK_MAY_DIFFER:
        return bad(
            f"Đồng hồ máy chậm hơn mục nhật ký cuối ({last[0].at:%d/%m/%Y %H:%M} UTC). Hãy chỉnh giờ tự động (NTP).",
            f"The clock is behind the last entry ({last[0].at:%d/%m/%Y %H:%M} UTC). Set it by NTP.",
        )
    return good("Đồng hồ hợp lý.", "The clock is plausible.")


def of_backups(conn: Connection, now: datetime) -> Finding:
    """When the last backup was begun."""
    last = journal.last_of(conn, "backup taken")
    if last is None or now - last.at > BACKUP_IS_OLD:
        return doubt(
            "Không có bản sao lưu trong 2 ngày qua. Hãy đặt lịch chạy «backup» mỗi đêm.",
            "There was no backup in the last 2 days. Let «backup» run every night.",
        )
    return good(
        f"Sao lưu lần cuối {last.at:%d/%m/%Y %H:%M} UTC.",
        f"Last backup {last.at:%d/%m/%Y %H:%M} UTC.",
    )


def of_evidence(conn: Connection, files: KeptFiles) -> Finding:
    """Whether every piece of evidence is where it is kept."""
    names = set(conn.scalars(select(attachments.c.sha256)))
    lost = len(files.missing(conn, names))
    if lost:
        return bad(
            f"Thiếu {lost} trong {len(names)} tệp minh chứng. Hãy kiểm tra EVIDENCE và EVIDENCE_FOLDER, chạy «move-evidence» nếu vừa đổi nơi lưu, hoặc khôi phục từ bản sao lưu.",
            f"{lost} of {len(names)} pieces of evidence are missing. Check EVIDENCE and EVIDENCE_FOLDER, run «move-evidence» if you changed the place, or restore a backup.",
        )
    return good(
        f"Đủ {len(names)} tệp minh chứng.", f"All {len(names)} pieces of evidence are there."
    )
