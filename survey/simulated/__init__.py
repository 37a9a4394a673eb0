"""Simulated answers of every commune, and the demonstration that shows them. Never real."""
