"""Choosing together: the people who, within a budget, reach most of those who are wanted, and how sure that is."""
