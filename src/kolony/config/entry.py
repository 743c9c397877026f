"""The `kolony` command: what the fronts offer on plain files, and what runs the installation, in one register."""

import errno
import os
import sys

import click

from kolony import __version__
from kolony.fronts.cli.shell import Entry, Group, LazyGroup

NOT_WRITTEN = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EROFS}

_FILES = "kolony.fronts.cli"
_HERE = "kolony.config.commands"
_DJANGO = "kolony.config.house:set_up"
_DATABASE = "kolony.config.migrate:database_up_to_date"

COMMANDS: dict[str, Entry | Group] = {
    "demo": Entry(
        f"{_HERE}.demo:command",
        "Open a simulated community in the browser; nothing to set up.",
        before="kolony.config.demo_home:set_up",
    ),
    "rank": Entry(f"{_FILES}.rank:command", "Rank the members in event files: who matters, who rises, who could."),
    "seeds": Entry(f"{_FILES}.seeds:seeds", "Choose together: who reaches the most others, with a certificate."),
    "spread": Entry(f"{_FILES}.seeds:spread", "Simulate how far chosen members reach."),
    "backtest": Group(
        "Ask a community's own past how far to trust a list or a set.",
        {
            "rank": Entry(f"{_FILES}.backtest:backtest_rank", "Make lists as of past dates, judge them by what came."),
            "seeds": Entry(f"{_FILES}.backtest_seeds:seeds", "Choose sets on a log's past, judge them by what came."),
        },
    ),
    "warm": Entry(f"{_FILES}.warm:command", "Compile what seed sets need, once, so that nobody waits for it."),
    "facts": Group(
        "Look into event files, load them, take them back.",
        {
            "check": Entry(f"{_FILES}.facts:check", "Read event files and say what is in them; nothing is stored."),
            "load": Entry(
                f"{_FILES}.loads:load", "Load event files into this installation.", before=_DJANGO, within=_DATABASE
            ),
            "undo": Entry(f"{_FILES}.loads:undo", "Take one load back, exactly.", before=_DJANGO, within=_DATABASE),
            "loads": Entry(f"{_FILES}.loads:loads", "List what was loaded.", before=_DJANGO, within=_DATABASE),
        },
    ),
    "serve": Entry(f"{_HERE}.serve:command", "Run web server and worker together on this machine.", before=_DJANGO),
    "web": Entry(f"{_HERE}.web:command", "Run the web server alone.", before=_DJANGO),
    "worker": Entry(f"{_HERE}.worker:command", "Run the worker alone.", before=_DJANGO),
    "user": Entry(f"{_HERE}.user:command", "Create people who may sign in.", before=_DJANGO),
    "audit": Entry(f"{_HERE}.audit:command", "Verify the audit chain.", before=_DJANGO),
    "db": Entry(f"{_HERE}.db:command", "Look after the database: status, migrate, dump, restore, psql, stop."),
    "check": Entry(f"{_HERE}.check:command", "Check settings and database; --deploy for production.", before=_DJANGO),
    "manage": Entry(f"{_HERE}.manage:command", "Run one of Django's own commands.", before=_DJANGO),
}

root = LazyGroup(
    entries=COMMANDS,
    name="kolony",
    help="Kolony finds, wins and keeps the people whose voice moves others.",
    epilog="`kolony COMMAND --help` shows examples. Settings: docs/reference/settings.md",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    no_args_is_help=True,
)
click.version_option(__version__, prog_name="kolony")(root)


def _all_written() -> None:
    """What still waits to be written is written now, where it can be told that it cannot: at the exit is too late."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise


def main() -> None:
    """Run the command; what the reader can act on is one line on stderr, without a traceback."""
    try:
        try:
            root(prog_name="kolony")
        finally:
            _all_written()
    except SystemError as error:
        if not isinstance(error.__cause__, KeyboardInterrupt):
            raise
        click.echo("\nAborted!", err=True)  # as click says it: a compiled loop was interrupted
        sys.exit(1)
    except OSError as error:
        if error.errno == errno.EPIPE:
            sys.exit(1)  # nobody reads any more, as with `| head`
        if error.errno not in NOT_WRITTEN:
            raise
        click.echo(f"kolony: {error}", err=True)
        sys.exit(1)
    except Exception as error:
        if not hasattr(error, "code") or not hasattr(error, "values"):
            raise
        click.echo(f"kolony: {error}", err=True)
        sys.exit(1)
