"""Signing in and out, and the change of a password."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, session
from werkzeug.wrappers import Response

from survey.web.access import public, signed_in

blueprint = Blueprint("signing_in", __name__)


@blueprint.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> str:
    """Sign in."""
    return render_template("signing_in/sign_in.html")


@blueprint.post("/sign-out")
@signed_in
def sign_out() -> Response:
    """Sign out."""
    session.clear()
    return redirect("/")


@blueprint.route("/account/password", methods=["GET", "POST"])
@signed_in
def password() -> str:
    """Change the password."""
    return render_template("signing_in/password.html")
