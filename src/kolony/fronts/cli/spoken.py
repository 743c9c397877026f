"""Commands on plain files whose refusals are said in the reader's language."""

import click

from kolony.fronts.cli.words import sentence
from kolony_engine.events import EngineError
from kolony_engine.events.codes import CODES
from kolony_engine.ranking import REFUSALS


class Spoken(click.Command):
    """Reading, ranking and back-testing refuse by code; at a terminal the code comes with its sentence."""

    def invoke(self, ctx: click.Context):
        try:
            return super().invoke(ctx)
        except EngineError as error:
            told = sentence(error.code, error.values, CODES | REFUSALS)
            raise click.ClickException(f"{error.code}: {told}") from error
