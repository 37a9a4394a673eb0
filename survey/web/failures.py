"""When something is refused or fails: one page, one clear sentence, never a traceback."""

from __future__ import annotations

from flask import Flask, Response, current_app, g, jsonify, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException, MethodNotAllowed, SecurityError

from forms.sentence import Refused, Sentence
from survey.deadlines import OutOfTime
from survey.refused_steps import NotAllowedNow, NotReady, NotSignedOff
from survey.rounds import RoundClosed
from survey.store.failing import may_be_done, passes
from survey.store.responses import Outdated
from survey.web.keeping import kept_from_post, offer_again
from survey.web.language import say
from survey.web.problems import for_program, problem, said_of

Page = tuple[str, int]
SYNCING = "syncing"
# What a script may do next: wait for the officer (not allowed, gone), or try again later (failed).
STATES = {400: "unreadable", 403: "not_yours", 404: "gone", 409: "changed", 413: "unreadable"}

SENTENCES = {
    400: Sentence(
        "Yêu cầu không đọc được. Hãy quay lại trang trước và thử lại.",
        "The request could not be read. Go back and try again.",
    ),
    403: Sentence(
        "Tài khoản của anh/chị không được mở trang này. Hãy kiểm tra đã đăng nhập đúng tài khoản, hoặc hỏi người quản trị.",
        "Your account may not open this page. Check that you signed in with the right account, or ask your administrator.",
    ),
    404: Sentence(
        "Không có trang này. Hãy kiểm tra địa chỉ hoặc đi từ trang đầu.",
        "There is no such page. Check the address or go from the start page.",
    ),
    405: Sentence(
        "Địa chỉ này chỉ nhận nội dung gửi từ trang của hệ thống. Hãy đi từ trang đầu.",
        "This address only takes what a page of this site sends. Go from the start page.",
    ),
    413: Sentence(
        "Nội dung gửi lên lớn hơn {most} MB nên không được nhận; chưa có gì thay đổi. Hãy rút ngắn rồi gửi lại.",
        "What was sent is over {most} MB and was not taken; nothing has changed. Shorten it and send again.",
    ),
    429: Sentence(
        "Có quá nhiều lần thử. Hãy đợi vài phút rồi thử lại.",
        "Too many attempts. Wait a few minutes, then try again.",
    ),
    500: Sentence(
        "Hệ thống gặp lỗi nên chưa làm được việc này. Nội dung đã lưu trước đó vẫn còn. Hãy thử lại; nếu vẫn lỗi, báo người quản trị kèm giờ xảy ra.",
        "The system failed and this was not done. What was saved before is still there. Try again; if it still fails, tell your administrator the time at which it happened.",
    ),
}
WRONG_HOST = Sentence(
    "Địa chỉ này không phải của hệ thống. Hãy dùng đúng địa chỉ được cấp.",
    "This is not the survey's address. Use the one that you were given.",
)
UNAVAILABLE = Sentence(
    "Máy chủ tạm thời không lưu được (đang bận, hoặc đĩa đầy hay chỉ cho đọc); chưa có gì thay đổi. Hãy đợi một phút rồi thử lại; nếu vẫn lỗi, báo người quản trị.",
    "The server cannot store anything just now (it is busy, or its disk is full or read-only); nothing has changed. Wait a minute and try again; if it still fails, tell your administrator.",
)
# The connection went at the very moment of storing. What has a key is stored once, however often it is sent.
LOST = Sentence(
    "Máy chủ vừa mất kết nối với cơ sở dữ liệu nên chưa biết nội dung vừa gửi đã lưu được hay chưa. Hãy đợi một phút rồi gửi lại; nội dung đã lưu không bị lưu hai lần.",
    "The server lost its database just then, so it is not known whether what you sent was stored. Wait a minute and send it again; what was stored is not stored twice.",
)
LOOK_FIRST = Sentence(
    "Máy chủ vừa mất kết nối với cơ sở dữ liệu nên chưa biết việc này đã xong hay chưa. Hãy đợi một phút, mở lại trang để xem rồi mới làm lại.",
    "The server lost its database just then, so it is not known whether this was done. Wait a minute and open the page again to see before you repeat it.",
)
STALE_FORM = Sentence(
    "Trang đã mở quá lâu hoặc anh/chị đã đăng nhập lại ở nơi khác nên chưa nhận nội dung vừa gửi. Hãy quay lại, tải lại trang rồi gửi lại.",
    "The page was open too long or you signed in again elsewhere, so what you sent was not taken. Go back, reload the page and send again.",
)


