"""Every test of the store runs on both databases."""

from tests.databases import database_url, empty_engine, engine

__all__ = ["database_url", "empty_engine", "engine"]
