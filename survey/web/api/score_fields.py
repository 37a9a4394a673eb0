"""What the API says of scores: as they stand, and as a published edition froze them. The words are the codebook's."""

from __future__ import annotations

from forms.sentence import Sentence
from reports.editions.codebook import KNOWN, POINTS, VND
from survey.web.api.fields import Field, map_of, moment
from survey.web.api.place_fields import PLACE

# Texts that are empty where there is nothing to say; any other figure may be missing.
TEXTS = ("reason", "reason_en")
FIRST = (
    "readiness",
    "low",
    "high",
    "coverage",
    "remoteness",
    "remote",
    "priority",
    "rank",
    "gap",
    "reason",
    "reason_en",
)
DRAWN = ("rank_low", "rank_high", "funded", "funded_vnd", "chance", "standing")


def figure(name: str) -> Field:
    """A column of the edition's table as a member."""
    known = KNOWN[name]
    return Field(name, known.type, known.about, known.unit, missing=name not in TEXTS)


SCORES = (
    *PLACE,
    *map(figure, FIRST),
    Field(
        "sections",
        "object",
        Sentence("điểm từng nhóm, theo mã nhóm", "score of each section, by its id"),
        POINTS,
        limits=map_of("number"),
    ),
    Field(
        "needs",
        "object",
        Sentence("nhu cầu tính được, theo cột kinh phí", "known need, by money column"),
        VND,
        limits=map_of("number"),
    ),
    figure("need_total"),
    figure("unknown_needs"),
)
PRIORITY = (
    *SCORES,
    *map(figure, DRAWN),
    Field(
        "funded_columns",
        "object",
        Sentence("được cấp cho từng cột kinh phí", "whether funded, by money column"),
        limits=map_of("boolean"),
    ),
)
EDITION = (
    Field("id", "integer", Sentence("số ấn bản", "number of the edition")),
    Field("round_id", "integer", Sentence("số của đợt", "number of the round")),
    Field("name", "string", Sentence("tên ấn bản", "name of the edition")),
    Field(
        "state",
        "string",
        Sentence("published: đang công bố; replaced: đã được thay", "published or replaced"),
        limits={"enum": ["published", "replaced"]},
    ),
    moment("published_at", "công bố lúc", "published"),
    Field(
        "replaces", "integer", Sentence("thay ấn bản số", "edition that it replaced"), missing=True
    ),
    Field(
        "budget", "number", Sentence("ngân sách đã phân bổ", "budget shared out"), VND, missing=True
    ),
    Field("software", "string", Sentence("phiên bản phần mềm", "version of the software")),
    Field(
        "results",
        "string",
        Sentence("SHA-256 của kết quả", "SHA-256 of the results"),
        limits={"pattern": "^[0-9a-f]{64}$"},
    ),
    Field(
        "inputs",
        "object",
        Sentence("SHA-256 của từng phần đầu vào", "SHA-256 of each part that it was made from"),
        limits={"additionalProperties": {"type": "string"}},
    ),
    Field("simulated", "boolean", Sentence("số liệu mô phỏng", "whether answers are simulated")),
)
