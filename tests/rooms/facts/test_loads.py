"""An event file on its way in and out: registered once, mapped, dry run, loaded, undone exactly."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest

from kolony.ground.facts import actions, carry, queries, rules
from kolony.ground.facts.at_once import load_now, undo_now
from kolony.ground.facts.errors import FileSeenBefore, LoadMoved, MappingDoubled, MappingIncomplete, ReasonMissing
from kolony.ground.facts.models import Load, Member, RefusedRow, Words
from kolony.ground.facts.store import open_store
from kolony.ground.guard.models import AuditEntry
from kolony.ground.kit import clock
from kolony.ground.kit.errors import NotAllowed
from kolony_engine.events import EngineError
from tests.rooms.facts import communities
from tests.rooms.facts.conftest import NOW

pytestmark = pytest.mark.django_db


@contextmanager
def no_file_above(size: int) -> Iterator[None]:
    """A disk that is soon full: no file of this process may grow beyond so many bytes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def events_in(source) -> int:
    if not open_store().data_files(source.platform):
        return 0
    return open_store().events(source.platform).count().to_pyarrow().as_py()


def test_a_club_file_becomes_events_and_words(home, lin, source, club_csv):
    load = load_now(actor=lin, files=[club_csv], source=source, mapping=communities.CLUB_MAPPING, now=NOW)
    assert (load.state, load.accepted, load.refused) == (rules.LOADED, 7, 0)
    assert events_in(source) == 7
    assert load.report["flagged"] == {"day_only": 1, "unknown_verb": 1}
    assert Words.objects.filter(load=load).count() == communities.CLUB["words"]
    assert [words.text for words in queries.recent_words(source, "u3")] == ["读第二版，注释很好"]


def test_the_same_bytes_are_refused_by_the_name_they_came_under(home, lin, source, club_csv, tmp_path):
    first = load_now(actor=lin, files=[club_csv], source=source, mapping=communities.CLUB_MAPPING, now=NOW)
    copy = communities.club_csv(tmp_path / "renamed.csv")
    with pytest.raises(FileSeenBefore) as refusal:
        load_now(actor=lin, files=[copy], source=source, mapping=communities.CLUB_MAPPING, now=NOW)
    assert refusal.value.values["load_id"] == str(first.pk)
    assert refusal.value.values["name"] == "club.csv"
    assert Load.objects.count() == 1
    assert events_in(source) == 7


def test_an_undo_leaves_nothing_and_the_file_may_come_again(home, lin, source, club_csv):
    load = load_now(actor=lin, files=[club_csv], source=source, mapping=communities.CLUB_MAPPING, now=NOW)
    undone = undo_now(actor=lin, load=load, reason="wrong community", now=NOW)
    assert undone.state == rules.UNDONE
    assert open_store().loads() == ()
    assert not Words.objects.exists() and not Member.objects.exists() and not RefusedRow.objects.exists()
    assert undone.moves.order_by("-id")[1].reason == "wrong community"
    again = load_now(actor=lin, files=[club_csv], source=source, mapping=communities.CLUB_MAPPING, now=NOW)
    assert again.state == rules.LOADED and events_in(source) == 7


def test_an_undo_takes_out_one_load_and_not_its_neighbour(home, lin, source, club_csv, tmp_path):
    load_now(actor=lin, files=[club_csv], source=source, mapping=communities.CLUB_MAPPING, now=NOW)
    before = sorted(map(str, open_store().events(source.platform).to_pyarrow().to_pylist()))
    words = sorted(Words.objects.values_list("object_id", "text"))
    other = communities.many_rows_csv(tmp_path / "more.csv", 50)
    second = load_now(actor=lin, files=[other], source=source, now=NOW)
    assert events_in(source) == 57
    undo_now(actor=lin, load=second, reason="test", now=NOW)
    assert sorted(map(str, open_store().events(source.platform).to_pyarrow().to_pylist())) == before
    assert sorted(Words.objects.values_list("object_id", "text")) == words


def test_a_dry_run_counts_everything_and_keeps_nothing(home, lin, source, tmp_path):
    dirty = communities.club_csv(tmp_path / "dirty.csv", extra=(communities.DIRTY_ROW,))
    load = _mapped(lin, source, dirty)
    carry.dry_run(load.pk, steps=carry.Silent(), now=NOW)
    load.refresh_from_db()
    assert (load.state, load.accepted, load.refused) == (rules.DRY_RUN, 7, 1)
    assert open_store().loads() == ()
    assert not Words.objects.exists()
    (row,) = queries.refused_rows(load)
    assert (row.file, row.line, row.column, row.value) == ("dirty.csv", 9, "when", "not a day")


def test_a_day_that_has_not_come_is_refused_and_tomorrow_elsewhere_is_not(home, lin, source, tmp_path):
    now = clock.now()
    tomorrow, next_year = (now + timedelta(hours=20), now + timedelta(days=365))
    rows = [f"{moment:%Y-%m-%d %H:%M},like,a,p1" for moment in (now, tomorrow, next_year)]
    path = tmp_path / "ahead.csv"
    path.write_text("\n".join(["ts,verb,actor_id,object_id", *rows]))
    load = load_now(actor=lin, files=[path], source=source, now=NOW)
    assert (load.accepted, load.refused) == (2, 1)
    (row,) = queries.refused_rows(load)
    assert (row.line, row.column, row.code, row.value) == (4, "ts", "E-READ-215", f"{next_year:%Y-%m-%d %H:%M}")


