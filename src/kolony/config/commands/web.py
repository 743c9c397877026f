"""The web server."""

from pathlib import Path

import click
from django.conf import settings
from granian import Granian
from granian.constants import Interfaces

from kolony.config.house import database
from kolony.config.parent import leave_with_parent
from kolony.config.static_files import collect


@click.command(short_help="Run the web server alone.")
@click.option("--with-parent", is_flag=True, hidden=True, help="End when standard input closes.")
def command(with_parent: bool) -> None:
    """Run the web server alone, for machines where the worker runs elsewhere.

    It listens on KOLONY_BIND and KOLONY_PORT; put a proxy with https in front of it in production.
    """
    if with_parent:
        leave_with_parent()
    with database(as_program=True):
        collect(Path(settings.STATIC_ROOT))
        _server().serve()


def _server() -> Granian:
    environment = settings.ENVIRONMENT
    return Granian(
        settings.WSGI_APPLICATION.replace(".application", ":application"),
        address=environment["KOLONY_BIND"],
        port=environment["KOLONY_PORT"],
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=environment["KOLONY_WEB_THREADS"],
        log_level="warning",
        workers_kill_timeout=10,
        respawn_failed_workers=True,
    )
