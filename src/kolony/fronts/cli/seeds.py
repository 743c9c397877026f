"""`kolony seeds` and `kolony spread`: whom to choose together, on plain files."""

import csv
import json
import resource
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import click

from kolony.fronts.cli.influence import ANY, FILE, SEED, Positive, Spoken, read_graph, source_options
from kolony.fronts.cli.words import say
from kolony_engine.diffusion import Aside, Members, SeedQuery, SeedSet, is_cold, select_seeds, simulate, warm

MODELS = "wc, uniform:P, learned (from events or a log; of edges the column p) or lt."


@click.command("seeds", cls=Spoken)
@click.argument("source", metavar="EDGES|EVENTS", type=ANY)
@click.option("--k", type=click.IntRange(1), help="How many seeds.")
@click.option("--budget", type=Positive(), help="What may be spent; with --k, by at most k.")
@click.option("--costs", type=FILE, help="CSV with the columns id,cost; who is not in it costs 1.")
@click.option("--targets", type=FILE, help="CSV with the columns id,weight (0 to 1); who is not in it weighs 0.")
@click.option("--candidates", type=FILE, help="CSV with a column id: who may be chosen.")
@click.option("--exclude", type=FILE, help="CSV with a column id: who may not be chosen.")
@click.option("--must-have", type=FILE, help="CSV with a column id: who is chosen first.")
@click.option("--groups", type=FILE, help="CSV with the columns id,group; who is not in it is in none.")
@click.option("--at-least", multiple=True, metavar="GROUP=N", help="So many of a group must be chosen.")
@click.option("--at-most", multiple=True, metavar="GROUP=N|N", help="So many of a group, or of each, may be chosen.")
@click.option("--model", default="wc", show_default=True, help=MODELS)
@source_options
@click.option("--eps", default=0.1, show_default=True, help="How close to the best possible guarantee.")
@click.option("--delta", default=0.001, show_default=True, help="How often the certificate may be wrong.")
@click.option("--seed", default=1, show_default=True, type=SEED, help="Of all randomness.")
@click.option("--threads", default=1, show_default=True, type=click.IntRange(1), help="The seeds do not depend on it.")
@click.option("--format", "form", default="table", show_default=True, type=click.Choice(["table", "csv", "json"]))
def seeds(
    source, k, budget, costs, targets, candidates, exclude, must_have, groups, at_least, at_most, model, as_of, days,
    edges, window_hours, threads, form, **rest,
) -> None:  # fmt: skip
    """Choose the members who together reach the most others, with a certificate.

    EDGES is a CSV or Parquet file with the columns source,target and perhaps p: source influences target. EVENTS are
    event files of any format (a file or a folder), or a log of who followed whom (user_id, ts, parent_id, cascade_id).

    \b
    Examples:
      kolony seeds edges.parquet --k 50
      kolony seeds events.parquet --as-of 2024-06-30 --k 50 --model learned
      kolony seeds edges.csv --budget 2000 --costs fees.csv --model learned --format json
      kolony seeds edges.csv --k 20 --groups regions.csv --at-most 5 --at-least north=2
    """
    if k is None and budget is None:
        raise click.UsageError(say("Give --k or --budget, or both."))
    graph = read_graph(source, model, as_of, days, edges, window_hours)
    members = Members(graph, _set_aside)
    query = SeedQuery(
        k=k, budget=budget, costs=members.values(costs, "cost"), targets=members.weights(targets),
        candidates=members.only(candidates), excluded=members.known(exclude), must_have=members.named(must_have),
        model=model, **_quotas(members, groups, at_least, at_most), **rest,
    )  # fmt: skip
    warm_first()
    chosen = select_seeds(graph, query, threads=threads, progress=progress_line())
    {"table": _table, "csv": _csv, "json": _json}[form](chosen)


@click.command("spread", cls=Spoken)
@click.argument("source", metavar="EDGES|EVENTS", type=ANY)
@click.option("--seeds", "seed_file", type=FILE, required=True, help="CSV with a column id, or an id a line.")
@click.option("--model", default="wc", show_default=True, help=MODELS)
@source_options
@click.option("--runs", default=10_000, show_default=True, type=click.IntRange(1), help="How many simulations.")
@click.option("--seed", default=1, show_default=True, type=SEED, help="Of all randomness.")
@click.option("--threads", default=1, show_default=True, type=click.IntRange(1))
@click.option("--format", "form", default="table", show_default=True, type=click.Choice(["table", "json"]))
def spread(source, seed_file, model, as_of, days, edges, window_hours, runs, seed, threads, form) -> None:
    """Simulate how far seeds reach, with the standard error.

    \b
    Example:
      kolony spread edges.parquet --seeds chosen.csv --runs 20000
    """
    graph = read_graph(source, model, as_of, days, edges, window_hours)
    chosen = Members(graph, _set_aside).named(seed_file)
    warm_first()
    found = simulate(graph, chosen, model=model, runs=runs, seed=seed, threads=threads, progress=progress_line())
    if form == "json":
        click.echo(json.dumps({"spread": found.mean, "standard_error": found.standard_error, "runs": found.runs}))
    else:
        click.echo(f"{found.mean:,.1f} ± {found.standard_error:.1f} (standard error, {found.runs:,} runs)")


