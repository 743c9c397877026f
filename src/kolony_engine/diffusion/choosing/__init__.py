"""Whom to choose together: the question in numbers, the greedy choice, and the certificate that comes with it."""
