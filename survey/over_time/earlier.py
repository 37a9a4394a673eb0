"""What communes answered in earlier rounds, carried to today's communes and questions."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from sqlalchemy import Connection

from forms.answers import Answer, Answers
from forms.questionnaire import Questionnaire
from survey.communes import Register
from survey.over_time.carrying import fitting, joined
from survey.over_time.successions import traced
from survey.store.findings import earlier_verified, figures_of, previous_of

Whose = Collection[str] | None
Read = Callable[[Connection, int, Whose], Mapping[str, Answers]]


def previous(
    conn: Connection, round_id: int, register: Register, asked: Questionnaire, whose: Whose = None
) -> dict[str, dict[str, Answer]]:
    """By commune, the answers of its previous approved response; of those it was merged from, joined."""
    return carried(conn, round_id, register, asked, (whose, previous_of))


def verified_before(
    conn: Connection, round_id: int, register: Register, asked: Questionnaire, whose: Whose = None
) -> dict[str, dict[str, Answer]]:
    """By commune, what was verified when its response, or those of its predecessors, was last approved."""
    return carried(conn, round_id, register, asked, (whose, earlier_verified))


def carried(
    conn: Connection,
    round_id: int,
    register: Register,
    asked: Questionnaire,
    what: tuple[Whose, Read],
) -> dict[str, dict[str, Answer]]:
    """What ``read`` finds under the codes of the time, by today's codes; a commune without any is not there."""
    whose, read = what
    old = {each.predecessor for each in register.successions}
    wanted = None if whose is None else sorted({*whose, *old})
    found = read(conn, round_id, wanted)
    last = figures_of(conn, round_id, wanted) if old else {}
    made: dict[str, dict[str, Answer]] = {}
    for code in register.communes if whose is None else whose:
        parts = [found.get(each) for each in traced(code, last, register.successions)]
        known = [each for each in parts if each is not None]
        if known and len(known) == len(parts):
            alone = len(known) == 1
            made[code] = fitting(asked, known[0]) if alone else joined(asked, known)
    return made
