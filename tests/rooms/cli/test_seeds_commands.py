"""`kolony seeds`, `kolony spread` and `kolony backtest seeds` on plain files, as somebody at a terminal meets them."""

import csv
import io
import json
import random

import pytest
from click.testing import CliRunner

from kolony.fronts.cli.backtest_seeds import seeds as backtest_seeds
from kolony.fronts.cli.seeds import seeds, spread, time_left


def run(command, *words, language="en"):
    return CliRunner(env={"LANGUAGE": language}).invoke(command, [str(word) for word in words])


@pytest.fixture
def edges(tmp_path):
    """Hub 0 reaches 1..9, hub 20 reaches 21..25; nobody else reaches anybody."""
    path = tmp_path / "edges.csv"
    arcs = [(0, n) for n in range(1, 10)] + [(20, n) for n in range(21, 26)]
    path.write_text("source,target\n" + "".join(f"{a},{b}\n" for a, b in arcs))
    return path


def write(path, text):
    path.write_text(text)
    return path


def test_the_two_hubs_come_first_with_a_certificate(edges):
    told = json.loads(run(seeds, edges, "--k", 2, "--format", "json").output)
    assert told["seeds"] == [0, 20]
    assert told["lower"] <= 16 <= told["upper"]
    assert told["best_possible"] >= 16
    assert set(told) >= {"spread_estimate", "ratio", "rr_sets", "seconds_sampling", "seconds_selection", "peak_rss_mb"}


def test_csv_can_be_given_back_to_spread(edges, tmp_path):
    answer = run(seeds, edges, "--k", 2, "--format", "csv").output
    assert [row["id"] for row in csv.DictReader(io.StringIO(answer))] == ["0", "20"]
    told = json.loads(
        run(spread, edges, "--seeds", write(tmp_path / "s.csv", answer), "--runs", 64, "--format", "json").output
    )
    assert told == {"spread": 16.0, "standard_error": 0.0, "runs": 64}


def test_a_budget_with_costs_and_exclusions(edges, tmp_path):
    costs = write(tmp_path / "costs.csv", "id,cost\n0,100\n")
    out = write(tmp_path / "out.csv", "id\n20\n")
    told = json.loads(run(seeds, edges, "--budget", 2, "--costs", costs, "--exclude", out, "--format", "json").output)
    assert len(told["seeds"]) == 2
    assert not {0, 20} & set(told["seeds"])


def test_quotas_over_groups(edges, tmp_path):
    groups = write(tmp_path / "groups.csv", "id,group\n0,north\n20,south\n1,north\n2,north\n")
    asked = ("--k", 2, "--groups", groups, "--format", "json")
    assert json.loads(run(seeds, edges, *asked, "--at-most", 1).output)["seeds"] == [0, 20]
    told = json.loads(run(seeds, edges, *asked, "--at-least", "north=2").output)
    assert (told["seeds"][0], 20 in told["seeds"]) == (0, False)
    wrong = run(seeds, edges, *asked, "--at-least", "north")
    assert (wrong.exit_code, "write GROUP=N" in wrong.output) == (2, True)
    lost = run(seeds, edges, *asked, "--at-most", "east=1", language="zh_CN")
    assert (lost.exit_code, "E-DIFF-307" in lost.output, "分组 east 里没有人" in lost.output) == (1, True, True)
    assert run(seeds, edges, "--k", 2, "--at-most", 1).exit_code == 2


def test_the_certificate_is_said_in_the_readers_language(edges):
    assert "no set of this size or budget can exceed" in run(seeds, edges, "--k", 2).output
    assert "同样人数或预算的任何一组都不会超过" in run(seeds, edges, "--k", 2, language="zh_CN").output


def test_refusals_name_what_to_do(edges, tmp_path):
    neither = run(seeds, edges)
    assert (neither.exit_code, "Give --k or --budget" in neither.output) == (2, True)
    unknown = run(seeds, edges, "--k", 1, "--exclude", write(tmp_path / "x.csv", "id\n77\n"), language="zh_CN")
    assert (unknown.exit_code, "E-DIFF-404" in unknown.output, "图里没有 77" in unknown.output) == (1, True, True)
    wrong = run(seeds, edges, "--k", 1, "--exclude", write(tmp_path / "y.csv", "id\nlin\n"))
    assert (wrong.exit_code, "y.csv, line 2" in wrong.output) == (2, True)


