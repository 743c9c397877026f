"""The choice of the columnar engine: one line says DuckDB (the default) or Spark; the expressions stay the same."""

from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import ibis
import pyarrow as pa
from ibis.backends import BaseBackend
from ibis.expr.operations import InMemoryTable

from kolony_engine.events.errors import EngineError

ENGINES = ("duckdb", "spark")


@dataclass(frozen=True)
class EngineChoice:
    """How to open the engine, as plain values that settings or a job may carry."""

    engine: str = "duckdb"
    memory_limit: str | None = None
    threads: int | None = None
    temp_directory: Path | None = None

    def connect(self) -> BaseBackend:
        """Open a connection of this choice."""
        return connect(self.engine, self.memory_limit, self.threads, self.temp_directory)


def connect(
    engine: str = "duckdb",
    memory_limit: str | None = None,
    threads: int | None = None,
    temp_directory: Path | None = None,
) -> BaseBackend:
    """Open a fresh in-memory Ibis connection.

    `memory_limit` is written as the engine writes it ("4GB"; Spark: "4g"), `temp_directory` is where DuckDB spills what
    does not fit. Both engines think in UTC, never fetch an extension from the network, and do not promise the order of
    rows: who needs an order asks for it.

    Refuses with E-ENGINE-101 (no such engine) and E-ENGINE-102 (Spark is chosen but its extra is not installed).
    """
    if engine == "duckdb":
        return _connect_duckdb(memory_limit, threads, temp_directory)
    if engine == "spark":
        return _connect_spark(memory_limit, threads)
    raise EngineError("E-ENGINE-101", given=engine, engines=ENGINES)


def collect(table: ibis.Table) -> pa.Table:
    """Run an expression and fetch all of it as Arrow, with the column types the expression states.

    On DuckDB this asks the engine directly: Ibis's own `to_pyarrow` imports pandas on the way, which costs a second
    that a command line does not have.
    """
    backend = table.get_backend()
    if backend.name != "duckdb" or table.op().find(InMemoryTable):
        return table.to_pyarrow()
    relation = backend.con.sql(str(backend.compile(table)))
    return relation.to_arrow_table().cast(table.schema().to_pyarrow())


def _connect_duckdb(memory_limit: str | None, threads: int | None, temp_directory: Path | None) -> BaseBackend:
    options: dict[str, object] = {
        "TimeZone": "UTC",
        "preserve_insertion_order": False,
        "autoinstall_known_extensions": False,
        # A table is never looked for among Python variables; looking there imports pandas, 1.5 s of the command line.
        "python_enable_replacements": False,
    }
    if memory_limit:
        options["memory_limit"] = memory_limit
    if threads:
        options["threads"] = threads
    if temp_directory:
        options["temp_directory"] = str(temp_directory)
    return ibis.duckdb.connect(**options)


def _connect_spark(memory_limit: str | None, threads: int | None) -> BaseBackend:
    if find_spec("pyspark") is None:
        raise EngineError("E-ENGINE-102", extra="kolony[spark]")
    options = {
        "spark.sql.session.timeZone": "UTC",
        "spark.master": f"local[{threads or '*'}]",
        "spark.ui.enabled": "false",
        "spark.driver.memory": memory_limit or "2g",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        # Two hundred pieces of every sum, Spark's default, are made for many machines; on one they take minutes.
        "spark.sql.shuffle.partitions": "4",
    }
    session = import_module("pyspark.sql").SparkSession.builder
    for key, value in options.items():
        session = session.config(key, value)
    return ibis.pyspark.connect(session.getOrCreate())
