"""`kolony facts load | undo | loads`: the same verbs from a terminal."""

import json

import pytest
from click.testing import CliRunner

from kolony.fronts.cli import loads
from kolony.ground.facts import rules
from kolony.ground.facts.models import Load, Source
from kolony.ground.facts.store import open_store
from tests.rooms.facts import communities

pytestmark = pytest.mark.django_db

MAPPING = [part for header, column in communities.CLUB_MAPPING.items() for part in ("--map", f"{header}={column}")]


@pytest.fixture
def kolony(home, monkeypatch):
    """Runs one of the commands; its exit code and what it printed."""

    def run(command, *arguments, lang: str = "en"):
        monkeypatch.setenv("LANGUAGE", lang)
        return CliRunner().invoke(command, [str(argument) for argument in arguments])

    return run


def test_a_file_is_loaded_listed_and_taken_back(kolony, club_csv):
    answer = kolony(loads.load, club_csv, "--community", "青禾学社", *MAPPING)
    assert answer.exit_code == 0, answer.output
    assert "Loaded: club.csv, 青禾学社: 7 events, 0 known before, 0 refused" in answer.output
    load = Load.objects.get()
    listed = json.loads(kolony(loads.loads, "--format", "json").output)
    assert [(one["load_id"], one["state"], one["report"]["accepted"]) for one in listed] == [
        (str(load.pk), "loaded", 7)
    ]
    answer = kolony(loads.undo, load.pk, "--reason", "test")
    assert answer.exit_code == 0
    assert open_store().loads() == ()


def test_refused_rows_end_with_one_and_the_rest_is_in(kolony, tmp_path):
    dirty = communities.club_csv(tmp_path / "dirty.csv", extra=(communities.DIRTY_ROW,))
    assert kolony(loads.load, dirty, "--community", "Club", *MAPPING).exit_code == 1
    assert Load.objects.get().accepted == 7


def test_recognition_that_no_run_would_understand_is_refused_before_anything_is_made(kolony, club_csv):
    answer = kolony(loads.load, club_csv, "--community", "Club", "--recognition", "likes", *MAPPING)
    assert answer.exit_code == 2
    assert "“likes” does not say what counts as recognition." in answer.output
    assert not Source.objects.exists() and not Load.objects.exists()


def test_a_dump_folder_loads_by_itself(kolony, stackexchange_dump):
    answer = kolony(loads.load, stackexchange_dump, "--community", "Bread", "--recognition", "stackexchange")
    assert answer.exit_code == 0, answer.output
    assert (Load.objects.get().kind, Source.objects.get().recognition) == ("stackexchange", "stackexchange")


def test_a_discourse_export_loads_by_itself(kolony, discourse_export):
    assert kolony(loads.load, discourse_export, "--community", "Forum").exit_code == 0
    assert Load.objects.get().kind == "discourse"


def test_the_same_file_twice_is_refused_in_the_readers_language(kolony, club_csv):
    kolony(loads.load, club_csv, "--community", "Club", *MAPPING)
    answer = kolony(loads.load, club_csv, "--community", "Club", *MAPPING, lang="zh_CN.UTF-8")
    assert answer.exit_code == 2
    assert "E-FACT-201" in answer.output and "一模一样的文件已经有了" in answer.output
    assert Load.objects.count() == 1


def test_a_dry_run_leaves_no_trace(kolony, club_csv):
    answer = kolony(loads.load, club_csv, "--community", "Club", *MAPPING, "--dry-run")
    assert answer.exit_code == 0
    assert "Dry run, nothing kept" in answer.output and "7 events" in answer.output
    assert not Load.objects.exists() and not Source.objects.exists()
    assert open_store().loads() == ()


def test_a_file_that_is_not_there_ends_with_two(kolony, tmp_path):
    answer = kolony(loads.load, tmp_path / "nothing.csv", "--community", "Club")
    assert answer.exit_code == 2 and "E-FACT-207" in answer.output


def test_an_unreadable_file_is_told_and_may_be_mended(kolony, tmp_path):
    bad = tmp_path / "bad.csv"
    bad.write_text("name,age\nA,1\n", encoding="utf-8")
    answer = kolony(loads.load, bad, "--community", "Club")
    assert answer.exit_code == 2 and "E-FACT-208" in answer.output
    assert not Load.objects.filter(state__in=(rules.LOADING, rules.LOADED)).exists()
