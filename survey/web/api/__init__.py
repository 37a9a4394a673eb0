"""The read-only interface for programs: one table of what can be asked, its routes and its description."""
