"""What keeps a server well: how it listens, what it is checked for, backups."""
