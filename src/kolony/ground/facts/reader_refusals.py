"""Words for the codes of the engine's readers and store: what happened, and the way out. One entry for each code."""

from kolony.ground.frame.error_words import ErrorWords

READER_REFUSALS: dict[str, ErrorWords] = {}
