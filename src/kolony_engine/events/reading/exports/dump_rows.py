"""The rows of a Stack Exchange dump file: `<row Id="1" .../>` after `<row>`, streamed, with every entity refused."""

from collections.abc import Iterator
from pathlib import Path
from xml.parsers import expat

from kolony_engine.events.errors import EngineError
from kolony_engine.events.reading.raw.limits import BLOCK, FIELD
from kolony_engine.events.reading.raw.streams import blocks

Row = dict[str, str]


def dump_rows(path: Path) -> Iterator[tuple[int, Row, int]]:
    """Each row's line and attributes, and the bytes of the file read so far.

    Refuses with E-READ-131 (declares entities or a document type: no dump does) and E-READ-132 (not well-formed, at
    this line: a file that breaks off in the middle is never half in).
    """
    found: list[tuple[int, Row]] = []
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)

    def refuse(*_: object) -> None:
        raise EngineError("E-READ-131", file=path.name)

    def start(name: str, attributes: Row) -> None:
        if name == "row":
            found.append((parser.CurrentLineNumber, attributes))

    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.ExternalEntityRefHandler = refuse
    for block, position in blocks(path, BLOCK):
        _feed(parser, block, False, path)
        yield from ((line, row, position) for line, row in found)
        found.clear()
    _feed(parser, b"", True, path)


def _feed(parser, block: bytes, final: bool, path: Path) -> None:
    try:
        parser.Parse(block, final)
    except expat.ExpatError as error:
        raise EngineError("E-READ-132", file=path.name, line=error.lineno) from error


def too_long(row: Row) -> str | None:
    """The first attribute that is longer than any post may be."""
    return next((name for name, value in row.items() if len(value) > FIELD), None)
