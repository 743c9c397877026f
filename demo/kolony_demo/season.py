"""What a simulation gives: the tables a product may load, and, apart from them, the truth it must never see."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as arrow_csv
import pyarrow.parquet as parquet

SOURCE_NAME = "灯渡学社 Lantern Ferry (SIMULATED)"
SECOND = pa.timestamp("s", tz="UTC")
MARKER = "SIMULATED"
NOTICE = """SIMULATED DATA / 模拟数据

Everything in this folder was invented by a program (kolony_demo, seed {seed}): the community, its members,
their names, texts, purchases and dates. Any likeness to a person or a product is chance.

本文件夹中的一切均由程序生成（kolony_demo，种子 {seed}）：社区、成员、笔名、文字、购买与日期都是虚构的。
"""
TRUTH_NOTICE = """
HIDDEN TRUTH: for judging methods only. Never load these files into the product.
隐藏的真相：只用来检验方法，不要导入产品。
"""


@dataclass(frozen=True)
class Season:
    """`events`, `words`, `members`, `slots`: what a community would have. `truth`: what only the simulator knows."""

    events: pa.Table
    words: pa.Table
    members: pa.Table
    slots: pa.Table
    truth: dict[str, pa.Table]
    starts_at: datetime
    ends_at: datetime
    seed: int
    source_name: str = SOURCE_NAME

    def write(self, folder: Path, file_format: str = "parquet") -> list[Path]:
        """Write what the product may load, with a SIMULATED marker beside it. The truth is not written here."""
        tables = {"events": self.events, "words": self.words, "members": self.members, "slots": self.slots}
        return self._write(Path(folder), tables, file_format, NOTICE)

    def write_truth(self, folder: Path) -> list[Path]:
        """Write the hidden truth into a folder of its own."""
        return self._write(Path(folder), self.truth, "parquet", NOTICE + TRUTH_NOTICE)

    def _write(self, folder: Path, tables: dict[str, pa.Table], kind: str, notice: str) -> list[Path]:
        writer = WRITERS[kind]
        folder.mkdir(parents=True, exist_ok=True)
        (folder / MARKER).write_text(notice.format(seed=self.seed), encoding="utf-8")
        written = []
        for name, table in tables.items():
            path = folder / f"{name}.{kind}"
            writer(table, path)
            written.append(path)
        return written


def _write_parquet(table: pa.Table, path: Path) -> None:
    parquet.write_table(table, path, compression="zstd")


def _write_csv(table: pa.Table, path: Path) -> None:
    """As a community would export it: times in ISO 8601, tags in one cell with a bar between them."""
    for index, field in enumerate(table.schema):
        column = table.column(index)
        if pa.types.is_list(field.type):
            table = table.set_column(index, field.name, pc.binary_join(column, "|"))
        elif pa.types.is_timestamp(field.type):
            table = table.set_column(index, field.name, pc.strftime(column.cast(SECOND), "%Y-%m-%dT%H:%M:%SZ"))
    arrow_csv.write_csv(table, path)


WRITERS: dict[str, Callable[[pa.Table, Path], None]] = {"parquet": _write_parquet, "csv": _write_csv}
