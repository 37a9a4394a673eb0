"""Editions: what they are made from, frozen, compared, explained."""
