"""Where evidence is kept: the one place that looks at the setting."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Engine

from survey.settings import Settings
from survey.store.arrivals import IncomingInDatabase
from survey.store.contents import FilesInDatabase
from survey.store.file_places import IncomingFiles, KeptFiles
from survey.store.files import Files
from survey.store.incoming import Incoming


@dataclass(frozen=True, slots=True)
class EvidencePlace:
    """What is kept, and what is on its way in."""

    files: KeptFiles
    incoming: IncomingFiles


def evidence_place(settings: Settings, engine: Engine) -> EvidencePlace:
    """The place that the settings name: their folder, or this database."""
    return in_database(engine) if settings.evidence_in_database else in_folder(settings)


def in_database(engine: Engine) -> EvidencePlace:
    """The database, so that hosts share nothing else."""
    return EvidencePlace(FilesInDatabase(engine), IncomingInDatabase(engine))


def in_folder(settings: Settings) -> EvidencePlace:
    """A folder; pieces lie beside it, where nobody takes them for a content."""
    folder = settings.evidence_folder
    return EvidencePlace(Files(folder), Incoming(folder / "incoming"))
