"""What a check of this place finds: in order, worth a look, or to be mended."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from forms.sentence import Sentence


class Level(StrEnum):
    """Good, worth a look, or to be mended before anyone relies on this place."""

    GOOD = "good"
    DOUBT = "doubt"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found."""

    level: Level
    said: Sentence


def good(vi: str, en: str) -> Finding:
    """In order."""
    return Finding(Level.GOOD, Sentence(vi, en))


def doubt(vi: str, en: str) -> Finding:
    """Worth a look."""
    return Finding(Level.DOUBT, Sentence(vi, en))


def bad(vi: str, en: str) -> Finding:
    """To be mended."""
    return Finding(Level.BAD, Sentence(vi, en))
