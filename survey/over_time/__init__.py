"""Earlier rounds and earlier communes: what is carried over, and what changed."""
