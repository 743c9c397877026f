"""The simulated season: the same every time, shaped like a real community, and honest about being invented."""

import re
from datetime import UTC, datetime

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from kolony_demo import LAST_DAY, MARKER, simulate, small_season


@pytest.fixture(scope="module")
def season():
    return small_season(seed=7)


def without_zone(table):
    """UTC as plain timestamps, so that hours do not depend on the zone of the machine."""
    plain = [pa.timestamp("us") if pa.types.is_timestamp(field.type) else field.type for field in table.schema]
    return table.cast(pa.schema(zip(table.column_names, plain, strict=True)))


@pytest.fixture(scope="module")
def ask(season):
    connection = duckdb.connect()
    for name in ("events", "words", "members", "slots"):
        connection.register(name, without_zone(getattr(season, name)))
    for name, table in season.truth.items():
        connection.register(f"truth_{name}", without_zone(table))
    return lambda sql: connection.execute(sql).fetchall()


def test_the_same_seed_tells_the_same_story(season):
    again = small_season(seed=7)
    assert again.events.equals(season.events)
    assert again.words.equals(season.words)
    assert again.members.equals(season.members)
    assert all(again.truth[name].equals(table) for name, table in season.truth.items())


def test_another_seed_tells_another_story(season):
    assert not small_season(seed=8).events.equals(season.events)


def test_a_season_ends_on_the_day_it_is_told_to(season, ask):
    assert season.ends_at == datetime(2026, 11, 19, tzinfo=UTC)
    times = season.events.column("ts")
    assert pc.min(times).as_py() >= season.starts_at
    assert pc.max(times).as_py().date() == LAST_DAY


def test_the_small_season_has_six_hundred_members_and_some_thirty_thousand_events(season):
    assert season.members.num_rows == 600
    assert 25_000 < season.events.num_rows < 40_000


def test_every_event_is_somebodys_after_they_joined(ask):
    early = "select count(*) from events e join members m using (actor_id) where e.ts < m.joined_at - interval 1 second"
    assert ask(early) == [(0,)]
    assert ask("select count(*) from events where actor_id is null") == [(0,)]
    assert ask("select count(*) from events anti join members using (actor_id)") == [(0,)]


def test_nobody_likes_themselves_and_nobody_likes_a_post_twice(ask):
    assert ask("select count(*) from events where verb = 'like' and actor_id = target_user_id") == [(0,)]
    likes = ask("select count(*), count(distinct (actor_id, object_id)) from events where verb = 'like'")[0]
    assert likes[0] == likes[1]


def test_a_like_never_comes_before_its_post(ask):
    sql = """select count(*) from events e join words w using (object_id)
             where e.verb in ('like', 'share', 'accepted') and e.ts < w.ts"""
    assert ask(sql) == [(0,)]


def test_answers_answer_questions_and_replies_answer_topics(ask):
    sql = """select e.verb, t.verb from events e join events t on t.object_id = e.topic_id
             where e.verb in ('answer', 'reply') and t.verb in ('question', 'topic') group by all order by all"""
    assert ask(sql) == [("answer", "question"), ("reply", "topic")]


def test_all_contributions_have_words_in_the_language_of_their_author(ask):
    assert ask("select count(*) from words where text = '' or (kind in ('question', 'topic') and title = '')") == [(0,)]
    sql = """select language, regexp_matches(text, '[^\\x00-\\x7F]'), count(*) from words
             join truth_members on actor_id = author_id where kind <> 'comment' group by all order by all"""
    assert [row[:2] for row in ask(sql)] == [("en", False), ("zh", True)]


def test_pen_names_are_unique_and_no_template_is_left_unfilled(season):
    names = season.members.column("name").to_pylist()
    assert len(set(names)) == len(names)
    texts = season.words.column("text").to_pylist() + season.words.column("title").to_pylist()
    assert not [text for text in texts if re.search(r"[{}]", text)]


def test_the_week_and_the_day_breathe(ask):
    local = """from events join truth_members using (actor_id)
               where language = 'zh' and verb in ('question', 'topic', 'answer', 'reply') group by 1"""
    by_day = dict(ask("select isodow(ts + interval 8 hour), count(*) " + local))
    assert max(by_day[6], by_day[7]) < min(by_day[2], by_day[3])
    by_hour = dict(ask("select hour(ts + interval 8 hour), count(*) " + local))
    assert by_hour.get(4, 0) * 5 < by_hour[21]


def test_a_few_do_most_of_it_as_in_real_communities(ask):
    sql = """with acts as (select actor_id, count(*) n from events
                           where verb in ('question', 'topic', 'answer', 'reply', 'comment') group by 1),
                  placed as (select n, percent_rank() over (order by n desc) place, sum(n) over () total from acts)
             select sum(n) filter (place < 0.1) / max(total), median(n) from placed"""
    top_tenth, median = ask(sql)[0]
    assert 0.55 < top_tenth < 0.85
    assert median <= 8


def test_what_is_written_is_marked_as_simulated_and_leaves_the_truth_out(season, tmp_path):
    written = season.write(tmp_path / "season")
    assert sorted(path.name for path in written) == [
        "events.parquet",
        "members.parquet",
        "slots.parquet",
        "words.parquet",
    ]
    assert "SIMULATED" in (tmp_path / "season" / MARKER).read_text(encoding="utf-8")
    assert "SIMULATED" in season.source_name
    season.write_truth(tmp_path / "truth")
    assert "Never load" in (tmp_path / "truth" / MARKER).read_text(encoding="utf-8")


def test_a_season_can_be_written_as_csv(season, tmp_path):
    season.write(tmp_path, file_format="csv")
    header, first = (tmp_path / "events.csv").read_text(encoding="utf-8").splitlines()[:2]
    assert header == ",".join(f'"{name}"' for name in season.events.column_names)
    assert first.startswith(f'"e0000001","{season.events.column("ts")[0].as_py():%Y-%m-%dT%H:%M:%SZ}",')
    assert duckdb.read_csv(str(tmp_path / "events.csv")).shape == season.events.shape


def test_a_community_too_small_for_its_cast_is_refused():
    with pytest.raises(ValueError, match="at least"):
        simulate(members=50)


def test_a_post_is_tagged_with_its_subject_in_its_own_language(ask):
    sql = """select distinct t.language, tags[1] from events e join truth_members t using (actor_id)
             where verb in ('topic', 'question') and tags[1] in ('慢读', 'slow reading') order by all"""
    assert ask(sql) == [("en", "slow reading"), ("zh", "慢读")]
