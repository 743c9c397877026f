"""The audit can be added to and read; whatever else is done to it, somebody notices."""

import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError
from django.utils import translation

from kolony.ground.guard import audit, queries, verify
from kolony.ground.guard.details import in_words
from kolony.ground.guard.errors import OutsideTransaction, UndeclaredKind
from kolony.ground.guard.house import HOUSE
from kolony.ground.guard.models import AuditEntry, Team

NOW = datetime(2026, 11, 1, 8, 30, 15, 123456, tzinfo=UTC)
KIND = "guard.team_made"


def _three_entries(reason="because of 茶 \u2028 \x00 '"):
    team = Team.objects.create(name="红队")
    for number in range(3):
        audit.record(actor=HOUSE, kind=KIND, subject=team, changes={"n": number}, reason=reason, now=NOW)


@pytest.mark.django_db
def test_days_of_the_audit_begin_and_end_where_the_house_stands(auditor):
    """Midnight in Shanghai is four in the afternoon in Greenwich; auditors ask for days as they live them."""
    team, before = Team.objects.create(name="红队"), AuditEntry.objects.order_by("-sequence").first().sequence
    for second in (-1, 0, 86_399, 86_400):
        at = datetime(2026, 9, 30, 16, tzinfo=UTC) + timedelta(seconds=second)
        audit.record(actor=HOUSE, kind=KIND, subject=team, changes={"n": second}, now=at)

    def told(**days):
        return [entry.changes["n"] for entry in queries.visible_audit(auditor, **days) if entry.sequence > before]

    assert told(since="2026-10-01", until="2026-10-01") == [86_399, 0]
    assert told(until="2026-09-30") == [-1]
    assert told(since="2026-10-02", until="9999-12-31") == [86_400]


def _verdict():
    rows = list(AuditEntry.objects.order_by("sequence").values(*verify.COLUMNS))
    return verify.verify(rows, _head())


def _head():
    with connection.cursor() as cursor:
        cursor.execute("SELECT sequence, hash FROM guard_audithead")
        found = cursor.fetchone()
    return f"{found[0]}:{found[1]}"