def answer_failures(app: Flask) -> None:
    """Turn every refusal and failure into its page."""
    app.register_error_handler(NotAllowedNow, lambda error: page(409, error.sentence, "not_open"))
    app.register_error_handler(NotSignedOff, lambda error: page(409, error.sentence, "not_ready"))
    app.register_error_handler(NotReady, lambda error: page(409, error.sentence, "not_ready"))
    app.register_error_handler(RoundClosed, lambda error: page(409, error.sentence, "closed"))
    app.register_error_handler(OutOfTime, lambda error: page(409, error.sentence, "closed"))
    app.register_error_handler(Outdated, lambda error: page(409, error.sentence, "changed"))
    app.register_error_handler(Refused, lambda error: page(400, error.sentence))
    app.register_error_handler(CSRFError, stale_form)
    app.register_error_handler(SQLAlchemyError, unavailable)
    app.register_error_handler(SecurityError, not_our_host)
    app.register_error_handler(HTTPException, failed)


def stale_form(error: CSRFError) -> Page | tuple[Response, int]:
    """A post without a good token: what was typed is offered again, where it came from our page."""
    kept = kept_from_post()
    return (offer_again(kept), 400) if kept and g.account else page(400, STALE_FORM, "stale_token")


def not_our_host(_error: SecurityError) -> Response:
    """Asked for under another name than ours: a bare sentence, since no address of ours can be made."""
    return Response(f"{WRONG_HOST.vi}\n{WRONG_HOST.en}\n", 400, mimetype="text/plain")


def unavailable(error: SQLAlchemyError) -> Page | tuple[Response, int]:
    """The database is locked, full, read-only or gone: for a while, as far as a person can tell."""
    if not passes(error):
        raise error
    current_app.logger.error("the database failed: %s", getattr(error, "orig", None) or error)
    if request.method == "POST" and may_be_done(error):
        keyed = request.blueprint == SYNCING or "key" in request.form
        return page(503, LOST if keyed else LOOK_FIRST)
    return page(503, UNAVAILABLE)


def failed(error: HTTPException) -> Page | tuple[Response, int] | HTTPException:
    """The page of an HTTP failure; redirects pass."""
    code = error.code or 500
    if code < 400:
        return error
    if code == 413 and "too_large" in g:
        return page(code, g.too_large)
    sentence = SENTENCES.get(code, SENTENCES[500 if code >= 500 else 400])
    if for_program():
        methods = error.valid_methods if isinstance(error, MethodNotAllowed) else None
        allowed = {"Allow": ", ".join(sorted(methods))} if methods else {}
        return problem(code, said_of(code, sentence), allowed), code
    return page(code, sentence.filled(most=(request.max_content_length or 0) // 2**20))


def page(code: int, sentence: Sentence, word: str = "") -> Page | tuple[Response, int]:
    """A failure's page. After a failure of the system it asks the database nothing.

    A script is answered with the sentence and one ``state`` word to go by.
    """
    if request.blueprint == SYNCING:
        return jsonify(state=word or STATES.get(code, "failed"), sentence=say(sentence)), code
    if for_program():
        return problem(code, sentence), code
    g.failing = code >= 500 or "account" not in g
    kept = kept_from_post() if code >= 500 else None
    return render_template("failure.html", sentence=sentence, kept=kept), code
