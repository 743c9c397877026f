"""Backup and inspection with PostgreSQL's own programs, for the embedded server and for any other."""

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import psycopg

from kolony.config.postgres.binaries import Binaries
from kolony.config.postgres.errors import NotEmpty, ToolFailed
from kolony.config.postgres.prepare import ensure_program_role


def dump(binaries: Binaries, where: Mapping[str, Any], target: Path) -> None:
    """Write everything to one compressed file, which appears only when it is whole."""
    draft = target.with_name(f".{target.name}.draft")
    try:
        _run(binaries["pg_dump"], where, "--format=custom", "--no-owner", f"--file={draft}")
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)


def restore(binaries: Binaries, where: Mapping[str, Any], source: Path, *, replace: bool = False) -> None:
    """Bring a dump back, wholly or not at all, into an empty database (or over a full one, if asked to)."""
    tables = count_tables(where)
    if tables and not replace:
        raise NotEmpty(tables=tables)
    if tables:
        _empty(where)
    with connect(where) as connection:
        privileges = [] if ensure_program_role(connection) else ["--no-privileges"]
    options = ("--no-owner", *privileges, "--exit-on-error", "--single-transaction")
    _run(binaries["pg_restore"], where, *options, str(source))


def psql_command(binaries: Binaries, where: Mapping[str, Any], *arguments: str) -> tuple[list[str], dict[str, str]]:
    """The command and the environment (which holds the password, if any) of an interactive session."""
    return [binaries["psql"], *arguments], _environment(where)


def connect(where: Mapping[str, Any]) -> psycopg.Connection:
    return psycopg.connect(
        host=where["HOST"], port=where["PORT"] or None, user=where["USER"], dbname=where["NAME"],
        password=where.get("PASSWORD") or None, autocommit=True,
    )  # fmt: skip


def count_tables(where: Mapping[str, Any]) -> int:
    with connect(where) as connection:
        (tables,) = connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()
    return tables


def _empty(where: Mapping[str, Any]) -> None:
    with connect(where) as connection:
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute("CREATE SCHEMA public")


def _run(program: str, where: Mapping[str, Any], *arguments: str) -> None:
    command = [program, *(["--dbname", where["NAME"]] if program.endswith("pg_restore") else []), *arguments]
    done = subprocess.run(command, env=_environment(where), capture_output=True, text=True, check=False)
    if done.returncode:
        raise ToolFailed(tool=Path(program).name, said=done.stderr.strip())


def _environment(where: Mapping[str, Any]) -> dict[str, str]:
    """Connection parameters go by environment: a password on the command line is seen by everybody."""
    given = {
        "PGHOST": where["HOST"],
        "PGPORT": str(where["PORT"] or ""),
        "PGUSER": where["USER"],
        "PGDATABASE": where["NAME"],
        "PGPASSWORD": where.get("PASSWORD", ""),
    }
    return {**os.environ, **{name: value for name, value in given.items() if value}}
