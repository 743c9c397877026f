"""How results leave this room, and people as numbers on the way."""
