"""Readers, one module for each kind of file, loaded only when a file of that kind is opened.

From the bytes up: `streams` (compression and its bombs), `encoding`, `lines`, then a reader for each kind, with
`headers`, `times` and `cells` turning what stands there into the event contract.
"""
