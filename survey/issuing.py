"""The Excel forms that a commune's officer or its province takes away, filled with today's answers."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import Engine

from forms.questionnaire import Questionnaire
from forms.workbook import write_form
from forms.workbook_form import Asked, Form
from forms.workbook_identity import Identity
from survey.communes import Commune, Register, plain
from survey.responses import Response
from survey.rounds import Round
from survey.store import responses
from survey.store.database import reading

# Of a file in the zip; a fixed day, so that the same forms give the same bytes.
THEN = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Issue:
    """What all forms of a round share; ``secret`` signs them, ``made_on`` is printed.

    ``last_days`` are those of communes whose time was extended, by code.
    """

    round: Round
    questionnaire: Questionnaire
    register: Register
    secret: str
    made_on: date
    language: str
    last_days: Mapping[str, date] = field(default_factory=dict)

    def form(self, response: Response) -> bytes:
        """The workbook of one response, as it stands."""
        commune = self.register.communes[response.commune_code]
        asked, questionnaire = self.round, self.questionnaire
        identity = Identity(
            asked.id,
            commune.code,
            questionnaire.id,
            questionnaire.version,
            questionnaire.sha256,
            response.revision,
        )
        province = self.register.provinces[commune.province_code].name
        last = self.last_days.get(commune.code, asked.closes)
        words = (commune.name, province, asked.name, asked.cutoff, last, asked.simulated)
        form = Form(
            questionnaire, identity, Asked(*words), response.answers, self.made_on, self.language
        )
        return write_form(form, self.secret)


def file_name(commune: Commune) -> str:
    """``02728-xa-muong-hum.xlsx``: plain letters, whatever program unpacks it."""
    words = "".join(
        each if each.isascii() and each.isalnum() else " " for each in plain(commune.name)
    )
    return "-".join([commune.code, *words.split()]) + ".xlsx"


def standing(engine: Engine, asked: Round, communes: Iterable[Commune]) -> tuple[Response, ...]:
    """The communes' responses as they stand at one moment."""
    with reading(engine) as connection:
        return tuple(responses.response_of(connection, asked.id, each.code) for each in communes)


def zip_of_forms(issue: Issue, stands: Iterable[Response]) -> Iterator[bytes]:
    """A zip of the responses' forms, piece by piece: one form at a time is held in memory."""
    pieces = Pieces()
    with zipfile.ZipFile(pieces, "w") as archive:  # type: ignore[call-overload]
        for response in stands:
            name = file_name(issue.register.communes[response.commune_code])
            # A workbook is a zip already: packing it again gains nothing.
            archive.writestr(zipfile.ZipInfo(name, THEN), issue.form(response))
            yield pieces.taken()
    yield pieces.taken()


@dataclass(slots=True)
class Pieces:
    """A file that only goes forward, from which what was written is taken away at once."""

    _written: list[bytes] = field(default_factory=list)

    def write(self, piece: bytes) -> int:
        """Keep a piece until it is taken."""
        self._written.append(bytes(piece))
        return len(piece)

    def flush(self) -> None:
        """Nothing waits elsewhere."""

    def taken(self) -> bytes:
        """What was written since the last time."""
        whole = b"".join(self._written)
        self._written.clear()
        return whole
