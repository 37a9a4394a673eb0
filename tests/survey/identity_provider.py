"""A small identity provider on loopback: OpenID Connect with one person, who may be made to lie."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from joserfc import jws
from joserfc.jwk import RSAKey
from werkzeug.serving import WSGIRequestHandler, make_server
from werkzeug.wrappers import Request, Response

from forms.sentence import Sentence
from survey.signing_in.provider import Provider

CLIENT, SECRET = "khao-sat", "a-secret-of-the-survey"
SITE = "http://127.0.0.1"
NAME = Sentence("Cổng tỉnh", "Province ID")


@lru_cache
def key_called(kid: str) -> RSAKey:
    """A key pair of this name; made once, since that takes a while."""
    return RSAKey.generate_key(2048, {"kid": kid, "use": "sig"}, auto_kid=False)


class Quiet(WSGIRequestHandler):
    """Writes no line for a request."""

    def log_request(self, *_: object) -> None:
        pass


@dataclass
class Issued:
    """A code that was given out, and what it stands for."""

    nonce: str
    challenge: str
    back: str
    used: bool = False


class IdentityProvider:
    """Listens on a free port while in its ``with`` block; what it says can be bent in every part."""

    def __init__(self) -> None:
        self.claims: dict[str, Any] = {"preferred_username": "canbo"}
        self.left_out: set[str] = set()
        self.described: dict[str, Any] = {}
        self.user_says: dict[str, Any] | None = None
        self.kid = "first"
        self.published = ["first"]
        self.sign: Callable[[dict[str, Any]], str] = self.signed
        self.delay = 0.0
        self.speaking, self.most_at_once = 0, 0
        self.error = ""
        self.asked: list[Request] = []
        self.lock = threading.Lock()
        self.codes: dict[str, Issued] = {}
        self.clock: Callable[[], float] = time.time
        self.answers: dict[str, Response] = {}

    @property
    def issuer(self) -> str:
        return f"http://127.0.0.1:{self.port}/realms/tinh"

    def named(self, **changed: Any) -> Provider:
        """The settings that name this provider."""
        twice = frozenset({"mfa", "gold"})
        known = Provider(self.issuer, CLIENT, SECRET, SITE, name=NAME, proven_twice=twice)
        return replace(known, **changed)

    @property
    def paths(self) -> list[str]:
        """What was asked for, the last part of each address."""
        return [each.path.rsplit("/", 1)[-1] for each in self.asked]

    def signed(self, claims: dict[str, Any], **header: Any) -> str:
        """A token as this provider signs it."""
        known = {"alg": "RS256", "kid": self.kid, **header}
        return jws.serialize_compact(known, json.dumps(claims), key_called(self.kid))

    def __call__(self, environ: Any, start_response: Any) -> Any:
        request = Request(environ)
        request.form  # noqa: B018 - read while it can be
        self.asked.append(request)
        with self.lock:
            self.speaking += 1
            self.most_at_once = max(self.most_at_once, self.speaking)
        time.sleep(self.delay)
        with self.lock:
            self.speaking -= 1
        name = request.path.rsplit("/", 1)[-1].replace("-", "_")
        answer = self.answers.get(name) or getattr(self, f"answer_{name}")(request)
        return answer(environ, start_response)

    def answer_openid_configuration(self, _: Request) -> Response:
        ends = {"authorization": "authorize", "token": "token", "userinfo": "userinfo"}
        found = {f"{name}_endpoint": f"{self.issuer}/{end}" for name, end in ends.items()}
        found |= {"issuer": self.issuer, "jwks_uri": f"{self.issuer}/keys"}
        found |= {"end_session_endpoint": f"{self.issuer}/leave"} | self.described
        return as_json({name: each for name, each in found.items() if each is not None})

    def answer_keys(self, _: Request) -> Response:
        keys = [key_called(kid).as_dict(private=False) for kid in self.published]
        other = {"kty": "RSA", "use": "enc", "kid": "other", "n": "AQAB", "e": "AQAB"}
        return as_json({"keys": [other, {"kty": "of-tomorrow", "kid": "x"}, *keys]})

    def answer_authorize(self, request: Request) -> Response:
        """The person signs in at once and is sent back."""
        asked = request.args
        assert asked["client_id"] == CLIENT
        assert asked["response_type"] == "code"
        assert asked["code_challenge_method"] == "S256"
        assert asked["scope"].split()[0] == "openid"
        code = secrets.token_urlsafe(16)
        self.codes[code] = Issued(asked["nonce"], asked["code_challenge"], asked["redirect_uri"])
        said = {"error": self.error} if self.error else {"code": code}
        query = urlencode({**said, "state": asked["state"]})
        return Response(status=302, headers={"Location": f"{asked['redirect_uri']}?{query}"})

    def answer_token(self, request: Request) -> Response:
        basic = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        by_post = request.form.get("client_secret") == SECRET
        if not by_post and request.headers.get("Authorization") != f"Basic {basic}":
            return as_json({"error": "invalid_client"}, 401)
        issued = self.codes.get(request.form["code"])
        verifier = request.form["code_verifier"].encode("ascii")
        digest = base64.urlsafe_b64encode(hashlib.sha256(verifier).digest()).rstrip(b"=")
        if issued is None or issued.used or digest.decode() != issued.challenge:
            return as_json({"error": "invalid_grant"}, 400)
        if request.form["redirect_uri"] != issued.back:
            return as_json({"error": "invalid_grant"}, 400)
        issued.used = True
        token = {"access_token": "a", "token_type": "Bearer", "expires_in": 60}
        return as_json({**token, "id_token": self.sign(self.claims_for(issued.nonce))})

    def claims_for(self, nonce: str) -> dict[str, Any]:
        """What the token says: as it must be, but for what was bent."""
        now = int(self.clock())
        usual = {"iss": self.issuer, "aud": CLIENT, "sub": "7f3c", "nonce": nonce}
        claims = {**usual, "iat": now, "exp": now + 300, **self.claims}
        return {name: each for name, each in claims.items() if name not in self.left_out}

    def answer_userinfo(self, request: Request) -> Response:
        assert request.headers["Authorization"] == "Bearer a"
        return as_json(self.user_says or {})

    def answer_leave(self, request: Request) -> Response:
        return Response(f"left {request.args['client_id']}")

    def __enter__(self) -> IdentityProvider:
        self.server = make_server("127.0.0.1", 0, self, threaded=True, request_handler=Quiet)
        self.port = self.server.server_port
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True)
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


def as_json(value: object, status: int = 200) -> Response:
    return Response(json.dumps(value), status, mimetype="application/json")
