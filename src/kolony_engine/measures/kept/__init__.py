"""The book: what was counted once and stays beside the event files."""
