"""Files of every kind become the same events."""

import csv
import gzip
import io
import json
import math
import time
import zipfile
from datetime import UTC, datetime

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from kolony_engine.events import EVENT_SCHEMA, EngineError, Tally, collect, connect, events_table, open_events

HEADER = ["ts", "actor_id", "verb", "object_id", "target_user_id", "topic_id", "value", "tags"]
ROWS = [
    ["2024-01-05 10:00:00", "u1", "topic", "o1", "", "t1", "", "hops,酒花"],
    ["2024-01-06", "", "likes_total", "o1", "u1", "t1", "3", ""],
    ["2024-02-01 08:30:00.5", "u2", "reply", "o2", "u1", "t1", "1", ""],
]
NAMES = ("ts", "day_only", "actor_id", "verb", "object_id", "target_user_id", "topic_id", "value", "tags")


def text(sign=","):
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=sign).writerows([HEADER, *ROWS])
    return stream.getvalue()


def as_csv(path):
    path.write_text(text(), "utf-8")


def as_gb18030(path):
    path.write_bytes(text().encode("gb18030"))


def as_tsv(path):
    path.write_bytes(text("\t").encode("utf-16"))


def as_gzip(path):
    path.write_bytes(gzip.compress(text().encode("utf-8-sig")))


def as_zstd(path):
    path.write_bytes(pa.compress(text().encode(), "zstd", asbytes=True))


def as_json_lines(path):
    path.write_text("\n".join(json.dumps(dict(zip(HEADER, row, strict=True))) for row in ROWS), "utf-8")


def as_json_array(path):
    path.write_text(json.dumps([dict(zip(HEADER, row, strict=True)) for row in ROWS], indent=2), "utf-8")


def as_excel(path):
    book = openpyxl.Workbook()
    book.active.title = "notes"
    sheet = book.create_sheet("data")
    for row in [HEADER, *ROWS]:
        sheet.append(row)
    book.save(path)


def as_parquet(path):
    pq.write_table(pa.table(dict(zip(HEADER, zip(*ROWS, strict=True), strict=True))), path)


KINDS = {
    "a.csv": (as_csv, "csv"),
    "zh.csv": (as_gb18030, "csv"),
    "a.tsv": (as_tsv, "tsv"),
    "a.csv.gz": (as_gzip, "csv"),
    "a.csv.zst": (as_zstd, "csv"),
    "a.jsonl": (as_json_lines, "jsonl"),
    "a.json": (as_json_array, "json"),
    "a.xlsx": (as_excel, "excel"),
    "a.parquet": (as_parquet, "parquet"),
}


def events_in(source):
    return pa.concat_tables(batch.events for batch in source.read())


@pytest.mark.parametrize("name", KINDS)
def test_every_kind_of_file_gives_the_same_events(tmp_path, name):
    write, kind = KINDS[name]
    write(tmp_path / name)
    source = open_events(tmp_path / name)
    events = events_in(source)
    assert source.kind == kind
    assert events.schema == EVENT_SCHEMA
    rows = [tuple(row[column] for column in NAMES) for row in events.to_pylist()]
    assert [(str(row[0])[:19], *row[1:]) for row in rows] == [
        ("2024-01-05 10:00:00", False, "u1", "topic", "o1", None, "t1", 1.0, ["hops", "酒花"]),
        ("2024-01-06 00:00:00", True, None, "likes_total", "o1", "u1", "t1", 3.0, None),
        ("2024-02-01 08:30:00", False, "u2", "reply", "o2", "u1", "t1", 1.0, None),
    ]
    assert source.preview(2).headers == tuple(HEADER)
    assert source.preview(2).rows[0][:3] == ("2024-01-05 10:00:00", "u1", "topic")
    assert collect(events_table(tmp_path / name)).num_rows == 3


def test_a_person_may_map_any_header_and_give_a_value_for_all(tmp_path):
    path = tmp_path / "orders.csv"
    path.write_text("买家,何时,多少\n林,2024-01-05,99.5\n")
    source = open_events(path, mapping={"买家": "actor_id", "何时": "ts", "多少": "value", "=buy": "verb"})
    (event,) = events_in(source).to_pylist()
    assert (event["actor_id"], event["verb"], event["value"]) == ("林", "buy", 99.5)


