"""Event files in, with lineage and undo; the texts and names behind the pseudonyms; runs of the engine.

The columnar store holds pseudonymous events only. What can be erased (names, posts) lives in PostgreSQL, and both
sides of one load appear together or not at all.
"""
