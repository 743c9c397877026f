"""Measures and ranking of all members, against hand-written DuckDB SQL for the same measures, in the same run.

    .venv/bin/python bench/ranking.py                 20 million events
    .venv/bin/python bench/ranking.py --millions 100

Prints, as JSON: wall time, processor time and peak memory of both (each in a process of its own), their ratios, and
what one more day of events costs once the history is counted. Events are drawn by DuckDB; nothing is downloaded.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path

import duckdb

MEMORY, THREADS = "2500MB", 2
START, DAYS = datetime(2023, 1, 1, tzinfo=UTC), 365
AS_OF = START + timedelta(days=DAYS)
WEIGHTS = "like=1,accepted=5"

DRAW = """
COPY (
  SELECT TIMESTAMP '2023-01-01' + to_seconds(CAST(floor({first} + i::DOUBLE * {span} / {rows}) AS BIGINT)) AS ts,
    'u' || CAST(floor(pow(hash(i) % 1000003 / 1000003.0, 3) * {members}) AS BIGINT) AS actor_id,
    CASE WHEN hash(i * 7) % 10 < 3 THEN 'reply' WHEN hash(i * 7) % 10 < 5 THEN 'comment'
         WHEN hash(i * 7) % 100 < 52 THEN 'accepted' ELSE 'like' END AS verb,
    'p' || CASE WHEN hash(i * 7) % 10 < 5 THEN i + {offset} ELSE hash(i * 3) % ({rows} + {offset}) END AS object_id,
    'u' || CAST(floor(pow(hash(i * 5) % 1000003 / 1000003.0, 3) * {members}) AS BIGINT) AS target_user_id,
    't' || (hash(i * 11) % {topics}) AS topic_id,
    1.0::DOUBLE AS value
  FROM range({rows}) AS drawn(i)
) TO '{path}' (FORMAT parquet, COMPRESSION zstd)
"""

RAW = """
CREATE TEMP TABLE days AS
  SELECT actor_id, day, sum(c) AS contributions, sum(m) AS comments, sum(p) AS points, count(nullif(p, 0)) AS praises,
    sum(a) AS attention
  FROM (
    SELECT actor_id, ts::DATE AS day, (verb = 'reply')::INT AS c, (verb = 'comment')::INT AS m, 0.0::DOUBLE AS p, 0 AS a
      FROM events WHERE verb IN ('reply', 'comment')
    UNION ALL
    SELECT target_user_id, ts::DATE, 0, 0, CASE verb WHEN 'like' THEN value WHEN 'accepted' THEN 5 * value ELSE 0 END,
      (verb <> 'accepted')::INT
      FROM events WHERE verb IN ('like', 'accepted', 'reply', 'comment') AND actor_id <> target_user_id
  ) GROUP BY ALL;
CREATE TEMP TABLE pairs AS
  SELECT actor_id, target_user_id, sum(n) AS times, count(*) AS days,
    count(*) FILTER (day >= DATE '2023-11-01') AS recent
  FROM (
    SELECT actor_id, target_user_id, ts::DATE AS day, count(*) AS n FROM events
    WHERE verb IN ('reply', 'comment', 'like') AND actor_id <> target_user_id GROUP BY ALL
  ) GROUP BY ALL;
