"""`kolony seeds`, `kolony spread` and `kolony backtest seeds` on plain files, as somebody at a terminal meets them."""

import csv
import gzip
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


def test_people_may_be_a_bare_list_and_their_column_may_have_another_name(edges, tmp_path):
    bare = write(tmp_path / "bare.txt", "0\n20\n")
    told = json.loads(run(spread, edges, "--seeds", bare, "--runs", 64, "--format", "json").output)
    assert told["spread"] == 16.0
    costs = write(tmp_path / "costs.csv", "User_ID,cost\n0,100\n")
    told = json.loads(run(seeds, edges, "--budget", 2, "--costs", costs, "--exclude", bare, "--format", "json").output)
    assert not {0, 20} & set(told["seeds"])
    wrong = run(spread, edges, "--seeds", write(tmp_path / "odd.txt", "people\n0\n"))
    assert (wrong.exit_code, "row 1" in wrong.output, "people" in wrong.output) == (1, True, True)


def test_nothing_reaches_more_than_the_best_can(edges):
    told = json.loads(run(seeds, edges, "--k", 3, "--model", "uniform:0.4", "--format", "json").output)
    assert (
        told["lower"] <= told["spread_estimate"] <= told["upper"] <= max(told["best_possible"], told["spread_estimate"])
    )


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
    unknown = run(seeds, edges, "--k", 1, "--must-have", write(tmp_path / "x.csv", "id\n77\n"), language="zh_CN")
    assert (unknown.exit_code, "E-DIFF-404" in unknown.output, "图里没有 77" in unknown.output) == (1, True, True)
    wrong = run(seeds, edges, "--k", 1, "--exclude", write(tmp_path / "y.csv", "id\nlin\n"))
    assert (wrong.exit_code, "y.csv, row 1" in wrong.output, "“lin” is none" in wrong.output) == (1, True, True)
    assert "请给出 --k 或 --budget" in run(seeds, edges, language="zh_CN").output


def test_whom_the_graph_does_not_know_is_left_aside_and_counted(edges, tmp_path):
    out = write(tmp_path / "x.csv", "id\n77\n0\n")
    told = run(seeds, edges, "--k", 1, "--exclude", out, "--format", "json")
    assert json.loads(told.stdout)["seeds"] == [20]
    assert "1 of 2 are not in the graph and were left aside, first 77" in told.stderr
    for option, text in (("--targets", "id,weight\n77,1\n"), ("--candidates", "id\n")):
        nobody = run(seeds, edges, "--k", 1, option, write(tmp_path / "n.csv", text))
        assert (nobody.exit_code, "E-DIFF-115" in nobody.output) == (1, True)


@pytest.mark.parametrize(
    "fees, code, told",
    [
        ("id,cost\n0,3\n0,4\n", "E-DIFF-109", "row 2"),
        ("id,cost\n0,\n", "E-DIFF-107", "row 1"),
        ("id,cost\n0,cheap\n", "E-DIFF-108", "cheap"),
        ("id,cost\n20\n", "E-DIFF-105", "line 2"),
        ("id,fee\n0,1\n", "E-DIFF-103", "cost"),
        ("id,cost\n0,-1\n", "E-DIFF-304", "0"),
        ("", "E-READ-102", "is empty"),
    ],
)
def test_fees_that_cannot_be_meant_are_refused_by_row(edges, tmp_path, fees, code, told):
    answer = run(seeds, edges, "--budget", 9, "--costs", write(tmp_path / "fees.csv", fees))
    assert (answer.exit_code, code in answer.output, told in answer.output) == (1, True, True)


def test_fees_as_a_spreadsheet_in_china_writes_them(edges, tmp_path):
    path = tmp_path / "fees.csv"
    path.write_bytes("id;cost;备注\n0;￥1.2万;贵\n20;１００;\n".encode("gb18030"))
    told = json.loads(run(seeds, edges, "--budget", 12_100, "--costs", path, "--format", "json").output)
    assert dict(zip(told["seeds"], told["costs"], strict=True))[0] == 12_000


@pytest.mark.parametrize("number", ["nan", "inf", "0", "-1"])
def test_a_budget_is_a_number_above_nothing(edges, number):
    assert run(seeds, edges, f"--budget={number}").exit_code == 2


@pytest.mark.parametrize(
    "ending, coding", [("csv", "utf-16"), ("csv", "gb18030"), ("tsv", "utf-8"), ("csv.gz", "utf-8")]
)
def test_edges_and_logs_however_they_were_saved(tmp_path, ending, coding):
    arcs = "source,target\n" + "".join(f"小林,粉丝{n}\n" for n in range(9))
    log = "cascade_id,parent_id,user_id,ts\n" + "".join(
        f"{c},,小林,2024/1/{1 + c} 8:00\n{c},小林,粉丝{c},2024年1月{1 + c}日 9时5分\n" for c in range(28)
    )
    path, past = tmp_path / f"edges.{ending}", tmp_path / f"log.{ending}"
    for file, text in ((path, arcs), (past, log)):
        data = (text.replace(",", "\t") if ending == "tsv" else text).encode(coding)
        file.write_bytes(gzip.compress(data) if ending.endswith("gz") else data)
    assert json.loads(run(seeds, path, "--k", 1, "--format", "json").output)["seeds"] == ["小林"]
    told = json.loads(run(backtest_seeds, past, "--k", 1, "--splits", 2, "--format", "json").output)
    assert {row["ratio"] for row in told["overall"] if row["method"] == "auto"} == {1.0}


@pytest.mark.parametrize(
    "rows, code",
    [
        ("1,,a,yesterday\n", "E-DIFF-114"),
        ("1,,a,05/06/2024\n", "E-DIFF-114"),
        ("1,,a,\n", "E-DIFF-112"),
        ("1,,,2024-01-01\n", "E-DIFF-104"),
        ("1,a\n", "E-DIFF-105"),
        ("1,,a,2024-01-01\n" * 40, "E-DIFF-121"),
        ("1,,a,2024-01-01\n1,a,b,2024-01-01\n" * 40, "E-DIFF-122"),
        ("1,,a,2024-01-01\n", "E-DIFF-120"),
    ],
)
def test_a_log_that_cannot_be_asked_says_why(tmp_path, rows, code):
    log = write(tmp_path / "log.csv", "cascade_id,parent_id,user_id,ts\n" + rows)
    for language in ("en", "zh_CN"):
        answer = run(backtest_seeds, log, language=language)
        assert (answer.exit_code, f"Error: {code}" in answer.output, "E-READ" in answer.output) == (1, True, False)


def test_times_of_several_zones_stand_in_one_order(tmp_path):
    zones = ["", "Z", "+08:00"]
    rows = "".join(
        f"{c},,u{c % 3},2024-01-{1 + c:02}T12:00:00{zones[c % 3]}\n{c},u{c % 3},f{c},2024-01-{1 + c:02}T14:00:00Z\n"
        for c in range(28)
    )
    log = write(tmp_path / "log.csv", "cascade_id,parent_id,user_id,ts\n" + rows)
    told = json.loads(run(backtest_seeds, log, "--k", 1, "--splits", 2, "--format", "json").output)
    assert told["cuts"][0] == "2024-01-15T04:00:00.000000Z"


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