def _set_aside(aside: Aside) -> None:
    values = {"file": aside.file, "n": f"{aside.unknown:,}", "rows": f"{aside.rows:,}", "first": aside.first}
    told = say("%(file)s: %(n)s of %(rows)s are not in the graph and were left aside, first %(first)s.")
    click.echo(told % values, err=True)


def _quotas(members: Members, groups: Path | None, at_least: tuple[str, ...], at_most: tuple[str, ...]) -> dict:
    """The quotas as SeedQuery takes them; a bare number of --at-most is for every group."""
    if groups is None:
        if at_least or at_most:
            raise click.UsageError(say("--at-least and --at-most need --groups FILE."))
        return {}
    found = members.groups(groups)
    every = {name: int(item) for item in at_most if item.isdecimal() for name in found.names or ()}
    named = _numbers("--at-most", [item for item in at_most if not item.isdecimal()])
    return {"groups": found, "at_least": _numbers("--at-least", at_least), "at_most": every | named}


def _numbers(option: str, items: Sequence[str]) -> dict[str, int]:
    pairs = [item.rpartition("=") for item in items]
    for item, (name, _, number) in zip(items, pairs, strict=True):
        if not (name and number.isdecimal()):
            told = say("%(item)s: write GROUP=N, as in north=2.") % {"item": item}
            raise click.BadParameter(told, param_hint=option)
    return {name: int(number) for name, _, number in pairs}


def progress_line(*, foretell: bool = False):
    """A progress function for a terminal; None where nobody watches. `foretell`, where a share is one of the whole
    work: also how long the rest will take."""
    if not sys.stderr.isatty():
        return None
    begin = time.monotonic()

    def show(share: float, step: str) -> bool:
        rest = time_left(time.monotonic() - begin, share) if foretell else ""
        click.echo(f"\r{step} {share:4.0%} {rest:<24}", err=True, nl=share >= 1)
        return True

    return show


def time_left(seconds: float, share: float) -> str:
    """How long the rest will take if it goes on as it went; empty where that cannot be said, or nothing is left."""
    if not 0 < share < 1:
        return ""
    left = seconds * (1 - share) / share
    if left < 90:
        return say("about %(seconds)s s left") % {"seconds": max(1, round(left))}
    return say("about %(minutes)s min left") % {"minutes": round(left / 60)}


def warm_first() -> None:
    """On a terminal, show that the first use compiles; later ones do not come here."""
    show = progress_line()
    if show is not None and is_cold():
        warm(show)


def _json(chosen: SeedSet) -> None:
    plain = chosen.as_dict()
    del plain["overlap"]
    plain["peak_rss_mb"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1)
    click.echo(json.dumps(plain, ensure_ascii=False))


def _csv(chosen: SeedSet) -> None:
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(["rank", "id", "gain", "cost", "reach_so_far"])
    for place, row in enumerate(zip(chosen.seeds, chosen.gains, chosen.costs, chosen.curve, strict=True), 1):
        out.writerow([place, *row])


def _table(chosen: SeedSet) -> None:
    click.echo(f"{'#':>4}  {'id':<20} {'gain':>12} {'cost':>10} {'reach':>12}")
    for place, row in enumerate(zip(chosen.seeds, chosen.gains, chosen.costs, chosen.curve, strict=True), 1):
        who, gain, cost, reach = row
        click.echo(f"{place:>4}  {who!s:<20} {gain:>12,.1f} {cost:>10,.2f} {reach:>12,.1f}")
    click.echo()
    click.echo(
        say(
            "Reaches between %(lower)s and %(upper)s in expectation under the model %(model)s; "
            "no set of this size or budget can exceed %(best)s (certified %(ratio)s)."
        )
        % {
            "lower": f"{chosen.lower:,.0f}",
            "upper": f"{chosen.upper:,.0f}",
            "model": chosen.model,
            "best": f"{chosen.best_possible:,.0f}",
            "ratio": f"{chosen.ratio:.0%}",
        }
    )
    if chosen.runner_up is not None:
        next_one = {"who": chosen.runner_up, "gap": f"{chosen.runner_up_gap:,.1f}"}
        click.echo(say("Next in line: %(who)s; taking the last place, it would lose %(gap)s.") % next_one)
