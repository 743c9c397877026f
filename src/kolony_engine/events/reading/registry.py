"""Which reader opens which kind of file.

Reader modules are loaded by name and only when their kind turns up, because some of them bring heavy libraries (the
workbook reader a compiled parser) that most runs never need.
"""

from importlib import import_module
from typing import Any

from kolony_engine.events.errors import EngineError

TABLES = {
    "csv": "flat.delimited",
    "tsv": "flat.delimited",
    "json": "flat.json_array",
    "jsonl": "flat.json_lines",
    "parquet": "flat.parquet",
    "excel": "flat.excel",
}
"""Flat files with a header: their readers are `TableReader`s, their columns are mapped."""

EXPORTS = {
    "stackexchange": "exports.stackexchange",
    "discourse": "exports.discourse",
}
"""Exports whose format is documented: their readers deliver batches, there is nothing to map."""

KINDS = (*TABLES, *EXPORTS)


def reader_for(kind: str) -> Any:
    """The class `Reader` of the module that reads this kind."""
    home = TABLES.get(kind) or EXPORTS.get(kind)
    if home is None:
        raise EngineError("E-READ-114", given=kind, kinds=KINDS)
    return import_module(f"kolony_engine.events.reading.{home}").Reader
