"""People who may sign in: made here, because there is no sign-up and no default account."""

import click

from kolony.config.house import database
from kolony.config.migrate import bring_up_to_date
from kolony.config.sign_in import sign_in_link
from kolony.ground.guard import actions, queries
from kolony.ground.guard.house import HOUSE
from kolony.ground.guard.permits import ROLES
from kolony.ground.kit import clock


@click.group(name="user")
def command() -> None:
    """Create people who may sign in.

    \b
    Examples:
      kolony user create lin@example.org --name "Lin" --role owner
      kolony user link lin@example.org
    """


@command.command()
@click.argument("email")
@click.option("--name", required=True, help="How colleagues call this person.")
@click.option("--role", type=click.Choice(ROLES), default="operator", show_default=True)
@click.option("--team", default="", help="The team's name; made if it is new.")
@click.option("--language", type=click.Choice(["zh-hans", "en"]), default="zh-hans", show_default=True)
def create(email: str, name: str, role: str, team: str, language: str) -> None:
    """Create an account and print a link for the first sign-in; it works once, for a short time."""
    with database():
        bring_up_to_date()
        user = actions.create_user(
            actor=HOUSE, email=email, display_name=name, role=role, team_name=team, language=language, now=clock.now()
        )
        click.echo(sign_in_link(user, clock.now()))


@command.command()
@click.argument("email")
def link(email: str) -> None:
    """Print a new one-time sign-in link for somebody who cannot get in."""
    with database():
        user = queries.user_with_email(email)
        if user is None:
            raise click.ClickException(f"nobody has the address {email}")
        click.echo(sign_in_link(user, clock.now()))
