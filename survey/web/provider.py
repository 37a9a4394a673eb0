"""Signing in by an identity provider: there, back again, and what its word is good for here.

The provider never makes an account and gives no permission: it only says who somebody is.
"""

from __future__ import annotations

import hmac
import logging
import secrets
from dataclasses import asdict
from datetime import timedelta
from typing import Any, cast

from flask import (
    Blueprint,
    abort,
    current_app,
    g,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from werkzeug.wrappers import Response

from forms.sentence import Sentence
from survey.signing_in.provider import Asked, Came, NotProven, NotReached, Proven, Provider, SignsIn
from survey.store import kept_posts, paces
from survey.store.database import reading, writing
from survey.web.access import ONCE, TWICE, digest_of, public
from survey.web.desks import own_desk
from survey.web.keeping import kept_in
from survey.web.language import language
from survey.web.recognising import await_code
from survey.web.signing_in import begin_session, go_on
from survey.web.start import own_path
from survey.web.state import engine, settings
from survey.web.throttling import FROM_ONE_ADDRESS, SLOWED, address_key, digest
from survey.web.vouching import account_named, enter_refusal

blueprint = Blueprint("provider", __name__, url_prefix="/sign-in/provider")
Page = str | tuple[str, int] | Response
BACK_WITHIN = timedelta(minutes=15)
KEPT_FOR = timedelta(minutes=30)
# The way wanted travels in the cookie, which browsers take up to 4 KiB of.
LONGEST_WAY, LONGEST_CODE = 500, 3000
log = logging.getLogger(__name__)
DOWN = Sentence(
    "Hiện {name} không trả lời nên chưa đăng nhập được bằng cách này. Hãy đăng nhập bằng mật khẩu, hoặc thử lại sau ít phút.",
    "There is no answer from {name} just now. Sign in with your password, or try again in some minutes.",
)
STALE = Sentence(
    "Lần đăng nhập này đã quá lâu, đã dùng rồi hoặc bắt đầu ở trình duyệt khác. Hãy bấm đăng nhập lại từ trang này.",
    "This sign-in took too long, was used already or began in another browser. Begin again from this page.",
)
NOT_FINISHED = Sentence(
    "Việc đăng nhập ở {name} chưa hoàn tất. Hãy thử lại, hoặc đăng nhập bằng mật khẩu.",
    "Signing in at {name} was not completed. Try again, or sign in with your password.",
)
NO_PROOF = Sentence(
    "Không kiểm tra được phản hồi của {name} nên chưa đăng nhập. Hãy thử lại; nếu vẫn lỗi, báo người quản trị kèm giờ xảy ra.",
    "The answer of {name} could not be verified, so you are not signed in. Try again; if it still fails, tell your administrator the time.",
)
NOBODY = Sentence(
    "Theo {name}, anh/chị là “{who}”, nhưng khảo sát này không có tài khoản nào đang dùng được với tên đó. Hãy hỏi người quản trị.",
    "According to {name} you are “{who}”, but this survey has no account that can be used under that name. Ask your administrator.",
)
NOT_KEPT = Sentence(
    "Nội dung vừa nhập quá dài, hoặc máy chủ đang giữ quá nhiều, nên chưa giữ được khi đăng nhập qua {name}. Hãy đăng nhập bằng mật khẩu ở trang này thì nội dung vẫn còn.",
    "What you typed is too long, or too much is kept already, so it could not be kept while you sign in with {name}. Sign in with your password on this page: then it is kept.",
)


@blueprint.get("")
@public
def leave() -> Page:
    """Send the browser to the provider, to sign in there."""
    known, signs_in = provider_or_404()
    wanted = own_path(request.args.get("next", "")[: LONGEST_WAY + 1])
    wanted = wanted if len(wanted) <= LONGEST_WAY else ""
    if g.account is not None:
        return redirect(wanted or own_desk())
    asked = Asked(*(secrets.token_urlsafe(each) for each in (32, 32, 48)))
    try:
        address = signs_in.address(asked, back_at(known), language(), g.now)
    except NotReached:
        return refused(DOWN.filled(name=known.name), 503, wanted)
    until = (g.now + BACK_WITHIN).timestamp()
    session["asked"] = {**asdict(asked), "until": until, "next": wanted}
    return redirect(address)


@blueprint.post("", endpoint="keep")
@public
def keep() -> Page:
    """Keep what was typed, then offer the way: a form's own answer may lead nowhere outside of this site."""
    known, _ = provider_or_404()
    wanted, text = own_path(request.form.get("next", "")), request.form.get("kept", "")
    # Apart from the count of wrong passwords: who keeps something has done nothing wrong.
    token, key = secrets.token_urlsafe(32), digest(f"kept {address_key()}")
    with writing(engine()) as conn:
        fits = paces.wait(conn, key, FROM_ONE_ADDRESS, g.now) == paces.NOW
        fits = fits and kept_in(text) is not None
        fits = fits and kept_posts.keep(conn, digest_of(token), text, g.now, g.now + KEPT_FOR)
        paces.take(conn, key, FROM_ONE_ADDRESS, g.now)
    if not fits:
        return refused(NOT_KEPT.filled(name=known.name), 413, wanted, text)
    session["kept"] = token
    return render_template("signing_in/kept_at_provider.html", next=wanted)


@blueprint.get("/back")
@public
def come_back() -> Page:
    """Open a session for the account that the provider names; else one sentence."""
    known, signs_in = provider_or_404()
    asked: dict[str, Any] = session.pop("asked", None) or {}
    state = request.args.get("state", "")[:200]
    in_time = g.now.timestamp() <= asked.get("until", 0)
    if not in_time or not hmac.compare_digest(asked["state"].encode(), state.encode()):
        return redirect(own_desk()) if g.account is not None else refused(STALE, 400)
    wanted = own_path(asked["next"])
    code = request.args.get("code", "")
    if not 0 < len(code) <= LONGEST_CODE:
        return refused(NOT_FINISHED.filled(name=known.name), 403, wanted)
    with reading(engine()) as conn:
        wait = paces.wait(conn, address_key(), FROM_ONE_ADDRESS, g.now)
    if wait > paces.NOW:
        return refused(SLOWED.filled(seconds=int(wait.total_seconds()) + 1), 429, wanted)
    came = Came(code, request.args.get("iss"))
    own = Asked(asked["state"], asked["nonce"], asked["verifier"])
    try:
        proven = signs_in.proven(came, own, back_at(known), g.now)
    except NotReached:
        return refused(DOWN.filled(name=known.name), 503, wanted)
    except NotProven as why:
        log.warning("An identity provider's answer was not taken: %s", why)
        with writing(engine()) as conn:
            paces.take(conn, address_key(), FROM_ONE_ADDRESS, g.now)
        return refused(NO_PROOF.filled(name=known.name), 403, wanted)
    return let_in(known, proven, wanted)


def let_in(known: Provider, proven: Proven, wanted: str) -> Page:
    """Go on as after a password: our second step where it is needed and was not proven there, else a session."""
    with reading(engine()) as conn:
        account = account_named(conn, proven.name, known)
    if account is None:
        with writing(engine()) as conn:
            enter_refusal(conn, proven.name, known)
        return refused(NOBODY.filled(name=known.name, who=proven.name), 403, wanted)
    kept = take_kept()
    if account.second_factor and not proven.twice:
        await_code(account, ONCE)
        g.here = url_for("second_factor.ask", next=wanted or None)
        return render_template("signing_in/code.html", next=wanted, kept=kept_in(kept))
    begin_session(account, TWICE if proven.twice else ONCE, how="identity provider")
    return go_on(account, wanted, kept)


@blueprint.get("/left")
@public
def left() -> Page:
    """Say that the session here is over, and that the provider's may not be."""
    known, signs_in = provider_or_404()
    try:
        address = signs_in.leaving(f"{known.site}/", g.now)
    except NotReached:
        address = ""
    return render_template("signing_in/left.html", address=address)


def refused(why: Sentence, status: int, wanted: str = "", kept: str = "") -> Page:
    """The sign-in page with the sentence; what was typed is on it again, for a password to go on with."""
    # Of another language's link: this very address was good once.
    g.here = url_for("signing_in.sign_in", next=wanted or None)
    page = render_template(
        "signing_in/sign_in.html",
        next=wanted,
        typed="",
        kept=kept_in(kept or take_kept()),
        refusal=why,
    )
    return page, status


def take_kept() -> str:
    """What was typed before the session ended, which is then kept in no other place."""
    token = session.pop("kept", None)
    if not isinstance(token, str):
        return ""
    with writing(engine()) as conn:
        return kept_posts.take(conn, digest_of(token), g.now)


def back_at(known: Provider) -> str:
    """Where the provider sends people back to, which it must know beforehand."""
    return known.site + url_for(".come_back")


def provider_or_404() -> tuple[Provider, SignsIn]:
    """The provider of the settings and what speaks with it; else there is no such page."""
    known = settings().provider
    return (known, cast(SignsIn, current_app.config["PROVIDER"])) if known else abort(404)
