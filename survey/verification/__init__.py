"""How well answers are known: findings, measurements of the line, and what counts for them."""
