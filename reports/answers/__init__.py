"""Files of answers → raw columns → a frame: what comes in when there is no database."""
