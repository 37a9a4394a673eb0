"""What the API says of scores: as they stand, and as a published edition froze them."""

from __future__ import annotations

from forms.sentence import Sentence
from survey.web.api.fields import POINTS, SHARE, VND, Field, map_of, moment, points
from survey.web.api.place_fields import PLACE

SCORES = (
    *PLACE,
    points("readiness", "điểm sẵn sàng", "readiness"),
    points("low", "điểm nếu mọi câu thiếu tính 0", "readiness if all that is missing scored 0"),
    points(
        "high", "điểm nếu mọi câu thiếu tính 100", "readiness if all that is missing scored 100"
    ),
    Field(
        "coverage",
        "number",
        Sentence("độ phủ số liệu", "answered share of the applicable weight"),
        SHARE,
        missing=True,
    ),
    points("remoteness", "chỉ số khó khăn", "remoteness"),
    Field("remote", "boolean", Sentence("địa bàn khó khăn", "remote"), missing=True),
    points("priority", "điểm ưu tiên", "priority"),
    Field(
        "rank",
        "integer",
        Sentence("thứ hạng ưu tiên trên cả nước", "rank by priority in the whole country"),
        "rank",
        missing=True,
    ),
    points("gap", "khoảng cách có căn cứ", "evidenced gap"),
    Field("reason", "string", Sentence("lý do chưa xếp hạng", "why not ranked, in Vietnamese")),
    Field("reason_en", "string", Sentence("lý do bằng tiếng Anh", "why not ranked, in English")),
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
    Field(
        "need_total",
        "number",
        Sentence(
            "tổng nhu cầu tính được, không gồm nguồn ngoài", "known need, without external money"
        ),
        VND,
        missing=True,
    ),
    Field(
        "unknown_needs",
        "integer",
        Sentence("số khoản nhu cầu chưa rõ", "needs that are not known"),
        "needs",
        missing=True,
    ),
)
PRIORITY = (
    *SCORES,
    Field(
        "rank_low",
        "number",
        Sentence("khoảng phương pháp: hạng từ (5 %)", "method interval: rank from (5%)"),
        "rank",
        missing=True,
    ),
    Field(
        "rank_high",
        "number",
        Sentence("khoảng phương pháp: hạng đến (95 %)", "method interval: rank to (95%)"),
        "rank",
        missing=True,
    ),
    Field(
        "funded", "boolean", Sentence("được cấp kinh phí", "funded within the budget"), missing=True
    ),
    Field("funded_vnd", "number", Sentence("số tiền được cấp", "funded with"), VND, missing=True),
    Field(
        "funded_columns",
        "object",
        Sentence("được cấp cho từng cột kinh phí", "whether funded, by money column"),
        limits=map_of("boolean"),
    ),
    Field(
        "chance",
        "number",
        Sentence("khả năng được cấp", "chance of funding over other choices of method"),
        SHARE,
        missing=True,
    ),
    Field(
        "standing",
        "string",
        Sentence("mức chắc chắn", "class of the chance: how sure the funding is"),
        missing=True,
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
