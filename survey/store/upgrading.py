"""Running the migrations: found beside this file, wherever that is, with no file of settings."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from forms.sentence import Refused, Sentence

MIGRATIONS = Path(__file__).resolve().parent / "migrations"
NEWER = Sentence(
    "Cơ sở dữ liệu này thuộc một phiên bản mới hơn của chương trình. Hãy cập nhật chương trình.",
    "This database belongs to a newer version of the program. Update the program.",
)


def configuration() -> Config:
    """Alembic's settings; a ``%`` in the path would be read as an interpolation."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return config


def at_head(connection: Connection) -> bool:
    """Whether nothing is left to do. Raises Refused where the database is ahead of the program."""
    scripts = ScriptDirectory.from_config(configuration())
    now = MigrationContext.configure(connection).get_current_revision()
    if now is not None and now not in {each.revision for each in scripts.walk_revisions()}:
        raise Refused(NEWER)
    return now == scripts.get_current_head()


def revision_of(connection: Connection) -> str:
    """The last migration that the tables have; empty where there is none."""
    return MigrationContext.configure(connection).get_current_revision() or ""


def upgrade_to_head(connection: Connection) -> None:
    """Run what is missing in the caller's transaction, all of it or nothing."""
    if at_head(connection):
        return
    config = configuration()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
