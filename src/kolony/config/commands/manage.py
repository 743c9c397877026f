"""Django's own commands, for the makers of Kolony."""

import click
from django.core.management import execute_from_command_line

from kolony.config.house import database


@click.command(
    context_settings={"ignore_unknown_options": True, "help_option_names": []},
    short_help="Run one of Django's own commands.",
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def command(arguments: tuple[str, ...]) -> None:
    """Run one of Django's own commands with the database running, such as `kolony manage makemigrations`."""
    with database():
        execute_from_command_line(["kolony manage", *arguments])
