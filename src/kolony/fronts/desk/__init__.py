"""The desk of the operators: today, the list of people, one dossier. It joins what the rooms below it know."""
