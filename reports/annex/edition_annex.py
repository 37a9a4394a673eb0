"""An edition as the Excel annex: the priority list, who is funded, and how sure all of it is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import BinaryIO

from reports.annex.certainty_sheets import CERTAINTY
from reports.annex.classes_sheet import CLASSES
from reports.annex.codebook_sheet import CODEBOOK
from reports.annex.funding_sheets import FUNDING_TOPICS
from reports.annex.priority_list import write_priority_list
from reports.annex.settings_sheet import SETTINGS
from reports.annex.topics import Topic
from reports.annex.unknown_sheet import UNKNOWN_NEEDS
from reports.editions.frozen import FrozenEdition


def write_edition_annex(
    target: Path | BinaryIO, frozen: FrozenEdition, language: str = "vi"
) -> None:
    """Write the annex, dated by the last approval: by what the edition was made from alone."""
    inputs = frozen.inputs
    write_priority_list(
        target,
        frozen.edition,
        inputs.places,
        round_name=inputs.round.name,
        questionnaire=inputs.questionnaire,
        method=inputs.scenario.method,
        made_on=date.fromisoformat(inputs.round.dated),
        simulated=inputs.round.simulated,
        language=language,
        frozen=frozen,
        more=tuple(topics_of(frozen)),
    )


def topics_of(frozen: FrozenEdition) -> Iterator[Topic]:
    """The sheets that only an edition has: of money with a budget, of doubt once drawn, and its codebook."""
    if frozen.selection is not None:
        yield from (*FUNDING_TOPICS, UNKNOWN_NEEDS)
    if frozen.selection is not None and frozen.drawn:
        yield CLASSES
    if frozen.drawn:
        yield CERTAINTY
    yield from (SETTINGS, CODEBOOK)
