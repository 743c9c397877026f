"""A community to look at, with nothing to set up."""

import click
from django.conf import settings

from kolony.config import demo
from kolony.config.demo_home import claim
from kolony.config.house import database
from kolony.config.migrate import bring_up_to_date
from kolony.config.sign_in import sign_in_link
from kolony.config.together import run_together
from kolony.fronts.cli.shell import found
from kolony.ground.guard.models import User
from kolony.ground.kit import clock

RANKING_SECONDS = 2.0  # how long the first page may wait for the first list: the whole start has a minute


@click.command(short_help="Open a simulated community in the browser; nothing to set up.")
@click.option("--small", is_flag=True, help="600 members instead of 20,000.")
@click.option("--prepare", is_flag=True, help="Only prepare, do not serve.")
def command(small: bool, prepare: bool) -> None:
    """Open a simulated community in the browser; nothing to set up.

    Everybody and everything in it is invented. It lives in KOLONY_HOME (~/.kolony-demo if not set), apart from real
    data; the second start takes a few seconds. Ctrl-C ends it.
    """
    claim(settings.HOME)
    with database():
        bring_up_to_date()
        if not demo.is_loaded():
            found("kolony.config.demo_season:fill")(settings.HOME / "season", small=small, say=_say, now=clock.now())
        user = demo.team(clock.now())
        if prepare:
            done = demo.work_until_done()
            demo.begin_work(clock.now())
            raise SystemExit(0 if done else 1)
        _say("starting web server and worker ...")
        raise SystemExit(
            run_together(
                on_start=lambda: _open(user),
                wait_for=demo.is_ranked,
                at_most=RANKING_SECONDS,
                then=lambda: demo.begin_work(clock.now()),
            )
        )


def _open(user: User) -> None:
    if not demo.is_ranked():
        _say("the ranking is still being worked out; the page shows how far it is")
    _welcome(sign_in_link(user, clock.now()))


def _welcome(link: str) -> None:
    click.echo("")
    click.echo("  Simulated data. 模拟数据。")
    click.echo("  Open this link; it signs you in once (each start prints a new one):")
    click.echo("  打开下面的链接即可登录（仅限一次）：")
    click.echo("")
    click.echo(f"    {link}")
    click.echo("")
    click.echo("  Ctrl-C ends the demo.")


def _say(line: str) -> None:
    click.echo(f"  {line}")
