"""The dossier's pages: reading, changing, and what is private."""
