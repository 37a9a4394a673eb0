"""Text that goes out and comes back: signed, so that a change of it on the way is seen."""

from __future__ import annotations

import hashlib
import hmac


def signature_of(text: str, *, purpose: str, secret: str) -> str:
    """HMAC-SHA256 of the text as 64 hexadecimal digits; what is signed for one purpose fits no other."""
    key = hmac.digest(secret.encode(), purpose.encode(), "sha256")
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def is_signed(text: str, signature: str, *, purpose: str, secret: str) -> bool:
    """Whether the signature is ours; compared in constant time."""
    made = signature_of(text, purpose=purpose, secret=secret)
    return hmac.compare_digest(made.encode(), signature.encode("utf-8", "replace"))
