"""`kolony rank` and `kolony backtest rank` on plain files, as somebody at a terminal meets them."""

import csv
import io
import json

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from kolony.fronts.cli.backtest import backtest_rank as backtest
from kolony.fronts.cli.rank import command as rank
from tests.engine.community import drawn_community, event, table_of

AS_OF = "2024-10-27"


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    path = tmp_path_factory.mktemp("files") / "events.parquet"
    pq.write_table(drawn_community(), path)
    return str(path)


def run(command, *words):
    return CliRunner().invoke(command, list(words), catch_exceptions=False)


def test_csv_begins_with_rank_actor_and_score_and_top_zero_is_everybody(file):
    shown = run(rank, file, "--as-of", AS_OF, "--recognition", "like=1", "--format", "csv", "--top", "0")
    rows = list(csv.DictReader(io.StringIO(shown.output)))
    assert shown.output.startswith("rank,actor_id,score,")
    assert [int(row["rank"]) for row in rows] == list(range(1, len(rows) + 1))
    assert len({row["actor_id"] for row in rows}) == len(rows) > 20


def test_json_opens_the_whole_score(file):
    told = json.loads(
        run(
            rank, file, "--as-of", AS_OF, "--recognition", "like=1", "--list", "now", "--top", "3", "--format", "json"
        ).output
    )
    assert (told["list"], told["horizon_days"], len(told["members"])) == ("now", 365, 3)
    assert sum(part["weight"] for part in told["components"]) == pytest.approx(1, abs=1e-5)
    assert all(part["words"] for part in told["components"])


def test_the_table_says_how_the_scores_came_about(file):
    lines = run(rank, file, "--as-of", AS_OF, "--recognition", "like=1", "--top", "2").output.splitlines()
    assert lines[0].split()[:3] == ["rank", "actor_id", "score"]
    assert lines[3].startswith("rising: 2 of")


def test_the_same_question_gives_the_same_bytes(file):
    asked = (rank, file, "--as-of", AS_OF, "--recognition", "like=1", "--format", "csv", "--top", "0")
    assert run(*asked).output == run(*asked).output


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--as-of", "2024-13-01", "--recognition", "like=1"], "is not a date"),
        (["--as-of", AS_OF], "--recognition"),
        (["--as-of", AS_OF, "--recognition", "like=1", "--where", "site"], "COLUMN=VALUE"),
        (["--as-of", AS_OF, "--recognition", "like=1", "--list", "best"], "now"),
    ],
)
def test_a_wrong_question_is_refused_with_exit_code_two(file, words, says):
    refused = run(rank, file, *words)
    assert (refused.exit_code, says in refused.output) == (2, True)


@pytest.fixture
def written(tmp_path):
    """A file of these events."""

    def write(*events):
        path = tmp_path / "events.parquet"
        pq.write_table(table_of(list(events)), path)
        return str(path)

    return write


@pytest.mark.parametrize(
    ("spoken", "says"),
    [("en", "The history spans 2 days, and 730 are needed"), ("zh_CN.UTF-8", "历史只有 2 天，需要 730 天")],
)
def test_a_past_too_short_is_refused_in_words(written, monkeypatch, spoken, says):
    monkeypatch.setenv("LANGUAGE", spoken)
    file = written(event(1, "topic", "bo", None, "p1"), event(2, "like", None, "bo", "p1"))
    refused = run(backtest, file, "--recognition", "like=1")
    assert (refused.exit_code, f"E-RANK-102: {says}" in refused.stderr) == (1, True)


def test_weights_that_are_none_are_refused_in_words(file):
    refused = run(rank, file, "--as-of", AS_OF, "--recognition", "hearts")
    assert refused.exit_code == 1
    assert "hearts is neither a preset nor weights" in refused.stderr


def test_who_wonders_at_the_list_is_told_why(written):
    file = written(event(1, "topic", "bo", None, "p1"))
    asked = ("--recognition", "like=1", "--format", "csv")
    assert "Nobody had received recognition" in run(rank, file, "--as-of", "2024-02-01", *asked).stderr
    early = run(rank, file, "--as-of", "2024-01-01", *asked)
    assert (early.stdout.count("\n"), "Nobody had written anything" in early.stderr) == (1, True)


def test_a_list_that_cannot_be_judged_shows_dashes_and_no_nan(written):
    posts = [event(n / 5, "topic", f"m{n % 7}", None, f"p{n}") for n in range(300)]
    file = written(*posts, *(event(n, "like", None, f"m{n % 7}", f"p{n % 7}") for n in range(60)))
    shown = run(backtest, file, "--recognition", "like=1", "--horizon-days", "20", "--cutoffs", "1").output
    assert "nan" not in shown
    assert "rising  kolony                    -" in shown


def test_the_back_test_reports_every_method_on_both_lists(file):
    told = json.loads(
        run(
            backtest,
            file,
            "--recognition",
            "like=1",
            "--cutoffs",
            "2",
            "--horizon-days",
            "90",
            "--format",
            "json",
        ).output
    )
    assert len(told["cutoffs"]) == 2
    lines = {(line["list"], line["method"]) for line in told["mean"]}
    assert lines == {(which, method) for which in ("rising", "now") for method in told["methods"]}
    assert set(told["by_cutoff"][0]) >= {"ndcg100", "recall100", "precision50", "cutoff", "list", "method"}
    assert set(told["sentence"]) == {"rose", "shown", "shown_by_activity", "first", "cutoffs", "cutoff"}


def test_own_dates_and_a_beginning_may_be_given(file):
    told = json.loads(
        run(
            backtest, file, "--recognition", "like=1", "--cutoff", "2024-08-01", "--horizon-days", "60",
            "--since", "2024-03-01", "--format", "json",
        ).output
    )  # fmt: skip
    assert told["cutoffs"] == ["2024-08-01"]


def test_help_shows_examples():
    for command in (rank, backtest):
        assert "Examples:" in run(command, "--help").output
