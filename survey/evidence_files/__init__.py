"""Files attached to answers, from the first piece that a device sends to their tidying."""
