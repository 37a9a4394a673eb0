"""Tables and plain query functions; the caller owns the connection and the transaction."""
