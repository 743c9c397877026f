"""Files that say something of the members of a graph: who may be chosen, what they cost, how they weigh, their group.

Any flat file will do (see `read_columns`), and for people alone also a bare list, an id a line. Members whom the graph
does not know are left aside and that is told, for a list of fees or of targets is seldom made for one graph; only who
must be in has to be there.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa

from kolony_engine.diffusion.errors import DiffusionError
from kolony_engine.diffusion.graphs.columns import column_names, first_line, ids_of, numbers_of, read_columns, read_list
from kolony_engine.diffusion.graphs.graph import Graph

ID_NAMES = ("id", "user_id", "actor_id", "member_id", "user", "actor", "member", "node")
"""What the column that names people may be called; the first of these that is there."""


@dataclass(frozen=True)
class Aside:
    """How many rows of a file name somebody the graph does not know, and the first of them."""

    file: Path
    unknown: int
    rows: int
    first: str


@dataclass(frozen=True)
class Members:
    """The members of a graph, as such files name them. Raises what `read_columns` raises, and DiffusionError E-DIFF-109
    when somebody stands there twice with different values, 115 when nobody is left of whom must be named, 116 when an
    id cannot be one of this graph."""

    graph: Graph
    told: Callable[[Aside], None]

    def named(self, path: Path | None) -> list:
        """Ids, whether the graph knows them or not."""
        return [] if path is None else self._listed(path).tolist()

    def known(self, path: Path | None) -> list:
        """Ids that the graph knows."""
        if path is None:
            return []
        ids = self._listed(path)
        return ids[self._met(ids, path)].tolist()

    def only(self, path: Path | None) -> list:
        """The same; refused where none is left, for an empty list would mean everybody."""
        found = self.known(path)
        if path is not None and not found:
            raise DiffusionError("E-DIFF-115", file=str(path), column="id")
        return found

    def values(self, path: Path | None, column: str) -> dict:
        """A number of each."""
        if path is None:
            return {}
        table = _told(path, column)
        return self._each(table, column, numbers_of(table, column, path), path)

    def weights(self, path: Path | None) -> dict:
        """How much each weighs; refused where nobody is left, for no weights would mean everybody."""
        found = self.values(path, "weight")
        if path is not None and not found:
            raise DiffusionError("E-DIFF-115", file=str(path), column="id")
        return found

    def groups(self, path: Path) -> dict:
        """The group of each, as text."""
        table = _told(path, "group")
        return self._each(table, "group", ids_of(table, "group", path).astype(str), path)

    def _each(self, table: pa.Table, column: str, values: np.ndarray, path: Path) -> dict:
        ids = self._ids(table, path)
        known = self._met(ids, path)
        found: dict = {}
        for row, (member, value) in enumerate(zip(ids.tolist(), values.tolist(), strict=True), 1):
            if found.setdefault(member, value) != value:
                raise DiffusionError("E-DIFF-109", file=str(path), row=row, member=str(member), column=column)
        return {member: found[member] for member in dict.fromkeys(ids[known].tolist())}

    def _listed(self, path: Path) -> np.ndarray:
        """The people of a list, the first of whom may stand where a header would."""
        line = first_line(path)
        bare = len(line) == 1 and line[0].strip().casefold() not in ID_NAMES
        return self._ids(read_list(path, "id") if bare else _told(path), path)

    def _ids(self, table: pa.Table, path: Path) -> np.ndarray:
        ids = ids_of(table, "id", path)
        if self.graph.ids.dtype.kind != "i":
            return ids.astype(str)
        if ids.dtype.kind == "i" or not len(ids):
            return ids
        row = next(row for row, value in enumerate(ids.tolist()) if not value.lstrip("-").isdecimal())
        raise DiffusionError("E-DIFF-116", file=str(path), row=row + 1, value=str(ids[row]))

    def _met(self, ids: np.ndarray, path: Path) -> np.ndarray:
        """bool: whom the graph knows; the others are told of."""
        known = np.isin(ids, self.graph.ids)
        if not known.all():
            self.told(Aside(path, int((~known).sum()), len(ids), str(ids[~known][0])))
        return known


def _told(path: Path, *columns: str) -> pa.Table:
    """A table with the column `id`, whatever it is called in the file, and others."""
    names = column_names(path)
    named = next((name for name in ID_NAMES if name in names), "id")
    table = read_columns(path, (named, *columns), careful=True)
    return table.rename_columns(["id" if name == named else name for name in table.column_names])
