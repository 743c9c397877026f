"""A dump of one installation, brought back on an empty machine."""

from tests.rooms.config.test_environment import kolony


def ask(home, question):
    return kolony("db", "psql", "-Atc", question, **home).stdout.strip()


def test_a_dump_comes_back_on_an_empty_machine_and_is_refused_over_a_full_one(open_folder):
    old = {"KOLONY_HOME": str(open_folder / "old")}
    new = {"KOLONY_HOME": str(open_folder / "new")}
    dump = open_folder / "kolony.dump"
    made = kolony("user", "create", "lin@example.org", "--name", "林悦", "--role", "owner", **old)
    assert made.returncode == 0, made.stderr
    assert kolony("db", "dump", str(dump), **old).returncode == 0
    assert dump.stat().st_size > 10_000

    assert kolony("db", "restore", str(dump), **new).returncode == 0
    assert ask(new, "SELECT display_name FROM guard_user") == "林悦"
    assert ask(new, "SELECT has_table_privilege('kolony_app', 'guard_auditentry', 'DELETE')") == "f"
    verified = kolony("audit", "verify", **new)
    assert (verified.returncode, verified.stdout.splitlines()[-1]) == (0, "the chain is whole")

    again = kolony("db", "restore", str(dump), **new)
    assert (again.returncode, "E-DB-105" in again.stderr) == (1, True)
    assert kolony("db", "restore", "--replace", str(dump), **new).returncode == 0
    assert ask(new, "SELECT count(*) FROM guard_user") == "1"
    said = kolony("db", "status", **new).stdout
    assert "running: no" in said
    assert "made by: PostgreSQL" in said
