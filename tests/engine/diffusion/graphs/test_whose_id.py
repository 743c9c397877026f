"""Who an id means: nobody is taken for somebody else, in edge lists, logs and lists of members alike."""

import csv
import gzip

import numpy as np
import pyarrow as pa
import pytest
from pyarrow import parquet

from kolony_engine.diffusion import DiffusionError, read_edges, read_log
from kolony_engine.diffusion.graphs import pieces
from kolony_engine.diffusion.graphs.grouping import read_in_pieces
from kolony_engine.diffusion.graphs.members import Members

NAMES = ("007", "+7", "-0", "00", "0x1F", "1e3", "7.0", "18446744073709551615", "true", "2024-01-01", "７", "7 7")
SEVEN = ("7", " 7", "7\t", '"7"', '" 7 "', "\u30007")
STRANGE = (
    *NAMES,
    "7",
    "-7",
    "NA",
    "ann",
    "Ann",
    "ann,bo",
    'the "one"',
    "'",
    "\U0001f600",
    "\uff5e",
    "x" * 70,
    "用户",
    "8.0",
)


@pytest.fixture(autouse=True)
def in_many_pieces(monkeypatch):
    monkeypatch.setattr(pieces, "STRETCH", 4096)


def written(folder, rows, name="edges.csv"):
    path = folder / name
    path.write_text("source,target\n" + rows)
    return path


@pytest.mark.parametrize("name", NAMES)
def test_what_only_looks_like_a_number_is_a_person_of_its_own(tmp_path, name):
    edges = written(tmp_path, f"7,0\n{name},1000\n31,1\n")
    log = tmp_path / "log.csv"
    rows = ("7,2026-01-01 00:00,", f"{name},2026-01-01 01:00,7", f"31,2026-01-01 02:00,{name}")
    log.write_text("\n".join(("user_id,ts,parent_id", *rows)))
    members = tmp_path / "members.csv"
    members.write_text(f"id\n{name}\n7\n")
    graph, aside = read_edges(edges), []
    assert set(graph.ids.tolist()) == {"7", "0", name, "1000", "31", "1"}
    assert set(read_log(log).ids.tolist()) == {"7", name, "31"}
    assert (Members(graph, aside.append).known(members), aside) == ([name, "7"], [])


@pytest.mark.parametrize("seven", SEVEN)
def test_blanks_and_quotes_around_an_id_are_not_part_of_it(tmp_path, seven):
    edges = written(tmp_path, f"{seven},8\n8,7\n")
    log = tmp_path / "log.csv"
    log.write_text(f"user_id,ts,parent_id\n{seven},2026-01-01 00:00, \n8,2026-01-01 01:00,7\n")
    members = tmp_path / "members.csv"
    members.write_text(f"id,weight\n{seven},1\n")
    assert read_edges(edges).ids.tolist() == [7, 8]
    assert (read_log(log).ids.tolist(), read_log(log).parent.tolist()) == ([7, 8], [-1, 0])
    assert dict(Members(read_edges(edges), print).values(members, "weight")) == {7: 1.0}


def test_the_longest_whole_number_is_one_everywhere(tmp_path):
    longest = 2**63 - 1
    members = tmp_path / "members.csv"
    members.write_text(f"id\n{longest}\n")
    graph = read_edges(written(tmp_path, f"{longest},-{longest}\n"))
    assert graph.ids.tolist() == [-longest, longest]
    assert Members(graph, print).known(members) == [longest]


@pytest.mark.parametrize("name", ["007", "18446744073709551615"])
def test_an_id_that_cannot_be_one_of_the_graph_is_refused_with_its_row(tmp_path, name):
    members = tmp_path / "members.csv"
    members.write_text(f"id\n7\n{name}\n")
    with pytest.raises(DiffusionError) as refused:
        Members(read_edges(written(tmp_path, "7,8\n")), print).known(members)
    assert (refused.value.code, refused.value.values["row"], refused.value.values["value"]) == ("E-DIFF-116", 2, name)


