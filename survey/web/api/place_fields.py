"""What the API says of communes, provinces, rounds, and of how far each response is."""

from __future__ import annotations

from forms.sentence import Sentence
from survey.web.api.fields import Field, day, moment

CODE = Field(
    "code",
    "string",
    Sentence("mã xã, 5 chữ số", "code of the commune, 5 digits"),
    limits={"pattern": "^[0-9]{5}$"},
)
PROVINCE_CODE = Field(
    "province_code",
    "string",
    Sentence("mã tỉnh, 2 chữ số", "code of the province, 2 digits"),
    limits={"pattern": "^[0-9]{2}$"},
)
PLACE = (
    CODE,
    Field("name", "string", Sentence("tên xã, phường, đặc khu", "name of the commune")),
    Field(
        "kind",
        "string",
        Sentence(
            "xa: xã; phuong: phường; dac_khu: đặc khu",
            "xa: rural commune; phuong: ward; dac_khu: special zone",
        ),
    ),
    PROVINCE_CODE,
    Field("province_name", "string", Sentence("tên tỉnh, thành phố", "name of the province")),
)
COMMUNE = (
    *PLACE,
    Field(
        "latitude", "number", Sentence("vĩ độ, WGS 84", "latitude, WGS 84"), "degrees", missing=True
    ),
    Field(
        "longitude",
        "number",
        Sentence("kinh độ, WGS 84", "longitude, WGS 84"),
        "degrees",
        missing=True,
    ),
    Field(
        "km_to_seat",
        "number",
        Sentence(
            "khoảng cách đường chim bay đến trung tâm tỉnh",
            "great-circle distance to the seat of the province",
        ),
        "km",
        missing=True,
    ),
)
PROVINCE = (
    Field(
        "code",
        "string",
        Sentence("mã tỉnh, 2 chữ số", "code of the province, 2 digits"),
        limits={"pattern": "^[0-9]{2}$"},
    ),
    Field("name", "string", Sentence("tên tỉnh, thành phố", "name of the province")),
    Field(
        "kind",
        "string",
        Sentence("tinh: tỉnh; thanh_pho: thành phố", "tinh: province; thanh_pho: city"),
    ),
    Field("communes", "integer", Sentence("số xã", "number of communes"), "communes"),
)
ROUND = (
    Field("id", "integer", Sentence("số của đợt", "number of the round")),
    Field("name", "string", Sentence("tên đợt", "name of the round")),
    Field("questionnaire_id", "string", Sentence("bộ câu hỏi", "questionnaire")),
    Field("questionnaire_version", "string", Sentence("phiên bản bộ câu hỏi", "its version")),
    day("cutoff", "ngày chốt số liệu", "day that the figures are of"),
    day("opens", "ngày mở", "first day"),
    day("closes", "ngày đóng dự kiến", "announced last day"),
    Field(
        "state",
        "string",
        Sentence("open: đang mở; closed: đã đóng", "open or closed"),
        limits={"enum": ["open", "closed"]},
    ),
    Field("simulated", "boolean", Sentence("số liệu mô phỏng", "whether answers are simulated")),
)
PROGRESS = (
    CODE,
    PROVINCE_CODE,
    Field(
        "status",
        "string",
        Sentence(
            "none: chưa bắt đầu; draft: đang nhập; submitted: đã gửi; returned: đã trả lại; approved: đã duyệt",
            "none: not started; draft, submitted, returned or approved",
        ),
        limits={"enum": ["none", "draft", "submitted", "returned", "approved"]},
    ),
    Field("revision", "integer", Sentence("số bản đã lưu", "revisions stored"), "revisions"),
    Field(
        "asked",
        "integer",
        Sentence("số câu phải trả lời", "questions that need an answer"),
        "questions",
    ),
    Field(
        "answered",
        "integer",
        Sentence("số câu đã trả lời trong đó", "of these, questions answered"),
        "questions",
    ),
    moment("updated_at", "sửa lần cuối", "last changed"),
    moment("submitted_at", "gửi lúc", "submitted"),
)
