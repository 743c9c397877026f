"""Measures and ranking of all members, against hand-written DuckDB SQL for the same measures, in the same run.

    .venv/bin/python bench/ranking.py                 20 million events
    .venv/bin/python bench/ranking.py --millions 20 100

Prints, as JSON: wall time, processor time and peak memory of both (each in a process of its own) and their ratios; then
what it costs to write the book of a year, and what one more morning costs: to add the day, and to measure and rank
everybody anew. Both sides' measures are compared, and if they differ nothing else is told. Events are drawn by DuckDB;
nothing is downloaded. 100 million take some 12 GB of disk.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from importlib import import_module
from math import isclose
from pathlib import Path

import duckdb

MEMORY, THREADS = "2500MB", 2
START, DAYS = datetime(2023, 1, 1, tzinfo=UTC), 365
AS_OF = START + timedelta(days=DAYS)
WEIGHTS = "like=1,accepted=5"
PACE = "pace.json"
DIGITS = 6
"""As many as the engine shows: a million small shares, each rounded, would else add up to a difference."""

COMPARED = (
    *("contributions", "comments", "active_days", "activity_window", "tenure_days", "recency_days", "cadence_days"),
    *("burst_share", "recognition", "recognition_window", "recognition_recent", "growth", "recognition_per_post"),
    *("recognised_posts", "best_post_share", "recognition_typical", "accepted", "givers", "topics", "deep_topics"),
    *("focus", "early_adoption", "people_reached", "people_reached_window", "loyal_fans", "returning_share"),
    *("people_addressed", "reply_rate"),
)
"""What both sides must agree on, or the comparison is not told at all."""

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
    count(*) FILTER (day >= getvariable('opens')) AS recent
  FROM (
    SELECT actor_id, target_user_id, ts::DATE AS day, count(*) AS n FROM events
    WHERE verb IN ('reply', 'comment', 'like') AND actor_id <> target_user_id GROUP BY ALL
  ) GROUP BY ALL;
CREATE TEMP TABLE members AS
WITH output AS (
  SELECT actor_id, sum(contributions) AS contributions, sum(comments) AS comments, count(*) AS active_days,
    sum(contributions + comments) FILTER (day >= getvariable('opens')) AS activity_window,
    DATE '2024-01-01' - min(day) AS tenure_days, DATE '2024-01-01' - max(day) AS recency_days,
    CASE count(*) WHEN 1 THEN DATE '2024-01-01' - min(day)
      ELSE (max(day) - min(day)) / (count(*) - 1) END AS cadence_days
  FROM days WHERE contributions + comments > 0 GROUP BY ALL
), bursts AS (
  SELECT actor_id, max(acts) / sum(acts) AS burst_share FROM (
    SELECT actor_id, (day - DATE '1970-01-01') // 7 AS week, sum(contributions + comments) AS acts
    FROM days WHERE contributions + comments > 0 GROUP BY ALL) GROUP BY ALL
), recognition AS (
  SELECT actor_id, sum(points) AS recognition, sum(points) FILTER (day >= getvariable('opens')) AS recognition_window,
    sum(points * exp((day - DATE '2024-01-01') * ln(2) / getvariable('half_life'))) AS recognition_recent,
    sum(attention * exp((day - DATE '2024-01-01') * ln(2) / getvariable('half_life'))) AS attention,
    coalesce(sum(points) FILTER (day >= getvariable('middle')), 0) AS newer,
    coalesce(sum(points) FILTER (day >= getvariable('opens') AND day < getvariable('middle')), 0) AS older,
    sum(contributions) AS posts, sum(praises) AS acts
  FROM days GROUP BY ALL
), quality AS (
  SELECT actor_id, recognition, recognition_window, recognition_recent, attention,
    (newer + one) / (older + one) AS growth, (recognition + 3 * typical) / (posts + 3) AS recognition_per_post
  FROM recognition, (SELECT 5 * sum(recognition) / sum(acts) AS one, sum(recognition) / sum(posts) AS typical
                     FROM recognition)
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
  FROM (SELECT *, rank() OVER (PARTITION BY topic_id ORDER BY first) AS place,
          row_number() OVER (PARTITION BY actor_id ORDER BY posts DESC, topic_id) AS favourite FROM places) GROUP BY ALL
), audience AS (
  SELECT target_user_id AS actor_id, count(*) AS people_reached, count(*) FILTER (recent > 0) AS people_reached_window,
    count(*) FILTER (recent >= 3) AS loyal_fans, avg((days >= 2)::INT) AS returning_share FROM pairs GROUP BY ALL
), addressed AS (
  SELECT p.actor_id, count(*) AS people_addressed, count(b.times) AS answered
  FROM pairs p LEFT JOIN pairs b ON p.actor_id = b.target_user_id AND p.target_user_id = b.actor_id GROUP BY ALL
)
SELECT *, coalesce(typical / greatest(contributions - 1, 1), 0) AS recognition_typical,
    answered / greatest(people_reached, 1) AS reply_rate
  FROM output LEFT JOIN bursts USING (actor_id) LEFT JOIN quality USING (actor_id)
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
    """The hand-written SQL, with the window and half-life that the engine found: they are constants to it."""
    opened = connection(folder)
    opened.read_parquet(str(folder / "year" / "events.parquet")).create_view("events")
    for name, value in json.loads((folder / PACE).read_text()).items():
        opened.execute(f"SET VARIABLE {name} = {value}").fetchall()
    for statement in RAW.split(";\n"):
        if statement.strip():
            opened.execute(statement).fetchall()
    shown = [f"round({name}::DOUBLE, {DIGITS})" for name in COMPARED]
    sums = ", ".join(f"sum({value}), sum({value} ** 2)" for value in shown)
    found = opened.execute(" ".join(["SELECT count(*),", sums, "FROM ranked"])).fetchall()[0]
    return {
        "members": found[0],
        "measures": dict(zip(COMPARED, zip(found[1::2], found[2::2], strict=True), strict=True)),
    }


def ours(folder: Path) -> dict[str, object]:
    """All measures and the rising list."""
    events, engine = opened_events(folder)
    ranking = engine.rank(events, engine.RankQuery(AS_OF, engine.Recognition.parse(WEIGHTS), "rising", 90))
    half_life = ranking.pace.half_life_days
    opens, middle = (f"DATE '2024-01-01' - {round(days)}" for days in (2 * half_life, half_life))
    (folder / PACE).write_text(json.dumps({"opens": opens, "middle": middle, "half_life": half_life}))
    values = {name: engine.numbers(ranking.table, name) for name in COMPARED}
    sums = {name: (float(value.sum()), float((value**2).sum())) for name, value in values.items()}
    return {"members": ranking.candidates, "measures": sums}


def writing(folder: Path) -> dict[str, object]:
    """The book of a year is written, and everybody ranked from it for the first time."""
    return from_book(folder, ["year"], AS_OF)


def morning(folder: Path) -> dict[str, object]:
    """One more day, as a community sees it every morning."""
    return from_book(folder, ["year", "day"], AS_OF + timedelta(days=1))


def from_book(folder: Path, names: Sequence[str], as_of: datetime) -> dict[str, object]:
    """Bring the book to a moment, and rank everybody from it: the seconds of both."""
    _, engine = opened_events(folder)
    files = {name: folder / name / "events.parquet" for name in names}
    opened = engine.open_engine(MEMORY, THREADS, folder / "spill")
    recognition = engine.Recognition.parse(WEIGHTS)
    began = time.perf_counter(), time.process_time()
    with engine.counted_from(files, folder / "counted", recognition, as_of, opened) as counted:
        added = time.perf_counter(), time.process_time()
        events = engine.events_table(list(files.values()), opened)
        engine.rank(events, engine.RankQuery(as_of, recognition, "rising", 90), counted)
    ended = time.perf_counter(), time.process_time()
    return {
        "counted": counted is not None,
        "seconds_to_count": round(added[0] - began[0], 2),
        "seconds_to_rank": round(ended[0] - added[0], 2),
        "cpu_to_count": round(added[1] - began[1], 2),
        "cpu_to_rank": round(ended[1] - added[1], 2),
    }


def differing(rounds: Sequence[Mapping[str, dict]]) -> list[str]:
    """The measures in which the two sides do not agree to five digits, summed over all members: there must be none."""
    told = {side: rounds[0][side]["measures"] for side in ("raw", "ours")}
    far = [
        f"{name}: {told['raw'][name]} against {told['ours'][name]}"
        for name in COMPARED
        if not all(isclose(*pair, rel_tol=1e-5) for pair in zip(told["raw"][name], told["ours"][name], strict=True))
    ]
    return far + ([] if rounds[0]["raw"]["members"] == rounds[0]["ours"]["members"] else ["members"])


def opened_events(folder: Path) -> tuple[object, object]:
    """The engine's own door, opened to the same size. Imported here, so that the raw side does not pay for it."""
    sys.path.insert(0, str(Path(__file__).parent))
    engine = import_module("engine_side")
    return engine.events(folder / "year" / "events.parquet", MEMORY, THREADS, folder / "spill"), engine


