"""Small communities for the engine's tests: written by hand where exact values matter, drawn with a seed elsewhere."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from kolony_engine.events import EVENT_SCHEMA, events_table

START = datetime(2024, 1, 1, tzinfo=UTC)


def day(number: float) -> datetime:
    """The moment so many days after the community began."""
    return START + timedelta(days=number)


def event(on: float, verb: str, actor=None, target=None, thing=None, topic=None, value=1.0, tags=None) -> dict:
    """One event in the contract's words."""
    return {
        "event_id": uuid4().hex,
        "ts": day(on),
        "day_only": False,
        "actor_id": actor,
        "verb": verb,
        "object_id": thing,
        "target_user_id": target,
        "topic_id": topic,
        "value": float(value),
        "channel": None,
        "currency": None,
        "tags": tags,
    }


def table_of(events: list[dict]) -> pa.Table:
    """Events as an Arrow table of the contract."""
    return pa.Table.from_pylist(events, schema=EVENT_SCHEMA)


def opener(folder: Path, connection=None):
    """How to open an Arrow table as an events table: through a Parquet file in a folder."""

    def open_events(table: pa.Table):
        path = folder / f"{uuid4().hex}.parquet"
        pq.write_table(table, path)
        return events_table(path, connection)

    return open_events


def drawn_community(members: int = 60, days: int = 400, seed: int = 3, talkative: bool = False) -> pa.Table:
    """A forum in which talent and diligence differ, posts go on being liked for a while, and some people trade.

    In a talkative one every third post draws a word from somebody and the author's answer, the same day.
    """
    dice = np.random.default_rng(seed)
    talent, diligence = dice.gamma(1.0, 1.0, members), dice.gamma(0.7, 0.06, members)
    joined = dice.integers(0, days // 2, members)
    events, posts = [], 0
    for on in range(days):
        writing = np.flatnonzero((joined <= on) & (dice.random(members) < diligence))
        for author in writing:
            posts += 1
            other = int(dice.integers(members))
            written = (f"m{author}", f"m{other}", f"p{posts}", f"t{posts % 40}")
            events.append(event(on + dice.random(), "reply", *written, tags=["care"]))
            if talkative and posts % 3 == 0:
                events.append(event(on + 0.9, "comment", f"m{other}", f"m{author}", f"c{posts}", f"t{posts % 40}"))
                events.append(event(on + 0.95, "comment", f"m{author}", f"m{other}", f"d{posts}", f"t{posts % 40}"))
            for late in dice.exponential(20, dice.poisson(talent[author])):
                fan = f"m{dice.integers(members)}" if dice.random() < 0.5 else None
                events.append(event(min(on + late, days), "like", fan, f"m{author}", f"p{posts}", f"t{posts % 40}"))
        if on % 9 == 0 and len(writing):
            events.append(event(on + 0.5, "buy", f"m{dice.integers(members)}", None, f"o{on}", value=30))
    return table_of(events)
