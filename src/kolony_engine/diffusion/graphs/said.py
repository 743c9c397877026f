"""What is said of members, in arrays: a question that names everybody takes far less memory than as a dict."""

from collections.abc import Hashable, Iterator, Mapping
from typing import Any

import numpy as np


class Said(Mapping):
    """A number or a name for each of some members, read as any mapping is.

    ids      whom it is said of, rising, each once
    what     float64, of the same length; or, where there are `names`, int32: the place of each one's among these
    """

    def __init__(self, ids: np.ndarray, what: np.ndarray, names: tuple[Hashable, ...] | None = None) -> None:
        self.ids, self.what, self.names = ids, what, names

    def __len__(self) -> int:
        return len(self.ids)

    def __iter__(self) -> Iterator[Any]:
        return iter(self.ids.tolist())

    def __getitem__(self, member: Any) -> Any:
        place = int(np.searchsorted(self.ids, member))
        if place == len(self.ids) or self.ids[place] != member:
            raise KeyError(member)
        what = self.what[place].item()
        return what if self.names is None else self.names[what]


def numbers_said(said: Mapping) -> tuple[Any, np.ndarray]:
    """Of whom something is said, and float64[...]: what."""
    if isinstance(said, Said):
        return said.ids, said.what
    return list(said), np.fromiter(said.values(), float, len(said))


def names_said(said: Mapping) -> tuple[Any, np.ndarray, tuple[Hashable, ...]]:
    """Of whom something is said, int32[...]: which of the names, and the names."""
    if isinstance(said, Said):
        return said.ids, said.what, said.names or ()
    names = tuple(dict.fromkeys(said.values()))
    place = {name: number for number, name in enumerate(names)}
    return list(said), np.fromiter((place[name] for name in said.values()), np.int32, len(said)), names
