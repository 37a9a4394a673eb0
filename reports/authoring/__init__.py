"""Which question does nothing, and why: for whoever writes questionnaires."""
