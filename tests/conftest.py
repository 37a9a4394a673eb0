"""For all tests: properties are judged by what they find, not by how fast this machine is today."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("any-machine", deadline=None)
settings.load_profile("any-machine")
