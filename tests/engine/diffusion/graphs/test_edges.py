"""Edge lists: read in pieces they give the graph that all rows at once give, whatever the ids are."""

import numpy as np
import pyarrow as pa
import pytest
from pyarrow import csv, parquet

from kolony_engine.diffusion import DiffusionError, build_graph, read_edges
from kolony_engine.diffusion.graphs import pieces
from kolony_engine.diffusion.graphs.grouping import read_in_pieces

KINDS = {
    "small": lambda numbers: numbers,
    "sparse": lambda numbers: numbers * 17,
    "negative": lambda numbers: numbers - 450,
    "long": lambda numbers: numbers * 10_000_000_000_000_000,
    "text": lambda numbers: np.array([f"用户{number}" for number in numbers.tolist()]),
}


@pytest.fixture(autouse=True)
def in_many_pieces(monkeypatch):
    monkeypatch.setattr(pieces, "PIECE", 700)
    monkeypatch.setattr(pieces, "STRETCH", 4096)


@pytest.mark.parametrize("weighed", [False, True])
@pytest.mark.parametrize("ending", ["csv", "parquet"])
@pytest.mark.parametrize("kind", KINDS)
def test_read_in_pieces_it_is_the_same_graph(tmp_path, kind, ending, weighed):
    dice = np.random.default_rng(3)
    source, target = (KINDS[kind](dice.integers(5, 900, 5000)) for _ in range(2))
    p = dice.integers(0, 5, 5000) / 4 if weighed else None
    table = pa.table({"source": source, "target": target} | ({"p": p} if weighed else {}))
    path = tmp_path / f"edges.{ending}"
    (csv.write_csv if ending == "csv" else parquet.write_table)(table, path)
    one, other = read_in_pieces(path), build_graph(source, target, p)
    assert one.ids.tolist() == other.ids.tolist()
    assert one.offsets.tolist() == other.offsets.tolist()
    assert one.sources.tolist() == other.sources.tolist()
    assert weighed is (one.probability is not None)
    if weighed:
        assert one.probability.tolist() == other.probability.tolist()


def test_numbers_beside_texts_are_texts(tmp_path):
    parquet.write_table(pa.table({"source": [10, 9], "target": ["ann", "10"]}), tmp_path / "edges.parquet")
    assert read_edges(tmp_path / "edges.parquet").ids.tolist() == ["10", "9", "ann"]


def test_a_number_too_long_to_be_one_stays_what_was_written(tmp_path):
    """As a double, both would be the same person."""
    path = tmp_path / "edges.csv"
    path.write_text("source,target\n18446744073709551615,7\n18446744073709551614,8\n")
    assert read_edges(path).ids.tolist() == ["18446744073709551614", "18446744073709551615", "7", "8"]


def test_a_text_after_many_numbers_is_read_all_the_same(tmp_path):
    path = tmp_path / "edges.csv"
    path.write_text("source,target\n" + "1,2\n2,3\n" * 2000 + "ann,1\n")
    graph = read_edges(path)
    assert (graph.ids.tolist(), graph.arcs) == (["1", "2", "3", "ann"], 4001)


@pytest.mark.parametrize(
    "rows, code, row",
    [
        ("1,2,0.5\n,3,1\n", "E-DIFF-104", 2),
        ("1,2,0.5\n2,3,1.5\n", "E-DIFF-202", 2),
        ("1,2,0.5\n2,3,\n", "E-DIFF-107", 2),
    ],
)
def test_a_refusal_names_the_row_of_the_file(tmp_path, rows, code, row):
    path = tmp_path / "edges.csv"
    path.write_text("source,target,p\n" + "4,5,1\n" * 3000 + rows)
    with pytest.raises(DiffusionError) as refused:
        read_edges(path)
    assert (refused.value.code, refused.value.values["row"]) == (code, 3000 + row)


def test_what_is_no_number_is_refused_in_words(tmp_path):
    path = tmp_path / "edges.csv"
    path.write_text("source,target,p\n1,2,often\n")
    with pytest.raises(DiffusionError) as refused:
        read_edges(path)
    assert (refused.value.code, refused.value.values["row"]) == ("E-DIFF-108", 1)
    assert refused.value.values["value"] == "often"
