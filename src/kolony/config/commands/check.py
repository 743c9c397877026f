"""Is this installation fit to run?"""

import click
from django.core.management import call_command
from django.core.management.base import SystemCheckError

from kolony.config.house import database
from kolony.config.migrate import pending


@click.command(short_help="Check settings and database; --deploy for production.")
@click.option("--deploy", is_flag=True, help="Also check what matters only in production.")
def command(deploy: bool) -> None:
    """Check settings, database and migrations. Exit code 1 if something is wrong."""
    with database():
        try:
            call_command("check", deploy=deploy, databases=["default"], fail_level="WARNING")
        except SystemCheckError as error:
            raise click.ClickException(str(error)) from error
        behind = pending()
    if behind:
        raise click.ClickException(f"{behind} migrations are not applied: run `kolony db migrate`")