CREATE TEMP TABLE members AS
WITH output AS (
  SELECT actor_id, sum(contributions) AS contributions, sum(comments) AS comments, count(*) AS active_days,
    sum(contributions + comments) FILTER (day >= DATE '2023-11-01') AS activity_window,
    DATE '2024-01-01' - min(day) AS tenure_days, DATE '2024-01-01' - max(day) AS recency_days,
    (max(day) - min(day)) / greatest(count(*) - 1, 1) AS cadence_days
  FROM days WHERE contributions + comments > 0 GROUP BY ALL
), bursts AS (
  SELECT actor_id, max(acts) / sum(acts) AS burst_share FROM (
    SELECT actor_id, date_trunc('week', day) AS week, sum(contributions + comments) AS acts
    FROM days WHERE contributions + comments > 0 GROUP BY ALL) GROUP BY ALL
), recognition AS (
  SELECT actor_id, sum(points) AS recognition, sum(points) FILTER (day >= DATE '2023-11-01') AS recognition_window,
    sum(points * exp((day - DATE '2024-01-01') * ln(2) / 30)) AS recognition_recent,
    sum(attention * exp((day - DATE '2024-01-01') * ln(2) / 30)) AS attention,
    (sum(points) FILTER (day >= DATE '2023-12-01') + 5) / (sum(points) FILTER (day < DATE '2023-12-01') + 5) AS growth,
    (sum(points) + 3) / (sum(contributions) + 3) AS recognition_per_post
  FROM days GROUP BY ALL
), posts AS (
  SELECT actor_id, count(*) AS recognised_posts, max(points) / sum(points) AS best_post_share,
    sum(points) - max(points) AS typical
  FROM (SELECT target_user_id AS actor_id, object_id, sum(CASE verb WHEN 'like' THEN value ELSE 5 * value END) AS points
        FROM events WHERE verb IN ('like', 'accepted') AND actor_id <> target_user_id GROUP BY ALL) GROUP BY ALL
), accepted AS (
  SELECT target_user_id AS actor_id, count(*) AS accepted FROM events WHERE verb = 'accepted'
    AND actor_id <> target_user_id GROUP BY ALL
), givers AS (
  SELECT actor_id, count(*) AS givers FROM (
    SELECT DISTINCT target_user_id AS actor_id, actor_id AS giver FROM events
    WHERE verb IN ('like', 'accepted') AND actor_id <> target_user_id) GROUP BY ALL
), places AS (
  SELECT actor_id, topic_id, count(*) AS posts, min(ts) AS first FROM events WHERE verb = 'reply' GROUP BY ALL
), topics AS (
  SELECT actor_id, count(*) AS topics, count(*) FILTER (posts >= 3) AS deep_topics,
    sum(posts) FILTER (favourite <= 3) / sum(posts) AS focus, avg((place <= 5)::INT) AS early_adoption
  FROM (SELECT *, row_number() OVER (PARTITION BY topic_id ORDER BY first, actor_id) AS place,
          row_number() OVER (PARTITION BY actor_id ORDER BY posts DESC, topic_id) AS favourite FROM places) GROUP BY ALL
), audience AS (
  SELECT target_user_id AS actor_id, count(*) AS people_reached, count(*) FILTER (recent > 0) AS people_reached_window,
    count(*) FILTER (recent >= 3) AS loyal_fans, avg((days >= 2)::INT) AS returning_share FROM pairs GROUP BY ALL
), addressed AS (
  SELECT p.actor_id, count(*) AS people_addressed, count(b.times) AS answered
  FROM pairs p LEFT JOIN pairs b ON p.actor_id = b.target_user_id AND p.target_user_id = b.actor_id GROUP BY ALL
)
SELECT * FROM output LEFT JOIN bursts USING (actor_id) LEFT JOIN recognition USING (actor_id)
  LEFT JOIN posts USING (actor_id) LEFT JOIN accepted USING (actor_id) LEFT JOIN givers USING (actor_id)
  LEFT JOIN topics USING (actor_id) LEFT JOIN audience USING (actor_id) LEFT JOIN addressed USING (actor_id);
CREATE TEMP TABLE gaps AS SELECT quantile_disc(gap, 0.95) AS silence FROM (
  SELECT day - lag(day) OVER (PARTITION BY actor_id ORDER BY day) AS gap FROM days WHERE contributions + comments > 0);
CREATE TEMP TABLE ageing AS SELECT r.day - w.day AS age, sum(r.points) AS points FROM (
    SELECT object_id, target_user_id AS actor_id, ts::DATE AS day, value AS points FROM events
    WHERE verb IN ('like', 'accepted') AND actor_id <> target_user_id) r
  JOIN (SELECT object_id, actor_id, ts::DATE AS day FROM events WHERE verb = 'reply') w USING (object_id, actor_id)
  GROUP BY ALL;
CREATE TEMP TABLE ranked AS
  SELECT *, row_number() OVER (ORDER BY recognition_recent DESC, actor_id) AS place FROM members;