SIDES = {"raw": raw, "ours": ours, "writing": writing, "morning": morning}


def measured(side: str, folder: Path) -> dict[str, object]:
    """One side in a process of its own: seconds and peak memory."""
    began = time.perf_counter()
    done = subprocess.run([sys.executable, __file__, "--side", side, "--folder", str(folder)], stdout=subprocess.PIPE)
    if done.returncode:
        raise SystemExit(f"{side} failed")
    return json.loads(done.stdout) | {"wall": round(time.perf_counter() - began, 2)}


def without_measures(told: Mapping[str, object]) -> dict[str, object]:
    """What is printed of a side."""
    return {name: value for name, value in told.items() if name != "measures"}


def main() -> None:
    """Draw, run each side, print the comparison."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--millions", type=int, nargs="+", default=[20])
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
    for millions in given.millions:
        with tempfile.TemporaryDirectory() as name:
            one_size(Path(name), millions, given.rounds)


def one_size(folder: Path, millions: int, times: int) -> None:
    """Both sides, then the mornings, of a community of one size."""
    draw(folder, millions)
    rounds = [{side: measured(side, folder) for side in ("ours", "raw")} for _ in range(times)]
    if far := differing(rounds):
        raise SystemExit("the two sides measure different things: " + "; ".join(far))
    told = comparison(millions, rounds)
    print(json.dumps(told, indent=2), flush=True)
    kept = {side: measured(side, folder) for side in ("writing", "morning")}
    print(json.dumps(one_more_day(kept, told), indent=2), flush=True)


def comparison(millions: int, rounds: Sequence[Mapping[str, dict]]) -> dict[str, object]:
    """Both sides and their ratios."""
    best = {side: min(one[side]["wall"] for one in rounds) for side in ("raw", "ours")}
    work = {side: min(one[side]["cpu"] for one in rounds) for side in ("raw", "ours")}
    return {
        "events_millions": millions,
        "rounds": [{side: without_measures(told) for side, told in one.items()} for one in rounds],
        "wall_of_ours": best["ours"],
        "cpu_of_ours": work["ours"],
        "ratio": round(best["ours"] / best["raw"], 2),
        "ratio_of_cpu": round(work["ours"] / work["raw"], 2),
    }


def one_more_day(kept: Mapping[str, dict], whole: Mapping[str, float]) -> dict[str, object]:
    """What the book costs to write, and which share of a full run it costs to add a day, and a whole morning."""
    written, day = kept["writing"], kept["morning"]
    wall, cpu = (day[f"{unit}_to_count"] + day[f"{unit}_to_rank"] for unit in ("seconds", "cpu"))
    return {
        **kept,
        "writing_the_book": round(written["seconds_to_count"] / whole["wall_of_ours"], 4),
        "adding_one_more_day": round(day["seconds_to_count"] / whole["wall_of_ours"], 4),
        "adding_one_more_day_of_cpu": round(day["cpu_to_count"] / whole["cpu_of_ours"], 4),
        "one_more_morning": round(wall / whole["wall_of_ours"], 4),
        "one_more_morning_of_cpu": round(cpu / whole["cpu_of_ours"], 4),
    }


if __name__ == "__main__":
    main()
