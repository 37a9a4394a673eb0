"""Pages: deciding."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("deciding", __name__)