def test_the_back_test_names_what_auto_chose(tmp_path):
    draw = random.Random(4)
    rows = ["cascade_id,parent_id,user_id,ts"]
    for cascade in range(120):
        hub = draw.randrange(6)
        rows.append(f"{cascade},,{hub},{cascade * 100}")
        rows += [f"{cascade},{hub},{10 + draw.randrange(200)},{cascade * 100 + n}" for n in range(1, 6 + 3 * hub)]
    log = write(tmp_path / "log.csv", "\n".join(rows) + "\n")
    told = json.loads(run(backtest_seeds, log, "--k", 3, "--splits", 2, "--format", "json").output)
    assert {"auto", "times followed", "distinct followers", "pagerank", "k-core"} <= {
        m["method"] for m in told["summary"]
    }
    assert all(trial["chose"] for trial in told["trials"] if trial["method"] == "auto")
    assert told["best_simple"].keys() == {"3"}
    assert told["spread_prediction"]["seen_ratio"] < 0.5
    assert "With 3 seeds, auto reached" in run(backtest_seeds, log, "--k", 3, "--splits", 2).output


@pytest.fixture
def events(tmp_path):
    """Ann writes every day and ten people come back to her; Bob once, and three answer."""
    rows = ["ts,actor_id,verb,object_id,target_user_id,topic_id"]
    for day in range(1, 15):
        rows.append(f"2024-03-{day:02} 08:00:00,ann,topic,a{day},,t{day}")
        rows += [f"2024-03-{day:02} 09:{n:02}:00,fan{n},reply,r{day}-{n},ann,t{day}" for n in range(10)]
    rows.append("2024-03-14 10:00:00,bob,topic,b,,tb")
    rows += [f"2024-03-14 11:0{n}:00,pal{n},reply,p{n},bob,tb" for n in range(3)]
    return write(tmp_path / "events.csv", "\n".join(rows) + "\n")


def test_events_are_recognised_and_become_a_graph(events, tmp_path):
    asked = ("--as-of", "2024-03-20", "--k", 1, "--model", "learned", "--format", "json")
    told = json.loads(run(seeds, events, *asked).output)
    assert (told["seeds"], told["model"]) == (["ann"], "learned")
    assert 5 < told["spread_estimate"] < 11
    early = json.loads(run(seeds, events, *asked[2:], "--as-of", "2024-03-14", "--days", 5).output)
    assert early["target_weight"] == 11
    chosen = write(tmp_path / "s.csv", "id\nbob\n")
    played = run(spread, events, "--as-of", "2024-03-20", "--seeds", chosen, "--model", "wc", "--format", "json")
    assert json.loads(played.output)["spread"] == 4.0


def test_a_log_teaches_probabilities(tmp_path):
    rows = [f"{c},,1,{10 * c}\n{c},1,2,{10 * c + 1}\n{c},1,{100 + c},{10 * c + 2}" for c in range(20)]
    log = write(tmp_path / "log.csv", "cascade_id,parent_id,user_id,ts\n" + "\n".join(rows) + "\n")
    told = json.loads(run(seeds, log, "--k", 1, "--model", "learned", "--format", "json").output)
    assert told["seeds"] == [1]
    assert 2 < told["spread_estimate"] < 12


def test_events_without_a_date_and_missing_files_say_what_to_do(events, tmp_path):
    undated = run(seeds, events, "--k", 1)
    assert (undated.exit_code, "--as-of DATE" in undated.output) == (2, True)
    gone = run(seeds, tmp_path / "gone.csv", "--k", 1)
    assert (gone.exit_code, "gone.csv is not there" in gone.output) == (1, True)
    unread = run(seeds, write(tmp_path / "odd.csv", "colour,size\nred,1\n"), "--k", 1, "--as-of", "2024-01-01")
    assert unread.exit_code == 1
    silent = run(seeds, events, "--k", 1, "--as-of", "2020-01-01", language="zh_CN")
    assert (silent.exit_code, "没有谁回应过谁" in silent.output) == (1, True)


def test_events_are_back_tested_as_a_log(events):
    told = json.loads(run(backtest_seeds, events, "--k", 2, "--splits", 2, "--budgets", "--format", "json").output)
    assert told["best_simple"].keys() == {"2"}
    assert {row["cost"] for row in told["budgets"]} == {"posts", "followers"}


@pytest.mark.parametrize(
    ("seconds", "share", "said"),
    [
        (30.0, 0.25, "about 2 min left"),
        (29.0, 0.25, "about 87 s left"),
        (300.0, 0.5, "about 5 min left"),
        (5.0, 0.0, ""),
        (5.0, 1.0, ""),
    ],
)
def test_how_long_the_rest_will_take_is_told(seconds, share, said, monkeypatch):
    monkeypatch.setenv("LANGUAGE", "en")
    assert time_left(seconds, share) == said


def test_how_long_the_rest_will_take_is_told_in_chinese(monkeypatch):
    monkeypatch.setenv("LANGUAGE", "zh_CN")
    assert time_left(300.0, 0.5) == "约剩 5 分钟"
