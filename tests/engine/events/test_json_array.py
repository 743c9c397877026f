"""A JSON file that is one array: read in pieces, refused element by element, and whole when it is broken."""

import gzip
import json
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from kolony_engine.events import EngineError, open_events
from kolony_engine.events.reading.flat.json_array import _Scanner

VALUES = some.recursive(
    some.none() | some.booleans() | some.integers() | some.text(),
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(some.text(), inner, max_size=3),
    max_leaves=8,
)


def written(tmp_path, text, name="a.json", encoding="utf-8"):
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    return path


def event(number: int, **more) -> dict:
    return {"ts": "2024-01-05 10:00", "verb": "like", "actor_id": f"u{number}", **more}


@given(some.lists(VALUES), some.integers(1, 40), some.sampled_from([None, 0, 2]))
def test_however_it_is_cut_the_elements_are_those_of_the_array(values, size, indent):
    text = json.dumps(values, ensure_ascii=False, indent=indent)
    scanner, found = _Scanner(Path("a.json")), []
    for at in range(0, len(text), size):
        found += scanner.feed(text[at : at + size])
    found += scanner.end()
    assert [element.value for element in found] == values


def test_elements_that_are_no_events_are_refused_with_their_line(tmp_path):
    good = json.dumps(event(1))
    text = f'[{good},\n 7,\n[1],\n{{"ts": "x",\n "verb": "like"}},\n{{"ts": NaN}}, {{"a": "\\ud800"}},\n{good}]\n'
    (batch,) = open_events(written(tmp_path, text)).read()
    assert [(row.line, row.code) for row in batch.refused] == [
        (2, "E-READ-242"), (3, "E-READ-242"), (4, "E-READ-212"), (6, "E-READ-241"), (6, "E-READ-241"),
    ]  # fmt: skip
    assert batch.events.num_rows == 2


def test_bytes_that_are_no_text_spoil_their_element_only(tmp_path):
    path = tmp_path / "a.json"
    rows = [json.dumps(event(number, text="好用"), ensure_ascii=False).encode() for number in range(50)]
    rows[7] = rows[7].replace("好".encode(), b"\xff\xfe")
    path.write_bytes(b"[\n" + b",\n".join(rows) + b"\n]")
    (batch,) = open_events(path).read()
    assert [(row.line, row.code) for row in batch.refused] == [(9, "E-READ-201")]
    assert batch.events.num_rows == 49


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('[{"ts": "2024-01-05"},\n{"ts"', 2),
        ('[{"ts": "2024-01-05"}\n\n{"ts": 1}]', 3),
        ('[{"ts": "2024-01-05"},\n]', 2),
        ('[{"ts": "2024-01-05"}]\n[]', 2),
        ('[{"ts": "2024-01-05"}', 1),
        ('[{"ts": ' + "[" * 100_000, 1),
    ],
)
def test_an_array_that_is_broken_is_no_file(tmp_path, text, line):
    with pytest.raises(EngineError) as refusal:
        list(open_events(written(tmp_path, text), mapping={"ts": "ts", "=like": "verb"}).read())
    assert (refusal.value.code, refusal.value.values) == ("E-READ-132", {"file": "a.json", "line": line})


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_an_array_is_read_in_any_encoding_and_packed(tmp_path, encoding):
    text = json.dumps([event(number, text="读书会好") for number in range(30)], ensure_ascii=False)
    (batch,) = open_events(written(tmp_path, text, encoding=encoding)).read()
    assert batch.words.column("text").to_pylist() == ["读书会好"] * 30
    path = tmp_path / "b.json.gz"
    path.write_bytes(gzip.compress(text.encode()))
    assert next(open_events(path).read()).events.num_rows == 30


def test_a_large_array_is_never_held_whole(tmp_path):
    path = tmp_path / "large.json"
    row = json.dumps(event(1, text="x" * 900))
    path.write_text("[" + ",".join([row] * 60_000) + "]")
    tracemalloc.start()
    read = sum(batch.events.num_rows for batch in open_events(path, mapping={"ts": "ts", "verb": "verb"}).read())
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert read == 60_000
    assert peak < path.stat().st_size * 0.6


@pytest.mark.parametrize("text", ["[1, 2, 3]", '["a", {}]', "[[]]", "[}"])
def test_an_array_of_anything_else_is_of_no_kind_we_know(tmp_path, text):
    with pytest.raises(EngineError, match="E-READ-110"):
        open_events(written(tmp_path, text))


def test_an_empty_array_has_no_header(tmp_path):
    with pytest.raises(EngineError, match="E-READ-104"):
        open_events(written(tmp_path, " [ ] "))
