"""How far it would go under a model: played forward, or asked backwards in reverse reachable (RR) sets."""
