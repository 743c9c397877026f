"""Lists as CSV files for spreadsheets: streamed, readable by Excel in every language, and never a formula."""

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import StreamingHttpResponse
from django.utils.http import content_disposition_header

from kolony.ground.frame.rules import harmless

CsvColumn = tuple[Any, Callable[[Any], Any]]
CHUNK = 2000


class _Line:
    """What csv.writer writes to: hands every line straight back."""

    def write(self, text: str) -> str:
        return text


def csv_lines(rows: Iterable[Any], columns: Sequence[CsvColumn]) -> Iterator[str]:
    """A byte order mark, the heads, one line per row. Numbers stay numbers, text is made harmless."""
    writer = csv.writer(_Line(), lineterminator="\r\n")
    yield "\ufeff" + writer.writerow([harmless(str(label)) for label, _ in columns])
    for row in rows.iterator(chunk_size=CHUNK) if isinstance(rows, QuerySet) else rows:
        yield writer.writerow([_cell(value_of(row)) for _, value_of in columns])


def csv_export(rows: Iterable[Any], columns: Sequence[CsvColumn], filename: str) -> StreamingHttpResponse:
    """A download of `rows`; columns are (head, function of a row). It is streamed, however many rows there are."""
    response = StreamingHttpResponse(csv_lines(rows, columns), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(True, filename)
    response["Cache-Control"] = "no-store"
    return response


def _cell(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, int | float):
        return value
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    return harmless(str(value))
