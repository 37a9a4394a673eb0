"""A check of the identity provider: does it answer, and is it who the settings name?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from forms.sentence import Refused
from survey.operating.checks import Finding, Level, bad, good
from survey.signing_in.provider import Asked, NotReached, Provider, signing_in_by


def of_provider(provider: Provider | None, now: datetime) -> Iterator[Finding]:
    """Whether people can be sent to the provider; nothing where the settings name none."""
    if provider is None:
        return
    try:
        signing_in_by(provider).address(Asked("", "", ""), provider.site, "vi", now)
    except Refused as refused:
        yield Finding(Level.BAD, refused.sentence)
    except NotReached:
        yield bad(
            f"Hệ thống định danh {provider.issuer} không trả lời, tự xưng bằng địa chỉ khác, hoặc thiếu địa chỉ https. Hãy mở "
            "…/.well-known/openid-configuration của nó từ máy chủ này.",
            f"The identity provider {provider.issuer} does not answer, calls itself otherwise, or lacks https addresses. Open "
            "its …/.well-known/openid-configuration from this server.",
        )
    else:
        yield good(
            f"Hệ thống định danh {provider.issuer} trả lời.",
            f"The identity provider {provider.issuer} answers.",
        )
