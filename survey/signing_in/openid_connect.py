"""Signing in by OpenID Connect: the authorization code flow with PKCE. Stands on the extra «oidc»."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

import requests
from authlib.integrations.base_client import OAuthError
from authlib.integrations.requests_client import OAuth2Session

from survey.signing_in.id_tokens import Given, claims_of, is_twice, name_in
from survey.signing_in.openid_documents import Documents
from survey.signing_in.provider import Asked, Came, NotProven, NotReached, Proven, Provider

# What is asked for beside «openid», by the claim that names the account.
SCOPES = {"sub": "openid", "email": "openid email"}


class OpenIdConnect:
    """One provider, as :class:`survey.signing_in.provider.SignsIn` asks for; threads may share it."""

    def __init__(self, provider: Provider) -> None:
        self.provider = provider
        self.documents = Documents(provider)

    def address(self, asked: Asked, back: str, language: str, at: datetime) -> str:
        """Where to send the browser."""
        where = self.documents.described(at).authorization
        with self._session(back) as session:
            address, _ = session.create_authorization_url(
                where,
                state=asked.state,
                nonce=asked.nonce,
                code_verifier=asked.verifier,
                ui_locales=language,
            )
        return str(address)

    def proven(self, came: Came, asked: Asked, back: str, at: datetime) -> Proven:
        """Who came back with a code that the provider gives a token for."""
        described = self.documents.described(at)
        if came.issuer != self.provider.issuer and (described.names_itself or came.issuer):
            raise NotProven("sent back by another provider")
        given = self._given(came.code, asked, back, at)
        claims = claims_of(
            given,
            lambda newer: self.documents.keys(at, newer=newer),
            self.provider,
            asked.nonce,
            at,
        )
        named: Mapping[str, Any] = claims
        if self.provider.claim not in claims and described.user:
            named = self._said_of(str(claims["sub"]), given, at)
        name = name_in(named, self.provider.claim)
        return Proven(name, is_twice(claims, self.provider.proven_twice))

    def leaving(self, back: str, at: datetime) -> str:
        """Where to sign out of the provider, and then come ``back``."""
        where = self.documents.described(at).leaving
        asked = {"client_id": self.provider.client_id, "post_logout_redirect_uri": back}
        return f"{where}{'&' if '?' in where else '?'}{urlencode(asked)}" if where else ""

    def _given(self, code: str, asked: Asked, back: str, at: datetime) -> Given:
        """What the provider gives for the code, to us alone and to nobody without the verifier."""
        described = self.documents.described(at)
        try:
            with self.documents.talk(at), self._session(back, by_post=described.by_post) as session:
                token = session.fetch_token(
                    described.token,
                    grant_type="authorization_code",
                    code=code,
                    code_verifier=asked.verifier,
                    allow_redirects=False,
                )
        except NotReached:
            raise
        except OAuthError as error:
            raise NotProven(f"the code was refused: {str(error.error)[:60]!r}") from error
        except (ValueError, TypeError, AttributeError) as error:
            raise NotProven("no token was given") from error
        return Given(token.get("id_token"), token.get("access_token"))

    def _said_of(self, subject: str, given: Given, at: datetime) -> Mapping[str, Any]:
        """What the provider tells of the person apart from the token; of the same person, or nothing."""
        said = self.documents.asked(
            self.documents.described(at).user, at, bearer=str(given.access_token)
        )
        if said.get("sub") != subject:
            raise NotProven("told of somebody else")
        return said

    def _session(self, back: str, *, by_post: bool = False) -> OAuth2Session:
        session = OAuth2Session(
            self.provider.client_id,
            self.provider.client_secret,
            scope=SCOPES.get(self.provider.claim, "openid profile"),
            redirect_uri=back,
            code_challenge_method="S256",
            token_endpoint_auth_method="client_secret_post" if by_post else "client_secret_basic",
        )
        assert isinstance(session, requests.Session)
        self.documents.limit(session)
        return session
