"""CSV and TSV: exact cells, exact lines, and nothing lost behind a quote."""

import csv
import io
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kolony_engine.events import EngineError
from kolony_engine.events.reading.flat.delimited import Reader, records
from kolony_engine.events.reading.flat.tables import Options
from kolony_engine.events.reading.raw.encoding import encoding_of

CELL = st.text(st.characters(blacklist_categories=("Cs",), blacklist_characters="\0"), max_size=12)
TABLE = st.integers(2, 4).flatmap(lambda width: st.lists(st.lists(CELL, min_size=width, max_size=width), min_size=1))


def rows_of(path, **options):
    return [row for found in records(path, **options) for row in found.rows]


def lines_of(path):
    return [line for found in records(path) for line in found.lines]


def refused_in(path, **options):
    return [(row.line, row.code) for found in records(path, **options) for row in found.refused]


def test_every_cell_of_the_spectrum_is_exact(spectrum):
    for path, truth in spectrum.items():
        assert rows_of(path)[1:] == truth, path.name
        assert refused_in(path) == []


def test_line_ends_may_be_mixed(tmp_path):
    path = tmp_path / "mixed.csv"
    path.write_bytes(b'a,b\r\n1,"x\r\ny"\r3,4\n\n5,6')
    assert rows_of(path) == [["a", "b"], ["1", "x\r\ny"], ["3", "4"], ["5", "6"]]
    assert lines_of(path) == [1, 2, 4, 6]


def test_an_open_quote_costs_its_own_line_only(tmp_path):
    path = tmp_path / "open.csv"
    path.write_text('a,b\n1,2\n3,"open\n' + "".join(f"{number},x\n" for number in range(5, 50_005)))
    assert refused_in(path) == [(3, "E-READ-205")]
    assert len(rows_of(path)) == 50_002


def test_text_after_a_closing_quote_is_refused_where_it_stands(tmp_path):
    path = tmp_path / "after.csv"
    path.write_text('a,b\n"x"y,2\n3,4\n')
    assert refused_in(path) == [(2, "E-READ-204")]
    assert rows_of(path)[1:] == [["3", "4"]]


def test_bytes_that_are_no_text_and_nuls_are_refused_line_by_line(tmp_path):
    path = tmp_path / "bytes.csv"
    path.write_bytes("a,b\n好,1\n".encode() + b"\xff\xfe,2\n\0,3\n" + "好,4\n".encode())
    assert refused_in(path) == [(3, "E-READ-201"), (4, "E-READ-203")]
    assert rows_of(path) == [["a", "b"], ["好", "1"], ["好", "4"]]


@pytest.mark.parametrize(
    "line",
    [
        b"x" * 10_000_000,
        b'"' + b"x" * 10_000_000 + b'"',
        b'"' + b'""' * 5_000_000 + b'"',
    ],
)
def test_ten_megabytes_in_a_cell_are_answered_within_seconds(tmp_path, line):
    path = tmp_path / "large.csv"
    path.write_bytes(b"a,b\n1,2\n" + line + b",5\n6,7\n")
    began = time.process_time()
    reader = Reader(path, Options())
    found = list(reader.rows(reader.headers))
    assert time.process_time() - began < 5
    assert found[0].refused[0].line == 3
    assert len(found[0].refused[0].value) <= 200
    assert found[0].columns["a"].to_pylist()[0] == "1"
    assert found[-1].columns["a"].to_pylist()[-1] == "6"


def test_rows_that_do_not_fit_the_header_are_refused_unless_what_is_too_much_is_empty(tmp_path):
    path = tmp_path / "ragged.csv"
    path.write_text("a,b\n1\n1,2,\n1,2,3\n4,5\n")
    reader = Reader(path, Options())
    (raw,) = reader.rows(reader.headers)
    assert raw.columns["a"].to_pylist() == ["1", "4"]
    assert [(row.line, row.code) for row in raw.refused] == [(2, "E-READ-207"), (4, "E-READ-207")]


def test_the_delimiter_is_found_by_the_header(tmp_path):
    for sign in ",;\t|":
        path = tmp_path / "any.csv"
        path.write_text(f"a{sign}b\n1{sign}2\n")
        assert rows_of(path) == [["a", "b"], ["1", "2"]]


