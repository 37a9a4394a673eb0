"""Everything that is taken away of one edition: a table of files, and the one address that gives them."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from io import BytesIO
from typing import cast

from flask import Blueprint, Response, abort

from forms.sentence import Sentence
from reports.annex.province_annexes import write_province_annexes
from reports.editions.csv_file import list_csv
from reports.open_data.geojson import collection
from survey.accounts import Step
from survey.deciding.editions import EditionState, StoredEdition
from survey.store.database import reading
from survey.web.access import requires
from survey.web.api import editions as published
from survey.web.api import open_data
from survey.web.api.fields import units_of
from survey.web.api.score_fields import PRIORITY
from survey.web.edition_shelf import Opened, edition_or_404, frozen_of, opened
from survey.web.kept import kept
from survey.web.language import language
from survey.web.sent_files import file_sent
from survey.web.state import engine

blueprint = Blueprint(
    "taking_away", __name__, url_prefix="/ministry/editions/<int(max=2147483647):edition_id>/files"
)
MOST_KEPT = 8
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True, slots=True)
class Taken:
    """One file: what it is called, what it is, and what makes it; ``open`` ones only once it is published."""

    name: str
    label: Sentence
    mimetype: str
    make: Callable[[StoredEdition, Opened, str], bytes]
    open: bool = False


def provinces(edition: StoredEdition, _found: Opened, words: str) -> bytes:
    """A workbook for each province, in one zip."""
    target = BytesIO()
    write_province_annexes(target, frozen_of(edition), words)
    return target.getvalue()


def submission(edition: StoredEdition, _found: Opened, words: str) -> bytes:
    """The Word annex. What writes Word takes long to load, so it is loaded for whoever asks for it."""
    target = BytesIO()
    writing = import_module("reports.annex.submission")
    writing.write_submission(target, frozen_of(edition), words)
    return target.getvalue()


def listed(_edition: StoredEdition, found: Opened, _words: str) -> bytes:
    """The list as CSV."""
    return list_csv(found.inputs, found.rows)


def package(edition: StoredEdition, _found: Opened, _words: str) -> bytes:
    """The data package, as the API gives it."""
    return open_data.package_of(edition)


def points(edition: StoredEdition, found: Opened, _words: str) -> bytes:
    """The communes with their figures as GeoJSON."""
    kept, source = published.figures_of(edition), published.said(edition)
    about = {
        "source": {"vi": source.vi, "en": source.en},
        "simulated": found.inputs.round.simulated,
        "units": units_of(PRIORITY),
    }
    items = published.item_in(kept)(list(kept.places))
    told = collection(items, open_data.points(), about)
    return json.dumps(told, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()


FILES = {
    each.name: each
    for each in (
        Taken(
            "provinces.zip",
            Sentence("Mỗi tỉnh một tệp Excel (zip)", "A workbook for each province (zip)"),
            "application/zip",
            provinces,
        ),
        Taken(
            "submission.docx",
            Sentence(
                "Phụ lục Tờ trình: 100 xã đầu danh sách (Word)",
                "Annex of the submission letter: the first 100 communes (Word)",
            ),
            WORD,
            submission,
        ),
        Taken(
            "list.csv",
            Sentence("Danh sách ưu tiên (CSV)", "The priority list (CSV)"),
            "text/csv",
            listed,
        ),
        Taken(
            "package.zip",
            Sentence("Gói dữ liệu mở (Frictionless)", "Open data package (Frictionless)"),
            "application/zip",
            package,
            open=True,
        ),
        Taken(
            "communes.geojson",
            Sentence("Bản đồ các xã (GeoJSON)", "Communes on a map (GeoJSON)"),
            "application/geo+json",
            points,
            open=True,
        ),
    )
}


@blueprint.get("/<file>")
@requires(Step.DECIDE)
def taken(edition_id: int, file: str) -> Response:
    """One file of an edition."""
    wanted = FILES.get(file) or abort(404)
    with reading(engine()) as conn:
        edition = edition_or_404(conn, edition_id)
        if wanted.open and edition.state is EditionState.DRAFT:
            abort(404)
    found, words = opened(edition), language()
    key = (edition_id, file, words)
    files = kept("taken files", MOST_KEPT)
    content = cast(bytes, files.get(key, lambda: wanted.make(edition, found, words)))
    return file_sent(content, wanted.mimetype, f"an-ban-{edition_id}-{file}")


@blueprint.app_template_global("files_of")
def offered(edition: StoredEdition) -> list[Taken]:
    """The files that there are of this edition."""
    return [
        each for each in FILES.values() if not each.open or edition.state is not EditionState.DRAFT
    ]
