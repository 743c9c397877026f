"""The guard's pages: ways in, and the audit."""
