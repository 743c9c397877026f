"""Files that say something of the members of a graph: who may be chosen, what they cost, how they weigh, their group.

Any flat file will do (see `read_columns`), and for people alone also a bare list, an id a line. Members whom the graph
does not know are left aside and that is told, for a list of fees or of targets is seldom made for one graph; only who
must be in has to be there.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa

from kolony_engine.diffusion.errors import DiffusionError
from kolony_engine.diffusion.graphs.columns import (
    column_names,
    first_line,
    first_name,
    ids_of,
    names_of,
    numbers_of,
    read_columns,
    read_list,
)
from kolony_engine.diffusion.graphs.graph import Graph
from kolony_engine.diffusion.graphs.said import Said
from kolony_engine.diffusion.machine.untouched import from_the_system

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

    def values(self, path: Path | None, column: str) -> Mapping:
        """A number of each."""
        if path is None:
            return {}
        with from_the_system():
            table = _told(path, column)
            return self._each(self._ids(table, path), numbers_of(table, column, path), column, path)

    def weights(self, path: Path | None) -> Mapping:
        """How much each weighs; refused where nobody is left, for no weights would mean everybody."""
        found = self.values(path, "weight")
        if path is not None and not found:
            raise DiffusionError("E-DIFF-115", file=str(path), column="id")
        return found

    def groups(self, path: Path) -> Said:
        """The group of each, as text."""
        with from_the_system():
            table = _told(path, "group")
            which, names = names_of(table, "group", path)
            found = self._each(self._ids(table, path), which, "group", path)
        used, place = np.unique(found.what, return_inverse=True)
        return Said(found.ids, place.astype(np.int32), tuple(names[one] for one in used))

    def _each(self, ids: np.ndarray, what: np.ndarray, column: str, path: Path) -> Said:
        """What is said of each whom the graph knows; two rows of one member have to say the same."""
        order = np.argsort(ids, kind="stable")
        rising, said = ids[order], what[order]
        again = rising[1:] == rising[:-1]
        other = order[1:][again & (said[1:] != said[:-1])]
        if len(other):
            row = int(other.min())
            raise DiffusionError("E-DIFF-109", file=str(path), row=row + 1, member=str(ids[row]), column=column)
        kept = self._met(ids, path)[order]
        kept[1:] &= ~again
        whom, what = rising[kept], said[kept]
        return Said(self.graph.ids if len(whom) == self.graph.nodes else whom, what)

    def _listed(self, path: Path) -> np.ndarray:
        """The people of a list, the first of whom may stand where a header would."""
        line = first_line(path)
        bare = len(line) == 1 and line[0].strip().casefold() not in ID_NAMES
        return self._ids(read_list(path, "id") if bare else _told(path), path)

    def _ids(self, table: pa.Table, path: Path) -> np.ndarray:
        ids = ids_of(table, "id", path)
        if self.graph.ids.dtype.kind != "i":
            return ids.astype(str)
        row = first_name(ids)
        if row is None:
            return ids.astype(np.int64, copy=False)
        raise DiffusionError("E-DIFF-116", file=str(path), row=row + 1, value=str(ids[row]))

    def _met(self, ids: np.ndarray, path: Path) -> np.ndarray:
        """bool: whom the graph knows; the others are told of."""
        known = self.graph.knows(ids)
        if not known.all():
            self.told(Aside(path, int((~known).sum()), len(ids), str(ids[~known][0])))
        return known


def _told(path: Path, *columns: str) -> pa.Table:
    """A table with the column `id`, whatever it is called in the file, and others."""
    names = column_names(path)
    named = next((name for name in ID_NAMES if name in names), "id")
    table = read_columns(path, (named, *columns), ids=(named,), careful=True)
    return table.rename_columns(["id" if name == named else name for name in table.column_names])
