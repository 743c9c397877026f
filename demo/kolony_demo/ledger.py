"""Everything that happened, gathered act by act and written out as one Arrow table in order of time."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from .fans import NOBODY
from .plan import Plan
from .schema import EVENT_SCHEMA

ALPHABET = "23456789abcdefghijkmnpqrstuvwxyz"
COLUMNS = ("when", "verb", "actor", "object", "target", "thread", "value", "channel", "currency", "tag", "second_tag")


def member_codes(plan: Plan, count: int) -> pa.Array:
    """Pseudonyms: a number nobody can count on, the same for the same seed, never twice."""
    space, step = len(ALPHABET) ** 5, 22_695_477  # odd, so that stepping through a power of two repeats nothing
    numbers = (np.arange(count, dtype=np.int64) * step + plan.seed * 7_919 + 12_345) % space
    codes = np.empty((count, 5), dtype="U1")
    letters = np.array(list(ALPHABET))
    for place in range(5):
        codes[:, place] = letters[(numbers >> (5 * place)) & 31]
    return pa.array(["m" + "".join(row) for row in codes.tolist()])


class Ledger:
    """Columns of numbers while it grows; codes become words only once, at the end."""

    def __init__(self):
        self.parts: list[dict[str, np.ndarray]] = []
        self.vocabulary: list[str] = []

    def word(self, text: str) -> int:
        if text not in self.vocabulary:
            self.vocabulary.append(text)
        return self.vocabulary.index(text)

    def add(self, verb, when, actor=NOBODY, object_=NOBODY, target=NOBODY, thread=NOBODY, value=1.0, **words) -> None:
        """`verb`, `channel`, `currency`, `tag`, `second_tag`: a word for all rows, or an array of codes from `word`."""
        given = {"when": when, "actor": actor, "object": object_, "target": target, "thread": thread, "value": value}
        given["verb"] = self.word(verb)
        for column in ("channel", "currency", "tag", "second_tag"):
            meant = words.get(column, NOBODY)
            given[column] = self.word(meant) if isinstance(meant, str) else meant
        self.parts.append({name: np.broadcast_to(np.asarray(given[name]), len(when)) for name in COLUMNS})

    def table(self, plan: Plan, codes: pa.Array, object_names: pa.Array) -> pa.Table:
        columns = {name: np.concatenate([part[name] for part in self.parts]) for name in COLUMNS}
        order = np.lexsort((columns["actor"], columns["verb"], np.floor(columns["when"])))
        columns = {name: values[order] for name, values in columns.items()}
        words = pa.array(self.vocabulary)
        count = len(order)
        arrays = {
            "event_id": numbered("e", np.arange(1, count + 1), 7),
            "ts": moments(plan, columns["when"]),
            "day_only": pa.array(np.zeros(count, dtype=bool)),
            "actor_id": named(codes, columns["actor"]),
            "verb": named(words, columns["verb"]),
            "object_id": named(object_names, columns["object"]),
            "target_user_id": named(codes, columns["target"]),
            "topic_id": named(object_names, columns["thread"]),
            "value": pa.array(columns["value"].astype(np.float64)),
            "channel": named(words, columns["channel"]),
            "currency": named(words, columns["currency"]),
            "tags": _tags(words, columns["tag"], columns["second_tag"]),
        }
        return pa.table([arrays[field.name] for field in EVENT_SCHEMA], schema=EVENT_SCHEMA)


def named(names: pa.Array, code: np.ndarray) -> pa.Array:
    """Codes to words; NOBODY becomes null."""
    return names.take(pa.array(code, mask=code == NOBODY))


def numbered(prefix: str, number: np.ndarray, width: int) -> pa.Array:
    digits = pc.utf8_lpad(pc.cast(pa.array(number), pa.string()), width=width, padding="0")
    return pc.binary_join_element_wise(prefix, digits, "")


def moments(plan: Plan, seconds: np.ndarray) -> pa.Array:
    """Seconds since the first moment to UTC times, in whole seconds."""
    begin = round(plan.starts_at.timestamp())
    whole = (np.floor(seconds).astype(np.int64) + begin) * 1_000_000
    return pa.array(whole).cast(pa.timestamp("us", tz="UTC"))


def _tags(words: pa.Array, first: np.ndarray, second: np.ndarray) -> pa.Array:
    pairs = np.stack([first, second], axis=1)
    present = pairs != NOBODY
    length = present.sum(axis=1)
    offsets = np.concatenate([[0], np.cumsum(length)]).astype(np.int32)
    empty = pa.array(np.concatenate([length == 0, [False]]))
    return pa.ListArray.from_arrays(
        pa.array(offsets).filter(pa.array(np.ones(len(offsets), dtype=bool)))
        if not len(length)
        else pc.if_else(empty, pa.scalar(None, pa.int32()), pa.array(offsets)),
        words.take(pa.array(pairs[present])),
    )
