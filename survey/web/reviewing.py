"""Pages: reviewing."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("reviewing", __name__)
