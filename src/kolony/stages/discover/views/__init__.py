"""The pages of this room: candidates, what is decided about them, runs, how far to trust them, patrol, newcomers."""
