"""Looking after the database."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from django.conf import settings

from kolony.config import house
from kolony.config.migrate import migrate, pending
from kolony.config.postgres import tools
from kolony.config.postgres.binaries import Binaries, find
from kolony.config.postgres.errors import NotEmbedded
from kolony.config.postgres.handles import in_use, running
from kolony.config.postgres.prepare import ensure_database
from kolony.config.postgres.server import Server


@click.group(name="db")
def command() -> None:
    """Look after the database.

    \b
    Examples:
      kolony db status
      kolony db dump kolony-2026-11-22.dump
      kolony db restore kolony-2026-11-22.dump
    """


@command.command()
def status() -> None:
    """Say where the database is, which version, whether it runs and who uses it."""
    server = house.embedded_server()
    if server is None:
        click.echo("server: given by DATABASE_URL")
        with house.database():
            click.echo(f"migrations pending: {pending()}")
        return
    pid = server.postmaster_pid()
    click.echo(f"server: embedded, data in {server.place.data}")
    click.echo(f"made by: PostgreSQL {server.made_by() or '- (not made yet)'}")
    click.echo(f"programs: {server.binaries().folder}")
    click.echo(f"running: {'yes, process ' + str(pid) if pid else 'no'}")
    click.echo(f"in use: {'yes' if in_use(server) else 'no'}")


@command.command(name="migrate")
def migrate_() -> None:
    """Bring the database to the shape this version of Kolony needs."""
    house.set_up()
    with house.database():
        before = pending()
        migrate()
    click.echo(f"{before} migrations applied")


@command.command()
def stop() -> None:
    """Stop the embedded server, also when a killed process left it running."""
    server = house.embedded_server()
    if server is None:
        raise NotEmbedded()
    if in_use(server):
        click.echo("other processes are using it; they will lose their connections", err=True)
    server.stop()
    click.echo("stopped")


@command.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def dump(file: Path) -> None:
    """Write the whole database to FILE (compressed; the event store and uploads are files: copy them beside it)."""
    with _ready() as server:
        tools.dump(_tools(server), _where(), file.absolute())
    click.echo(f"{file}: {file.stat().st_size:,} bytes")


@command.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--replace", is_flag=True, help="Drop what the database holds now. There is no way back.")
def restore(file: Path, replace: bool) -> None:
    """Bring the database of FILE back, into an empty one; all or nothing."""
    with _ready() as server:
        tools.restore(_tools(server), _where(), file.absolute(), replace=replace)
    click.echo(f"restored from {file}")


@command.command(context_settings={"ignore_unknown_options": True})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def psql(arguments: tuple[str, ...]) -> None:
    """Open a session on the database; further ARGUMENTS go to psql."""
    with _ready() as server:
        argv, environment = tools.psql_command(_tools(server), _where(), *arguments)
        raise SystemExit(subprocess.run(argv, env=environment, check=False).returncode)


@contextmanager
def _ready() -> Iterator[Server | None]:
    """The server with our database in it, for programs that need no Django; None if it is somebody else's."""
    server = house.embedded_server()
    if server is None:
        yield None
        return
    with running(server):
        ensure_database(server, _where()["NAME"])
        yield server


def _tools(server: Server | None) -> Binaries:
    """Programs of the server's own version where it is ours; they run as us, so they need not be reachable for it."""
    given = settings.ENVIRONMENT["KOLONY_POSTGRES_BIN"]
    return find(given, major=server.made_by() if server else None)


def _where() -> dict[str, Any]:
    return settings.DATABASES["default"]
