"""Both places where evidence may be kept, as a test sees and spoils them."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from sqlalchemy import Engine, select

from survey.accounts import Role
from survey.settings import Settings
from survey.store import accounts
from survey.store.content_tables import arrivals, content_parts, contents
from survey.store.database import reading, writing
from survey.store.evidence_place import EvidencePlace, evidence_place
from survey.store.file_places import Kept
from tests.builders import BA_DINH, MONDAY

PLACES = ("folder", "database")
TWO_DAYS = timedelta(days=2)


@dataclass(frozen=True)
class TriedPlace:
    """A place, with the engine and the folder that it may use."""

    kind: str
    engine: Engine
    folder: Path

    @property
    def settings(self) -> Settings:
        """The settings that name this place."""
        return Settings(
            str(self.engine.url),
            "s" * 64,
            evidence_folder=self.folder,
            evidence_in_database=self.kind == "database",
        )

    @property
    def place(self) -> EvidencePlace:
        """The place itself."""
        return evidence_place(self.settings, self.engine)

    @property
    def kept(self) -> list[Kept]:
        """What is kept and what is on its way in."""
        with reading(self.engine) as conn:
            every = (self.place.files, self.place.incoming)
            return [kept for each in every for kept in each.all_kept(conn)]

    def spoil(self, name: str) -> None:
        """Another content under this name, as by a fault of the disk."""
        if self.kind == "folder":
            (self.folder / name[:2] / name).write_bytes(b"other")
            return
        with writing(self.engine) as conn:
            mine = content_parts.update().where(content_parts.c.sha256 == name)
            conn.execute(mine.values(content=b"other"))

    def lose(self, name: str) -> None:
        """The content is gone."""
        if self.kind == "folder":
            (self.folder / name[:2] / name).unlink()
            return
        with writing(self.engine) as conn:
            conn.execute(contents.delete().where(contents.c.sha256 == name))

    def age(self, *but: str) -> None:
        """As if all lay there since the day before yesterday, but for these names."""
        if self.kind == "folder":
            for kept in self.kept:
                if kept.name not in but:
                    before = (kept.at - TWO_DAYS).timestamp()
                    os.utime(kept.where, (before, before))
            return
        with writing(self.engine) as conn:
            for row in conn.execute(select(contents)).all():
                if row.sha256 not in but:
                    mine = contents.update().where(contents.c.sha256 == row.sha256)
                    conn.execute(mine.values(kept_at=row.kept_at - TWO_DAYS))
            for row in conn.execute(select(arrivals)).all():
                mine = arrivals.update().where(arrivals.c.key == row.key)
                conn.execute(mine.values(at=row.at - TWO_DAYS))


def an_officer(engine: Engine, sign_in: str) -> int:
    """One more officer of Ba Đình; the account's number."""
    with writing(engine) as conn:
        made = accounts.add_account(
            conn,
            sign_in=sign_in,
            name=sign_in,
            role=Role.OFFICER,
            commune_code=BA_DINH,
            password_hash="x",
            must_change_password=False,
            at=MONDAY,
        )
    return made.id
