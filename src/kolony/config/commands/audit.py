"""The audit chain, read by a reader of its own."""

import click
from django.conf import settings

from kolony.config.house import database
from kolony.config.postgres.tools import connect
from kolony.ground.guard import verify as reader


@click.group(name="audit")
def command() -> None:
    """Look after the audit chain."""


@command.command()
@click.option("--head", default="", metavar="SEQUENCE:HASH", help="A head written down earlier, outside this machine.")
def verify(head: str) -> None:
    """Walk the whole chain and say whether any row was changed, removed or slipped in. Exit code 1 if so.

    Write the head down outside: with --head, a chain that was cut and grown anew is found too.
    """
    with database(), connect(settings.DATABASES["default"]) as connection:
        verdict = reader.check(connection, head)
    click.echo(f"entries: {verdict.count}")
    click.echo(f"head: {verdict.head}")
    for problem in verdict.problems:
        click.echo(f"entry {problem.sequence}: {problem.what}", err=True)
    click.echo("the chain is whole" if verdict.whole else "the chain is broken")
    raise SystemExit(0 if verdict.whole else 1)