def test_a_load_says_the_same_as_its_dry_run(home, lin, source, tmp_path):
    dirty = communities.club_csv(tmp_path / "dirty.csv", extra=(communities.DIRTY_ROW,))
    load = _mapped(lin, source, dirty)
    carry.dry_run(load.pk, steps=carry.Silent(), now=NOW)
    load.refresh_from_db()
    promised = {key: load.report[key] for key in ("rows", "accepted", "refused", "duplicates", "verbs", "flagged")}
    actions.start_load(actor=lin, load=load, enqueue=False, now=NOW)
    carry.load(load.pk, steps=carry.Silent(), now=NOW)
    load.refresh_from_db()
    assert {key: load.report[key] for key in promised} == promised
    assert RefusedRow.objects.filter(load=load).count() == 1


def test_loading_twice_changes_nothing(home, lin, source, club_csv):
    load = load_now(actor=lin, files=[club_csv], source=source, mapping=communities.CLUB_MAPPING, now=NOW)
    actions.start_load(actor=lin, load=load, enqueue=False, now=NOW)
    carry.load(load.pk, steps=carry.Silent(), now=NOW)
    assert events_in(source) == 7
    assert [move.after for move in load.moves.order_by("id")] == ["registered", "mapped", "loading", "loaded"]


def test_a_full_disk_is_a_refusal_and_leaves_nothing(home, lin, source, tmp_path):
    file = communities.many_rows_csv(tmp_path / "many.csv")
    with no_file_above(4096):
        load = load_now(actor=lin, files=[file], source=source, now=NOW)
    assert (load.state, load.error_code) == (rules.FAILED, "E-FACT-220")
    assert (Words.objects.count(), open_store().loads()) == (0, ())
    actions.start_load(actor=lin, load=load, enqueue=False, now=NOW)
    carry.load(load.pk, steps=carry.Silent(), now=NOW)
    load.refresh_from_db()
    assert (load.state, load.accepted) == (rules.LOADED, 4000)


def test_every_move_is_in_the_audit(home, lin, source, club_csv):
    load = load_now(actor=lin, files=[club_csv], source=source, mapping=communities.CLUB_MAPPING, now=NOW)
    entries = AuditEntry.objects.filter(subject_id=str(load.pk)).order_by("sequence")
    assert [entry.kind for entry in entries] == ["facts.load_registered", *["facts.load_moved"] * 3]


def test_columns_without_which_there_is_no_event_are_named(home, lin, source, club_csv):
    load = _registered(lin, source, club_csv)
    with pytest.raises(MappingIncomplete) as refusal:
        actions.map_columns(actor=lin, load=load, mapping={"when": "ts"}, look=False, now=NOW)
    assert refusal.value.values["columns"] == ["actor_id", "verb"]
    with pytest.raises(MappingDoubled):
        actions.map_columns(
            actor=lin, load=load, mapping={"a": "ts", "b": "ts", "c": "verb", "d": "actor_id"}, look=False, now=NOW
        )
    load.refresh_from_db()
    assert load.state == rules.REGISTERED


def test_a_file_without_a_verb_may_be_all_one_act(home, lin, source, tmp_path):
    orders = tmp_path / "orders.csv"
    orders.write_text("day,buyer,amount\n2026-10-01,u1,30\n2026-10-02,u2,45\n", encoding="utf-8")
    mapping = {"day": "ts", "buyer": "actor_id", "amount": "value", "=buy": "verb"}
    load = load_now(actor=lin, files=[orders], source=source, mapping=mapping, now=NOW)
    assert load.report["verbs"] == {"buy": 2}


def test_a_chinese_file_in_gb18030_keeps_its_words(home, lin, source, tmp_path):
    file = communities.club_csv(tmp_path / "gbk.csv", encoding="gb18030")
    load = load_now(actor=lin, files=[file], source=source, mapping=communities.CLUB_MAPPING, now=NOW)
    assert Words.objects.get(load=load, object_id="p3").text == "读第二版，注释很好"


def test_who_may_bring_data_in_and_who_may_take_it_out(home, lin, mei, olga, ann, source, club_csv):
    with pytest.raises(NotAllowed):
        load_now(actor=ann, files=[club_csv], source=source, mapping=communities.CLUB_MAPPING, now=NOW)
    assert not Load.objects.exists()
    load = load_now(actor=lin, files=[club_csv], source=source, mapping=communities.CLUB_MAPPING, now=NOW)
    with pytest.raises(NotAllowed):
        undo_now(actor=mei, load=load, reason="not mine", now=NOW)
    load.refresh_from_db()
    assert load.state == rules.LOADED and events_in(source) == 7
    with pytest.raises(ReasonMissing):
        undo_now(actor=lin, load=load, reason="  ", now=NOW)
    assert undo_now(actor=olga, load=load, reason="asked to", now=NOW).state == rules.UNDONE


