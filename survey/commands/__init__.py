"""The command line: one module a topic."""
