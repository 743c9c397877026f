"""Web server and worker on one machine."""

import click

from kolony.config.house import database
from kolony.config.migrate import bring_up_to_date
from kolony.config.together import address, run_together
from kolony.ground.guard import queries


@click.command(short_help="Run web server and worker together on this machine.")
def command() -> None:
    """Run web server and worker together on this machine, until Ctrl-C.

    The embedded database is started and brought up to date first. With DATABASE_URL, run `kolony db migrate` yourself.
    """
    with database():
        bring_up_to_date()
        raise SystemExit(run_together(on_start=_say_where))


def _say_where() -> None:
    click.echo(f"Kolony listens on {address()} (Ctrl-C ends it)")
    if not queries.anybody_may_sign_in():
        click.echo("Nobody has an account yet: kolony user create YOU@EXAMPLE.ORG --name YOU --role owner")
