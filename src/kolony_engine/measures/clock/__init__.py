"""How fast the past fades in a community, and how long what it makes is noticed."""
