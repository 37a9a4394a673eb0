"""What answers mean: readiness, remoteness, gaps, priority, and what people take away."""
