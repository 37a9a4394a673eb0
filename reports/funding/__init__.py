"""Packages, budgets and floors: what a selection is made of and what it costs."""