def test_a_mapping_that_cannot_be_is_refused(tmp_path):
    path = tmp_path / "a.csv"
    as_csv(path)
    for mapping, code in (({"x": "ts"}, "111"), ({"ts": "when"}, "112"), ({"ts": "ts", "value": "ts"}, "113")):
        with pytest.raises(EngineError) as refusal:
            open_events(path, mapping=mapping)
        assert refusal.value.code == f"E-READ-{code}"


def test_a_file_without_time_or_verb_says_what_is_missing(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("who,what\nlin,x\n")
    source = open_events(path)
    assert source.missing == ("ts", "verb")
    with pytest.raises(EngineError) as refusal:
        list(source.read())
    assert refusal.value.code == "E-READ-116"
    assert refusal.value.values["headers"] == ["who", "what"]


def test_of_a_folder_only_the_files_of_events_are_read(tmp_path):
    as_parquet(tmp_path / "events.parquet")
    (tmp_path / "users.csv").write_text("user_id,joined\n1,2024-01-01\n")
    (tmp_path / "posts.csv").write_text("id,type,created_at\n1,question,2024-01-01\n")
    (tmp_path / "README.md").write_text("# notes")
    assert [file.path.name for file in open_events(tmp_path).files] == ["events.parquet"]


def test_every_refused_row_says_where_and_why(tmp_path):
    path = tmp_path / "dirty.csv"
    path.write_text("时间,行为,用户,数值\n今天,like,a,1\n2024-01-05,,a,1\n2024-01-05,like,a,很多\n2024-01-05,like\n")
    (batch,) = open_events(path).read()
    assert [(row.line, row.column, row.code, row.value) for row in batch.refused] == [
        (2, "时间", "E-READ-212", "今天"),
        (3, "行为", "E-READ-231", ""),
        (4, "数值", "E-READ-221", "很多"),
        (5, "", "E-READ-207", "2024-01-05,like"),
    ]
    assert batch.events.num_rows == 0


@pytest.mark.parametrize("kind", ["csv", "jsonl", "parquet", "mixed.csv"])
def test_what_has_not_happened_yet_is_refused(tmp_path, kind):
    days = [(2026, 3, 1, 8), (2062, 3, 1, 8), (2026, 3, 2), (2026, 3, 1, 23, 59)]
    moments = [datetime(*day, tzinfo=UTC).replace(tzinfo=None) for day in days]
    path = tmp_path / f"ahead.{kind}"
    if kind == "parquet":
        pq.write_table(pa.table({"ts": moments, "verb": ["like"] * 4, "actor_id": list("abcd")}), path)
    elif kind == "jsonl":
        path.write_text("\n".join(json.dumps({"ts": str(at), "verb": "like", "actor_id": "a"}) for at in moments))
    else:
        written = [at.isoformat(sep=" ") for at in moments] + (["2026/3/1"] if kind == "mixed.csv" else [])
        path.write_text("\n".join(["ts,verb,actor_id", *(f"{at},like,a" for at in written)]))
    (batch,) = open_events(path, until=datetime(2026, 3, 2, tzinfo=UTC)).read()
    first = batch.refused[0].line
    assert [(row.line - first, row.column, row.code) for row in batch.refused] == [
        (0, "ts", "E-READ-215"), (1, "ts", "E-READ-215")
    ]  # fmt: skip
    assert batch.refused[0].value.startswith("2062-03-01")
    assert batch.events.num_rows == (3 if kind == "mixed.csv" else 2)
    (whole,) = open_events(path).read()
    assert not whole.refused


def test_what_is_legal_but_worth_telling_is_counted(tmp_path):
    path = tmp_path / "flags.csv"
    path.write_text("ts,verb,actor_id,object_id\n2024-01-05,like,,12.0\n2024-01-05 10:00,waved,NULL,13\n")
    tally = Tally()
    for batch in open_events(path).read():
        tally.count(batch)
    assert dict(tally.flags) == {"decimal_id": 1, "day_only": 1, "no_actor": 2, "no_target": 1, "unknown_verb": 1}
    assert dict(tally.verbs) == {"like": 1, "waved": 1}


def test_naughty_strings_survive_unchanged(tmp_path, naughty_strings):
    strings = [string for string in naughty_strings if "\0" not in string]
    rows = [["2024-01-05", "comment", f"o{number}", string] for number, string in enumerate(strings)]
    write = {
        "n.csv": lambda path: _write_csv(path, rows),
        "n.jsonl": lambda path: path.write_text(
            "\n".join(json.dumps(dict(zip(("ts", "verb", "object_id", "text"), row, strict=True))) for row in rows)
        ),
        "n.parquet": lambda path: pq.write_table(
            pa.table(dict(zip(("ts", "verb", "object_id", "text"), zip(*rows, strict=True), strict=True))), path
        ),
    }
    for name, writing in write.items():
        writing(tmp_path / name)
        words = pa.concat_tables(batch.words for batch in open_events(tmp_path / name).read())
        assert words["text"].to_pylist() == [string for string in strings if string], name


def _write_csv(path, rows):
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, quoting=csv.QUOTE_ALL).writerows([["ts", "verb", "object_id", "text"], *rows])


