"""Accounts through time: enrolled from a file, handed over, given another place, reminded, forgotten."""
