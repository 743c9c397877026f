"""Discover: who matters now, who is rising, who could; the evidence, the decisions, the patrol."""
