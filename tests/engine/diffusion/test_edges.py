"""Edge lists: the large way and the usual way give the same graph."""

import numpy as np
import pyarrow as pa
import pytest
from pyarrow import parquet

from kolony_engine.diffusion import build_graph, read_edges
from kolony_engine.diffusion.grouping import read_large


def test_read_in_pieces_it_is_the_same_graph(tmp_path):
    dice = np.random.default_rng(3)
    source, target = dice.integers(5, 900, 5000), dice.integers(5, 900, 5000)
    parquet.write_table(pa.table({"source": source, "target": target}), tmp_path / "edges.parquet")
    one, other = read_large(tmp_path / "edges.parquet", least=10, piece=700), build_graph(source, target)
    assert one.ids.tolist() == other.ids.tolist()
    assert one.offsets.tolist() == other.offsets.tolist()
    assert one.sources.tolist() == other.sources.tolist()


@pytest.mark.parametrize(
    "columns",
    [
        {"source": [-1] * 20, "target": [2] * 20},
        {"source": [1] * 20, "target": [10**12] * 20},
        {"source": ["a"] * 20, "target": ["b"] * 20},
        {"source": [1] * 20, "target": [2] * 20, "p": [0.5] * 20},
    ],
)
def test_what_does_not_fit_goes_the_usual_way(tmp_path, columns):
    parquet.write_table(pa.table(columns), tmp_path / "edges.parquet")
    assert read_large(tmp_path / "edges.parquet", least=10) is None
    assert read_edges(tmp_path / "edges.parquet").arcs == 20
