"""`kolony rank`: the members of a community in event files, in order, on plain files."""

import csv
import io
import json
from collections.abc import Iterator
from datetime import UTC, datetime

import click
import pyarrow as pa

from kolony.fronts.cli.spoken import Spoken
from kolony.fronts.cli.words import say
from kolony_engine.events import Recognition, events_table
from kolony_engine.measures.doors.arrow import numbers
from kolony_engine.ranking import LISTS, PURPOSES, Ranking, RankQuery, rank

TABLE_COLUMNS = ("rank", "actor_id", "score", "score_low", "score_high", "kind", "recognition", "contributions")
EXAMPLES = """\b
Examples:
  kolony rank events.parquet --as-of 2019-01-01 --recognition stackexchange
  kolony rank export/ --as-of 2024-06-30 --recognition discourse --list potential --top 20
  kolony rank a.csv b.csv --as-of 2024-06-30 --recognition "like=1,accepted=5" --top 0 --format csv > all.csv
  kolony rank sites.parquet --where site=physics --as-of 2011-01-31 --recognition stackexchange --horizon-days 90
"""


class Moment(click.ParamType):
    """A date, or a date and time, in ISO form; without a zone it is UTC."""

    name = "date"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        try:
            moment = datetime.fromisoformat(str(value))
        except ValueError:
            self.fail(f"{value!r} is not a date like 2024-06-30", param, ctx)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def equals(ctx: click.Context, param: click.Parameter, value: tuple[str, ...]) -> dict[str, str]:
    """COLUMN=VALUE pairs as a mapping."""
    pairs = [item.partition("=") for item in value]
    for column, sign, _ in pairs:
        if not (column and sign):
            raise click.BadParameter("write COLUMN=VALUE, as in site=physics", ctx, param)
    return {column: wanted for column, _, wanted in pairs}


@click.command("rank", cls=Spoken, epilog=EXAMPLES)
@click.argument("events", nargs=-1, required=True, type=click.Path(exists=True))
@click.option("--as-of", type=Moment(), required=True, help="Rank from what was known strictly before this date (UTC).")
@click.option(
    "--recognition",
    required=True,
    metavar="PRESET|WEIGHTS",
    help='stackexchange, discourse, mentions, or own weights such as "like=1,accepted=5".',
)
@click.option("--list", "which", type=click.Choice(LISTS), default="rising", show_default=True, help="Which list.")
@click.option("--horizon-days", type=click.IntRange(1), default=365, show_default=True, help="How far ahead to look.")
@click.option("--purpose", type=click.Choice(PURPOSES), help="Let a purpose have 30 of the 100 points.")
@click.option("--top", type=click.IntRange(0), default=50, show_default=True, help="How many to show; 0 is everybody.")
@click.option("--format", "form", type=click.Choice(["table", "csv", "json"]), default="table", show_default=True)
@click.option("--where", multiple=True, callback=equals, help="Keep rows with COLUMN=VALUE, in files of several sites.")
@click.option("--seed", type=int, default=0, show_default=True, help="Kept with the result; the ranking draws nothing.")
def command(
    events: tuple[str, ...],
    as_of: datetime,
    recognition: str,
    which: str,
    horizon_days: int,
    purpose: str | None,
    top: int,
    form: str,
    where: dict[str, str],
    seed: int,
) -> None:
    """Rank the members in EVENTS (files or folders): who matters now, who is rising, who could.

    Candidates are the members with a contribution or comment before the date. Ties are broken by all-time activity,
    then by id. On the rising and potential lists those already on top come last.
    """
    query = RankQuery(as_of, Recognition.parse(recognition), which, horizon_days, purpose, seed)
    ranking = rank(events_table(list(events), only=where), query)
    shown = ranking.table.num_rows if top == 0 else min(top, ranking.table.num_rows)
    click.echo(WRITERS[form](ranking, shown), nl=False)
    for note in notes(ranking):
        click.echo(note, err=True)


def notes(ranking: Ranking) -> Iterator[str]:
    """What somebody should know who wonders at the list."""
    if not ranking.candidates:
        yield say("Nobody had written anything before this date.")
    elif not any(numbers(ranking.table, "recognition")):
        yield say("Nobody had received recognition before this date: look at what counts as such (--recognition).")


def as_csv(ranking: Ranking, shown: int) -> str:
    """Every column; the first three are rank, actor_id, score."""
    table = _shown(ranking, shown)
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(table.column_names)
    writer.writerows(zip(*(table[name].to_pylist() for name in table.column_names), strict=True))
    return written.getvalue()


def as_json(ranking: Ranking, shown: int) -> str:
    """Everything that makes the scores, and the rows."""
    query = ranking.query
    told = {
        "list": query.which,
        "as_of": query.as_of.isoformat(),
        "recognition": {"name": query.recognition.name, "weights": dict(query.recognition.weights)},
        "horizon_days": query.horizon_days,
        "purpose": query.purpose,
        "seed": query.seed,
        "version": ranking.version,
        "candidates": ranking.candidates,
        "pace": {"half_life_days": ranking.pace.half_life_days, "window_days": ranking.pace.window_days},
        "components": [{"name": part.name, "weight": part.weight, "words": part.words} for part in ranking.components],
        "choice": ranking.choice,
        "members": _shown(ranking, shown).to_pylist(),
    }
    return json.dumps(told, indent=2, ensure_ascii=False) + "\n"


def as_table(ranking: Ranking, shown: int) -> str:
    """A few columns for the eye, and one line that says how the scores came about."""
    rows = _shown(ranking, shown).select(list(TABLE_COLUMNS)).to_pylist()
    cells = [list(TABLE_COLUMNS), *([_cell(row[name]) for name in TABLE_COLUMNS] for row in rows)]
    widths = [max(len(row[at]) for row in cells) for at in range(len(TABLE_COLUMNS))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in cells]
    weights = ", ".join(f"{part.name} {part.weight:.1%}" for part in ranking.components)
    lines.append(
        f"{ranking.query.which}: {shown} of {ranking.candidates} candidates; half-life "
        f"{ranking.pace.half_life_days:.0f} days; {weights}"
    )
    return "\n".join(lines) + "\n"


def _shown(ranking: Ranking, shown: int) -> pa.Table:
    return ranking.table.slice(0, shown)


def _cell(value: object) -> str:
    return f"{value:.1f}" if isinstance(value, float) else str(value)


WRITERS = {"table": as_table, "csv": as_csv, "json": as_json}
