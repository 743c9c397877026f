"""`kolony backtest seeds`: ask a past log of who followed whom which way of choosing seeds to believe."""

import json
import math
from dataclasses import asdict

import click
import numpy as np

from kolony.fronts.cli.influence import ANY, SEED, Spoken, read_past, source_options
from kolony.fronts.cli.seeds import progress_line, warm_first
from kolony.fronts.cli.words import say
from kolony_engine.diffusion import (
    BudgetSummary,
    Forecast,
    SeedBacktest,
    backtest_budgets,
    backtest_seeds,
    backtest_spread,
)


@click.command("seeds", cls=Spoken)
@click.argument("log", metavar="LOG|EVENTS", type=ANY)
@source_options
@click.option("--k", "ks", multiple=True, type=click.IntRange(1), default=(10, 50, 200), show_default=True)
@click.option("--splits", default=5, show_default=True, type=click.IntRange(2))
@click.option("--budgets", is_flag=True, help="Spend money too: a person costs by posts or by followers; takes longer.")
@click.option("--seed", default=1, show_default=True, type=SEED, help="Of all randomness.")
@click.option("--format", "form", default="table", show_default=True, type=click.Choice(["table", "json"]))
def seeds(log, as_of, days, edges, window_hours, ks, splits, budgets, seed, form) -> None:
    """Choose seeds on the past of LOG, judge them on what came after, beside the simple rankings.

    LOG is a CSV or Parquet file with the columns user_id, ts and cascade_id and / or parent_id; EVENTS are event files
    of any format (a file or a folder), where every topic is a cascade.

    \b
    Examples:
      kolony backtest seeds retweets.parquet
      kolony backtest seeds cascades.csv --graph follows.csv --format json
      kolony backtest seeds events.parquet --budgets
    """
    past = read_past(log, as_of, days, edges, window_hours)
    warm_first()
    found = backtest_seeds(past, ks=ks, splits=splits, seed=seed, progress=progress_line(foretell=True))
    show = progress_line(foretell=True)
    bought = backtest_budgets(past, ks=ks, splits=splits, seed=seed, progress=show) if budgets else ()
    forecast = backtest_spread(past, splits=splits, seed=seed)
    if form == "json":
        click.echo(json.dumps(_plain(found, bought, forecast), ensure_ascii=False))
    else:
        _table(found)
        _bought(bought)
        _told(forecast)


def _plain(found: SeedBacktest, bought: tuple[BudgetSummary, ...], forecast: Forecast) -> dict:
    cuts = [str(np.datetime64(cut, "us")) + "Z" for cut in found.cuts]
    return {
        "cuts": cuts,
        "best_simple": found.best_simple,
        "summary": [asdict(row) for row in found.summary],
        "overall": [asdict(row) for row in found.overall],
        "trials": [asdict(row) for row in found.trials],
        "budgets": [asdict(row) for row in bought],
        "spread_prediction": {name: None if math.isnan(value) else value for name, value in asdict(forecast).items()},
    }


def _table(found: SeedBacktest) -> None:
    click.echo(f"{'method':<20} {'k':>5} {'reach':>10}   ratio to the best simple ranking, 90 % interval")
    for row in found.summary:
        click.echo(f"{row.method:<20} {row.k:>5} {row.reach:>10,}   {row.ratio:.3f} [{row.low:.3f}, {row.high:.3f}]")
    for k, name in found.best_simple.items():
        auto = next(row for row in found.summary if row.method == "auto" and row.k == k)
        click.echo(
            say(
                "With %(k)s seeds, auto reached %(ratio)s [%(low)s, %(high)s] of what %(name)s, "
                "the best simple ranking, reached."
            )
            % {"k": k, "name": name, "ratio": f"{auto.ratio:.2f}", "low": f"{auto.low:.2f}", "high": f"{auto.high:.2f}"}
        )

    auto = next(row for row in found.overall if row.method == "auto")
    click.echo(
        say("Over all sizes: %(ratio)s [%(low)s, %(high)s].")
        % {"ratio": f"{auto.ratio:.2f}", "low": f"{auto.low:.2f}", "high": f"{auto.high:.2f}"}
    )


def _bought(bought: tuple[BudgetSummary, ...]) -> None:
    words = {"posts": say("number of posts"), "followers": say("number of people following")}
    for row in bought:
        if row.method == "auto":
            interval = {"ratio": f"{row.ratio:.2f}", "low": f"{row.low:.2f}", "high": f"{row.high:.2f}"}
            click.echo(
                say(
                    "For what the %(k)s most followed would cost by %(cost)s, auto reached %(ratio)s "
                    "[%(low)s, %(high)s] of what the best simple ranking reached for that money."
                )
                % ({"k": row.k, "cost": words[row.cost]} | interval)
            )


def _told(forecast: Forecast) -> None:
    if forecast.seen_cascades:
        values = {"n": f"{forecast.seen_cascades:,}", "ratio": f"{forecast.seen_ratio:.2f}"}
        interval = {"low": f"{forecast.seen_low:.2f}", "high": f"{forecast.seen_high:.2f}"}
        click.echo(
            say(
                "How far a cascade goes, predicted from who began it: %(ratio)s [%(low)s, %(high)s] of the error of "
                "always saying the mean, in %(n)s cascades of people who had begun one before."
            )
            % (values | interval)
        )