@pytest.mark.parametrize(
    "line",
    ["[1]", "{", '{"a": NaN}', '{"verb": "\\ud800", "ts": "2024-01-05"}', "[" * 100_000, '"x"',
     '{"a": ' + "9" * 5000 + "}", "{'a': 1}"],
)  # fmt: skip
def test_a_line_that_is_no_json_object_is_refused_alone(tmp_path, line):
    path = tmp_path / "a.jsonl"
    path.write_text('{"ts": "2024-01-05", "verb": "like"}\n' + line + '\n{"ts": "2024-01-05", "verb": "like"}\n')
    batches = list(open_events(path).read())
    assert sum(batch.events.num_rows for batch in batches) == 2
    assert [row.line for batch in batches for row in batch.refused] == [2]


def test_nested_objects_are_flattened_once(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text('{"created_at": 1704459845, "event": "点赞", "user": {"id": 7}, "extra": {"a": {"b": 1}}}\n')
    (event,) = events_in(open_events(path)).to_pylist()
    assert (event["actor_id"], event["verb"]) == ("7", "like")


def test_numbers_in_a_workbook_are_ids_without_a_point(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["用户ID", "时间", "行为"])
    book.active.append([None, None, None])
    book.active.append([7, __import__("datetime").datetime(2024, 1, 5, 10, 0), "点赞"])
    book.active.append([8, "never", "点赞"])
    book.save(tmp_path / "a.xlsx")
    (batch, *_) = open_events(tmp_path / "a.xlsx").read()
    (event,) = batch.events.to_pylist()
    assert (event["actor_id"], str(event["ts"])[:16]) == ("7", "2024-01-05 10:00")
    assert [(row.line, row.column, row.value) for row in batch.refused] == [(4, "时间", "never")]


def answered(path, within=5.0):
    began = time.process_time()
    with pytest.raises(EngineError) as refusal:
        for batch in open_events(path).read():
            assert batch.events.num_rows == 0
    assert time.process_time() - began < within
    return refusal.value.code


def test_a_gzip_bomb_is_refused(tmp_path):
    path = tmp_path / "bomb.csv.gz"
    with gzip.open(path, "wb") as stream:
        stream.write(b"ts,verb\n")
        for _ in range(300):
            stream.write(b"0" * 1_000_000)
    assert answered(path) == "E-READ-105"


def test_a_zstd_bomb_is_refused(tmp_path):
    path = tmp_path / "bomb.csv.zst"
    path.write_bytes(pa.compress(b"ts,verb\n" + b"x,y\n" * 50_000_000, "zstd", asbytes=True))
    assert answered(path) == "E-READ-105"


def test_a_workbook_bomb_is_refused(tmp_path):
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"<row/>" * 30_000_000)
    assert answered(path) == "E-READ-105"


def test_a_file_of_lines_behind_one_open_quote_is_given_up(tmp_path):
    path = tmp_path / "quote.csv"
    path.write_bytes(b'ts,verb\n"' + b"x\n" * 5_000_000 + b'"\n')
    assert answered(path) == "E-READ-117"


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.csv", b"", "E-READ-102"),
        ("a.csv", b"\n\n \n", "E-READ-102"),
        ("a.parquet", b"PAR1 nothing PAR1", "E-READ-121"),
        ("a.xlsx", b"PK\x03\x04 nothing", "E-READ-122"),
        ("a.csv.gz", b"\x1f\x8b\x08\0 nothing", "E-READ-106"),
        ("a.html", b"<html></html>", "E-READ-110"),
        ("a.json", b'{\n "a": 1\n}', "E-READ-110"),
    ],
)
def test_what_cannot_be_opened_says_why(tmp_path, name, content, code):
    (tmp_path / name).write_bytes(content)
    assert answered(tmp_path / name) == code


