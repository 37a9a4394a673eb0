"""Pages: administering."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("administering", __name__)
