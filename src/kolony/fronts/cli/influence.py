"""What `kolony seeds`, `spread` and `backtest seeds` are given: an edge list, an action log, or events."""

import math
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

import click

from kolony.fronts.cli.rank import Moment
from kolony.fronts.cli.words import say, sentence
from kolony_engine.diffusion import (
    DiffusionError,
    Graph,
    Log,
    TieQuery,
    column_names,
    graph_of,
    read_edges,
    read_influence_log,
    read_log,
    read_ties,
)
from kolony_engine.diffusion.codes import CODES
from kolony_engine.events import EngineError, events_table
from kolony_engine.events.codes import CODES as READING

Kind = Literal["edges", "log", "events"]
ANY = click.Path(path_type=Path)
FILE = click.Path(path_type=Path, dir_okay=False)
SEED = click.IntRange(0, 2**63 - 1)
END = datetime(9999, 1, 1, tzinfo=UTC)


class Spoken(click.Command):
    """A command whose refusals are said in the reader's language."""

    def invoke(self, ctx: click.Context):
        try:
            return super().invoke(ctx)
        except DiffusionError as error:
            told = sentence(error.code, _in_words(error.values), CODES)
            raise click.ClickException(f"{error.code}: {told}") from error
        except EngineError as error:
            raise click.ClickException(f"{error.code}: {sentence(error.code, error.values)}") from error


def _in_words(values: Mapping[str, Any]) -> dict[str, Any]:
    """With the reason of a refused row, which comes as a code, in words."""
    reason = values.get("reason")
    return dict(values) | ({"reason": say(READING[reason])} if reason in READING else {})


class Positive(click.FloatRange):
    """A number above 0 that is one: neither `nan` nor `inf`."""

    def __init__(self) -> None:
        super().__init__(0, min_open=True)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        number = super().convert(value, param, ctx)
        if not math.isfinite(number):
            self.fail(say("%(value)s is no number.") % {"value": value}, param, ctx)
        return number


def source_options(command: Callable) -> Callable:
    """The options that say how a log or events are read."""
    for option in (
        click.option("--window-hours", type=Positive(), help=_WINDOW),
        click.option("--graph", "edges", type=FILE, help=_GRAPH),
        click.option("--days", type=Positive(), help=_DAYS),
        click.option("--as-of", type=Moment(), help="Events strictly before this date (UTC)."),
    ):
        command = option(command)
    return command


_WINDOW = "How long an action can be followed, where no cascade is named [default: 6; events: 72]."
_GRAPH = "Edges (source,target): who could have seen whom, where no parent is known."
_DAYS = "How far to look back in events [default: seeds the community's own window, back-test everything]."


def kind_of(path: Path) -> Kind:
    """What a file is, by its columns; a folder and every other format hold events."""
    names = set(column_names(path))
    if names & {"source", "target"}:
        return "edges"
    if names & {"cascade_id", "parent_id"} and not names & {"verb", "actor_id"}:
        return "log"
    return "events"


def read_graph(path: Path, model: str, as_of: datetime | None, days, edges: Path | None, window_hours) -> Graph:
    """The graph that a file holds; of a log and of events, with learned probabilities where the model reads them."""
    kind = kind_of(path)
    if kind == "edges":
        return read_edges(path)
    if kind == "log":
        graph = graph_of(read_log(path, read_edges(edges) if edges else None, window_hours or 6.0))
    else:
        if as_of is None:
            told = say("%(file)s has no columns source and target, so it is read as events: say --as-of DATE.")
            raise click.UsageError(told % {"file": path})
        graph = read_ties(events_table([str(path)]), TieQuery(as_of, days))
    return graph if model != "lt" else Graph(graph.ids, graph.offsets, graph.sources)


def read_past(path: Path, as_of: datetime | None, days, edges: Path | None, window_hours) -> Log:
    """The action log that a file holds."""
    if kind_of(path) == "events":
        query = TieQuery(as_of or END, days)
        return read_influence_log(events_table([str(path)]), query, window_hours or 72.0)
    log = read_log(path, read_edges(edges) if edges else None, window_hours or 6.0)
    return log.before(int(as_of.timestamp() * 1e6)) if as_of else log