def test_a_loaded_load_can_only_be_undone(home, lin, source, club_csv):
    load = load_now(actor=lin, files=[club_csv], source=source, mapping=communities.CLUB_MAPPING, now=NOW)
    with pytest.raises(LoadMoved):
        actions.discard_load(actor=lin, load=load, now=NOW)
    with pytest.raises(LoadMoved):
        actions.map_columns(actor=lin, load=load, mapping=communities.CLUB_MAPPING, look=False, now=NOW)


def test_a_stackexchange_dump_is_recognised_with_names_and_texts(home, lin, source, stackexchange_dump):
    load = load_now(actor=lin, files=[stackexchange_dump], source=source, now=NOW)
    assert (load.state, load.kind, load.refused) == (rules.LOADED, "stackexchange", 0)
    verbs = {verb: load.report["verbs"].get(verb) for verb in ("question", "answer", "comment", "upvote", "accepted")}
    assert verbs == {"question": 2, "answer": 2, "comment": 1, "upvote": 2, "accepted": 1}
    assert queries.names_of(source, ["11", "12", "13"]) == {"11": "Anke", "12": "小麦", "13": "Joao"}
    assert queries.words_for(source, ["1"])["1"].title == "Why does my dough not rise?"


@pytest.mark.parametrize("typed", ["小麦", "麦", "xiaomai", "Xiao Mai", "aoma", "xm", "x"])
def test_a_chinese_member_is_found_by_characters_pinyin_and_initials(home, lin, source, stackexchange_dump, typed):
    load_now(actor=lin, files=[stackexchange_dump], source=source, now=NOW)
    assert [member.name for member in queries.find_members(typed, source=source)] == ["小麦"]
    assert [row["actor_id"] for row in queries.ids_called(source, typed)] == ["12"]


def test_names_of_a_load_that_is_on_its_way_out_are_not_found(home, lin, source, stackexchange_dump, club_csv):
    load_now(actor=lin, files=[club_csv], source=source, mapping=communities.CLUB_MAPPING, now=NOW)
    load = load_now(actor=lin, files=[stackexchange_dump], source=source, now=NOW)
    type(load).objects.filter(pk=load.pk).update(state=rules.UNDOING)
    assert list(queries.ids_called(source, "小麦")) == []


@pytest.mark.parametrize("typed", ["mai xiao", "m", "ai", "12%", "_m"])
def test_pinyin_finds_nobody_whose_name_does_not_go_so(home, lin, source, stackexchange_dump, typed):
    load_now(actor=lin, files=[stackexchange_dump], source=source, now=NOW)
    assert not queries.find_members(typed, source=source)


def test_the_settings_say_what_events_are_read_with(home, lin, source, club_csv, settings):
    load_now(actor=lin, files=[club_csv], source=source, mapping=communities.CLUB_MAPPING, now=NOW)
    settings.KOLONY_ENGINE_MEMORY, settings.KOLONY_ENGINE_THREADS = "300MB", 1
    events = open_store().events(source=source.platform)
    asked = "SELECT current_setting('memory_limit'), current_setting('threads')"
    assert events.get_backend().con.sql(asked).fetchall() == [("286.1 MiB", 1)]
    settings.KOLONY_ENGINE = "abacus"
    with pytest.raises(EngineError, match="E-ENGINE-101"):
        open_store().events(source=source.platform)


def test_a_discourse_export_is_recognised(home, lin, source, discourse_export):
    load = load_now(actor=lin, files=[discourse_export], source=source, now=NOW)
    assert (load.state, load.kind, load.refused) == (rules.LOADED, "discourse", 0)
    assert load.report["verbs"]["topic"] == 2 and load.report["verbs"]["reply"] == 2
    assert [member.name for member in queries.find_members("林间")] == ["林间"]


def test_the_rhythm_of_a_member_follows_the_loads(home, lin, source, club_csv):
    load = load_now(actor=lin, files=[club_csv], source=source, mapping=communities.CLUB_MAPPING, now=NOW)
    rhythm = queries.rhythm_of(source, "u2")
    assert (rhythm.contributions, rhythm.recognition) == (2, 2.0)
    assert [(month["month"], month["contributions"], month["recognition"]) for month in rhythm.months] == [
        ("2026-10", 1, 2.0),
        ("2026-11", 1, 0.0),
    ]
    undo_now(actor=lin, load=load, reason="test", now=NOW)
    assert queries.rhythm_of(source, "u2") is None


def _registered(actor, source, file) -> Load:
    from_disk = carry.keeping.hash_in_place([file], file.parent)
    return actions.register_load(
        actor=actor, source=source, name=file.name, files=from_disk, folder=file.parent, ours=False, look=False, now=NOW
    )


def _mapped(actor, source, file) -> Load:
    load = _registered(actor, source, file)
    carry.look(load.pk, now=NOW)
    load.refresh_from_db()
    return actions.map_columns(actor=actor, load=load, mapping=communities.CLUB_MAPPING, look=False, now=NOW)
