"""Everything that can be asked of the API: the one table that its routes and its description are made from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from forms.sentence import Sentence
from survey.accounts import Step
from survey.signing_in.api_tokens import Scope
from survey.web.api import editions, finding, open_data
from survey.web.api.arguments import COMMUNES, PAGES, PROVINCE, Argument
from survey.web.api.fields import Field
from survey.web.api.found import Found
from survey.web.api.place_fields import COMMUNE, PROGRESS, ROUND
from survey.web.api.place_fields import PROVINCE as PROVINCE_FIELDS
from survey.web.api.score_fields import EDITION, PRIORITY, SCORES

JSON, GEOJSON, ZIP = "application/json", "application/geo+json", "application/zip"


@dataclass(frozen=True, slots=True)
class Resource:
    """One address: who it is for, what it gives (an item or, with ``many``, pages of them) and from where.

    ``media`` is JSON, or a whole file: points of every item as GeoJSON, or a zip.
    """

    name: str
    path: str
    about: Sentence
    item: str
    fields: tuple[Field, ...]
    find: Callable[..., Found]
    scope: Scope | None = None
    arguments: tuple[Argument, ...] = PAGES
    many: bool = True
    media: str = JSON
    step: Step = Step.TAKE_AWAY


def one(  # noqa: PLR0917 - the order of the table below
    name: str,
    path: str,
    about: Sentence,
    item: str,
    fields: tuple[Field, ...],
    find: Callable[..., Found],
    scope: Scope | None = None,
) -> Resource:
    """An address of a single item, which takes no parameters."""
    return Resource(name, path, about, item, fields, find, scope, (), many=False)


RESOURCES = (
    Resource(
        "provinces",
        "/provinces",
        Sentence("Các tỉnh, thành phố", "Provinces"),
        "Province",
        PROVINCE_FIELDS,
        finding.provinces,
    ),
    Resource(
        "communes",
        "/communes",
        Sentence("Các xã, phường, đặc khu", "Communes"),
        "Commune",
        COMMUNE,
        finding.communes,
        arguments=COMMUNES,
    ),
    one(
        "commune",
        "/communes/{code}",
        Sentence("Một xã, phường, đặc khu", "One commune"),
        "Commune",
        COMMUNE,
        finding.commune,
    ),
    Resource(
        "rounds",
        "/rounds",
        Sentence("Các đợt khảo sát", "Rounds"),
        "Round",
        ROUND,
        finding.all_rounds,
    ),
    one(
        "round",
        "/rounds/{round_id}",
        Sentence("Một đợt khảo sát", "One round"),
        "Round",
        ROUND,
        finding.one_round,
    ),
    Resource(
        "progress",
        "/rounds/{round_id}/progress",
        Sentence("Tiến độ trả lời của từng xã", "How far each commune's response is"),
        "Progress",
        PROGRESS,
        finding.progress,
        Scope.PROGRESS,
        COMMUNES,
    ),
    Resource(
        "readiness",
        "/rounds/{round_id}/readiness",
        Sentence(
            "Điểm sẵn sàng, nhu cầu và thứ hạng hiện nay, theo các phiếu đã duyệt",
            "Readiness, needs and ranks as they stand, by the approved responses",
        ),
        "Scores",
        SCORES,
        finding.readiness,
        Scope.READINESS,
        COMMUNES,
    ),
    one(
        "readiness_of_commune",
        "/rounds/{round_id}/readiness/{code}",
        Sentence("Điểm hiện nay của một xã", "The scores of one commune as they stand"),
        "Scores",
        SCORES,
        finding.readiness_of_one,
        Scope.READINESS,
    ),
    Resource(
        "editions",
        "/editions",
        Sentence("Các ấn bản đã công bố", "Published editions"),
        "Edition",
        EDITION,
        editions.every,
        Scope.EDITIONS,
    ),
    one(
        "edition",
        "/editions/{edition_id}",
        Sentence("Một ấn bản đã công bố", "One published edition"),
        "Edition",
        EDITION,
        editions.one,
        Scope.EDITIONS,
    ),
    Resource(
        "priorities",
        "/editions/{edition_id}/priorities",
        Sentence(
            "Danh sách ưu tiên của ấn bản: xã có hạng theo hạng, rồi xã chưa xếp hạng",
            "The priority list of an edition: ranked communes by rank, then those not ranked",
        ),
        "Priority",
        PRIORITY,
        editions.priorities,
        Scope.EDITIONS,
        (*PAGES, PROVINCE),
    ),
    one(
        "priority",
        "/editions/{edition_id}/priorities/{code}",
        Sentence("Một xã trong ấn bản", "One commune in an edition"),
        "Priority",
        PRIORITY,
        editions.priority,
        Scope.EDITIONS,
    ),
    Resource(
        "readiness_on_map",
        "/rounds/{round_id}/communes.geojson",
        Sentence(
            "Điểm hiện nay của các xã trên bản đồ (GeoJSON)",
            "The scores as they stand, as points (GeoJSON)",
        ),
        "Scores",
        SCORES,
        finding.readiness,
        Scope.READINESS,
        (PROVINCE,),
        media=GEOJSON,
    ),
    Resource(
        "edition_on_map",
        "/editions/{edition_id}/communes.geojson",
        Sentence("Ấn bản trên bản đồ (GeoJSON)", "The edition as points (GeoJSON)"),
        "Priority",
        PRIORITY,
        editions.priorities,
        Scope.EDITIONS,
        (PROVINCE,),
        media=GEOJSON,
    ),
    Resource(
        "package",
        "/editions/{edition_id}/package.zip",
        Sentence(
            "Gói dữ liệu mở của ấn bản (Frictionless Data Package), chỉ tài khoản cấp Bộ",
            "The edition's open data (Frictionless Data Package), for the ministry's accounts",
        ),
        "Package",
        (),
        open_data.package,
        Scope.EDITIONS,
        (),
        many=False,
        media=ZIP,
        step=Step.DECIDE,
    ),
)
