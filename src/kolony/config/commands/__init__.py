"""The commands that run an installation, one module each."""
