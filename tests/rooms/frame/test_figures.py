"""Numbers and times as readers of either language see them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.template import Context, Template
from django.utils import timezone, translation

from kolony.ground.frame import figures
from kolony.ground.kit import money

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "digits", "words"),
    [(12480, 0, "12,480"), (-3.14, 1, "−3.1"), (0, 0, "0"), (34.04, 1, "34.0")],
)
def test_numbers_have_separators_and_a_true_minus(value, digits, words):
    assert figures.number(value, digits) == words


def test_nothing_is_never_printed_as_none():
    with translation.override("en"):
        assert {figures.number(None), figures.percent(None), figures.day(None), figures.ago(None)} == {"none yet"}


def test_a_key_that_is_not_there_is_not_yet_either():
    with translation.override("en"):
        shown = Template("{{ run.result|number }}, {{ run.share|percent }}").render(Context())
    assert shown == "none yet, none yet"


def test_a_gain_carries_its_sign():
    assert [figures.signed(3), figures.signed(0), figures.signed(-2)] == ["+3", "0", "−2"]


@pytest.mark.parametrize(
    ("value", "chinese", "english"),
    [(12_000, "1.2万", "12.0k"), (3_400_000, "340万", "3.4m"), (84, "84", "84"), (250_000_000, "2.5亿", "250m")],
)
def test_large_numbers_are_shortened_the_way_each_language_counts(value, chinese, english):
    with translation.override("zh-hans"):
        assert figures.compact(value) == chinese
    with translation.override("en"):
        assert figures.compact(value) == english


def test_the_year_is_told_only_when_it_is_another():
    last = date(timezone.localdate().year - 1, 3, 2)
    with translation.override("zh-hans"):
        assert figures.day(last) == f"{last.year}年3月2日"
        assert figures.day(last.replace(year=last.year + 1)) == "3月2日"
    with translation.override("en"):
        assert figures.day(last) == f"2 Mar {last.year}"


@pytest.mark.parametrize(
    ("passed", "words"),
    [
        (timedelta(seconds=30), "just now"),
        (timedelta(minutes=1), "1 minute ago"),
        (timedelta(minutes=59), "59 minutes ago"),
        (timedelta(hours=47), "47 hours ago"),
    ],
)
def test_times_are_relative_for_two_days(passed, words):
    with translation.override("en"):
        assert figures.ago(NOON - passed, now=NOON) == words


@pytest.mark.parametrize(("seconds", "words"), [(40, "40 s"), (100, "1 min 40 s"), (7500, "2 h 5 min")])
def test_durations_are_said_as_people_say_them(seconds, words):
    with translation.override("en"):
        assert figures.duration(seconds) == words


@pytest.mark.parametrize(
    ("minor", "currency", "words"),
    [
        (3_000_000, "CNY", "¥30,000"),
        (120_050, "USD", "$1,200.50"),
        (-700, "CNY", "−¥7"),
        (687, "XAU", "XAU 6.87"),
        (None, "CNY", "none yet"),
    ],
)
def test_money_has_the_sign_of_its_currency_and_cents_only_where_there_are_any(minor, currency, words):
    with translation.override("en"):
        assert figures.money(minor, currency) == words


@pytest.mark.parametrize(
    ("text", "kept"),
    [("3000", "3000 CNY"), ("3,000.5 usd", "3000.50 USD"), ("12.05eur", "12.05 EUR"), ("a lot", ""), ("3 XYZ", "")],
)
def test_an_amount_is_read_as_people_type_it_or_not_at_all(text, kept):
    assert str(money.parsed(text) or "") == kept
