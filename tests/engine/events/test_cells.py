"""Cells to times, numbers, verbs and ids."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kolony_engine.events.arrays import numpy_of, texts
from kolony_engine.events.reading.meaning.headers import folded, proposed
from kolony_engine.events.reading.meaning.numbers import number, numbers
from kolony_engine.events.reading.meaning.times import TimeError, parsed, parsed_all
from kolony_engine.events.reading.meaning.verbs import verb_of

EPOCH = datetime(1970, 1, 1, tzinfo=UTC).replace(tzinfo=None)
MOMENTS = st.datetimes(EPOCH.replace(year=1971, day=2), EPOCH.replace(year=2099, month=12))
SHANGHAI = ZoneInfo("Asia/Shanghai")


def at(micros):
    return datetime.fromtimestamp(micros / 1_000_000, UTC).replace(tzinfo=None).isoformat(sep=" ")


@pytest.mark.parametrize(
    ("text", "moment", "day_only"),
    [
        ("2024-01-05T13:04:05", "2024-01-05 13:04:05", False),
        ("2024-01-05 13:04:05.25+08:00", "2024-01-05 05:04:05.250000", False),
        ("2024-01-05T13:04:05Z", "2024-01-05 13:04:05", False),
        ("2024-01-05T00:00:00.000", "2024-01-05 00:00:00", True),
        ("2024-01-05", "2024-01-05 00:00:00", True),
        ("2024/1/5 13:04", "2024-01-05 13:04:00", False),
        ("2024.1.5", "2024-01-05 00:00:00", True),
        ("20240105", "2024-01-05 00:00:00", True),
        ("20240105130405", "2024-01-05 13:04:05", False),
        ("2024年1月5日 13时4分", "2024-01-05 13:04:00", False),
        ("２０２４－０１－０５", "2024-01-05 00:00:00", True),
        ("1704459845", "2024-01-05 13:04:05", False),
        ("1704459845123", "2024-01-05 13:04:05.123000", False),
        ("2024-02-01 08:00:00 UTC", "2024-02-01 08:00:00", False),
        ("25/12/2024", "2024-12-25 00:00:00", True),
        ("12/25/2024 10:00", "2024-12-25 10:00:00", False),
    ],
)
def test_times_as_people_write_them(text, moment, day_only):
    micros, day = parsed(text, UTC)
    assert (at(micros), day) == (moment, day_only)


@pytest.mark.parametrize(
    ("text", "code"),
    [("", "E-READ-211"), ("soon", "E-READ-212"), ("2024-02-30", "E-READ-212"), ("2024-01-05 25:00", "E-READ-212"),
     ("05/06/2024", "E-READ-213"), ("1970-01-01", "E-READ-214"), ("2999-01-01", "E-READ-214"), ("12", "E-READ-212")],
)  # fmt: skip
def test_what_is_no_time_says_why(text, code):
    with pytest.raises(TimeError, match=code):
        parsed(text, UTC)


def test_a_time_without_zone_is_taken_in_the_callers_zone_but_a_day_stays_that_day():
    column = texts(["2024-01-05 08:00:00", "2024-01-05"])
    for piece in (column, texts([*column.to_pylist(), "x"])):
        micros, day_only, _ = parsed_all(piece, SHANGHAI)
        assert [at(value) for value in micros[:2]] == ["2024-01-05 00:00:00", "2024-01-05 00:00:00"]
        assert day_only[:2].tolist() == [False, True]


@given(st.lists(MOMENTS, min_size=1), st.booleans())
def test_a_clean_column_and_a_dirty_one_give_the_same_times(moments, dirty):
    column = [moment.isoformat(sep=" ") for moment in moments]
    micros, day_only, refused = parsed_all(texts([*column, "never"] if dirty else column), UTC)
    assert refused == ({len(column): "E-READ-212"} if dirty else {})
    assert micros[: len(column)].tolist() == [(moment - EPOCH) // datetime.resolution for moment in moments]
    assert day_only[: len(column)].tolist() == [moment.time() == datetime.min.time() for moment in moments]


@pytest.mark.parametrize(
    ("text", "value"),
    [("1", 1.0), ("-2.5", -2.5), ("1,234.50", 1234.5), ("１２", 12.0), ("1.2万", 12000.0), ("3亿", 3e8),
     ("1.5K", 1500.0), ("2w", 20000.0), ("¥ 99.9", 99.9), ("1e3", 1000.0), ("0.07万", 700.0)],
)  # fmt: skip
def test_numbers_as_people_write_them(text, value):
    assert number(text) == value


@pytest.mark.parametrize("text", ["", "1,5", "abc", "万", "1.2.3", "inf", "nan", "1e999", "--1", "."])
def test_what_is_no_number(text):
    with pytest.raises(ValueError):
        number(text)


def test_a_column_of_numbers_counts_one_where_nothing_is_written():
    values, refused = numbers(texts(["", None, "2", "x", "1.2万"]))
    assert (values.tolist(), refused) == ([1.0, 1.0, 2.0, 1.0, 12000.0], {3: "E-READ-221"})


@given(st.lists(st.one_of(st.none(), st.text(max_size=9))))
def test_text_survives_the_way_to_arrow(cells):
    try:
        assert texts(cells).to_pylist() == cells
    except UnicodeEncodeError:
        assert any("\ud800" <= sign <= "\udfff" for cell in cells if cell for sign in cell)


@given(st.lists(st.one_of(st.none(), st.booleans())))
def test_what_is_missing_in_a_mask_is_no(cells):
    column = texts(None if cell is None else str(cell).lower() for cell in cells).cast("bool")
    assert numpy_of(column).tolist() == [bool(cell) for cell in cells]


def test_verbs_in_other_words():
    assert [verb_of(word) for word in ("点赞", "UpVote", "Page View", "下单", "waved")] == [
        "like", "upvote", "view", "buy", "waved",
    ]  # fmt: skip


def test_headers_are_understood_in_both_languages():
    assert folded("ＵＳＥＲ－ＩＤ") == folded("user_id") == folded(" User Id")
    assert proposed(["创建时间", "用户 ID", "行为类型", "帖子ID", "金额", "备注"]) == {
        "创建时间": "ts", "用户 ID": "actor_id", "行为类型": "verb", "帖子ID": "object_id", "金额": "value",
    }  # fmt: skip


def test_the_likelier_of_two_headers_wins():
    assert proposed(["username", "user_id", "ts", "date"]) == {"user_id": "actor_id", "ts": "ts"}
