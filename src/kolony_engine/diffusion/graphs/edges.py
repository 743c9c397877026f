"""Edge lists from files: CSV or Parquet with the columns source, target and perhaps p ("source influences target")."""

from pathlib import Path

from kolony_engine.diffusion.graphs.columns import ids_of, numbers_of, read_columns
from kolony_engine.diffusion.graphs.graph import Graph, build_graph
from kolony_engine.diffusion.graphs.grouping import read_in_pieces

IDS = ("source", "target")


def read_edges(path: Path) -> Graph:
    """The graph in an edge list; whole-number ids stay numbers, anything else is text.

    Raises what `read_columns` raises, DiffusionError E-DIFF-104 when an id is missing, 107 and 108 when a probability
    is missing or no number (each naming the row), and what `build_graph` raises.
    """
    graph = read_in_pieces(path) if path.is_file() else None
    if graph is not None:
        return graph
    table = read_columns(path, IDS, ids=IDS)
    weights = numbers_of(table, "p", path) if "p" in table.column_names else None
    source, target = ids_of(table, "source", path), ids_of(table, "target", path)
    if source.dtype != target.dtype and "U" in (source.dtype.kind + target.dtype.kind):
        source, target = source.astype(str), target.astype(str)
    return build_graph(source, target, weights)
