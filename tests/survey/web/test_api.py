"""The API as a program of a province or the ministry meets it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from survey.communes import load_register
from survey.store.database import writing
from survey.store.paces import Pace
from survey.web.api.bearer import Allowance
from survey.web.api.resources import RESOURCES
from tests.builders import BA_DINH, MONDAY, MUONG_HUM
from tests.survey.commands.running import run
from tests.survey.founded import PASSWORD, app_over
from tests.survey.published import Program, published_in, token_for
from tests.visitor import Visitor

LISTS = (
    "/provinces",
    "/communes",
    "/rounds",
    "/rounds/1/progress",
    "/rounds/1/readiness",
    "/editions",
    "/editions/1/priorities",
)
ITEMS = (
    f"/communes/{BA_DINH}",
    "/rounds/1",
    f"/rounds/1/readiness/{BA_DINH}",
    "/editions/1",
    f"/editions/1/priorities/{BA_DINH}",
)
FILES = (
    "/rounds/1/communes.geojson",
    "/editions/1/communes.geojson",
    "/editions/1/package.zip",
)
OF_COMMUNES = ("/communes", "/rounds/1/progress", "/rounds/1/readiness", "/editions/1/priorities")


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    engine = published_in(tmp_path_factory.mktemp("api"))
    yield app_over(engine)
    engine.dispose()


@pytest.fixture(scope="module")
def ministry(app: Flask) -> Program:
    return Program(app, token_for(app, "bo"))


@pytest.fixture(scope="module")
def province(app: Flask) -> Program:
    """The program of Hà Nội."""
    return Program(app, token_for(app, "tinh"))


@pytest.mark.parametrize("path", LISTS + ITEMS)
def test_every_payload_says_its_source_its_units_and_whether_it_is_simulated(
    ministry: Program, path: str
) -> None:
    found = ministry.read(path)
    assert found["source"]["vi"]
    assert found["source"]["en"]
    assert found["simulated"] is False
    assert isinstance(found["units"], dict)
    assert set(found["units"]) <= set(found["item"] if "item" in found else found["items"][0])


def test_simulated_figures_say_so(app: Flask, ministry: Program) -> None:
    change = text("UPDATE rounds SET simulated = :simulated")
    with writing(app.config["ENGINE"]) as conn:
        conn.execute(change, {"simulated": True})
    try:
        for path in (*LISTS[3:], *ITEMS[1:]):
            assert ministry.read(path)["simulated"] is True, path
        found = ministry.read("/rounds")
        assert found["items"][0]["simulated"] is found["simulated"] is True
        assert ministry.read("/communes")["simulated"] is False
    finally:
        with writing(app.config["ENGINE"]) as conn:
            conn.execute(change, {"simulated": False})


def test_pages_join_to_the_whole_list_and_link_to_each_other(ministry: Program) -> None:
    everyone = ministry.all("/communes")
    assert [each["code"] for each in everyone] == sorted(load_register().communes)
    second = ministry.get("/communes?per_page=500&page=2")
    assert second.json is not None
    assert second.json["items"] == everyone[500:1000]
    links = dict(
        reversed([part.strip("<> ") for part in link.split(";")])
        for link in second.headers["Link"].split(", ")
    )
    assert links == {
        'rel="first"': "/api/v1/communes?per_page=500&page=1",
        'rel="prev"': "/api/v1/communes?per_page=500&page=1",
        'rel="next"': "/api/v1/communes?per_page=500&page=3",
        'rel="last"': "/api/v1/communes?per_page=500&page=7",
    }
    assert ministry.read("/communes?page=900000")["items"] == []


def test_a_search_ignores_marks(ministry: Program) -> None:
    found = ministry.read("/communes?search=muong%20hum")["items"]
    assert [each["code"] for each in found] == [MUONG_HUM]


def test_what_has_not_changed_is_not_sent_again(ministry: Program) -> None:
    for accepted in ("identity", "br", "gzip"):
        first = ministry.get("/rounds/1/readiness", **{"Accept-Encoding": accepted})
        tag = first.headers["ETag"]
        assert not tag.startswith("W/")
        again = ministry.get(
            "/rounds/1/readiness", **{"Accept-Encoding": accepted, "If-None-Match": tag}
        )
        assert again.status_code == 304, accepted
        assert again.data == b""
    assert ministry.get("/rounds/1", **{"If-None-Match": tag}).status_code == 200


def test_the_list_of_an_edition_is_by_rank_and_those_not_ranked_come_last(
    ministry: Program,
) -> None:
    ranks = [each["rank"] for each in ministry.all("/editions/1/priorities")]
    known = [rank for rank in ranks if rank is not None]
    assert known == sorted(known)
    assert len(known) > 40
    assert ranks == [*known, *[None] * (len(ranks) - len(known))]


def test_a_draft_is_not_found_and_not_listed(ministry: Program) -> None:
    assert [each["id"] for each in ministry.read("/editions")["items"]] == [1]
    for path in ("/editions/2", "/editions/2/priorities", f"/editions/2/priorities/{BA_DINH}"):
        ministry.refused(path, 404)


@pytest.mark.parametrize("path", OF_COMMUNES)
def test_a_provinces_program_sees_only_the_communes_of_the_province(
    province: Program, path: str
) -> None:
    own = {code for code, each in load_register().communes.items() if each.province_code == "01"}
    assert {each["code"] for each in province.all(path)} == own
    province.refused(f"{path}?province=15", 403)
    assert province.read(f"{path}?province=01")["total"] == len(own)


def test_guessing_the_address_of_another_provinces_commune_is_refused(province: Program) -> None:
    assert [each["code"] for each in province.read("/provinces")["items"]] == ["01"]
    for path in ITEMS:
        if BA_DINH in path:
            province.read(path)
            province.refused(path.replace(BA_DINH, MUONG_HUM), 403)


def test_the_rank_that_a_province_sees_is_among_the_whole_country(
    province: Program, ministry: Program
) -> None:
    country = {each["code"]: each["rank"] for each in ministry.all("/editions/1/priorities")}
    for each in province.all("/editions/1/priorities"):
        assert each["rank"] == country[each["code"]]


@pytest.mark.parametrize("who", ["canbo", "quantri"])
def test_other_roles_read_nothing_whatever_their_token(app: Flask, who: str) -> None:
    program = Program(app, token_for(app, who))
    for path in LISTS + ITEMS + FILES:
        program.refused(path, 403)


def test_a_token_reads_only_what_its_scopes_say(app: Flask) -> None:
    program = Program(app, token_for(app, "bo", ("progress",)))
    program.read("/communes")
    program.read("/rounds/1/progress")
    assert "readiness" in program.refused("/rounds/1/readiness", 403)["en"]
    program.refused("/editions", 403)


def test_without_a_token_in_force_every_address_says_how_to_get_one(app: Flask) -> None:
    for token in ("", "csds_nobodys", "ă" * 20):
        for path in LISTS + ITEMS + FILES:
            told = Program(app, token.encode().decode("latin-1")).refused(path, 401)
            assert told["sign_in"] == "/sign-in?next=/account/tokens"
    answer = app.test_client().get("/api/v1/rounds")
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_session_opens_no_address_of_the_api(app: Flask) -> None:
    analyst = Visitor(app)
    analyst.sign_in("bo", PASSWORD)
    assert analyst.client.get("/api/v1/rounds").status_code == 401


def test_a_token_ends_on_its_day_and_with_its_account(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = Program(app, token_for(app, "bo", ("readiness", "progress")))
    now = app.config["CLOCK"]()
    program.read("/rounds")
    monkeypatch.setitem(app.config, "CLOCK", lambda: now + timedelta(days=30))
    program.refused("/rounds", 401)
    monkeypatch.setitem(app.config, "CLOCK", lambda: now)
    for active, status in ((False, 401), (True, 200)):
        with writing(app.config["ENGINE"]) as conn:
            change = text("UPDATE accounts SET active = :active WHERE sign_in = 'bo'")
            conn.execute(change, {"active": active})
        assert program.get("/rounds").status_code == status


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/communes?page=0", "a number from 1 to 1000000"),
        ("/communes?page=1&page=2", "more than once"),
        ("/communes?per_page=501", "a number from 1 to 500"),
        ("/communes?per_page=x", "a number from 1 to 500"),
        ("/communes?province=1", "a province's code"),
        ("/communes?kind=xa", "page, per_page, province, search"),
        (f"/communes?search={'a' * 101}", "at most 100"),
        ("/rounds/1?page=1", "none"),
    ],
)
def test_a_wrong_parameter_is_told_in_both_languages(
    ministry: Program, path: str, said: str
) -> None:
    assert said in ministry.refused(path, 400)["en"]


@pytest.mark.parametrize(
    "path",
    [
        "/nothing",
        "/communes/99999",
        "/communes/1",
        "/communes?province=99",
        "/rounds/99",
        "/rounds/99/readiness",
        "/rounds/99999999999999999999",
        "/editions/99",
        "/editions/0/priorities",
    ],
)
def test_what_there_is_not_is_not_found(ministry: Program, path: str) -> None:
    ministry.refused(path, 404)


def test_the_api_only_reads(app: Flask, ministry: Program) -> None:
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        answer = app.test_client().open("/api/v1/rounds", method=method)
        assert answer.status_code == 405
        assert answer.content_type == "application/problem+json"
        assert "GET" in answer.headers["Allow"]


def test_a_token_that_asks_too_often_waits(app: Flask) -> None:
    app.extensions["allowance"] = Allowance(Pace(timedelta(seconds=30), at_once=2))
    one, other = (
        Program(app, token_for(app, "bo", (each, "readiness"))) for each in ("progress", "editions")
    )
    try:
        statuses = [one.get("/rounds") for _ in range(3)]
        assert other.get("/rounds").status_code == 200
    finally:
        del app.extensions["allowance"]
    assert [each.status_code for each in statuses] == [200, 200, 429]
    assert 1 <= int(statuses[-1].headers["Retry-After"]) <= 30


def waits(kept: Allowance, app: Flask, token_id: int, seconds: float, times: int) -> list[int]:
    at = MONDAY + timedelta(seconds=seconds)
    with app.app_context():
        return [kept.wait(app.config["ENGINE"], token_id, at) for _ in range(times)]


def test_the_allowance_is_counted_by_token_over_all_processes(app: Flask) -> None:
    pace = Pace(timedelta(seconds=20), at_once=3)
    one, other = Allowance(pace), Allowance(pace)
    assert waits(one, app, 901, 0, 1) == [0]
    # The first process took what there was, as it does by tens.
    assert waits(other, app, 901, 0, 1) == [20]
    assert waits(one, app, 901, 0, 3) == [0, 0, 20]
    assert waits(other, app, 902, 0, 1) == [0]
    assert waits(other, app, 901, 19, 1) == [1]
    assert waits(other, app, 901, 20, 2) == [0, 20]


def test_only_one_request_in_ten_writes(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    kept, written = Allowance(), []
    monkeypatch.setattr(
        "survey.web.api.bearer.paces.take", lambda *given: written.append(given[-1])
    )
    assert waits(kept, app, 903, 0, 40) == [0] * 40
    assert written == [10] * 4


def test_an_allowance_that_cannot_be_written_refuses_nobody(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OperationalError("insert", {}, Exception("disk full"))

    monkeypatch.setattr("survey.web.api.bearer.paces.take", full)
    assert waits(Allowance(), app, 904, 0, 3) == [0, 0, 0]


def test_no_payload_names_a_person(app: Flask, ministry: Program) -> None:
    whole = "".join(json.dumps(ministry.read(path), ensure_ascii=False) for path in LISTS + ITEMS)
    for personal in ("Người ", '"bo"', "canbo", "Ghi chú"):
        assert personal not in whole, personal


def test_every_resource_is_walked_here() -> None:
    assert len(LISTS + ITEMS + FILES) == len(RESOURCES)


@pytest.mark.parametrize("path", FILES[:2])
def test_points_are_geojson_with_the_figures_that_the_list_has(
    ministry: Program, path: str
) -> None:
    answer = ministry.get(path)
    assert answer.content_type == "application/geo+json"
    told = json.loads(answer.data)
    assert told["type"] == "FeatureCollection"
    assert told["source"]["en"]
    listed = ministry.all("/rounds/1/readiness" if "rounds" in path else "/editions/1/priorities")
    assert [each["properties"] for each in told["features"]] == listed
    hum = next(each for each in told["features"] if each["id"] == MUONG_HUM)
    known = load_register().communes[MUONG_HUM]
    # Longitude first.
    assert hum["geometry"] == {
        "type": "Point",
        "coordinates": [known.longitude, known.latitude],
    }
    assert known.longitude > 100 > known.latitude


@pytest.mark.parametrize("path", FILES[:2])
def test_a_provinces_points_are_those_of_the_province(province: Program, path: str) -> None:
    told = json.loads(province.get(path).data)
    assert {each["properties"]["province_code"] for each in told["features"]} == {"01"}


def test_the_package_of_an_edition_is_the_same_bytes_by_api_and_by_command(
    app: Flask, ministry: Program, tmp_path: Path
) -> None:
    answer = ministry.get("/editions/1/package.zip")
    assert answer.content_type == "application/zip"
    database = str(app.config["ENGINE"].url)
    made = run("edition", "package", "1", "--out", tmp_path / "1.zip", "--database", database)
    assert made.exit_code == 0, made.output
    assert (tmp_path / "1.zip").read_bytes() == answer.data
    again = ministry.get("/editions/1/package.zip", **{"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_the_package_of_the_whole_country_is_not_for_a_provinces_program(
    province: Program, ministry: Program
) -> None:
    province.refused("/editions/1/package.zip", 403)
    ministry.refused("/editions/2/package.zip", 404)


def test_a_draft_has_no_package(app: Flask, tmp_path: Path) -> None:
    database = str(app.config["ENGINE"].url)
    made = run("edition", "package", "2", "--out", tmp_path / "2.zip", "--database", database)
    assert made.exit_code == 2
    assert "is not published" in made.output
    assert not (tmp_path / "2.zip").exists()


def test_a_commune_of_which_nothing_is_approved_is_told_so_as_its_workbook_tells_it(
    ministry: Program,
) -> None:
    silent = [
        each for each in ministry.read("/rounds/1/readiness")["items"] if each["coverage"] == 0
    ]
    assert silent
    assert {each["reason"] for each in silent} == {"Chưa có số liệu được duyệt"}
    assert {each["reason_en"] for each in silent} == {"No approved figures yet"}
