"""The officer's pages: contents, one section a page, the check, submitting, receipts."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("filling", __name__)
