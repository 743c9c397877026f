"""`kolony facts check` on plain files, in both languages, without Django."""

import ast
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from click.testing import CliRunner

from hatch_build import compile_catalogues
from kolony.fronts.cli import facts, words
from kolony_engine.diffusion.codes import CODES as DIFFUSION
from kolony_engine.events.codes import CODES, FLAGS
from kolony_engine.ranking.codes import REFUSALS

CLI = Path(facts.__file__).parent


@pytest.fixture(scope="module", autouse=True)
def catalogues():
    compile_catalogues(Path(__file__).parents[3])


@pytest.fixture
def check(monkeypatch):
    def run(*arguments, language="en_US.UTF-8"):
        monkeypatch.setenv("LANGUAGE", language)
        return CliRunner().invoke(facts.check, [str(argument) for argument in arguments])

    return run


def dirty(folder):
    path = folder / "事件.csv"
    path.write_bytes("时间,行为,用户\n2024-01-05,点赞,林\n今天,点赞,美\n".encode("gb18030"))
    return path


def test_a_clean_file_ends_with_zero(tmp_path, check):
    path = tmp_path / "a.csv"
    path.write_text("ts,verb,actor_id\n2024-01-05 10:00,like,u1\n")
    told = check(path)
    assert told.exit_code == 0
    assert "1 rows: 1 accepted, 0 refused" in told.output
    assert "Kind: csv" in told.output


def test_refused_rows_are_shown_with_their_place_and_end_with_one(tmp_path, check):
    told = check(dirty(tmp_path))
    assert told.exit_code == 1
    assert "Encoding: gb18030" in told.output
    assert "事件.csv:3:时间: E-READ-212 This is no time. '今天'" in told.output


def test_a_chinese_reader_is_told_in_chinese(tmp_path, check):
    told = check(dirty(tmp_path), language="zh_CN.UTF-8")
    assert "共 2 行：接受 1 行，拒绝 1 行" in told.output
    assert "事件.csv:3:时间: E-READ-212 这不是时间。 '今天'" in told.output


@pytest.mark.parametrize(
    ("language", "words"), [("en_US.UTF-8", "The time is still to come."), ("zh_CN.UTF-8", "时间还没有到。")]
)
def test_a_year_too_late_is_refused(tmp_path, check, language, words):
    path = tmp_path / "a.csv"
    path.write_text("ts,verb,actor_id\n2024-01-05 10:00,like,u1\n2098-01-05 10:00,like,u1\n")
    told = check(path, language=language)
    assert (told.exit_code, f"a.csv:3:ts: E-READ-215 {words} '2098-01-05 10:00'" in told.output) == (1, True)


def test_a_file_that_cannot_be_read_ends_with_two(tmp_path, check):
    told = check(tmp_path / "none.csv")
    assert told.exit_code == 2
    assert "E-READ-101" in told.output
    assert "is not there" in told.output


def test_only_so_many_refused_rows_are_shown(tmp_path, check):
    path = tmp_path / "a.csv"
    path.write_text("ts,verb\n" + "never,like\n" * 30)
    told = check(path, "--refused", "3")
    assert told.output.count("E-READ-212") == 3
    assert "and 27 more refused rows" in told.output


def test_machines_get_json(tmp_path, check):
    told = json.loads(check(dirty(tmp_path), "--format", "json").output)
    assert (told["kind"], told["encoding"], told["accepted"], told["refused"]) == ("csv", "gb18030", 1, 1)
    assert told["mapping"] == {"时间": "ts", "行为": "verb", "用户": "actor_id"}
    assert told["refused_rows"][0]["line"] == 3


def test_columns_may_be_mapped_and_constants_given(tmp_path, check):
    path = tmp_path / "a.csv"
    path.write_text("when,who\n2024-01-05 08:00,lin\n")
    told = check(path, "--map", "when=ts", "--map", "=buy=verb", "--time-zone", "Asia/Shanghai", "--format", "json")
    assert json.loads(told.output)["verbs"] == {"buy": 1}
    assert json.loads(told.output)["first_ts"] == "2024-01-05T00:00:00+00:00"
    assert check(path, "--map", "nonsense").exit_code == 2


def said_in(path):
    """The constant sentences given to `say` in a module."""
    calls = [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call)]
    said = [call.args[0] for call in calls if isinstance(call.func, ast.Name) and call.func.id == "say"]
    return {message.value for message in said if isinstance(message, ast.Constant)}


def test_every_sentence_of_the_terminal_is_in_the_catalogue():
    with (CLI / "locale/zh_Hans/LC_MESSAGES/django.po").open("rb") as stream:
        chinese = {message.id: message.string for message in read_po(stream) if message.id}
    said = {message for path in CLI.glob("*.py") for message in said_in(path)}
    told = [table.values() for table in (CODES, FLAGS, DIFFUSION, REFUSALS)]
    assert said.union(*told) == set(chinese)
    for english, translation in chinese.items():
        assert re.findall(r"%\(\w+\)\w", english) == re.findall(r"%\(\w+\)\w", translation) or sorted(
            re.findall(r"%\(\w+\)\w", english)
        ) == sorted(re.findall(r"%\(\w+\)\w", translation))


def test_a_code_without_words_is_still_shown():
    assert words.sentence("E-NEW-1", {"a": ["x", "y"]}) == "E-NEW-1 {'a': 'x, y'}"


def test_no_database_and_no_django_are_needed(tmp_path):
    code = "import sys, kolony.fronts.cli.facts; sys.exit('django' in sys.modules or 'pandas' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
