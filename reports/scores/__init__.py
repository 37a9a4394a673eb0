"""From single questions to ranks: what readiness is made of."""
