"""The dossier: one person on one page, and everything that is done there."""
