"""What a browser says of itself, in two words, so that people know their own sessions again."""

from __future__ import annotations

# In this order: browsers name those that they stem from, too.
BROWSERS = (
    ("coc_coc", "Cốc Cốc"),
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("CriOS", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def device_words(user_agent: str) -> str:
    """``Chrome · Windows``; empty where nothing is recognised. Nothing that was sent is repeated."""
    found = [
        next((word for mark, word in table if mark in user_agent), "")
        for table in (BROWSERS, SYSTEMS)
    ]
    return " · ".join(word for word in found if word)
