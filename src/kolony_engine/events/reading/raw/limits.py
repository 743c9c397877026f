"""How much a file may ask of the machine before it is called hostile. Honest exports stay far below each of these."""

BLOCK = 1 << 18
"""Bytes read at a time."""

FIELD = 131_072
"""Characters in one cell: the limit of Python's own csv module."""

LINE = 1 << 20
"""Bytes in one physical line."""

ID = 512
"""Characters in an id."""

BATCH = 20_000
"""Rows in one batch."""

BOMB_FLOOR = 32 << 20
"""Bytes a compressed file may always unpack to, whatever the ratio."""

BOMB_RATIO = 200
"""Beyond the floor: bytes unpacked for each compressed byte."""

SHEET_BYTES = 1 << 30
"""Bytes an Excel workbook may unpack to at all, for it is read whole."""

ROWS_PER_BYTE = 200
"""Rows a Parquet file may promise for each of its bytes."""
