"""When something is refused or fails: one page, one clear sentence, never a traceback."""

from __future__ import annotations

from flask import Flask, render_template
from werkzeug.exceptions import HTTPException

from forms.sentence import Refused, Sentence

SENTENCES = {
    400: Sentence("Yêu cầu không đọc được.", "The request could not be read."),
    403: Sentence(
        "Tài khoản của anh/chị không được mở trang này.", "Your account may not open this page."
    ),
    404: Sentence("Không có trang này.", "There is no such page."),
    500: Sentence("Hệ thống gặp lỗi.", "The system failed."),
}


def answer_failures(app: Flask) -> None:
    """Turn every refusal and failure into its page."""
    app.register_error_handler(Refused, lambda error: page(400, error.sentence))
    app.register_error_handler(HTTPException, failed)


def failed(error: HTTPException) -> tuple[str, int] | HTTPException:
    """The page of an HTTP failure; redirects pass."""
    code = error.code or 500
    if code < 400:
        return error
    return page(code, SENTENCES.get(code, SENTENCES[400]))


def page(code: int, sentence: Sentence) -> tuple[str, int]:
    """A failure's page."""
    return render_template("failure.html", sentence=sentence, code=code), code
