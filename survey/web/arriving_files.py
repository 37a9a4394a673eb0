"""The door for files that were kept on a device: pieces with a key, harmless to repeat.

What is refused for good answers 422 with a sentence to show beside the question; the rest answers as
:mod:`survey.web.syncing` does.
"""

from __future__ import annotations

from typing import Any

from flask import abort, g, jsonify, request
from werkzeug.wrappers import Response as Answer

from forms.sentence import Refused
from survey.accounts import Step
from survey.evidence_files.arriving import Piece, arrive
from survey.evidence_files.attaching import Place
from survey.evidence_files.attachments import Attachment
from survey.store import attachments
from survey.store.database import reading
from survey.store.files import NotKept
from survey.web.access import requires
from survey.web.failures import page
from survey.web.language import moment
from survey.web.sent import UNREADABLE, Sent, sent_in
from survey.web.state import engine, files, incoming, questionnaire_of
from survey.web.syncing import blueprint, not_ours, round_sent
from survey.web.upload_limits import takes_up_to

# The script sends small pieces first, and larger ones as far as the line carries them.
LARGEST_PIECE = 512 * 1024


@blueprint.post("/survey/sync/evidence/<question_id>")
@requires(Step.FILL)
@takes_up_to(LARGEST_PIECE)
def take_piece(question_id: str) -> Answer | tuple[Any, int]:
    """Take one piece of a file; how much of it is here, or that it is attached."""
    posted = told()
    if said := not_ours(posted):
        return page(403, said, "other_account")
    asked = round_sent(posted)
    if question_id not in questionnaire_of(asked).by_id:
        abort(404)
    place = Place(asked.id, g.account.commune_code, question_id, g.account)
    try:
        found = arrive(engine(), files(), incoming(), place, piece_of(posted), now=g.now)
    except NotKept as not_kept:
        # The device keeps the file and sends it again by itself.
        return page(503, not_kept.sentence)
    except Refused as refused:
        return page(422, refused.sentence, "refused")
    return jsonify(have=found) if isinstance(found, int) else jsonify(**attached(found, place))


def told() -> Sent:
    """What the script says of the piece, as one JSON object beside it."""
    return sent_in(request.form.get("file", ""))


def piece_of(posted: Sent) -> Piece:
    """The piece with what is said of it. Raises Refused where something is missing."""
    sent = request.files.get("piece")
    if sent is None:
        raise Refused(UNREADABLE)
    said = posted.key(), posted.of("name", str), posted.number("size"), posted.of("sha256", str)
    return Piece(*said, posted.number("at"), sent.read(LARGEST_PIECE + 1))


def attached(found: Attachment, place: Place) -> dict[str, Any]:
    """That the file has arrived: when, and how many now stand beside the answer."""
    with reading(engine()) as conn:
        stand = sum(each.stands for each in attachments.attached(conn, *place.key))
    return {"attached": found.id, "at": str(moment(found.at)), "count": stand}