def _as_superuser(*parts):
    """Past every trigger, as only somebody with the keys of the machine can."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(" ".join(str(part) for part in parts))
        cursor.execute("SET LOCAL session_replication_role = origin")


def test_details_are_told_in_words_in_both_languages():
    moved = {"state": ["registered", "loaded"], "files": [["a.csv", "f" * 64]]}
    with translation.override("en"):
        assert in_words("facts.load_moved", moved) == "State: Columns open → Loaded · Files: a.csv"
    with translation.override("zh-hans"):
        assert in_words("facts.load_moved", moved) == "状态：待对应列 → 已导入 · 文件：a.csv"


@pytest.mark.django_db
def test_an_untouched_chain_is_whole():
    _three_entries()
    verdict = _verdict()
    assert (verdict.whole, verdict.count) == (True, 3)
    assert verdict.head == _head()


@pytest.mark.django_db
def test_an_empty_chain_is_whole():
    assert verify.verify([]).whole


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [
        "at = at + interval '1 microsecond'",
        "actor_id = gen_random_uuid()",
        "actor_role = 'owner'",
        "kind = 'guard.other'",
        "subject_type = 'guard.user'",
        "subject_id = 'x'",
        "reason = reason || ' '",
        "body = replace(body, '\"n\":1', '\"n\":2')",
        "body = 'no json'",
        "previous = repeat('1', 64)",
        "hash = repeat('2', 64)",
        "sequence = 9",
    ],
)
@pytest.mark.parametrize("number", [1, 2, 3])
def test_an_edit_of_any_column_of_any_row_is_found(change, number):
    _three_entries()
    if change.startswith("body = replace") and number != 2:
        change = f"body = replace(body, '\"n\":{number - 1}', '\"n\":7')"
    _as_superuser("UPDATE guard_auditentry SET", change, "WHERE sequence =", number)
    assert not _verdict().whole


@pytest.mark.django_db
@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_row_that_was_cut_out_is_found(number):
    _three_entries()
    _as_superuser("DELETE FROM guard_auditentry WHERE sequence =", number)
    assert not _verdict().whole


@pytest.mark.django_db
def test_a_row_that_was_slipped_in_is_found():
    _three_entries()
    last = AuditEntry.objects.get(sequence=3)
    forged = verify.hash_of(last.hash, 4, last.body)
    _as_superuser(
        "INSERT INTO guard_auditentry SELECT 4, at, actor_id, actor_role, kind, subject_type, subject_id, reason, ",
        f"body, '{last.hash}', '{forged}' FROM guard_auditentry WHERE sequence = 3",
    )
    assert [problem.what for problem in _verdict().problems] == ["the chain does not end where its head says"]


@pytest.mark.django_db
def test_a_chain_rewritten_from_its_beginning_is_found_by_the_head_written_down_outside():
    _three_entries()
    written_down = _head()
    _as_superuser("DELETE FROM guard_auditentry; DELETE FROM guard_audithead")
    _three_entries_again()
    rows = list(AuditEntry.objects.order_by("sequence").values(*verify.COLUMNS))
    assert verify.verify(rows, _head()).whole
    assert not verify.verify(rows, _head(), known_head=written_down).whole


def _three_entries_again():
    for number in range(3):
        audit.record(actor=HOUSE, kind=KIND, changes={"n": number}, now=NOW)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE guard_auditentry SET reason = 'x'",
        "DELETE FROM guard_auditentry",
        "TRUNCATE guard_auditentry",
    ],
)
def test_even_the_owner_of_the_table_is_refused_by_the_trigger(audit_refuses, statement):
    _three_entries()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert _verdict().whole


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE guard_auditentry SET reason = 'x'",
        "DELETE FROM guard_auditentry",
        "TRUNCATE guard_auditentry",
        "UPDATE guard_audithead SET sequence = 0",
        "DELETE FROM guard_audithead",
    ],
)
def test_the_role_of_the_program_has_no_privilege_to_change_the_audit(statement):
    _three_entries()
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE kolony_app")
        cursor.execute(statement)
    assert _verdict().whole


@pytest.mark.django_db
def test_the_role_of_the_program_may_append_and_work():
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL ROLE kolony_app")
        _three_entries()
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")
    assert _verdict().count == 3


@pytest.mark.django_db
def test_a_kind_nobody_declared_is_refused():
    with pytest.raises(UndeclaredKind):
        audit.record(actor=HOUSE, kind="guard.unheard_of", now=NOW)


@pytest.mark.django_db(transaction=True)
def test_an_entry_without_a_transaction_is_refused():
    with pytest.raises(OutsideTransaction):
        audit.record(actor=HOUSE, kind=KIND, now=NOW)


@pytest.mark.django_db(transaction=True)
def test_an_entry_falls_with_the_change_it_tells_of():
    with pytest.raises(RuntimeError), transaction.atomic():
        _three_entries()
        raise RuntimeError
    assert AuditEntry.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_many_writers_at_once_make_one_chain():
    def write():
        try:
            for number in range(5):
                with transaction.atomic():
                    audit.record(actor=HOUSE, kind=KIND, changes={"n": number}, now=NOW)
        finally:
            connection.close()

    writers = [threading.Thread(target=write) for _ in range(6)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    verdict = _verdict()
    assert (verdict.whole, verdict.count) == (True, 30)


@pytest.mark.django_db(transaction=True)
def test_the_reader_needs_nothing_but_a_connection():
    with transaction.atomic():
        _three_entries()
    settings = connection.get_connection_params()
    names = ("host", "port", "user", "password", "dbname")
    with psycopg.connect(**{name: settings[name] for name in names if settings.get(name)}) as reader:
        verdict = verify.check(reader)
    assert (verdict.whole, verdict.count) == (True, 3)


def test_the_reader_imports_neither_django_nor_the_house():
    script = "import sys, kolony.ground.guard.verify; print([m for m in sys.modules if 'django' in m])"
    told = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"
