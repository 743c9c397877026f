"""Events: the contract, the reading of files, the store, and the choice of the columnar engine.

Everything public is named here and loaded when it is first asked for, so that a caller who needs the vocabulary does
not pay for Arrow, nor one who needs Arrow for Ibis. This is the one place of the engine that imports by name.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kolony_engine.events.batches import EventBatch, Layout, Preview, Refused, SourceFile
    from kolony_engine.events.contract import EVENT_SCHEMA, KINDS, MEMBER_SCHEMA, VERBS, WORDS_SCHEMA, Verb, verbs_of
    from kolony_engine.events.engine import ENGINES, EngineChoice, collect, connect
    from kolony_engine.events.errors import EngineError
    from kolony_engine.events.recognition import PRESETS, Recognition
    from kolony_engine.events.report import LoadReport, Tally
    from kolony_engine.events.source import EventSource, open_events
    from kolony_engine.events.store import DataFile, EventStore
    from kolony_engine.events.table import events_table, stored_table

_HOMES = {
    "EVENT_SCHEMA": "contract",
    "WORDS_SCHEMA": "contract",
    "MEMBER_SCHEMA": "contract",
    "VERBS": "contract",
    "KINDS": "contract",
    "Verb": "contract",
    "verbs_of": "contract",
    "Recognition": "recognition",
    "PRESETS": "recognition",
    "EngineError": "errors",
    "ENGINES": "engine",
    "EngineChoice": "engine",
    "connect": "engine",
    "collect": "engine",
    "events_table": "table",
    "stored_table": "table",
    "open_events": "source",
    "EventSource": "source",
    "EventBatch": "batches",
    "Refused": "batches",
    "SourceFile": "batches",
    "Preview": "batches",
    "Layout": "batches",
    "EventStore": "store",
    "DataFile": "store",
    "LoadReport": "report",
    "Tally": "report",
}

__all__ = [
    "ENGINES",
    "EVENT_SCHEMA",
    "KINDS",
    "MEMBER_SCHEMA",
    "PRESETS",
    "VERBS",
    "WORDS_SCHEMA",
    "DataFile",
    "EngineChoice",
    "EngineError",
    "EventBatch",
    "EventSource",
    "EventStore",
    "Layout",
    "LoadReport",
    "Preview",
    "Recognition",
    "Refused",
    "SourceFile",
    "Tally",
    "Verb",
    "collect",
    "connect",
    "events_table",
    "open_events",
    "stored_table",
    "verbs_of",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
