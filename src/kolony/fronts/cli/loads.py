"""`kolony facts load | undo | loads`: event files into this installation, out again, and what is in it.

The same verbs as the pages call, as the house itself: who holds the machine may do this. Ends with 0 if every row came
in, with 1 if some were refused, with 2 if nothing could be done.
"""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

import click
from django.db import transaction
from django.utils import translation

from kolony.fronts.cli.facts import MAP_HELP, by_file, pairs
from kolony.fronts.cli.words import language, say
from kolony.ground.facts import actions, queries, showing
from kolony.ground.facts.at_once import load_now, undo_now
from kolony.ground.facts.carry import settle
from kolony.ground.facts.models import Load
from kolony.ground.facts.telling import tell
from kolony.ground.guard.house import HOUSE
from kolony.ground.kit import clock
from kolony.ground.kit.errors import KolonyError

LOAD_EXAMPLES = """\b
Examples:
  kolony facts load events.csv --community "Qinghe Commons"
  kolony facts load dump/ --community Bread --recognition stackexchange
  kolony facts load 事件.csv --community 青禾学社 --map 时间=ts --map 用户=actor_id --map =buy=verb --dry-run
"""
UNDO_EXAMPLES = """\b
Example:
  kolony facts undo 215933ce-7677-4250-a377-f81d239bb5ea --reason "the wrong month"
"""


class Bar:
    """A progress bar on a terminal, silence in a pipe."""

    def __init__(self, bar: Any) -> None:
        self._bar = bar

    def step(self, number: int, of: int, name: str) -> None:
        self._bar.label = name

    def advance(self, done: float, total: float) -> None:
        self._bar.length = max(int(total), 1)
        self._bar.update(int(done) - self._bar.pos)


@contextmanager
def told() -> Iterator[None]:
    """In the reader's language; a refusal becomes one sentence and the way out on stderr, and exit code 2."""
    with translation.override("zh-hans" if language() == "zh_Hans" else "en"):
        try:
            yield
        except KolonyError as refusal:
            _refuse(refusal.code, dict(refusal.values))


@click.command(short_help="Load event files into this installation.", epilog=LOAD_EXAMPLES)
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--community", required=True, help="The community's name; made if it is new.")
@click.option("--platform", default="", help="The key its members' handles carry; made from the name if not given.")
@click.option("--recognition", default="", help="A preset or weights, for a new community.")
@click.option("--map", "mapping", multiple=True, callback=pairs, help=MAP_HELP)
@click.option("--encoding", default="", help="The encoding, where it is neither UTF-8 nor GB18030.")
@click.option("--time-zone", default="UTC", show_default=True, help="Where times without a zone were taken.")
@click.option("--dry-run", is_flag=True, help="Count everything, keep nothing.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def load(files, community, platform, recognition, mapping, encoding, time_zone, dry_run, form) -> None:
    """Load FILES (files, or one folder of an export) into this installation: all of it, or nothing."""
    common, single = by_file(mapping, [file.resolve() for file in files])
    with told(), _bar() as steps, transaction.atomic() if dry_run else nullcontext():
        now = clock.now()
        settle(now=now)
        source = actions.ensure_source(
            actor=HOUSE, name=community, platform=platform, recognition=recognition or "discourse", now=now
        )
        made = load_now(
            actor=HOUSE, files=list(files), source=source, mapping=common, mappings=single, encoding=encoding,
            time_zone=time_zone, keep=not dry_run, steps=steps, now=now,
        )  # fmt: skip
        if made.error_code:
            _refuse(made.error_code, made.error_values)
        click.echo(
            json.dumps(_plain(made), ensure_ascii=False, indent=2) if form == "json" else _sentence(made, dry_run)
        )
        if dry_run:
            transaction.set_rollback(True)
    sys.exit(1 if made.refused else 0)


@click.command(short_help="Take one load back, exactly.", epilog=UNDO_EXAMPLES)
@click.argument("load_id", type=click.UUID)
@click.option("--reason", required=True, help="Why; it stays in the history.")
def undo(load_id, reason: str) -> None:
    """Take the load with this id out of the installation again; `kolony facts loads` shows the ids."""
    with told():
        settle(now=clock.now())
        undone = undo_now(actor=HOUSE, load=queries.load_called(load_id), reason=reason, now=clock.now())
        if undone.error_code:
            _refuse(undone.error_code, undone.error_values)
        click.echo(_sentence(undone))


@click.command(short_help="List what was loaded.")
@click.option("--community", default="", help="Only of this community's key.")
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
def loads(community: str, form: str) -> None:
    """List every import of this installation, the newest first."""
    with told():
        found = queries.visible_loads(HOUSE, source=community)
        if form == "json":
            click.echo(json.dumps([_plain(one) for one in found], ensure_ascii=False, indent=2))
            return
        for one in found:
            click.echo(f"{one.pk}  {one.created_at:%Y-%m-%d}  {showing.STATES[one.state].label}  {_figures(one)}")


@contextmanager
def _bar() -> Iterator[Bar]:
    with click.progressbar(length=1, file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:
        yield Bar(bar)


def _refuse(code: str, values: dict[str, Any]) -> None:
    spoken = tell(code, values)
    between = "" if language() == "zh_Hans" else " "
    click.echo(f"kolony: {code}: {spoken.what}{between}{spoken.remedy}", err=True)
    sys.exit(2)


def _sentence(one: Load, dry_run: bool = False) -> str:
    if dry_run:
        return say("Dry run, nothing kept") + f": {_figures(one)}"
    return f"{showing.STATES[one.state].label}: {_figures(one)}\n{one.pk}"


def _figures(one: Load) -> str:
    values = {
        "name": one.name, "community": one.source.name, "accepted": f"{one.accepted:,}", "refused": f"{one.refused:,}",
        "known": f"{one.report.get('duplicates', 0):,}",
    }  # fmt: skip
    return say("%(name)s, %(community)s: %(accepted)s events, %(known)s known before, %(refused)s refused") % values


def _plain(one: Load) -> dict[str, Any]:
    return {
        "load_id": str(one.pk), "community": one.source.name, "platform": one.source.platform, "name": one.name,
        "state": one.state, "kind": one.kind, "report": {**one.report, "load_id": str(one.pk)},
        "created_at": one.created_at.isoformat(),
    }  # fmt: skip