"""


def draw(folder: Path, millions: int) -> None:
    """A year of events, and one more day in a file of its own."""
    rows, members = millions * 1_000_000, millions * 10_000
    year = {"first": 0, "span": DAYS * 86_400, "rows": rows, "offset": 0}
    day = {"first": DAYS * 86_400, "span": 86_400, "rows": rows // DAYS, "offset": rows}
    (folder / "year").mkdir()
    (folder / "day").mkdir()
    for name, part in (("year", year), ("day", day)):
        path = folder / name / "events.parquet"
        connection(folder).execute(DRAW.format(**part, members=members, topics=members * 5, path=path)).fetchall()


def connection(folder: Path) -> duckdb.DuckDBPyConnection:
    """A DuckDB of the size both sides get."""
    opened = duckdb.connect(
        config={"memory_limit": MEMORY, "threads": THREADS, "temp_directory": str(folder / "spill")}
    )
    opened.execute("SET preserve_insertion_order = false").fetchall()
    return opened


def raw(folder: Path) -> dict[str, object]:
    """The hand-written SQL."""
    opened = connection(folder)
    opened.read_parquet(str(folder / "year" / "events.parquet")).create_view("events")
    for statement in RAW.split(";\n"):
        if statement.strip():
            opened.execute(statement).fetchall()
    return {"members": opened.execute("SELECT count(*) FROM ranked").fetchall()[0][0]}


def ours(folder: Path) -> dict[str, object]:
    """All measures and the rising list."""
    events, engine = opened_events(folder)
    query = engine.RankQuery(AS_OF, engine.Recognition.parse(WEIGHTS), "rising", 90)
    return {"members": engine.rank(events, query).candidates}


def partials(folder: Path) -> dict[str, object]:
    """Counting a year beforehand, and then one more day."""
    _, engine = opened_events(folder)
    files = {"year": folder / "year" / "events.parquet"}
    took = {}
    for name in ("year", "day"):
        files[name] = folder / name / "events.parquet"
        began = time.perf_counter()
        engine.refresh(
            files,
            folder / "partials",
            engine.Recognition.parse(WEIGHTS),
            engine.open_engine(MEMORY, THREADS, folder / "spill"),
        )
        took[name] = round(time.perf_counter() - began, 2)
    return {"seconds": took}


def opened_events(folder: Path) -> tuple[object, object]:
    """The engine's own door, opened to the same size. Imported here, so that the raw side does not pay for it."""
    sys.path.insert(0, str(Path(__file__).parent))
    engine = import_module("engine_side")
    return engine.events(folder / "year" / "events.parquet", MEMORY, THREADS, folder / "spill"), engine


SIDES = {"raw": raw, "ours": ours, "partials": partials}


def measured(side: str, folder: Path) -> dict[str, object]:
    """One side in a process of its own: seconds and peak memory."""
    began = time.perf_counter()
    done = subprocess.run([sys.executable, __file__, "--side", side, "--folder", str(folder)], stdout=subprocess.PIPE)
    if done.returncode:
        raise SystemExit(f"{side} failed")
    return json.loads(done.stdout) | {"wall": round(time.perf_counter() - began, 2)}


def main() -> None:
    """Draw, run each side, print the comparison."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--millions", type=int, default=20)
    asked.add_argument("--rounds", type=int, default=1)
    asked.add_argument("--side", choices=SIDES)
    asked.add_argument("--folder", type=Path)
    given = asked.parse_args()
    if given.side:
        told = SIDES[given.side](given.folder)
        used = resource.getrusage(resource.RUSAGE_SELF)
        told |= {"peak_mb": used.ru_maxrss // 1024, "cpu": round(used.ru_utime + used.ru_stime, 2)}
        print(json.dumps(told))
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        draw(folder, given.millions)
        rounds = [{side: measured(side, folder) for side in ("raw", "ours")} for _ in range(given.rounds)]
        kept = measured("partials", folder)
    best = {side: min(one[side]["wall"] for one in rounds) for side in ("raw", "ours")}
    work = {side: min(one[side]["cpu"] for one in rounds) for side in ("raw", "ours")}
    print(
        json.dumps(
            {
                "events_millions": given.millions,
                "rounds": rounds,
                "ratio": round(best["ours"] / best["raw"], 2),
                "ratio_of_cpu": round(work["ours"] / work["raw"], 2),
                "partials": kept,
                "one_more_day_share": round(kept["seconds"]["day"] / best["ours"], 4),
            },
            indent=2,
        )
    )


if __name__ == "__main__":
    main()
