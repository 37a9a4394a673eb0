"""What each address of the API finds, for the account that asks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from flask import abort

from forms.progress import Progress
from forms.sentence import Sentence
from survey.rounds import Round
from survey.store import overview, rounds
from survey.store.database import reading
from survey.store.overview import QueueRow
from survey.web.api.arguments import Asked
from survey.web.api.figures import known, scores_of
from survey.web.api.found import Found, Item, may_see, singly, visible
from survey.web.progress import progress_made
from survey.web.scored import scored
from survey.web.state import engine, register

REGISTER = Sentence("Danh mục đơn vị hành chính của hệ thống", "The register of this system")
ROUNDS = Sentence("Các đợt khảo sát của hệ thống", "The rounds of this system")
RESPONSES = Sentence("Phiếu trên hệ thống, {round}", "Responses in this system, {round}")
APPROVED = Sentence("Phiếu đã duyệt, {round}", "Approved responses, {round}")


def communes(asked: Asked) -> Found:
    """The communes of the register."""
    return Found(visible(asked), singly(commune_item), REGISTER)


def commune(_asked: Asked, code: str) -> Found:
    """One commune; whether the account may see it has been checked by its address."""
    return Found([code], singly(commune_item), REGISTER)


def commune_item(code: str) -> Item:
    """A commune with its province and where it is."""
    found = register().communes[code]
    return {
        "code": code,
        **place_of(code),
        "latitude": known(found.latitude),
        "longitude": known(found.longitude),
        "km_to_seat": known(register().km_to_seat(code)),
    }


def place_of(code: str) -> dict[str, str]:
    """Name, kind and province of a commune of the register."""
    found = register().communes[code]
    return {
        "name": found.name,
        "kind": found.kind,
        "province_code": found.province_code,
        "province_name": register().provinces[found.province_code].name,
    }


def provinces(_asked: Asked) -> Found:
    """The provinces that the account may read of."""
    keys = [code for code in register().provinces if may_see(code)]
    return Found(keys, singly(province_item), REGISTER)


def province_item(code: str) -> Item:
    """A province and how many communes it has."""
    found = register().provinces[code]
    count = len(register().of_province(code))
    return {"code": code, "name": found.name, "kind": found.kind, "communes": count}


def all_rounds(_asked: Asked) -> Found:
    """Every round."""
    with reading(engine()) as conn:
        found = {each.id: each for each in rounds.all_rounds(conn)}
    simulated = any(each.simulated for each in found.values())
    return Found(list(found), singly(lambda key: round_item(found[key])), ROUNDS, simulated)


def one_round(_asked: Asked, round_id: int) -> Found:
    """One round."""
    found = round_or_404(round_id)
    return Found([round_id], singly(lambda _: round_item(found)), ROUNDS, found.simulated)


def round_item(asked: Round) -> Item:
    """A round as JSON has it."""
    return {
        "id": asked.id,
        "name": asked.name,
        "questionnaire_id": asked.questionnaire_id,
        "questionnaire_version": asked.questionnaire_version,
        "cutoff": asked.cutoff.isoformat(),
        "opens": asked.opens.isoformat(),
        "closes": asked.closes.isoformat(),
        "state": asked.state.value,
        "simulated": asked.simulated,
    }


def round_or_404(round_id: int) -> Round:
    """The round of this number; 404 where there is none."""
    with reading(engine()) as conn:
        return rounds.round_by_id(conn, round_id) or abort(404)


def source(words: Sentence, of: Round) -> Sentence:
    """Where figures of a round come from."""
    return words.filled(round=of.name)


def progress(asked: Asked, round_id: int) -> Found:
    """How far each commune's response is."""
    of, keys = round_or_404(round_id), visible(asked)
    with reading(engine()) as conn:
        rows = {each.commune_code: each for each in overview.queue(conn, round_id)}

    def items(codes: Sequence[str]) -> Iterable[Item]:
        with reading(engine()) as conn:
            made = progress_made(conn, of, codes)
        return [progress_item(rows[code], made[code]) for code in codes]

    return Found(keys, items, source(RESPONSES, of), of.simulated)


def progress_item(row: QueueRow, made: Progress) -> Item:
    """Where one response stands; none of its words."""
    return {
        "code": row.commune_code,
        "province_code": register().communes[row.commune_code].province_code,
        "status": "none" if row.status is None else row.status.value,
        "revision": row.revision,
        "asked": made.asked,
        "answered": made.answered,
        "updated_at": None if row.updated_at is None else row.updated_at.isoformat(),
        "submitted_at": None if row.submitted_at is None else row.submitted_at.isoformat(),
    }


def readiness(asked: Asked, round_id: int) -> Found:
    """Scores and needs by the approved responses as they stand."""
    of, keys = round_or_404(round_id), visible(asked)
    return Found(keys, scores(of), source(APPROVED, of), of.simulated)


def readiness_of_one(_asked: Asked, round_id: int, code: str) -> Found:
    """The same of one commune."""
    of = round_or_404(round_id)
    return Found([code], scores(of), source(APPROVED, of), of.simulated)


def scores(of: Round) -> Callable[[Sequence[str]], Iterable[Item]]:
    """What makes items of communes' scores in this round."""
    calculated = scored(of)
    places, table = calculated.places, calculated.edition.table

    def make(codes: Sequence[str]) -> Iterable[Item]:
        wanted = list(codes)
        named, figures = places.loc[wanted].to_dict("index"), table.loc[wanted].to_dict("index")
        return (scores_of(code, named[code], figures[code]) for code in wanted)

    return make
