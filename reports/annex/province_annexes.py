"""An edition for each province: its own list, who of it is funded, what is not known. Ranks are the country's."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import BinaryIO

from forms.sentence import Sentence
from reports.annex.codebook_sheet import CODEBOOK
from reports.annex.common_sheets import DRAWN_LIST, LIST, NOT_RANKED
from reports.annex.funding_sheets import FUNDED
from reports.annex.priority_list import write_sheets
from reports.annex.topics import Topic
from reports.annex.unknown_sheet import UNKNOWN_NEEDS
from reports.annex.writing import Annex
from reports.annex.zips import zipped
from reports.editions.frozen import FrozenEdition

TITLE = Sentence(
    "{province}: DANH SÁCH XÃ THEO THỨ TỰ ƯU TIÊN", "{province}: COMMUNES IN ORDER OF PRIORITY"
)
ROUND = Sentence(
    "{province}; {round}; thứ hạng trên cả nước", "{province}; {round}; ranks in the whole country"
)


def write_province_annexes(
    target: Path | BinaryIO, frozen: FrozenEdition, language: str = "vi"
) -> None:
    """Write one zip with a workbook for each province, by code: the same edition gives the same bytes."""
    content = zipped(workbooks(frozen, language), packed=True)
    if isinstance(target, Path):
        target.write_bytes(content)
    else:
        target.write(content)


def workbooks(frozen: FrozenEdition, language: str) -> Iterator[tuple[str, bytes]]:
    """Each province's file name and workbook."""
    provinces = frozen.inputs.places.drop_duplicates("province_code").sort_values("province_code")
    named = zip(provinces["province_code"], provinces["province_name"], strict=True)
    for code, name in named:
        target = io.BytesIO()
        write_province_annex(target, frozen, str(code), language)
        yield f"{code}-{in_ascii(str(name))}.xlsx", target.getvalue()


def write_province_annex(
    target: Path | BinaryIO, frozen: FrozenEdition, province: str, language: str = "vi"
) -> None:
    """Write the workbook of one province. Raises KeyError for a code that the edition does not have."""
    places = frozen.inputs.places
    own = places[places["province_code"] == province]
    if own.empty:
        raise KeyError(province)
    name = str(own["province_name"].iloc[0])
    inputs = frozen.inputs
    annex = Annex(
        frozen.edition,
        own,
        inputs.questionnaire,
        inputs.scenario.method,
        ROUND.filled(province=name, round=inputs.round.name).in_language(language),
        date.fromisoformat(inputs.round.dated),
        inputs.round.simulated,
        language,
        frozen=frozen,
    )
    title = TITLE.filled(province=name.upper())
    write_sheets(target, annex, title, tuple(topics_of(frozen)))


def topics_of(frozen: FrozenEdition) -> Iterator[Topic]:
    """The sheets of a province."""
    yield DRAWN_LIST if frozen.drawn else LIST
    if frozen.selection is not None:
        yield from (FUNDED, UNKNOWN_NEEDS)
    yield from (NOT_RANKED, CODEBOOK)


def in_ascii(name: str) -> str:
    """A name for a file: small letters without marks, joined by dashes."""
    parts = unicodedata.normalize("NFD", name.lower().replace("đ", "d"))
    bare = "".join(each for each in parts if not unicodedata.combining(each))
    return re.sub(r"[^a-z0-9]+", "-", bare).strip("-")
