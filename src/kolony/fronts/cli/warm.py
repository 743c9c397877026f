"""`kolony warm`: compile the kernels of the diffusion engine ahead of their first use."""

import os

import click

from kolony.fronts.cli.seeds import progress_line
from kolony.fronts.cli.words import say
from kolony_engine.diffusion import is_cold, warm


@click.command("warm")
@click.option("--idle", is_flag=True, help="Only if it was not done yet, and only while nothing else wants to run.")
def command(idle: bool) -> None:
    """Compile what seed sets and their back-test need, once a version, and say how long it took.

    The worker does this by itself when it starts; until then the first use compiles, and takes that much longer.
    """
    if idle:
        if not is_cold():
            return
        os.nice(19)
    seconds = warm(None if idle else progress_line())
    if not idle:
        click.echo(say("Warm after %(seconds)s seconds.") % {"seconds": f"{seconds:.1f}"})
