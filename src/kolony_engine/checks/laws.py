"""The laws themselves, as functions: a test calls them, and so may a notebook with a method of its own."""

from collections.abc import Callable
from datetime import datetime, timedelta

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

DIGITS = 6

Opener = Callable[[pa.Table], object]
"""How to make an events table of an engine from an Arrow table of `EVENT_SCHEMA`."""

Method = Callable[[object, datetime], pa.Table]
"""A method under test: events table and date in, Arrow table with `actor_id` and numbers out."""


class Unlawful(AssertionError):
    """A method broke a law; says which and where the answers part."""


def same_answer(one: pa.Table, other: pa.Table, law: str) -> None:
    """Both tables hold the same members in the same order, with the same texts and the same numbers to six digits."""
    if one.column_names != other.column_names:
        raise Unlawful(f"{law}: columns {one.column_names} against {other.column_names}")
    for name in one.column_names:
        left, right = one[name].to_pylist(), other[name].to_pylist()
        if [_rounded(value) for value in left] != [_rounded(value) for value in right]:
            at = next((i for i, pair in enumerate(zip(left, right, strict=False)) if pair[0] != pair[1]), len(left))
            raise Unlawful(f"{law}: column {name} parts at row {at}: {left[at : at + 1]} against {right[at : at + 1]}")


def _rounded(value: object) -> object:
    return float(f"{value:.{DIGITS}g}") if isinstance(value, float) else value


def ignores_the_order_of_rows(method: Method, open_events: Opener, events: pa.Table, as_of: datetime) -> None:
    """Shuffling the rows of the input changes nothing."""
    shuffled = events.take(pa.array(np.random.default_rng(7).permutation(events.num_rows)))
    same_answer(method(open_events(events), as_of), method(open_events(shuffled), as_of), "order of rows")


def says_the_same_twice(method: Method, open_events: Opener, events: pa.Table, as_of: datetime) -> None:
    """The same question twice gets the same answer."""
    same_answer(method(open_events(events), as_of), method(open_events(events), as_of), "same seed")


def ignores_the_future(method: Method, open_events: Opener, events: pa.Table, as_of: datetime) -> None:
    """Whatever happens at the date or later changes nothing: all members busy, praised, and paying, the day after."""
    later = _busy(events, as_of + timedelta(days=1))
    at_once = _busy(events, as_of)
    past = events.filter(pc.less(events["ts"], pa.scalar(as_of, events.schema.field("ts").type)))
    answer = method(open_events(past), as_of)
    same_answer(answer, method(open_events(events), as_of), "no future data (as given)")
    same_answer(answer, method(open_events(pa.concat_tables([past, later])), as_of), "no future data (a day later)")
    same_answer(answer, method(open_events(pa.concat_tables([past, at_once])), as_of), "no future data (at the date)")


def _busy(events: pa.Table, moment: datetime) -> pa.Table:
    at = events.schema.get_field_index("ts")
    moved = pa.array([moment] * events.num_rows, events.schema.field("ts").type)
    return events.set_column(at, events.schema.field("ts"), moved)


def answers_nothing_with_nothing(method: Method, open_events: Opener, events: pa.Table, as_of: datetime) -> None:
    """No events: no members, the same columns, no error."""
    empty = method(open_events(events.slice(0, 0)), as_of)
    if empty.num_rows:
        raise Unlawful(f"empty input: {empty.num_rows} members out of nothing")
    if empty.column_names != method(open_events(events), as_of).column_names:
        raise Unlawful("empty input: other columns than with events")


CHECKS = (ignores_the_order_of_rows, says_the_same_twice, ignores_the_future, answers_nothing_with_nothing)
