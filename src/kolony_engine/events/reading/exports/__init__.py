"""Exports whose format is documented: their rows must be understood before they are events."""