def test_whole_numbers_kept_as_text_find_the_members_of_a_graph_of_numbers(tmp_path):
    members = tmp_path / "members.parquet"
    parquet.write_table(pa.table({"id": ["8", "7"]}), members)
    assert Members(read_edges(written(tmp_path, "7,8\n")), print).known(members) == [8, 7]


def test_na_among_numbers_is_nobody_and_among_names_a_name(tmp_path):
    with pytest.raises(DiffusionError) as refused:
        read_edges(written(tmp_path, "1,2\n2,NA\n"))
    assert (refused.value.code, refused.value.values["row"]) == ("E-DIFF-104", 2)
    assert read_edges(written(tmp_path, "ann,bo\nbo,NA\n")).ids.tolist() == ["NA", "ann", "bo"]
    log = tmp_path / "log.csv"
    log.write_text("user_id,ts,parent_id\n1,2026-01-01 00:00,NA\n2,2026-01-01 01:00,1\n")
    assert (read_log(log).ids.tolist(), read_log(log).parent.tolist()) == ([1, 2], [-1, 0])


def test_numbers_that_pandas_wrote_beside_an_empty_cell_are_the_numbers(tmp_path):
    log = tmp_path / "log.csv"
    log.write_text("user_id,ts,parent_id\n7,2026-01-01 00:00,\n8,2026-01-01 01:00,7.0\n9,2026-01-01 02:00,8.0\n")
    assert (read_log(log).ids.tolist(), read_log(log).parent.tolist()) == ([7, 8, 9], [-1, 0, 1])
    assert read_edges(written(tmp_path, "7.0,8\n8.0,9\n")).ids.tolist() == [7, 8, 9]


def test_numbers_that_pandas_made_doubles_are_the_numbers(tmp_path):
    many = 1_000_000_000_000_000
    log, edges = tmp_path / "log.parquet", tmp_path / "edges.parquet"
    parents = pa.array([None, 7.0, float(many)])
    parquet.write_table(pa.table({"user_id": [7, many, 9], "ts": [1, 2, 3], "parent_id": parents}), log)
    assert (read_log(log).ids.tolist(), read_log(log).parent.tolist()) == ([7, 9, many], [-1, 0, 1])
    parquet.write_table(pa.table({"source": [7.0, float(many)], "target": [many, 9]}), edges)
    assert read_edges(edges).ids.tolist() == [7, 9, many]
    parquet.write_table(pa.table({"source": [7.5, 7.0], "target": ["7", "8"]}), edges)
    assert read_edges(edges).ids.tolist() == ["7", "7.5", "8"]


def test_a_parent_written_otherwise_than_any_number_is_not_the_number(tmp_path):
    log = tmp_path / "log.csv"
    log.write_text("user_id,ts,parent_id\n7,2026-01-01 00:00,\n8,2026-01-01 01:00,007\n")
    assert read_log(log).ids.tolist() == ["007", "7", "8"]


def test_commas_and_tabs_say_the_same_of_strange_ids(tmp_path):
    """Commas are read in pieces by Arrow, tabs by the careful reader."""
    dice = np.random.default_rng(5)
    for few in range(2, len(STRANGE)):
        some = dice.choice(STRANGE, few, replace=False)
        rows = [["Note", " Source", "TARGET"], *([note(dice), *dice.choice(some, 2)] for _ in range(300))]
        comma, tab = tmp_path / "edges.csv", tmp_path / "edges.tsv"
        for path, delimiter in ((comma, ","), (tab, "\t")):
            with path.open("w", newline="") as stream:
                csv.writer(stream, delimiter=delimiter, quoting=int(few % 2)).writerows(rows)
        one, other = read_edges(comma), read_edges(tab)
        assert one.ids.tolist() == other.ids.tolist()
        assert one.offsets.tolist() == other.offsets.tolist()
        assert one.sources.tolist() == other.sources.tolist()