def test_a_header_longer_than_what_is_looked_at_first_is_found_whole(tmp_path):
    path = tmp_path / "long.csv"
    path.write_text('a,"' + "b\n" * 20_000 + '",c\n1,2,3\n')
    assert Reader(path, Options()).headers == ("a", ("b\n" * 20_000).strip(), "c")


def test_the_delimiter_is_found_where_a_name_in_the_header_goes_over_two_lines(tmp_path):
    for sign in ",;\t|":
        path = tmp_path / "two-lines.csv"
        path.write_text(f'"first\nname"{sign}"x, y; z, w"{sign}c\n1{sign}2{sign}3\n')
        assert rows_of(path) == [["first\nname", "x, y; z, w", "c"], ["1", "2", "3"]]


def test_headers_are_named_apart(tmp_path):
    path = tmp_path / "same.csv"
    path.write_text("id,id,,x\n1,2,3,4\n")
    assert Reader(path, Options()).headers == ("id", "id (2)", "column 3", "x")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "gb18030", "gbk"])
def test_chinese_text_is_read_in_every_encoding(tmp_path, encoding):
    path = tmp_path / "zh.csv"
    text = "用户,内容\n林,这篇文章写得真好\n美,同意\n"
    mark = b"\xff\xfe" if encoding == "utf-16-le" else b""
    path.write_bytes(mark + text.encode(encoding))
    assert rows_of(path) == [["用户", "内容"], ["林", "这篇文章写得真好"], ["美", "同意"]]


def test_a_short_gbk_file_is_not_taken_for_utf_16(tmp_path):
    path = tmp_path / "short.csv"
    path.write_bytes("昵称,粉丝\n小黑,1.2万".encode("gbk"))
    assert encoding_of(path) == "gb18030"


def test_one_broken_character_does_not_turn_a_utf8_file_into_gb18030(tmp_path):
    path = tmp_path / "utf8.csv"
    path.write_bytes("用户,内容\n".encode() + "林,好\n".encode() * 50 + "美,".encode() + "好".encode()[:2] + b"\n")
    assert encoding_of(path) == "utf-8"
    assert refused_in(path) == [(52, "E-READ-201")]


def test_a_broken_utf_16_file_loses_only_the_broken_line(tmp_path):
    path = tmp_path / "wide.csv"
    path.write_bytes(
        b"\xff\xfe" + "a,b\n".encode("utf-16-le") + b"\x00\xd8,\x001\x00\n\x00" + "c,d\n".encode("utf-16-le")
    )
    assert rows_of(path) == [["a", "b"], ["c", "d"]]
    assert refused_in(path) == [(2, "E-READ-201")]


@pytest.mark.parametrize(("content", "code"), [(b"\0\1\2\3" * 99, "E-READ-108"), (b"\xff\xff\n" * 9, "E-READ-109")])
def test_what_is_not_text_is_refused(tmp_path, content, code):
    path = tmp_path / "x.csv"
    path.write_bytes(content)
    with pytest.raises(EngineError) as refusal:
        encoding_of(path)
    assert refusal.value.code == code


def test_an_encoding_that_is_none_is_refused(tmp_path):
    with pytest.raises(EngineError) as refusal:
        encoding_of(tmp_path, "utf-99")
    assert refusal.value.code == "E-READ-107"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(table=TABLE, end=st.sampled_from(["\n", "\r\n", "\r"]), delimiter=st.sampled_from(",;\t|"))
def test_whatever_is_written_is_read_back(tmp_path, table, end, delimiter):
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL).writerows(table)
    path = tmp_path / "any.csv"
    path.write_bytes(stream.getvalue().encode("utf-8-sig"))
    assert rows_of(path, delimiter=delimiter) == table
    assert refused_in(path, delimiter=delimiter) == []


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=100)
@given(content=st.binary(max_size=300))
def test_any_bytes_are_read_or_refused_and_never_lost(tmp_path, content):
    path = tmp_path / "any.csv"
    path.write_bytes(b"a,b\n" + content)
    try:
        found = list(records(path))
    except EngineError as refusal:
        assert refusal.code in ("E-READ-108", "E-READ-109")
        return
    lines = [line for part in found for line in part.lines] + [row.line for part in found for row in part.refused]
    assert len(lines) == len(set(lines))
