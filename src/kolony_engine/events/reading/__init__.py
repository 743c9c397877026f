"""Readers, loaded only when a file of their kind is opened.

From the bytes up: `raw` (unpacking, encoding, lines), `meaning` (what a cell says in the event contract), then the
readers: `flat` files with a header and documented `exports`. `recognise` tells which kind a file is.
"""
