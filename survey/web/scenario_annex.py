"""The workbook of a scenario: what an edition of it would hold, before anything is drawn or published."""

from __future__ import annotations

from io import BytesIO
from typing import cast

from forms.sentence import Refused, Sentence
from reports.annex.edition_annex import write_edition_annex
from reports.edition import Edition
from reports.editions.frozen import FrozenEdition
from reports.editions.inputs import Inputs, RoundInput, inputs_of
from reports.editions.preview import Preview
from reports.frame import Frame
from reports.scenario import Scenario
from reports.selection import Selection
from survey.deciding.editions import NOTHING_APPROVED
from survey.store import rounds
from survey.store.approvals import last_approval
from survey.store.database import reading
from survey.viet_nam_time import day_of
from survey.web.scenario_asked import Asked
from survey.web.scenario_ground import Ground, outcome_of, previews
from survey.web.state import engine, register

# The name of the round as the workbook's heads and its sheets tell it.
UNPUBLISHED = Sentence("{round} – KỊCH BẢN, chưa công bố", "{round} – SCENARIO, not published")


def scenario_annex(on: Ground, asked: Asked, language: str) -> bytes:
    """The annex of the scenario on the answers of now: the same figures as its page, to the last digit.

    Raises Refused for figures that cannot stand together, and where nothing is approved.
    """
    after, _ = outcome_of(on, asked)

    def write() -> bytes:
        frozen = FrozenEdition(inputs_of_scenario(on, after.scenario, language), *calculated(after))
        target = BytesIO()
        write_edition_annex(target, frozen, language)
        return target.getvalue()

    return cast(bytes, previews().get(("annex", *on.mark, asked.figures, language), write))


def calculated(after: Preview) -> tuple[Frame, Edition, Selection | None]:
    """What was calculated already."""
    return after.basis.frame, after.edition, after.selection


def inputs_of_scenario(on: Ground, scenario: Scenario, language: str) -> Inputs:
    """What an edition of the scenario would be made from; its round says that it is none."""
    of = on.scored.round
    with reading(engine()) as conn:
        text, last = rounds.questionnaire_text(conn, of), last_approval(conn, of.id)
    if last is None:
        raise Refused(NOTHING_APPROVED.filled(round=of.name))
    named = UNPUBLISHED.filled(round=of.name).in_language(language)
    return inputs_of(
        text,
        scenario,
        of=RoundInput(named, of.simulated, day_of(last).isoformat()),
        places=on.scored.places,
        columns={code: register().columns(code) for code in on.scored.frame.codes},
        answers=on.scored.answers,
        frame=on.scored.frame,
    )