def test_what_is_not_there_says_so(tmp_path):
    assert answered(tmp_path / "no.csv") == "E-READ-101"
    assert answered(tmp_path) == "E-READ-103"
    with pytest.raises(EngineError) as refusal:
        open_events(tmp_path, time_zone="Mars/Olympus")
    assert refusal.value.code == "E-READ-115"


def test_progress_ends_at_the_whole(tmp_path):
    as_csv(tmp_path / "a.csv")
    as_parquet(tmp_path / "b.parquet")
    source = open_events([tmp_path / "a.csv", tmp_path / "b.parquet"])
    told = []
    list(source.read(lambda done, total: told.append((done, total))))
    assert source.kind == "mixed"
    assert told[-1] == (sum(file.size for file in source.files),) * 2
    assert [done for done, _ in told] == sorted(done for done, _ in told)


def test_parquet_in_the_contracts_columns_is_read_in_place(tmp_path):
    table = pa.table(
        {
            "ts": pa.array([1704459845000000, 1704412800000000, None], pa.timestamp("us", "UTC")),
            "actor_id": pa.array([7.0, None, 1.0]),
            "verb": ["like", "view", "view"],
            "value": pa.array([None, 2.5, 1.0], pa.float32()),
            "site": ["a", "b", "a"],
        }
    )
    pq.write_table(table, tmp_path / "e.parquet")
    rows = collect(events_table(tmp_path / "e.parquet", connect())).to_pylist()
    assert [(str(row["ts"]), row["day_only"], row["actor_id"], row["verb"], row["value"]) for row in rows] == [
        ("2024-01-05 13:04:05", False, "7", "like", 1.0),
        ("2024-01-05 00:00:00", True, None, "view", 2.5),
    ]
    assert collect(events_table(tmp_path / "e.parquet", only={"site": "b"}))["verb"].to_pylist() == ["view"]


@pytest.mark.parametrize("zone", [None, "UTC", "Asia/Shanghai"])
@pytest.mark.parametrize("unit", ["s", "ms", "us", "ns"])
def test_a_time_in_parquet_may_have_any_unit_and_zone(tmp_path, unit, zone):
    moment = pa.array([1704459845], pa.int64()).cast(pa.timestamp("s")).cast(pa.timestamp(unit))
    times = moment.cast(pa.timestamp(unit, "UTC")).cast(pa.timestamp(unit, zone)) if zone else moment
    pq.write_table(pa.table({"ts": times, "verb": ["like"]}), tmp_path / "e.parquet")
    (in_place,) = collect(events_table(tmp_path / "e.parquet")).to_pylist()
    (batch,) = open_events(tmp_path / "e.parquet").read()
    assert str(in_place["ts"]) == "2024-01-05 13:04:05"
    assert batch.events["ts"][0].as_py() == datetime(2024, 1, 5, 13, 4, 5, tzinfo=UTC)


def test_what_the_reader_refuses_is_left_out_in_place_too(tmp_path):
    table = pa.table(
        {
            "ts": pa.array([1704459845000000, 0, 4102444800000000, *[1704459845000000] * 3], pa.timestamp("us", "UTC")),
            "verb": ["topic", "like", "like", "like", "like", "reply"],
            "value": pa.array([1.0, 1.0, 1.0, math.inf, math.nan, None]),
        }
    )
    pq.write_table(table, tmp_path / "e.parquet")
    in_place = collect(events_table(tmp_path / "e.parquet"))
    batches = [batch.events for batch in open_events(tmp_path / "e.parquet").read()]
    assert in_place["verb"].to_pylist() == ["topic", "reply"]
    assert [verb for batch in batches for verb in batch["verb"].to_pylist()] == ["topic", "reply"]


def test_verbs_in_other_words_are_translated_in_place_too(tmp_path):
    table = pa.table({"ts": pa.array([1704459845000000], pa.timestamp("us", "UTC")), "verb": ["点赞"]})
    pq.write_table(table, tmp_path / "e.parquet")
    assert collect(events_table(tmp_path / "e.parquet"))["verb"].to_pylist() == ["like"]


def test_a_table_tells_what_it_left_out(tmp_path):
    (tmp_path / "a.csv").write_text("ts,verb\n2024-01-05,like\nnever,like\n")
    tally = Tally()
    assert collect(events_table(tmp_path / "a.csv", tally=tally)).num_rows == 1
    assert dict(tally.codes) == {"E-READ-212": 1}
