"""People by number: quicker for the engine, and nobody can tell."""

from datetime import UTC, datetime

import ibis
import pyarrow as pa

from kolony_engine.events import collect, connect
from kolony_engine.measures.doors.coding import COLUMNS, coded

NOON = datetime(2024, 3, 1, 12, tzinfo=UTC).replace(tzinfo=None)


def events_of(rows: list[tuple[str | None, str | None]]) -> ibis.Table:
    columns = {"ts": [NOON] * len(rows), "verb": ["like"] * len(rows), "value": [1.0] * len(rows)}
    columns |= {"actor_id": [row[0] for row in rows], "target_user_id": [row[1] for row in rows]}
    types = {name: pa.string() for name in columns} | {"ts": pa.timestamp("us"), "value": pa.float64()}
    table = pa.table({name: pa.array(values, types[name]) for name, values in columns.items()})
    connection = connect()
    connection.con.register("given", table)
    return connection.table("given")


def test_people_come_back_as_the_text_they_were_and_in_its_order():
    rows = [("u9", "u10"), (None, "小王"), ("Zoë", None), ("u10", "u9"), ("", "it's")]
    with coded(events_of(rows)) as table:
        back = collect(table.order_by("actor_id"))
        assert table.columns == COLUMNS
        assert back["actor_id"].to_pylist() == ["", "Zoë", "u10", "u9", None]
        assert back["target_user_id"].to_pylist() == ["it's", None, "u9", "u10", "小王"]
        assert collect(table.filter(table.actor_id == "u9")).num_rows == 1
        assert collect(table.filter(table.actor_id != table.target_user_id)).num_rows == 3


def test_nobody_at_all_is_no_mistake_and_nothing_stays_behind():
    events = events_of([])
    with coded(events) as table:
        assert collect(table).num_rows == 0
    left = events.get_backend().con.execute("SELECT count(*) FROM duckdb_types() WHERE NOT internal").fetchall()
    assert left == [(0,)]
