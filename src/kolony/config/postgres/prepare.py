"""What a database needs before Django may use it."""

import psycopg
from psycopg import sql

from kolony.config.postgres.errors import WrongLocale
from kolony.config.postgres.server import Server

PROGRAM_ROLE = "kolony_app"  # made by the guard's migration: may do everything with rows but change the audit
_SAMPLE = "护肤达人小王"


def ensure_database(server: Server, name: str) -> None:
    """Make the database if it is not there; asking twice, or two asking at once, is fine."""
    with server.connect() as connection:
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            return
        try:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        except (psycopg.errors.DuplicateDatabase, psycopg.errors.UniqueViolation):
            return


def drop_databases(server: Server, prefix: str) -> None:
    """Remove what killed test runs left behind."""
    with server.connect() as connection:
        found = connection.execute(
            "SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [prefix]
        ).fetchall()
        for (name,) in found:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def verify_chinese_search(connection: psycopg.Connection) -> None:
    """In a database of locale C a Chinese word has no trigrams and search finds nothing, without an error."""
    if not connection.execute("SELECT 1 FROM pg_extension WHERE extname = 'pg_trgm'").fetchone():
        connection.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    (found,) = connection.execute("SELECT cardinality(show_trgm(%s))", [_SAMPLE]).fetchone()
    if not found:
        raise WrongLocale(sample=_SAMPLE)


def ensure_program_role(connection: psycopg.Connection) -> bool:
    """Make the role that a dump's privileges name; false where the database user may not make roles."""
    if connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [PROGRAM_ROLE]).fetchone():
        return True
    try:
        connection.execute(sql.SQL("CREATE ROLE {} NOLOGIN").format(sql.Identifier(PROGRAM_ROLE)))
    except psycopg.errors.InsufficientPrivilege:
        return False
    except (psycopg.errors.DuplicateObject, psycopg.errors.UniqueViolation):
        return True
    return True
