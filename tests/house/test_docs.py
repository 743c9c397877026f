"""The docs tell the truth: both languages, links that lead somewhere, commands that run, reference like the code."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import click
import duckdb
import pytest

from docs.generate import PAGES, path_of, written
from kolony.config.entry import root
from kolony_demo import small_season
from kolony_engine.events import open_events
from kolony_engine.ranking.rank import VERSION

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAIRS = [(ROOT / "README.md", ROOT / "README.zh.md")] + [
    (page, page.with_name(page.name.replace(".md", ".zh.md")))
    for page in sorted(DOCS.rglob("*.md"))
    if not page.name.endswith(".zh.md")
]
TOLD_ON = {end: ((ROOT, f"README{end}"), (DOCS, f"does-it-work{end}")) for end in (".md", ".zh.md")}
WRITTEN = [page for pair in PAIRS for page in pair]
FENCE = re.compile(r"^```(\w+)( run)?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def name_of(page):
    return str(page.relative_to(ROOT))


def blocks(page, language, only_run=False):
    found = FENCE.findall(page.read_text(encoding="utf-8"))
    return [body for kind, run, body in found if kind == language and (run or not only_run)]


def commands(page, only_run=False):
    lines = "".join(blocks(page, "console", only_run)).splitlines()
    return [line.removeprefix("$ ") for line in lines if line.startswith("$ ")]


@pytest.mark.parametrize(("english", "chinese"), PAIRS, ids=lambda page: name_of(page))
def test_every_page_is_there_in_both_languages_with_the_same_commands(english, chinese):
    assert chinese.exists()
    assert commands(english) == commands(chinese)
    assert blocks(english, "sql") == blocks(chinese, "sql")
    headings = [len(re.findall(r"^#+ ", page.read_text(encoding="utf-8"), re.MULTILINE)) for page in (english, chinese)]
    assert headings[0] == headings[1]


@pytest.mark.parametrize("page", WRITTEN, ids=name_of)
def test_every_link_leads_somewhere(page):
    links = re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8"))
    broken = [link for link in links if "://" not in link and not (page.parent / link).exists()]
    assert broken == []


@pytest.mark.parametrize("folder", ["decisions", "reference"])
def test_every_page_is_in_the_index_of_its_folder(folder):
    for suffix in (".md", ".zh.md"):
        index = (DOCS / folder / f"README{suffix}").read_text(encoding="utf-8")
        pages = [page.name for english, chinese in PAIRS for page in (english, chinese) if page.parent.name == folder]
        missing = [p for p in pages if p.endswith(".zh.md") == (suffix == ".zh.md") and f"]({p})" not in index]
        assert [page for page in missing if not page.startswith("README")] == []


def test_every_change_says_something():
    assert [path.name for path in (ROOT / "changes").iterdir() if not path.read_text().strip()] == []


@pytest.mark.parametrize("suffix", [".md", ".zh.md"])
def test_a_figure_of_the_lists_is_the_same_wherever_it_is_told(suffix):
    measured = (DOCS / "reference" / f"backtest-figures{suffix}").read_text(encoding="utf-8")
    assert VERSION in measured
    readme, whether = ((folder / name).read_text(encoding="utf-8") for folder, name in TOLD_ON[suffix])
    told = re.findall(r"(?<!\d)\.\d{3}\b", readme) + re.findall(r"[+]0\.\d{3}", readme + whether)
    assert len(told) >= 15
    assert [figure for figure in told if figure not in measured] == []


@pytest.mark.parametrize("page", WRITTEN, ids=name_of)
def test_every_command_and_option_in_the_docs_exists(page):
    for line in commands(page):
        words = shlex.split(line)
        check = {"kolony": assert_known, "make": assert_target}.get(words[0])
        assert check is not None or words[0] in ("git", "cd", "pip"), line
        if check:
            check(words[1:], line)


def assert_known(words, line):
    command = root
    while isinstance(command, click.Group) and words and not words[0].startswith("-"):
        command = command.get_command(click.Context(command), words.pop(0))
        assert command is not None, line
    known = {option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)}
    assert {word.split("=")[0] for word in words if word.startswith("--")} <= known | {"--help"}, line


def assert_target(words, line):
    targets = re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert words[0] in targets, line


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """A folder like the reader's, with a small season in it."""
    folder = tmp_path_factory.mktemp("desk")
    season = small_season()
    season.write(folder / "season")
    season.write(folder / "season", file_format="csv")
    return folder


RUN = sorted({line for page, _ in PAIRS for line in commands(page, only_run=True)})


@pytest.mark.parametrize("line", RUN)
def test_the_commands_in_the_docs_run(line, desk):
    program = Path(sys.executable).parent / "kolony"
    assert line.startswith("kolony ")
    done = subprocess.run(
        [program, *shlex.split(line)[1:]], cwd=desk, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()


def test_the_python_in_the_docs_is_python():
    for page in WRITTEN:
        for body in blocks(page, "python"):
            compile(body, name_of(page), "exec")


def test_the_sql_recipe_makes_a_file_of_events_that_is_read_without_a_refusal(tmp_path):
    recipe = blocks(DOCS / "howto" / "own-community.md", "sql")[0]
    connection = duckdb.connect()
    connection.execute(
        """CREATE TABLE posts AS SELECT * FROM (VALUES
               ('p1', TIMESTAMP '2026-01-01 10:00', 'ann', NULL, NULL, NULL),
               ('p2', TIMESTAMP '2026-01-02 10:00', 'ben', 'p1', 'ann', 'p1')
           ) t(id, created_at, author_id, parent_id, parent_author_id, topic_id);
           CREATE TABLE likes AS SELECT TIMESTAMP '2026-01-03 09:00' created_at, 'ben' user_id, 'p1' post_id;
           CREATE TABLE follows AS SELECT TIMESTAMP '2026-01-04' created_at, 'ben' follower_id, 'ann' followed_id;
           CREATE TABLE orders AS SELECT TIMESTAMP '2026-01-05' paid_at, 'ben' customer_id, 'book' product_id,
               'ann' referrer_id, 59.0 amount, 'CNY' currency"""
    )
    target = tmp_path / "events.csv"
    connection.sql(recipe).to_csv(str(target), header=True)
    batches = list(open_events(target).read())
    events = [row for batch in batches for row in batch.events.to_pylist()]
    assert [row["verb"] for row in events] == ["topic", "reply", "like", "follow", "buy"]
    assert [row["target_user_id"] for row in events] == [None, "ann", "ann", "ann", "ann"]
    assert [batch.refused for batch in batches if batch.refused] == []


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("page", PAGES)
def test_the_reference_says_what_the_code_says(page, language):
    """If this fails: python docs/generate.py"""
    assert path_of(page, language).read_text(encoding="utf-8") == written(page, language)
