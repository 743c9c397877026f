"""`kolony backtest rank`: how far to trust a ranking, asked of the community's own past."""

import json
import math
from dataclasses import asdict
from datetime import datetime

import click

from kolony.fronts.cli.rank import Moment, equals
from kolony.fronts.cli.spoken import Spoken
from kolony_engine.events import Recognition, events_table
from kolony_engine.ranking import BASELINES, OURS, Backtest, BacktestQuery, backtest

EXAMPLES = """\b
Examples:
  kolony backtest rank events.parquet --recognition stackexchange --cutoffs 4
  kolony backtest rank forum.csv --recognition discourse --cutoffs 3 --horizon-days 180 --format json
  kolony backtest rank sites.parquet --where site=physics --recognition stackexchange --cutoff 2011-01-31 \\
      --horizon-days 90
"""


@click.command("rank", cls=Spoken, epilog=EXAMPLES)
@click.argument("events", nargs=-1, required=True, type=click.Path(exists=True))
@click.option(
    "--recognition",
    required=True,
    metavar="PRESET|WEIGHTS",
    help='stackexchange, discourse, mentions, or own weights such as "like=1,accepted=5".',
)
@click.option("--cutoffs", type=click.IntRange(1), default=4, show_default=True, help="How many past dates.")
@click.option("--horizon-days", type=click.IntRange(1), default=365, show_default=True, help="How far ahead to look.")
@click.option("--cutoff", "dates", multiple=True, type=Moment(), help="Use exactly this date; may be given repeatedly.")
@click.option("--since", type=Moment(), help="Leave out events before this date, e.g. before likes existed.")
@click.option("--where", multiple=True, callback=equals, help="Keep rows with COLUMN=VALUE, in files of several sites.")
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
@click.option("--seed", type=int, default=0, show_default=True, help="Seed of the bootstrap intervals.")
def backtest_rank(
    events: tuple[str, ...],
    recognition: str,
    cutoffs: int,
    horizon_days: int,
    dates: tuple[datetime, ...],
    since: datetime | None,
    where: dict[str, str],
    form: str,
    seed: int,
) -> None:
    """Rank EVENTS (files or folders) as of past dates, and judge the lists by what came after.

    The dates are evenly spaced days: the first leaves one horizon of history before it, the last one horizon of future
    after it. Features are strictly before a date, truth is from that date on. Rising leaves out who was already on top
    (the most recognised one in a hundred, at least 20, in the horizon before).
    """
    table = events_table(list(events), only=where)
    if since is not None:
        table = table.filter(table.ts >= since.replace(tzinfo=None))
    query = BacktestQuery(Recognition.parse(recognition), cutoffs, horizon_days, seed=seed, cutoff_dates=dates)
    click.echo(WRITERS[form](backtest(table, query)), nl=False)


def as_json(result: Backtest) -> str:
    """Every figure, by list, method and cut-off."""
    told = {
        "version": result.version,
        "recognition": {
            "name": result.query.recognition.name,
            "weights": dict(result.query.recognition.weights),
        },
        "horizon_days": result.query.horizon_days,
        "seed": result.query.seed,
        "cutoffs": [cutoff.date().isoformat() for cutoff in result.cutoffs],
        "methods": {OURS: "This list.", **BASELINES},
        "mean": [_plain(asdict(line)) for line in result.means],
        "by_cutoff": [_plain(asdict(score)) for score in result.scores],
        "sentence": dict(result.sentence),
    }
    return json.dumps(told, indent=2) + "\n"


def _plain(row: dict[str, object]) -> dict[str, object]:
    row["list"] = row.pop("which")
    if isinstance(row.get("cutoff"), datetime):
        row["cutoff"] = row["cutoff"].date().isoformat()
    return {
        name: (None if math.isnan(value) else round(value, 4)) if isinstance(value, float) else value
        for name, value in row.items()
    }


def as_table(result: Backtest) -> str:
    """The means, with what ours gains on each baseline, and the sentence for the operator."""
    lines = [f"{'list':8}{'method':18}{'NDCG@100':>9}{'recall@100':>12}{'precision@50':>14}   ours gains (95 %)"]
    for line in result.means:
        if math.isnan(line.ndcg100):
            lines.append(f"{line.which:8}{line.method:18}{'-':>9}{'-':>12}{'-':>14}")
            continue
        gain = "" if line.gain is None else f"   {line.gain:+.3f} [{line.gain_low:+.3f}, {line.gain_high:+.3f}]"
        lines.append(
            f"{line.which:8}{line.method:18}{line.ndcg100:9.3f}{line.recall100:12.2f}{line.precision50:14.2f}{gain}"
        )
    told = result.sentence
    lines.append(
        f"Of the {told['rose']} who rose most after {told['cutoff']}, this list would have shown you {told['shown']} "
        f"among its first {told['first']}; sorting by activity {told['shown_by_activity']}."
    )
    return "\n".join(lines) + "\n"


WRITERS = {"table": as_table, "json": as_json}
