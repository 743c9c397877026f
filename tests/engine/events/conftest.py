"""Nasty inputs: the shared corpora where they exist, else the same kinds of cases made here."""

import json
from pathlib import Path

import pytest

SHARED = Path(__file__).parents[4] / "shared" / "corpora"
NAUGHTY = [
    "",
    "undefined",
    "null",
    "NULL",
    "\\N",
    "1.0",
    "１２３",
    "Ω≈ç√∫˜µ≤≥÷",
    "田中さんにあげて下さい",
    "𠜎𠜱",
    "👾 🙇 💁",
]
NAUGHTY += ["<script>alert(0)</script>", "'; DROP TABLE users;--", "=cmd|' /C calc'!A0", "\ufeff", "\u202etest\u202e"]
NAUGHTY += [
    " lead",
    "trail ",
    "a\tb",
    'q"q',
    "％ｆｕｌｌ",
    "\u2028line\u2029",
    "\x85next",
    "\x0bvt\x0cff\x1cfs",
    "a\r\nb\rc\n",
]
CASES = {
    "comma_in_quotes": ('a,b\nJohn,"120 any st., Anytown, WW"\n', [["John", "120 any st., Anytown, WW"]]),
    "empty": ('a,b,c\n1,"",""\n2,3,4', [["1", "", ""], ["2", "3", "4"]]),
    "escaped_quotes": ('a,b\n1,"ha ""ha"" ha"\n3,4\n', [["1", 'ha "ha" ha'], ["3", "4"]]),
    "newlines": ('a,b\n1,2\n"Once upon \na time",5\n', [["1", "2"], ["Once upon \na time", "5"]]),
    "newlines_crlf": ('a,b\r\n1,2\r\n"Once upon \r\na time",5\r\n', [["1", "2"], ["Once upon \r\na time", "5"]]),
    "simple_crlf": ("a,b\r\n1,2\r\n", [["1", "2"]]),
    "utf8": ("a,b\n4,ʤ\n", [["4", "ʤ"]]),
}


@pytest.fixture(scope="session")
def naughty_strings() -> list[str]:
    """Strings that break careless software."""
    path = SHARED / "naughty-strings" / "blns.json"
    return json.loads(path.read_text("utf-8")) if path.exists() else NAUGHTY


@pytest.fixture(scope="session")
def spectrum(tmp_path_factory) -> dict[Path, list[list[str]]]:
    """CSV files, each with the cells it holds below its header."""
    if (SHARED / "csv-spectrum").exists():
        return {path: _truth(path) for path in sorted((SHARED / "csv-spectrum" / "csvs").glob("*.csv"))}
    made = tmp_path_factory.mktemp("spectrum")
    for name, (text, _) in CASES.items():
        (made / f"{name}.csv").write_bytes(text.encode())
    return {made / f"{name}.csv": truth for name, (_, truth) in CASES.items()}


def _truth(path: Path) -> list[list[str]]:
    """The corpus's own answer; in `location_coordinates` it names another telephone number than its file does."""
    found = json.loads((path.parents[1] / "json" / f"{path.stem}.json").read_text("utf-8"))
    rows = [list(row.values()) for row in (found if isinstance(found, list) else [found])]
    if path.stem == "location_coordinates":
        rows[0][0] = "2095257564"
    return rows
