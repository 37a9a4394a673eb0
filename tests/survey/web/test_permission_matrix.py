"""Roles × routes × own and other communes: each cell of the table, through each door that there is.

The doors are read off the application: pages, downloads, uploads, the script's addresses, what an API adds.
A post is sent without its form's token, so that it never does anything: who may take the step is refused
for the token (400), who may not is refused before (403).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.test import Client

from survey.accounts import PERMITTED, Account, Role, Step, may
from survey.communes import Commune, load_register
from survey.signing_in.api_tokens import Scope, new_token
from survey.store import accounts, api_tokens, sessions
from survey.store.database import reading, writing
from survey.web.access import COMMUNE_ARGUMENTS, PUBLIC, SIGNED_IN, access_of, digest_of
from tests.builders import BA_DINH, MUONG_HUM
from tests.survey.founded import app_over, found_in
from tests.survey.web.offices import Offices
from tests.survey.web.test_access import part_of

NEIGHBOUR = "00008"
PLACES = (BA_DINH, NEIGHBOUR, MUONG_HUM)
PEOPLE = {
    "canbo": Role.OFFICER,
    "lanhdao": Role.OFFICER,
    "tinh": Role.REVIEWER,
    "bo": Role.ANALYST,
    "quantri": Role.ADMINISTRATOR,
}


@dataclass(frozen=True)
class Door:
    """One route, by one method; ``commune`` where the address names one."""

    endpoint: str
    method: str
    path: str
    declared: str | Step | None
    commune: Commune | None


@pytest.fixture(scope="module")
def offices(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Offices]:
    engine = found_in(tmp_path_factory.mktemp("matrix"))
    offices = Offices(app_over(engine))
    offices.add_leader("lanhdao")
    yield offices
    engine.dispose()


@pytest.fixture(scope="module")
def doors(offices: Offices) -> tuple[Door, ...]:
    return tuple(all_doors(offices.app))


def all_doors(app: Flask) -> Iterator[Door]:
    """Every route by every method; once for each commune where its address names one."""
    known = load_register().communes
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        named = next((each for each in COMMUNE_ARGUMENTS if each in rule.arguments), None)
        with app.app_context():
            declared = access_of(rule.endpoint)
        for place in PLACES if named else ("",):
            parts = {each: place if each == named else part_of(each) for each in rule.arguments}
            path = adapter.build(rule.endpoint, parts)
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
                yield Door(rule.endpoint, method, path, declared, known.get(place))


def account_of(offices: Offices, name: str) -> Account:
    with reading(offices.app.config["ENGINE"]) as conn:
        found = accounts.account_by_sign_in(conn, name)
    assert found is not None
    return found


def token_of(offices: Offices, account: Account) -> str:
    """A token for the API with every scope, whether or not the account may make one."""
    text, at = f"csds_{account.sign_in}", account_time(offices)
    wanted = {"name": "thử", "scopes": [each.value for each in Scope], "days": "30"}
    with writing(offices.app.config["ENGINE"]) as conn:
        api_tokens.add_token(conn, new_token(text, account_id=account.id, **wanted, at=at, alive=0))
    return text


def opened(client: Client, door: Door, token: str = "") -> int:
    """The status of the answer; a redirect to the page that asks who one is counts as 401."""
    by = {"Authorization": f"Bearer {token}"} if door.endpoint.startswith("api.") else {}
    with client.open(door.path, method=door.method, headers=by) as answer:
        asked = "/sign-in" in answer.headers.get("Location", "")
        return 401 if asked else answer.status_code


def fault(door: Door, account: Account, status: int) -> str | None:
    """What is wrong with this answer to this account; None where it is as the table says."""
    permitted = door.declared in (PUBLIC, SIGNED_IN) or (
        isinstance(door.declared, Step) and may(account, door.declared, door.commune)
    )
    refused = status in (401, 403)
    # Whether a page for everyone leads on to another is its own affair.
    if status < 500 and (refused is not permitted or door.declared == PUBLIC):
        return None
    return f"{account.sign_in} {door.method} {door.path} ({door.declared}): {status}"


@pytest.mark.parametrize("name", PEOPLE)
def test_every_door_opens_to_a_role_exactly_where_the_table_says(
    offices: Offices, doors: tuple[Door, ...], name: str
) -> None:
    client, account = offices.signed_in(name).client, account_of(offices, name)
    token, bearer = signed_in_token(client), token_of(offices, account)
    faults = []
    for door in doors:
        # Doors that end a session come to nothing without the form's token, like any other post.
        found = fault(door, account, opened(client, door, bearer))
        faults += [found] if found else []
    assert faults == []
    with reading(offices.app.config["ENGINE"]) as conn:
        found = sessions.open_account(conn, digest_of(token), account_time(offices))
    assert found is not None
    assert found[0] == account


def signed_in_token(client: Client) -> str:
    with client.session_transaction() as kept:
        return str(kept["token"])


def account_time(offices: Offices) -> datetime:
    moment: datetime = offices.app.config["CLOCK"]()
    return moment


def test_whoever_must_choose_a_password_opens_nothing_but_that(
    offices: Offices, doors: tuple[Door, ...]
) -> None:
    offices.add("moi", Role.OFFICER, BA_DINH, None)
    client, account = offices.signed_in("moi").client, account_of(offices, "moi")
    with writing(offices.app.config["ENGINE"]) as conn:
        known = accounts.password_hash_of(conn, account.id)
        accounts.set_password(conn, account.id, known, True, account_time(offices))
    for door in doors:
        if isinstance(door.declared, Step):
            answer = client.open(door.path, method=door.method)
            leads = answer.headers.get("Location", "").endswith("/account/password")
            assert leads or answer.status_code in (401, 403), door


def test_every_door_of_the_table_is_there(doors: tuple[Door, ...]) -> None:
    """No step of the table is left without a page; no route is left without a declaration."""
    declared = {door.declared for door in doors}
    assert None not in declared
    assert {step for _, step in PERMITTED} <= declared


def test_the_matrix_is_as_large_as_the_application(doors: tuple[Door, ...]) -> None:
    named = [door for door in doors if door.commune is not None]
    assert len(doors) > 75
    assert len({door.endpoint for door in named}) > 7
    assert {door.commune.code for door in named if door.commune} == set(PLACES)


@pytest.mark.parametrize("name", ["canbo", "tinh"])
def test_guessing_an_address_of_another_commune_tells_nothing(
    offices: Offices, doors: tuple[Door, ...], name: str
) -> None:
    """The same answer whether what was guessed is there or not, to the letter."""
    client, account = offices.signed_in(name).client, account_of(offices, name)
    answers = {
        client.open(path, method=door.method).get_data()
        for door in doors
        if isinstance(door.declared, Step) and door.commune is not None
        if not may(account, door.declared, door.commune) and door.method == "GET"
        for path in (door.path, door.path + "9", door.path + "?x=1")
        if client.open(path, method=door.method).status_code == 403
    }
    without_the_way_back = {answer.split(b"<main")[1] for answer in answers}
    assert len(without_the_way_back) == 1


def test_another_address_of_the_sign_in_is_not_open(offices: Offices) -> None:
    client = offices.app.test_client()
    for path in ("/SURVEY", "/survey/", "//survey", "/admin//accounts", "/%2e%2e/admin/accounts"):
        assert client.get(path).status_code in (301, 302, 308, 404), path


@pytest.mark.parametrize("who", [*PEOPLE, ""])
def test_methods_that_no_route_takes_are_refused(
    offices: Offices, who: str, tmp_path: Path
) -> None:
    client = offices.signed_in(who).client if who else offices.app.test_client()
    for method in ("PUT", "PATCH", "DELETE"):
        for path in ("/survey", "/review/00004", "/admin/accounts/1", "/sign-in"):
            assert client.open(path, method=method).status_code in (302, 403, 405), (method, path)
