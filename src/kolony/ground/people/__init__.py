"""The dossier: who somebody is, where they are known, what was agreed and noted, with a history of every change."""
