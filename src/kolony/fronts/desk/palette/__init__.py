"""Search and jump (Ctrl K): people, members, pages, actions."""
