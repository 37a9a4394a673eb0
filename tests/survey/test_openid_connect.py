"""Speaking with an identity provider: what it must prove, and what it costs where it does not answer."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from joserfc import jwt
from werkzeug.wrappers import Request, Response

from survey.signing_in.openid_connect import OpenIdConnect
from survey.signing_in.openid_documents import REST
from survey.signing_in.provider import Asked, Came, NotProven, NotReached, Proven
from tests.survey.identity_provider import CLIENT, SECRET, IdentityProvider, as_json, key_called

BACK = "http://127.0.0.1/back"
ASKED = Asked("the state", "the nonce", "v" * 64)
Claims = dict[str, Any]


@pytest.fixture
def idp() -> Iterator[IdentityProvider]:
    with IdentityProvider() as idp:
        yield idp


def speaking_with(idp: IdentityProvider, **changed: Any) -> OpenIdConnect:
    return OpenIdConnect(idp.named(**changed))


def now() -> datetime:
    return datetime.now(UTC)


def code_of(speaker: OpenIdConnect, asked: Asked = ASKED) -> str:
    """Sign in at the provider as a browser would; the code that it gives."""
    address = speaker.address(asked, BACK, "vi", now())
    back = requests.get(address, allow_redirects=False, timeout=5).headers["Location"]
    query = parse_qs(urlsplit(back).query)
    assert query["state"] == [asked.state]
    return query["code"][0]


def proven(speaker: OpenIdConnect, at: datetime | None = None) -> Proven:
    return speaker.proven(Came(code_of(speaker), None), ASKED, BACK, at or now())


def test_the_provider_says_who_it_is(idp: IdentityProvider) -> None:
    assert proven(speaking_with(idp)) == Proven("canbo", False)


def test_a_token_for_several_is_good_where_we_are_the_one_it_was_given_to(
    idp: IdentityProvider,
) -> None:
    idp.claims |= {"aud": ["another", CLIENT], "azp": CLIENT}
    assert proven(speaking_with(idp)).name == "canbo"


@pytest.mark.parametrize(
    "bent",
    [
        {"nonce": "another"},
        {"nonce": None},
        {"nonce": ["the nonce"]},
        {"aud": "another-client"},
        {"aud": []},
        {"aud": [CLIENT, 7]},
        {"aud": [CLIENT, "another-client"]},
        {"aud": [CLIENT, "another-client"], "azp": "another-client"},
        {"azp": "another-client"},
        {"iss": "https://evil.example"},
        {"iss": None},
        {"exp": 1},
        {"exp": None},
        {"exp": "9999999999"},
        {"exp": 10**400},
        {"iat": 9_999_999_999},
        {"iat": None},
        {"nbf": 9_999_999_999},
        {"sub": None},
        {"sub": 7},
        {"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"},
        {"amr": "mfa"},
    ],
    ids=lambda bent: str(bent)[:60],
)
def test_a_token_that_is_wrong_in_any_part_proves_nothing(
    idp: IdentityProvider, bent: Claims
) -> None:
    speaker = speaking_with(idp)
    if bent == {"exp": 10**400}:
        bent = {"exp": -(10**400)}
    idp.claims |= bent
    with pytest.raises(NotProven):
        proven(speaker)
    # It is that part alone.
    idp.claims = {"preferred_username": "canbo"}
    assert proven(speaker).name == "canbo"


def plain(part: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode()


def by_secret(claims: Claims, secret: bytes) -> str:
    """A token under a secret that both sides know, made by hand."""
    text = f"{plain({'alg': 'HS256', 'kid': 'first'})}.{plain(claims)}"
    made = hmac.new(secret, text.encode(), hashlib.sha256).digest()
    return f"{text}.{base64.urlsafe_b64encode(made).rstrip(b'=').decode()}"


def by_another(claims: Claims, **header: object) -> str:
    return jwt.encode({"alg": "RS256", **header}, claims, key_called("evil"))


def unlike_signed(idp: IdentityProvider) -> Callable[[Claims], str]:
    def altered(claims: Claims) -> str:
        head, _, signature = idp.signed(claims).split(".")
        return f"{head}.{plain({**claims, 'preferred_username': 'quantri'})}.{signature}"

    return altered


HEAD = {"alg": "none", "kid": "first"}
UNKNOWN_PART = {"alg": "RS256", "kid": "first", "crit": ["b64"], "b64": False}
FORGED: dict[str, Callable[[IdentityProvider, Claims], object]] = {
    "no algorithm": lambda _, claims: f"{plain(HEAD)}.{plain(claims)}.",
    "no algorithm, in capitals": lambda _, c: f"{plain({**HEAD, 'alg': 'NONE'})}.{plain(c)}.",
    "our own secret": lambda _, claims: by_secret(claims, SECRET.encode()),
    "the public key as a secret": lambda _, claims: by_secret(
        claims, key_called("first").as_pem(private=False)
    ),
    "somebody else's key": lambda _, claims: by_another(claims, kid="first"),
    "a key of an unknown name": lambda _, claims: by_another(claims, kid="evil"),
    "a key that it brings along": lambda _, claims: by_another(
        claims, jwk=key_called("evil").as_dict(private=False)
    ),
    "altered claims": lambda idp, claims: unlike_signed(idp)(claims),
    "an access token": lambda idp, claims: idp.signed(claims, typ="at+jwt"),
    "a word to sign out": lambda idp, claims: idp.signed(claims, typ="logout+jwt"),
    "what must be understood": lambda _, c: f"{plain(UNKNOWN_PART)}.{plain(c)}.AAAA",
    "nothing": lambda *_: "",
    "no text": lambda *_: ["x"],
    "two dots": lambda *_: "..",
    "a long one": lambda *_: "a" * 40_000,
    "deeply nested": lambda *_: f"{plain(HEAD)}.{'W1tb' * 6000}.x",
    "claims that are a list": lambda idp, _: idp.signed([]),  # type: ignore[arg-type]
}


@pytest.mark.parametrize("forged", FORGED.values(), ids=FORGED)
def test_a_token_that_the_provider_did_not_sign_proves_nothing(
    idp: IdentityProvider, forged: Callable[[IdentityProvider, Claims], Any]
) -> None:
    idp.sign = lambda claims: forged(idp, claims)
    with pytest.raises(NotProven):
        proven(speaking_with(idp))


def test_a_token_that_ended_a_moment_ago_is_still_good_and_then_no_more(
    idp: IdentityProvider,
) -> None:
    speaker, at = speaking_with(idp), now()
    idp.claims["exp"] = int(at.timestamp()) - 30
    assert proven(speaker, at).name == "canbo"
    with pytest.raises(NotProven, match="expired"):
        proven(speaker, at + timedelta(seconds=40))


def test_a_code_is_good_once_and_only_for_who_asked(idp: IdentityProvider) -> None:
    speaker = speaking_with(idp)
    code = code_of(speaker)
    thief = replace(ASKED, verifier="w" * 64)
    with pytest.raises(NotProven, match="invalid_grant"):
        speaker.proven(Came(code, None), thief, BACK, now())
    speaker.proven(Came(code, None), ASKED, BACK, now())
    with pytest.raises(NotProven, match="invalid_grant"):
        speaker.proven(Came(code, None), ASKED, BACK, now())
    with pytest.raises(NotProven, match="invalid_client"):
        proven(speaking_with(idp, client_secret="another"))


def test_a_provider_that_says_who_it_is_is_held_to_it(idp: IdentityProvider) -> None:
    speaker = speaking_with(idp)
    with pytest.raises(NotProven, match="another provider"):
        speaker.proven(Came(code_of(speaker), "https://evil.example"), ASKED, BACK, now())
    idp.described = {"authorization_response_iss_parameter_supported": True}
    speaker = speaking_with(idp)
    with pytest.raises(NotProven, match="another provider"):
        proven(speaker)
    assert speaker.proven(Came(code_of(speaker), idp.issuer), ASKED, BACK, now()).name == "canbo"


def test_a_provider_that_takes_the_secret_in_the_form_alone_gets_it_there(
    idp: IdentityProvider,
) -> None:
    idp.described = {"token_endpoint_auth_methods_supported": ["client_secret_post"]}
    assert proven(speaking_with(idp)).name == "canbo"
    assert "Authorization" not in idp.asked[-2].headers


@pytest.mark.parametrize(
    "name",
    [
        *(["canbo"], {"canbo": 1}, None, True, 7, "", "c" * 201, "canbo\n", "canbo\0", "c\x1bo"),
        *("\u202ecanbo", "can\u200bbo", "canbo\ud800"),
    ],
    ids=lambda name: ascii(name)[:20],
)
def test_a_name_that_is_no_short_line_of_text_names_nobody(
    idp: IdentityProvider, name: object
) -> None:
    idp.claims["preferred_username"] = name
    with pytest.raises(NotProven, match="no usable claim"):
        proven(speaking_with(idp))


@pytest.mark.parametrize("verified", [None, False, "true", 1])
def test_an_address_that_is_not_verified_names_nobody(
    idp: IdentityProvider, verified: object
) -> None:
    speaker = speaking_with(idp, claim="email")
    idp.claims |= {"email": "xa8@example.gov.vn", "email_verified": verified}
    with pytest.raises(NotProven, match="not verified"):
        proven(speaker)
    idp.claims["email_verified"] = True
    assert proven(speaker).name == "xa8@example.gov.vn"


def test_a_claim_that_the_token_lacks_is_asked_for_apart(idp: IdentityProvider) -> None:
    speaker = speaking_with(idp)
    idp.left_out = {"preferred_username"}
    idp.user_says = {"sub": "7f3c", "preferred_username": "canbo"}
    assert proven(speaker).name == "canbo"
    idp.user_says["sub"] = "somebody else"
    with pytest.raises(NotProven, match="somebody else"):
        proven(speaker)
    idp.user_says = {"sub": "7f3c"}
    with pytest.raises(NotProven, match="no usable claim"):
        proven(speaker)
    # What is told apart from the token proves no second factor.
    idp.user_says = {"sub": "7f3c", "preferred_username": "canbo", "amr": ["mfa"]}
    assert not proven(speaker).twice


@pytest.mark.parametrize(
    ("ways", "twice"),
    [
        ({"amr": ["pwd", "mfa"]}, True),
        ({"acr": "gold"}, True),
        ({}, False),
        ({"amr": ["pwd"]}, False),
        ({"acr": "1"}, False),
        ({"acr": ["gold"]}, False),
        ({"acr": "gold mfa"}, False),
        ({"amr": [["mfa"], 1, None]}, False),
        ({"amr": ["MFA"]}, False),
    ],
    ids=str,
)
def test_two_factors_are_believed_where_the_settings_say_so(
    idp: IdentityProvider, ways: Claims, twice: bool
) -> None:
    idp.claims |= ways
    assert proven(speaking_with(idp)).twice == twice
    assert not proven(speaking_with(idp, proven_twice=frozenset())).twice


def test_a_new_key_of_the_providers_is_found(idp: IdentityProvider) -> None:
    speaker = speaking_with(idp)
    proven(speaker)
    idp.kid = "second"
    idp.published = ["second", "first"]
    with pytest.raises(NotProven):
        proven(speaker)  # asked for its keys a moment ago
    assert proven(speaker, now() + timedelta(minutes=2)).name == "canbo"
    assert idp.paths.count("keys") == 2


def test_what_the_provider_said_of_itself_is_kept_and_outlives_a_failure(
    idp: IdentityProvider,
) -> None:
    speaker = speaking_with(idp)
    first = speaker.address(ASKED, BACK, "vi", now())
    speaker.address(ASKED, BACK, "vi", now() + timedelta(minutes=59))
    assert len(idp.asked) == 1
    idp.answers["openid_configuration"] = Response(status=500)
    assert speaker.address(ASKED, BACK, "vi", now() + timedelta(hours=2)) == first
    assert len(idp.asked) == 2


@pytest.mark.parametrize(
    "said",
    [
        {"issuer": "https://evil.example"},
        {"issuer": None},
        {"token_endpoint": None},
        {"jwks_uri": "http://elsewhere.example/keys"},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"authorization_endpoint": "//evil.example"},
        {"token_endpoint": ["x"]},
        {"token_endpoint": "https://user:word@example.gov.vn/"},
        {"authorization_endpoint": "https://example.gov.vn/\r\nX: y"},
    ],
    ids=str,
)
def test_a_description_that_is_not_the_named_providers_or_not_safe_is_not_used(
    idp: IdentityProvider, said: Claims
) -> None:
    idp.described = said
    with pytest.raises(NotReached):
        speaking_with(idp).address(ASKED, BACK, "vi", now())


@pytest.mark.parametrize(
    "answer",
    [
        Response(status=500),
        Response(status=302, headers={"Location": "http://127.0.0.1:9/"}),
        Response("<p>busy", 200),
        Response("[" * 100_000, 200),
        Response("[]", 200),
        Response("x" * 300_000, 200),
    ],
    ids=["failed", "led elsewhere", "no JSON", "nested", "no object", "too large"],
)
def test_any_other_answer_is_none(idp: IdentityProvider, answer: Response) -> None:
    idp.answers["openid_configuration"] = answer
    with pytest.raises(NotReached):
        speaking_with(idp).address(ASKED, BACK, "vi", now())
    del idp.answers["openid_configuration"]
    idp.answers["token"] = answer
    with pytest.raises((NotReached, NotProven)):
        proven(speaking_with(idp))


def test_nobody_is_led_elsewhere_by_the_provider(idp: IdentityProvider) -> None:
    described = idp.answer_openid_configuration(Request({}))
    idp.answers["moved"] = described
    there = {"Location": f"{idp.issuer}/moved"}
    idp.answers["openid_configuration"] = Response(status=302, headers=there)
    with pytest.raises(NotReached):
        speaking_with(idp).address(ASKED, BACK, "vi", now())
    assert "moved" not in idp.paths


@pytest.mark.parametrize(
    "keys", [{}, {"keys": None}, {"keys": []}, {"keys": [{"kty": "RSA", "n": "!", "e": 1}, 7]}]
)
def test_keys_that_cannot_be_read_check_nothing(idp: IdentityProvider, keys: Claims) -> None:
    idp.answers["keys"] = as_json(keys)
    with pytest.raises(NotProven):
        proven(speaking_with(idp))


def test_a_secret_among_the_public_keys_is_left_out(idp: IdentityProvider) -> None:
    shared = base64.urlsafe_b64encode(b"s" * 32).rstrip(b"=").decode()
    idp.answers["keys"] = as_json({"keys": [{"kty": "oct", "kid": "first", "k": shared}]})
    idp.sign = lambda claims: by_secret(claims, b"s" * 32)
    with pytest.raises(NotProven):
        proven(speaking_with(idp))


def test_a_provider_that_is_down_is_left_alone_for_a_while(idp: IdentityProvider) -> None:
    speaker, at = speaking_with(idp), now()
    port = idp.port
    idp.__exit__()
    with pytest.raises(NotReached):
        speaker.address(ASKED, BACK, "vi", at)
    with IdentityProvider() as another:
        another.port = port
        with pytest.raises(NotReached):
            speaker.address(ASKED, BACK, "vi", at + REST / 2)
    idp.__enter__()
    speaker = speaking_with(idp)
    assert speaker.address(ASKED, BACK, "vi", at + REST)


def test_nobody_waits_long_for_a_slow_provider_and_few_wait_at_all(idp: IdentityProvider) -> None:
    speaker, at = speaking_with(idp, seconds=0.3), now()
    idp.delay = 0.8
    started = time.monotonic()
    with pytest.raises(NotReached):
        speaker.address(ASKED, BACK, "vi", at)
    assert time.monotonic() - started < 0.7
    started = time.monotonic()
    with pytest.raises(NotReached):
        speaker.address(ASKED, BACK, "vi", at)
    assert time.monotonic() - started < 0.05
    idp.delay = 0
    assert speaker.address(ASKED, BACK, "vi", at + REST)


def test_a_provider_that_answers_drop_by_drop_is_cut_off(idp: IdentityProvider) -> None:
    def drops() -> Iterator[bytes]:
        for _ in range(40):
            yield b" " * 9000
            time.sleep(0.05)

    idp.answers["openid_configuration"] = Response(drops(), 200)
    started = time.monotonic()
    with pytest.raises(NotReached):
        speaking_with(idp, seconds=0.2).address(ASKED, BACK, "vi", now())
    assert time.monotonic() - started < 1


def test_few_of_the_servers_threads_ever_wait_for_the_provider(idp: IdentityProvider) -> None:
    speaker = speaking_with(idp)
    codes = [code_of(speaker) for _ in range(6)]
    outcomes: list[str] = []
    idp.most_at_once, idp.delay = 0, 0.1

    def one(code: str) -> None:
        outcomes.append(speaker.proven(Came(code, None), ASKED, BACK, now()).name)

    threads = [threading.Thread(target=one, args=(code,)) for code in codes]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert outcomes == ["canbo"] * 6
    assert idp.most_at_once == 2


def test_who_finds_too_many_waiting_is_told_so(
    idp: IdentityProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("survey.signing_in.openid_documents.WAIT_SECONDS", 0.05)
    speaker = speaking_with(idp)
    with speaker.documents.talk(now()), speaker.documents.talk(now()), pytest.raises(NotReached):
        speaker.address(ASKED, BACK, "vi", now())
    assert speaker.address(ASKED, BACK, "vi", now())


def test_where_to_sign_out_is_said_if_the_provider_has_such_a_page(idp: IdentityProvider) -> None:
    address = speaking_with(idp).leaving("https://khaosat.example.gov.vn/", now())
    assert address == (
        f"{idp.issuer}/leave?client_id=khao-sat"
        "&post_logout_redirect_uri=https%3A%2F%2Fkhaosat.example.gov.vn%2F"
    )
    idp.described = {"end_session_endpoint": None}
    assert speaking_with(idp).leaving("https://khaosat.example.gov.vn/", now()) == ""
