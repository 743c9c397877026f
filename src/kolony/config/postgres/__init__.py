"""The embedded PostgreSQL: our own small supervisor around binaries that somebody else built."""