def note(dice) -> str:
    return str(dice.choice(["", "plain", 'said "so", twice', "用户", " 7 "]))


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("last", [True, False])
def test_line_ends_blank_lines_and_a_mark_at_the_start_make_no_difference(tmp_path, line_end, last):
    lines = ["\ufeffsource,target", "1,2", "", "2,3", *["3,4"] * 2000, "4,1"]
    path = tmp_path / "edges.csv"
    path.write_bytes((line_end.join(lines) + line_end * last).encode())
    graph = read_in_pieces(path)
    assert (graph.ids.tolist(), graph.arcs) == ([1, 2, 3, 4], 2003)


@pytest.mark.parametrize("names", ["", "user_"])
def test_a_packed_file_is_read_as_it_was_before_packing(tmp_path, names):
    rows = "".join(f"{names}{number},{names}{number + 1}\n" for number in range(3000))
    path = tmp_path / "edges.csv.gz"
    path.write_bytes(gzip.compress(f"source,target\n{rows}".encode()))
    graph = read_in_pieces(path)
    assert (graph.nodes, graph.arcs, graph.ids[0]) == (3001, 3000, f"{names}0" if names else 0)


@pytest.mark.parametrize("row", ["3", "3,4,5", '"3,4', "x" * 3_000_000])
def test_a_row_that_cannot_be_understood_is_refused_with_its_line(tmp_path, row):
    with pytest.raises(DiffusionError) as refused:
        read_edges(written(tmp_path, "1,2\n" * 2000 + f"{row}\n"))
    assert (refused.value.code, refused.value.values["line"]) == ("E-DIFF-105", 2002)


def test_names_come_in_the_order_of_their_characters(tmp_path):
    names = ["z", "\uff5e", "\U0001f600", "a", "é"]
    graph = read_edges(written(tmp_path, "".join(f"{name},a\n" for name in names)))
    assert graph.ids.tolist() == sorted(names)
    assert graph.ids[graph.sources].tolist() == sorted(set(names) - {"a"})
    assert graph.index_of(["\U0001f600", "a"]).tolist() == [4, 0]


def test_bytes_that_are_no_utf8_are_read_in_their_own_encoding(tmp_path):
    path = tmp_path / "edges.csv"
    path.write_bytes("source,target\n甲用户,乙用户\n乙用户,丙用户\n".encode("gb18030"))
    assert set(read_edges(path).ids.tolist()) == {"甲用户", "乙用户", "丙用户"}


@pytest.mark.parametrize("kind", [pa.string(), pa.large_string(), pa.dictionary(pa.int32(), pa.string())])
def test_however_a_parquet_file_keeps_text_it_is_the_same_people(tmp_path, kind):
    path = tmp_path / "edges.parquet"
    people = {"source": ["ann", " bo", "007"], "target": ["bo ", "cy", "7"]}
    parquet.write_table(pa.table({name: pa.array(ids).cast(kind) for name, ids in people.items()}), path)
    assert read_edges(path).ids.tolist() == ["007", "7", "ann", "bo", "cy"]
    people["target"][1] = " "
    parquet.write_table(pa.table({name: pa.array(ids).cast(kind) for name, ids in people.items()}), path)
    with pytest.raises(DiffusionError) as refused:
        read_edges(path)
    assert (refused.value.code, refused.value.values["row"]) == ("E-DIFF-104", 2)


def test_many_names_of_every_length_are_kept_apart(tmp_path):
    """Also those that differ in one byte only, wherever that is."""
    lengths = (1, 7, 8, 9, 13)
    numbers = [(length, number) for length in lengths for number in range(2 ** min(length, 10))]
    names = ["".join("ab"[number >> place & 1] for place in range(length)) for length, number in numbers]
    rows = "".join(f"{one},{other}\n" for one, other in zip(names, names[1:] + names[:1], strict=True))
    graph = read_in_pieces(written(tmp_path, rows))
    assert graph.ids.tolist() == sorted(names)
    assert graph.in_degree.tolist() == [1] * len(names)
